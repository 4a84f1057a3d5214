import type { Act } from '#base/act.ts'
import { applyChanges } from './apply-changes.ts'
import { faultOf, isUnknownThere, type Stripe, stripeFor } from './client.ts'
import { type Followers, nextLook, type StateChange } from './event.ts'
import { type ClaimedEvent, claimEvents, postponeEvent, settleEvent } from './event-store.ts'

const chunk = 20

/** Applies stored events that are not settled. True when anything came of it. */
export const followEvents = async (act: Act, followers: readonly Followers[], limit = 100): Promise<boolean> => {
  if (!act.stripe) return false
  const stripe = stripeFor(act.stripe)
  let any = false
  for (let left = limit; left > 0; ) {
    const events = await claimEvents(act, Math.min(left, chunk))
    if (events.length === 0) break
    left -= events.length
    for (const event of events) any = (await followOne(act, stripe, followers, event)) || any
  }
  return any
}

const followOne = async (act: Act, stripe: Stripe, followers: readonly Followers[], event: ClaimedEvent): Promise<boolean> => {
  try {
    const changes: StateChange[] = []
    for (const concept of followers) changes.push(...((await concept[event.objectKind]?.follow(act, stripe, event.objectId)) ?? []))
    return await applyChanges(act, changes, event.id)
  } catch (error) {
    if (isUnknownThere(error)) {
      await settleEvent(act, event.id, 'not_ours').run()
      return false
    }
    console.error(JSON.stringify({ stripeEvent: event.id, type: event.type, attempts: event.attempts }))
    await postponeEvent(act, event.id, nextLook(event.attempts, act.now), faultOf(error).words).run()
    return false
  }
}
