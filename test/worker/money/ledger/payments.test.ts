import { expect, it } from 'vitest'
import { type HandPayment, putToBooking, recordPayment } from '#money/ledger/record-payment.ts'
import { anAccount, anAct, rows } from '#test/support/factories.ts'
import { aPaidBooking, owedOf } from './booked.ts'

const onDay = async () => {
  const { actor } = await anAccount({ roles: ['finance'] })
  const act = () => anAct({ actor, now: new Date('2026-06-30T23:30:00.000Z') })
  const booked = await aPaidBooking({ route: 'card' })
  const pay = (facts: Partial<HandPayment> = {}) =>
    recordPayment(act(), {
      ...{ formId: crypto.randomUUID(), payerId: booked.payerId, bookingId: booked.bookingId, pence: 12_000 },
      ...{ happenedOn: '2026-06-29', reference: 'BACS 77', anyway: false, ...facts },
    })
  return { ...booked, act, pay }
}

// “A payment is recorded with the day on which it came in, not a later one, and a reference; one form records it once.”
it('a payment by hand has its day and reference, and a double click records it once', async () => {
  const { pay, bookingId } = await onDay()
  expect(await pay({ happenedOn: '2026-07-02' })).toEqual({ ok: false, reason: 'not_yet' })
  expect(await pay({ happenedOn: '2023-07-02' })).toEqual({ ok: false, reason: 'long_ago' })
  const formId = crypto.randomUUID()
  const both = await Promise.all([pay({ formId }), pay({ formId })])
  expect(both.map((one) => one.ok && one.value.again).toSorted()).toEqual([false, true])
  expect(await pay({ formId })).toEqual({ ok: true, value: { again: true, waits: false } })
  expect(
    await rows(
      `SELECT pence, route, happenedOn, period, reason, source FROM LedgerLine WHERE bookingId = ?1 AND kind = 'payment'`,
      bookingId,
    ),
  ).toEqual([
    { pence: -12_000, route: 'invoice', happenedOn: '2026-06-29', period: '2026-07', reason: 'BACS 77', source: `hand:${formId}` },
  ])
  expect(await rows(`SELECT id FROM Log WHERE act = 'payment.recorded' AND after LIKE ?1`, `%${formId}%`)).toHaveLength(1)
})

// “More than is owed is recorded only when finance says that it is meant.”
it('an overpayment is recorded only when it is meant', async () => {
  const { pay, bookingId } = await onDay()
  expect(await pay({ pence: 12_001 })).toEqual({ ok: false, reason: 'more_than_owed' })
  expect((await pay({ pence: 12_001, anyway: true })).ok).toBe(true)
  expect(await owedOf(bookingId)).toBe(-1)
})

// “Money that belongs to no booking yet is kept on account, and is put to a booking of the same payer as far as it goes.”
it('money on account is put to a booking of the payer, no more than there is and once', async () => {
  const { pay, act, payerId, bookingId } = await onDay()
  await pay({ bookingId: null, pence: 5_000 })
  const put = (pence: number, formId: string = crypto.randomUUID(), to = bookingId) =>
    putToBooking(act(), { formId, payerId, bookingId: to, pence })
  expect(await put(5_001)).toEqual({ ok: false, reason: 'not_on_account' })
  expect(await put(5_000, crypto.randomUUID(), (await aPaidBooking()).bookingId)).toEqual({ ok: false, reason: 'no_such_payer' })
  const formId = crypto.randomUUID()
  expect((await Promise.all([put(3_000, formId), put(3_000, formId)])).every(({ ok }) => ok)).toBe(true)
  expect(await owedOf(bookingId)).toBe(9_000)
  expect(await put(3_000)).toEqual({ ok: false, reason: 'not_on_account' })
  expect(await rows('SELECT COALESCE(SUM(pence), 0) AS sum FROM LedgerLine WHERE payerId = ?1 AND bookingId IS NULL', payerId)).toEqual([
    { sum: -2_000 },
  ])
})

it('of two who put money to one debt at once, one does: no more than is owed goes to the booking', async () => {
  const { pay, act, payerId, bookingId } = await onDay()
  await pay({ bookingId: null, pence: 24_000 })
  const put = () => putToBooking(act(), { formId: crypto.randomUUID(), payerId, bookingId, pence: 12_000 })
  expect((await Promise.all([put(), put()])).filter(({ ok }) => ok)).toHaveLength(1)
  expect(await owedOf(bookingId)).toBe(0)
})

it('only finance and administrators record money', async () => {
  const { payerId, bookingId } = await onDay()
  const { actor } = await anAccount({ roles: ['organiser'] })
  const paid = { formId: crypto.randomUUID(), payerId, bookingId, pence: 1, happenedOn: '2026-01-05', reference: 'x', anyway: false }
  expect(await recordPayment(anAct({ actor }), paid)).toEqual({ ok: false, reason: 'not_finance' })
  const stranger = await aPaidBooking()
  const finance = await anAccount({ roles: ['finance'] })
  expect(await recordPayment(anAct({ actor: finance.actor }), { ...paid, payerId: stranger.payerId })).toEqual({
    ok: false,
    reason: 'no_such_payer',
  })
})
