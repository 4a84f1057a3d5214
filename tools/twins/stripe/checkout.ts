// Checkout sessions: open, then complete or expired, and never back.
import type Stripe from 'stripe'
import { type Account, newId } from './account.ts'
import { lineTotals, priceNamed } from './catalogue.ts'
import { emit } from './events.ts'
import { type ListParams, listOf, within } from './lists.ts'
import { given } from './metadata.ts'
import { decline, makeIntent, succeed } from './payments.ts'
import { invalid, missing } from './refusal.ts'
import { onGet, onPost, type Route } from './routes.ts'

type Params = Stripe.Checkout.SessionCreateParams & { payment_method_types?: string[] }
type Session = Stripe.Checkout.Session

const halfAnHour = 1800
const day = 86_400
/** Less than this in pounds is not worth Stripe's while. */
const leastPence = 30

const linesOf = (account: Account, params: Params): Stripe.LineItem[] =>
  (params.line_items ?? []).map((line, index) => {
    const at = `line_items[${index}]`
    const quantity = line.quantity ?? 1
    const price = line.price ? account.get('price', line.price, `${at}[price]`) : priceNamed(account, line.price_data, `${at}[price_data]`)
    const rates = (line.tax_rates || []).map((id) => account.get('tax_rate', id, `${at}[tax_rates]`))
    const { subtotal, tax, total } = lineTotals((price.unit_amount ?? 0) * quantity, rates)
    return {
      id: newId('li'),
      object: 'item',
      adjustable_quantity: null,
      amount_discount: 0,
      amount_subtotal: subtotal,
      amount_tax: tax,
      amount_total: total,
      currency: price.currency,
      description: line.price_data?.product_data?.name ?? null,
      metadata: given(line.metadata),
      price,
      quantity,
    } as Stripe.LineItem
  })

const expiryOf = (account: Account, params: Params): number => {
  const at = params.expires_at ?? account.now() + day
  if (at < account.now() + halfAnHour)
    throw invalid('The `expires_at` timestamp must be at least 30 minutes from Checkout Session creation.', 'expires_at')
  if (at > account.now() + day)
    throw invalid('The `expires_at` timestamp must be less than 24 hours from Checkout Session creation.', 'expires_at')
  return at
}

const create = (account: Account, params: Params, strictly: boolean): Session => {
  if (!params.mode) throw missing('mode')
  if (params.mode !== 'payment') throw invalid('The twin knows sessions of mode payment alone.', 'mode')
  if (!params.line_items?.length) throw missing('line_items')
  if (strictly && !params.success_url) throw missing('success_url')
  if (params.customer) account.get('customer', params.customer, 'customer')
  if (params.customer && params.customer_email)
    throw invalid('You may only specify one of these parameters: customer, customer_email.', 'customer')
  const lines = linesOf(account, params)
  const sum = (of: (line: Stripe.LineItem) => number): number => lines.reduce((total, line) => total + of(line), 0)
  const total = sum((line) => line.amount_total)
  if (total > 0 && total < leastPence)
    throw invalid("The Checkout Session's total amount due must add up to at least £0.30 gbp", undefined, 'amount_too_small')
  const id = newId('cs_test', 56)
  const session = {
    id,
    object: 'checkout.session',
    adaptive_pricing: null,
    after_expiration: null,
    allow_promotion_codes: null,
    allowed_payment_method_types: params.allowed_payment_method_types ?? null,
    amount_subtotal: sum((line) => line.amount_subtotal),
    amount_total: total,
    automatic_tax: { enabled: false, liability: null, provider: null, status: null },
    billing_address_collection: null,
    cancel_url: params.cancel_url ?? null,
    client_reference_id: params.client_reference_id ?? null,
    client_secret: null,
    collected_information: null,
    consent: null,
    consent_collection: null,
    created: account.now(),
    currency: lines[0]?.currency ?? 'gbp',
    currency_conversion: null,
    custom_fields: [],
    custom_text: { after_submit: null, shipping_address: null, submit: null, terms_of_service_acceptance: null },
    customer: params.customer ?? null,
    customer_account: null,
    customer_creation: params.customer_creation ?? (params.customer ? null : 'if_required'),
    customer_details: null,
    customer_email: params.customer_email ?? null,
    discounts: [],
    expires_at: expiryOf(account, params),
    integration_identifier: null,
    invoice: null,
    invoice_creation: null,
    livemode: false,
    locale: params.locale ?? null,
    managed_payments: null,
    metadata: given(params.metadata),
    mode: params.mode,
    origin_context: null,
    payment_intent: null,
    payment_link: null,
    payment_method_collection: null,
    payment_method_configuration_details: null,
    payment_method_options: null,
    payment_method_types: params.allowed_payment_method_types ?? params.payment_method_types ?? ['card'],
    payment_status: total === 0 ? 'no_payment_required' : 'unpaid',
    permissions: null,
    recovered_from: null,
    saved_payment_method_options: null,
    setup_intent: null,
    shipping_address_collection: null,
    shipping_cost: null,
    shipping_options: [],
    status: 'open',
    submit_type: params.submit_type ?? null,
    subscription: null,
    success_url: params.success_url ?? null,
    total_details: { amount_discount: 0, amount_shipping: 0, amount_tax: sum((line) => line.amount_tax) },
    ui_mode: params.ui_mode ?? 'hosted_page',
    url: `${account.pages}/c/pay/${id}`,
    wallet_options: null,
  } satisfies Session
  account.beside.set(id, { lines, intent: params.payment_intent_data ?? {} })
  return account.add('checkout.session', session)
}

