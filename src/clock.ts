// What runs each minute. With nothing due it is one round trip: whether work is due, whether mail
// waits, what is past keeping, and the note that it ran.
import { noteClockRan } from '#base/council/health-store.ts'
import { addMinutes, instant } from '#base/dates.ts'
import { one, together } from '#base/db/read.ts'
import { type Bindings, stripeOf } from '#base/web/env.ts'
import { selectMailDue } from '#messages/outbox/claim-store.ts'
import { deliverDue } from '#messages/outbox/deliver.ts'
import { readKeys } from '#people/factors/cipher.ts'
import { renewSecrets } from '#people/factors/renew-secrets.ts'
import { deleteOldFactors, selectSecretsToRenew } from '#people/factors/store.ts'
import { deleteOldChanges } from '#people/people/email-store.ts'
import { sweepAccounts } from '#people/sign-in/sign-in-store.ts'
import { dueBesides, runDue } from './due.ts'
import { claimJobs, type Kind, kinds, readingJobs } from './jobs.ts'

// Below the limit of a thousand calls per run, and finished before the next run.
const mostMail = { messages: 450, seconds: 45 }

const whatWaits = (db: SqlDatabase, now: Date, keyName: string) => {
  const dayAgo = instant(addMinutes(now, -24 * 60))
  return together({
    mail: selectMailDue(db, now),
    secrets: selectSecretsToRenew(db, keyName),
    claims: sweepAccounts(db, now, [...deleteOldFactors(db, now, dayAgo), deleteOldChanges(db, dayAgo)]),
    ran: one(noteClockRan(db, now)),
  })
}

/** @param now when the clock started it; what takes long is noted at its own time */
export const everyMinute = async (env: Bindings, now: Date): Promise<void> => {
  const keys = await readKeys(env.FACTOR_KEYS)
  const { BASE_URL: baseUrl } = env
  const some: readonly Kind[] = baseUrl ? [...kinds, ...readingJobs] : []
  const { found, besides } = await dueBesides(env.DB, { now, stripe: stripeOf(env) }, some, whatWaits(env.DB, now, keys[0]?.name ?? ''))
  const reading = found.filter(({ kind }) => readingJobs.includes(kind))
  const due = found.filter(({ kind }) => !readingJobs.includes(kind))
  if (baseUrl && due.length > 0) await runDue(env, now, baseUrl, kinds, due)
  if (besides?.mail || due.length > 0) await deliverDue(env, new Date(), mostMail)
  if (baseUrl && besides?.claims) await runDue(env, now, baseUrl, claimJobs)
  if (besides?.secrets.length) await renewSecrets(env.DB, keys, besides.secrets)
  if (baseUrl && reading.length > 0) await runDue(env, new Date(), baseUrl, readingJobs, reading)
}
