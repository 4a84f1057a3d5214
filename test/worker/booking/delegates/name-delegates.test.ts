import { beforeEach, expect, it } from 'vitest'
import { readBooking } from '#booking/bookings/booking-store.ts'
import { cancelBooking } from '#booking/cancelling/cancel-booking.ts'
import { nameDelegates } from '#booking/delegates/name-delegates.ts'
import { placeBooking } from '#booking/placing/place-booking.ts'
import { offerFreedPlaces } from '#booking/waiting/offer-places.ts'
import { chooseWorkshops } from '#booking/workshops/choose-workshops.ts'
import { anAccount, anAct, anEvent, aSchool, db, rows, run } from '#test/support/factories.ts'
import { add } from '#test/support/rows.ts'
import { aBooking, guardless, inTime, messagesOf, namesOn, person } from './bookings.ts'

// Each test writes to the same people, of whom one gets forty mails in a day.
beforeEach(() => run('DELETE FROM LimitUse'))

const id = (place: { id: string } | undefined) => place?.id ?? ''

// “A place without a name never has an invitation.”
it('whoever names themself on their last place gets the invitation alone', async () => {
  const { event, contact, reference, places } = await aBooking(['Ann Lee'], 2)
  const delegate = { name: contact.name, email: contact.email, roleId: 'dsl', represents: [] as string[] }
  const name = (placeId: string | undefined, someone: typeof delegate) =>
    nameDelegates(anAct({ actor: contact.actor }), reference, [{ placeId: placeId ?? '', was: null, delegate: someone }])
  const told = async () => (await messagesOf(event.id)).slice(2).map(({ kind }) => kind)
  expect((await name(places[1]?.id, person('Bo Price'))).ok).toBe(true)
  expect((await told()).sort()).toEqual(['delegates_changed', 'invitation'])
  expect((await name(places[2]?.id, delegate)).ok).toBe(true)
  expect((await told()).slice(2)).toEqual(['invitation'])
})

it('places without a name are named at once: each is invited, the booker is told, and the log has ids alone', async () => {
  const { event, contact, reference, places } = await aBooking(['Ann Lee'], 2)
  expect(await messagesOf(event.id, 'invitation')).toHaveLength(1)
  const done = await nameDelegates(anAct({ actor: contact.actor }), reference, [
    { placeId: id(places[1]), was: null, delegate: person('Bo Price', 'deputy_dsl') },
    { placeId: id(places[2]), was: null, delegate: person('Cai Rees', 'head') },
  ])
  expect(done).toEqual({ ok: true, value: { named: 2, swapped: 0, changed: 0 } })
  expect(await namesOn(event.id)).toEqual(['Ann Lee', 'Bo Price', 'Cai Rees'])
  expect((await messagesOf(event.id)).slice(2)).toEqual([
    { kind: 'invitation', method: 'REQUEST', to: '"Bo Price" <bo.price@example.sch.uk>' },
    { kind: 'invitation', method: 'REQUEST', to: '"Cai Rees" <cai.rees@example.sch.uk>' },
    { kind: 'delegates_changed', method: null, to: `"Siân Pritchard" <${contact.email}>` },
  ])
  const log = await rows<{ after: string }>(`SELECT after FROM Log WHERE act = 'place.named' AND eventId = ?1`, event.id)
  expect(log).toHaveLength(1)
  expect(log[0]?.after).not.toMatch(/Bo|Price|example/)
  const [due] = await rows(`SELECT COUNT(*) AS n FROM Place WHERE eventId = ?1 AND personId IS NOT NULL AND namedAt IS NULL`, event.id)
  expect(due).toEqual({ n: 0 })
})

