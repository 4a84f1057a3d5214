import { change, on, type Refusal, row, type Step } from '#test/support/refusing.ts'

const batch = row('FinanceFile', { id: 'file', kind: 'journal' })
const line = (values = {}): Step =>
  row('LedgerLine', { number: 1, kind: 'charge', route: 'recharge', payerId: 'payer', bookingId: 'booking', pence: 10_000, ...values })
const inFile = (values = {}): Step => row('FinanceFileLine', { batchId: 'file', lineNumber: 1, ...values })
const request = (values = {}): Step =>
  row('InvoiceRequest', {
    id: 'request',
    reference: 'IR000001',
    batchId: 'file',
    payerId: 'payer',
    bookingId: 'booking',
    pence: 0,
    vatPence: 0,
    ...values,
  })
const doomed = row('RowToDestroy', { kind: 'Place', id: 'place', class: 'bookings', personId: 'grace', eventId: 'event' })
const asked = row('SubjectRequest', { kind: 'access', madeAt: null })

export const refusalsOfPayments: Refusal[] = [
  {
    trigger: 'FinanceFileLine_new',
    word: 'finance_file_line_stands',
    rule: 'nothing is added to a file that finance has answered',
    given: [row('FinanceFileAnswer', { batchId: 'file' })],
    doing: inFile(),
    unless: [change('FinanceFileAnswer', { batchId: 'another' })],
  },
  {
    trigger: 'FinanceFileLine_of_route',
    word: 'line_not_for_file',
    rule: 'a journal is of what is recharged',
    given: [batch, line({ route: 'invoice' })],
    doing: inFile(),
    unless: [change('LedgerLine', { route: 'recharge' })],
  },
  {
    trigger: 'FinanceFileLine_of_route',
    word: 'line_not_for_file',
    rule: 'payments are in no file',
    given: [batch, line({ kind: 'payment' })],
    doing: inFile(),
    unless: [change('LedgerLine', { kind: 'charge' })],
  },
  ...(
    [
      ['of its file', { batchId: 'another' }, { batchId: 'file' }],
      ['of its payer', { payerId: 'another' }, { payerId: 'payer' }],
      ['of its booking', { bookingId: 'another' }, { bookingId: 'booking' }],
    ] as const
  ).map(([rule, refused, otherwise]) => ({
    ...{ trigger: 'FinanceFileLine_of_request', word: 'line_not_of_request', rule: `a request for an invoice has lines ${rule}` },
    given: [line(), request(refused)],
    doing: inFile({ requestId: 'request' }),
    unless: [change('InvoiceRequest', otherwise)],
  })),
  {
    trigger: 'InvoiceRequest_takes_number',
    word: 'request_number_taken',
    rule: 'a request has the next number',
    given: [row('RunningNumber', { kind: 'request', last: 1 })],
    doing: request(),
    unless: [change('RunningNumber', { last: 0 })],
  },
  {
    trigger: 'InvoiceRequest_of_one_payer_and_event',
    word: 'request_of_two_payers_or_events',
    rule: 'a request is of one payer',
    given: [...['booking', 'other'].map((id) => row('Booking', { id, eventId: 'event' })), request({ payerId: 'another' })],
    doing: request({ id: 'second', bookingId: 'other' }),
    unless: [change('InvoiceRequest', { payerId: 'payer' })],
  },
  {
    trigger: 'InvoiceRequest_of_one_payer_and_event',
    word: 'request_of_two_payers_or_events',
    rule: 'a request is of one event',
    given: [row('Booking', { id: 'booking', eventId: 'event' }), row('Booking', { id: 'other', eventId: 'another' }), request()],
    doing: request({ id: 'second', bookingId: 'other' }),
    unless: [change('Booking', { eventId: 'event' })],
  },
  {
    trigger: 'InvoiceRequest_begins_empty',
    word: 'request_begins_empty',
    rule: 'a request begins with nothing, and its lines are counted',
    given: [],
    doing: request({ pence: 1 }),
    allowed: request(),
  },
  {
    trigger: 'FinanceFileAnswer_not_paid',
    word: 'request_was_paid',
    rule: 'a file of which something was paid was not rejected',
    given: [request(), line({ kind: 'payment', source: 'request:IR000001:BACS 1' })],
    doing: row('FinanceFileAnswer', { batchId: 'file', answer: 'rejected' }),
    unless: [line({ number: 2, kind: 'taken_back', reversesNumber: 1 })],
  },
  {
    trigger: 'CardRefund_of_what_was_paid',
    word: 'more_than_paid',
    rule: 'no more goes back to a card than was paid with it',
    given: [
      row('Checkout', { id: 'checkout', state: 'paid', pence: 100 }),
      row('CardRefund', { id: 'first', checkoutId: 'checkout', pence: 60, state: 'asked' }),
    ],
    doing: row('CardRefund', { checkoutId: 'checkout', pence: 41 }),
    unless: [change('CardRefund', { state: 'failed' })],
  },
  {
    trigger: 'CardRefund_of_what_was_paid',
    word: 'more_than_paid',
    rule: 'nothing goes back of what was never paid',
    given: [row('Checkout', { id: 'checkout', state: 'expired', pence: 100 })],
    doing: row('CardRefund', { checkoutId: 'checkout', pence: 1 }),
    unless: [change('Checkout', { state: 'paid' })],
  },
  {
    trigger: 'InvoiceLine_once',
    word: 'line_is_invoiced',
    rule: 'a line is on one invoice',
    given: [row('Invoice', { id: 'invoice', state: 'sent' }), row('InvoiceLine', { invoiceId: 'invoice', lineNumber: 1 })],
    doing: row('InvoiceLine', { invoiceId: 'second', lineNumber: 1 }),
    unless: [change('Invoice', { state: 'void' })],
  },
  {
    trigger: 'InvoiceLine_once',
    word: 'line_is_invoiced',
    rule: 'a line of a credit note is on no invoice',
    given: [row('CreditNote', { lineNumber: 1 })],
    doing: row('InvoiceLine', { invoiceId: 'second', lineNumber: 1 }),
    unless: [change('CreditNote', { lineNumber: 2 })],
  },
  {
    trigger: 'RetentionRun_goes_forward',
    word: 'own_destruction',
    rule: 'whoever proposes to destroy records does not approve it',
    given: [row('RetentionRun', { state: 'proposed', proposedById: 'ada' })],
    doing: change('RetentionRun', { state: 'approved', decidedById: 'ada' }),
    allowed: change('RetentionRun', { state: 'approved', decidedById: 'grace' }),
  },
  {
    trigger: 'RetentionRun_goes_forward',
    word: 'own_destruction',
    rule: 'whoever proposes to destroy records does not approve it from another address either',
    given: [
      row('RetentionRun', { state: 'proposed', proposedById: 'ada' }),
      ...['ada', 'second'].map((id) => row('Account', { id, personId: 'lovelace' })),
    ],
    doing: change('RetentionRun', { state: 'approved', decidedById: 'second' }),
    unless: [change('Account', { personId: 'grace' }, 'second')],
  },
  ...(
    [
      ['of a class', { scope: 'class', value: 'bookings' }],
      ['of a person', { scope: 'person', value: 'grace' }],
      ['of an event', { scope: 'event', value: 'event' }],
    ] as const
  ).map(([rule, hold]) => ({
    ...{ trigger: 'RowToDestroy_unless_held', word: 'record_is_held', rule: `what is held ${rule} is not destroyed` },
    given: [row('LegalHold', hold)],
    doing: doomed,
    unless: [change('LegalHold', { endedAt: on('09:30') })],
  })),
  {
    trigger: 'SubjectRequest_step_by_step',
    word: 'identity_not_checked',
    rule: 'nothing is given before it is known who asks',
    given: [row('SubjectRequest', { kind: 'erasure' })],
    doing: change('SubjectRequest', { outcome: 'done', answeredAt: on('10:00') }),
    unless: [change('SubjectRequest', { identityAt: on('09:30') })],
  },
  {
    trigger: 'SubjectRequest_step_by_step',
    word: 'copy_not_made',
    rule: 'a copy is given once it was made',
    given: [asked, change('SubjectRequest', { identityAt: on('09:30') })],
    doing: change('SubjectRequest', { outcome: 'given', answeredAt: on('10:00') }),
    unless: [change('SubjectRequest', { madeAt: on('09:45') })],
  },
]
