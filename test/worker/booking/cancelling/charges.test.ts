import { expect, it } from 'vitest'
import { readBooking } from '#booking/bookings/booking-store.ts'
import { cancelBooking } from '#booking/cancelling/cancel-booking.ts'
import { nameDelegates } from '#booking/delegates/name-delegates.ts'
import { placeBooking } from '#booking/placing/place-booking.ts'
import { anAccount, anAct, anEvent, aSchool, before, counting, db, htmlOf, request, rows, withoutGuards } from '#test/support/factories.ts'
import { ledgerOf } from '#test/support/money.ts'
import { textOf } from '#test/support/plain.ts'
import { add } from '#test/support/rows.ts'
import { aBookingUnderTerms, chargesOf, setTerms, someTerms } from '../pricing/terms.ts'

const inTime = '2026-05-28T22:59:59.999Z'
const part = '2026-05-28T23:00:00.000Z'
const late = '2026-06-10T09:00:00.000Z'

const statesOf = async (eventId: string): Promise<string[]> =>
  (await rows<{ state: string }>('SELECT state FROM Place WHERE eventId = ?1 ORDER BY rowid', eventId)).map(({ state }) => state)

// “A contact cancels places of their school until the event begins; an organiser of any
// school.” “A charge is kept with the rule that made it: the notice in working days, the last
// moments, the version.”
it('up to 23:59 of the last day of notice a place is cancelled free of charge, a millisecond later for the part charge', async () => {
  const free = await aBookingUnderTerms()
  expect(await cancelBooking(anAct({ actor: free.actor, now: new Date(inTime) }), free.reference, undefined)).toEqual({
    ok: true,
    value: 2,
  })
  expect(await chargesOf(free.event.id)).toEqual([])
  const charged = await aBookingUnderTerms()
  const act = anAct({ actor: charged.actor, now: new Date(part) })
  expect(await cancelBooking(act, charged.reference, [charged.placeIds[0] ?? ''], { seen: 3500 })).toEqual({ ok: true, value: 1 })
  const [charge, ...others] = await chargesOf(charged.event.id)
  expect(others).toEqual([])
  expect({ ...charge, rule: JSON.parse(charge?.rule ?? '') }).toEqual({
    ...{ placeId: charged.placeIds[0], kind: 'cancellation', pence: 3500, withdrawn: 0, byId: charged.accountId },
    rule: {
      ...{ band: 'part', why: 'part_notice', version: 1, noticeDays: 9, lastFree: inTime, lastPart: '2026-06-08T22:59:59.999Z' },
      ...{ freeUntil: null, startsAt: '2026-06-12T08:30:00.000Z' },
    },
  })
  const [mail] = await rows<{ text: string }>(
    `SELECT b.text FROM Message m JOIN MessageBody b ON b.messageId = m.id WHERE m.eventId = ?1 AND m.kind = 'booking_cancelled'`,
    charged.event.id,
  )
  expect(mail?.text).toContain(
    '£35, by the terms that the booking accepted (Paid conferences, version 1): cancelling was free of charge until 23:59 on Thursday 28 May 2026',
  )
})

// “Nobody pays what they did not see: when the charge has changed between page and press,
// nothing is cancelled and they are asked again.”
it('nobody pays what they did not see: when midnight passes between page and press they are asked again, and nothing is cancelled', async () => {
  const { event, actor, reference } = await aBookingUnderTerms()
  const act = anAct({ actor, now: new Date(part) })
  expect(await cancelBooking(act, reference, undefined)).toEqual({ ok: false, reason: 'charge_changed' })
  expect(await cancelBooking(act, reference, undefined, { seen: 14_000 })).toEqual({ ok: false, reason: 'charge_changed' })
  expect([await statesOf(event.id), await chargesOf(event.id)]).toEqual([['confirmed', 'confirmed'], []])
  expect(await cancelBooking(act, reference, undefined, { seen: 7000 })).toEqual({ ok: true, value: 2 })
})

// “A place that only waited, or was on offer, costs nothing.”
// “A place without a name costs the same, unless it would be released without charge for want
// of a name: then cancelling it costs nothing either.”
it('a place without a name costs the same, one that only waited costs nothing', async () => {
  const { event, actor, reference, placeIds } = await aBookingUnderTerms({ people: 1, unnamed: 2 })
  await db.prepare(`UPDATE Place SET state = 'held', heldUntil = stateAt, waitsFor = 'list' WHERE id = ?1`).bind(placeIds[2]).run()
  const act = anAct({ actor, now: new Date(late) })
  expect(await cancelBooking(act, reference, undefined, { seen: 14_000 })).toEqual({ ok: true, value: 3 })
  expect((await chargesOf(event.id)).map(({ placeId, pence }) => [placeId, pence])).toEqual([
    [placeIds[0], 7000],
    [placeIds[1], 7000],
  ])
})

