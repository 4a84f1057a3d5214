// Which lines may go into a file for the finance system, and how they are divided into files and requests.
import { expect, it } from 'vitest'
import type { LineKind } from '#money/ledger/line.ts'
import {
  fileNameOf,
  forOneFile,
  type HeldReason,
  heldFor,
  type PendingLine,
  payersLacking,
  sortLines,
  totalsBySchool,
} from '#payments/finance-files/batch.ts'
import { countRequests, requestsOf } from '#payments/finance-files/new-request.ts'

let number = 0
const line = (facts: Partial<Parameters<typeof sortLines>[0][number]> & { kind?: LineKind } = {}) => {
  number += 1
  return {
    number,
    kind: 'charge' as LineKind,
    payerId: 'p',
    bookingId: 'b',
    pence: 10_000,
    vatPence: 2_000,
    reversesNumber: null,
    agreed: true,
    notified: true,
    disputed: false,
    afterExported: false,
    ...facts,
  }
}

const outcome = (lines: ReturnType<typeof line>[]) => {
  const { going, held, cancelledOut } = sortLines(lines)
  return { going: going.map((one) => one.number), held: held.map((one) => [one.line.number, ...one.reasons]), cancelledOut }
}

// "A charge goes when somebody of the school accepted it, a message of it was sent, and nobody disputes it."
// "A charge for cancelling or not attending goes when the school accepted the terms of cancelling."
// "What is held back is listed with every reason in words."
it.each<[facts: Partial<ReturnType<typeof line>>, reasons: HeldReason[]]>([
  [{}, []],
  [{ agreed: false }, ['not_agreed']],
  [{ notified: false }, ['not_notified']],
  [{ disputed: true }, ['disputed']],
  [{ agreed: false, notified: false, disputed: true }, ['not_agreed', 'not_notified', 'disputed']],
  [{ kind: 'cancellation_charge' }, []],
  [{ kind: 'cancellation_charge', agreed: false }, ['terms_not_agreed']],
  [{ kind: 'not_attending_charge' }, []],
  [{ kind: 'not_attending_charge', agreed: false, notified: false }, ['terms_not_agreed', 'not_notified']],
])('a charge with %j is held back for %j', (facts, reasons) => {
  const one = line(facts)
  expect(outcome([one])).toEqual({
    going: reasons.length === 0 ? [one.number] : [],
    held: reasons.length === 0 ? [] : [[one.number, ...reasons]],
    cancelledOut: 0,
  })
})

it('“A credit or waiver goes with the line that it takes back or after it, never before.”', () => {
  const charge = line()
  const part = line({ kind: 'waiver', pence: -4_000, vatPence: -800, reversesNumber: charge.number, agreed: false, notified: false })
  expect(outcome([charge, part])).toEqual({ going: [charge.number, part.number], held: [], cancelledOut: 0 })
  const held = { ...charge, notified: false }
  expect(outcome([held, part])).toEqual({
    going: [],
    held: [
      [held.number, 'not_notified'],
      [part.number, 'with_its_line'],
    ],
    cancelledOut: 0,
  })
  const after = { ...part, afterExported: true }
  expect(outcome([after])).toEqual({ going: [after.number], held: [], cancelledOut: 0 })
  expect(outcome([{ ...after, disputed: true }])).toEqual({ going: [], held: [[after.number, 'disputed']], cancelledOut: 0 })
})

it('a charge and all that took it back come to nothing before either has gone, whatever else holds of them', () => {
  const charge = line({ agreed: false, disputed: true })
  const waived = line({ kind: 'waiver', pence: -4_000, vatPence: -800, reversesNumber: charge.number })
  const credited = line({ kind: 'credit', pence: -6_000, vatPence: -1_200, reversesNumber: charge.number })
  const other = line()
  expect(outcome([charge, waived, credited, other])).toEqual({ going: [other.number], held: [], cancelledOut: 3 })
  // After the charge has gone, what takes it back goes too.
  const late = { ...credited, pence: -10_000, vatPence: -2_000, afterExported: true }
  expect(outcome([late])).toEqual({ going: [late.number], held: [], cancelledOut: 0 })
})

// "A write-off takes back no line of its own: it goes when a line of its booking and payer has gone or goes with it."
it('a write-off goes with its booking, and cancels all of it out when nothing has gone', () => {
  const charge = line()
  const all = line({ kind: 'write_off', pence: -12_000, vatPence: 0 })
  expect(outcome([charge, all])).toEqual({ going: [], held: [], cancelledOut: 2 })
  const part = { ...all, pence: -2_000 }
  expect(outcome([charge, part])).toEqual({ going: [charge.number, part.number], held: [], cancelledOut: 0 })
  expect(outcome([{ ...charge, notified: false }, part])).toEqual({
    going: [],
    held: [
      [charge.number, 'not_notified'],
      [part.number, 'with_its_line'],
    ],
    cancelledOut: 0,
  })
  expect(outcome([{ ...all, afterExported: true }])).toEqual({ going: [all.number], held: [], cancelledOut: 0 })
})

it('“A file holds at most 2,000 lines, and all lines of one booking and payer that may go are in the same one.”', () => {
  const lines = Array.from({ length: 2_100 }, (_, index) => line({ bookingId: `b${Math.floor(index / 3)}` }))
  const first = forOneFile(lines)
  expect(first).toHaveLength(1_998)
  expect(first.at(-1)?.bookingId).toBe('b665')
  const left = lines.filter((one) => !first.includes(one))
  expect(forOneFile(left)).toHaveLength(102)
  // A booking larger than a file is the one thing that is divided.
  expect(forOneFile(lines.map((one) => ({ ...one, bookingId: 'b' })))).toHaveLength(2_000)
})

