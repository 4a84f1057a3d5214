import type { Act } from '#base/act.ts'
import type { Instant } from '#base/dates.ts'
import { atomically, foreignKeyBroken, guardBroken, wouldRefuse } from '#base/db/atomically.ts'
import { newId, newReference } from '#base/id.ts'
import { logged } from '#base/log/store.ts'
import { ok, type Result, refuse } from '#base/result.ts'
import type { EventForInvites } from '#calendars/invites/invite.ts'
import { changesOfEvent } from '#calendars/invites/named-change.ts'
import { messagesOfChange } from '#calendars/invites/notify-of-change.ts'
import { movedWithTheirDay } from '#events/events/calling-off.ts'
import { type EventDraft, loggedDifference, type Missing, missing } from '#events/events/draft.ts'
import type { CalledOffSession, EventDetails } from '#events/events/event.ts'
import { laterFreeUntil, movedIntoThePast, promiseOf } from '#events/events/moved-event.ts'
import { asSending, sentBy } from '#events/events/send-change.ts'
import { eventById } from '#events/events/store.ts'
import { type IdentifiedSession, insertEvent, nobodyBooked, setFreeUntil, updateEvent } from '#events/events/write-store.ts'

/** With ids for new sessions, for `messagesOfChange` before anything is written. */
export const eventAfter = (act: Act, event: EventDetails, draft: EventDraft): EventAfter => {
  const sessions = identified(act, draft, event)
  return {
    ...event,
    ...draft.facts,
    sensitive: draft.sensitive ?? event.sensitive,
    sessions,
    calledOff: movedWithTheirDay(event, sessions),
  }
}

type EventAfter = EventForInvites & { sessions: IdentifiedSession[]; calledOff: CalledOffSession[] }

const identified = (act: Act, draft: EventDraft, event: Pick<EventDetails, 'sessions'>): IdentifiedSession[] => {
  const known = new Set(event.sessions.map((session) => session.id))
  return draft.sessions
    .map((session) => ({ ...session, id: session.id && known.has(session.id) ? session.id : newId(act.now) }))
    .sort((a, b) => (a.startsAt < b.startsAt ? -1 : 1))
}

/** For organisers only; the same `id` returns the same event. @param ask.id made with the form */
export const createEvent = async (
  act: Act,
  ask: { id: string; draft: EventDraft; copyOf?: string | undefined },
): Promise<{ code: string }> => {
  const code = newReference()
  const result = await atomically(
    act.db,
    [
      ...insertEvent(act, ask.id, code, ask.draft, identified(act, ask.draft, { sessions: [] })),
      logged(act, {
        act: ask.copyOf ? 'event.duplicated' : 'event.created',
        subject: ['event', ask.id],
        eventId: ask.id,
        after: { title: ask.draft.facts.title, topicId: ask.draft.facts.topicId, capacity: ask.draft.facts.capacity, copyOf: ask.copyOf },
      }),
    ],
    { 'Event.id': 'made_before' },
  )
  if (result.ok) return { code }
  const event = await eventById(act.db, ask.id)
  if (!event) throw new Error('An event that was made before is gone')
  return { code: event.code }
}

export type ChangeRefusal =
  | 'stale'
  | 'capacity_below_taken'
  | 'online_below_taken'
  | 'places_online'
  | 'limit_below_taken'
  | 'session_in_use'
  | 'in_the_past'
  | 'workshop_chosen'
  | 'workshop_below_taken'
  | 'workshops_clash'
  | 'incomplete'
  | 'cancelled'
  | 'series_shares_topic'
  | 'register_closed'

const refusals = {
  capacity_below_taken: 'capacity_below_taken',
  online_below_taken: 'online_below_taken',
  places_online: 'places_online',
  limit_below_taken: 'limit_below_taken',
  workshop_below_taken: 'workshop_below_taken',
  workshops_clash: 'workshops_clash',
  series_shares_topic: 'series_shares_topic',
  closed_register_stands: 'register_closed',
  [foreignKeyBroken]: 'session_in_use',
} as const

/** Apart from concurrent changes; writes nothing. Asked before the confirm page. */
export const whyNotChange = async (act: Act, event: EventDetails, draft: EventDraft): Promise<ChangeRefusal | undefined> => {
  if (event.state === 'cancelled') return 'cancelled'
  const after = eventAfter(act, event, draft)
  const { sessions } = after
  if (event.state === 'published' && missing({ ...draft.facts, sessions }).length > 0) return 'incomplete'
  const removed = event.sessions.filter((session) => !sessions.some((kept) => kept.id === session.id))
  if (removed.some((session) => session.block !== '' && session.chosen > 0)) return 'workshop_chosen'
  if (intoThePast(act, event, sessions) && event.taken + event.waiting > 0) return 'in_the_past'
  return wouldRefuse<ChangeRefusal>(act.db, updateEvent(act, event, draft, after), refusals)
}

