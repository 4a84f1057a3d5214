// An event of one day with two sessions for everybody, and two schools' people at its door.
import { recordArrivals } from '#attendance/door/record-arrivals.ts'
import { newId } from '#base/id.ts'
import { anAccount, anAct, anEvent, aSchool, db, rows, tick } from '#test/support/factories.ts'
import { aPlace } from '../attendance/places.ts'

export const aDoor = async (facts: Parameters<typeof anEvent>[0] = {}) => {
  const event = await anEvent({
    placesPerSchool: null,
    sessions: [
      { startsAt: '2026-06-12T08:30:00.000Z', endsAt: '2026-06-12T11:00:00.000Z', title: 'Morning' },
      { startsAt: '2026-06-12T12:00:00.000Z', endsAt: '2026-06-12T14:00:00.000Z', title: 'Afternoon' },
    ],
    ...facts,
  })
  const school = await aSchool()
  const delyth = await aPlace(event, school, facts.attendanceMode === 'mixed' ? { attendance: 'in_person' } : {})
  const { actor, cookie } = await anAccount({ doorEventIds: [event.id], name: 'Huw at the door' })
  const door = { eventId: event.id, deviceId: null, isOpen: true }
  const actAt = (time: string, on: D1Database = db) => anAct({ db: on, actor, now: new Date(`2026-06-12T${time}:00.000Z`) })
  const entry = (person: string, time: string, more: Partial<Parameters<typeof recordArrivals>[2][number]> = {}) => ({
    ...{ id: newId(tick()), person, kind: 'arrived' as const, how: 'tap' as const, clockAhead: 0 },
    notedAt: new Date(`2026-06-12T${time}:00.000Z`),
    ...more,
  })
  const say = (person: string, time: string, more: Parameters<typeof entry>[2] = {}) =>
    recordArrivals(actAt(time), door, [entry(person, time, more)])
  const [morning, afternoon] = event.sessions
  if (!morning || !afternoon) throw new Error('The event has two sessions')
  return { event, morning, afternoon, school, delyth, actor, cookie, door, actAt, entry, say }
}

/** What stands in the registers of a day: session, mark and source, in order. */
export const marksOf = (placeId: string) =>
  rows(
    `SELECT s.title AS session, m.markType, m.source, m.reason FROM CurrentMark m JOIN Session s ON s.id = m.sessionId
     WHERE m.placeId = ?1 OR m.walkInId IN (SELECT w.id FROM WalkIn w WHERE w.personId = (SELECT personId FROM WalkIn WHERE id = ?1)) ORDER BY s.startsAt`,
    placeId,
  )
