import { expect, it } from 'vitest'
import { cancelBooking } from '#booking/cancelling/cancel-booking.ts'
import { undoCancellation } from '#booking/cancelling/undo-cancellation.ts'
import { placeBooking } from '#booking/placing/place-booking.ts'
import { accepted, anAccount, anAct, anEvent, aSchool, before, cookiesOf, db, request, rows, run } from '#test/support/factories.ts'
import { add, addLike, all } from '#test/support/rows.ts'
import { dropTriggers } from '#test/support/triggers.ts'
import { aBookingUnderTerms, chargesOf } from '../pricing/terms.ts'

const late = () => new Date('2026-06-10T09:00:00.000Z')

/** A booking of two people at an event of two places, cancelled late; and an organiser. */
const aCancelled = async (facts: Parameters<typeof aBookingUnderTerms>[0] = {}) => {
  const booked = await aBookingUnderTerms({ event: { capacity: 2, ...facts.event }, ...facts })
  const seen = 7000 * booked.placeIds.length
  await cancelBooking(anAct({ actor: booked.actor, now: late() }), booked.reference, undefined, { seen }).then(accepted)
  const organiser = await anAccount({ roles: ['organiser'] })
  const undo = (places = booked.placeIds) => undoCancellation(anAct({ actor: organiser.actor, now: late() }), booked.reference, places)
  return { ...booked, organiser, undo }
}

const statesOf = async (eventId: string): Promise<string[]> =>
  (await rows<{ state: string }>('SELECT state FROM Place WHERE eventId = ?1 ORDER BY rowid', eventId)).map(({ state }) => state)

/** Another school, ready to book one place of the event. */
const aRival = async (code: string, termsId: string) => {
  const school = await aSchool()
  const { actor } = await anAccount({ schoolIds: [school.id] })
  const delegates = [{ name: 'Nerys Pugh', email: `np-${school.urn}@example.sch.uk`, roleId: 'dsl', represents: [] }]
  return () => placeBooking(anAct({ actor }), { code, schoolId: school.id, formId: crypto.randomUUID(), delegates, termsId })
}

// “Their charges are withdrawn, their people invited anew, their workshops theirs again where
// there is room, and whoever booked is told.”
it('an organiser undoes a cancellation while room remains: places, charges, calendar entries and the booking come back, and the contact is told', async () => {
  const { event, reference, placeIds, undo, organiser } = await aCancelled()
  const uids = () =>
    rows<{ uid: string; state: string }>(
      'SELECT i.uid, i.state FROM Invitation i JOIN Place p ON p.id = i.placeId WHERE p.eventId = ?1',
      event.id,
    )
  const before = await uids()
  expect(before.map(({ state }) => state)).toEqual(['cancelled', 'cancelled'])
  expect(await undo()).toEqual({ ok: true, value: 2 })
  expect(await statesOf(event.id)).toEqual(['confirmed', 'confirmed'])
  expect(await rows('SELECT cancelledAt, cancelledById FROM Booking WHERE reference = ?1', reference)).toEqual([
    { cancelledAt: null, cancelledById: null },
  ])
  expect((await chargesOf(event.id)).map(({ withdrawn }) => withdrawn)).toEqual([1, 1])
  expect(await rows('SELECT DISTINCT withdrawnById FROM Charge WHERE eventId = ?1', event.id)).toEqual([
    { withdrawnById: organiser.accountId },
  ])
  const after = await uids()
  expect(after.filter(({ state }) => state === 'live')).toHaveLength(2)
  expect(new Set(after.map(({ uid }) => uid)).size).toBe(4)
  const [mail] = await rows<{ text: string }>(
    `SELECT b.text FROM Message m JOIN MessageBody b ON b.messageId = m.id WHERE m.eventId = ?1 AND m.kind = 'booking_restored'`,
    event.id,
  )
  expect(mail?.text).toContain('What cancelling cost is withdrawn.')
  expect(await undo()).toEqual({ ok: true, value: 0 })
  // Cancelled once more it is charged once more: the charge that was withdrawn stays beside it.
  const again = await cancelBooking(anAct({ actor: organiser.actor, now: late() }), reference, [placeIds[0] ?? ''], { seen: 7000 })
  expect([again.ok, (await chargesOf(event.id)).map(({ withdrawn }) => withdrawn)]).toEqual([true, [1, 1, 0]])
})

// “An organiser gives back chosen places of a cancelled booking while there is room and until the
// event begins.”
it('chosen places only come back, and unnamed ones too', async () => {
  const { event, placeIds, undo } = await aCancelled({ people: 1, unnamed: 1 })
  expect(await undo([placeIds[1] ?? ''])).toEqual({ ok: true, value: 1 })
  expect(await statesOf(event.id)).toEqual(['cancelled', 'confirmed'])
})

