// Invoices: draft, open, then paid, void or uncollectible; final once they are open.
import type Stripe from 'stripe'
import { type Account, newId } from './account.ts'
import { applyCash } from './customers.ts'
import { emit } from './events.ts'
import { attach, reckon } from './invoice-lines.ts'
import { closeWhenSettled, followDebt, paidElsewhere, payBySaved, requestPayment } from './invoice-payments.ts'
import { type ListParams, listOf, within } from './lists.ts'
import { given, merged } from './metadata.ts'
import { invalid, missing } from './refusal.ts'
import { onDelete, onGet, onPost, type Route } from './routes.ts'

type Invoice = Stripe.Invoice
type CreateParams = Stripe.InvoiceCreateParams
type UpdateParams = Stripe.InvoiceUpdateParams

const day = 86_400

const customFields = (fields: CreateParams['custom_fields']): Invoice['custom_fields'] => {
  if (!fields) return null
  if (fields.length > 4) throw invalid('Invoices have at most 4 custom fields.', 'custom_fields')
  for (const [index, field] of fields.entries()) {
    if (field.name.length > 40)
      throw invalid('Invalid string: at most 40 characters', `custom_fields[${index}][name]`, 'parameter_invalid_string')
    if (field.value.length > 140)
      throw invalid('Invalid string: at most 140 characters', `custom_fields[${index}][value]`, 'parameter_invalid_string')
  }
  return fields.map(({ name, value }) => ({ name, value }))
}

const unusedNumber = (account: Account, number: string, but?: string): string => {
  if (account.all('invoice').some((one) => one.number === number && one.id !== but))
    throw invalid(`An invoice with the number ${number} already exists.`, 'number')
  return number
}

const checkDue = (params: Pick<CreateParams, 'days_until_due' | 'due_date'>, method: Invoice['collection_method']): void => {
  if (method !== 'send_invoice' && (params.days_until_due !== undefined || params.due_date !== undefined))
    throw invalid(
      'You may only specify a due date when collection_method is send_invoice.',
      params.due_date ? 'due_date' : 'days_until_due',
    )
  if (params.days_until_due !== undefined && params.due_date !== undefined)
    throw invalid('You may only specify one of these parameters: days_until_due, due_date.', 'days_until_due')
}

const settingsOf = (settings: CreateParams['payment_settings']): Stripe.Invoice.PaymentSettings => ({
  default_mandate: null,
  payment_method_options: (settings?.payment_method_options ?? null) as Stripe.Invoice.PaymentSettings['payment_method_options'],
  payment_method_types: (settings?.payment_method_types || null) as Stripe.Invoice.PaymentSettings['payment_method_types'],
})

const create = (account: Account, params: CreateParams): Invoice => {
  if (!params.customer) throw missing('customer')
  const customer = account.get('customer', params.customer, 'customer')
  const method = params.collection_method ?? 'charge_automatically'
  checkDue(params, method)
  if (method === 'send_invoice' && params.days_until_due === undefined && params.due_date === undefined) throw missing('days_until_due')
  const id = newId('in')
  const invoice = {
    id,
    object: 'invoice',
    account_country: 'GB',
    account_name: 'Pretend money',
    account_tax_ids: null,
    amount_due: 0,
    amount_overpaid: 0,
    amount_paid: 0,
    amount_remaining: 0,
    amount_shipping: 0,
    application: null,
    attempt_count: 0,
    attempted: false,
    auto_advance: params.auto_advance ?? false,
    automatic_tax: { disabled_reason: null, enabled: false, liability: null, provider: null, status: null },
    automatically_finalizes_at: null,
    billing_reason: 'manual',
    collection_method: method,
    created: account.now(),
    currency: params.currency ?? 'gbp',
    custom_fields: customFields(params.custom_fields),
    customer: customer.id,
    customer_account: null,
    customer_address: customer.address ?? null,
    customer_email: customer.email,
    customer_name: customer.name ?? null,
    customer_phone: customer.phone ?? null,
    customer_shipping: null,
    customer_tax_exempt: 'none',
    customer_tax_ids: [],
    default_payment_method: null,
    default_source: null,
    default_tax_rates: (params.default_tax_rates ?? []).map((rate) => account.get('tax_rate', rate, 'default_tax_rates')),
    description: params.description ?? null,
    discounts: [],
    due_date: params.due_date ?? null,
    effective_at: params.effective_at || null,
    ending_balance: null,
    footer: params.footer ?? null,
    from_invoice: null,
    hosted_invoice_url: null,
    invoice_pdf: null,
    issuer: { type: 'self' },
    last_finalization_error: null,
    latest_revision: null,
    lines: within<Stripe.InvoiceLineItem>(`/v1/invoices/${id}/lines`, []),
    livemode: false,
    metadata: given(params.metadata),
    next_payment_attempt: null,
    number: params.number ? unusedNumber(account, params.number) : null,
    on_behalf_of: null,
    parent: null,
    payment_settings: settingsOf(params.payment_settings),
    period_end: account.now(),
    period_start: account.now(),
    post_payment_credit_notes_amount: 0,
    pre_payment_credit_notes_amount: 0,
    receipt_number: null,
    rendering: null,
    shipping_cost: null,
    shipping_details: null,
    starting_balance: 0,
    statement_descriptor: null,
    status: 'draft',
    status_transitions: { finalized_at: null, marked_uncollectible_at: null, paid_at: null, voided_at: null },
    subtotal: 0,
    subtotal_excluding_tax: 0,
    test_clock: null,
    total: 0,
    total_discount_amounts: [],
    total_excluding_tax: 0,
    total_pretax_credit_amounts: [],
    total_taxes: [],
    webhooks_delivered_at: null,
  } satisfies Invoice as Invoice
  account.beside.set(id, { days: params.days_until_due })
  account.add('invoice', invoice)
  if (params.pending_invoice_items_behavior === 'include')
    for (const item of account.all('invoiceitem')) if (item.customer === customer.id && !item.invoice) attach(account, invoice, item)
  emit(account, 'invoice.created', invoice)
  return invoice
}

