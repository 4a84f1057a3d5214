import type { Act } from '#base/act.ts'
import { applyChanges } from '#payments/stripe/apply-changes.ts'
import { stripeFor } from '#payments/stripe/client.ts'
import type { Checkout } from './checkout.ts'
import { followCheckout } from './follow-checkout.ts'
import { latestCheckout, readPayGround } from './store.ts'

/** Applies what the webhook would, whichever is first. undefined: not of the reader’s school. */
export const settleSession = async (
  act: Act,
  reference: string,
  sessionId: string | undefined,
): Promise<{ checkout: Checkout; asked: boolean } | undefined> => {
  const ground = await readPayGround(act, reference)
  if (!ground || !act.stripe) return undefined
  const before = await latestCheckout(act.db, ground.booking.id)
  if (!before || (sessionId && before.stripeId !== sessionId)) return undefined
  if (!before.stripeId || !['asked', 'open'].includes(before.state)) return { checkout: before, asked: true }
  try {
    await applyChanges(act, await followCheckout(act, stripeFor(act.stripe), before.stripeId))
  } catch (error) {
    // Stripe does not answer: the webhook or the next check will settle it.
    console.error(JSON.stringify({ checkout: before.id, error: error instanceof Error ? error.message : String(error) }))
    return { checkout: before, asked: false }
  }
  const after = await latestCheckout(act.db, ground.booking.id)
  return after && { checkout: after, asked: true }
}
