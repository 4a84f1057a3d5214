import Stripe from 'stripe'
import { expect, it } from 'vitest'
import { createStripeTwin } from '../../twins/stripe/app.ts'

const twin = createStripeTwin()
const stripeFor = (key: string): Stripe =>
  new Stripe(key, {
    maxNetworkRetries: 0,
    telemetry: false,
    httpClient: Stripe.createFetchHttpClient((input, init) => twin.fetch(new Request(input, init))),
  })
const stripe = stripeFor('sk_test_strictness')

const refusal = async (asked: Promise<unknown>): Promise<Record<string, unknown>> => {
  const error = await asked.then(
    () => undefined,
    (thrown: unknown) => thrown,
  )
  if (!(error instanceof Stripe.errors.StripeError)) throw new Error(`Not refused: ${String(error)}`)
  return { status: error.statusCode, type: error.rawType, code: error.code, param: error.param }
}

it('refuses a parameter that the pinned version does not know, and names it', async () => {
  const wrong = { mode: 'payment', success_url: 'https://a.example', payment_method_types: ['card'], line_items: [] }
  expect(await refusal(stripe.checkout.sessions.create(wrong as Stripe.Checkout.SessionCreateParams))).toEqual({
    status: 400,
    type: 'invalid_request_error',
    code: 'parameter_unknown',
    param: 'payment_method_types',
  })
  const line = { price_data: { currency: 'gbp', unit_amount: 6500, product_data: { name: 'Place' } }, qty: 1 }
  expect(await refusal(stripe.checkout.sessions.create({ mode: 'payment', line_items: [line as object] }))).toMatchObject({
    code: 'parameter_unknown',
    param: 'line_items[0][qty]',
  })
  expect(await refusal(stripe.creditNotes.create({ amount: 100 } as Stripe.CreditNoteCreateParams))).toMatchObject({
    code: 'parameter_missing',
    param: 'invoice',
  })
})