// “Where keeping places and nobody coming costs less than cancelling them, the page says so.”
it('a place that is released for want of a name costs nothing to cancel, and the page says where keeping the others is cheaper', async () => {
  const run = async (on: SqlDatabase = db, named = false) => {
    const booked = await aBookingUnderTerms({ event: soon(), people: 2, unnamed: 1 })
    const { event, reference, cookie, placeIds } = booked
    const namesDueAt = new Date(Date.now() + 3_600_000).toISOString()
    await db
      .prepare('UPDATE Event SET namesDueAt = ?2, namesRelease = 1, version = version + 1 WHERE id = ?1')
      .bind(event.id, namesDueAt)
      .run()
    const page = await textOf(request(`/bookings/${reference}/cancel`, { cookie }))
    expect(page).toContain('Cancelling costs £140')
    expect(page).toContain('One place has no name and would be released at no cost: cancelling it is free of charge too.')
    expect(page).toContain('Keeping these places is cheaper: if nobody comes, that costs £100.')
    const unnamed = placeIds.slice(2)
    const delegate = { name: 'Cai Rees', email: `cai-${reference}@example.sch.uk`, roleId: 'dsl', represents: [] }
    const name = () =>
      nameDelegates(anAct({ actor: booked.actor, now: new Date() }), reference, [{ placeId: unnamed[0] ?? '', was: null, delegate }])
    const raced = anAct({ db: named ? before(3, name, on) : on, actor: booked.actor, now: new Date() })
    const done = await cancelBooking(raced, reference, unnamed)
    return [done, (await chargesOf(event.id)).length]
  }
  expect(await run()).toEqual([{ ok: true, value: 1 }, 0])
  // Named in the moment in which it is cancelled, it costs what any other does, which nobody
  // has seen.
  expect(await run(db, true)).toEqual([{ ok: false, reason: 'charge_changed' }, 0])
  // Without guards it would be cancelled under the one who was named, for nothing.
  expect(await run(withoutGuards, true)).toEqual([{ ok: true, value: 1 }, 0])
})

it('an event that was moved is cancelled free of charge up to the time stated', async () => {
  const { event, actor, reference } = await aBookingUnderTerms()
  await db.prepare('UPDATE Event SET freeUntil = ?2 WHERE id = ?1').bind(event.id, '2026-06-10T22:59:59.999Z').run()
  expect(await cancelBooking(anAct({ actor, now: new Date(late) }), reference, undefined)).toEqual({ ok: true, value: 2 })
  expect(await chargesOf(event.id)).toEqual([])
})

// “What is booked stays booked, with the terms it accepted.”
it('what a booking accepted is what it pays, whatever the event asks of later ones', async () => {
  const { event, actor, reference } = await aBookingUnderTerms()
  await setTerms(event.id, await someTerms({ fullPence: 99_900 }))
  expect(await cancelBooking(anAct({ actor, now: new Date(late) }), reference, undefined, { seen: 14_000 })).toEqual({ ok: true, value: 2 })
  const before = await aBookingUnderTerms()
  await setTerms(before.event.id, null)
  const found = await readBooking(anAct({ actor: before.actor }), before.reference)
  expect(found?.accepted.terms?.id).toBe(before.termsId)
})

// “A day that somebody enters after a booking accepted its terms takes no notice away from that
// booking.”
it('a bank holiday that is entered after the terms were accepted takes no day of notice away', async () => {
  const { actor, reference, accountId } = await aBookingUnderTerms()
  await add('BankHoliday', { day: '2026-06-03', name: 'Jubilee', source: 'x', addedAt: '2026-05-01T09:00:00.000Z', addedById: accountId })
  try {
    expect(await cancelBooking(anAct({ actor, now: new Date(inTime) }), reference, undefined)).toEqual({ ok: true, value: 2 })
  } finally {
    await db.prepare(`UPDATE BankHoliday SET removedAt = '2026-05-02T09:00:00.000Z' WHERE day = '2026-06-03'`).run()
  }
})

