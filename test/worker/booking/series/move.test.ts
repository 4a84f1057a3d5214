// A school moves its places from one date of a series to another in one step: all of them, or
// nothing changes.

import { expect, it } from 'vitest'
import { readBooking } from '#booking/bookings/booking-store.ts'
import { cancelBooking } from '#booking/cancelling/cancel-booking.ts'
import { nameDelegates } from '#booking/delegates/name-delegates.ts'
import { placeBooking } from '#booking/placing/place-booking.ts'
import { movePlaces } from '#booking/series/move-places.ts'
import { otherDates } from '#booking/series/store.ts'
import {
  accepted,
  anAccount,
  anAct,
  anEvent,
  aSchool,
  before,
  counting,
  db,
  existing,
  htmlOf,
  request,
  rows,
  run,
} from '#test/support/factories.ts'
import { add, all, insert } from '#test/support/rows.ts'
import { someNeeds } from '#test/support/school-facts.ts'
import { dropTriggers } from '#test/support/triggers.ts'

const june = { startsAt: '2099-06-12T08:30:00.000Z', endsAt: '2099-06-12T15:00:00.000Z' }
const july = { startsAt: '2099-07-03T08:30:00.000Z', endsAt: '2099-07-03T15:00:00.000Z' }

type Facts = Parameters<typeof anEvent>[0]

/** Two dates of one series, `from` and `to`. */
const aSeries = async (from: Facts = {}, to: Facts = {}) => {
  const id = crypto.randomUUID()
  const events = [await anEvent({ ...june, ...from }), await anEvent({ ...july, ...to })] as const
  await db.batch([
    insert('Series', { id, title: 'Two dates', topicId: 'child-on-child-abuse' }),
    db.prepare('UPDATE Event SET seriesId = ?1 WHERE id IN (?2, ?3)').bind(id, events[0].id, events[1].id),
  ])
  return { id, from: events[0], to: events[1] }
}

const book = async (
  event: { code: string },
  names: string[],
  unnamed = 0,
  schoolFacts: Parameters<typeof aSchool>[0] = {},
  represents: string[] = [],
) => {
  const school = await aSchool(schoolFacts)
  const { actor, cookie } = await anAccount({ schoolIds: [school.id] })
  const placed = await placeBooking(anAct({ actor }), {
    code: event.code,
    schoolId: school.id,
    formId: crypto.randomUUID(),
    delegates: names.map((name) => ({ name, email: `${name}.${school.urn}@example.sch.uk`.toLowerCase(), roleId: 'dsl', represents })),
    unnamed,
  }).then(accepted)
  return { school, actor, cookie, reference: placed.reference }
}

const move = (
  actor: Awaited<ReturnType<typeof book>>['actor'],
  reference: string,
  to: string,
  more: { placeIds?: string[]; formId?: string; termsId?: string } = {},
) =>
  movePlaces(anAct({ actor }), {
    reference,
    to,
    placeIds: more.placeIds,
    formId: more.formId ?? crypto.randomUUID(),
    termsId: more.termsId,
  })

const statesOf = (eventId: string) =>
  rows<{ name: string | null; state: string }>(
    'SELECT p.name, pl.state FROM Place pl LEFT JOIN Person p ON p.id = pl.personId WHERE pl.eventId = ?1 ORDER BY pl.rowid',
    eventId,
  )
const confirmedAt = async (eventId: string): Promise<number> =>
  (await rows<{ n: number }>(`SELECT COUNT(*) AS n FROM Place WHERE eventId = ?1 AND state = 'confirmed'`, eventId))[0]?.n ?? -1

