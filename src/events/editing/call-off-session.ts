import type { Act } from '#base/act.ts'
import { type Instant, instant } from '#base/dates.ts'
import { atomically, guardBroken, wouldRefuse } from '#base/db/atomically.ts'
import { newId } from '#base/id.ts'
import { logged } from '#base/log/store.ts'
import { type Result, refuse } from '#base/result.ts'
import type { Told } from '#calendars/invites/invite.ts'
import { changesOfEvent } from '#calendars/invites/named-change.ts'
import { messagesOfChange } from '#calendars/invites/notify-of-change.ts'
import { type CallOffRefusal, callOffRefusal, choosingAfter, withoutSession } from '#events/events/calling-off.ts'
import type { EventDetails, EventSession } from '#events/events/event.ts'
import { laterFreeUntil, promiseOf } from '#events/events/moved-event.ts'
import { asSending, sentBy } from '#events/events/send-change.ts'
import { setFreeUntil, setSessionCalledOff } from '#events/events/write-store.ts'
import { retryOnConcurrentBooking } from './save-event.ts'

const refusals = {
  session_called_off: 'called_off_before',
  session_not_published: 'not_published',
  last_session: 'last_session',
  session_is_signed_off: 'register_is_signed',
  session_attended: 'session_attended',
} as const

/** By the event and its register; writes nothing. */
export const whyNotCallOff = async (act: Act, event: EventDetails, sessionId: string): Promise<CallOffRefusal | undefined> =>
  callOffRefusal(event, sessionId) ??
  (await wouldRefuse<CallOffRefusal>(act.db, setSessionCalledOff(act, event, sessionId, ''), { ...refusals }))

/** Who would be notified; writes nothing. Nobody if the session is over already. */
export const messagesOfCallingOff = async (
  act: Act,
  event: EventDetails,
  session: EventSession,
  why: string,
  freeUntil: Instant | undefined,
): Promise<Told> => {
  if (session.endsAt <= instant(act.now)) return { statements: [], messages: [] }
  const after = withoutSession(event, session, why, act.now)
  const promise = promiseOf(event, changesOfEvent(event, after), freeUntil, act.now)
  return messagesOfChange(act, event, after, promise, { session, why, choose: choosingAfter(event, session, act.now) })
}

/**
 * Calls off a session and notifies people; those who chose it choose again. @param ask.why not
 * logged, it may name a person @param ask.freeUntil free cancelling, as hours change @returns the
 * sending
 */
export const callOffSession = async (
  act: Act,
  ask: { event: EventDetails; version: number; sessionId: string; why: string; freeUntil?: Instant | undefined },
): Promise<Result<{ sendingId: string | undefined }, CallOffRefusal>> => {
  const { event, sessionId, why } = ask
  const refusal = callOffRefusal(event, sessionId)
  if (refusal) return refuse(refusal)
  if (event.version !== ask.version) return refuse('stale')
  const session = event.sessions.find(({ id }) => id === sessionId) as EventSession
  const freeUntil = laterFreeUntil(event.freeUntil, ask.freeUntil, act.now)
  const promised = freeUntil ?? event.freeUntil
  const sendingId = newId(act.now)
  return retryOnConcurrentBooking(act, event, async () => {
    const telling = await messagesOfCallingOff(act, event, session, why, ask.freeUntil)
    const sending = asSending(act, { id: sendingId, kind: 'change', eventId: event.id, subject: event.title }, telling.messages)
    const result = await atomically<CallOffRefusal>(
      act.db,
      [
        ...sending.first,
        ...telling.statements,
        ...setSessionCalledOff(act, event, sessionId, why),
        ...(promised === null ? [] : [setFreeUntil(act, event.id, promised)]),
        ...sending.queued,
        logged(act, {
          act: 'session.called_off',
          subject: ['event', event.id],
          eventId: event.id,
          after: { sessionId, startsAt: session.startsAt, endsAt: session.endsAt, ...(freeUntil === undefined ? {} : { freeUntil }) },
        }),
      ],
      { [guardBroken]: 'stale', ...refusals },
    )
    return sentBy(result, sending)
  })
}
