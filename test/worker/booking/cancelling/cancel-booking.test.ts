import { expect, it } from 'vitest'
import { cancelBooking } from '#booking/cancelling/cancel-booking.ts'
import { placeBooking } from '#booking/placing/place-booking.ts'
import { accepted, anAccount, anAct, anEvent, aSchool, htmlOf, request, rows, run } from '#test/support/factories.ts'
import { aPricedEvent, setPrice } from '#test/support/money.ts'
import { aBooker, priced } from '../pricing/priced.ts'

const inTime = { startsAt: '2099-06-12T08:30:00.000Z', endsAt: '2099-06-12T15:00:00.000Z' }

const aBooking = async (facts: Parameters<typeof anEvent>[0] = inTime, people = 2) => {
  const event = await anEvent(facts)
  const school = await aSchool()
  const contact = await anAccount({ schoolIds: [school.id] })
  const placed = await placeBooking(anAct({ actor: contact.actor }), {
    code: event.code,
    schoolId: school.id,
    formId: crypto.randomUUID(),
    delegates: Array.from({ length: people }, (_, n) => ({
      name: `Person ${n}`,
      email: `p${n}@example.sch.uk`,
      roleId: 'dsl',
      represents: [],
    })),
  }).then(accepted)
  const places = await rows<{ id: string }>('SELECT id FROM Place WHERE eventId = ?1 ORDER BY rowid', event.id)
  return { event, school, ...contact, reference: placed.reference, placeIds: places.map(({ id }) => id) }
}

const statesOf = async (eventId: string): Promise<string[]> =>
  (await rows<{ state: string }>('SELECT state FROM Place WHERE eventId = ?1 ORDER BY rowid', eventId)).map(({ state }) => state)

it('a school cancels one place after being asked, and those concerned are told', async () => {
  const { event, cookie, reference, placeIds, email } = await aBooking()
  const ask = await (await request(`/bookings/${reference}/cancel?place=${placeIds[0]}`, { cookie })).text()
  expect(ask).toContain('Cancel this place?')
  expect(ask).toContain('Person 0')
  expect(ask).not.toContain('Person 1')
  expect(await statesOf(event.id)).toEqual(['confirmed', 'confirmed'])
  const done = await request(`/bookings/${reference}/cancel`, { cookie, form: { place: placeIds[0] ?? '' } })
  expect(done.status).toBe(303)
  expect(done.headers.get('location')).toBe(`/bookings/${reference}`)
  expect(await statesOf(event.id)).toEqual(['cancelled', 'confirmed'])
  expect(await rows('SELECT cancelledAt FROM Booking WHERE reference = ?1', reference)).toEqual([{ cancelledAt: null }])
  const mails = await rows<{ kind: string; toAddress: string; text: string }>(
    `SELECT m.kind, b.toAddress, b.text FROM Message m JOIN MessageBody b ON b.messageId = m.id
     WHERE m.eventId = ?1 AND m.kind IN ('place_cancelled', 'booking_cancelled') ORDER BY m.rowid`,
    event.id,
  )
  expect(mails.map(({ kind, toAddress }) => [kind, toAddress])).toEqual([
    ['place_cancelled', '"Person 0" <p0@example.sch.uk>'],
    ['booking_cancelled', `"Siân Pritchard" <${email}>`],
  ])
  expect(mails[0]?.text).not.toContain('Person 1')
  expect(mails[1]?.text).toContain('Not coming: Person 0')
  expect(mails[1]?.text).toContain('Still coming: Person 1')
})

// “Whoever cancels only their own place, without price or terms, gets one mail: the one that takes it out of their calendar.”
it('whoever booked only for themself and cancels it gets one mail, with the entry for their calendar; of a colleague’s place also one about the booking', async () => {
  const event = await anEvent(inTime)
  const school = await aSchool()
  const contact = await anAccount({ schoolIds: [school.id] })
  const act = () => anAct({ actor: contact.actor })
  const own = { name: contact.name, email: contact.email, roleId: 'dsl', represents: [] }
  const book = (delegates: (typeof own)[]) =>
    placeBooking(act(), { code: event.code, schoolId: school.id, formId: crypto.randomUUID(), delegates }).then(accepted)
  const cancelled = () =>
    rows<{ kind: string }>(`SELECT kind FROM Message WHERE eventId = ?1 AND kind LIKE '%_cancelled' ORDER BY rowid`, event.id).then((all) =>
      all.map(({ kind }) => kind),
    )
  const alone = await book([own])
  expect(await cancelBooking(act(), alone.reference, undefined)).toEqual({ ok: true, value: 1 })
  expect(await cancelled()).toEqual(['place_cancelled'])
  const both = await book([own, { ...own, name: 'Ann Office' }])
  expect(await cancelBooking(act(), both.reference, undefined)).toEqual({ ok: true, value: 2 })
  expect(await cancelled()).toEqual(['place_cancelled', 'place_cancelled', 'place_cancelled', 'booking_cancelled'])
  const byCouncil = await book([own])
  const { actor } = await anAccount({ roles: ['organiser'] })
  expect(await cancelBooking(anAct({ actor }), byCouncil.reference, undefined)).toEqual({ ok: true, value: 1 })
  expect((await cancelled()).slice(4).sort()).toEqual(['booking_cancelled', 'place_cancelled'])
})