// “A move costs nothing.” “Each person has the old date taken out of their calendar and is
// invited to the new one; whoever booked gets one email.” “Workshops, answers to questions, and
// needs are not taken along.”
it('“The same people, roles and schools represented stand at the new date; a place without a name stays without one.”', async () => {
  const { from, to } = await aSeries({ placesPerSchool: 5 }, { placesPerSchool: 5 })
  const other = await aSchool()
  const { actor, reference, school } = await book(from, ['Ann', 'Ben'], 1, {}, [other.id])
  const before = await rows('SELECT personId, roleId FROM Place WHERE eventId = ?1 ORDER BY rowid', from.id)
  await someNeeds({ eventId: from.id }, { dietary: '{"choices":["vegan"],"words":""}' })
  const moved = await move(actor, reference, to.code).then(accepted)
  expect(moved).toMatchObject({ again: false, waiting: 0, places: 3 })
  expect(await statesOf(from.id)).toEqual([
    { name: 'Ann', state: 'cancelled' },
    { name: 'Ben', state: 'cancelled' },
    { name: null, state: 'cancelled' },
  ])
  expect(await statesOf(to.id)).toEqual([
    { name: 'Ann', state: 'confirmed' },
    { name: 'Ben', state: 'confirmed' },
    { name: null, state: 'confirmed' },
  ])
  expect(await rows('SELECT personId, roleId FROM Place WHERE eventId = ?1 ORDER BY rowid', to.id)).toEqual(before)
  expect(
    await rows('SELECT DISTINCT schoolId FROM PlaceRepresents WHERE placeId IN (SELECT id FROM Place WHERE eventId = ?1)', to.id),
  ).toEqual([{ schoolId: other.id }])
  expect(
    await rows(
      'SELECT f.reference, b.schoolId, b.bookedById FROM Booking b JOIN Booking f ON f.id = b.movedFromId WHERE b.reference = ?1',
      moved.reference,
    ),
  ).toEqual([{ reference, schoolId: school.id, bookedById: actor.accountId }])
  expect(await rows('SELECT placeId FROM Need WHERE eventId IN (?1, ?2)', from.id, to.id)).toEqual([])
  expect(await rows('SELECT * FROM Charge c JOIN Place p ON p.id = c.placeId WHERE p.eventId = ?1', from.id)).toEqual([])
  // The old entries are withdrawn and the new ones sent, one of each for each person; the booker
  // gets one message about it.
  expect(
    await rows(
      `SELECT m.kind, m.method, COUNT(*) AS n FROM Message m WHERE m.eventId IN (?1, ?2) AND m.rowid > (SELECT MAX(rowid) FROM Message WHERE kind = 'booking_confirmed' AND eventId = ?1) + 2
       GROUP BY m.kind, m.method ORDER BY m.kind`,
      from.id,
      to.id,
    ),
  ).toEqual([
    { kind: 'booking_moved', method: null, n: 1 },
    { kind: 'invitation', method: 'REQUEST', n: 2 },
    { kind: 'place_cancelled', method: 'CANCEL', n: 2 },
  ])
  expect(JSON.stringify(await rows('SELECT before, after FROM Log WHERE eventId IN (?1, ?2)', from.id, to.id))).not.toContain('Ann')
})

it('“All chosen places move in one step, or nothing changes: when the other date has no room for all of them, they stay where they are.”', async () => {
  const { from, to } = await aSeries({}, { capacity: 1 })
  const { actor, reference } = await book(from, ['Ann', 'Ben'])
  expect(await move(actor, reference, to.code)).toEqual({ ok: false, reason: 'event_full' })
  expect(await confirmedAt(from.id)).toBe(2)
  expect(await statesOf(to.id)).toEqual([])
  expect(await rows(`SELECT * FROM Message WHERE eventId = ?1 AND kind IN ('place_cancelled', 'booking_moved')`, from.id)).toEqual([])
})

