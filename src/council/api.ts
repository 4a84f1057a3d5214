import { Hono } from 'hono'
import type { AppEnv } from '../env.ts'
import { mailHealth } from './health.ts'
import { databaseHealth } from './store.ts'

/** For the council's monitoring: 200 when both answer, 503 and which one otherwise. */
export const healthApi = new Hono<AppEnv>().get('/health', async (c) => {
  const database = await databaseHealth(c.env.DB)
  const mail = mailHealth(c.env)
  const ok = database === 'ok' && (mail === 'ok' || mail === 'local')
  return c.json({ ok, database, mail }, ok ? 200 : 503, { 'cache-control': 'no-store' })
})
