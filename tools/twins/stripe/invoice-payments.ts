// How invoices are paid: in whole, in parts, too much, by transfer, by card, or elsewhere.
import type Stripe from 'stripe'
import { type Account, newId } from './account.ts'
import { emit } from './events.ts'
import { type ListParams, listOf } from './lists.ts'
import { decline, isDeclined, makeIntent, succeed } from './payments.ts'
import { declined, invalid } from './refusal.ts'
import { onGet, type Route } from './routes.ts'

type Invoice = Stripe.Invoice

export const amountLeft = (invoice: Invoice): number => invoice.amount_remaining

const paymentsOf = (account: Account, invoice: Invoice): Stripe.InvoicePayment[] =>
  account.all('invoice_payment').filter((payment) => payment.invoice === invoice.id)

/** What is wanted of the payer: made when an invoice is finalised, and followed as the amount changes. */
export const requestPayment = (account: Account, invoice: Invoice, amount: number, isDefault: boolean): Stripe.InvoicePayment => {
  const intent = makeIntent(account, {
    amount,
    currency: invoice.currency,
    customer: typeof invoice.customer === 'string' ? invoice.customer : null,
    description: invoice.number,
    types: invoice.payment_settings.payment_method_types ?? ['card'],
  })
  const payment: Stripe.InvoicePayment = {
    id: newId('inpay'),
    object: 'invoice_payment',
    amount_paid: null,
    amount_requested: amount,
    created: account.now(),
    currency: invoice.currency,
    invoice: invoice.id,
    is_default: isDefault,
    livemode: false,
    payment: { payment_intent: intent.id, type: 'payment_intent' },
    status: 'open',
    status_transitions: { canceled_at: null, paid_at: null },
  }
  return account.add('invoice_payment', payment)
}

const intentOf = (account: Account, payment: Stripe.InvoicePayment): Stripe.PaymentIntent =>
  account.get('payment_intent', String(payment.payment.payment_intent))

const openPayment = (account: Account, invoice: Invoice): Stripe.InvoicePayment =>
  paymentsOf(account, invoice).find((payment) => payment.is_default && payment.status === 'open') ??
  requestPayment(account, invoice, invoice.amount_remaining, true)

/** Follows a changed debt: the open request asks for what is left, and ends when nothing is. */
export const followDebt = (account: Account, invoice: Invoice): void => {
  const open = paymentsOf(account, invoice).find((payment) => payment.is_default && payment.status === 'open')
  if (!open) return
  const intent = intentOf(account, open)
  if (invoice.status === 'open' && invoice.amount_remaining > 0) {
    open.amount_requested = intent.amount = invoice.amount_remaining
    return
  }
  Object.assign(open, { status: 'canceled', status_transitions: { canceled_at: account.now(), paid_at: null } })
  Object.assign(intent, { status: 'canceled', canceled_at: account.now() })
}

/** An invoice of which nothing is left is paid, whatever it was that settled the rest. */
export const closeWhenSettled = (account: Account, invoice: Invoice): void => {
  if (invoice.amount_remaining > 0 || invoice.status === 'paid') return
  Object.assign(invoice, {
    status: 'paid',
    next_payment_attempt: null,
    status_transitions: { ...invoice.status_transitions, paid_at: account.now() },
  })
  emit(account, 'invoice.paid', invoice)
  emit(account, 'invoice.payment_succeeded', invoice)
}

const mustBeOpen = (invoice: Invoice): void => {
  if (invoice.status === 'paid') throw invalid('Invoice is already paid', undefined, 'invoice_already_paid')
  if (invoice.status !== 'open' && invoice.status !== 'uncollectible')
    throw invalid(`This invoice is ${invoice.status} and cannot be paid.`, undefined, 'invoice_not_open')
}

