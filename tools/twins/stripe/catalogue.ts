// Products, prices, tax rates and payment methods: what lines of sessions and invoices name.
import type Stripe from 'stripe'
import { type Account, newId } from './account.ts'
import { emit } from './events.ts'
import { type ListParams, listOf } from './lists.ts'
import { given, merged } from './metadata.ts'
import { invalid, missing } from './refusal.ts'
import { onGet, onPost, type Route } from './routes.ts'

/** A decimal travels as text and only the SDK makes more of it. */
export const decimal = (text: string | number): Stripe.Decimal => String(text) as unknown as Stripe.Decimal

const halfUp = (value: number): number => Math.sign(value) * Math.round(Math.abs(value))

export type TaxOf = { rate: Stripe.TaxRate; amount: number; taxable: number }

/** What one line comes to: tax is rounded line by line, and an inclusive rate is part of the price. */
export const lineTotals = (
  amount: number,
  rates: Stripe.TaxRate[],
): { subtotal: number; tax: number; total: number; excluding: number; taxes: TaxOf[] } => {
  const inclusive = rates.filter((rate) => rate.inclusive).reduce((sum, rate) => sum + rate.percentage, 0)
  const net = (amount * 100) / (100 + inclusive)
  const taxes = rates.map((rate) => ({ rate, amount: halfUp((net * rate.percentage) / 100), taxable: halfUp(net) }))
  const within = taxes.filter(({ rate }) => rate.inclusive).reduce((sum, one) => sum + one.amount, 0)
  const tax = taxes.reduce((sum, one) => sum + one.amount, 0)
  return { subtotal: amount, tax, total: amount + tax - within, excluding: amount - within, taxes }
}

type PriceData = {
  currency: string
  product?: string
  product_data?: { name: string }
  unit_amount?: number
  unit_amount_decimal?: unknown
}

const penceOf = (data: { unit_amount?: number; unit_amount_decimal?: unknown }): number | undefined =>
  data.unit_amount ?? (data.unit_amount_decimal === undefined ? undefined : Math.round(Number(data.unit_amount_decimal)))

const makeProduct = (account: Account, params: { name: string; metadata?: Stripe.MetadataParam; description?: string }): Stripe.Product => {
  const product = {
    id: newId('prod', 14),
    object: 'product',
    active: true,
    created: account.now(),
    default_price: null,
    description: params.description ?? null,
    images: [],
    livemode: false,
    marketing_features: [],
    metadata: given(params.metadata),
    name: params.name,
    package_dimensions: null,
    shippable: null,
    tax_code: null,
    tax_details: null,
    type: 'service',
    updated: account.now(),
    url: null,
  } as Stripe.Product
  return account.add('product', product)
}

export const makePrice = (account: Account, data: PriceData, at: string): Stripe.Price => {
  const pence = penceOf(data)
  if (pence === undefined) throw missing(at ? `${at}[unit_amount]` : 'unit_amount')
  if (!data.product && !data.product_data) throw missing(at ? `${at}[product_data]` : 'product')
  const product = data.product ? account.get('product', data.product, 'product') : makeProduct(account, data.product_data ?? { name: '' })
  const price = {
    id: newId('price'),
    object: 'price',
    active: true,
    billing_scheme: 'per_unit',
    created: account.now(),
    currency: data.currency,
    custom_unit_amount: null,
    livemode: false,
    lookup_key: null,
    metadata: {},
    nickname: null,
    product: product.id,
    recurring: null,
    tax_behavior: 'unspecified',
    tiers_mode: null,
    transform_quantity: null,
    type: 'one_time',
    unit_amount: pence,
    unit_amount_decimal: decimal(pence),
  } as Stripe.Price
  return account.add('price', price)
}

export const priceNamed = (account: Account, data: PriceData | undefined, at: string): Stripe.Price => {
  if (!data) throw missing(at)
  return makePrice(account, data, at)
}

