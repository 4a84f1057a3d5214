// What does not add up or was left lying, by the question that finds it.

export const questions = {
  in_favour: { heading: 'Bookings that paid more than they owe', says: 'Pay it back, or leave it for what the payer owes next.' },
  never_told: {
    heading: 'Charges that nobody was told of',
    says: 'There was nobody with an address to write to, or it is older than two weeks. They are in no file of recharges.',
  },
  not_agreed: {
    heading: 'Charges that nobody of the school accepted',
    says: 'The booking was made for the school. They are in no file of recharges until somebody of the school accepts the price.',
  },
  disputed: { heading: 'Charges that schools do not agree with', says: 'They are asked of nobody until that is settled.' },
  on_account: { heading: 'Money for no booking yet', says: 'Put it to a booking at the account of the payer.' },
  invoice_differs: {
    heading: 'Invoices whose state is not what the ledger says',
    says: 'Paid there and owed here, or the other way round.',
    ofStripe: true,
  },
  card_without_place: {
    heading: 'Card payments without a place',
    says: 'Paid, with no place that is certain, and not paid back in full.',
    ofStripe: true,
  },
  calls_failed: { heading: 'Calls to Stripe that failed', says: 'They are not made again by themselves.', ofStripe: true },
} satisfies Record<string, { heading: string; says: string; ofStripe?: true }>
export type Question = keyof typeof questions

export type OddRow = {
  question: Question
  payerId: string | null
  payer: string | null
  reference: string | null
  eventTitle: string | null
  pence: number
  what: string
}