const received = (account: Account, invoice: Invoice, payment: Stripe.InvoicePayment, amount: number): void => {
  Object.assign(payment, {
    status: 'paid',
    amount_paid: amount,
    status_transitions: { canceled_at: null, paid_at: account.now() },
  })
  const over = Math.max(amount - invoice.amount_remaining, 0)
  invoice.amount_paid += amount - over
  invoice.amount_remaining -= amount - over
  invoice.amount_overpaid += over
  invoice.attempted = true
  emit(account, 'invoice_payment.paid', payment)
  closeWhenSettled(account, invoice)
  followDebt(account, invoice)
  emit(account, 'invoice.updated', invoice)
  if (over > 0) emit(account, 'invoice.overpaid', invoice)
}

/** By card on the hosted page or by `pay`: everything that is left, or a stated amount, which may be less or more. */
export const payByCard = (account: Account, invoice: Invoice, amount = invoice.amount_remaining): Invoice => {
  if (invoice.status === 'paid' && amount > 0 && amount !== invoice.amount_remaining) {
    // Somebody pays again what was paid already.
    const again = requestPayment(account, invoice, amount, false)
    succeed(account, intentOf(account, again))
    received(account, invoice, again, amount)
    return invoice
  }
  mustBeOpen(invoice)
  if (amount < 1) throw invalid('Nothing is left to pay.', 'amount')
  const payment = amount === invoice.amount_remaining ? openPayment(account, invoice) : requestPayment(account, invoice, amount, false)
  invoice.attempt_count += 1
  succeed(account, intentOf(account, payment))
  received(account, invoice, payment, amount)
  return invoice
}

export const declineInvoice = (account: Account, invoice: Invoice): void => {
  mustBeOpen(invoice)
  invoice.attempted = true
  invoice.attempt_count += 1
  decline(account, intentOf(account, openPayment(account, invoice)))
  emit(account, 'invoice.payment_failed', invoice)
  emit(account, 'invoice.updated', invoice)
}

/** By a saved card, as `pay` does: a card that is declined is an error, and the invoice stays open. */
export const payBySaved = (account: Account, invoice: Invoice, method: string | undefined): Invoice => {
  mustBeOpen(invoice)
  if (invoice.collection_method === 'charge_automatically' && !method)
    throw invalid('There is no default_payment_method set on this Customer or Invoice.', undefined, 'resource_missing')
  if (isDeclined(account, method)) {
    declineInvoice(account, invoice)
    throw declined()
  }
  return payByCard(account, invoice)
}

/** From what the customer's transfers have left. */
export const payFromBalance = (account: Account, invoice: Invoice, taken: (intent: string) => void): void => {
  const payment = openPayment(account, invoice)
  const intent = intentOf(account, payment)
  taken(intent.id)
  const amount = invoice.amount_remaining
  succeed(account, intent, 'customer_balance')
  received(account, invoice, payment, amount)
}

export const paidElsewhere = (account: Account, invoice: Invoice): Invoice => {
  mustBeOpen(invoice)
  invoice.amount_paid_off_stripe = invoice.amount_remaining
  invoice.amount_paid += invoice.amount_remaining
  invoice.amount_remaining = 0
  closeWhenSettled(account, invoice)
  followDebt(account, invoice)
  emit(account, 'invoice.updated', invoice)
  return invoice
}

type Listing = ListParams & Stripe.InvoicePaymentListParams

export const invoicePaymentRoutes: Route[] = [
  onGet<Listing>('invoice_payments', 'InvoicePayments:InvoicePaymentListParams', ({ account, params }) =>
    listOf(
      '/v1/invoice_payments',
      account
        .all('invoice_payment')
        .filter((one) => params.invoice === undefined || one.invoice === params.invoice)
        .filter((one) => params.status === undefined || one.status === params.status)
        .filter((one) => params.payment?.payment_intent === undefined || one.payment.payment_intent === params.payment.payment_intent),
      params,
    ),
  ),
  onGet('invoice_payments/:id', 'InvoicePayments:InvoicePaymentRetrieveParams', ({ account, ids }) =>
    account.get('invoice_payment', ids[0]),
  ),
]

/** What came in by charges and can go back, the latest first. */
export const chargesOf = (account: Account, invoice: Invoice): Stripe.Charge[] =>
  paymentsOf(account, invoice)
    .filter((payment) => payment.status === 'paid')
    .map((payment) => account.get('charge', String(intentOf(account, payment).latest_charge)))
    .toReversed()