// “Cancelled twice at once, a place is cancelled once and charged once.”
it('two browsers cancel the same place at once: it is cancelled once and charged once', async () => {
  for (let round = 0; round < 5; round += 1) {
    const { event, actor, reference } = await aBookingUnderTerms()
    const cancel = () => cancelBooking(anAct({ actor, now: new Date(late) }), reference, undefined, { seen: 14_000 })
    const answers = await Promise.all([cancel(), cancel(), cancel()])
    expect(answers.filter((answer) => answer.ok && answer.value === 2)).toHaveLength(1)
    expect(await chargesOf(event.id)).toHaveLength(2)
  }
})

it('control: with the guard of places defeated the index alone keeps it to one charge, and without it there are two', async () => {
  const index = (await rows<{ sql: string }>(`SELECT sql FROM sqlite_master WHERE name = 'Charge_once'`))[0]?.sql ?? ''
  expect(index).toContain('UNIQUE')
  // A place that springs back looks to the second browser as if nobody had cancelled it.
  await db
    .prepare(
      `CREATE TRIGGER Springs_back AFTER UPDATE OF state ON Place WHEN NEW.state = 'cancelled' BEGIN UPDATE Place SET state = 'confirmed' WHERE id = NEW.id; END`,
    )
    .run()
  const race = async () => {
    const { event, actor, reference } = await aBookingUnderTerms({ people: 1 })
    const cancel = () => cancelBooking(anAct({ actor, now: new Date(late) }), reference, undefined, { seen: 7000 })
    await Promise.all([cancel(), cancel()])
    return (await chargesOf(event.id)).length
  }
  try {
    expect(await race()).toBe(1)
    await db.prepare('DROP INDEX Charge_once').run()
    expect(await race()).toBe(2)
  } finally {
    await db.prepare('DROP TRIGGER Springs_back').run()
  }
})

// Pages, on an event far ahead: its calendar does not reach, so working days are Monday to
// Friday. With 60 days of notice it is free now.
const ahead = { startsAt: '2099-06-12T08:30:00.000Z', endsAt: '2099-06-12T15:00:00.000Z' }
/** An event so soon that cancelling already costs the full charge. */
const soon = () => {
  const day = new Date(Date.now() + 20 * 3_600_000)
  return { startsAt: day.toISOString(), endsAt: new Date(day.getTime() + 6 * 3_600_000).toISOString() }
}

// “The exact last moments are on the event, on check-answers, on the booking and in the email;
// what has passed is said to have passed.”
it('the exact last free moment is on the event, on check-answers, on the booking and in the email', async () => {
  const event = await anEvent({ ...ahead, placesPerSchool: null })
  const termsId = await someTerms()
  await setTerms(event.id, termsId)
  const school = await aSchool()
  const { cookie, email, name } = await anAccount({ schoolIds: [school.id] })
  const said = 'Cancelling is free of charge until 23:59 on Thursday 28 May 2099'
  expect(await (await request(`/events/${event.code}`)).text()).toContain(said)
  const form = {
    ...{ school: school.id, formId: crypto.randomUUID(), places: '1', rows: '1', naming: 'now', wait: '', channel: '' },
    ...{ 'name-1': name, 'email-1': email, 'role-1': 'dsl' },
  }
  const check = await (await request(`/events/${event.code}/book`, { cookie, form: { ...form, action: 'check' } })).text()
  expect(check).toContain(said)
  expect(check).toContain(
    'I have authority to spend the school’s money on these charges, and accept these terms (Paid conferences, version 1)',
  )
  const without = await request(`/events/${event.code}/bookings`, { cookie, form: { ...form, termsId } })
  expect([without.status, (await without.text()).includes('Say that you have authority to spend')]).toEqual([409, true])
  const newer = await someTerms()
  await setTerms(event.id, newer)
  const stale = await request(`/events/${event.code}/bookings`, { cookie, form: { ...form, termsId, authority: 'yes' } })
  expect([stale.status, (await stale.text()).includes('have changed since you saw them')]).toEqual([409, true])
  expect(await rows('SELECT 1 FROM Booking WHERE eventId = ?1', event.id)).toEqual([])
  const booked = await request(`/events/${event.code}/bookings`, { cookie, form: { ...form, termsId: newer, authority: 'yes' } })
  expect(booked.status).toBe(303)
  expect(await rows('SELECT termsId, termsAcceptedAt = createdAt AS at FROM Booking WHERE eventId = ?1', event.id)).toEqual([
    { termsId: newer, at: 1 },
  ])
  expect(await (await request(booked.headers.get('location') ?? '', { cookie })).text()).toContain(said)
  const mails = await rows<{ kind: string; text: string }>(
    `SELECT m.kind, b.text FROM Message m JOIN MessageBody b ON b.messageId = m.id WHERE m.eventId = ?1`,
    event.id,
  )
  expect(mails.find(({ kind }) => kind === 'booking_confirmed')?.text).toContain(said)
  expect(mails.find(({ kind }) => kind === 'invitation')?.text).toContain(said)
})