// “It goes past those who wait; the limits hold as for a new place.” “It is refused for a
// person who has another place at the event by then.”
it('a cancellation is not undone past the capacity, nor for someone who has another place by now', async () => {
  const full = await aCancelled()
  expect(await (await aRival(full.event.code, full.termsId))()).toMatchObject({ ok: true })
  expect(await full.undo()).toEqual({ ok: false, reason: 'event_full' })
  expect([await statesOf(full.event.id), (await chargesOf(full.event.id)).map(({ withdrawn }) => withdrawn)]).toEqual([
    ['cancelled', 'cancelled', 'confirmed'],
    [0, 0],
  ])
  expect(await full.undo(full.placeIds.slice(0, 1))).toEqual({ ok: true, value: 1 })
  const elsewhere = await aCancelled()
  const again = await placeBooking(anAct({ actor: elsewhere.actor }), {
    ...{ code: elsewhere.event.code, schoolId: elsewhere.school.id, formId: crypto.randomUUID(), termsId: elsewhere.termsId },
    delegates: [{ name: 'Person 0', email: `p0-${elsewhere.school.urn}@example.sch.uk`, roleId: 'dsl', represents: [] }],
  })
  expect(again).toMatchObject({ ok: true })
  expect(await elsewhere.undo(elsewhere.placeIds.slice(0, 1))).toEqual({ ok: false, reason: 'already_has_place' })
})

it('once the event has begun or is cancelled nothing is undone, and a school undoes nothing', async () => {
  const { event, actor, reference, placeIds, organiser, undo } = await aCancelled()
  const begun = anAct({ actor: organiser.actor, now: new Date('2026-06-12T08:30:00.000Z') })
  expect(await undoCancellation(begun, reference, placeIds)).toEqual({ ok: false, reason: 'event_started' })
  expect(await undoCancellation(anAct({ actor, now: late() }), reference, placeIds)).toEqual({ ok: false, reason: 'no_such_booking' })
  await run(`UPDATE Event SET state = 'cancelled', cancelledAt = '2026-06-10T08:00:00.000Z' WHERE id = ?1`, event.id)
  expect(await undo()).toEqual({ ok: false, reason: 'event_cancelled' })
})

const race = async () => {
  const { event, termsId, undo } = await aCancelled({ people: 1, event: { capacity: 1 } })
  const book = await aRival(event.code, termsId)
  const answers = await Promise.all([undo(), book()])
  const taken = (await statesOf(event.id)).filter((state) => state === 'confirmed').length
  return { won: answers.filter((answer) => answer.ok && answer.value !== 0).length, taken }
}

it('undoing while another school books the last place: exactly one of them has it', async () => {
  for (let round = 0; round < 6; round += 1) expect(await race()).toEqual({ won: 1, taken: 1 })
})

// “A place that was moved to another date comes back by moving again.”
it('a place that was moved to another date is not given back beside it', async () => {
  const { event, reference, undo, placeIds } = await aCancelled({ people: 1 })
  const july = await anEvent({ startsAt: '2026-07-10T08:30:00.000Z', endsAt: '2026-07-10T15:00:00.000Z' })
  const series = await add('Series', { title: 'S', topicId: 'child-on-child-abuse', createdAt: '2026-01-01T00:00:00.000Z' })
  await run('UPDATE Event SET seriesId = ?1 WHERE id IN (?2, ?3)', series, event.id, july.id)
  const copy = { id: series, eventId: july.id, createdAt: late().toISOString() }
  const [booking] = await all('Booking', { reference })
  await addLike('Booking', { reference }, { ...copy, reference: series, formId: series, cancelledAt: null, movedFromId: booking?.id })
  await addLike('Place', { id: placeIds[0] ?? '' }, { ...copy, bookingId: series, state: 'confirmed', stateAt: copy.createdAt })
  expect(await undo()).toEqual({ ok: true, value: 0 })
  expect(await statesOf(event.id)).toEqual(['cancelled'])
})

it('two organisers undo at once: once', async () => {
  const { event, undo } = await aCancelled()
  const answers = await Promise.all([undo(), undo()])
  expect(answers.map((answer) => answer.ok && answer.value).sort()).toEqual([0, 2])
  expect(await rows(`SELECT COUNT(*) AS n FROM Message WHERE eventId = ?1 AND kind = 'booking_restored'`, event.id)).toEqual([{ n: 1 }])
})

