import { Hono } from 'hono'
import type { AppEnv } from '#base/web/env.ts'
import { toSettings } from '#base/web/sections.ts'
import { checksOf } from './health.ts'
import { readHealth } from './health-store.ts'
import { ReadyPage } from './views/ready.tsx'

/** What `/health` tells monitoring, for an administrator. Mounted at /organiser/ready. */
export const organiserReadyPages = new Hono<AppEnv>().get('/', async (c) => {
  const { now } = c.var.act
  return c.render(<ReadyPage checks={checksOf(c.env, await readHealth(c.env.DB, now), now)} at={now} />, {
    title: 'Service check',
    back: toSettings,
  })
})
