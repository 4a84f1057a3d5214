// An event of one day with two sessions for everybody, and two schools' people at its door.
import { admitHelper } from '#attendance/door/admit-helper.ts'
import { selectDoor } from '#attendance/door/door-store.ts'
import { makeDoorLink } from '#attendance/door/make-door-link.ts'
import { recordArrivals } from '#attendance/door/record-arrivals.ts'
import { londonDay } from '#base/dates.ts'
import { readNow } from '#base/db/read.ts'
import { newId } from '#base/id.ts'
import { accepted, anAccount, anAct, anEvent, aSchool, db, rows, tick } from '#test/support/factories.ts'
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
  const actAt = (time: string, on: SqlDatabase = db) => anAct({ db: on, actor, now: new Date(`2026-06-12T${time}:00.000Z`) })
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

/** The link of a door for the day of `now`, made by an organiser. */
export const aDoorLink = async (code: string, now: Date, most = 10, by?: Awaited<ReturnType<typeof anAccount>>) => {
  const { actor } = by ?? (await anAccount({ roles: ['organiser'], name: 'Orla Quinn' }))
  const { event, sessions } = await readNow(db, selectDoor(db, code))
  if (!event) throw new Error('The event is published')
  const made = await makeDoorLink(anAct({ actor, now }), event, sessions, { day: londonDay(now), most }).then(accepted)
  const [link] = await rows<{ id: string }>('SELECT id FROM DoorLink WHERE eventId = ?1 ORDER BY rowid DESC LIMIT 1', event.id)
  return { token: made.token, id: link?.id ?? '', eventId: event.id, sessions }
}

/** Somebody who came by the link of a door, and what the database has of them. */
export const aHelper = async (code: string, now: Date, more: { name?: string; token?: string } = {}) => {
  const token = more.token ?? (await aDoorLink(code, now)).token
  const asked = { token, name: more.name ?? 'Sam Reed', browser: 'Firefox on Android', oldSignInId: undefined }
  const admitted = await admitHelper(anAct({ now }), asked).then(accepted)
  const [account] = await rows<{ accountId: string; personId: string; roleId: string }>(
    `SELECT a.id AS accountId, a.personId, r.id AS roleId FROM StaffRole r JOIN Account a ON a.id = r.accountId WHERE r.linkId IS NOT NULL ORDER BY r.rowid DESC LIMIT 1`,
  )
  if (!account) throw new Error('A helper has an account')
  return { ...account, cookie: `muster=${admitted.token}` }
}