const update = (account: Account, invoice: Invoice, params: UpdateParams): Invoice => {
  const onlyMetadata = Object.keys(params).every((name) => name === 'metadata' || name === 'expand')
  if (invoice.status !== 'draft' && !onlyMetadata)
    throw invalid("Finalized invoices can't be updated in this way", undefined, 'invoice_not_editable')
  checkDue(
    {
      ...(params.days_until_due ? { days_until_due: params.days_until_due } : {}),
      ...(params.due_date ? { due_date: params.due_date } : {}),
    },
    params.collection_method ?? invoice.collection_method,
  )
  if (params.number !== undefined) invoice.number = params.number ? unusedNumber(account, params.number, invoice.id) : null
  if (params.custom_fields !== undefined) invoice.custom_fields = customFields(params.custom_fields)
  if (params.description !== undefined) invoice.description = params.description || null
  if (params.footer !== undefined) invoice.footer = params.footer || null
  if (params.due_date !== undefined) invoice.due_date = params.due_date || null
  if (params.days_until_due !== undefined) Object.assign(account.beside.get(invoice.id) ?? {}, { days: params.days_until_due })
  if (params.collection_method !== undefined) invoice.collection_method = params.collection_method
  if (params.auto_advance !== undefined) invoice.auto_advance = params.auto_advance
  if (params.payment_settings !== undefined) invoice.payment_settings = settingsOf(params.payment_settings)
  if (params.default_tax_rates !== undefined) {
    invoice.default_tax_rates = (params.default_tax_rates || []).map((rate) => account.get('tax_rate', rate, 'default_tax_rates'))
    reckon(account, invoice)
  }
  invoice.metadata = merged(invoice.metadata, params.metadata)
  emit(account, 'invoice.updated', invoice)
  return invoice
}

const nextNumber = (account: Account, invoice: Invoice): string => {
  const customer = account.get('customer', String(invoice.customer))
  const sequence = customer.next_invoice_sequence ?? 1
  customer.next_invoice_sequence = sequence + 1
  return `${customer.invoice_prefix}-${String(sequence).padStart(4, '0')}`
}

/** What a customer has in credit from earlier credit notes lowers the next invoice. */
const useCredit = (account: Account, invoice: Invoice): void => {
  const customer = account.get('customer', String(invoice.customer))
  const used = Math.min(Math.max(-customer.balance, 0), invoice.amount_remaining)
  Object.assign(invoice, {
    starting_balance: customer.balance,
    ending_balance: customer.balance + used,
    amount_due: invoice.amount_due - used,
    amount_remaining: invoice.amount_remaining - used,
  })
  customer.balance += used
}

const finalize = (account: Account, invoice: Invoice): Invoice => {
  if (invoice.status !== 'draft')
    throw invalid("This invoice is already finalized, you can't re-finalize a non-draft invoice.", undefined, 'invoice_not_editable')
  if (invoice.total < 0) throw invalid('The twin does not finalise negative invoices.')
  const days = account.beside.get(invoice.id)?.['days']
  Object.assign(invoice, {
    status: 'open',
    number: invoice.number ?? nextNumber(account, invoice),
    effective_at: invoice.effective_at ?? account.now(),
    due_date: invoice.due_date ?? (typeof days === 'number' ? account.now() + days * day : null),
    hosted_invoice_url: `${account.pages}/i/${invoice.id}`,
    invoice_pdf: `${account.pages}/i/${invoice.id}/pdf`,
    status_transitions: { ...invoice.status_transitions, finalized_at: account.now() },
  })
  useCredit(account, invoice)
  if (invoice.amount_remaining > 0) requestPayment(account, invoice, invoice.amount_remaining, true)
  emit(account, 'invoice.finalized', invoice)
  emit(account, 'invoice.updated', invoice)
  closeWhenSettled(account, invoice)
  if (invoice.status === 'open') applyCash(account, account.get('customer', String(invoice.customer)))
  return invoice
}

