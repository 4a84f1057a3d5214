// Payment intents and charges: the only place where pretend money comes in.
import type Stripe from 'stripe'
import { type Account, newId } from './account.ts'
import { emit } from './events.ts'
import { type ListParams, listOf } from './lists.ts'
import { given } from './metadata.ts'
import { makeDispute } from './refunds.ts'
import { declined, invalid } from './refusal.ts'
import { onGet, onPost, type Route } from './routes.ts'

type IntentMade = {
  amount: number
  currency: string
  customer?: string | null
  description?: string | null
  metadata?: Stripe.Metadata
  receipt_email?: string | null
  types?: string[]
  status?: Stripe.PaymentIntent.Status
}

export const makeIntent = (account: Account, made: IntentMade): Stripe.PaymentIntent => {
  const id = newId('pi')
  const intent: Stripe.PaymentIntent = {
    id,
    object: 'payment_intent',
    allowed_payment_method_types: null,
    amount: made.amount,
    amount_capturable: 0,
    amount_received: 0,
    application: null,
    application_fee_amount: null,
    automatic_payment_methods: null,
    canceled_at: null,
    cancellation_reason: null,
    capture_method: 'automatic',
    client_secret: `${id}_secret_${newId('x', 12)}`,
    confirmation_method: 'automatic',
    created: account.now(),
    currency: made.currency,
    customer: made.customer ?? null,
    customer_account: null,
    description: made.description ?? null,
    excluded_payment_method_types: null,
    last_payment_error: null,
    latest_charge: null,
    livemode: false,
    managed_payments: null,
    metadata: made.metadata ?? {},
    next_action: null,
    on_behalf_of: null,
    payment_method: null,
    payment_method_configuration_details: null,
    payment_method_options: null,
    payment_method_types: made.types ?? ['card'],
    payment_record: null,
    processing: null,
    receipt_email: made.receipt_email ?? null,
    review: null,
    setup_future_usage: null,
    shipping: null,
    source: null,
    statement_descriptor: null,
    statement_descriptor_suffix: null,
    status: made.status ?? 'requires_payment_method',
    transfer_group: null,
  }
  account.add('payment_intent', intent)
  emit(account, 'payment_intent.created', intent)
  return intent
}

const nobody: Stripe.Charge.BillingDetails = { address: null, email: null, name: null, phone: null, tax_id: null }

const makeCharge = (account: Account, intent: Stripe.PaymentIntent, method: string, declined: boolean): Stripe.Charge => {
  const id = newId('ch')
  const charge: Stripe.Charge = {
    id,
    object: 'charge',
    amount: intent.amount,
    amount_captured: declined ? 0 : intent.amount,
    amount_refunded: 0,
    application: null,
    application_fee: null,
    application_fee_amount: null,
    balance_transaction: declined ? null : newId('txn'),
    billing_details: { ...nobody, email: intent.receipt_email },
    calculated_statement_descriptor: null,
    captured: !declined,
    created: account.now(),
    currency: intent.currency,
    customer: intent.customer,
    description: intent.description,
    disputed: false,
    failure_balance_transaction: null,
    failure_code: declined ? 'card_declined' : null,
    failure_message: declined ? 'Your card was declined.' : null,
    fraud_details: {},
    livemode: false,
    metadata: { ...intent.metadata },
    on_behalf_of: null,
    outcome: null,
    paid: !declined,
    payment_intent: intent.id,
    payment_method: typeof intent.payment_method === 'string' ? intent.payment_method : null,
    payment_method_details: { type: method } as Stripe.Charge.PaymentMethodDetails,
    receipt_email: intent.receipt_email,
    receipt_number: null,
    receipt_url: declined ? null : `https://pay.stripe.com/receipts/${id}`,
    refunded: false,
    review: null,
    shipping: null,
    source: null,
    source_transfer: null,
    statement_descriptor: null,
    statement_descriptor_suffix: null,
    status: declined ? 'failed' : 'succeeded',
    transfer_data: null,
    transfer_group: null,
  }
  return account.add('charge', charge)
}

/** Takes the money; a delayed method first goes through `processing`. */
export const succeed = (account: Account, intent: Stripe.PaymentIntent, method = 'card'): Stripe.Charge => {
  intent.payment_method ??= newId('pm')
  const charge = makeCharge(account, intent, method, false)
  Object.assign(intent, { status: 'succeeded', amount_received: intent.amount, latest_charge: charge.id, last_payment_error: null })
  emit(account, 'charge.succeeded', charge)
  emit(account, 'payment_intent.succeeded', intent)
  return charge
}

