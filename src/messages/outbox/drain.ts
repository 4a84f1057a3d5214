// Messages that a request stores go at once: it claims them in the batch that stores them, and they
// are sent after the response. One delivery at a time serves all requests of an isolate, shares the
// provider's limit among them and records the results in one round trip.
import type { Act, Claim, Extra } from '#base/act.ts'
import { addMinutes, instant } from '#base/dates.ts'
import { newId } from '#base/id.ts'
import type { Bindings } from '#base/web/env.ts'
import { type Claimed, selectClaimed, settle } from './claim-store.ts'
import { clockFrom, deliverClaims, deliverDue, patienceMilliseconds, providerOf } from './deliver.ts'
import { answerSeconds, claimMinutes } from './message.ts'
import { newTurns } from './pace.ts'

/** The rest stays unclaimed in the database: a claim must be sent before it lapses. */
const mostClaimed = 50
/** How many are sent before their results are recorded. */
const mostAtOnce = 20
/** How long a delivery accepts messages of other requests: its own request may end soon after. */
const takesOnSeconds = 10
const endsSeconds = 12

/** `until`: the running delivery accepts more; 0: none runs. `someWait`: some is unclaimed. */
type Queue = { waiting: Claimed[]; someWait: boolean; until: number }

const queues = new WeakMap<object, Queue>()

/** @param deployment the runtime's bindings, the same object for all requests of an isolate */
const queueOf = (deployment: object): Queue => {
  const queue = queues.get(deployment) ?? { waiting: [], someWait: false, until: 0 }
  queues.set(deployment, queue)
  return queue
}

/** What one request has stored: claimed by it, or left for any deliverer. */
export type Stored = { claimed: Claimed[]; someWait: boolean }

/** Has the messages of an act stored as claimed; the end of each batch puts those into `stored`. */
export const claiming = (env: Bindings, deployment: object, { now, soFar }: Pick<Act, 'now' | 'soFar'>, stored: Stored): Extra => {
  const provider = providerOf(env)
  if (!provider || !soFar) return () => ({ statements: [], onResults: () => {} })
  let claim: Claim | undefined
  let claimed = 0
  soFar.claim = (messages) => {
    if (queueOf(deployment).waiting.length + stored.claimed.length + claimed + messages > mostClaimed) return undefined
    claimed += messages
    claim ??= { id: newId(now), batch: provider.together ? newId(now) : '', until: instant(addMinutes(now, claimMinutes)) }
    return claim
  }
  return (said) => {
    const held = claim && said.stored.length > 0 ? selectClaimed(env.DB, now, claim.id, said.stored) : undefined
    claim = undefined
    claimed = 0
    return {
      statements: [...(held?.statements ?? [])],
      onResults: (results) => {
        const mails = held?.from(results ?? []) ?? []
        stored.claimed.push(...mails)
        stored.someWait ||= said.unread || mails.length < said.stored.length
      },
    }
  }
}

/** Whether an attempt begun now is answered before the claim lapses. */
const stillHeld = ({ firstTriedAt }: Claimed, now: Date): boolean =>
  addMinutes(new Date(firstTriedAt), claimMinutes).getTime() - 2 * answerSeconds * 1000 > now.getTime()

/**
 * Sends what this and other requests have handed over. Returns at once if another request's
 * delivery takes it: never awaits another request's work, which the runtime may end at any time.
 */
export const deliverStored = async (env: Bindings, deployment: object, now: Date, stored: Stored): Promise<void> => {
  const provider = providerOf(env)
  if (!provider || (stored.claimed.length === 0 && !stored.someWait)) return
  const queue = queueOf(deployment)
  queue.waiting.push(...stored.claimed)
  queue.someWait ||= stored.someWait
  if (queue.until > performance.now()) return
  const clock = clockFrom(now)
  const turns = newTurns(clock, patienceMilliseconds)
  const send = async (claims: readonly Claimed[]): Promise<boolean> => {
    // The scheduled handler retries claims that lapsed.
    const held = claims.filter((claim) => stillHeld(claim, clock.now()))
    return held.length === 0 || deliverClaims(env.DB, { provider, turns, clock }, held)
  }
  const until = performance.now() + takesOnSeconds * 1000
  const end = until + endsSeconds * 1000
  queue.until = until
  let open = true
  try {
    while (open && performance.now() < until && (queue.waiting.length > 0 || queue.someWait)) {
      if (queue.waiting.length > 0) open = await send(queue.waiting.splice(0, mostAtOnce))
      else {
        queue.someWait = false
        await deliverDue(env, clock.now(), { seconds: takesOnSeconds })
      }
    }
  } finally {
    if (queue.until === until) queue.until = 0
  }
  // Later messages go to another delivery; this one finishes what is here.
  const rest = queue.waiting.splice(0)
  while (open && rest.length > 0 && performance.now() < end) open = await send(rest.splice(0, mostAtOnce))
  if (rest.length > 0)
    await settle(
      env.DB,
      rest.map(({ messageId: id, claimId }) => ({ id, claimId, as: 'released', dueAt: instant(clock.now()) })),
    )
}
