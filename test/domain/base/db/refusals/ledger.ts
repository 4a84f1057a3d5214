import { change, on, type Refusal, row, type Step } from '#test/support/refusing.ts'

const line = (values = {}): Step =>
  row('LedgerLine', { number: 1, kind: 'charge', payerId: 'payer', bookingId: 'booking', pence: 10_000, vatPence: 0, ...values })
const payment = (values = {}): Step => line({ kind: 'payment', source: 'hand:BACS 1', pence: -10_000, ...values })
const takenBack = (values = {}): Step =>
  line({ number: 3, kind: 'taken_back', reversesNumber: 1, pence: 10_000, source: 'taken_back', ...values })
const spentElsewhere = payment({ number: 2, source: 'hand:BACS 2', pence: -10_000 })
const ofRequest = (source: string): Step => line({ kind: 'payment', source, pence: -10_000 })
const request = row('InvoiceRequest', { id: 'request', reference: 'IR000001', bookingId: 'booking', payerId: 'payer' })
const proposed = row('MoneyProposal', { id: 'proposal', proposedById: 'ada', state: 'proposed', kind: 'waive', payerId: 'payer' })
const overlap = (trigger: string, word: string, rule: string, table: string, of: Record<string, string>): Refusal => ({
  ...{ trigger, word, rule },
  given: [row(table, { ...of, fromDay: '2026-01-01', toDay: null })],
  doing: row(table, { ...of, fromDay: '2026-04-01', toDay: null }),
  unless: [change(table, { toDay: '2026-04-01' })],
})
const price = (values = {}): Step => row('PlacePrice', { placeId: 'place', eventId: 'event', schoolId: 'oakfield', ...values })

const letOff = { kind: 'waiver', pence: -1, proposalId: 'proposal', approvedById: 'ben', reason: 'Snow' }