// “Whether it has a price or terms is a matter of the booking, whatever its event asks now.”
it('whoever cancels an own place that was priced is told at once, also when the event has no price any more', async () => {
  const event = await aPricedEvent({ event: inTime })
  const booker = await aBooker()
  const own = { name: booker.name, email: booker.email, roleId: 'dsl', represents: [] }
  const placed = await placeBooking(anAct({ actor: booker.actor }), priced(booker, event, 12_000, { delegates: [own] })).then(accepted)
  await setPrice(event.id, null)
  expect(await cancelBooking(anAct({ actor: booker.actor }), placed.reference, undefined)).toEqual({ ok: true, value: 1 })
  expect(await rows(`SELECT kind FROM Message WHERE eventId = ?1 AND kind LIKE '%_cancelled' ORDER BY rowid`, event.id)).toEqual([
    { kind: 'place_cancelled' },
    { kind: 'booking_cancelled' },
  ])
  const untold =
    'SELECT l.number FROM LedgerLine l WHERE l.eventId = ?1 AND NOT EXISTS (SELECT 1 FROM LineNotice n WHERE n.lineNumber = l.number)'
  expect(await rows(untold, event.id)).toEqual([])
})

it('a whole booking is cancelled at once, and asking again changes nothing and tells nobody twice', async () => {
  const { event, cookie, reference } = await aBooking()
  const answers = await Promise.all(
    Array.from({ length: 5 }, () => request(`/bookings/${reference}/cancel`, { cookie, form: { all: '1' } })),
  )
  expect(answers.map((answer) => answer.status)).toEqual([303, 303, 303, 303, 303])
  expect((await request(`/bookings/${reference}/cancel`, { cookie, form: { all: '1' } })).status).toBe(303)
  expect(await statesOf(event.id)).toEqual(['cancelled', 'cancelled'])
  const [counts] = await rows(
    `SELECT SUM(kind = 'place_cancelled') AS places, SUM(kind = 'booking_cancelled') AS bookings FROM Message WHERE eventId = ?1`,
    event.id,
  )
  expect(counts).toEqual({ places: 2, bookings: 1 })
  expect(await (await request(`/bookings/${reference}`, { cookie })).text()).toContain('This booking was cancelled on')
})

it('a cancelled place can be booked by another school, and the same person can be booked again', async () => {
  const { event, school, actor, reference } = await aBooking({ ...inTime, capacity: 2 })
  const again = {
    code: event.code,
    schoolId: school.id,
    delegates: [{ name: 'Person 0', email: 'p0@example.sch.uk', roleId: 'dsl', represents: [] }],
  }
  expect((await placeBooking(anAct({ actor }), { ...again, formId: crypto.randomUUID() })).ok).toBe(false)
  expect(await cancelBooking(anAct({ actor }), reference, undefined)).toEqual({ ok: true, value: 2 })
  expect((await placeBooking(anAct({ actor }), { ...again, formId: crypto.randomUUID() })).ok).toBe(true)
  const uids = await rows(`SELECT i.uid FROM Invitation i JOIN Place p ON p.id = i.placeId WHERE p.eventId = ?1`, event.id)
  expect(new Set(uids.map(({ uid }) => uid)).size).toBe(3)
})

it('another school’s booking does not exist, nor do its places inside one’s own', async () => {
  const mine = await aBooking()
  const theirs = await aBooking()
  expect((await request(`/bookings/${theirs.reference}`, { cookie: mine.cookie })).status).toBe(404)
  expect((await request(`/bookings/${theirs.reference}/cancel`, { cookie: mine.cookie })).status).toBe(404)
  expect((await request(`/bookings/${theirs.reference}/cancel`, { cookie: mine.cookie, form: { all: '1' } })).status).toBe(404)
  const smuggled = await request(`/bookings/${mine.reference}/cancel`, { cookie: mine.cookie, form: { place: theirs.placeIds[0] ?? '' } })
  expect(smuggled.status).toBe(404)
  expect(await statesOf(theirs.event.id)).toEqual(['confirmed', 'confirmed'])
  expect((await request(`/bookings/${mine.reference}`)).headers.get('location')).toContain('/sign-in')
  for (const role of ['officer', 'reader'] as const) {
    const { cookie } = await anAccount({ roles: [role] })
    expect((await request(`/bookings/${mine.reference}`, { cookie })).status).toBe(404)
  }
})

it('an organiser cancels a place of any school, and the school’s contact hears of it', async () => {
  const { event, reference, placeIds } = await aBooking()
  const { cookie } = await anAccount({ roles: ['organiser'] })
  expect((await request(`/bookings/${reference}/cancel`, { cookie, form: { place: placeIds[1] ?? '' } })).status).toBe(303)
  expect(await statesOf(event.id)).toEqual(['confirmed', 'cancelled'])
  expect(await rows(`SELECT COUNT(*) AS n FROM Message WHERE eventId = ?1 AND kind = 'booking_cancelled'`, event.id)).toEqual([{ n: 1 }])
})

it('once the event has begun nothing is cancelled: the register says who came', async () => {
  const { event, cookie, reference } = await aBooking({ startsAt: '2026-04-12T08:30:00.000Z', endsAt: '2026-04-12T15:00:00.000Z' })
  expect(await htmlOf(request(`/bookings/${reference}/cancel`, { cookie, form: { all: '1' } }), 409)).toContain('The event has begun')
  expect(await statesOf(event.id)).toEqual(['confirmed', 'confirmed'])
})

it('the booking page of a cancelled event says so', async () => {
  const { event, cookie, reference } = await aBooking()
  await run(
    `UPDATE Event SET state = 'cancelled', cancelledAt = ?2, cancelReason = 'Snow' WHERE id = ?1`,
    event.id,
    '2026-04-01T09:00:00.000Z',
  )
  const text = await (await request(`/bookings/${reference}`, { cookie })).text()
  expect(text).toContain('This event is cancelled. Snow')
  expect(text).not.toContain('/cancel?place=')
  expect((await request(`/bookings/${reference}/cancel`, { cookie, form: { all: '1' } })).status).toBe(409)
})
