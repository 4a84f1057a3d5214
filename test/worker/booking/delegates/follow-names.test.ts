import { expect, it } from 'vitest'
import { chaseMissingNames } from '#booking/delegates/chase-missing-names.ts'
import { nameDelegates } from '#booking/delegates/name-delegates.ts'
import { offerFreedPlaces } from '#booking/waiting/offer-places.ts'
import { kindsDue } from '#due.ts'
import { kinds as kindsThatFollow } from '#jobs.ts'
import { anAct, anEvent, counting, db, rows } from '#test/support/factories.ts'
import { aBooking, guardless, inTime, messagesOf, namesOn, person } from './bookings.ts'

const due = '2026-05-20T16:00:00.000Z'
const june = { startsAt: '2026-06-12T08:30:00.000Z', endsAt: '2026-06-12T15:00:00.000Z' }

/** A booking of one named and two unnamed places at an event that wants names by 20 May. */
const aBookingToName = async (rules: { release: boolean; now?: string; event?: Parameters<typeof anEvent>[0] }) => {
  const event = await anEvent({ ...inTime, ...june, placesPerSchool: 10, ...rules.event })
  await db
    .prepare('UPDATE Event SET namesDueAt = ?2, namesRelease = ?3 WHERE id = ?1')
    .bind(event.id, due, rules.release ? 1 : 0)
    .run()
  return aBooking(['Ann Lee'], 2, { ...(rules.now ? { now: new Date(rules.now) } : {}) }, event)
}

const run = (now: string) => chaseMissingNames(anAct({ now: new Date(now), origin: 'schedule' }))
const kinds = async (eventId: string) => (await messagesOf(eventId, 'names_due', 'places_released')).map(({ kind }) => kind)

// “The clock reminds whoever booked a week and a day before, once each, but not of places taken
// since.” “Where the event does not say so, the clock asks once more and the places stay.”
it('The clock reminds whoever booked a week and a day before, once each; where the event does not say so, the places stay at the date', async () => {
  const { event, contact, reference, places } = await aBookingToName({ release: false })
  await run('2026-05-13T15:59:59.999Z')
  expect(await kinds(event.id)).toEqual([])
  for (const now of ['2026-05-13T16:00:00.000Z', '2026-05-13T16:01:00.000Z', '2026-05-19T15:59:00.000Z']) await run(now)
  expect(await kinds(event.id)).toEqual(['names_due'])
  await Promise.all([run('2026-05-19T16:00:00.000Z'), run('2026-05-19T16:00:00.000Z'), run('2026-05-19T16:00:01.000Z')])
  expect(await kinds(event.id)).toEqual(['names_due', 'names_due'])
  const mails = await rows<{ toAddress: string; text: string }>(
    `SELECT b.toAddress, b.text FROM Message m JOIN MessageBody b ON b.messageId = m.id WHERE m.kind = 'names_due' AND m.eventId = ?1`,
    event.id,
  )
  expect(mails[0]?.toAddress).toContain(contact.email)
  expect(mails[0]?.text).toContain('2 places have no name yet')
  expect(mails[0]?.text).toContain('Names by Wednesday 20 May 2026, 5pm')
  expect(mails[0]?.text).toContain(`/bookings/${reference}/names`)
  // The date is past: one notice more, and the places stay.
  await run('2026-05-20T16:00:00.000Z')
  await run('2026-05-25T16:00:00.000Z')
  expect(await kinds(event.id)).toEqual(['names_due', 'names_due', 'names_due'])
  expect(
    await rows(
      'SELECT o.kind, o.moment FROM SentOnce o JOIN Booking b ON b.id = o.subjectId WHERE b.reference = ?1 ORDER BY o.at',
      reference,
    ),
  ).toEqual(['names_week_before', 'names_day_before', 'names_overdue'].map((kind) => ({ kind, moment: due })))
  expect(await namesOn(event.id)).toEqual(['Ann Lee', null, null])
  await nameDelegates(anAct({ actor: contact.actor, now: new Date('2026-05-26T09:00:00.000Z') }), reference, [
    { placeId: places[1]?.id ?? '', was: null, delegate: person('Bo Price') },
    { placeId: places[2]?.id ?? '', was: null, delegate: person('Cai Rees') },
  ])
  expect(await namesOn(event.id)).toEqual(['Ann Lee', 'Bo Price', 'Cai Rees'])
})