export const decline = (account: Account, intent: Stripe.PaymentIntent, method = 'card'): Stripe.Charge => {
  const charge = makeCharge(account, intent, method, true)
  Object.assign(intent, {
    status: 'requires_payment_method',
    latest_charge: charge.id,
    last_payment_error: {
      type: 'card_error',
      code: 'card_declined',
      decline_code: 'generic_decline',
      message: 'Your card was declined.',
      charge: charge.id,
    },
  })
  emit(account, 'charge.failed', charge)
  emit(account, 'payment_intent.payment_failed', intent)
  return charge
}

const declines = /declined|chargeCustomerFail/i

/** The number or the name of a test card; the ids of Stripe's own test methods speak for themselves. */
const cardOf = (account: Account, method: string): string => String(account.beside.get(method)?.['number'] ?? method)

export const isDeclined = (account: Account, method: string | undefined): boolean =>
  method !== undefined && (declines.test(cardOf(account, method)) || cardOf(account, method) === '4000000000000002')

/** Pays with what Stripe's own test payment methods stand for. */
const confirm = (account: Account, intent: Stripe.PaymentIntent, method: string | undefined): Stripe.PaymentIntent => {
  if (!method) throw invalid('You cannot confirm this PaymentIntent because it is missing a payment method.', 'payment_method')
  if (intent.status === 'succeeded' || intent.status === 'canceled')
    throw invalid(`This PaymentIntent is ${intent.status}.`, undefined, 'payment_intent_unexpected_state')
  if (isDeclined(account, method)) {
    decline(account, intent)
    throw declined()
  }
  intent.payment_method = account.find(method) ? method : newId('pm')
  succeed(account, intent)
  if (/createDispute/.test(cardOf(account, method)) || cardOf(account, method) === '4000000000000259') makeDispute(account, intent.id)
  return intent
}

type IntentParams = Stripe.PaymentIntentCreateParams & { payment_method_types?: string[] }

export const paymentRoutes: Route[] = [
  onPost<IntentParams>('payment_intents', 'PaymentIntents:PaymentIntentCreateParams', ({ account, params }) => {
    const intent = makeIntent(account, {
      amount: params.amount,
      currency: params.currency,
      customer: params.customer ?? null,
      description: params.description ?? null,
      metadata: given(params.metadata),
      receipt_email: params.receipt_email ?? null,
      types: params.payment_method_types ?? params.allowed_payment_method_types ?? ['card'],
    })
    return params.confirm ? confirm(account, intent, params.payment_method) : intent
  }),
  onGet('payment_intents/:id', 'PaymentIntents:PaymentIntentRetrieveParams', ({ account, ids }) => account.get('payment_intent', ids[0])),
  onPost<Stripe.PaymentIntentConfirmParams>(
    'payment_intents/:id/confirm',
    'PaymentIntents:PaymentIntentConfirmParams',
    ({ account, ids, params }) => confirm(account, account.get('payment_intent', ids[0]), params.payment_method),
  ),
  onPost('payment_intents/:id/cancel', 'PaymentIntents:PaymentIntentCancelParams', ({ account, ids }) => {
    const intent = account.get('payment_intent', ids[0])
    if (intent.status === 'succeeded' || intent.status === 'canceled')
      throw invalid(
        `You cannot cancel this PaymentIntent because it has a status of ${intent.status}.`,
        undefined,
        'payment_intent_unexpected_state',
      )
    Object.assign(intent, { status: 'canceled', canceled_at: account.now() })
    emit(account, 'payment_intent.canceled', intent)
    return intent
  }),
  onGet<ListParams & { customer?: string }>('payment_intents', 'PaymentIntents:PaymentIntentListParams', ({ account, params }) =>
    listOf(
      '/v1/payment_intents',
      account.all('payment_intent').filter((one) => params.customer === undefined || one.customer === params.customer),
      params,
    ),
  ),
  onGet('charges/:id', 'Charges:ChargeRetrieveParams', ({ account, ids }) => account.get('charge', ids[0])),
  onGet<ListParams & { customer?: string; payment_intent?: string }>('charges', 'Charges:ChargeListParams', ({ account, params }) =>
    listOf(
      '/v1/charges',
      account
        .all('charge')
        .filter((one) => params.customer === undefined || one.customer === params.customer)
        .filter((one) => params.payment_intent === undefined || one.payment_intent === params.payment_intent),
      params,
    ),
  ),
]
