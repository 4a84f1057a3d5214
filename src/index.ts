import { noteClockRan } from '#base/council/health-store.ts'
import { addMinutes, instant } from '#base/dates.ts'
import type { Bindings } from '#base/web/env.ts'
import { measuredDatabase } from '#base/web/measured-database.ts'
import { deliverDue } from '#messages/outbox/deliver.ts'
import { readKeys } from '#people/factors/cipher.ts'
import { renewSecrets } from '#people/factors/renew-secrets.ts'
import { deleteOldFactors } from '#people/factors/store.ts'
import { deleteOldChanges } from '#people/people/email-store.ts'
import { sweepAccounts } from '#people/sign-in/sign-in-store.ts'
import { app } from './app.tsx'
import { claimJobs, readingJobs, runDue } from './due.ts'

export default {
  fetch: app.fetch,
  scheduled: async (_controller, given) => {
    if (given.MAINTENANCE) return
    const env = { ...given, DB: measuredDatabase(given.DB) }
    const now = new Date()
    if (env.BASE_URL) await runDue(env, now, env.BASE_URL)
    // Below the limit of a thousand calls per run, and finished before the next run.
    await deliverDue(env, new Date(), { messages: 450, seconds: 45 })
    await noteClockRan(env.DB, now)
    const dayAgo = instant(addMinutes(now, -24 * 60))
    const someWait = await sweepAccounts(env.DB, now, [...deleteOldFactors(env.DB, now, dayAgo), deleteOldChanges(env.DB, dayAgo)])
    if (someWait && env.BASE_URL) await runDue(env, now, env.BASE_URL, claimJobs)
    await renewSecrets(env.DB, await readKeys(env.FACTOR_KEYS))
    if (env.BASE_URL) await runDue(env, new Date(), env.BASE_URL, readingJobs)
  },
} satisfies ExportedHandler<Bindings>
