// The local end of `npm run audit`.
import { Hono } from 'hono'
import type { AppEnv } from '#base/web/env.ts'
import { auditAll } from './store.ts'

/** Mounted at /dev by `local.ts`, which guards it. */
export const localAuditPages = new Hono<AppEnv>().get('/commands/audit', async (c) => {
  // A backup is audited as of its own time, because what was due within the hour was not due yet.
  const asAt = c.req.query('at')
  return c.json(await auditAll(c.env.DB, asAt === undefined ? c.var.act.now : new Date(asAt)))
})
