// Who came to what, by chance: conferences of years, what was marked, corrected and taken back, earlier records, and places at training to come.
import { addDays } from '#base/dates.ts'
import { newId, newReference } from '#base/id.ts'
import { anEvent, run, tick } from '#test/support/factories.ts'
import type { Lead, Pen, School } from './random-rows.ts'

type Event = { id: string; sessions: readonly { id: string; startsAt: string; endsAt: string }[] }
type There = { schools: readonly School[]; staff: ReadonlyMap<string, readonly string[]>; leads: readonly Lead[] }

const roleIds = ['dsl', 'dsl', 'deputy_dsl', 'head', 'link_governor', 'chair', 'governor', 'senco', 'other', null] as const
const topics = ['child-on-child-abuse', 'online-safety', 'designated-lead', 'annual-update'] as const
const marks = ['attended', 'attended', 'attended', 'part', 'absent', 'apologies'] as const

export const holdEvents = async (pen: Pen, { schools, staff, leads }: There): Promise<void> => {
  const { next, pick, put, ago, today, at, moment, now } = pen
  /** At one event nobody is twice. */
  const seats = new Set<string>()
  const takes = (event: Event, personId: string): boolean => seats.size < seats.add(event.id + personId).size
  const place = (
    event: Event,
    schoolId: string,
    personId: string,
    state = 'confirmed',
    until: string | null = null,
    waits: string | null = null,
  ) => {
    const [createdAt, booking] = [tick().toISOString(), newId(tick())]
    const columns = 'id reference eventId schoolId channel formId createdAt'
    put('Booking', columns, booking, newReference(), event.id, schoolId, 'organiser', booking, createdAt)
    const facts = [booking, event.id, schoolId, personId, pick(roleIds), state, until, waits, createdAt, createdAt]
    const id = put('Place', 'bookingId eventId schoolId personId roleId state heldUntil waitsFor stateAt createdAt', ...facts)
    for (const session of event.sessions) put('PlaceSession', 'placeId sessionId', id, session.id)
    return id
  }
  const mark = (
    session: Event['sessions'][number],
    whose: 'placeId' | 'walkInId',
    id: string,
    markType: string,
    corrects: string | null = null,
  ) => {
    const when = new Date(Date.parse(session.startsAt) + (corrects ? 120_000 : 60_000)).toISOString()
    const source = pick(['screen', 'screen', 'stated', 'paper'])
    const columns = `sessionId ${whose} markType happenedAt notedAt receivedAt source correctsId reason`
    return put('Mark', columns, session.id, id, markType, when, when, when, source, corrects, corrects && 'It was somebody else')
  }
  const come = (event: Event): void => {
    const school = pick(schools)
    const personId = pick(staff.get(school.id) ?? [])
    const [session] = event.sessions
    if (!session || !takes(event, personId)) return
    if (next(6) === 0) {
      const matched = next(4) === 0 ? null : school.id
      const columns = 'eventId sessionId personId schoolId roleId createdAt'
      return void mark(
        session,
        'walkInId',
        put('WalkIn', columns, event.id, session.id, personId, matched, pick(roleIds), session.startsAt),
        'attended',
      )
    }
    const id = place(event, school.id, personId)
    const others = new Set(next(4) === 0 ? [pick(schools).id, pick(schools).id] : [])
    for (const other of others) if (other !== school.id) put('PlaceRepresents', 'placeId schoolId', id, other)
    for (const one of event.sessions) {
      let last = mark(one, 'placeId', id, pick(marks))
      for (let n = next(4) === 0 ? 1 + next(3) : 0; n > 0; n -= 1) last = mark(one, 'placeId', id, pick([...marks, 'none', 'none']), last)
    }
  }

  // On the first and last days of the two years, at the end of a summer’s day in London, and this morning.
  const same = `${Number(today.slice(0, 4)) - 2}${today.slice(4)}`
  const first = today.endsWith('02-29') ? addDays(`${same.slice(0, 8)}28`, 1) : same
  const days = [ago(1400), ago(900), addDays(first, -1), first, addDays(first, 1), addDays(first, 2), ago(300), ago(60), today, today]
  for (const [n, day] of days.entries()) {
    const hour = day === today ? '00:05' : n % 3 === 0 ? '22:30' : '08:30'
    const session = { startsAt: at(day, hour), endsAt: at(day, hour.replace(/\d$/, '9')) }
    if (session.endsAt > now.toISOString()) continue
    const sessions = n % 4 === 2 ? [session, session] : [session]
    const topicId = n % 2 === 0 ? pick(topics) : 'child-on-child-abuse'
    const event = await anEvent({ topicId, capacity: 500, placesPerSchool: null, sessions, startsAt: session.startsAt })
    for (let people = 14; people > 0; people -= 1) come(event)
    for (const [order, { id, endsAt }] of event.sessions.entries())
      if (order === 0 ? next(3) > 0 : next(2) === 0)
        put('RegisterSignOff', 'sessionId signedAt attended part absent apologies', id, endsAt.replace(':00.', ':59.'), 0, 0, 0, 0)
  }

  const columns = 'batchId source learnedAt schoolId topicId title heldOn markType personId roleId purpose supersededAt'
  const earlier = ['b', 'Last system', at(ago(70))] as const
  for (let n = 0; n < 40; n += 1) {
    const school = pick(schools)
    const whose = pick([null, ...(staff.get(school.id) ?? [])])
    const what = [
      school.id,
      pick(topics),
      pick(['Course', 'Conference']),
      pick([ago(3000), first, addDays(first, 1), ago(500), today]),
    ] as const
    const taken = pick([null, null, null, at(ago(5))])
    const record = put('EarlierAttendance', columns, ...earlier, ...what, pick(marks), whose, pick(roleIds), null, taken)
    for (let looks = next(3); looks > 0; looks -= 1)
      put('EvidenceCheck', 'earlierId level at', record, pick(['stated', 'seen', 'verified']), moment(ago(2 + looks)))
  }
  for (const { personId, school } of leads) {
    if (next(4) === 0) continue
    const what = [school.id, 'designated-lead', 'Lead course', pick([ago(1200), first, addDays(first, -1), ago(690), ago(300)])] as const
    const purpose = pick(['training', 'training', 'training', 'update', null])
    put('EarlierAttendance', columns, ...earlier, ...what, pick(['attended', 'attended', 'part']), personId, 'dsl', purpose, null)
  }

  // Training to come; one that is cancelled, one on something else, and one that was said to count towards nothing.
  const coming = { startsAt: at(addDays(today, 20)), endsAt: at(addDays(today, 20), '15:00'), capacity: 500, placesPerSchool: null }
  const course = { ...coming, topicId: 'designated-lead' }
  const [cancelled, other, nothing] = [await anEvent(course), await anEvent(coming), await anEvent(course)]
  const ahead = [await anEvent(course), await anEvent(course), cancelled, other, nothing]
  const counts = 'eventId requirementId countsAs createdAt'
  put('CountsTowards', counts, other.id, 'lead', pick(['either', 'none']), at(ago(9)))
  put('CountsTowards', counts, nothing.id, pick([null, 'lead']), 'none', at(ago(9)))
  const [soon, over] = [at(addDays(today, 2)), at(ago(2))]
  const seatings = [
    ...([['confirmed'], ['confirmed'], ['cancelled'], ['held', soon], ['held', over]] as const),
    ...([
      ['held', over, 'approval'],
      ['held', over, 'list'],
    ] as const),
  ]
  for (const { personId, school } of leads) {
    const event = pick(ahead)
    if (next(3) > 0 && takes(event, personId)) place(event, school.id, personId, ...pick(seatings))
  }
  await pen.write()
  await run(`UPDATE Event SET state = 'cancelled', cancelledAt = ?2 WHERE id = ?1`, cancelled.id, at(ago(1)))
}
