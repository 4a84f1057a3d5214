// What is outstanding of each request, and what a file of paid marks would do.
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { readCsv } from '#base/web/csv.ts'
import { type KnownForMarks, type MarkRefusal, planMarks, readMark, splitPayment } from '#payments/finance-files/mark.ts'
import { byAge, type Request, standingOf, stateOf } from '#payments/finance-files/request.ts'
import { holdsFor } from '#test/support/holds.ts'

let number = 0
const request = (facts: Partial<Request> = {}): Request => {
  number += 1
  return {
    id: `id${number}`,
    reference: `IR${String(number).padStart(6, '0')}`,
    batchNumber: 1,
    askedAt: '2026-05-01T09:00:00.000Z',
    payerId: 'p',
    bookingId: 'b',
    bookingReference: 'K7M2PX',
    payer: 'Ashfield',
    school: 'Ashfield',
    eventCode: 'E',
    eventTitle: 'T',
    poNumber: '',
    pence: 10_000,
    vatPence: 2_000,
    paid: 0,
    paidElsewhere: 0,
    rejected: false,
    seen: 0,
    ...facts,
  }
}

const now = '2026-05-31T10:00:00.000Z'
const said = (requests: Request[]) => standingOf(requests, now).map((one) => [one.outstanding, one.over, stateOf(one)])

it('“A request is paid in whole, in parts or over, and what is outstanding or over is shown.”', () => {
  expect(said([request()])).toEqual([[12_000, 0, 'unpaid']])
  expect(said([request({ paid: 5_000 })])).toEqual([[7_000, 0, 'part']])
  expect(said([request({ paid: 12_000 })])).toEqual([[0, 0, 'paid']])
  expect(said([request({ paid: 12_500 })])).toEqual([[0, 500, 'over']])
})

it('“A request of a rejected file asks for nothing.”', () => {
  expect(said([request({ rejected: true }), request()])).toEqual([
    [0, 0, 'rejected'],
    [12_000, 0, 'unpaid'],
  ])
  // A credit note that was rejected is set against nothing.
  expect(said([request({ pence: -10_000, vatPence: -2_000, rejected: true }), request()])).toEqual([
    [0, 0, 'rejected'],
    [12_000, 0, 'unpaid'],
  ])
})

it('“A credit note, and what was paid without a reference, is set against the requests of the same booking and payer, oldest first.”', () => {
  expect(said([request(), request({ pence: -10_000, vatPence: -2_000 })])).toEqual([
    [0, 0, 'settled'],
    [0, 0, 'credit_note'],
  ])
  expect(said([request(), request({ pence: 3_000, vatPence: 0 }), request({ pence: -12_500, vatPence: 0 })])).toEqual([
    [0, 0, 'settled'],
    [2_500, 0, 'part'],
    [0, 0, 'credit_note'],
  ])
  // A late cancelling: the place is credited, the charge for cancelling is not.
  expect(said([request({ paid: 3_500 }), request({ pence: -6_500, vatPence: -2_000 })])).toEqual([
    [0, 0, 'settled'],
    [0, 0, 'credit_note'],
  ])
  expect(said([request({ paidElsewhere: 12_000 })])).toEqual([[0, 0, 'settled']])
  // Over-paid, and paid back by the council since.
  expect(said([request({ paid: 14_000, paidElsewhere: -2_000 }), request({ paidElsewhere: -2_000 })])).toEqual([
    [0, 0, 'paid'],
    [12_000, 0, 'unpaid'],
  ])
  // Too much was paid for one request, and that pays part of the next.
  expect(said([request({ paid: 13_000 }), request()])).toEqual([
    [0, 0, 'paid'],
    [11_000, 0, 'part'],
  ])
  // Other bookings and other payers are not helped.
  expect(said([request({ bookingId: 'x' }), request({ payerId: 'y' }), request({ pence: -10_000, vatPence: -2_000 })])).toEqual([
    [12_000, 0, 'unpaid'],
    [12_000, 0, 'unpaid'],
    [0, 12_000, 'credit_note'],
  ])
})