// “Where the date for names is moved, the clock reminds anew for the new date, and never twice
// for one.”
it('Where the date for names is moved, the clock reminds anew for the new date; where it is moved back, not again', async () => {
  const { event, reference } = await aBookingToName({ release: false })
  const later = '2026-06-03T16:00:00.000Z'
  const move = (to: string) => db.prepare('UPDATE Event SET namesDueAt = ?2 WHERE id = ?1').bind(event.id, to).run()
  await run('2026-05-13T16:00:00.000Z')
  await move(later)
  await run('2026-05-19T16:00:00.000Z')
  expect(await kinds(event.id)).toEqual(['names_due'])
  await run('2026-05-27T16:00:00.000Z')
  await move(due)
  await run('2026-05-27T16:01:00.000Z')
  await move(later)
  await run('2026-05-27T16:02:00.000Z')
  expect(
    await rows(
      'SELECT o.kind, o.moment FROM SentOnce o JOIN Booking b ON b.id = o.subjectId WHERE b.reference = ?1 ORDER BY o.at',
      reference,
    ),
  ).toEqual([
    { kind: 'names_week_before', moment: due },
    { kind: 'names_week_before', moment: later },
    { kind: 'names_overdue', moment: due },
  ])
})

// “Releasing places whose names were not given in time costs nothing.”
it('At the date, places without a name are released where the event says so: once, at no cost, and the booker is told', async () => {
  const { event, contact, reference } = await aBookingToName({ release: true })
  await run('2026-05-20T15:59:59.999Z')
  expect(await namesOn(event.id)).toEqual(['Ann Lee', null, null])
  const before = (await kinds(event.id)).length
  await Promise.all(Array.from({ length: 6 }, () => run('2026-05-20T16:00:00.000Z')))
  await run('2026-05-21T16:00:00.000Z')
  expect(await namesOn(event.id)).toEqual(['Ann Lee'])
  expect((await kinds(event.id)).slice(before)).toEqual(['places_released'])
  expect(await rows(`SELECT COUNT(*) AS n FROM Log WHERE act = 'place.released' AND eventId = ?1`, event.id)).toEqual([{ n: 1 }])
  const [mail] = await rows<{ toAddress: string; text: string }>(
    `SELECT b.toAddress, b.text FROM Message m JOIN MessageBody b ON b.messageId = m.id WHERE m.kind = 'places_released' AND m.eventId = ?1`,
    event.id,
  )
  expect(mail?.toAddress).toContain(contact.email)
  expect(mail?.text).toContain('2 places of')
  expect(mail?.text).toContain('Still coming: Ann Lee')
  expect(await rows('SELECT cancelledAt FROM Booking WHERE reference = ?1', reference)).toEqual([{ cancelledAt: null }])
})

it('naming at the last moment and the deadline at once: a place is named or released, never both', async () => {
  for (let round = 0; round < 6; round++) {
    const { event, contact, reference, places } = await aBookingToName({ release: true })
    const naming = nameDelegates(anAct({ actor: contact.actor, now: new Date('2026-05-20T16:00:00.000Z') }), reference, [
      { placeId: places[1]?.id ?? '', was: null, delegate: person('Bo Price') },
    ])
    const [named] = await Promise.all([naming, run('2026-05-20T16:00:00.000Z')])
    await run('2026-05-20T16:01:00.000Z')
    expect(await namesOn(event.id)).toEqual(named.ok ? ['Ann Lee', 'Bo Price'] : ['Ann Lee'])
    const [odd] = await rows(
      `SELECT COUNT(*) AS n FROM Invitation i JOIN Place p ON p.id = i.placeId WHERE p.eventId = ?1 AND i.state = 'live' AND p.state = 'cancelled'`,
      event.id,
    )
    expect(odd).toEqual({ n: 0 })
  }
})