// “Amounts are for each place.” “What it costs is stated for each place before the button, by
// the version accepted, at that moment.”
it('the charge is stated before the button, asked again when it has changed, and shown on the booking with its rule', async () => {
  const { event, cookie, reference, placeIds } = await aBookingUnderTerms({ event: soon() })
  const page = await (await request(`/bookings/${reference}/cancel`, { cookie })).text()
  expect(page).toContain('Cancelling costs £140')
  expect(page).toContain('£70 for each of 2 places')
  expect(page).not.toContain('Why the charge should be waived')
  const stale = await request(`/bookings/${reference}/cancel`, { cookie, form: { place: placeIds[0] ?? '', charge: '0' } })
  expect([stale.status, (await stale.text()).includes('What cancelling costs has changed')]).toEqual([409, true])
  expect([await statesOf(event.id), await chargesOf(event.id)]).toEqual([['confirmed', 'confirmed'], []])
  expect((await request(`/bookings/${reference}/cancel`, { cookie, form: { place: placeIds[0] ?? '', charge: '7000' } })).status).toBe(303)
  const booking = await (await request(`/bookings/${reference}`, { cookie })).text()
  expect(booking).toMatch(/£70 for cancelling on .*; it was free of charge until 23:59 on .*\(Paid conferences, version 1\)/)
})

// “An organiser may ask to waive the charge, saying why: it is charged all the same, and a
// second person decides.” “What the terms make, and the reason, stay with the booking.”
it('an organiser may ask to waive the charge, saying why, and a second person decides; a school may not', async () => {
  const { event, cookie, reference, school, placeIds } = await aBookingUnderTerms({ event: soon(), people: 1 })
  const organiser = await anAccount({ roles: ['organiser'] })
  const waive = (who: string, reason: string) =>
    request(`/bookings/${reference}/cancel`, { cookie: who, form: { charge: '7000', waive: 'yes', reason } })
  expect((await waive(cookie, 'Snow')).status).toBe(409)
  expect(await htmlOf(request(`/bookings/${reference}/cancel`, { cookie: organiser.cookie }))).toContain('Ask to waive the charge of £70<')
  const silent = await waive(organiser.cookie, ' ')
  expect([silent.status, (await silent.text()).includes('Say why the charge should be waived')]).toEqual([422, true])
  expect(await statesOf(event.id)).toEqual(['confirmed'])
  expect((await waive(organiser.cookie, 'Snow')).status).toBe(303)
  const [charge] = await chargesOf(event.id)
  expect([charge?.pence, charge?.withdrawn, JSON.parse(charge?.rule ?? '{}').waived]).toEqual([7000, 0, 'Snow'])
  const payerId = `payer-of-${school.id}`
  expect(await ledgerOf(event.id)).toEqual([
    { kind: 'cancellation_charge', payerId, route: 'recharge', placeId: placeIds[0], pence: 7000, vatPence: 0 },
  ])
  expect(
    await rows(
      `SELECT m.kind, m.payerId, m.pence, m.reason, m.state, m.proposedById FROM MoneyProposal m JOIN Charge c ON c.id = m.chargeId WHERE c.eventId = ?1`,
      event.id,
    ),
  ).toEqual([{ kind: 'waiver', payerId, pence: 7000, reason: 'Snow', state: 'proposed', proposedById: organiser.accountId }])
  expect(await (await request(`/bookings/${reference}`, { cookie })).text()).toContain(
    'The organiser asks to waive the charge: the council decides, and you are told.',
  )
  const [mail] = await rows<{ text: string; noticed: number }>(
    `SELECT b.text, EXISTS (SELECT 1 FROM LineNotice n JOIN LedgerLine l ON l.number = n.lineNumber WHERE n.messageId = m.id AND l.kind = 'cancellation_charge') AS noticed
     FROM Message m JOIN MessageBody b ON b.messageId = m.id WHERE m.eventId = ?1 AND m.kind = 'booking_cancelled'`,
    event.id,
  )
  expect(mail?.text).toContain('The organiser asks to waive the charge; you are told what is decided')
  expect(mail?.noticed).toBe(1)
  expect(
    await rows(`SELECT after FROM Log WHERE act = 'booking.places_cancelled' AND eventId = ?1 AND instr(after, 'Snow') > 0`, event.id),
  ).toEqual([])
})