it('what is outstanding of a booking is what its requests ask for less what was paid, as long as that is above nothing', () => {
  for (let seed = 1; seed < 400; seed += 1) {
    const value = (n: number) => ((seed * 7919 * (n + 1)) % 201) - 60
    const elsewhere = value(9)
    const all = Array.from({ length: 1 + (seed % 4) }, (_, n) =>
      request({ pence: value(n) || 1, vatPence: 0, paid: Math.max(0, value(n + 4)), paidElsewhere: elsewhere }),
    )
    const owed = all.reduce((sum, one) => sum + one.pence - one.paid, 0) - elsewhere
    const outstanding = standingOf(all, now).reduce((sum, one) => sum + one.outstanding, 0)
    // A negative favour (more was paid back than is there) cannot be outstanding of a request.
    const favour = elsewhere + all.reduce((sum, one) => sum + Math.max(0, one.paid - one.pence), 0)
    if (favour >= 0) expect(outstanding).toBe(Math.max(0, owed))
  }
})

it('the age of a request counts whole London days since it was asked for, in the steps that all debts have', () => {
  const [one] = standingOf([request()], now)
  expect(one?.age).toBe(30)
  // Half past eleven at night in UTC is the next day in London in summer.
  expect(standingOf([request({ askedAt: '2026-05-30T23:30:00.000Z' })], now)[0]?.age).toBe(0)
  expect(
    byAge(
      [
        { askedAt: '2026-05-01T09:00:00.000Z', outstanding: 100 },
        { askedAt: '2026-04-30T09:00:00.000Z', outstanding: 200 },
        { askedAt: '2025-11-12T09:00:00.000Z', outstanding: 400 },
      ],
      '2026-05-31',
    ),
  ).toEqual([
    { text: '0 to 30 days', requests: 1, pence: 100 },
    { text: '31 to 60 days', requests: 1, pence: 200 },
    { text: '61 to 90 days', requests: 0, pence: 0 },
    { text: 'More than 90 days', requests: 1, pence: 400 },
  ])
})

const asked = (reference: string, facts: Partial<{ gross: number; outstanding: number; rejected: boolean }>) => {
  const request = { reference, payerId: 'p1', gross: 0, outstanding: 0, rejected: false, ...facts }
  const part = { id: `r${reference}`, bookingId: `b${reference}`, bookingReference: 'K7M2PX', waiting: 0, seen: 0 }
  return { ...request, parts: [{ ...part, outstanding: request.outstanding }] }
}

const known: KnownForMarks = {
  requests: new Map([
    ['IR000012', asked('IR000012', { gross: 12_000, outstanding: 12_000 })],
    ['IR000013', asked('IR000013', { gross: -5_000 })],
    ['IR000014', asked('IR000014', { gross: 12_000, rejected: true })],
  ]),
  sources: new Map([
    ['request:IR000012:BACS 1', { pence: 2_000, is: 'recorded' }],
    ['request:IR000012:BACS 8', { pence: 60_000, is: 'waits' }],
    ['request:IR000012:BACS 9', { pence: 2_000, is: 'taken_back' }],
  ]),
  secondPerson: { abovePence: 50_000 },
}

it.each<[row: [reference: string, amount: string, date: string, payment: string], reason: MarkRefusal]>([
  [['', '10', '2026-05-30', 'B'], 'reference_missing'],
  [['IR999999', '10', '2026-05-30', 'B'], 'reference_unknown'],
  [['IR000013', '10', '2026-05-30', 'B'], 'credit_note'],
  [['IR000014', '10', '2026-05-30', 'B'], 'request_rejected'],
  [['IR000012', '-10', '2026-05-30', 'B'], 'amount_wrong'],
  [['IR000012', '0', '2026-05-30', 'B'], 'amount_wrong'],
  [['IR000012', '10', '31/02/2026', 'B'], 'date_wrong'],
  [['IR000012', '10', '01/06/2026', 'B'], 'date_in_future'],
  [['IR000012', '10', '2026-05-30', ' '], 'payment_missing'],
  [['IR000012', '10', '2026-05-30', 'B'.repeat(61)], 'payment_long'],
  [['IR000012', '20', '2026-05-30', 'bacs  1'], 'known_already'],
  [['IR000012', '21', '2026-05-30', 'BACS 1'], 'known_otherwise'],
  [['IR000012', '600', '2026-05-30', 'BACS 8'], 'known_waits'],
  [['IR000012', '20', '2026-05-30', 'BACS 9'], 'known_taken_back'],
])('a mark that says %j is refused: %s', ([reference, amount, date, payment], reason) => {
  expect(readMark({ reference, amount, date, payment }, known, '2026-05-31')).toEqual({ reason })
})