it('workshops come back where there is room, and are left to choose anew where they are full', async () => {
  const { event, placeIds, undo } = await aCancelled({ event: { capacity: 10 } })
  const [full, roomy] = [crypto.randomUUID(), crypto.randomUUID()]
  const aWorkshop = (id: string, position: number, block: string, capacity: number, hour: string) =>
    add('Session', {
      id,
      eventId: event.id,
      position,
      title: block,
      startsAt: `2026-06-12T${hour}:00:00.000Z`,
      endsAt: `2026-06-12T${hour}:45:00.000Z`,
      block,
      capacity,
    })
  await aWorkshop(full, 8, 'Morning', 1, '10')
  await aWorkshop(roomy, 9, 'Afternoon', 5, '13')
  // As they had been chosen before the places were cancelled.
  const restore = await dropTriggers('PlaceSession_fits')
  for (const placeId of placeIds) for (const sessionId of [full, roomy]) await add('PlaceSession', { placeId, sessionId })
  await restore()
  expect(await undo()).toEqual({ ok: true, value: 2 })
  const chosen = await rows(
    'SELECT placeId, sessionId FROM PlaceSession WHERE sessionId IN (?1, ?2) ORDER BY placeId, sessionId = ?2',
    full,
    roomy,
  )
  expect(chosen).toEqual([
    { placeId: placeIds[0], sessionId: full },
    { placeId: placeIds[0], sessionId: roomy },
    { placeId: placeIds[1], sessionId: roomy },
  ])
  expect(
    await rows(
      `SELECT COUNT(*) AS n FROM Invitation i JOIN Place p ON p.id = i.placeId WHERE p.eventId = ?1 AND i.state = 'live'`,
      event.id,
    ),
  ).toEqual([{ n: 5 }])
})

it('the page of undoing says what is left and what is withdrawn; it exists for organisers alone', async () => {
  const soon = { startsAt: '2099-06-12T08:30:00.000Z', endsAt: '2099-06-12T15:00:00.000Z' }
  const { cookie, reference, placeIds, organiser, event } = await aCancelled({ event: { capacity: 2 } })
  await run('UPDATE Session SET startsAt = ?2, endsAt = ?3 WHERE eventId = ?1', event.id, soon.startsAt, soon.endsAt)
  const path = `/bookings/${reference}/undo`
  const page = await (await request(path, { cookie: organiser.cookie })).text()
  expect(page).toContain('2 of 2 places left')
  expect(page).toContain('The charge of £70 is withdrawn')
  expect((await request(path, { cookie })).status).toBe(404)
  expect((await request(path, { cookie, form: { place: placeIds[0] ?? '' } })).status).toBe(404)
  const none = await request(path, { cookie: organiser.cookie, form: {}, method: 'POST' })
  expect([none.status, (await none.text()).includes('Choose at least one place')]).toEqual([422, true])
  expect((await request(path, { cookie: organiser.cookie, form: { place: placeIds } })).headers.get('location')).toBe(
    `/bookings/${reference}`,
  )
  expect(await statesOf(event.id)).toEqual(['confirmed', 'confirmed'])
})

it('once the event has begun the press leads to the booking, which says once why nothing was undone', async () => {
  const { reference, placeIds, organiser } = await aCancelled()
  const path = `/bookings/${reference}/undo`
  const why = 'The event has begun, so no cancellation can be undone: the register says who came.'
  expect((await (await request(path, { cookie: organiser.cookie })).text()).split(why)).toHaveLength(2)
  const late = await request(path, { cookie: organiser.cookie, form: { place: placeIds } })
  const cookie = `${organiser.cookie}; ${cookiesOf(late)}`
  const shown = await (await request(late.headers.get('location') ?? '', { cookie })).text()
  expect([late.status, shown.split(why).length]).toEqual([303, 2])
})

it('control: with the guard off the same race oversells', async () => {
  for (const name of ['Place_fits_on_return', 'Place_fits_on_insert']) await run(`DROP TRIGGER ${name}`)
  expect((await race()).taken).toBe(2)
})

it('an event that is moved while a cancellation is undone: whoever comes back is invited to the new time', async () => {
  const { event, reference, placeIds, organiser } = await aCancelled()
  const moved = () =>
    db.batch([
      db.prepare(`UPDATE Session SET startsAt = '2026-06-12T10:00:00.000Z' WHERE eventId = ?1`).bind(event.id),
      db.prepare('UPDATE Event SET version = version + 1 WHERE id = ?1').bind(event.id),
    ])
  const done = await undoCancellation(anAct({ actor: organiser.actor, now: late(), db: before(2, moved) }), reference, placeIds)
  expect(done).toEqual({ ok: true, value: 2 })
  const shown = await rows<{ shown: string }>(
    `SELECT i.shown FROM Invitation i JOIN Place p ON p.id = i.placeId WHERE p.eventId = ?1 AND i.state = 'live'`,
    event.id,
  )
  expect(shown).toHaveLength(2)
  for (const entry of shown) expect(entry.shown).toContain('2026-06-12T10:00:00.000Z')
})
