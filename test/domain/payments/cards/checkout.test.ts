import { expect, it } from 'vitest'
import { type HeldPlace, lifeFrom, type PayGround, pageLines, payableOf } from '#payments/cards/checkout.ts'
import { splitRefund, stateFrom } from '#payments/cards/refund.ts'

const now = new Date('2026-04-01T09:00:00.250Z')
const rule = { list: 'Conferences', version: 2, row: 'default' }
const held = (id: string, pence: number, vatPence = 0, heldUntil = '2026-04-01T09:40:00.000Z'): HeldPlace => ({
  ...{ id, pence, vatPence, heldUntil, rule },
})
const ground = (of: Partial<PayGround> = {}): PayGround => ({
  booking: { id: 'b', reference: 'ABC234', eventId: 'e', schoolId: 's', eventCode: 'E', eventTitle: 'Conference', startsAt: null },
  ...{ payerId: 'p', route: 'card', held: [], owed: 0, waits: { waitsToCount: 0, waitsToGo: 0 }, balances: false, open: undefined },
  ...of,
})

it('The page of Stripe takes a payment for 31 minutes, and the places are held nine minutes longer than that', () => {
  expect(lifeFrom(now)).toEqual({ expiresAt: '2026-04-01T09:31:01.000Z', heldUntil: '2026-04-01T09:40:01.000Z' })
})

it('held places are paid together, VAT and all; nothing is paid once a hold has run out', () => {
  expect(payableOf(ground({ held: [held('1', 10_000, 2_000), held('2', 0)] }), now)).toEqual({ forWhat: 'places', pence: 12_000 })
  expect(payableOf(ground({ held: [held('1', 10_000, 0, '2026-04-01T08:59:00.000Z')] }), now)).toBe(undefined)
  expect(payableOf(ground(), now)).toBe(undefined)
})

// What a payer whose route is card owes already can be paid by card. Finance may let what is owed on the council's own invoice be paid by card too.
it('what is owed is paid by card by whoever pays by card, and on the council’s own invoice where finance lets it', () => {
  const owed = { owed: 5_000 }
  const balance = { forWhat: 'balance', pence: 5_000 }
  expect(payableOf(ground(owed), now)).toEqual(balance)
  expect(payableOf(ground({ ...owed, route: 'invoice' }), now)).toBe(undefined)
  expect(payableOf(ground({ ...owed, route: 'invoice', balances: true }), now)).toEqual(balance)
  for (const route of ['recharge', 'stripe_invoice', 'agreement'] as const)
    expect(payableOf(ground({ ...owed, route, balances: true }), now)).toBe(undefined)
})

it('Stripe’s page shows places of one price together, in the words of the price, and leaves out what is free', () => {
  const event = { title: 'Safeguarding conference', startsAt: '2026-06-12T08:30:00.000Z' }
  const places = { forWhat: 'places' as const, pence: 24_000, reference: 'ABC234' }
  expect(pageLines(places, event, [held('1', 10_000, 2_000), held('2', 0), held('3', 10_000, 2_000)])).toEqual([
    {
      name: 'Place: Safeguarding conference, Friday 12 June 2026',
      description: 'Conferences, version 2: the usual price',
      pence: 12_000,
      quantity: 2,
    },
  ])
  expect(pageLines({ ...places, forWhat: 'balance', pence: 700 }, event, [])).toEqual([
    { name: 'What is owed: Safeguarding conference, Friday 12 June 2026', description: 'Booking ABC234', pence: 700, quantity: 1 },
  ])
})

it('Never more goes back than was paid; of several payments the oldest goes back first', () => {
  const paid = [
    { checkoutId: 'old', left: 5_000 },
    { checkoutId: 'spent', left: 0 },
    { checkoutId: 'new', left: 12_000 },
  ]
  expect(splitRefund(paid, 4_000)).toEqual([{ checkoutId: 'old', pence: 4_000 }])
  expect(splitRefund(paid, 9_000)).toEqual([
    { checkoutId: 'old', pence: 5_000 },
    { checkoutId: 'new', pence: 4_000 },
  ])
  expect(splitRefund(paid, 99_000).reduce((sum, part) => sum + part.pence, 0)).toBe(17_000)
  expect(splitRefund([], 100)).toEqual([])
})

it('whatever Stripe has not done is under way', () => {
  expect(['succeeded', 'failed', 'canceled', 'pending', 'requires_action', 'a new word', null].map(stateFrom)).toEqual([
    ...['succeeded', 'failed', 'failed', 'pending', 'pending', 'pending', 'pending'],
  ])
})
