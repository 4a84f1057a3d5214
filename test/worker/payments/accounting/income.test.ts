import { expect, it } from 'vitest'
import { readNow } from '#base/db/read.ts'
import { decideProposal } from '#money/ledger/decide-proposal.ts'
import { proposeTakeBack, proposeWaiver, proposeWriteOff } from '#money/ledger/propose-money.ts'
import { recordPayment } from '#money/ledger/record-payment.ts'
import { readMonths } from '#payments/accounting/forms.ts'
import { incomeOf, totalIncome } from '#payments/accounting/income.ts'
import { selectIncome } from '#payments/accounting/income-store.ts'
import { anAccount, anAct, db, request, rows, run, tripsOf } from '#test/support/factories.ts'
import { aPricedEvent } from '#test/support/money.ts'
import { aPaidBooking } from '#test/worker/money/ledger/booked.ts'

const base = '/organiser/finance/income'

type Counted = { kind: string; period: string; pence: number; vatPence: number; code: string }

/**
 * Two conferences: one cancelled place, something waived, something written off, a payment that is
 * taken back, over three months.
 */
const aSpring = async () => {
  const [ada, ben] = [await anAccount({ roles: ['finance'] }), await anAccount({ roles: ['finance'] })]
  const on = (who: typeof ada, day: string) => anAct({ actor: who.actor, now: new Date(`${day}T09:00:00.000Z`) })
  const agree = (id: string, day: string) => decideProposal(on(ben, day), { id, decision: 'approve', note: '' })
  const events = await Promise.all(
    ['=Cmd conference', 'Autumn conference'].map((title, n) =>
      aPricedEvent({ event: { title, startsAt: `2026-12-0${n + 1}T09:30:00.000Z`, endsAt: `2026-12-0${n + 1}T15:00:00.000Z` } }),
    ),
  )
  const [one, other] = events
  if (!one || !other) throw new Error('No event')
  const first = await aPaidBooking({ event: one, places: 3, pence: 10_001, vatPence: 2_000, at: '2026-03-31T22:30:00.000Z' })
  // Half past midnight in London on 1 May
  const second = await aPaidBooking({ event: other, places: 2, at: '2026-04-30T23:30:00.000Z' })
  await run(`UPDATE Place SET state = 'cancelled', stateAt = '2026-04-10T09:00:00.000Z' WHERE id = ?1`, first.placeIds[0])
  const [waiver, writeOff, back] = [crypto.randomUUID(), crypto.randomUUID(), crypto.randomUUID()]
  await proposeWaiver(on(ada, '2026-04-11'), { id: waiver, lineNumber: first.numbers[1] ?? 0, pence: 3_333, reason: 'Snow' })
  await agree(waiver, '2026-04-12')
  await recordPayment(on(ada, '2026-05-02'), {
    ...{ formId: crypto.randomUUID(), payerId: second.payerId, bookingId: second.bookingId, pence: 24_000 },
    ...{ happenedOn: '2026-05-02', reference: 'BACS', anyway: false },
  })
  const [paid] = await rows<{ number: number }>(`SELECT number FROM LedgerLine WHERE bookingId = ?1 AND kind = 'payment'`, second.bookingId)
  await proposeTakeBack(on(ada, '2026-05-03'), { id: back, lineNumber: paid?.number ?? 0, why: 'returned', reason: 'The bank' })
  await agree(back, '2026-05-04')
  await proposeWriteOff(on(ada, '2026-05-05'), { ...second, id: writeOff, reason: 'Closed' })
  await agree(writeOff, '2026-05-06')
  return { one, other, ada }
}

const counted = () =>
  rows<Counted>(
    `SELECT l.kind, l.period, l.pence, l.vatPence, e.code FROM LedgerLine l JOIN Booking b ON b.id = l.bookingId JOIN Event e ON e.id = b.eventId
     WHERE l.kind NOT IN ('payment', 'refund', 'taken_back')`,
  )

// “Income is what was charged less what was credited, waived or written off, by month and by
// event; both add up to the ledger.”
it('income by month and by event is what the lines come to, counted once more by hand', async () => {
  const { one, other, ada } = await aSpring()
  const lines = await counted()
  const again = (key: 'period' | 'code') =>
    [...Map.groupBy(lines, (line) => line[key])].map(([name, those]) => [
      name,
      those.reduce((sum, { pence }) => sum + pence, 0),
      those.reduce((sum, { vatPence }) => sum + vatPence, 0),
    ])
  const { months, events } = await readNow(db, selectIncome(db, '2026-01', '2026-12'))
  expect(months.map((month) => [month.period, incomeOf(month), month.vatPence])).toEqual(again('period').toSorted())
  expect(events.map((event) => [event.code, incomeOf(event), event.vatPence]).toSorted()).toEqual(again('code').toSorted())
  expect(totalIncome(months)).toEqual(totalIncome(events))
  expect(months.map(({ period, charged, takenOff, writtenOff, vatPence }) => [period, charged, takenOff, writtenOff, vatPence])).toEqual([
    ['2026-03', 30_003, 0, 0, 6_000],
    ['2026-04', 0, -10_001 - 3_333, 0, -2_000 - 667],
    ['2026-05', 20_000, 0, -24_000, 4_000],
  ])
  const [cmd, autumn] = (await readNow(db, selectIncome(db, '2026-04', '2026-05'))).events
  expect([cmd?.code, cmd && incomeOf(cmd), autumn?.code, autumn && incomeOf(autumn)]).toEqual([one.code, -13_334, other.code, -4_000])

  const { cookie } = ada
  const csv = async (file: string) => (await request(`${base}/${file}.csv?from=2026-03&to=2026-05`, { cookie })).text()
  expect((await csv('months')).split('\r\n')).toEqual([
    'Month,Charged,Credited or waived,Written off,Income,VAT,With VAT',
    '2026-03,300.03,0,0,300.03,60,360.03',
    '2026-04,0,-133.34,0,-133.34,-26.67,-160.01',
    '2026-05,200,0,-240,-40,40,0',
    'All,500.03,-133.34,-240,126.69,73.33,200.02',
    '',
  ])
  expect((await csv('events')).split('\r\n')).toEqual([
    'Event,Code,Date,Charged,Credited or waived,Written off,Income,VAT,With VAT',
    `'=Cmd conference,${one.code},2026-12-01,300.03,-133.34,0,166.69,33.33,200.02`,
    `Autumn conference,${other.code},2026-12-02,200,0,-240,-40,40,0`,
    'All,,,500.03,-133.34,-240,126.69,73.33,200.02',
    '',
  ])
  const page = await (await request(`${base}?from=2026-03&to=2026-05`, { cookie })).text()
  expect(page).toContain('Income from March 2026 to May 2026')
  expect(page).toContain('£126.69')
  const wrong = await request(`${base}?from=2026-05&to=2026-03`, { cookie })
  expect([wrong.status, await wrong.text()]).toEqual([422, expect.stringContaining('Choose a last month that is not before the first')])
})

it('it is read in one round trip', async () => {
  expect(await tripsOf((on) => readNow(on, selectIncome(on, '2026-01', '2026-12')))).toBe(1)
})

it.each([
  [{}, { from: '2026-04', to: '2026-11' }],
  [{ from: '2026-13' }, { problems: { from: 'Choose the first month' } }],
  [{ to: 'x' }, { problems: { to: 'Choose the last month' } }],
])('months %j', (query: { from?: string; to?: string }, expected) => {
  expect(readMonths(query, { from: '2026-04', to: '2026-11' })).toMatchObject(expected)
})
