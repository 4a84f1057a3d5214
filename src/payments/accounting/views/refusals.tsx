import { sayChanged } from '#base/changed.ts'
import { gone, type Refusal } from '#base/web/press.tsx'
import type { RaiseRefusal, SettleRefusal } from '#money/ledger/dispute.ts'
import type { ProposalRefusal } from '#money/ledger/proposal.ts'
import type { PaymentRefusal, PutRefusal } from '#money/ledger/record-payment.ts'

export const proposalRefusals: Record<ProposalRefusal, string> = {
  no_such_proposal: 'It is not there any more',
  nothing_there: 'Nothing is left of it',
  more_than_there: 'It is more than is there now',
  returns_by_itself: 'It goes back by itself, the way it was paid: to the card, through Stripe, or with the next journal',
  reason_missing: 'Say why',
  already_proposed: 'Somebody has asked for this already',
  own_proposal: 'You asked for this yourself, so somebody else must decide',
  already_decided: 'It is decided already',
  not_by_hand: 'It was not recorded by hand. What came by card or through Stripe, or was journalled, goes back the same way by itself',
  already_taken_back: 'It was undone already',
  payment_is_spent:
    'The money is not there any more: it was paid back, or put from the account to a booking. A payment can only be undone whole',
  not_finance: 'Only finance does this',
}

const onlyFinance = 'Only finance records payments'
const byInvoice = 'An invoice through Stripe asks for all of it. Record the sum on the page of the invoice once the whole of it is there'

export const paymentRefusals: Record<PaymentRefusal, Refusal> = {
  no_such_payer: { field: 'booking', says: 'Choose a booking that this payer pays' },
  by_invoice: { field: 'booking', says: byInvoice },
  not_yet: { field: 'happenedOn', says: 'Enter a day that is not after today' },
  long_ago: { field: 'happenedOn', says: 'Enter a day of the last two years' },
  more_than_owed: { field: 'anyway', says: 'This is more than is owed for the booking. Correct it, or say below that it is meant' },
  not_finance: onlyFinance,
  changed_meanwhile: sayChanged('Which payments need a second person has', 'recorded'),
}

export const putRefusals: Record<PutRefusal, Refusal> = {
  no_such_payer: 'Choose a booking that this payer pays',
  by_invoice: byInvoice,
  more_than_owed: { field: 'amount', says: 'This is more than is owed for the booking' },
  not_on_account: { field: 'amount', says: 'That much is not on account' },
  not_finance: onlyFinance,
}

export const decideRefusals: Record<ProposalRefusal, Refusal> = {
  ...proposalRefusals,
  no_such_proposal: gone,
  not_finance: gone,
  reason_missing: { field: 'note', says: 'Say why it is refused', status: 422 },
}

export const withdrawRefusals = { no_such_proposal: gone, already_decided: { after: proposalRefusals.already_decided } } as const

export const settleRefusals: Record<SettleRefusal, Refusal> = {
  no_such_dispute: gone,
  not_finance: gone,
  already_settled: { after: 'It was settled already' },
  words_missing: 'Say why the charge stands: the school reads it',
}

export const raiseRefusals: Record<RaiseRefusal, Refusal> = {
  words_missing: 'Say why your school does not agree',
  already_disputed: 'Somebody of your school has said already that you do not agree with it',
  no_such_line: 'Nothing is left of this charge',
}
