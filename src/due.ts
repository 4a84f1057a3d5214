// Jobs that are due by time or follow from a write. They run after a request that changed
// something, and every minute so that a failed attempt is repeated. One round trip finds out which
// jobs are due, and each works from stored rows, so running twice does no harm.

import { type Act, type Moment, nobody } from '#base/act.ts'
import { readCouncil } from '#base/council/store.ts'
import { councilFrom } from '#base/council.ts'
import { addMinutes, instant } from '#base/dates.ts'
import { anyOf, selectWhichHold } from '#base/db/condition.ts'
import { type FailedJob, failedJobs, noteFailed, noteMended, tryAgain } from '#base/db/failed-job.ts'
import { lookDue, putOff } from '#base/db/next-look.ts'
import { each, mapped, type Read, readTogether } from '#base/db/read.ts'
import { isAnotherVersion } from '#base/db/version.ts'
import { isOverloaded } from '#base/web/busy-page.ts'
import { type Bindings, mailOf, stripeOf } from '#base/web/env.ts'
import { deliverDue } from '#messages/outbox/deliver.ts'
import { type Kind, kinds } from './jobs.ts'

/**
 * A job that may be due. `version`: as seen, for one that rests; `failedBefore`: it has failed, as
 * a whole or on something.
 */
export type Found = { kind: Kind; version: number; failedBefore: boolean }

/** Finds the due jobs, in order, and those that failed before. */
export const selectDue = (
  db: SqlDatabase,
  moment: Moment,
  some: readonly Kind[],
): Read<{ found: readonly Found[]; failed: FailedJob[] }> => {
  const conditions = some.map(({ due, rests }) =>
    rests ? lookDue(rests.kind, instant(moment.now)) : due ? anyOf(due(moment)) : { sql: '1', values: [] },
  )
  return mapped(selectWhichHold(db, conditions, failedJobs), ({ held, besides }) => {
    const failed = JSON.parse(besides ?? '[]') as FailedJob[]
    const failures = new Map(failed.map((one) => [one.job, one]))
    const due = some.flatMap((kind, n) => {
      const failure = failures.get(kind.name)
      return held[n] && failure?.waits !== 1 ? [{ kind, version: held[n], failedBefore: failure !== undefined }] : []
    })
    return { found: due, failed }
  })
}

/** The due jobs, and in the same trip something `besides`: undefined if that could not be read. */
export const dueBesides = async <T>(
  db: SqlDatabase,
  moment: Moment,
  some: readonly Kind[],
  besides: Read<T>,
): Promise<{ found: readonly Found[]; besides: T | undefined }> => {
  try {
    const { look, ...read } = await readTogether(db, { look: selectDue(db, moment, some), besides })
    await tryAgain(db, moment, look.failed)
    return { found: look.found, ...read }
  } catch (error) {
    if (isAnotherVersion(error) || (error instanceof Error && isOverloaded(error))) throw error
    // One failing condition must not stop every job: each then checks for itself.
    console.error(JSON.stringify({ look: error instanceof Error ? error.message : String(error) }))
    return { found: some.map((kind) => ({ kind, version: 0, failedBefore: false })), besides: undefined }
  }
}

export const kindsDue = async (db: SqlDatabase, moment: Moment, some: readonly Kind[]): Promise<readonly Found[]> =>
  some.length === 0 ? [] : (await dueBesides(db, moment, some, each([]))).found

// Minutes after which a resting job is checked anyway.
const restMinutes = 60

/** Lets a job rest if it has nothing to do; false if it has. */
export const letRest = async (act: Act, { kind: { rests }, version }: Found): Promise<boolean> => {
  if (!rests) return false
  const latest = instant(addMinutes(act.now, restMinutes))
  const until = await rests.until?.(act)
  const seen = { version, now: instant(act.now) }
  return putOff(act.db, rests.kind, seen, { until, latest }, await rests.due(act))
}

// One job can make another due: an expired offer frees a place for the next school.
const mostRounds = 5

/**
 * Finds the due jobs of `some` and runs them; after each that did something it looks again, and
 * repeats a job only if another did something since. @param baseUrl for links @param some default:
 * all but reading mail @param seen what was just found
 */
export const runDue = async (
  env: Bindings,
  now: Date,
  baseUrl: string,
  some: readonly Kind[] = kinds,
  seen?: readonly Found[],
): Promise<void> => {
  const moment: Moment = { now, stripe: stripeOf(env), files: env.FILES }
  let common: Act | undefined
  let toSend = false
  let acts = 0
  /** How many jobs had done something when each last ran; failed ones wait for the next run. */
  const doneAt = new Map<Kind, number>()
  for (let round = 0; round < mostRounds; round += 1) {
    const before = acts
    const open = some.filter((kind) => (doneAt.get(kind) ?? -1) < acts && (round === 0 || kind.due || kind.rests))
    const due = (round === 0 ? seen : undefined) ?? (await kindsDue(env.DB, moment, open))
    if (due.length === 0) break
    common ??= await actOf(env, moment, baseUrl)
    for (const dueJob of due) {
      const { kind, failedBefore } = dueJob
      const act: Act = { ...common, failedBefore, soFar: { wrote: false, refusals: [], follows: [] } }
      try {
        if (await letRest(act, dueJob)) continue
        const left = await kind.job(act)
        toSend ||= left
        if (left || act.soFar?.wrote) acts += 1
        doneAt.set(kind, acts)
        if (failedBefore) await noteMended(act, kind.name, [''])
      } catch (error) {
        // One failing job must not stop the others.
        await noteFailed(act, kind.name, '', error)
        doneAt.set(kind, Number.POSITIVE_INFINITY)
      }
    }
    if (acts === before) break
  }
  if (toSend) await deliverDue(env, now)
}

const actOf = async (env: Bindings, moment: Moment, baseUrl: string): Promise<Act> => ({
  ...moment,
  db: env.DB,
  actor: nobody,
  origin: 'schedule',
  requestId: crypto.randomUUID(),
  baseUrl,
  mailFrom: env.MAIL_FROM,
  laCodes: (await readCouncil(env.DB, councilFrom(env.LA_CODES))).laCodes,
  mail: mailOf(env),
  ticketKey: env.TICKET_KEY,
  sealKey: env.SEAL_KEY,
  checkpoints: env.CHECKPOINTS,
})