export const refusalsOfLedger: Refusal[] = [
  overlap('PayerRoute_one_at_a_time', 'routes_overlap', 'a payer pays by one route at a time', 'PayerRoute', { payerId: 'payer' }),
  overlap('CentralPayer_one_at_a_time', 'central_payers_overlap', 'one payer at a time pays for the schools of a trust', 'CentralPayer', {
    trustUid: 'hedgerow',
  }),
  {
    trigger: 'RouteDefault_can_be',
    word: 'route_of_single_payers',
    rule: 'an agreement is no default of a legal status',
    given: [],
    doing: row('RouteDefault', { route: 'agreement' }),
    allowed: row('RouteDefault', { route: 'invoice' }),
  },
  {
    trigger: 'LedgerLine_of_kind',
    word: 'line_of_other_sign',
    rule: 'a charge raises what is owed',
    given: [],
    doing: line({ pence: -1 }),
    allowed: line(),
  },
  {
    trigger: 'LedgerLine_of_kind',
    word: 'line_of_other_sign',
    rule: 'a payment lowers what is owed, its VAT too',
    given: [],
    doing: payment({ vatPence: 1 }),
    allowed: payment(),
  },
  {
    trigger: 'LedgerLine_of_kind',
    word: 'line_without_booking',
    rule: 'a charge is of a booking, a payment on account of none',
    given: [],
    doing: line({ bookingId: null }),
    allowed: payment({ bookingId: null }),
  },
  {
    trigger: 'LedgerLine_of_kind',
    word: 'money_without_source',
    rule: 'money says where it came from, so that it is posted once',
    given: [],
    doing: payment({ source: null }),
    allowed: payment(),
  },
  ...['proposalId', 'approvedById', 'reason'].map(
    (missing): Refusal => ({
      trigger: 'LedgerLine_of_kind',
      word: 'line_without_second_person',
      rule: `nothing is waived without a second person, a proposal and a reason (${missing})`,
      given: [],
      doing: line({ ...letOff, [missing]: missing === 'reason' ? ' ' : null }),
      allowed: line(letOff),
    }),
  ),
  {
    trigger: 'PlacePrice_fits',
    word: 'agreement_used_up',
    rule: 'an agreement pays for no more places than it says',
    given: [row('Agreement', { id: 'agreement', places: 1 }), price({ placeId: 'other', agreementId: 'agreement' })],
    doing: price({ agreementId: 'agreement' }),
    unless: [change('PlacePrice', { supersededAt: on('09:30') })],
  },
  {
    trigger: 'PlacePrice_fits',
    word: 'agreement_used_up',
    rule: 'an agreement that has ended pays for nothing more',
    given: [row('Agreement', { id: 'agreement', places: 1, endedAt: on('08:00') })],
    doing: price({ agreementId: 'agreement' }),
    unless: [change('Agreement', { endedAt: null })],
  },
  {
    trigger: 'PlacePrice_fits',
    word: 'free_places_used',
    rule: 'a school has no more first places free than the prices say',
    given: [
      ...[row('School', { id: 'oakfield', rootId: 'oakfield' }), row('School', { id: 'former', rootId: 'oakfield' })],
      ...[row('PriceList', { id: 'price', freePlaces: 1 }), price({ placeId: 'other', schoolId: 'former', basis: 'first_free' })],
    ],
    doing: price({ priceId: 'price', basis: 'first_free' }),
    unless: [change('PriceList', { freePlaces: 2 })],
  },
  {
    trigger: 'PlacePrice_fits',
    word: 'code_used_up',
    rule: 'a code is good for as many places as it says',
    given: [row('PriceCode', { id: 'code', mostPlaces: 1 }), price({ placeId: 'other', codeId: 'code' })],
    doing: price({ codeId: 'code' }),
    unless: [change('PlacePrice', { supersededAt: on('09:30') })],
  },
  {
    trigger: 'ChargeToPost_posts',
    word: 'charge_without_payer',
    rule: 'a charge is posted to somebody who pays for the booking',
    given: [row('Charge', { id: 'charge', bookingId: 'booking', kind: 'cancellation', postedAt: on('09:00'), rule: 'late' })],
    doing: row('ChargeToPost', { id: 'charge' }),
    unless: [row('BookingPayer', { bookingId: 'booking', payerId: 'payer' })],
  },
  {
    trigger: 'LedgerLine_reverses_what_is_left',
    word: 'more_than_line',
    rule: 'no more of a line is taken back than is left of it',
    given: [line(), line({ number: 2, kind: 'waiver', reversesNumber: 1, pence: -6_000 })],
    doing: line({ number: 3, kind: 'waiver', reversesNumber: 1, pence: -4_001 }),
    unless: [change('LedgerLine', { reversesNumber: null })],
  },
  {
    trigger: 'LedgerLine_reverses_what_is_left',
    word: 'more_than_line',
    rule: 'no more VAT of a line is taken back than is left of it',
    given: [line({ vatPence: 2_000 })],
    doing: line({ number: 3, kind: 'waiver', reversesNumber: 1, pence: -10_000, vatPence: -2_001 }),
    unless: [change('LedgerLine', { vatPence: 2_001 })],
  },
  {
    trigger: 'LedgerLine_reverses_what_is_left',
    word: 'more_than_line',
    rule: 'a line is taken back for the payer that it was of',
    given: [line({ payerId: 'another' })],
    doing: line({ number: 3, kind: 'waiver', reversesNumber: 1, pence: -10_000 }),
    unless: [change('LedgerLine', { payerId: 'payer' })],
  },
  {
    trigger: 'LedgerLine_of_request',
    word: 'payment_not_of_request',
    rule: 'a request is paid by the payer that it was made for',
    given: [row('Booking', { id: 'booking', reference: 'ABC' }), request, change('InvoiceRequest', { payerId: 'another' })],
    doing: ofRequest('request:IR000001:BACS 1'),
    unless: [change('InvoiceRequest', { payerId: 'payer' })],
  },
  {
    trigger: 'LedgerLine_of_request',
    word: 'payment_not_of_request',
    rule: 'a payment of a joined request says which booking each part is for',
    given: [
      ...[row('Booking', { id: 'booking', reference: 'ABC' }), request],
      row('InvoiceRequest', { reference: 'IR000001', bookingId: 'another', payerId: 'payer' }),
    ],
    doing: ofRequest('request:IR000001:BACS 1'),
    allowed: ofRequest('request:IR000001:BACS 1\nABC'),
  },
  {
    trigger: 'MoneyProposal_asks_another',
    word: 'asked_is_no_second_for_money',
    rule: 'who is asked to decide on money has a role of the council, and is not who proposed it',
    given: [row('MoneyProposal', { id: 'proposal', state: 'proposed', proposedById: 'ada' })],
    doing: change('MoneyProposal', { askedId: 'grace' }),
    unless: [row('StaffRole', { accountId: 'grace', role: 'reader' })],
  },
  {
    trigger: 'LedgerLine_of_second_person',
    word: 'second_person_needed',
    rule: 'a large payment by hand counts once a second person agreed',
    given: [row('MoneySetting', { key: 'second_person', value: '{"abovePence":9999}' })],
    doing: payment(),
    unless: [change('MoneySetting', { value: '{"abovePence":10000}' })],
  },
  {
    trigger: 'LedgerLine_of_second_person',
    word: 'second_person_needed',
    rule: 'a large payment of a joined request is large with all its parts',
    given: [
      row('MoneySetting', { key: 'second_person', value: '{"abovePence":15000}' }),
      payment({ source: 'request:IR000001:BACS 1\nABC' }),
    ],
    doing: payment({ number: 2, source: 'request:IR000001:BACS 1\nDEF' }),
    allowed: payment({ number: 2, source: 'request:IR000001:BACS 1\nDEF', approvedById: 'grace' }),
  },
  {
    trigger: 'LedgerLine_takes_joined_payment_back',
    word: 'taken_back_in_part',
    rule: 'a payment of a joined request is taken back with all its parts',
    given: [
      ...[payment({ source: 'request:IR000001:BACS 1\nABC' }), payment({ number: 2, source: 'request:IR000001:BACS 1\nDEF' })],
      ...[row('MoneyProposal', { id: 'one', togetherId: 'one', lineNumber: 1, kind: 'take_back', state: 'approved' })],
      row('MoneyProposal', { id: 'two', togetherId: 'one', lineNumber: 2, kind: 'take_back', state: 'proposed' }),
    ],
    doing: takenBack({ proposalId: 'one' }),
    unless: [change('MoneyProposal', { state: 'approved' })],
  },
  ...(
    [
      ['a payment that was recorded by hand', { source: 'stripe:1' }],
      ['a payment, and nothing else,', { kind: 'charge' }],
      ['the whole of a payment', { pence: -9_999 }],
      ['a payment of the same payer', { payerId: 'another' }],
      ['a payment for the same booking', { bookingId: 'another' }],
    ] as const
  ).map(([what, values]) => ({
    ...{ trigger: 'LedgerLine_takes_payment_back', word: 'payment_stands', rule: `${what} is taken back` },
    given: [payment(), change('LedgerLine', values)],
    doing: takenBack(),
    unless: [change('LedgerLine', { source: 'hand:BACS 1', kind: 'payment', pence: -10_000, payerId: 'payer', bookingId: 'booking' })],
  })),
  {
    trigger: 'LedgerLine_takes_payment_back',
    word: 'already_taken_back',
    rule: 'a payment is taken back once',
    given: [payment(), spentElsewhere, takenBack({ number: 4, source: 'taken_back:before' })],
    doing: takenBack(),
    unless: [change('LedgerLine', { reversesNumber: null })],
  },
  {
    trigger: 'LedgerLine_takes_payment_back',
    word: 'payment_is_spent',
    rule: 'a payment is not taken back once its money was paid back',
    given: [payment(), line({ number: 2, kind: 'refund', source: 'refund:1', pence: 1 })],
    doing: takenBack({ number: 4 }),
    unless: [payment({ number: 3, source: 'hand:BACS 2', pence: -1 })],
  },
  {
    trigger: 'LedgerLine_puts_back_both',
    word: 'taken_back_in_part',
    rule: 'what was put to a booking goes back to the account only with the payment of the booking taken back',
    given: [
      ...[line({ kind: 'payment', source: 'put:1:from', bookingId: null }), payment({ number: 2, source: 'put:1:to' })],
      takenBack({ number: 4, reversesNumber: 2, proposalId: 'another' }),
    ],
    doing: payment({ number: 5, reversesNumber: 1, bookingId: null, source: 'put:1:back', proposalId: 'proposal' }),
    unless: [change('LedgerLine', { proposalId: 'proposal' })],
  },
  {
    trigger: 'MoneyProposal_decided_once',
    word: 'own_proposal',
    rule: 'whoever proposes does not approve',
    given: [proposed],
    doing: change('MoneyProposal', { state: 'approved', decidedById: 'ada' }),
    allowed: change('MoneyProposal', { state: 'approved', decidedById: 'grace' }),
  },
  {
    trigger: 'MoneyProposal_decided_once',
    word: 'own_proposal',
    rule: 'whoever proposes does not approve from another address either',
    given: [proposed, row('Account', { id: 'ada', personId: 'lovelace' }), row('Account', { id: 'second', personId: 'lovelace' })],
    doing: change('MoneyProposal', { state: 'approved', decidedById: 'second' }),
    unless: [change('Account', { personId: 'grace' }, 'second')],
  },
  {
    trigger: 'MoneyProposal_names_its_line',
    word: 'take_back_without_line',
    rule: 'a payment to take back is named by its line',
    given: [],
    doing: row('MoneyProposal', { kind: 'take_back' }),
    allowed: row('MoneyProposal', { kind: 'take_back', lineNumber: 1 }),
  },
  {
    trigger: 'MoneyProposal_begins_together',
    word: 'proposals_not_together',
    rule: 'what is proposed together is proposed by the same person',
    given: [proposed, change('MoneyProposal', { togetherId: 'proposal', proposedById: 'grace' })],
    doing: row('MoneyProposal', {
      id: 'second',
      togetherId: 'proposal',
      kind: 'waive',
      payerId: 'payer',
      proposedById: 'ada',
      state: 'proposed',
    }),
    unless: [change('MoneyProposal', { proposedById: 'ada' })],
  },
]
