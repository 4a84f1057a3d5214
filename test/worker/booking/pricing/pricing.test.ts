import { expect, it } from 'vitest'
import { cancelBooking } from '#booking/cancelling/cancel-booking.ts'
import { undoCancellation } from '#booking/cancelling/undo-cancellation.ts'
import { placeBooking } from '#booking/placing/place-booking.ts'
import { anAccount, anAct, anEvent, db, rows } from '#test/support/factories.ts'
import { anAgreement, aPriceCode, aPricedEvent, aPriceList, balanceOf, ledgerOf } from '#test/support/money.ts'
import { aBooker, book, priced } from './priced.ts'

it('A place at an event that costs something is charged to its payer in the same batch', async () => {
  const event = await aPricedEvent()
  const booker = await aBooker()
  const { placeIds, bookingId } = await book(booker, event, 24_000, { places: 2 })
  const payerId = `payer-of-${booker.school.id}`
  expect(await ledgerOf(event.id)).toEqual(
    placeIds.map((placeId) => ({ kind: 'charge', payerId, route: 'recharge', placeId, pence: 10_000, vatPence: 2_000 })),
  )
  expect(
    await rows(
      'SELECT payerId, route, priceId, agreedById, agreedAt IS NOT NULL AS agreed, rule FROM BookingPayer WHERE bookingId = ?1',
      bookingId,
    ),
  ).toEqual([
    {
      ...{ payerId, route: 'recharge', priceId: event.priceId, agreedById: booker.accountId, agreed: 1 },
      rule: JSON.stringify({ why: 'maintained_in_area', status: 'maintained', area: 'inside', day: '2026-06-12', central: false }),
    },
  ])
})

it('A free event posts nothing and asks nobody who pays', async () => {
  const event = await anEvent()
  const booker = await aBooker()
  const placed = await placeBooking(anAct({ actor: booker.actor }), {
    ...{ code: event.code, schoolId: booker.school.id, formId: crypto.randomUUID() },
    delegates: [{ name: 'Ann Price', email: 'ann@example.sch.uk', roleId: 'dsl', represents: [] }],
  })
  expect(placed.ok).toBe(true)
  expect(await ledgerOf(event.id)).toEqual([])
  expect(await rows('SELECT 1 FROM BookingPayer p JOIN Booking b ON b.id = p.bookingId WHERE b.eventId = ?1', event.id)).toEqual([])
})

it('Nobody books at a price that they have not accepted, or that is not the one they saw', async () => {
  const event = await aPricedEvent()
  const booker = await aBooker()
  const act = anAct({ actor: booker.actor })
  const { paying: _paying, ...unpriced } = priced(booker, event, 12_000)
  expect(await placeBooking(act, unpriced)).toEqual({ ok: false, reason: 'price_not_accepted' })
  const older = await aPriceList()
  expect(await placeBooking(act, priced(booker, { ...event, priceId: older.id }, 12_000))).toEqual({
    ok: false,
    reason: 'price_not_accepted',
  })
  expect(await placeBooking(act, priced(booker, event, 10_000))).toEqual({ ok: false, reason: 'price_changed' })
  expect(await placeBooking(act, priced(booker, event, 12_000, { paying: { code: 'NOSUCH' } }))).toEqual({
    ok: false,
    reason: 'code_unknown',
  })
  expect(await ledgerOf(event.id)).toEqual([])
})

it('A place that is cancelled in time is credited whole, and what is undone is charged again', async () => {
  const event = await aPricedEvent()
  const booker = await aBooker({ sector: 'academy' })
  const { reference, placeIds } = await book(booker, event, 12_000)
  expect(await cancelBooking(anAct({ actor: booker.actor }), reference, undefined)).toEqual({ ok: true, value: 1 })
  const line = { payerId: `payer-of-${booker.school.id}`, route: 'invoice', placeId: placeIds[0] }
  const charge = { ...line, kind: 'charge', pence: 10_000, vatPence: 2_000 }
  const credit = { ...line, kind: 'credit', pence: -10_000, vatPence: -2_000 }
  expect(await ledgerOf(event.id)).toEqual([charge, credit])
  const organiser = await anAccount({ roles: ['organiser'] })
  expect(await undoCancellation(anAct({ actor: organiser.actor }), reference, placeIds)).toEqual({ ok: true, value: 1 })
  expect(await ledgerOf(event.id)).toEqual([charge, credit, charge])
  expect(await balanceOf(event.id)).toBe(12_000)
})

it('First places of a school are free, a service agreement covers the next, and a code makes others cheaper as far as it reaches', async () => {
  const list = await aPriceList({ freePlaces: 1 })
  const code = await aPriceCode(list.key, { percentOff: 50, mostPlaces: 1 })
  const event = await aPricedEvent({ priceId: list.id })
  const booker = await aBooker()
  const agreementId = await anAgreement({ schoolId: booker.school.id }, { places: 1 })
  await book(booker, event, 6_000 + 12_000, { places: 4, paying: { code: code.code.toLowerCase() } })
  expect(
    await rows('SELECT basis, route, pence, vatPence, agreementId, codeId FROM PlacePrice WHERE eventId = ?1 ORDER BY rowid', event.id),
  ).toEqual([
    { basis: 'first_free', route: 'recharge', pence: 0, vatPence: 0, agreementId: null, codeId: null },
    { basis: 'agreement', route: 'agreement', pence: 0, vatPence: 0, agreementId, codeId: null },
    { basis: 'code', route: 'recharge', pence: 5_000, vatPence: 1_000, agreementId: null, codeId: code.id },
    { basis: 'price', route: 'recharge', pence: 10_000, vatPence: 2_000, agreementId: null, codeId: null },
  ])
  expect(await balanceOf(event.id)).toBe(18_000)
  const other = await aBooker()
  expect(await placeBooking(anAct({ actor: other.actor }), priced(other, event, 0, { paying: { code: code.code } }))).toEqual({
    ok: false,
    reason: 'code_used_up',
  })
})

it('A council that books for a school needs no word of the price, and the school has not agreed until it says so', async () => {
  const event = await aPricedEvent()
  const { school } = await aBooker()
  const organiser = await anAccount({ roles: ['organiser'] })
  const ask = { ...priced({ school } as never, event, 0), askedBy: 'by telephone', paying: undefined }
  const placed = await placeBooking(anAct({ actor: organiser.actor }), ask)
  expect(placed.ok).toBe(true)
  expect(
    await rows('SELECT agreedAt, agreedById FROM BookingPayer p JOIN Booking b ON b.id = p.bookingId WHERE b.eventId = ?1', event.id),
  ).toEqual([{ agreedAt: null, agreedById: null }])
  expect(await balanceOf(event.id)).toBe(12_000)
  expect(await db.prepare('SELECT COUNT(*) AS n FROM LedgerLine WHERE eventId = ?1').bind(event.id).first('n')).toBe(1)
})
