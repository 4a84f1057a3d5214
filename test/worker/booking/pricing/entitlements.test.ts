// What a place was free or cheaper by passes to the places that stand, in the batch in which it ends.

import { expect, it } from 'vitest'
import { cancelBooking } from '#booking/cancelling/cancel-booking.ts'
import { chaseMissingNames } from '#booking/delegates/chase-missing-names.ts'
import { anAct, before, db, request, rows, withoutGuards } from '#test/support/factories.ts'
import { anAgreement, aPriceCode, aPricedEvent, aPriceList, setPrice } from '#test/support/money.ts'
import { textOf } from '#test/support/plain.ts'
import { auditAll } from '#upkeep/audit/store.ts'
import { aBooker, book } from './priced.ts'

const far = { startsAt: '2099-06-12T08:30:00.000Z', endsAt: '2099-06-12T15:00:00.000Z' }
const aFreeFirst = (freePlaces = 1) => aPricedEvent({ event: far, list: { defaultPence: 9500, freePlaces, basisPoints: 0 } })

const owed = async (bookingId: string): Promise<number> =>
  (await rows<{ sum: number }>('SELECT COALESCE(SUM(pence + vatPence), 0) AS sum FROM LedgerLine WHERE bookingId = ?1', bookingId))[0]
    ?.sum ?? 0
const basesOf = (bookingId: string) =>
  rows<{ basis: string; pence: number }>(
    `SELECT x.basis, x.pence FROM PlacePrice x JOIN Place p ON p.id = x.placeId WHERE x.bookingId = ?1 AND x.supersededAt IS NULL ORDER BY p.rowid`,
    bookingId,
  )
const wasted = async () => (await auditAll(db, new Date())).invariants.find((one) => one.name === 'first_free_place_used')?.violations
type Booker = Awaited<ReturnType<typeof aBooker>>
const cancels = (booker: Booker, reference: string, placeIds: string[], on = db) =>
  cancelBooking(anAct({ actor: booker.actor, now: new Date(), db: on }), reference, placeIds)

// “What a place was free or cheaper by passes, when it ends, to another place for which the school pays, in the same batch.”
// “Before the button and in the mail stands what the booking owes afterwards.”
it('a school that cancels its free place has its other one free: it pays what it would have paid for that one alone', async () => {
  const [event, booker] = [await aFreeFirst(), await aBooker()]
  const { reference, bookingId, placeIds } = await book(booker, event, 9500, { places: 2 })
  expect([await basesOf(bookingId), await owed(bookingId)]).toEqual([
    [
      { basis: 'first_free', pence: 0 },
      { basis: 'price', pence: 9500 },
    ],
    9500,
  ])
  const page = await textOf(request(`/bookings/${reference}/cancel?place=${placeIds[0]}`, { cookie: booker.cookie }))
  expect(page).toContain('After this you owe nothing for this booking.')
  expect(page).toContain('passes to another place of this booking, which costs £95.00 less.')
  expect((await cancels(booker, reference, placeIds.slice(0, 1))).ok).toBe(true)
  expect([await basesOf(bookingId), await owed(bookingId)]).toEqual([[{ basis: 'first_free', pence: 0 }], 0])
  expect(await rows('SELECT kind, pence FROM LedgerLine WHERE bookingId = ?1 ORDER BY number', bookingId)).toEqual([
    { kind: 'charge', pence: 9500 },
    { kind: 'credit', pence: -9500 },
  ])
  const [mail] = await rows<{ text: string }>(
    `SELECT y.text FROM Message m JOIN MessageBody y ON y.messageId = m.id WHERE m.bookingId = ?1 AND m.kind = 'booking_cancelled'`,
    bookingId,
  )
  expect(mail?.text).toContain('After this you owe nothing for this booking.')
  expect(await wasted()).toEqual([])
})

it('the free place passes to another booking of the school when the first has no place that costs anything', async () => {
  const [event, booker] = [await aFreeFirst(), await aBooker()]
  const first = await book(booker, event, 0)
  const second = await book(booker, event, 9500, {
    delegates: [{ name: 'Ann Lee', email: 'a@example.sch.uk', roleId: 'head', represents: [] }],
  })
  const stranger = await aBooker()
  const other = await book(stranger, event, 9500, { places: 2 })
  expect((await cancels(booker, first.reference, first.placeIds)).ok).toBe(true)
  expect([await owed(first.bookingId), await owed(second.bookingId), await owed(other.bookingId)]).toEqual([0, 0, 9500])
  expect(await wasted()).toEqual([])
})

