// Lines of invoices and what they come to.
import type Stripe from 'stripe'
import { type Account, newId } from './account.ts'
import { decimal, lineTotals, makePrice, makeRate, type TaxOf } from './catalogue.ts'
import { emit } from './events.ts'
import { type ListParams, listOf, within } from './lists.ts'
import { given } from './metadata.ts'
import { invalid, missing, notFound } from './refusal.ts'
import { onGet, onPost, type Route } from './routes.ts'

type ItemParams = Stripe.InvoiceItemCreateParams
type LineParams = Stripe.InvoiceAddLinesParams.Line

export const taxesOf = (taxes: TaxOf[]): Stripe.InvoiceLineItem.Tax[] =>
  taxes.map(({ rate, amount, taxable }) => ({
    amount,
    tax_behavior: rate.inclusive ? 'inclusive' : 'exclusive',
    tax_rate_details: { tax_rate: rate.id },
    taxability_reason: rate.percentage === 0 ? 'zero_rated' : 'standard_rated',
    taxable_amount: taxable,
    type: 'tax_rate_details',
  }))

const ratesNamed = (account: Account, ids: string[] | '' | null | undefined): Stripe.TaxRate[] =>
  (ids || []).map((id) => account.get('tax_rate', id, 'tax_rates'))

type Amounts = { amount?: number; quantity?: number; unit_amount_decimal?: unknown; pricing?: { price?: string }; price_data?: unknown }

/** The price, the quantity and the amount of one line, however it was given. */
const amountOf = (account: Account, params: Amounts): { amount: number; quantity: number; price: Stripe.Price | undefined } => {
  const quantity = params.quantity ?? 1
  if (params.amount !== undefined) {
    if (params.quantity !== undefined && params.quantity !== 1)
      throw invalid('You may only specify one of these parameters: amount, quantity.', 'quantity')
    return { amount: params.amount, quantity: 1, price: undefined }
  }
  if (params.unit_amount_decimal !== undefined)
    return { amount: Math.round(Number(params.unit_amount_decimal) * quantity), quantity, price: undefined }
  const price = params.pricing?.price
    ? account.get('price', params.pricing.price, 'pricing[price]')
    : params.price_data
      ? makePrice(account, params.price_data as Parameters<typeof makePrice>[1], 'price_data')
      : undefined
  if (!price) throw missing('amount')
  return { amount: (price.unit_amount ?? 0) * quantity, quantity, price }
}

/** Tax that was worked out elsewhere is taken to the penny as it was said. */
const taxesSaid = (account: Account, said: LineParams['tax_amounts']): TaxOf[] | undefined =>
  said
    ? said.map(({ amount, taxable_amount, tax_rate_data }) => ({
        amount,
        taxable: taxable_amount,
        rate:
          account
            .all('tax_rate')
            .find((rate) => rate.percentage === tax_rate_data.percentage && rate.inclusive === tax_rate_data.inclusive && !rate.active) ??
          makeRate(account, {
            display_name: tax_rate_data.display_name,
            percentage: tax_rate_data.percentage,
            inclusive: tax_rate_data.inclusive,
            active: false,
          }),
      }))
    : undefined

const addItem = (account: Account, params: ItemParams, taxes?: TaxOf[]): Stripe.InvoiceItem => {
  const invoice = params.invoice ? account.get('invoice', params.invoice, 'invoice') : undefined
  if (invoice && invoice.status !== 'draft')
    throw invalid('You can only add invoice items to draft invoices.', 'invoice', 'invoice_not_editable')
  const customer = params.customer ?? (typeof invoice?.customer === 'string' ? invoice.customer : undefined)
  if (!customer) throw missing('customer')
  account.get('customer', customer, 'customer')
  const { amount, quantity, price } = amountOf(account, params)
  const item: Stripe.InvoiceItem = {
    id: newId('ii'),
    object: 'invoiceitem',
    amount,
    currency: params.currency ?? price?.currency ?? invoice?.currency ?? 'gbp',
    customer,
    customer_account: null,
    date: account.now(),
    description: params.description ?? null,
    discountable: params.discountable ?? true,
    discounts: [],
    invoice: invoice?.id ?? null,
    livemode: false,
    metadata: given(params.metadata),
    parent: null,
    period: params.period ?? { start: account.now(), end: account.now() },
    pricing: {
      ...(price ? { price_details: { price: price.id, product: String(price.product) } } : {}),
      type: 'price_details',
      unit_amount_decimal: decimal(Math.round(amount / Math.max(quantity, 1))),
    },
    proration: false,
    quantity,
    quantity_decimal: decimal(quantity),
    tax_rates: ratesNamed(account, params.tax_rates),
    test_clock: null,
  }
  account.add('invoiceitem', item)
  if (taxes) account.beside.set(item.id, { taxes })
  emit(account, 'invoiceitem.created', item)
  if (invoice) {
    attach(account, invoice, item)
    emit(account, 'invoice.updated', invoice)
  }
  return item
}