// “What takes the old date out says to which day the place is moved, and the page before says how
// many emails each person gets.” “The old booking says that it was moved and leads to the new
// one.”
it('whoever has several entries at both dates gets one mail for each, which names the new date; the old booking leads to the new', async () => {
  const parts = (day: string) => [
    { startsAt: `${day}T08:30:00.000Z`, endsAt: `${day}T10:00:00.000Z`, title: 'Morning' },
    { startsAt: `${day}T13:00:00.000Z`, endsAt: `${day}T15:00:00.000Z`, title: 'Afternoon' },
  ]
  const { from, to } = await aSeries({ sessions: parts('2099-06-12') }, { sessions: parts('2099-07-03') })
  const { cookie, reference } = await book(from, ['Ann'])
  const [place] = await rows<{ id: string }>('SELECT id FROM Place WHERE eventId = ?1', from.id)
  const form = { formId: crypto.randomUUID(), to: to.code, place: place?.id ?? '' }
  const check = await (await request(`/bookings/${reference}/move`, { cookie, form })).text()
  expect(check).toContain('each person gets 4 emails, which say to which day they are moved')
  const moved = await request(`/bookings/${reference}/move`, { cookie, form: { ...form, sure: 'yes', action: 'move' } })
  expect(moved.status).toBe(303)
  const made = moved.headers.get('location')?.split('/').at(-1) ?? ''
  const mails = await rows<{ kind: string; subject: string; text: string }>(
    `SELECT m.kind, b.subject, b.text FROM Message m JOIN MessageBody b ON b.messageId = m.id JOIN Booking k ON k.id = m.bookingId
     WHERE k.reference IN (?1, ?2) AND m.rowid > (SELECT MAX(rowid) FROM Message WHERE kind = 'invitation' AND eventId = ?3) ORDER BY m.rowid`,
    ...[reference, made, from.id],
  )
  const gone = mails.filter(({ kind }) => kind === 'place_cancelled')
  expect(gone.map(({ subject }) => subject)).toEqual([
    'Moved to Friday 3 July 2099: Safeguarding conference: Morning',
    'Moved to Friday 3 July 2099: Safeguarding conference: Afternoon',
  ])
  for (const { text } of gone) {
    expect(text).toContain('Until now: Friday 12 June 2099')
    expect(text).not.toContain('is cancelled')
  }
  expect(mails.filter(({ kind }) => kind === 'invitation')).toHaveLength(2)
  expect(mails.find(({ kind }) => kind === 'booking_moved')?.text.replaceAll(/\s+/g, ' ')).toContain('Each person gets 4 emails')
  const old = await (await request(`/bookings/${reference}`, { cookie })).text()
  expect(old).toContain('Moved to another date')
  expect(old).toContain(`href="/bookings/${made}"`)
  for (const gone of ['This booking was cancelled', 'Book another place', 'cost centre']) expect(old).not.toContain(gone)
  expect(await (await request(`/bookings/${made}`, { cookie })).text()).not.toContain('Moved to another date')
})

it('some places can move and the others stay', async () => {
  const { from, to } = await aSeries()
  const { actor, reference } = await book(from, ['Ann', 'Ben'])
  const [ann] = await rows<{ id: string }>('SELECT id FROM Place WHERE eventId = ?1 ORDER BY rowid', from.id)
  const moved = await move(actor, reference, to.code, { placeIds: [ann?.id ?? ''] })
  expect(moved.ok).toBe(true)
  expect(await statesOf(from.id)).toEqual([
    { name: 'Ann', state: 'cancelled' },
    { name: 'Ben', state: 'confirmed' },
  ])
  expect(await rows('SELECT cancelledAt FROM Booking WHERE reference = ?1', reference)).toEqual([{ cancelledAt: null }])
})

it('“Only certain places move. One that waits, is on offer or for approval stays where it is.”', async () => {
  const { from, to } = await aSeries({ capacity: 1 })
  await book(from, ['Ann'])
  const school = await aSchool()
  const { actor } = await anAccount({ schoolIds: [school.id] })
  const placed = await placeBooking(anAct({ actor }), {
    ...{ code: from.code, schoolId: school.id, formId: crypto.randomUUID(), ifFull: 'wait' },
    delegates: [{ name: 'Ben', email: `ben.${school.urn}@example.sch.uk`, roleId: 'dsl', represents: [] }],
  }).then(accepted)
  expect(await move(actor, placed.reference, to.code)).toEqual({ ok: false, reason: 'nothing_to_move' })
  expect(await statesOf(from.id)).toEqual([
    { name: 'Ann', state: 'confirmed' },
    { name: 'Ben', state: 'held' },
  ])
  expect(await statesOf(to.id)).toEqual([])
})