// “Sending someone else, and moving to another date, never charges.”
it('sending someone else up to the start never charges, nor does booking again after cancelling', async () => {
  const swapped = await aBookingUnderTerms({ people: 1 })
  const person = async () =>
    (await rows<{ personId: string }>('SELECT personId FROM Place WHERE eventId = ?1', swapped.event.id))[0]?.personId ?? ''
  const delegate = { name: 'Gwen Parry', email: `gwen-${swapped.school.urn}@example.sch.uk`, roleId: 'dsl', represents: [] }
  const naming = { placeId: swapped.placeIds[0] ?? '', was: await person(), delegate }
  expect(await nameDelegates(anAct({ actor: swapped.actor, now: new Date(late) }), swapped.reference, [naming])).toMatchObject({ ok: true })
  expect([(await person()) !== naming.was, await chargesOf(swapped.event.id)]).toEqual([true, []])
  const { event, school, actor, reference, termsId } = await aBookingUnderTerms({ people: 1 })
  expect(await cancelBooking(anAct({ actor, now: new Date(inTime) }), reference, undefined)).toEqual({ ok: true, value: 1 })
  const again = await placeBooking(anAct({ actor }), {
    ...{ code: event.code, schoolId: school.id, formId: crypto.randomUUID(), termsId },
    delegates: [{ name: 'Person 0', email: `p0-${school.urn}@example.sch.uk`, roleId: 'dsl', represents: [] }],
  })
  expect(again.ok).toBe(true)
  expect(await chargesOf(event.id)).toEqual([])
})

it('sent someone else and cancelled at the same moment, a place ends once, is charged once and leaves nobody invited', async () => {
  for (let round = 0; round < 4; round += 1) {
    const { event, school, actor, reference, placeIds } = await aBookingUnderTerms({ people: 1 })
    const [place] = await rows<{ personId: string }>('SELECT personId FROM Place WHERE eventId = ?1', event.id)
    const delegate = { name: 'Gwen Parry', email: `gwen-${school.urn}@example.sch.uk`, roleId: 'dsl', represents: [] }
    const act = () => anAct({ actor, now: new Date(late) })
    const [, cancelled] = await Promise.all([
      nameDelegates(act(), reference, [{ placeId: placeIds[0] ?? '', was: place?.personId ?? '', delegate }]),
      cancelBooking(act(), reference, undefined, { seen: 7000 }),
    ])
    expect(cancelled).toEqual({ ok: true, value: 1 })
    expect([await statesOf(event.id), (await chargesOf(event.id)).map(({ pence }) => pence)]).toEqual([['cancelled'], [7000]])
    expect(
      await rows(`SELECT 1 FROM Invitation i JOIN Place p ON p.id = i.placeId WHERE p.eventId = ?1 AND i.state = 'live'`, event.id),
    ).toEqual([])
  }
})

it('a booking is read with its charges, terms and calendar in one round trip, with one place or with many', async () => {
  const trips: number[] = []
  for (const people of [1, 5]) {
    const { actor, reference } = await aBookingUnderTerms({ people })
    await cancelBooking(anAct({ actor, now: new Date(late) }), reference, undefined, { seen: 7000 * people })
    const counted = counting()
    const found = await readBooking({ ...anAct({ actor }), db: counted.db }, reference)
    expect(found?.booking.charges).toHaveLength(people)
    trips.push(counted.trips())
  }
  expect(trips).toEqual([1, 1])
})

it('what a form says of the charge is believed only when it is right', async () => {
  const { event, cookie, reference } = await aBookingUnderTerms({ event: soon(), people: 1 })
  for (const charge of ['', '0', '-7000', '7000.5e3', '1e9', 'free', '6999'])
    expect((await request(`/bookings/${reference}/cancel`, { cookie, form: { charge, waive: 'no', reason: 'x' } })).status).toBe(409)
  expect([await statesOf(event.id), await chargesOf(event.id)]).toEqual([['confirmed'], []])
})

// “The terms that a booking accepted stay on its page, folded, while a place of it stands or something was charged.”
it('the booking shows the terms that it accepted behind a fold, also once a charge was made by them', async () => {
  const { cookie, actor, reference } = await aBookingUnderTerms()
  const terms = async () => {
    const page = await htmlOf(request(`/bookings/${reference}`, { cookie }))
    return /<details(?:(?!<\/details>).)*If someone cannot come: terms of cancelling(?:(?!<\/details>).)*Paid conferences, version 1/s.test(
      page,
    )
  }
  expect(await terms()).toBe(true)
  await cancelBooking(anAct({ actor, now: new Date(part) }), reference, undefined, { seen: 7000 })
  expect(await terms()).toBe(true)
})