it('a place taken about or after the date has a day to be named, and nobody is reminded of a form just sent', async () => {
  const { event } = await aBookingToName({ release: true, now: '2026-05-20T10:00:00.000Z' })
  await run('2026-05-20T10:01:00.000Z')
  expect(await kinds(event.id)).toEqual([])
  await run('2026-05-21T09:59:59.999Z')
  expect(await namesOn(event.id)).toEqual(['Ann Lee', null, null])
  await run('2026-05-21T10:00:00.000Z')
  expect(await namesOn(event.id)).toEqual(['Ann Lee'])
})

it('a place taken on a Friday evening after the date is not released before a whole school day has passed', async () => {
  const { event } = await aBookingToName({ release: true, now: '2026-05-22T18:00:00.000Z' })
  for (const now of ['2026-05-23T18:00:00.000Z', '2026-05-24T18:00:00.000Z', '2026-05-25T18:00:00.000Z', '2026-05-26T14:59:59.999Z'])
    await run(now)
  // Monday 25 May 2026 is a bank holiday.
  expect(await namesOn(event.id)).toEqual(['Ann Lee', null, null])
  await run('2026-05-26T15:00:00.000Z')
  expect(await namesOn(event.id)).toEqual(['Ann Lee'])
})

it('nothing is released once the event has begun or is cancelled, and names not asked for by a date are not chased', async () => {
  const begun = await aBookingToName({ release: true })
  const off = await aBookingToName({ release: true })
  await db.prepare(`UPDATE Event SET state = 'cancelled', cancelledAt = '2026-05-01T09:00:00.000Z' WHERE id = ?1`).bind(off.event.id).run()
  const free = await aBooking(['Ann Lee'], 2, june)
  await run('2026-06-12T08:30:00.000Z')
  expect(await namesOn(begun.event.id)).toEqual(['Ann Lee', null, null])
  expect(await kinds(off.event.id)).toEqual([])
  expect(await kinds(free.event.id)).toEqual([])
  await run('2026-06-12T08:29:59.000Z')
  expect(await namesOn(begun.event.id)).toEqual(['Ann Lee'])
})

it('looking for what is due takes one round trip when nothing is', async () => {
  await run('2026-06-01T09:00:00.000Z')
  await run('2026-06-01T09:01:00.000Z')
  const counted = counting()
  const names = kindsThatFollow.filter(({ job }) => job === chaseMissingNames)
  expect(await kindsDue(counted.db, anAct({ now: new Date('2026-06-01T09:02:00.000Z') }), names)).toEqual([])
  expect(counted.trips()).toBe(1)
})

// “They are offered to schools that wait.”
it('what is released at the deadline is offered to the school that waits', async () => {
  const first = await aBookingToName({ release: true, event: { capacity: 3 } })
  const waits = await aBooking(['Bo Price'], 0, { ifFull: 'wait' }, first.event)
  await run('2026-05-20T16:00:00.000Z')
  await offerFreedPlaces(anAct({ now: new Date('2026-05-20T16:00:01.000Z'), origin: 'schedule' }))
  expect(await rows('SELECT o.places FROM Offer o JOIN Booking b ON b.id = o.bookingId WHERE b.reference = ?1', waits.reference)).toEqual([
    { places: 1 },
  ])
})

it('control: without the guards two runs at once release the same places twice', async () => {
  const { event } = await aBookingToName({ release: true })
  const before = (await kinds(event.id)).length
  const now = new Date('2026-05-20T16:00:00.000Z')
  await Promise.all(Array.from({ length: 6 }, () => chaseMissingNames(anAct({ db: guardless(), now, origin: 'schedule' }))))
  expect((await kinds(event.id)).length - before).toBeGreaterThan(1)
})