it('“Once cancelling would cost something, only an organiser moves the places of a school.”', async () => {
  // The test clock stands in March 2026; the date is a working day away by then.
  const { from, to } = await aSeries({ startsAt: '2026-03-05T09:00:00.000Z', endsAt: '2026-03-05T15:00:00.000Z' }, { ...july })
  const termsId = crypto.randomUUID()
  await db.batch([
    insert('CancellationTerms', { id: termsId, termsKey: termsId, name: 'Conferences', freeDays: 5, fullPence: 7000, absentPence: 7000 }),
    db.prepare('UPDATE Event SET termsId = ?2 WHERE id = ?1').bind(from.id, termsId),
  ])
  const school = await aSchool()
  const { actor } = await anAccount({ schoolIds: [school.id] })
  const placed = await placeBooking(anAct({ actor }), {
    code: from.code,
    schoolId: school.id,
    formId: crypto.randomUUID(),
    delegates: [{ name: 'Late Mover', email: `late.${school.urn}@example.sch.uk`, roleId: 'dsl', represents: [] }],
    termsId,
  }).then(accepted)
  expect(await move(actor, placed.reference, to.code)).toEqual({ ok: false, reason: 'move_late' })
  expect(await confirmedAt(from.id)).toBe(1)
  const organiser = (await anAccount({ roles: ['organiser'] })).actor
  expect((await move(organiser, placed.reference, to.code)).ok).toBe(true)
  expect([await confirmedAt(from.id), await confirmedAt(to.id)]).toEqual([0, 1])
})

it('“The same form sent twice moves once.”', async () => {
  const { from, to } = await aSeries()
  const { actor, reference } = await book(from, ['Ann'])
  const formId = crypto.randomUUID()
  const answers = await Promise.all([1, 2, 3].map(() => move(actor, reference, to.code, { formId })))
  const later = await move(actor, reference, to.code, { formId })
  const references = [...answers, later].filter((answer) => answer.ok).map((answer) => answer.value.reference)
  expect(references.length).toBeGreaterThan(0)
  expect(later.ok && later.value.again).toBe(true)
  expect(new Set(references).size).toBe(1)
  expect(await statesOf(to.id)).toEqual([{ name: 'Ann', state: 'confirmed' }])
})

// “A contact moves places of their school to another date of the same series, until the event
// begins; an organiser moves any school’s, also after booking has closed.”
it('“A contact moves places of their school to another date of the same series, until the event begins” and nobody else’s', async () => {
  const { from, to } = await aSeries()
  const elsewhere = await anEvent(july)
  const { actor, reference } = await book(from, ['Ann'])
  expect(await move(actor, reference, elsewhere.code)).toEqual({ ok: false, reason: 'not_in_series' })
  expect(await move(actor, reference, from.code)).toEqual({ ok: false, reason: 'same_date' })
  const stranger = await anAccount({ schoolIds: [(await aSchool()).id] })
  expect(await move(stranger.actor, reference, to.code)).toEqual({ ok: false, reason: 'no_such_booking' })
  expect(
    await movePlaces(anAct({ actor, now: new Date('2099-06-12T09:00:00.000Z') }), {
      reference,
      to: to.code,
      placeIds: undefined,
      formId: crypto.randomUUID(),
      termsId: undefined,
    }),
  ).toEqual({
    ok: false,
    reason: 'event_started',
  })
  expect(await confirmedAt(from.id)).toBe(1)
})

it("“an organiser moves any school's, also after booking has closed” and the booking stays of whoever booked", async () => {
  const { from, to } = await aSeries({}, { bookingClosesAt: '2026-01-01T00:00:00.000Z' })
  const { actor, reference } = await book(from, ['Ann'])
  expect(await move(actor, reference, to.code)).toEqual({ ok: false, reason: 'booking_closed' })
  const organiser = await anAccount({ roles: ['organiser'] })
  const moved = await move(organiser.actor, reference, to.code).then(accepted)
  expect(await rows('SELECT bookedById, bookerPersonId, channel FROM Booking WHERE reference = ?1', moved.reference)).toEqual([
    { bookedById: actor.accountId, bookerPersonId: actor.personId, channel: 'organiser' },
  ])
})

it('“A date that needs an approval takes no move of a contact, so that nobody loses a place for a request.”', async () => {
  const { from, to } = await aSeries()
  await run('UPDATE Event SET approval = 1 WHERE id = ?1', to.id)
  const { actor, reference } = await book(from, ['Ann'])
  expect(await move(actor, reference, to.code)).toEqual({ ok: false, reason: 'needs_approval' })
  expect(await confirmedAt(from.id)).toBe(1)
})

