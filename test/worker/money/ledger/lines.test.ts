import { expect, it } from 'vitest'
import { readNow } from '#base/db/read.ts'
import { closePeriod } from '#money/ledger/close-period.ts'
import { insertPayment, insertRefund, markLinesNotified, selectBalances } from '#money/ledger/store.ts'
import { anAccount, anAct, db, rows, run } from '#test/support/factories.ts'
import { aPricedEvent } from '#test/support/money.ts'
import { add, insert } from '#test/support/rows.ts'
import { aPaidBooking, linesOf, owedOf } from './booked.ts'

const balances = (bookingId: string) => readNow(db, selectBalances(db, { bookingId }))

// “What a payer owes is the sum of its lines; a line is never changed and never deleted.”
it('a booking owes the sum of its lines, and nobody changes or deletes one', async () => {
  const { bookingId, payerId, numbers } = await aPaidBooking({ places: 2 })
  const payment = { payerId, route: 'invoice' as const, bookingId, rule: { why: 'by_hand' } }
  await db.batch([
    insertPayment(anAct(), { ...payment, pence: 20_000, source: `a:${bookingId}` }),
    insertRefund(anAct(), { ...payment, pence: 500, source: `b:${bookingId}` }),
  ])
  expect(await balances(bookingId)).toEqual([{ payerId, bookingId, charged: 24_000, paid: 19_500, owed: 4_500, goesBack: 0 }])
  for (const sql of [
    'UPDATE LedgerLine SET pence = 1 WHERE number = ?1',
    `UPDATE LedgerLine SET reason = 'x' WHERE number = ?1`,
    'DELETE FROM LedgerLine WHERE number = ?1',
  ])
    await expect(run(sql, numbers[0])).rejects.toThrow('ledger_is_append_only')
  expect(await owedOf(bookingId)).toBe(4_500)
})

// “What takes a line back takes back no more than is left of it, from the same payer and booking.”
it('a line is not taken back twice, nor for another payer or booking', async () => {
  const one = await aPaidBooking()
  const other = await aPaidBooking()
  const take = (of: typeof one, pence: number, vatPence: number) =>
    add('LedgerLine', {
      kind: 'credit',
      payerId: of.payerId,
      route: 'invoice',
      bookingId: of.bookingId,
      pence: -pence,
      vatPence: -vatPence,
      at: '2026-03-02T09:00:00.000Z',
      reversesNumber: one.numbers[0],
    })
  await take(one, 6_000, 1_200)
  await expect(take(one, 4_001, 0)).rejects.toThrow('more_than_line')
  await expect(take(one, 0, 801)).rejects.toThrow('more_than_line')
  await expect(take(other, 1, 0)).rejects.toThrow('more_than_line')
  await take(one, 4_000, 800)
  expect(await owedOf(one.bookingId)).toBe(0)
})

const periodsAt = async (...instants: string[]) => {
  const found: { happenedOn: string; period: string }[] = []
  for (const at of instants) {
    const event = await aPricedEvent({ event: { startsAt: '2026-12-04T09:30:00.000Z', endsAt: '2026-12-04T15:00:00.000Z' } })
    const { bookingId } = await aPaidBooking({ event, at })
    found.push(
      ...(await rows<{ happenedOn: string; period: string }>('SELECT happenedOn, period FROM LedgerLine WHERE bookingId = ?1', bookingId)),
    )
  }
  return found
}

// “A line belongs to the London month in which it was posted, also on the last evening of a month in summer time.”
it('a line posted at half past eleven at night UTC in June belongs to July, in January to January', async () => {
  expect(
    await periodsAt(
      '2026-06-30T22:59:59.999Z',
      '2026-06-30T23:30:00.000Z',
      '2026-01-31T23:30:00.000Z',
      '2026-03-29T00:59:59.999Z',
      '2026-10-31T23:30:00.000Z',
    ),
  ).toEqual([
    { happenedOn: '2026-06-30', period: '2026-06' },
    { happenedOn: '2026-07-01', period: '2026-07' },
    { happenedOn: '2026-01-31', period: '2026-01' },
    { happenedOn: '2026-03-29', period: '2026-03' },
    { happenedOn: '2026-10-31', period: '2026-10' },
  ])
})

// “When a month is closed, later lines belong to the month after the last one closed.” “Only a month that is over can be closed, and closing is never undone.”
it('after a month is closed its late lines go to the next, and it stays closed', async () => {
  const { actor } = await anAccount({ roles: ['finance'] })
  const close = (period: string, now: string) => closePeriod(anAct({ actor, now: new Date(now) }), period)
  expect(await close('2026-06', '2026-06-30T22:00:00.000Z')).toEqual({ ok: false, reason: 'not_over' })
  expect(await close('2026-13', '2026-12-30T22:00:00.000Z')).toEqual({ ok: false, reason: 'no_such_month' })
  // half past eleven at night UTC is July in London
  expect((await close('2026-06', '2026-06-30T23:30:00.000Z')).ok).toBe(true)
  expect(await close('2026-06', '2026-07-01T09:00:00.000Z')).toEqual({ ok: false, reason: 'already_closed' })
  expect(await close('2026-05', '2026-07-01T09:00:00.000Z')).toEqual({ ok: false, reason: 'already_closed' })
  expect(await periodsAt('2026-06-30T12:00:00.000Z', '2026-08-03T12:00:00.000Z')).toEqual([
    { happenedOn: '2026-06-30', period: '2026-07' },
    { happenedOn: '2026-08-03', period: '2026-08' },
  ])
  await expect(run('DELETE FROM ClosedPeriod')).rejects.toThrow('period_is_closed')
  const organiser = await anAccount({ roles: ['organiser'] })
  expect(await closePeriod(anAct({ actor: organiser.actor, now: new Date('2026-12-01T09:00:00Z') }), '2026-11')).toEqual({
    ok: false,
    reason: 'not_finance',
  })
})

// “Money is posted once for each source, however often it is sent.”
it('a payment and a refund of the same source are there once', async () => {
  const { bookingId, payerId } = await aPaidBooking()
  const payment = { payerId, route: 'card' as const, bookingId, pence: 5_000, source: `stripe:${bookingId}`, rule: { why: 'by_hand' } }
  for (let n = 0; n < 3; n += 1) await insertPayment(anAct(), payment).run()
  await insertRefund(anAct(), { ...payment, source: `back:${bookingId}` }).run()
  await insertRefund(anAct(), { ...payment, source: `back:${bookingId}` }).run()
  expect((await linesOf(bookingId)).map(({ kind, pence }) => [kind, pence])).toEqual([
    ['charge', 10_000],
    ['payment', -5_000],
    ['refund', 5_000],
  ])
})

it('a message is noted with the lines that nothing was said of yet', async () => {
  const { bookingId, numbers } = await aPaidBooking({ places: 2 })
  const tell = async (id: string) => {
    await db.batch([
      insert('Message', {
        id,
        kind: 'booking_confirmed',
        state: 'queued',
        recipient: 'x',
        createdAt: '2026-03-02T09:00:00.000Z',
        dueAt: '2026-03-02T09:00:00.000Z',
      }),
      markLinesNotified(anAct(), bookingId, id),
    ])
  }
  const [first, second] = [crypto.randomUUID(), crypto.randomUUID()]
  await tell(first)
  await tell(second)
  expect(
    await rows(
      'SELECT lineNumber, messageId FROM LineNotice WHERE lineNumber IN (SELECT value FROM json_each(?1)) ORDER BY lineNumber',
      JSON.stringify(numbers),
    ),
  ).toEqual(numbers.map((lineNumber) => ({ lineNumber, messageId: first })))
})
