import { expect, it } from 'vitest'
import {
  invoiceNumber,
  outstandingOf,
  overpaidOf,
  type ReminderStep,
  readInvoiceNumber,
  reminderDue,
  reminderSteps,
  sayLine,
  sayState,
  splitCredit,
  stateAfter,
  vatByRate,
  wholeTakenBack,
} from '#payments/invoices/invoice.ts'

const sums = (facts: Partial<Parameters<typeof outstandingOf>[0]> = {}) => ({
  gross: 24_000,
  credited: 0,
  received: 0,
  refunded: 0,
  ...facts,
})

it('an invoice goes forward with Stripe and never back', () => {
  const after = (state: Parameters<typeof stateAfter>[0], status: Parameters<typeof stateAfter>[1], today = '2026-05-01') =>
    stateAfter(state, status, '2026-05-01', today)
  expect(after('sent', 'open')).toBeUndefined()
  expect(after('sent', 'open', '2026-05-02')).toBe('overdue')
  expect(after('overdue', 'open', '2026-05-02')).toBeUndefined()
  expect(after('draft', 'open', '2026-05-02')).toBeUndefined()
  expect(after('draft', 'paid')).toBe('paid')
  expect(after('overdue', 'uncollectible')).toBe('uncollectible')
  expect(after('uncollectible', 'paid')).toBe('paid')
  expect(after('paid', 'void')).toBeUndefined()
  expect(after('void', 'paid')).toBeUndefined()
})

it('what is to be paid and what was paid too much follow from the sums, and the state says it', () => {
  expect([outstandingOf(sums()), overpaidOf(sums())]).toEqual([24_000, 0])
  expect([outstandingOf(sums({ credited: 12_000, received: 12_000 })), overpaidOf(sums({ received: 25_000 }))]).toEqual([0, 1_000])
  expect(outstandingOf(sums({ received: 24_000, refunded: 24_000, credited: 24_000 }))).toBe(0)
  expect(sayState('paid', sums({ received: 25_000 }))).toBe('Overpaid')
  expect(sayState('paid', sums({ credited: 24_000 }))).toBe('Credited')
  expect(sayState('paid', sums({ credited: 12_000, received: 24_000 }))).toBe('Paid, to be paid back')
  expect(sayState('overdue', sums({ received: 1 }))).toBe('Overdue, paid in part')
  expect(sayState('sent', sums())).toBe('Sent')
})

it('a credit lowers what is unpaid first, then goes back the way the money came, and the rest elsewhere', () => {
  const split = (gross: number, remaining: number, paidThere: number, creditedAfter = 0) =>
    splitCredit({ gross, remaining, paidThere, creditedAfter })
  expect(split(12_000, 24_000, 0)).toEqual({ unpaid: 12_000, refund: 0, elsewhere: 0 })
  expect(split(12_000, 5_000, 19_000)).toEqual({ unpaid: 5_000, refund: 7_000, elsewhere: 0 })
  expect(split(12_000, 0, 24_000, 12_000)).toEqual({ unpaid: 0, refund: 12_000, elsewhere: 0 })
  expect(split(12_000, 0, 0)).toEqual({ unpaid: 0, refund: 0, elsewhere: 12_000 })
  expect(split(12_000, 0, 15_000, 12_000)).toEqual({ unpaid: 0, refund: 3_000, elsewhere: 9_000 })
})

it('an invoice is voided only when all of it is taken back, nothing is paid and nothing else is charged', () => {
  const whole = { gross: 12_000, credited: 0, kept: 0, chargedAnew: 0, lines: [{ pence: 10_000, vatPence: 2_000 }] }
  expect(wholeTakenBack(whole)).toBe(true)
  for (const one of [{ credited: 1 }, { kept: 1 }, { chargedAnew: 1 }, { lines: [{ pence: 5_000, vatPence: 1_000 }] }])
    expect(wholeTakenBack({ ...whole, ...one })).toBe(false)
})

it('reminders come a week before the day, the day after it and a fortnight later, each once and never two at once', () => {
  const on = (today: string, reminded: ReminderStep[] = [], sentOn = '2026-04-01', steps: readonly ReminderStep[] = reminderSteps) =>
    reminderDue({ sentOn, dueOn: '2026-05-01', reminded }, steps, today)
  expect(on('2026-04-23')).toBeUndefined()
  expect(on('2026-04-24')).toBe('before_due')
  expect(on('2026-04-25', ['before_due'])).toBeUndefined()
  expect(on('2026-04-26', [], '2026-04-24')).toBeUndefined()
  expect(on('2026-05-01')).toBe('before_due')
  expect(on('2026-05-02')).toBe('overdue')
  expect(on('2026-05-15', ['overdue'])).toBeUndefined()
  expect(on('2026-05-16', ['overdue'])).toBe('overdue_again')
  expect(on('2026-06-16', ['overdue_again'])).toBeUndefined()
  expect(on('2026-06-16', [], '2026-04-01', ['before_due'])).toBeUndefined()
})

it('numbers are read as they are written, and lines name an event, its day and nobody', () => {
  expect(invoiceNumber(123)).toBe('INV-000123')
  expect(['INV-000123', 'inv-123', '123', 'INV-', 'CN-000123', '0'].map(readInvoiceNumber)).toEqual([
    123,
    123,
    123,
    undefined,
    undefined,
    0,
  ])
  const line = { kind: 'not_attending_charge', eventTitle: 'Safeguarding conference', eventDay: '2026-06-12' } as const
  expect(sayLine(line, (day) => day)).toBe('Safeguarding conference, 2026-06-12: a place not used')
})

it('VAT is summed by rate', () => {
  const line = (basisPoints: number, pence: number, vatPence: number) => ({
    basisPoints,
    vatCode: basisPoints ? 'S' : 'E',
    pence,
    vatPence,
  })
  expect(vatByRate([line(2_000, 3_333, 667), line(0, 500, 0), line(2_000, 3_333, 667)])).toEqual([
    { vatCode: 'S', basisPoints: 2_000, pence: 6_666, vatPence: 1_334 },
    { vatCode: 'E', basisPoints: 0, pence: 500, vatPence: 0 },
  ])
})