export const expireSession = (account: Account, session: Session): Session => {
  if (session.status !== 'open')
    throw invalid(
      `Only Checkout Sessions with a status in ["open"] can be expired. This Checkout Session has a status of ${session.status}.`,
    )
  Object.assign(session, { status: 'expired', url: null })
  emit(account, 'checkout.session.expired', session)
  return session
}

const intentOf = (account: Account, session: Session): Stripe.PaymentIntent => {
  if (typeof session.payment_intent === 'string') return account.get('payment_intent', session.payment_intent)
  const asked = account.beside.get(session.id)?.['intent'] as Params['payment_intent_data']
  const intent = makeIntent(account, {
    amount: session.amount_total ?? 0,
    currency: session.currency ?? 'gbp',
    customer: typeof session.customer === 'string' ? session.customer : null,
    description: asked?.description ?? null,
    metadata: given(asked?.metadata),
    receipt_email: asked?.receipt_email ?? session.customer_email,
    types: session.payment_method_types,
  })
  session.payment_intent = intent.id
  return intent
}

const mustBeOpen = (session: Session): void => {
  if (session.status !== 'open') throw invalid(`This Checkout Session is ${session.status}; nobody can pay it.`)
}

/**
 * The payer pays on the hosted page.
 *
 * @param later by a method whose money arrives days afterwards: settled by `settleSession`
 */
export const paySession = (account: Account, id: string, { later = false, method = 'card' } = {}): Session => {
  const session = account.get('checkout.session', id)
  mustBeOpen(session)
  const customer = typeof session.customer === 'string' ? account.get('customer', session.customer) : undefined
  session.customer_details = {
    address: null,
    business_name: null,
    email: session.customer_email ?? customer?.email ?? 'payer@example.com',
    individual_name: null,
    name: customer?.name ?? null,
    phone: null,
    tax_exempt: 'none',
    tax_ids: [],
  }
  Object.assign(session, { status: 'complete', url: null })
  if (session.payment_status !== 'no_payment_required') {
    const intent = intentOf(account, session)
    if (later) Object.assign(intent, { status: 'processing' })
    else succeed(account, intent, method)
    session.payment_status = later ? 'unpaid' : 'paid'
  }
  emit(account, 'checkout.session.completed', session)
  return session
}

export const settleSession = (account: Account, id: string, as: 'paid' | 'failed'): Session => {
  const session = account.get('checkout.session', id)
  if (session.status !== 'complete' || session.payment_status !== 'unpaid')
    throw invalid('No payment of this Checkout Session is on its way.')
  const intent = intentOf(account, session)
  if (as === 'paid') {
    succeed(account, intent, 'bacs_debit')
    session.payment_status = 'paid'
  } else decline(account, intent, 'bacs_debit')
  emit(account, as === 'paid' ? 'checkout.session.async_payment_succeeded' : 'checkout.session.async_payment_failed', session)
  return session
}

/** The bank says no; the session stays open for another try. */
export const declineSession = (account: Account, id: string): Session => {
  const session = account.get('checkout.session', id)
  mustBeOpen(session)
  decline(account, intentOf(account, session))
  return session
}

/** What the hosted page itself asks for; no part of the published API, but the command line of Stripe pays with it. */
const pageOf = (session: Session): Record<string, unknown> => ({
  id: session.id,
  object: 'checkout.session',
  session_id: session.id,
  invoice: null,
  line_item_group: { currency: session.currency, due: session.amount_total, total: session.amount_total },
  total_summary: { due: session.amount_total, total: session.amount_total },
  status: session.status,
  payment_status: session.payment_status,
})

/** The account of which Stripe's command line says that its debits bounce. */
const bouncing = 'IT60X0542811101000000123456'

const confirmPage = (account: Account, id: string, method: string | undefined): Session => {
  const iban = method ? account.beside.get(method)?.['iban'] : undefined
  if (iban === undefined) return paySession(account, id)
  paySession(account, id, { later: true })
  return settleSession(account, id, iban === bouncing ? 'failed' : 'paid')
}

export const checkoutRoutes: Route[] = [
  onGet('payment_pages/:id', undefined, ({ account, ids }) => pageOf(account.get('checkout.session', ids[0]))),
  onPost<{ payment_method?: string }>('payment_pages/:id/confirm', undefined, ({ account, ids, params }) =>
    pageOf(confirmPage(account, ids[0], params.payment_method)),
  ),
  onPost<Params>('checkout/sessions', 'Checkout/Sessions:Checkout.SessionCreateParams', ({ account, params, strictly }) =>
    create(account, params, strictly),
  ),
  onGet('checkout/sessions/:id', 'Checkout/Sessions:Checkout.SessionRetrieveParams', ({ account, ids }) =>
    account.get('checkout.session', ids[0]),
  ),
  onPost('checkout/sessions/:id/expire', 'Checkout/Sessions:Checkout.SessionExpireParams', ({ account, ids }) =>
    expireSession(account, account.get('checkout.session', ids[0])),
  ),
  onGet<ListParams>('checkout/sessions/:id/line_items', 'Checkout/Sessions:Checkout.SessionListLineItemsParams', ({ account, ids }) => {
    const lines = account.beside.get(account.get('checkout.session', ids[0]).id)?.['lines'] as Stripe.LineItem[]
    return within(`/v1/checkout/sessions/${ids[0]}/line_items`, lines)
  }),
  onGet<ListParams & Stripe.Checkout.SessionListParams>(
    'checkout/sessions',
    'Checkout/Sessions:Checkout.SessionListParams',
    ({ account, params }) =>
      listOf(
        '/v1/checkout/sessions',
        account
          .all('checkout.session')
          .filter((one) => params.customer === undefined || one.customer === params.customer)
          .filter((one) => params.payment_intent === undefined || one.payment_intent === params.payment_intent)
          .filter((one) => params.status === undefined || one.status === params.status),
        params,
      ),
  ),
]
