// A message that is written can wait until a time. Who gets it is read when it starts.
import type { Act } from '#base/act.ts'
import { type Instant, instant } from '#base/dates.ts'
import { atomically, guardBroken } from '#base/db/atomically.ts'
import { logged } from '#base/log/store.ts'
import { ok, type Result, refuse } from '#base/result.ts'
import { eventStands } from '#events/materials/store.ts'
import { moveSending } from '#messages/outbox/sending-store.ts'
import { type Mailing, type WhyNotStarted, whatIsMissing } from './mailing.ts'
import { readAbout } from './material-store.ts'
import { prepareMailing, startPrepared } from './start-mailing.ts'
import { draftAsRead, keptBack, mailingById, setTime } from './store.ts'
import { markOf } from './write-mailing.ts'

const entry = (act: Act, does: string, { id, eventId }: Mailing, after?: object) =>
  logged(act, { act: does, subject: ['mailing', id], eventId: eventId ?? undefined, ...(after ? { after } : {}) })

/** Lets a draft wait, though nobody is in its audience yet. @param seen its mark */
export const timeMailing = async (
  act: Act,
  mailing: Mailing,
  seen: string,
  at: Instant,
): Promise<Result<Instant, 'not_ready' | 'not_then' | 'called_off' | 'changed_meanwhile'>> => {
  if (seen !== (await markOf(mailing))) return refuse('changed_meanwhile')
  const about = await readAbout(act.db, mailing, act.now)
  const { event } = about
  if (event?.state === 'cancelled') return refuse('called_off')
  const { event: notThen, ...missing } = whatIsMissing(mailing, about, 1, new Date(at))
  if (Object.keys(missing).length > 0) return refuse('not_ready')
  if (notThen) return refuse('not_then')
  const timed = await atomically(
    act.db,
    [
      draftAsRead(act, mailing),
      ...(event ? [eventStands(act, event.id)] : []),
      setTime(act, mailing.id, at),
      ...moveSending(act, mailing.id, ['draft'], 'waiting'),
      entry(act, 'mailing.timed', mailing, { at }),
    ],
    { [guardBroken]: 'changed_meanwhile' } as const,
  )
  return timed.ok ? ok(at) : timed
}

/** One that waits is a draft again, unless it has started. */
export const untimeMailing = async (act: Act, mailing: Mailing): Promise<Result<undefined, 'not_waiting'>> => {
  const done = await atomically(act.db, [...moveSending(act, mailing.id, ['waiting'], 'draft'), entry(act, 'mailing.untimed', mailing)], {
    [guardBroken]: 'not_waiting',
  } as const)
  return done.ok ? ok(undefined) : done
}

/** Starts one whose time has come, or makes it a draft again; false: there was nothing to do. */
export const startInTime = async (act: Act, id: string): Promise<boolean> => {
  const mailing = await mailingById(act.db, id)
  if (mailing?.state !== 'waiting' || !mailing.goesAt || mailing.goesAt > instant(act.now)) return false
  const prepared = await prepareMailing(act, mailing)
  const { missing } = prepared
  if (Object.keys(missing).length > 0)
    return keepBack(act, mailing, missing['event'] ? 'not_bookable' : missing['material'] ? 'withdrawn' : 'nobody')
  const started = await startPrepared(act, mailing, prepared)
  return started.ok || (started.reason === 'set_changed' && keepBack(act, mailing, 'invited'))
}

const keepBack = async (act: Act, mailing: Mailing, why: WhyNotStarted): Promise<boolean> => {
  const kept = await atomically(
    act.db,
    [draftAsRead(act, mailing, 'waiting'), keptBack(act, mailing.id, why), entry(act, 'mailing.kept_back', mailing, { why })],
    { [guardBroken]: 'changed_meanwhile' } as const,
  )
  return kept.ok
}
