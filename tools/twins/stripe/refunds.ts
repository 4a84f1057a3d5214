import type Stripe from 'stripe'
import { type Account, newId } from './account.ts'
import { emit } from './events.ts'
import { type ListParams, listOf } from './lists.ts'
import { given, merged } from './metadata.ts'
import { invalid, missing } from './refusal.ts'
import { onGet, onPost, type Route } from './routes.ts'

const pounds = (pence: number): string => `£${(pence / 100).toFixed(2)}`
const counts = (refund: Stripe.Refund): boolean => refund.status !== 'failed' && refund.status !== 'canceled'
const idOf = (one: string | { id: string } | null): string => (typeof one === 'string' ? one : (one?.id ?? ''))

export const refundable = (account: Account, charge: Stripe.Charge): number =>
  charge.amount -
  account
    .all('refund')
    .filter((refund) => refund.charge === charge.id && counts(refund))
    .reduce((sum, refund) => sum + refund.amount, 0)

const recount = (account: Account, charge: Stripe.Charge): void => {
  charge.amount_refunded = charge.amount - refundable(account, charge)
  charge.refunded = charge.amount_refunded === charge.amount
}

export const makeRefund = (
  account: Account,
  charge: Stripe.Charge,
  asked: { amount?: number | undefined; reason?: Stripe.Refund.Reason | undefined; metadata?: Stripe.Metadata; email?: string | undefined },
): Stripe.Refund => {
  const left = refundable(account, charge)
  if (!charge.paid) throw invalid(`Charge ${charge.id} has not been paid.`, 'charge')
  if (charge.disputed) throw invalid(`Charge ${charge.id} has been charged back; cannot issue a refund.`, undefined, 'charge_disputed')
  if (left === 0) throw invalid(`Charge ${charge.id} has already been refunded.`, undefined, 'charge_already_refunded')
  const amount = asked.amount ?? left
  if (amount < 1) throw invalid('Invalid positive integer', 'amount', 'parameter_invalid_integer')
  if (amount > left)
    throw invalid(`Refund amount (${pounds(amount)}) is greater than unrefunded amount on charge (${pounds(left)})`, 'amount')
  // Money that came by bank transfer can only go back when the payer has said where to.
  const byTransfer = charge.payment_method_details?.type === 'customer_balance'
  const refund: Stripe.Refund = {
    id: newId('re'),
    object: 'refund',
    amount,
    balance_transaction: newId('txn'),
    charge: charge.id,
    created: account.now(),
    currency: charge.currency,
    customer: charge.customer,
    customer_account: null,
    ...(byTransfer && asked.email ? { instructions_email: asked.email } : {}),
    metadata: asked.metadata ?? {},
    payment_intent: charge.payment_intent,
    payment_method: charge.payment_method,
    reason: asked.reason ?? null,
    receipt_number: null,
    source_transfer_reversal: null,
    status: byTransfer ? 'requires_action' : account.refunds === 'pending' ? 'pending' : 'succeeded',
    transfer_reversal: null,
  }
  account.add('refund', refund)
  recount(account, charge)
  emit(account, 'refund.created', refund)
  emit(account, 'charge.refunded', charge)
  return refund
}

export const settleRefund = (account: Account, id: string, as: 'succeeded' | 'failed' | 'canceled'): Stripe.Refund => {
  const refund = account.get('refund', id)
  if (refund.status === 'failed' || refund.status === 'canceled') throw invalid(`Refund ${id} is already ${refund.status}.`)
  refund.status = as
  if (as === 'failed') refund.failure_reason = 'lost_or_stolen_card'
  recount(account, account.get('charge', idOf(refund.charge)))
  if (as === 'failed') emit(account, 'refund.failed', refund)
  emit(account, 'refund.updated', refund)
  emit(account, 'charge.refund.updated', refund)
  return refund
}

const chargeOf = (account: Account, params: Stripe.RefundCreateParams): Stripe.Charge => {
  if (params.charge) return account.get('charge', params.charge, 'charge')
  if (!params.payment_intent) throw missing('payment_intent')
  const intent = account.get('payment_intent', params.payment_intent, 'payment_intent')
  if (intent.status !== 'succeeded')
    throw invalid(
      `This PaymentIntent (${intent.id}) does not have a successful charge to refund.`,
      'payment_intent',
      'payment_intent_unexpected_state',
    )
  return account.get('charge', idOf(intent.latest_charge))
}

