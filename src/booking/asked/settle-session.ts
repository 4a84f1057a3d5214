import { type Act, accountOf, nobody } from '#base/act.ts'
import { instant } from '#base/dates.ts'
import { atomically, guardBroken } from '#base/db/atomically.ts'
import { readNow } from '#base/db/read.ts'
import { newId, newReference, sha256 } from '#base/id.ts'
import { logged } from '#base/log/store.ts'
import { ok, type Result, refuse } from '#base/result.ts'
import { usualOf } from '#base/setting.ts'
import { eventFacts } from '#events/events/event-facts.ts'
import { lengthOf } from '#events/events/programme.ts'
import { insertEvent } from '#events/events/write-store.ts'
import { insertHeldBack } from '#events/rules/rules-store.ts'
import { type AskedSession, canAnswer, offerOf, type SessionOffer } from './asked-session.ts'
import { selectByToken, settleAsked, stillActs } from './store.ts'

export type SettleRefusal = 'changed' | 'over'
export type SessionAnswer = 'accepted' | 'declined'

/** The event of a session that is accepted: a draft, with every place kept for the school. */
export const eventOfSession = (act: Act, session: AskedSession, offer: SessionOffer, id: string): SqlStatement[] => {
  const { startsAt, endsAt, title, topicId, purpose, level, place, trainer } = offer
  const untitled = { id: newId(act.now), title: '', block: '', capacity: null, room: '', about: '' }
  const one = { ...untitled, startsAt, endsAt, speakers: trainer }
  const facts = {
    ...usualOf(eventFacts),
    title,
    topicId,
    purpose,
    level,
    minutes: lengthOf({ sessions: [one], breaks: [] }),
    venueName: place,
    venueId: null,
    capacity: session.people,
    contactEmail: session.answeredByEmail ?? '',
    bookingOpensAt: null,
    bookingClosesAt: null,
    calendarTitle: null,
    calendarEntries: 'day' as const,
    alarmMinutes: 60,
  }
  const held = { id: newId(act.now), places: session.people, forWhom: 'schools', releaseAt: startsAt, schoolIds: [session.school.id] }
  return [
    ...insertEvent(act, id, newReference(), { facts, sessions: [one], breaks: [], roleIds: [], kinds: [] }, [one]),
    ...insertHeldBack(act, { id, version: 1 }, held),
    logged(act, { act: 'event.created', subject: ['event', id], eventId: id, after: { title, topicId, capacity: session.people } }),
  ]
}

const write = async (act: Act, session: AskedSession, to: SessionAnswer | 'withdrawn'): Promise<Result<undefined, 'changed'>> => {
  const offer = to === 'accepted' ? offerOf(session) : undefined
  const eventId = offer ? newId(act.now) : null
  const written = await atomically(
    act.db,
    [
      stillActs(act, session.school.id),
      ...(offer && eventId ? eventOfSession(act, session, offer, eventId) : []),
      ...settleAsked(act, session, to, accountOf(act), eventId),
      logged(act, {
        act: `session.${to}`,
        subject: ['asked session', session.id],
        schoolId: session.school.id,
        after: { pence: session.pence, termsId: session.termsId },
      }),
    ],
    { [guardBroken]: 'changed', session_is_answered: 'changed' } as const,
  )
  return written.ok ? ok(undefined) : written
}

/** The school accepts, which makes the event, or declines. A repeated answer changes nothing. */
export const settleSession = async (act: Act, session: AskedSession, to: SessionAnswer): Promise<Result<undefined, SettleRefusal>> => {
  if (session.state === to) return ok(undefined)
  if (session.state !== 'offered') return refuse('changed')
  return canAnswer(session, instant(act.now)) ? write(act, session, to) : refuse('over')
}

/** The school withdraws what nobody has answered. */
export const withdrawSession = async (act: Act, session: AskedSession): Promise<Result<undefined, 'changed'>> => {
  if (session.state === 'withdrawn') return ok(undefined)
  return session.state === 'asked' ? write(act, session, 'withdrawn') : refuse('changed')
}

/** The session of a mail's link, while whoever got it may act for the school. */
export const sessionOfLink = async ({ db }: Pick<Act, 'db'>, token: string): Promise<AskedSession | undefined> => {
  const session = await readNow(db, selectByToken(db, await sha256(token)))
  return session?.mayAct ? session : undefined
}

/** The holder of a link answers as whoever got it, whoever is signed in on this browser. */
export const settleByLink = (act: Act, session: AskedSession, to: SessionAnswer): Promise<Result<undefined, SettleRefusal>> =>
  settleSession({ ...act, actor: { ...nobody, accountId: session.askedById } }, session, to)