it('one request for each booking and payer, numbered on', () => {
  const of = (bookingId: string, payerId: string, pence: number) => ({
    ...line({ bookingId, payerId, pence }),
    poNumber: `PO ${bookingId}`,
    eventCode: 'E',
  })
  const [a, b, c] = [of('b1', 'p1', 100), of('b2', 'p1', 200), of('b1', 'p1', 300)]
  expect(requestsOf([a, b, c], 41, false)).toEqual([
    {
      reference: 'IR000042',
      payerId: 'p1',
      bookingId: 'b1',
      poNumber: 'PO b1',
      lines: 2,
      pence: 400,
      vatPence: 4_000,
      numbers: [a.number, c.number],
    },
    {
      reference: 'IR000043',
      payerId: 'p1',
      bookingId: 'b2',
      poNumber: 'PO b2',
      lines: 1,
      pence: 200,
      vatPence: 2_000,
      numbers: [b.number],
    },
  ])
})

it('what one payer owes of one event is one request when they are joined, and what comes to nothing or less is not', () => {
  const of = (bookingId: string, payerId: string, eventCode: string, pence: number) => ({
    ...line({ bookingId, payerId, pence, vatPence: 0 }),
    ...{ eventCode, poNumber: '' },
  })
  const lines = [
    ...[of('b3', 'p1', 'E', 100), of('b2', 'p2', 'E', 100), of('b1', 'p1', 'E', 100), of('b4', 'p1', 'F', 100)],
    ...[of('b5', 'p1', 'E', -100), of('b6', 'p1', 'E', 0), of('b3', 'p1', 'E', 1)],
  ]
  expect(requestsOf(lines, 0, true).map(({ reference, bookingId, pence }) => [reference, bookingId, pence])).toEqual([
    ['IR000001', 'b1', 100],
    ['IR000001', 'b3', 101],
    ['IR000002', 'b2', 100],
    ['IR000003', 'b4', 100],
    ['IR000004', 'b5', -100],
    ['IR000005', 'b6', 0],
  ])
  expect([countRequests(lines, true), countRequests(lines, false)]).toEqual([5, 6])
})

const pending = (facts: Partial<PendingLine> = {}): PendingLine => ({
  ...line(),
  ...{ happenedOn: '2026-05-18', heldOn: '2026-06-12', costCentre: 'S1', customerNumber: '300142', billingAddress: 'School Lane' },
  ...{ reference: 'R', schoolId: '1', school: 'Ashfield', eventCode: 'E', eventTitle: 'T' },
  ...facts,
})

it('sums are shown school by school, in the order of their names', () => {
  const at = (schoolId: string, school: string, pence: number) => pending({ schoolId, school, pence, vatPence: 0 })
  expect(totalsBySchool([at('2', 'Weobley', 100), at('1', 'Ashfield', 200), at('2', 'Weobley', -50)])).toEqual([
    { schoolId: '1', school: 'Ashfield', lines: 1, pence: 200, vatPence: 0 },
    { schoolId: '2', school: 'Weobley', lines: 2, pence: 50, vatPence: 0 },
  ])
})

// "A line without what the finance system needs is held back: in journals the cost centre, in requests the customer number and the address on bills."
it('a line is held back for all that is missing, and its payer is named once', () => {
  const lines = [
    pending({ payerId: 'w', school: 'Weobley', costCentre: ' ' }),
    pending({ payerId: 'w', school: 'Weobley', costCentre: '', bookingId: 'c' }),
    pending({ payerId: 'a', school: 'Ashfield', customerNumber: '', billingAddress: '' }),
  ]
  const reasons = (held: { reasons: HeldReason[] }[]) => held.map((one) => one.reasons)
  const journal = sortLines(lines, heldFor(['cost_centre']))
  expect(reasons(journal.held)).toEqual([['no_cost_centre'], ['no_cost_centre']])
  expect(payersLacking(journal.held, 'cost_centre')).toEqual([{ payerId: 'w', school: 'Weobley', lines: 2 }])
  expect(payersLacking(journal.held, 'customer_number')).toEqual([])
  expect(reasons(sortLines(lines, heldFor(['customer_number', 'billing_address'])).held)).toEqual([
    ['no_customer_number', 'no_billing_address'],
  ])
  expect(sortLines(lines, heldFor([])).held).toEqual([])
})

it('lines of other days and of events that are not over wait, and so does what takes them back', () => {
  const may = { from: '2026-05-01', to: '2026-05-31', heldBy: '2026-06-12' } as const
  const numbers = (lines: PendingLine[]) => sortLines(lines, heldFor([], may)).going.map((one) => one.number)
  const [first, last] = [pending({ happenedOn: '2026-05-01' }), pending({ happenedOn: '2026-05-31' })]
  expect(numbers([first, last])).toEqual([first.number, last.number])
  for (const facts of [{ happenedOn: '2026-04-30' }, { happenedOn: '2026-06-01' }, { heldOn: '2026-06-13' }, { heldOn: '' }] as const)
    expect(numbers([pending(facts)])).toEqual([])
  const april = pending({ happenedOn: '2026-04-30' })
  const credit = pending({ kind: 'credit', reversesNumber: april.number, pence: -5_000, vatPence: -1_000 })
  expect(sortLines([april, credit], heldFor([], may)).held.map((one) => one.reasons)).toEqual([['not_chosen'], ['with_its_line']])
})

it('a file is named by its kind and number', () => {
  expect([fileNameOf({ kind: 'journal', number: 12 }), fileNameOf({ kind: 'invoice_request', number: 3 })]).toEqual([
    'journal-000012',
    'invoice-requests-000003',
  ])
})
