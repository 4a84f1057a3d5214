// What a column of a file may say of a line.
import { expect, it } from 'vitest'
import { fields, sampleLines } from '#payments/finance-files/column.ts'

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