const emptyEvidence = { enhanced_evidence: {} } as Stripe.Dispute.Evidence

/** The payer's bank takes the money back. */
export const makeDispute = (account: Account, intentId: string): Stripe.Dispute => {
  const intent = account.get('payment_intent', intentId, 'payment_intent')
  const charge = account.get('charge', idOf(intent.latest_charge))
  charge.disputed = true
  const dispute: Stripe.Dispute = {
    id: newId('du'),
    object: 'dispute',
    amount: charge.amount,
    balance_transactions: [],
    charge: charge.id,
    created: account.now(),
    currency: charge.currency,
    enhanced_eligibility_types: [],
    evidence: emptyEvidence,
    evidence_details: {
      due_by: account.now() + 7 * 86_400,
      enhanced_eligibility: {},
      has_evidence: false,
      past_due: false,
      submission_count: 0,
      submission_method: 'manual',
    },
    intended_submission_method: null,
    is_charge_refundable: false,
    livemode: false,
    metadata: {},
    payment_intent: intent.id,
    reason: 'fraudulent',
    status: 'needs_response',
  }
  account.add('dispute', dispute)
  emit(account, 'charge.dispute.created', dispute)
  return dispute
}

export const closeDispute = (account: Account, id: string, as: 'won' | 'lost'): Stripe.Dispute => {
  const dispute = account.get('dispute', id)
  dispute.status = as
  if (as === 'won') account.get('charge', idOf(dispute.charge)).disputed = false
  emit(account, 'charge.dispute.closed', dispute)
  return dispute
}

export const refundRoutes: Route[] = [
  onPost<Stripe.RefundCreateParams>('refunds', 'Refunds:RefundCreateParams', ({ account, params }) =>
    makeRefund(account, chargeOf(account, params), {
      amount: params.amount,
      reason: params.reason,
      metadata: given(params.metadata),
      email: params.instructions_email,
    }),
  ),
  onGet('refunds/:id', 'Refunds:RefundRetrieveParams', ({ account, ids }) => account.get('refund', ids[0])),
  onPost<Stripe.RefundUpdateParams>('refunds/:id', 'Refunds:RefundUpdateParams', ({ account, ids, params }) => {
    const refund = account.get('refund', ids[0])
    refund.metadata = merged(refund.metadata, params.metadata)
    emit(account, 'refund.updated', refund)
    emit(account, 'charge.refund.updated', refund)
    return refund
  }),
  onPost('refunds/:id/cancel', 'Refunds:RefundCancelParams', ({ account, ids }) => settleRefund(account, ids[0], 'canceled')),
  onGet<ListParams & { charge?: string; payment_intent?: string }>('refunds', 'Refunds:RefundListParams', ({ account, params }) =>
    listOf(
      '/v1/refunds',
      account
        .all('refund')
        .filter((one) => params.charge === undefined || one.charge === params.charge)
        .filter((one) => params.payment_intent === undefined || one.payment_intent === params.payment_intent),
      params,
    ),
  ),
  onGet('disputes/:id', 'Disputes:DisputeRetrieveParams', ({ account, ids }) => account.get('dispute', ids[0])),
  onPost<Stripe.DisputeUpdateParams>('disputes/:id', 'Disputes:DisputeUpdateParams', ({ account, ids, params }) => {
    const dispute = account.get('dispute', ids[0])
    const said = params.evidence?.uncategorized_text
    if (said === 'winning_evidence') return closeDispute(account, dispute.id, 'won')
    if (said === 'losing_evidence') return closeDispute(account, dispute.id, 'lost')
    emit(account, 'charge.dispute.updated', dispute)
    return dispute
  }),
  onPost('disputes/:id/close', 'Disputes:DisputeCloseParams', ({ account, ids }) => closeDispute(account, ids[0], 'lost')),
  onGet<ListParams & { payment_intent?: string }>('disputes', 'Disputes:DisputeListParams', ({ account, params }) =>
    listOf(
      '/v1/disputes',
      account.all('dispute').filter((one) => params.payment_intent === undefined || one.payment_intent === params.payment_intent),
      params,
    ),
  ),
]
