import type { Act } from '#base/act.ts'
import { instant } from '#base/dates.ts'
import { atomically, guardBroken } from '#base/db/atomically.ts'
import { logged } from '#base/log/store.ts'
import { ok, type Result, refuse } from '#base/result.ts'
import { missingToPublish } from '#events/events/draft.ts'
import { bookingState, type EventDetails } from '#events/events/event.ts'
import { eventById } from '#events/events/store.ts'
import { setBookingClosed, setDraft, setPublished } from '#events/events/write-store.ts'

type Ask = { event: EventDetails; version: number }

const run = async (
  act: Act,
  { event }: Ask,
  statements: SqlStatement[],
  what: string,
  facts?: Record<string, unknown>,
): Promise<Result<true, 'stale'>> => {
  const result = await atomically(
    act.db,
    [
      ...statements,
      logged(act, { act: what, subject: ['event', event.id], eventId: event.id, before: { state: event.state }, after: facts }),
    ],
    { [guardBroken]: 'stale' },
  )
  return result.ok ? ok(true) : result
}

export type PublishRefusal = 'stale' | 'not_a_draft' | 'incomplete'

/** Makes the event public; schools can book once booking opens. */
export const publishEvent = async (act: Act, ask: Ask): Promise<Result<true, PublishRefusal>> => {
  if (ask.event.version !== ask.version) return refuse('stale')
  if (ask.event.state !== 'draft') return refuse('not_a_draft')
  if (missingToPublish(ask.event, act.now).length > 0) return refuse('incomplete')
  return run(act, ask, setPublished(act, ask.event), 'event.published', { state: 'published' })
}

export type UnpublishRefusal = 'stale' | 'not_published' | 'has_bookings'

/** Only without bookings; otherwise it must be cancelled, which notifies them. */
export const unpublishEvent = async (act: Act, ask: Ask): Promise<Result<true, UnpublishRefusal>> => {
  if (ask.event.version !== ask.version) return refuse('stale')
  if (ask.event.state !== 'published') return refuse('not_published')
  const done = await run(act, ask, setDraft(act, ask.event), 'event.unpublished', { state: 'draft' })
  if (done.ok) return done
  const now = await eventById(act.db, ask.event.id, act.now)
  return refuse(now?.version === ask.event.version ? 'has_bookings' : 'stale')
}

export type CloseRefusal = 'stale' | 'not_published' | 'closed_by_date'

export const closeBooking = async (act: Act, ask: Ask): Promise<Result<true, CloseRefusal>> => {
  if (ask.event.version !== ask.version) return refuse('stale')
  if (ask.event.state !== 'published') return refuse('not_published')
  const at = instant(act.now)
  return run(act, ask, setBookingClosed(act, ask.event, at), 'event.booking_closed', { bookingClosedAt: at })
}

/** Undoes `closeBooking`; a passed closing date is changed on the event itself. */
export const reopenBooking = async (act: Act, ask: Ask): Promise<Result<true, CloseRefusal>> => {
  if (ask.event.version !== ask.version) return refuse('stale')
  if (ask.event.state !== 'published') return refuse('not_published')
  const state = bookingState({ ...ask.event, bookingClosedAt: null }, ask.event.taken, act.now)
  if (state === 'closed' || state === 'over') return refuse('closed_by_date')
  return run(act, ask, setBookingClosed(act, ask.event, null), 'event.booking_reopened', { bookingClosedAt: null })
}