const intoThePast = (act: Act, event: EventDetails, sessions: readonly IdentifiedSession[]): boolean =>
  event.state === 'published' && movedIntoThePast(event.sessions, sessions, act.now) !== undefined

/** With its difference for the log. */
type AlsoChanged = { statements: SqlStatement[]; before: Record<string, unknown>; after: Record<string, unknown> }

/**
 * Notifies people with a place if published. @param ask.version 'stale' when changed since
 * @param ask.freeUntil for a move: as the message says @param ask.also what moves with it, in the
 * same batch @returns the sending, if any
 */
export const changeEvent = async (
  act: Act,
  ask: { event: EventDetails; version: number; draft: EventDraft; freeUntil?: Instant | undefined; also?: AlsoChanged },
): Promise<Result<{ missing: Missing[]; sendingId: string | undefined }, ChangeRefusal>> => {
  const { event, draft } = ask
  if (event.version !== ask.version) return refuse('stale')
  if (event.state === 'cancelled') return refuse('cancelled')
  const after = eventAfter(act, event, draft)
  const { sessions } = after
  if (event.state === 'published' && missing({ ...draft.facts, sessions }).length > 0) return refuse('incomplete')
  const removed = event.sessions.filter((session) => !sessions.some((kept) => kept.id === session.id))
  if (removed.some((session) => session.block !== '' && session.chosen > 0)) return refuse('workshop_chosen')
  const late = intoThePast(act, event, sessions)
  if (late && event.taken + event.waiting > 0) return refuse('in_the_past')
  const freeUntil = laterFreeUntil(event.freeUntil, ask.freeUntil, act.now)
  // An earlier promise of free cancelling ends with the new start.
  const promised = freeUntil ?? event.freeUntil
  const sendingId = newId(act.now)
  const write = async () => {
    const told =
      event.state === 'published'
        ? await messagesOfChange(act, event, after, promiseOf(event, changesOfEvent(event, after), ask.freeUntil, act.now))
        : { statements: [], messages: [] }
    const sending = asSending(act, { id: sendingId, kind: 'change', eventId: event.id, subject: after.title }, told.messages)
    const result = await atomically<ChangeRefusal>(
      act.db,
      [
        ...sending.first,
        ...(late ? [nobodyBooked(act, event.id)] : []),
        ...updateEvent(act, event, draft, after),
        ...(ask.also?.statements ?? []),
        ...(promised === null ? [] : [setFreeUntil(act, event.id, promised)]),
        ...told.statements,
        ...sending.queued,
        logged(act, {
          act: 'event.changed',
          subject: ['event', event.id],
          eventId: event.id,
          ...differenceOf(event, draft, after, freeUntil, ask.also),
        }),
      ],
      {
        [guardBroken]: 'stale',
        ...refusals,
      },
    )
    return sentBy(result, sending)
  }
  const saved = await retryOnConcurrentBooking(act, event, write)
  return saved.ok ? ok({ missing: missing({ ...draft.facts, sessions }), ...saved.value }) : saved
}

const differenceOf = (
  event: EventDetails,
  draft: EventDraft,
  edited: EventForInvites,
  freeUntil: Instant | undefined,
  also: Omit<AlsoChanged, 'statements'> = { before: {}, after: {} },
) => {
  const { before, after } = loggedDifference(event, draft)
  const changes = changesOfEvent(event, edited)
  return {
    before: { ...before, ...also.before, ...(freeUntil === undefined ? {} : { freeUntil: event.freeUntil }) },
    after: { ...after, ...also.after, ...(changes.length > 0 ? { changes } : {}), ...(freeUntil === undefined ? {} : { freeUntil }) },
  }
}

/** Retries a batch that a concurrent booking broke, while the event is unchanged. */
export const retryOnConcurrentBooking = async <T, R extends string>(
  act: Act,
  event: EventDetails,
  write: () => Promise<Result<T, R>>,
): Promise<Result<T, R>> => {
  for (let tries = 1; ; tries += 1) {
    const result = await write()
    if (result.ok || result.reason !== 'stale' || tries === 5) return result
    const now = await eventById(act.db, event.id, act.now)
    if (now?.version !== event.version) return result
  }
}
