import type { Act } from '#base/act.ts'
import { applyChanges } from './apply-changes.ts'
import { faultOf, isUnknownThere, type Stripe, stripeFor } from './client.ts'
import { type Followers, nextLook, type StateChange } from './event.ts'
import { type ClaimedEvent, claimEvents, postponeEvent, settleEvents } from './event-store.ts'

const chunk = 20

/** Several about one object together. True when anything came of it. */
export const followEvents = async (act: Act, followers: readonly Followers[], limit = 100): Promise<boolean> => {
  if (!act.stripe) return false
  const stripe = stripeFor(act.stripe)
  let any = false
  for (let left = limit; left > 0; ) {
    const most = Math.min(left, chunk)
    const events = await claimEvents(act, most)
    const objects = Map.groupBy(events, ({ objectKind, objectId }) => `${objectKind} ${objectId}`)
    for (const about of objects.values()) any = (await followObject(act, stripe, followers, about)) || any
    left = events.length < most ? 0 : left - most
  }
  return any
}

/** @param events all about one object */
const followObject = async (
  act: Act,
  stripe: Stripe,
  followers: readonly Followers[],
  events: readonly ClaimedEvent[],
): Promise<boolean> => {
  const [{ objectKind, objectId } = { objectKind: '', objectId: '' }] = events
  const ids = events.map(({ id }) => id)
  try {
    const changes: StateChange[] = []
    for (const concept of followers) changes.push(...((await concept[objectKind]?.follow(act, stripe, objectId)) ?? []))
    return await applyChanges(act, changes, ids)
  } catch (error) {
    if (isUnknownThere(error)) {
      await settleEvents(act, ids, 'not_ours').run()
      return false
    }
    const { words } = faultOf(error)
    for (const { id: stripeEvent, type, attempts } of events) console.error(JSON.stringify({ stripeEvent, type, attempts }))
    await act.db.batch(events.map(({ id, attempts }) => postponeEvent(act, id, nextLook(attempts, act.now), words)))
    return false
  }
}