it('a place of an agreement and one of a code pass on as well, each once', async () => {
  const list = await aPriceList({ defaultPence: 10_000, freePlaces: 0, basisPoints: 0 })
  const event = await aPricedEvent({ event: far, priceId: list.id })
  await setPrice(event.id, list.id)
  const covered = await aBooker({ sector: 'academy' })
  await anAgreement({ schoolId: covered.school.id }, { places: 1 })
  const one = await book(covered, event, 20_000, { places: 3 })
  expect(await owed(one.bookingId)).toBe(20_000)
  await cancels(covered, one.reference, one.placeIds.slice(0, 1))
  expect((await basesOf(one.bookingId)).map((price) => price.basis)).toEqual(['agreement', 'price'])
  expect(await owed(one.bookingId)).toBe(10_000)
  const { code } = await aPriceCode(list.key, { percentOff: 50, mostPlaces: 1 })
  const cheaper = await aBooker({ sector: 'academy' })
  const two = await book(cheaper, event, 15_000, { places: 2, paying: { code } })
  await cancels(cheaper, two.reference, two.placeIds.slice(0, 1))
  expect([await basesOf(two.bookingId), await owed(two.bookingId)]).toEqual([[{ basis: 'code', pence: 5000 }], 5000])
})

// “The mail about places released for want of a name says it too.”
it('places that are released for want of a name pass theirs on, too', async () => {
  const [event, booker] = [await aFreeFirst(), await aBooker()]
  const { bookingId, placeIds } = await book(booker, event, 9500, {
    delegates: [{ name: 'Ann Lee', email: 'ann@example.sch.uk', roleId: 'head', represents: [] }],
    unnamed: 1,
  })
  // The place without a name is the free one.
  await db.batch([
    db.prepare('UPDATE Place SET personId = NULL, roleId = NULL WHERE id = ?1').bind(placeIds[0]),
    db.prepare(`UPDATE Event SET namesDueAt = '2099-06-01T09:00:00.000Z', namesRelease = 1 WHERE id = ?1`).bind(event.id),
  ])
  await chaseMissingNames(anAct({ now: new Date('2099-06-02T09:00:00.000Z'), origin: 'schedule' }))
  const live = await basesOf(bookingId)
  expect([live.every((price) => price.pence === 0), await owed(bookingId)]).toEqual([true, 0])
  const [mail] = await rows<{ text: string }>(
    `SELECT y.text FROM Message m JOIN MessageBody y ON y.messageId = m.id WHERE m.bookingId = ?1 AND m.kind = 'places_released'`,
    bookingId,
  )
  expect(mail?.text).toContain('Owed: After this you owe nothing for this booking.')
})

it('two who cancel at once pass one free place on once, and a cut-off cancellation passes nothing on', async () => {
  const [event, booker] = [await aFreeFirst(2), await aBooker()]
  const { reference, bookingId, placeIds } = await book(booker, event, 19_000, { places: 4 })
  const cutOff = before(1, () => Promise.reject(new Error('cut off')))
  await cancels(booker, reference, placeIds.slice(0, 1), cutOff).catch(() => undefined)
  expect(await owed(bookingId)).toBe(19_000)
  const answers = await Promise.all(placeIds.slice(0, 2).map((id) => cancels(booker, reference, [id])))
  for (const answer of answers) if (!answer.ok) expect(answer.reason).toBe('event_changed')
  for (const id of placeIds.slice(0, 2)) await cancels(booker, reference, [id])
  expect([(await basesOf(bookingId)).map((price) => price.basis), await owed(bookingId)]).toEqual([['first_free', 'first_free'], 0])
  expect(await wasted()).toEqual([])
})

/** A colleague books a place that costs £95 while the school gives up its free one, which has looked already and not written yet. */
const meanwhileBooked = async (nth: number, on = db) => {
  const [event, booker] = [await aFreeFirst(), await aBooker()]
  const first = await book(booker, event, 0)
  const colleague = () => book(booker, event, 9500, { unnamed: 1, delegates: [] })
  const cancelled = await cancels(booker, first.reference, first.placeIds, before(nth, colleague, on))
  return { booker, first, cancelled }
}

it('a school that cancels its free place while a colleague books another one never pays for its only one', async () => {
  for (let nth = 1; nth <= 5; nth += 1) {
    const { booker, first, cancelled } = await meanwhileBooked(nth)
    if (!cancelled.ok)
      expect([cancelled.reason, (await cancels(booker, first.reference, first.placeIds)).ok]).toEqual(['event_changed', true])
    expect(await wasted()).toEqual([])
  }
  for (let round = 0; round < 3; round += 1) {
    const [event, booker] = [await aFreeFirst(), await aBooker()]
    const first = await book(booker, event, 0)
    await Promise.all([
      cancels(booker, first.reference, first.placeIds),
      book(booker, event, 9500, { unnamed: 1, delegates: [] }).catch(() => undefined),
    ])
    await cancels(booker, first.reference, first.placeIds)
    expect(await wasted()).toEqual([])
  }
})

it('control: without the guards it pays', async () => {
  for (let nth = 1; nth <= 5; nth += 1) await meanwhileBooked(nth, withoutGuards)
  expect(await wasted()).not.toEqual([])
})