// “Of several changes of one place that wait, only the last is told; whoever was never told of their place is not told that it has ended.”
it('a swap that is swapped back before anything is sent tells nobody what they need not know', async () => {
  const { event, contact, reference, places } = await aBooking(['Ann Lee'], 0)
  await run(`UPDATE Message SET state = 'sent', firstTriedAt = createdAt, sentAt = createdAt WHERE eventId = ?1`, event.id)
  const [place] = places
  const swap = async (name: string) => {
    const [on] = await rows<{ personId: string }>('SELECT personId FROM Place WHERE id = ?1', id(place))
    const naming = { placeId: id(place), was: on?.personId ?? null, delegate: person(name) }
    expect((await nameDelegates(anAct({ actor: contact.actor }), reference, [naming])).ok).toBe(true)
  }
  await swap('Bo Price')
  await swap('Ann Lee')
  const waiting = await rows<{ kind: string; email: string; state: string; lastError: string | null }>(
    `SELECT m.kind, b.email, m.state, m.lastError FROM Message m JOIN MessageBody b ON b.messageId = m.id WHERE m.eventId = ?1 AND m.state <> 'sent' ORDER BY m.rowid`,
    event.id,
  )
  const [ann, bo] = ['ann.lee@example.sch.uk', 'bo.price@example.sch.uk']
  const [others, never] = ["not tried: the place was somebody else's by then", 'not tried: what it takes back was never sent']
  expect(waiting).toEqual([
    // Ann's link and entry ended with the first swap, so she gets new ones.
    { kind: 'place_cancelled', email: ann, state: 'queued', lastError: null },
    { kind: 'invitation', email: bo, state: 'failed', lastError: others },
    { kind: 'delegates_changed', email: contact.email, state: 'failed', lastError: others },
    { kind: 'place_cancelled', email: bo, state: 'failed', lastError: never },
    { kind: 'invitation', email: ann, state: 'queued', lastError: null },
    { kind: 'delegates_changed', email: contact.email, state: 'queued', lastError: null },
  ])
})

// “Sending someone else takes no place and frees none, so nobody on the list is passed over.”
it('Sending someone else is free and possible when the event is full or booking has closed: nobody on the waiting list is passed over', async () => {
  const { event, contact, reference, places } = await aBooking(['Ann Lee'], 0, { capacity: 1 })
  const waits = await aBooking(['Eve Morgan'], 0, { ifFull: 'wait' }, event)
  await run(`UPDATE Event SET bookingClosedAt = '2026-03-02T09:00:00.000Z' WHERE id = ?1`, event.id)
  const [was] = await rows<{ uid: string; personId: string }>(
    `SELECT i.uid, i.personId FROM Invitation i WHERE i.placeId = ?1`,
    id(places[0]),
  )
  const naming = { placeId: id(places[0]), was: places[0]?.personId ?? null, delegate: person('Bo Price') }
  expect(await nameDelegates(anAct({ actor: contact.actor }), reference, [naming])).toEqual({
    ok: true,
    value: { named: 0, swapped: 1, changed: 0 },
  })
  expect(await namesOn(event.id)).toEqual(['Bo Price', 'Eve Morgan'])
  await offerFreedPlaces(anAct({ origin: 'schedule' }))
  expect(await rows('SELECT id FROM Offer WHERE eventId = ?1', event.id)).toEqual([])
  expect(await rows(`SELECT waitsFor FROM Place WHERE id = ?1`, id(waits.places[0]))).toEqual([{ waitsFor: 'list' }])
  expect((await messagesOf(event.id)).slice(3)).toEqual([
    { kind: 'place_cancelled', method: 'CANCEL', to: '"Ann Lee" <ann.lee@example.sch.uk>' },
    { kind: 'invitation', method: 'REQUEST', to: '"Bo Price" <bo.price@example.sch.uk>' },
    { kind: 'delegates_changed', method: null, to: `"Siân Pritchard" <${contact.email}>` },
  ])
  const invitations = await rows<{ uid: string; state: string; sequence: number }>(
    `SELECT uid, state, sequence FROM Invitation WHERE placeId = ?1 ORDER BY id`,
    id(places[0]),
  )
  expect(invitations.map(({ state, sequence }) => [state, sequence])).toEqual([
    ['cancelled', 1],
    ['live', 0],
  ])
  expect(invitations[0]?.uid).toBe(was?.uid)
  expect(invitations[1]?.uid).not.toBe(was?.uid)
  const [told] = await rows<{ text: string }>(
    `SELECT b.text FROM Message m JOIN MessageBody b ON b.messageId = m.id WHERE m.kind = 'place_cancelled' AND m.eventId = ?1`,
    event.id,
  )
  expect(told?.text).toContain('Someone else comes in your place')
  expect(told?.text).not.toContain('Bo Price')
  // Pressing twice, or in two windows, does nothing more.
  expect(await nameDelegates(anAct({ actor: contact.actor }), reference, [naming])).toEqual({
    ok: true,
    value: { named: 0, swapped: 0, changed: 0 },
  })
  expect(await messagesOf(event.id)).toHaveLength(6)
  const [log] = await rows<{ before: string; after: string }>(
    `SELECT before, after FROM Log WHERE act = 'place.swapped' AND eventId = ?1`,
    event.id,
  )
  expect(log?.before).toContain(was?.personId)
  expect(`${log?.before}${log?.after}`).not.toMatch(/Ann|Price|example/)
})