// “A date to or from which schools have moved places stays in its series.”
it('the database refuses a move out of the series or to another school, and an event with moves stays in its series', async () => {
  const { from, to } = await aSeries()
  const { actor, reference } = await book(from, ['Ann'])
  await move(actor, reference, to.code).then(accepted)
  const [own] = await all('Booking', { reference })
  const moveTo = (eventId: string, schoolId: string) => add('Booking', { eventId, schoolId, channel: 'school', movedFromId: own?.id })
  const other = await aSchool()
  const elsewhere = await anEvent(july)
  await expect(moveTo(to.id, other.id)).rejects.toThrow('moved_outside_series')
  await expect(moveTo(elsewhere.id, own?.schoolId ?? '')).rejects.toThrow('moved_outside_series')
  await expect(run('UPDATE Event SET seriesId = NULL WHERE id = ?1', from.id)).rejects.toThrow('series_has_moves')
})

const race = async (to: { id: string; code: string }, from: { id: string; code: string }) => {
  const bookings = []
  for (let n = 0; n < 6; n += 1) bookings.push(await book(from, [`Person${n}`]))
  return Promise.all(bookings.map(({ actor, reference }) => move(actor, reference, to.code)))
}

it('six schools move to the last place at once: one gets it, and the others still have theirs', async () => {
  const { from, to } = await aSeries({}, { capacity: 1 })
  const answers = await race(to, from)
  expect(answers.filter((answer) => answer.ok)).toHaveLength(1)
  expect(answers.filter((answer) => !answer.ok).map((answer) => !answer.ok && answer.reason)).toEqual(
    Array.from({ length: 5 }, () => 'event_full'),
  )
  expect([await confirmedAt(from.id), await confirmedAt(to.id)]).toEqual([5, 1])
})

it('control: with the guard of the capacity off the same race oversells the date', async () => {
  await dropTriggers('Place_fits_on_insert')
  const { from, to } = await aSeries({}, { capacity: 1 })
  await race(to, from)
  expect(await confirmedAt(to.id)).toBeGreaterThan(1)
})

it('“Moved and cancelled at the same moment, a place is one or the other.”', async () => {
  for (let tries = 0; tries < 5; tries += 1) {
    const { from, to } = await aSeries()
    const { actor, reference } = await book(from, ['Ann'])
    const [moved, cancelled] = await Promise.all([move(actor, reference, to.code), cancelBooking(anAct({ actor }), reference, undefined)])
    const there = await confirmedAt(to.id)
    expect(await confirmedAt(from.id)).toBe(0)
    expect([moved.ok ? 1 : 0, moved.ok || cancelled.ok]).toEqual([there, true])
    expect(
      await rows(`SELECT id FROM Invitation WHERE state = 'live' AND placeId IN (SELECT id FROM Place WHERE eventId = ?1)`, from.id),
    ).toEqual([])
    expect((await rows(`SELECT id FROM Message WHERE kind = 'place_cancelled' AND eventId = ?1`, from.id)).length).toBe(1)
  }
})

// “The limits, audience, reserved places, waiting list and booking window of the new date are
// judged as for any booking.”
it('what a school could have at each other date is read in one round trip, with the limits of that date', async () => {
  const { from, to } = await aSeries({}, { capacity: 30, placesPerSchool: 2 })
  const { actor, reference, school } = await book(from, ['Ann'])
  await placeBooking(anAct({ actor }), { code: to.code, schoolId: school.id, formId: crypto.randomUUID(), delegates: [], unnamed: 1 })
  const counted = counting()
  const act = anAct({ actor, db: counted.db })
  const found = await readBooking(act, reference).then(existing)
  const [date] = await otherDates(act, found.event, school.id)
  expect(counted.trips()).toBe(2)
  expect([date?.event.code, date?.school.taken, date?.event.taken]).toEqual([to.code, 1, 1])
})

