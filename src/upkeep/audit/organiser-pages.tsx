import { Hono } from 'hono'
import type { AppEnv } from '#base/web/env.ts'
import { oneAtATime } from '#base/web/pace.ts'
import { toSettings } from '#base/web/sections.ts'
import { auditAll } from './store.ts'
import { AuditPage } from './views.tsx'

/** Mounted at /organiser/audit. */
export const organiserAuditPages = new Hono<AppEnv>().get('/', async (c) => {
  const { act } = c.var
  const audit = await oneAtATime(act, (giveWay) => auditAll(act.db, act.now, giveWay))
  return c.render(<AuditPage audit={audit} at={act.now} />, {
    title: 'Data check',
    back: toSettings,
  })
})