export const makeRate = (account: Account, params: Stripe.TaxRateCreateParams): Stripe.TaxRate => {
  if (params.percentage < 0 || params.percentage > 100) throw invalid('percentage must be between 0 and 100', 'percentage')
  const rate: Stripe.TaxRate = {
    id: newId('txr'),
    object: 'tax_rate',
    active: params.active ?? true,
    country: params.country ?? null,
    created: account.now(),
    description: params.description ?? null,
    display_name: params.display_name,
    effective_percentage: params.percentage,
    flat_amount: null,
    inclusive: params.inclusive,
    jurisdiction: params.jurisdiction ?? null,
    jurisdiction_level: null,
    livemode: false,
    metadata: given(params.metadata),
    percentage: params.percentage,
    rate_type: 'percentage',
    state: params.state ?? null,
    tax_type: params.tax_type ?? null,
  }
  account.add('tax_rate', rate)
  emit(account, 'tax_rate.created', rate)
  return rate
}

type MethodParams = { type?: string; card?: { number?: string; token?: string }; sepa_debit?: { iban: string } }

export const catalogueRoutes: Route[] = [
  onPost<Stripe.ProductCreateParams>('products', 'Products:ProductCreateParams', ({ account, params }) => {
    if (!params.name) throw missing('name')
    const product = makeProduct(account, {
      name: params.name,
      metadata: params.metadata ?? {},
      ...(params.description ? { description: params.description } : {}),
    })
    emit(account, 'product.created', product)
    return product
  }),
  onGet('products/:id', 'Products:ProductRetrieveParams', ({ account, ids }) => account.get('product', ids[0])),
  onGet<ListParams>('products', 'Products:ProductListParams', ({ account, params }) =>
    listOf('/v1/products', account.all('product'), params),
  ),
  onPost<PriceData>('prices', 'Prices:PriceCreateParams', ({ account, params }) => {
    const price = makePrice(account, params, '')
    emit(account, 'price.created', price)
    return price
  }),
  onGet('prices/:id', 'Prices:PriceRetrieveParams', ({ account, ids }) => account.get('price', ids[0])),
  onGet<ListParams>('prices', 'Prices:PriceListParams', ({ account, params }) => listOf('/v1/prices', account.all('price'), params)),
  onPost<Stripe.TaxRateCreateParams>('tax_rates', 'TaxRates:TaxRateCreateParams', ({ account, params }) => makeRate(account, params)),
  onGet('tax_rates/:id', 'TaxRates:TaxRateRetrieveParams', ({ account, ids }) => account.get('tax_rate', ids[0])),
  onPost<Stripe.TaxRateUpdateParams>('tax_rates/:id', 'TaxRates:TaxRateUpdateParams', ({ account, ids, params }) => {
    const rate = account.get('tax_rate', ids[0])
    if (params.active !== undefined) rate.active = params.active
    rate.metadata = merged(rate.metadata, params.metadata)
    emit(account, 'tax_rate.updated', rate)
    return rate
  }),
  onGet<ListParams & Stripe.TaxRateListParams>('tax_rates', 'TaxRates:TaxRateListParams', ({ account, params }) =>
    listOf(
      '/v1/tax_rates',
      account.all('tax_rate').filter((one) => params.active === undefined || one.active === params.active),
      params,
    ),
  ),
  onPost<MethodParams>('payment_methods', 'PaymentMethods:PaymentMethodCreateParams', ({ account, params }) => {
    const method = {
      id: newId('pm'),
      object: 'payment_method',
      allow_redisplay: 'unspecified',
      billing_details: { address: null, email: null, name: null, phone: null, tax_id: null },
      created: account.now(),
      customer: null,
      customer_account: null,
      livemode: false,
      metadata: {},
      type: params.type ?? 'card',
    } as unknown as Stripe.PaymentMethod
    account.beside.set(method.id, {
      number: params.card?.number ?? params.card?.token ?? '',
      ...(params.sepa_debit ? { iban: params.sepa_debit.iban } : {}),
    })
    return account.add('payment_method', method)
  }),
  onGet('payment_methods/:id', 'PaymentMethods:PaymentMethodRetrieveParams', ({ account, ids }) => account.get('payment_method', ids[0])),
  onPost<{ customer?: string }>('payment_methods/:id/attach', 'PaymentMethods:PaymentMethodAttachParams', ({ account, ids, params }) => {
    const known = account.find(ids[0])
    const method =
      known?.object === 'payment_method'
        ? known
        : account.add('payment_method', { id: newId('pm'), object: 'payment_method', type: 'card' } as Stripe.PaymentMethod)
    if (!account.beside.has(method.id)) account.beside.set(method.id, { number: ids[0] })
    method.customer = account.get('customer', params.customer ?? '', 'customer').id
    emit(account, 'payment_method.attached', method)
    return method
  }),
]