// “The person who goes is told and their entry taken out of the calendar; the one who comes is
// invited to every session of the place; the booker is told.”
it('Whoever comes is invited to every session of the place, chosen workshops included', async () => {
  const sessions = [
    { startsAt: '2099-06-12T08:30:00.000Z', endsAt: '2099-06-12T11:00:00.000Z' },
    { startsAt: '2099-06-12T12:00:00.000Z', endsAt: '2099-06-12T13:00:00.000Z' },
    { startsAt: '2099-06-12T12:00:00.000Z', endsAt: '2099-06-12T13:00:00.000Z' },
  ]
  const held = await anEvent({ ...inTime, placesPerSchool: 10, sessions })
  await run(`UPDATE Session SET block = 'Afternoon', title = 'Workshop ' || position WHERE eventId = ?1 AND position > 1`, held.id)
  const { contact, reference, places } = await aBooking(['Ann Lee'], 0, {}, held)
  const workshop = held.sessions[2]?.id
  await add('PlaceSession', { placeId: id(places[0]), sessionId: workshop })
  await nameDelegates(anAct({ actor: contact.actor }), reference, [
    { placeId: id(places[0]), was: places[0]?.personId ?? null, delegate: person('Bo Price') },
  ])
  expect(
    await rows(
      `SELECT i.sessionId FROM Invitation i JOIN Person p ON p.id = i.personId WHERE i.placeId = ?1 AND i.state = 'live' AND p.name = 'Bo Price' ORDER BY i.id`,
      id(places[0]),
    ),
  ).toEqual([{ sessionId: held.sessions[0]?.id }, { sessionId: workshop }])
  const found = await readBooking(anAct({ actor: contact.actor }), reference)
  expect(found?.booking.places[0]?.workshopIds).toEqual([workshop])
})

it('naming a place while its workshops are chosen: whoever comes is invited to what the place has', async () => {
  for (let round = 0; round < 6; round++) {
    const sessions = [8, 12, 12].map((hour) => ({
      startsAt: `2099-06-12T${String(hour).padStart(2, '0')}:30:00.000Z`,
      endsAt: `2099-06-12T${String(hour + 1).padStart(2, '0')}:30:00.000Z`,
    }))
    const held = await anEvent({ ...inTime, placesPerSchool: 10, sessions })
    await run(`UPDATE Session SET block = 'Afternoon' WHERE eventId = ?1 AND position > 1`, held.id)
    const { contact, reference, places } = await aBooking([], 1, {}, held)
    const choose = (at: number) =>
      chooseWorkshops(anAct({ actor: contact.actor }), { placeId: id(places[0]), sessionIds: [held.sessions[at]?.id ?? ''], by: 'school' })
    expect((await choose(1)).ok).toBe(true)
    const naming = { placeId: id(places[0]), was: null, delegate: person(`Bo Price ${'abcdef'[round]}`) }
    const [named, chosen] = await Promise.all([nameDelegates(anAct({ actor: contact.actor }), reference, [naming]), choose(2)])
    expect([named.ok, chosen.ok]).toEqual([true, true])
    const had = await rows('SELECT sessionId FROM PlaceSession WHERE placeId = ?1 ORDER BY sessionId', id(places[0]))
    expect(await rows(`SELECT sessionId FROM Invitation WHERE placeId = ?1 AND state = 'live' ORDER BY sessionId`, id(places[0]))).toEqual(
      had,
    )
  }
})

it('A place that waits may be named or renamed; it keeps its turn and nobody is invited', async () => {
  const held = await anEvent({ ...inTime, capacity: 1, placesPerSchool: 10 })
  await aBooking(['Rival Jones'], 0, {}, held)
  const { contact, reference, places } = await aBooking(['Ann Lee'], 1, { ifFull: 'wait' }, held)
  const before = await rows('SELECT waitingSince FROM Booking WHERE reference = ?1', reference)
  const sent = (await messagesOf(held.id, 'invitation', 'place_cancelled')).length
  const done = await nameDelegates(anAct({ actor: contact.actor }), reference, [
    { placeId: id(places[0]), was: places[0]?.personId ?? null, delegate: person('Bo Price') },
  ])
  expect(done).toMatchObject({ ok: true, value: { swapped: 1 } })
  expect((await messagesOf(held.id, 'invitation', 'place_cancelled')).length).toBe(sent)
  expect(await rows('SELECT waitingSince FROM Booking WHERE reference = ?1', reference)).toEqual(before)
  expect(await rows('SELECT state, waitsFor FROM Place WHERE id = ?1', id(places[0]))).toEqual([{ state: 'held', waitsFor: 'list' }])
})