const send = (account: Account, invoice: Invoice): Invoice => {
  if (invoice.collection_method !== 'send_invoice')
    throw invalid("You can only manually send an invoice if its collection method is 'send_invoice'.")
  if (invoice.status === 'draft') finalize(account, invoice)
  if (invoice.status !== 'open' && invoice.status !== 'paid') throw invalid(`This invoice is ${invoice.status} and cannot be sent.`)
  emit(account, 'invoice.sent', invoice)
  return invoice
}

const voided = (account: Account, invoice: Invoice): Invoice => {
  if (invoice.status !== 'open' && invoice.status !== 'uncollectible')
    throw invalid("You can only pass in open or uncollectible invoices. This invoice isn't one.", undefined, 'invoice_not_open')
  if (invoice.amount_paid > 0) throw invalid('You cannot void an invoice of which a part has been paid.')
  Object.assign(invoice, { status: 'void', status_transitions: { ...invoice.status_transitions, voided_at: account.now() } })
  followDebt(account, invoice)
  emit(account, 'invoice.voided', invoice)
  emit(account, 'invoice.updated', invoice)
  return invoice
}

const uncollectible = (account: Account, invoice: Invoice): Invoice => {
  if (invoice.status !== 'open') throw invalid('You can only mark open invoices as uncollectible.', undefined, 'invoice_not_open')
  Object.assign(invoice, {
    status: 'uncollectible',
    status_transitions: { ...invoice.status_transitions, marked_uncollectible_at: account.now() },
  })
  emit(account, 'invoice.marked_uncollectible', invoice)
  emit(account, 'invoice.updated', invoice)
  return invoice
}

const pay = (account: Account, invoice: Invoice, params: Stripe.InvoicePayParams): Invoice => {
  if (invoice.status === 'draft') finalize(account, invoice)
  return params.paid_out_of_band ? paidElsewhere(account, invoice) : payBySaved(account, invoice, params.payment_method)
}

const remove = (account: Account, invoice: Invoice): { id: string; object: 'invoice'; deleted: true } => {
  if (invoice.status !== 'draft') throw invalid('You can only delete draft invoices.', undefined, 'invoice_not_editable')
  account.remove(invoice.id)
  emit(account, 'invoice.deleted', invoice)
  return { id: invoice.id, object: 'invoice', deleted: true }
}

type Listing = ListParams & Stripe.InvoiceListParams

export const invoiceRoutes: Route[] = [
  onPost<CreateParams>('invoices', 'Invoices:InvoiceCreateParams', ({ account, params }) => create(account, params)),
  onGet('invoices/:id', 'Invoices:InvoiceRetrieveParams', ({ account, ids }) => account.get('invoice', ids[0])),
  onPost<UpdateParams>('invoices/:id', 'Invoices:InvoiceUpdateParams', ({ account, ids, params }) =>
    update(account, account.get('invoice', ids[0]), params),
  ),
  onPost('invoices/:id/finalize', 'Invoices:InvoiceFinalizeInvoiceParams', ({ account, ids }) =>
    finalize(account, account.get('invoice', ids[0])),
  ),
  onPost('invoices/:id/send', 'Invoices:InvoiceSendInvoiceParams', ({ account, ids }) => send(account, account.get('invoice', ids[0]))),
  onPost('invoices/:id/void', 'Invoices:InvoiceVoidInvoiceParams', ({ account, ids }) => voided(account, account.get('invoice', ids[0]))),
  onPost('invoices/:id/mark_uncollectible', 'Invoices:InvoiceMarkUncollectibleParams', ({ account, ids }) =>
    uncollectible(account, account.get('invoice', ids[0])),
  ),
  onPost<Stripe.InvoicePayParams>('invoices/:id/pay', 'Invoices:InvoicePayParams', ({ account, ids, params }) =>
    pay(account, account.get('invoice', ids[0]), params),
  ),
  onDelete('invoices/:id', 'Invoices:InvoiceDeleteParams', ({ account, ids }) => remove(account, account.get('invoice', ids[0]))),
  onGet<Listing>('invoices', 'Invoices:InvoiceListParams', ({ account, params }) =>
    listOf(
      '/v1/invoices',
      account
        .all('invoice')
        .filter((one) => params.customer === undefined || one.customer === params.customer)
        .filter((one) => params.status === undefined || one.status === params.status)
        .filter((one) => params.collection_method === undefined || one.collection_method === params.collection_method),
      params,
    ),
  ),
]