it('the pages: choose a date and places, check what happens, move; nothing is lost when it is refused', async () => {
  const { from, to } = await aSeries({ title: 'Same day' }, { title: 'Same day', capacity: 1 })
  const { cookie, reference } = await book(from, ['Ann', 'Ben'])
  const page = await (await request(`/bookings/${reference}/move`, { cookie })).text()
  expect(page).toContain('1 place left; your school can have 1')
  expect(page).toContain('nothing is charged for that')
  const ids = [...page.matchAll(/name="place" type="checkbox" value="([^"]+)" checked/g)].map((match) => match[1] ?? '')
  expect(ids).toHaveLength(2)
  const formId = page.match(/name="formId" value="([^"]+)"/)?.[1] ?? ''
  expect(await htmlOf(request(`/bookings/${reference}/move`, { cookie, form: { formId } }), 422)).toContain('Choose a date')
  const check = await (await request(`/bookings/${reference}/move`, { cookie, form: { formId, to: to.code, place: ids } })).text()
  expect(check).toContain('Check before you move')
  expect(check).toContain('Move 2 places')
  const refused = await request(`/bookings/${reference}/move`, { cookie, form: { formId, to: to.code, place: ids, action: 'move' } })
  expect(refused.status).toBe(409)
  const text = await refused.text()
  expect(text).toContain('That date has no room for all these places. Choose another date, or fewer places. Nothing has been changed.')
  expect(await confirmedAt(from.id)).toBe(2)
  const done = await request(`/bookings/${reference}/move`, { cookie, form: { formId, to: to.code, place: ids[0] ?? '', action: 'move' } })
  expect(done.status).toBe(303)
  expect([await confirmedAt(from.id), await confirmedAt(to.id)]).toEqual([1, 1])
  const stranger = await anAccount({ schoolIds: [(await aSchool()).id] })
  for (const form of [undefined, { formId, to: to.code, place: ids, action: 'move' }])
    expect((await request(`/bookings/${reference}/move`, { cookie: stranger.cookie, ...(form ? { form } : {}) })).status).toBe(404)
})

it('“Its terms of cancelling are accepted anew, in the version that was shown.”', async () => {
  const { from, to } = await aSeries()
  const termsId = crypto.randomUUID()
  await db.batch([
    insert('CancellationTerms', { id: termsId, termsKey: termsId, name: 'Usual', fullPence: 5000, absentPence: 0 }),
    db.prepare('UPDATE Event SET termsId = ?1 WHERE id = ?2').bind(termsId, to.id),
  ])
  const { cookie, actor, reference } = await book(from, ['Ann'])
  expect(await move(actor, reference, to.code)).toEqual({ ok: false, reason: 'terms_not_accepted' })
  const [place] = await rows<{ id: string }>('SELECT id FROM Place WHERE eventId = ?1', from.id)
  const form = { formId: crypto.randomUUID(), to: to.code, place: place?.id ?? '', action: 'move', termsId }
  const text = await htmlOf(request(`/bookings/${reference}/move`, { cookie, form }), 422)
  expect(text).toContain('costs £50')
  expect(text).toContain('Confirm that you may spend for the school')
  expect((await request(`/bookings/${reference}/move`, { cookie, form: { ...form, authority: 'yes' } })).status).toBe(303)
  expect(await rows('SELECT termsId FROM Booking WHERE eventId = ?1', to.id)).toEqual([{ termsId }])
})

it('somebody who is named on a place while it is being moved goes along, and nobody is lost between the dates', async () => {
  const series = await aSeries()
  const { actor, reference } = await book(series.from, [], 1)
  const [place] = await rows<{ id: string }>('SELECT id FROM Place WHERE eventId = ?1', series.from.id)
  const delegate = { name: 'Nia Just-Named', email: 'nia.just-named@example.sch.uk', roleId: 'dsl', represents: [] }
  const named = () => nameDelegates(anAct({ actor }), reference, [{ placeId: place?.id ?? '', was: null, delegate }])
  const done = await movePlaces(anAct({ actor, db: before(3, named) }), {
    reference,
    to: series.to.code,
    placeIds: undefined,
    formId: crypto.randomUUID(),
    termsId: undefined,
  })
  expect(done.ok).toBe(true)
  const on = await rows(
    `SELECT n.name, p.state, (SELECT COUNT(*) FROM Invitation i WHERE i.placeId = p.id AND i.state = 'live') AS invited
     FROM Place p LEFT JOIN Person n ON n.id = p.personId WHERE p.eventId IN (?1, ?2) ORDER BY p.rowid`,
    series.from.id,
    series.to.id,
  )
  expect(on).toEqual([
    { name: 'Nia Just-Named', state: 'cancelled', invited: 0 },
    { name: 'Nia Just-Named', state: 'confirmed', invited: 1 },
  ])
})