// “The role and the audience are judged again for whoever comes.”
it('the role and the audience are judged again, a person has one place at an event, and nothing changes when one name is refused', async () => {
  const { event, contact, reference, places } = await aBooking(['Ann Lee'], 2)
  const act = anAct({ actor: contact.actor })
  const tell = async (...delegates: ReturnType<typeof person>[]) => {
    const done = await nameDelegates(
      act,
      reference,
      delegates.map((delegate, index) => ({ placeId: id(places[index + 1]), was: null, delegate })),
    )
    return done.ok ? 'done' : done.reason
  }
  expect(await tell(person('Bo Price'), person('Ann Lee'))).toBe('already_has_place')
  expect(await tell(person('Bo Price'), person('BO  price'))).toBe('same_person_twice')
  expect(await tell(person('Bo Price'), person('TBC'))).toBe('not_a_name')
  expect(await tell(person('Bo Price', 'wizard'))).toBe('unknown_role')
  expect(await tell(person('Bo Price', 'dsl', [crypto.randomUUID()]))).toBe('unknown_school')
  await add('EventAudience', { eventId: event.id })
  expect(await tell(person('Bo Price', 'head'))).toBe('role_not_invited')
  expect(await namesOn(event.id)).toEqual(['Ann Lee', null, null])
  expect(await tell(person('Bo Price', 'dsl'))).toBe('done')
})

// “People who act for the school, and organisers, name places and send somebody else at any time
// until the event begins.”
it('once the event has begun, or is cancelled, nobody else can be sent; of another school nothing exists', async () => {
  const { event, contact, reference, places } = await aBooking(['Ann Lee'], 0, {
    startsAt: '2026-06-12T08:30:00.000Z',
    endsAt: '2026-06-12T15:00:00.000Z',
  })
  const naming = { placeId: id(places[0]), was: places[0]?.personId ?? null, delegate: person('Bo Price') }
  const at = async (now: string, actor = contact.actor) => {
    const done = await nameDelegates(anAct({ actor, now: new Date(now) }), reference, [naming])
    return done.ok ? 'done' : done.reason
  }
  expect(await at('2026-06-12T08:30:00.000Z')).toBe('event_started')
  const stranger = await anAccount({ schoolIds: [(await aSchool()).id] })
  expect(await at('2026-06-12T08:29:59.999Z', stranger.actor)).toBe('no_such_booking')
  expect(await namesOn(event.id)).toEqual(['Ann Lee'])
  expect(await at('2026-06-12T08:29:59.999Z')).toBe('done')
  expect(await namesOn(event.id)).toEqual(['Bo Price'])
})

it('a place that somebody else was put on meanwhile is not taken from them unseen', async () => {
  const { event, contact, reference, places } = await aBooking(['Ann Lee'])
  const was = places[0]?.personId ?? null
  const swap = (name: string) =>
    nameDelegates(anAct({ actor: contact.actor }), reference, [{ placeId: id(places[0]), was, delegate: person(name) }])
  const answers = await Promise.all(['Bo Price', 'Cai Rees', 'Dee Hughes', 'Eve Morgan'].map(swap))
  expect(answers.filter((answer) => answer.ok)).toHaveLength(1)
  expect(answers.filter((answer) => !answer.ok && answer.reason === 'place_changed')).toHaveLength(3)
  const [live] = await rows(
    `SELECT COUNT(*) AS n, SUM(i.personId = p.personId) AS right FROM Invitation i JOIN Place p ON p.id = i.placeId WHERE p.eventId = ?1 AND i.state = 'live'`,
    event.id,
  )
  expect(live).toEqual({ n: 1, right: 1 })
})

