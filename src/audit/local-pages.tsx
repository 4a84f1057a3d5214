// The local-only end of `npm run audit`.
import { Hono } from 'hono'
import type { AppEnv } from '../env.ts'
import { notFound } from '../errors.ts'
import { auditAll } from './store.ts'

/** Mounted at /dev. */
export const localAuditPages = new Hono<AppEnv>().get('/commands/audit', async (c) => {
  const { LOCAL_MAIL, LOCAL_TOKEN } = c.env
  if (LOCAL_MAIL !== '1' || !LOCAL_TOKEN || c.req.header('x-muster-token') !== LOCAL_TOKEN) throw notFound('page')
  // A backup is audited as at the moment of which it is: what is due within an hour was not due yet.
  const asAt = c.req.query('at')
  return c.json(await auditAll(c.env.DB, asAt === undefined ? c.var.act.now : new Date(asAt)))
})
