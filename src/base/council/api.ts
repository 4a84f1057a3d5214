import { Hono } from 'hono'
import { isSecret } from '#base/id.ts'
import type { AppEnv } from '#base/web/env.ts'
import { checksOf } from './health.ts'
import { readHealth } from './health-store.ts'

/** For monitoring: 200 or 503. What is wrong is shown only with HEALTH_TOKEN. */
export const healthApi = new Hono<AppEnv>().get('/health', async (c) => {
  const now = new Date()
  const checks = checksOf(c.env, await readHealth(c.env.DB, now), now)
  const ok = checks.every((check) => check.ok)
  const isAllowed = await isSecret(c.req.header('authorization')?.replace(/^Bearer /i, ''), c.env.HEALTH_TOKEN)
  return c.json(isAllowed ? { ok, checks } : { ok }, ok ? 200 : 503, { 'cache-control': 'no-store' })
})