/** Makes a pending item a line of a draft. */
export const attach = (account: Account, invoice: Stripe.Invoice, item: Stripe.InvoiceItem): void => {
  item.invoice = invoice.id
  if (invoice.lines.data.length === 0) invoice.currency = item.currency
  else if (invoice.currency !== item.currency) throw invalid(`This invoice is in ${invoice.currency}.`, 'currency')
  const line: Stripe.InvoiceLineItem = {
    id: newId('il'),
    object: 'line_item',
    amount: item.amount,
    currency: item.currency,
    description: item.description,
    discount_amounts: [],
    discountable: item.discountable,
    discounts: [],
    invoice: invoice.id,
    livemode: false,
    metadata: { ...item.metadata },
    parent: {
      invoice_item_details: { invoice_item: item.id, proration: false, proration_details: null, subscription: null },
      subscription_item_details: null,
      type: 'invoice_item_details',
    },
    period: item.period,
    pretax_credit_amounts: [],
    pricing: item.pricing,
    quantity: item.quantity,
    quantity_decimal: decimal(item.quantity),
    subscription: null,
    subtotal: item.amount,
    taxes: [],
  }
  invoice.lines.data.push(line)
  reckon(account, invoice)
}

const withTaxes = (amount: number, taxes: TaxOf[]): ReturnType<typeof lineTotals> => {
  const sumOf = (some: TaxOf[]): number => some.reduce((sum, one) => sum + one.amount, 0)
  const within = sumOf(taxes.filter(({ rate }) => rate.inclusive))
  const tax = sumOf(taxes)
  return { subtotal: amount, tax, total: amount + tax - within, excluding: amount - within, taxes }
}

/** Sums a draft from its lines; a line without rates of its own takes those of the invoice. */
export const reckon = (account: Account, invoice: Stripe.Invoice): void => {
  let [subtotal, total, excluding] = [0, 0, 0]
  const all: TaxOf[] = []
  for (const line of invoice.lines.data) {
    const item = account.find(line.parent?.invoice_item_details?.invoice_item ?? '')
    const own = item?.object === 'invoiceitem' && item.tax_rates?.length ? item.tax_rates : invoice.default_tax_rates
    const said = item ? (account.beside.get(item.id)?.['taxes'] as TaxOf[] | undefined) : undefined
    const sums = said ? withTaxes(line.amount, said) : lineTotals(line.amount, own)
    line.taxes = taxesOf(sums.taxes)
    all.push(...sums.taxes)
    subtotal += sums.subtotal
    total += sums.total
    excluding += sums.excluding
  }
  const rates = [...new Set(all.map((one) => one.rate))]
  Object.assign(invoice, {
    subtotal,
    subtotal_excluding_tax: excluding,
    total,
    total_excluding_tax: excluding,
    total_taxes: taxesOf(
      rates.map((rate) => {
        const these = all.filter((one) => one.rate === rate)
        return {
          rate,
          amount: these.reduce((sum, one) => sum + one.amount, 0),
          taxable: these.reduce((sum, one) => sum + one.taxable, 0),
        }
      }),
    ),
    amount_due: Math.max(total, 0),
    amount_remaining: Math.max(total, 0),
  })
}

export const lineRoutes: Route[] = [
  onPost<ItemParams>('invoiceitems', 'InvoiceItems:InvoiceItemCreateParams', ({ account, params }) => addItem(account, params)),
  onGet('invoiceitems/:id', 'InvoiceItems:InvoiceItemRetrieveParams', ({ account, ids }) => account.get('invoiceitem', ids[0])),
  onGet<ListParams & { customer?: string; invoice?: string }>('invoiceitems', 'InvoiceItems:InvoiceItemListParams', ({ account, params }) =>
    listOf(
      '/v1/invoiceitems',
      account
        .all('invoiceitem')
        .filter((one) => params.customer === undefined || one.customer === params.customer)
        .filter((one) => params.invoice === undefined || one.invoice === params.invoice),
      params,
    ),
  ),
  onPost<Stripe.InvoiceAddLinesParams>('invoices/:id/add_lines', 'Invoices:InvoiceAddLinesParams', ({ account, ids, params }) => {
    const invoice = account.get('invoice', ids[0])
    for (const [index, line] of params.lines.entries()) {
      if (line.invoice_item) {
        const item = account.get('invoiceitem', line.invoice_item, `lines[${index}][invoice_item]`)
        if (item.invoice) throw notFound('pending invoice item', item.id, `lines[${index}][invoice_item]`)
        attach(account, invoice, item)
      } else {
        if (line.tax_amounts && line.tax_rates)
          throw invalid('You may only specify one of these parameters: tax_amounts, tax_rates.', `lines[${index}][tax_amounts]`)
        addItem(account, { ...asItem(line), invoice: invoice.id }, taxesSaid(account, line.tax_amounts))
      }
    }
    return invoice
  }),
  onGet<ListParams>('invoices/:id/lines', 'Invoices:InvoiceListLineItemsParams', ({ account, ids, params }) => {
    const url = `/v1/invoices/${ids[0]}/lines`
    const lines = account.get('invoice', ids[0]).lines.data.toReversed()
    return params.limit === undefined && params.starting_after === undefined
      ? within(url, lines.toReversed())
      : listOf(url, lines, { ...params })
  }),
]

const asItem = (line: LineParams): ItemParams => ({
  ...(line.amount === undefined ? {} : { amount: line.amount }),
  ...(line.description === undefined ? {} : { description: line.description }),
  ...(line.quantity === undefined ? {} : { quantity: line.quantity }),
  ...(line.metadata ? { metadata: line.metadata } : {}),
  ...(line.period ? { period: line.period } : {}),
  ...(line.pricing ? { pricing: line.pricing } : {}),
  ...(line.price_data ? { price_data: line.price_data as NonNullable<ItemParams['price_data']> } : {}),
  ...(line.tax_rates ? { tax_rates: line.tax_rates } : {}),
})
