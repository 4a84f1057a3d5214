// Customers, and the money that arrives for them by bank transfer.
import type Stripe from 'stripe'
import { type Account, newId } from './account.ts'
import { emit } from './events.ts'
import { amountLeft, payFromBalance } from './invoice-payments.ts'
import { cashBalanceOf, type ListParams, listOf } from './lists.ts'
import { given, merged } from './metadata.ts'
import { invalid } from './refusal.ts'
import { onGet, onPost, type Route } from './routes.ts'

type Customer = Stripe.Customer
type Params = Stripe.CustomerCreateParams & Stripe.CustomerUpdateParams

const addressOf = (address: Params['address']): Stripe.Address | null =>
  address
    ? {
        city: address.city ?? null,
        country: address.country ?? null,
        line1: address.line1 ?? null,
        line2: address.line2 ?? null,
        postal_code: address.postal_code ?? null,
        state: address.state ?? null,
      }
    : null

const create = (account: Account, params: Params): Customer => {
  const customer: Customer = {
    id: newId('cus', 14),
    object: 'customer',
    address: addressOf(params.address),
    balance: 0,
    created: account.now(),
    currency: null,
    default_source: null,
    delinquent: false,
    description: params.description ?? null,
    discount: null,
    email: params.email ?? null,
    invoice_prefix: newId('x', 8).slice(2).toUpperCase(),
    invoice_settings: { custom_fields: null, default_payment_method: null, footer: null, rendering_options: null },
    livemode: false,
    metadata: given(params.metadata),
    name: params.name ?? null,
    next_invoice_sequence: 1,
    phone: params.phone ?? null,
    preferred_locales: params.preferred_locales ?? [],
    shipping: null,
    tax_exempt: 'none',
    test_clock: null,
  }
  account.beside.set(customer.id, { cash: {} })
  account.add('customer', customer)
  emit(account, 'customer.created', customer)
  return customer
}

const update = (account: Account, customer: Customer, params: Params): Customer => {
  if (params.name !== undefined) customer.name = params.name || null
  if (params.email !== undefined) customer.email = params.email || null
  if (params.phone !== undefined) customer.phone = params.phone || null
  if (params.description !== undefined) customer.description = params.description || null
  if (params.address !== undefined) customer.address = addressOf(params.address)
  customer.metadata = merged(customer.metadata, params.metadata)
  emit(account, 'customer.updated', customer)
  return customer
}

type Cash = Record<string, number>

const cashOf = (account: Account, customer: Customer): Cash => account.beside.get(customer.id)?.['cash'] as Cash

type Moved = Pick<Stripe.CustomerCashBalanceTransaction, 'type' | 'funded' | 'applied_to_payment' | 'refunded_from_payment'>

/** One movement of what a customer's transfers have left over. */
const moveCash = (
  account: Account,
  customer: Customer,
  [pence, currency]: [number, string],
  moved: Moved,
): Stripe.CustomerCashBalanceTransaction => {
  const cash = cashOf(account, customer)
  const left = (cash[currency] ?? 0) + pence
  cash[currency] = left
  const transaction: Stripe.CustomerCashBalanceTransaction = {
    id: newId('ccsbtxn'),
    object: 'customer_cash_balance_transaction',
    created: account.now(),
    currency,
    customer: customer.id,
    customer_account: null,
    ending_balance: left,
    livemode: false,
    net_amount: pence,
    ...moved,
  }
  account.add('customer_cash_balance_transaction', transaction)
  emit(account, 'customer_cash_balance_transaction.created', transaction)
  return transaction
}

const monthSeconds = 30 * 86_400

/** Stripe looks for debts that are not more than thirty days overdue. */
const takesTransfers = (account: Account, invoice: Stripe.Invoice): boolean => {
  const types = invoice.payment_settings.payment_method_types
  if (invoice.due_date !== null && invoice.due_date + monthSeconds < account.now()) return false
  return invoice.collection_method === 'send_invoice' && (types === null || types.includes('customer_balance'))
}

/** Open invoices are paid oldest first, each only when what is there covers the whole of what is left of it. */
export const applyCash = (account: Account, customer: Customer): void => {
  for (const invoice of account.all('invoice')) {
    if (invoice.customer !== customer.id || invoice.status !== 'open' || !takesTransfers(account, invoice)) continue
    const due = amountLeft(invoice)
    if (due === 0 || due > (cashOf(account, customer)[invoice.currency] ?? 0)) continue
    payFromBalance(account, invoice, (intent) => {
      moveCash(account, customer, [-due, invoice.currency], { type: 'applied_to_payment', applied_to_payment: { payment_intent: intent } })
    })
  }
}

export const fund = (
  account: Account,
  customer: Customer,
  params: { amount: number; currency: string; reference?: string | undefined },
): Stripe.CustomerCashBalanceTransaction => {
  if (params.amount < 1) throw invalid('This value must be greater than or equal to 1.', 'amount', 'parameter_invalid_integer')
  const transaction = moveCash(account, customer, [params.amount, params.currency], {
    type: 'funded',
    funded: {
      bank_transfer: {
        gb_bank_transfer: { account_number_last4: '1234', sender_name: customer.name ?? null, sort_code: '108800' },
        reference: params.reference ?? null,
        type: 'gb_bank_transfer',
      },
    },
  })
  emit(account, 'cash_balance.funds_available', cashBalanceOf(account, customer.id) as unknown as Customer)
  applyCash(account, customer)
  return transaction
}

const transactionsOf = (account: Account, customer: string): Stripe.CustomerCashBalanceTransaction[] =>
  account.all('customer_cash_balance_transaction').filter((one) => one.customer === customer)

export const customerRoutes: Route[] = [
  onPost<Params>('customers', 'Customers:CustomerCreateParams', ({ account, params }) => create(account, params)),
  onGet('customers/:id', 'Customers:CustomerRetrieveParams', ({ account, ids }) => account.get('customer', ids[0])),
  onPost<Params>('customers/:id', 'Customers:CustomerUpdateParams', ({ account, ids, params }) =>
    update(account, account.get('customer', ids[0]), params),
  ),
  onGet<ListParams & { email?: string }>('customers', 'Customers:CustomerListParams', ({ account, params }) =>
    listOf(
      '/v1/customers',
      account.all('customer').filter((one) => params.email === undefined || one.email === params.email),
      params,
    ),
  ),
  onGet('customers/:id/cash_balance', undefined, ({ account, ids }) => cashBalanceOf(account, account.get('customer', ids[0]).id)),
  onGet<ListParams>(
    'customers/:id/cash_balance_transactions',
    'Customers:CustomerListCashBalanceTransactionsParams',
    ({ account, ids, params }) =>
      listOf(`/v1/customers/${ids[0]}/cash_balance_transactions`, transactionsOf(account, account.get('customer', ids[0]).id), params),
  ),
  onGet(
    'customers/:id/cash_balance_transactions/:transaction',
    'Customers:CustomerRetrieveCashBalanceTransactionParams',
    ({ account, ids }) => account.get('customer_cash_balance_transaction', ids[1]),
  ),
  onPost<{ amount: number; currency: string; reference?: string }>(
    'test_helpers/customers/:id/fund_cash_balance',
    'TestHelpers/Customers:TestHelpers.CustomerFundCashBalanceParams',
    ({ account, ids, params }) => fund(account, account.get('customer', ids[0]), params),
  ),
]
