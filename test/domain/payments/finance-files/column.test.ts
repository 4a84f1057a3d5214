// The columns of a file are finance's own.
import { expect, it } from 'vitest'
import { changedColumns, columnProblems, columnsFrom, defaultColumns, fields, sampleLines } from '#payments/finance-files/column.ts'
import { fileText, usualFormat } from '#payments/finance-files/file-format.ts'

it('“The columns of each kind of file are set by finance: a field or a text, with its heading, in any order.”', () => {
  const columns = columnsFrom(
    'journal',
    JSON.stringify({
      columns: [
        { heading: 'Amt', field: 'gross' },
        { heading: 'CC', field: 'cost_centre' },
        { heading: 'Income', text: 'T900' },
      ],
    }),
  )
  expect(fileText(columns, sampleLines('journal'), usualFormat, '2026-06-01')).toBe(
    '\uFEFFAmt,CC,Income\r\n102.00,S1234,T900\r\n-102.00,S1234,T900\r\n',
  )
})

it('every field says something of a line, and what is taken back stands on the other side', () => {
  const [charge, credit] = sampleLines('invoice_request')
  if (!charge || !credit) throw new Error('no samples')
  expect(Object.fromEntries(Object.entries(fields).map(([field, [, cell]]) => [field, cell(charge)]))).toEqual({
    line_number: 1204,
    reference: 'IR000012',
    date: '2026-05-18',
    period: '2026-05',
    cost_centre: 'S1234',
    subjective_code: '40150',
    school: 'Example Primary School',
    urn: '100001',
    laestab: '884/2001',
    event_code: 'H3WQ8D',
    event_title: 'Safeguarding conference',
    event_date: '2026-06-12',
    description: 'Charge: Safeguarding conference, 12 Jun 2026',
    net: '85.00',
    vat: '17.00',
    gross: '102.00',
    vat_code: 'S',
    vat_rate: '20',
    debit: '102.00',
    credit: '',
    po_number: 'PO-5521',
    customer_number: '300142',
    billing_name: 'Example Primary School',
    billing_address: 'School Lane, Exampleton, EX1 1AA',
    billing_email: 'finance@school.example',
    booking_reference: 'K7M2PX',
    amount: '102.00',
    side: 'D',
    posting_key: '40',
  })
  expect([fields.debit[1](credit), fields.credit[1](credit), fields.description[1](credit)]).toEqual([
    '',
    '102.00',
    'Credit: Safeguarding conference, 12 Jun 2026; takes back line 1204',
  ])
  expect(sampleLines('journal').map(fields.reference[1])).toEqual(['K7M2PX-1204', 'K7M2PX-1219'])
})

it('columns are added, moved and removed one button at a time', () => {
  const [a, b, c] = [
    { heading: 'A', text: '' },
    { heading: 'B', text: '' },
    { heading: 'C', text: '' },
  ]
  const after = (done: Parameters<typeof changedColumns>[2]) => changedColumns('journal', [a, b, c], done).map((one) => one.heading)
  expect(after({ act: 'up', at: 1 })).toEqual(['B', 'A', 'C'])
  expect(after({ act: 'down', at: 1 })).toEqual(['A', 'C', 'B'])
  expect([after({ act: 'up', at: 0 }), after({ act: 'down', at: 2 }), after({ act: 'show' })]).toEqual(Array(3).fill(['A', 'B', 'C']))
  expect(after({ act: 'remove', at: 1 })).toEqual(['A', 'C'])
  expect(after({ act: 'add' })).toEqual(['A', 'B', 'C', ''])
  expect(changedColumns('journal', [a], { act: 'reset' })).toEqual(defaultColumns.journal)
})

it('a heading is needed, short, and there once', () => {
  const problems = columnProblems([
    { heading: 'Net', field: 'net' },
    { heading: '', field: 'vat' },
    { heading: 'NET', field: 'gross' },
    { heading: 'x'.repeat(61), field: 'urn' },
    { heading: 'Income', text: 'y'.repeat(121) },
  ])
  expect(problems).toEqual([
    { at: 1, problem: 'heading_missing' },
    { at: 2, problem: 'heading_twice' },
    { at: 3, problem: 'heading_long' },
    { at: 4, problem: 'text_long' },
  ])
  expect(columnProblems([])).toEqual([{ at: 0, problem: 'no_columns' }])
  expect(columnProblems(Array.from({ length: 41 }, (_, n) => ({ heading: `H${n}`, text: '' })))).toEqual([{ at: 40, problem: 'too_many' }])
  expect([columnProblems(defaultColumns.journal), columnProblems(defaultColumns.invoice_request)]).toEqual([[], []])
})
