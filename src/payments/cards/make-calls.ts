import type { Act } from '#base/act.ts'
import type { Call, Made, Performers } from '#payments/stripe/call.ts'
import { answered, listed, type Stripe } from '#payments/stripe/client.ts'
import { type Checkout, pageLines } from './checkout.ts'
import { recordRefund } from './follow-refund.ts'
import { refundById } from './refund-store.ts'
import { checkoutById, failed, opened, readPageGround } from './store.ts'

const makePage = async (act: Act, stripe: Stripe, call: Call): Promise<Made | undefined> => {
  const checkout = await checkoutById(act.db, call.subjectId)
  if (checkout?.state !== 'asked') return undefined
  const { event, held } = await readPageGround(act.db, checkout)
  const lines = pageLines(checkout, event, held)
  // What is held has changed since the school asked to pay.
  if (lines.reduce((sum, line) => sum + line.pence * line.quantity, 0) !== checkout.pence)
    return { stripeId: null, statements: [failed(act, checkout.id)] }
  const page = `${act.baseUrl}/bookings/${checkout.reference}`
  const session = await answered(
    'checkout.session',
    stripe.checkout.sessions.create(
      {
        mode: 'payment',
        client_reference_id: checkout.id,
        metadata: { checkout: checkout.id },
        payment_intent_data: { metadata: { checkout: checkout.id } },
        allowed_payment_method_types: ['card'],
        line_items: lines.map(({ name, description, pence, quantity }) => ({
          quantity,
          price_data: { currency: 'gbp', unit_amount: pence, product_data: { name, description } },
        })),
        expires_at: Math.floor(Date.parse(checkout.expiresAt) / 1000),
        success_url: `${page}/paid?session_id={CHECKOUT_SESSION_ID}`,
        cancel_url: page,
        locale: 'en-GB',
      },
      { idempotencyKey: call.idempotencyKey },
    ),
  )
  return { stripeId: session.id, statements: [opened(act, checkout.id, session.id)] }
}

const findPage = async (act: Act, stripe: Stripe, call: Call): Promise<Made | undefined> => {
  const since = Math.floor(Date.parse(call.createdAt) / 1000) - 300
  const sessions = await listed('checkout.session', stripe.checkout.sessions.list({ created: { gte: since }, limit: 100 }))
  const page = sessions.find((session) => session.client_reference_id === call.subjectId)
  return page && { stripeId: page.id, statements: [opened(act, call.subjectId, page.id)] }
}

const endPage = async (act: Act, stripe: Stripe, call: Call): Promise<Made | undefined> => {
  const stripeId = (await checkoutById(act.db, call.subjectId))?.stripeId
  if (!stripeId) return undefined
  const session = await answered('checkout.session', stripe.checkout.sessions.retrieve(stripeId))
  if (session.status === 'open')
    await answered('checkout.session', stripe.checkout.sessions.expire(stripeId, {}, { idempotencyKey: call.idempotencyKey }))
  return { stripeId, statements: [] }
}

const payBack = async (act: Act, stripe: Stripe, call: Call): Promise<Made | undefined> => {
  const refund = await refundById(act.db, call.subjectId)
  if (!refund || refund.stripeId || refund.state !== 'asked') return undefined
  const atStripe = await answered(
    'refund',
    stripe.refunds.create(
      { payment_intent: refund.paymentIntentId, amount: refund.pence, metadata: { refund: refund.id } },
      { idempotencyKey: call.idempotencyKey },
    ),
  )
  return { stripeId: atStripe.id, statements: recordRefund(act, refund, atStripe) }
}

const findRefund = async (act: Act, stripe: Stripe, call: Call): Promise<Made | undefined> => {
  const refund = await refundById(act.db, call.subjectId)
  if (!refund) return undefined
  const refunds = await listed('refund', stripe.refunds.list({ payment_intent: refund.paymentIntentId, limit: 100 }))
  const made = refunds.find((one) => one.metadata?.['refund'] === refund.id)
  return made && { stripeId: made.id, statements: recordRefund(act, refund, made) }
}

export const makePageCall = 'checkout.create'
export const endPageCall = 'checkout.expire'
const payBackCall = 'refund.create'

export const cardPerformers: Performers = {
  [makePageCall]: { make: makePage, find: findPage, refused: (act, call) => [failed(act, call.subjectId)] },
  [endPageCall]: { make: endPage, find: endPage },
  [payBackCall]: { make: payBack, find: findRefund },
}

export const keyOfPage = (checkout: Pick<Checkout, 'id'>): string => `${makePageCall}:${checkout.id}`