it('“A file of paid marks is read with the headings that finance systems use, in any order, and says row by row what it would do.”', () => {
  const { columns, rows } = readCsv(
    'Date Paid,Account,Our_Ref,AMOUNT PAID,Receipt number\r\n' +
      '29/05/2026,x,ir000012,£100.00,BACS 2\r\n30/05/2026,x,IR000012,50,BACS 3\r\n30/05/2026,x,IR000012,50,bacs 3\r\n30/05/2026,x,IR1,5,BACS 4\r\n',
  )
  expect(
    planMarks(rows, columns, known, '2026-05-31').map((row) => [
      row.line,
      row.outcome,
      row.outcome === 'added' ? [row.mark.pence, row.left] : row.reason,
    ]),
  ).toEqual([
    [2, 'added', [10_000, 2_000]],
    [3, 'added', [5_000, -3_000]],
    [4, 'skipped', 'twice_in_file'],
    [5, 'refused', 'reference_unknown'],
  ])
})

it('a mark above the sum that needs a second person waits and leaves what is outstanding as it is, one of that sum does not', () => {
  const mark = (amount: string) => readMark({ reference: 'IR000012', amount, date: '2026-05-30', payment: 'BACS 5' }, known, '2026-05-31')
  const waitsOf = (read: ReturnType<typeof mark>) => 'mark' in read && [read.mark.pence, read.mark.waits]
  expect([mark('500.01'), mark('500')].map(waitsOf)).toEqual([
    [50_001, true],
    [50_000, false],
  ])
  const { columns, rows } = readCsv(
    'Reference,Amount,Date,Payment reference\r\nIR000012,600,30/05/2026,B6\r\nIR000012,10,30/05/2026,B7\r\n',
  )
  expect(planMarks(rows, columns, known, '2026-05-31').map((row) => row.outcome === 'added' && [row.mark.waits, row.left])).toEqual([
    [true, 12_000],
    [false, 11_000],
  ])
})

it('the parts of a payment come to the payment, whatever is outstanding and whatever waits', () => {
  const part = fc.record({ outstanding: fc.nat(500), waiting: fc.nat(500) })
  holdsFor([fc.integer({ min: 1, max: 2_000 }), fc.array(part, { minLength: 1, maxLength: 5 })], {}, (pence, parts) => {
    const split = splitPayment(pence, parts)
    expect(split.reduce((sum, one) => sum + one, 0)).toBe(pence)
    expect(split.every((one) => one >= 0)).toBe(true)
    // Only the last booking gets more than is outstanding of it, and only when nothing is
    // outstanding any more.
    const open = parts.map(({ outstanding }, index) => outstanding - (split[index] ?? 0))
    expect(open.slice(0, -1).every((left) => left >= 0)).toBe(true)
    if ((open.at(-1) ?? 0) < 0) expect(open.slice(0, -1).every((left) => left === 0)).toBe(true)
  })
})

it('money goes to the booking of which nothing waits, before it goes where a second person may count some', () => {
  const parts = [
    { outstanding: 300, waiting: 300 },
    { outstanding: 300, waiting: 0 },
  ]
  expect([splitPayment(300, parts), splitPayment(400, parts), splitPayment(700, parts)]).toEqual([
    [0, 300],
    [100, 300],
    [300, 400],
  ])
})
