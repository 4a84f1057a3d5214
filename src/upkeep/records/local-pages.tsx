// The local end of `npm run erasures` and of the list that `npm run restore` applies.
import { Hono } from 'hono'
import type { AppEnv } from '#base/web/env.ts'
import { applyErasures, markRestored } from './apply-erasures.ts'
import { parseErasures } from './erasure-list.ts'

/** Mounted at /dev by `local.ts`, which guards it. */
export const localErasurePages = new Hono<AppEnv>()
  .post('/commands/erasures', async (c) => c.json(await applyErasures(c.var.act, parseErasures(await c.req.text()))))

  .post('/commands/restored', async (c) => {
    await markRestored(c.var.act, await c.req.text())
    return c.body(null, 204)
  })
