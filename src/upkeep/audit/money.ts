// Invariants of money. Sums are pence with VAT unless stated.

const ofLedger = {
  ledger_is_prices_charges_and_money:
    'The ledger of every booking is the price of its certain places, charges that still apply, and the money that came and went.',
  chargeable_place_has_payer: 'No place that costs something is certain without a payer.',
  certain_place_charged_once: 'Every certain place that costs something is charged once.',
  ended_price_taken_back: 'Nothing is left of the price of a place that ended or has a new price.',
  posted_charge_has_line: 'Every posted charge for cancelling or not attending is one line of the ledger; one that is not posted is none.',
  withdrawn_charge_taken_back: 'Of a charge that was withdrawn nothing is left.',
  nothing_taken_back_twice: 'No line is undone by more than it was.',
  two_people_let_off: 'Whatever was waived or written off was proposed by one person with a reason and approved by another.',
  payment_taken_back_once: 'A payment is undone whole and once, if it was recorded by hand and two people decided it.',
  put_is_whole: 'Money put to a booking left the account of its payer, and what was undone of it is on that account again.',
  agreed_payment_posted_once:
    'Every payment that a second person agreed to is one line of its sum, and none that nobody agreed to is there.',
  large_payment_by_two: 'No payment by hand above the sum that held when it was recorded was recorded by one person alone.',
  line_in_open_period: 'No line was written into a month after its accounts were closed.',
  agreement_within_places: 'No service agreement covers more places than it has.',
  agreement_drawn_and_given_back: 'What is drawn down of a service agreement is what its places use now.',
  first_places_free_within_limit: 'No school has more first places free of charge than the prices allow.',
  first_free_place_used: 'No school pays for a place while a first place of the event is still free of charge for it.',
  code_within_limit: 'No code is used for more places than it may.',
} as const

const ofDocuments = {
  batch_adds_up: 'Every file for the finance system adds up to its lines.',
  line_in_one_file: 'No line is in more than one file that the finance system did not reject.',
  rejected_file_gives_lines_back: 'The lines of a file are given back when the finance system rejected it, and else not.',
  journal_settles_lines: 'What a journal that was not rejected holds is paid by it, and nothing is paid by one that was rejected.',
  request_adds_up: 'Every invoice request adds up to its lines.',
  joined_request_of_one_payer:
    'Every invoice request is of one file, one payer and one event; one for several bookings asks something of each.',
  payment_is_of_its_request: 'Every payment that names an invoice request is of a booking and payer of that request.',
  joined_payment_is_whole:
    'A payment of a joined request is recorded once for all its bookings, decided for all and undone for all of them.',
  invoice_adds_up: 'Every invoice adds up to its lines.',
  invoice_numbers_without_gaps: 'Invoices and credit notes are numbered without a gap.',
  paid_checkout_is_a_payment: 'Every payment by card is one payment of the ledger, of the sum that was paid.',
  refund_is_a_refund: 'Every sum that went back to a card is one refund of the ledger.',
  no_more_refunded_than_paid: 'No more went back to a card than was paid with it.',
  hold_ends: 'No place is still held for a payment two hours after its time ran out.',
} as const

export const moneyInvariants = { ...ofLedger, ...ofDocuments } as const

export type MoneyInvariant = keyof typeof moneyInvariants