it('swapping while cancelling: whichever is first, no one on a cancelled place is left invited, and nobody is told twice', async () => {
  for (let round = 0; round < 8; round++) {
    const { event, contact, reference, places } = await aBooking(['Ann Lee'])
    const act = () => anAct({ actor: contact.actor })
    const swap = () =>
      nameDelegates(act(), reference, [{ placeId: id(places[0]), was: places[0]?.personId ?? null, delegate: person('Bo Price') }])
    const acts: (() => Promise<{ ok: boolean }>)[] = [swap, () => cancelBooking(act(), reference, undefined), swap]
    await Promise.all((round % 2 === 0 ? acts : acts.toReversed()).map((one) => one()))
    expect(await rows('SELECT state FROM Place WHERE eventId = ?1', event.id)).toEqual([{ state: 'cancelled' }])
    expect(
      await rows(`SELECT i.id FROM Invitation i JOIN Place p ON p.id = i.placeId WHERE p.eventId = ?1 AND i.state = 'live'`, event.id),
    ).toEqual([])
    const methods = await rows<{ personId: string; requests: number; cancels: number }>(
      `SELECT personId, SUM(method = 'REQUEST') AS requests, SUM(method = 'CANCEL') AS cancels FROM Message WHERE eventId = ?1 AND method IS NOT NULL GROUP BY personId`,
      event.id,
    )
    for (const one of methods) expect([one.requests, one.cancels]).toEqual([1, 1])
  }
})

it('control: without the guards the same race leaves somebody invited to a cancelled place', async () => {
  let wrong = 0
  for (let round = 0; round < 8; round++) {
    const { event, contact, reference, places } = await aBooking(['Ann Lee'])
    const act = () => anAct({ actor: contact.actor, db: guardless() })
    const swap = (name: string) =>
      nameDelegates(act(), reference, [{ placeId: id(places[0]), was: places[0]?.personId ?? null, delegate: person(name) }])
    await Promise.allSettled([swap('Bo Price'), cancelBooking(act(), reference, undefined), swap('Cai Rees')])
    wrong += (
      await rows(
        `SELECT i.id FROM Invitation i JOIN Place p ON p.id = i.placeId
         WHERE p.eventId = ?1 AND i.state = 'live' AND (p.state = 'cancelled' OR p.personId <> i.personId)`,
        event.id,
      )
    ).length
  }
  expect(wrong).toBeGreaterThan(0)
})

const race = async (code: string, attempts: number) => {
  const forms = await Promise.all(
    Array.from({ length: attempts }, async () => {
      const school = await aSchool()
      return { school, ...(await anAccount({ schoolIds: [school.id] })) }
    }),
  )
  return Promise.allSettled(
    forms.map(({ school, actor }) =>
      placeBooking(anAct({ actor }), { code, schoolId: school.id, formId: crypto.randomUUID(), delegates: [person('Ann Lee')] }),
    ),
  )
}

const annsAt = async (eventId: string) =>
  (
    await rows<{ n: number }>(
      `SELECT COUNT(*) AS n FROM Place pl JOIN Person p ON p.id = pl.personId WHERE pl.eventId = ?1 AND p.name = 'Ann Lee' AND pl.state = 'confirmed'`,
      eventId,
    )
  )[0]?.n

it('the same person booked at once from several schools, new or known, has one place, and the others are told so', async () => {
  for (const known of [false, true]) {
    if (known) await aBooking(['Ann Lee'])
    const event = await anEvent({ ...inTime, capacity: 50 })
    const answers = await race(event.code, 6)
    expect(await annsAt(event.id)).toBe(1)
    const refused = answers.flatMap((answer) => (answer.status === 'fulfilled' && !answer.value.ok ? [answer.value.reason] : []))
    expect(refused).toHaveLength(5)
    expect(new Set([...refused, 'already_has_place', 'event_changed'])).toEqual(new Set(['already_has_place', 'event_changed']))
    await run(`UPDATE Person SET email = NULL, name = NULL, erasedAt = '2026-03-02T09:00:00.000Z' WHERE name = 'Ann Lee'`)
  }
})

it('control: without the unique index one known person gets several places', async () => {
  await aBooking(['Ann Lee'])
  const [index] = await rows<{ sql: string }>(`SELECT sql FROM sqlite_master WHERE name = 'Place_one_per_person'`)
  await run('DROP INDEX Place_one_per_person')
  try {
    const event = await anEvent({ ...inTime, capacity: 50 })
    await race(event.code, 6)
    expect(await annsAt(event.id)).toBeGreaterThan(1)
    await run('UPDATE Place SET personId = NULL WHERE eventId = ?1', event.id).catch(() => undefined)
    await run(`UPDATE Place SET state = 'cancelled' WHERE eventId = ?1`, event.id)
  } finally {
    await db.prepare(index?.sql ?? '').run()
  }
})
