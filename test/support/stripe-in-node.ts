// The real SDK on a twin in this process, for tests that run in Node.
import Stripe from 'stripe'
import { createStripeTwin, prepareStripeTwin, type StripeTwin } from '#tools/twins/stripe/app.ts'
import { type StripeTwinDesk, twinFor } from './stripe-twin.ts'

const stripeOn = (twin: StripeTwin, key: string, config: { maxNetworkRetries?: number } = {}): Stripe =>
  new Stripe(key, {
    maxNetworkRetries: 0,
    telemetry: false,
    ...config,
    httpClient: Stripe.createFetchHttpClient((input, init) => twin.fetch(new Request(input, init))),
  })

// What it knows of the SDK takes a while to read, and the library gives up after ten seconds.
await prepareStripeTwin()
const twin = createStripeTwin()

export const accountOver = (
  on: StripeTwin,
  key: string,
  config: { maxNetworkRetries?: number } = {},
): { stripe: Stripe; desk: StripeTwinDesk } => ({
  stripe: stripeOn(on, key, config),
  desk: twinFor(key, (url, init) => on.fetch(new Request(url, init))),
})

/** An account of its own on the twin of this test file. */
export const accountOn = (name: string, config: { maxNetworkRetries?: number } = {}): { stripe: Stripe; desk: StripeTwinDesk } =>
  accountOver(twin, `sk_test_${name}`, config)

/** The twin itself, for what the SDK would never send. */
export const ask = (path: string, init: RequestInit = {}): Promise<Response> =>
  twin.fetch(new Request(`https://api.stripe.com${path}`, init))

/** How Stripe refused it; fails when it did not. */
export const refusal = async (
  asked: Promise<unknown>,
): Promise<{ status: number | undefined; type: string | undefined; code: string | undefined; param: string | undefined }> => {
  const error = await asked.then(
    () => undefined,
    (thrown: unknown) => thrown,
  )
  if (!(error instanceof Stripe.errors.StripeError)) throw new Error(`Not refused: ${String(error)}`)
  return { status: error.statusCode, type: error.rawType, code: error.code, param: error.param }
}

export const twoPlaces = (more: Partial<Stripe.Checkout.SessionCreateParams> = {}): Stripe.Checkout.SessionCreateParams => ({
  mode: 'payment',
  success_url: 'https://muster.example/paid?session={CHECKOUT_SESSION_ID}',
  cancel_url: 'https://muster.example/booking',
  allowed_payment_method_types: ['card'],
  line_items: [{ quantity: 2, price_data: { currency: 'gbp', unit_amount: 6500, product_data: { name: 'Place' } } }],
  ...more,
})

/** An invoice as a council sends it, finalised. */
export const openInvoice = async (
  stripe: Stripe,
  customer: string,
  amounts: number[],
  more: Partial<Stripe.InvoiceCreateParams> = {},
): Promise<Stripe.Invoice> => {
  const draft = await stripe.invoices.create({
    customer,
    collection_method: 'send_invoice',
    days_until_due: 30,
    auto_advance: false,
    pending_invoice_items_behavior: 'exclude',
    ...more,
  })
  await stripe.invoices.addLines(draft.id, { lines: amounts.map((amount, index) => ({ amount, description: `Place ${index + 1}` })) })
  return stripe.invoices.finalizeInvoice(draft.id)
}
