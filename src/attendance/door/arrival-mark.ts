// The marks that follow from what was said at the door: the first of a session that has begun, and
// a correction of one that came from the door itself. What somebody marked by hand stands.

import { type Arrival, arrivalReasons, decisiveArrival, proposedMark, type Stay, staysOf } from '#attendance/attendance/arrival.ts'
import type { ArrivalOfPerson, MarkOfArrival, SessionOfPerson } from '#attendance/attendance/arrival-store.ts'
import { type Instant, instant, londonDay } from '#base/dates.ts'
import { newId } from '#base/id.ts'
import type { MarkType } from '#base/standing.ts'

type Person = { kind: 'place' | 'walk_in'; rowId: string }
type Session = { sessionId: string; startsAt: Instant; endsAt: Instant; isSigned: 0 | 1 }

export type SaidOfPerson = Pick<ArrivalOfPerson, 'day' | 'accountId'> & Arrival

const within = (at: Instant, { startsAt, endsAt }: Session): Instant => (at < startsAt ? startsAt : at > endsAt ? endsAt : at)

export const makeMark = (
  now: Date,
  person: Person,
  session: Session,
  markType: MarkType,
  rest: { at: Instant; accountId: string | null; correctsId?: string; reason?: string },
): MarkOfArrival => ({
  id: newId(now),
  sessionId: session.sessionId,
  placeId: person.kind === 'place' ? person.rowId : null,
  walkInId: person.kind === 'walk_in' ? person.rowId : null,
  markType,
  happenedAt: within(rest.at, session),
  notedAt: rest.at,
  accountId: rest.accountId,
  correctsId: rest.correctsId ?? null,
  reason: rest.reason ?? null,
  late: londonDay(now) > londonDay(session.endsAt) ? 1 : 0,
})

const reasonOf = (session: Session, was: MarkType, is: MarkType, stays: readonly Stay[]): string => {
  if (session.isSigned) return arrivalReasons.signed
  if (is === 'absent') return arrivalReasons.taken_back
  if (was === 'absent') return arrivalReasons.came
  return stays.at(-1)?.to === null ? arrivalReasons.taken_back : arrivalReasons.left
}

/** One person's mark at a session that has begun; undefined where nothing is to be marked. */
export const markFor = (
  now: Date,
  kind: Person['kind'],
  session: Omit<SessionOfPerson, 'key'>,
  said: readonly SaidOfPerson[],
): MarkOfArrival | undefined => {
  if (session.startsAt > instant(now)) return undefined
  const ofDay = said.filter(({ day }) => day === londonDay(session.startsAt))
  const stays = staysOf(ofDay)
  const proposed = proposedMark(stays, session)
  const person = { kind, rowId: session.rowId }
  const decisive = decisiveArrival(stays, session)
  const byWhom = ofDay.find(({ id }) => id === (decisive ?? ofDay.at(-1))?.id)
  const rest = { at: decisive?.happenedAt ?? instant(now), accountId: byWhom?.accountId ?? null }
  if (session.markId === null || session.markType === null)
    return proposed && makeMark(now, person, session, proposed, { ...rest, ...(session.isSigned && { reason: arrivalReasons.signed }) })
  const is = proposed ?? 'absent'
  if (session.source !== 'arrival' || session.markType === is) return undefined
  return makeMark(now, person, session, is, {
    ...rest,
    correctsId: session.markId,
    reason: reasonOf(session, session.markType, is, stays),
  })
}
