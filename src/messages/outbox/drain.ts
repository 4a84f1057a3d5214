// What a request has stored goes at once: it claims its messages in the batch that stores them, and once it is answered they are sent. One delivery at
// a time does so for all requests of an isolate, which shares the provider's limit among them and settles what many stored in one round trip.
import type { Act, Ending } from '#base/act.ts'
import { addMinutes, instant } from '#base/dates.ts'
import { newId } from '#base/id.ts'
import type { Bindings } from '#base/web/env.ts'
import { type Claimed, claimStored, settle } from './claim-store.ts'
import { clockFrom, deliverClaims, deliverDue, patienceMilliseconds, providerOf } from './deliver.ts'
import { answerSeconds, claimMinutes } from './message.ts'
import { newTurns } from './pace.ts'

/** More than this waits in the database, where any deliverer finds it: a claim has to be sent before it runs out. */
const mostClaimed = 50
/** So many are sent before what became of them is written down. */
const mostAtOnce = 20
/** So long a delivery takes on what other requests hand over. Its own request may be ended some seconds later, and theirs must not wait for that. */
const takesOnSeconds = 10
const endsSeconds = 12

/** `until`: till when a delivery takes on more; 0: none does. `someWait`: something is stored that nobody has claimed. */
type Desk = { waiting: Claimed[]; someWait: boolean; until: number }

const desks = new WeakMap<object, Desk>()

/** @param deployment the bindings as the runtime gave them: the same for all requests of an isolate */
const deskOf = (deployment: object): Desk => {
  const desk = desks.get(deployment) ?? { waiting: [], someWait: false, until: 0 }
  desks.set(deployment, desk)
  return desk
}

/** What one request has stored to be sent: claimed by it, or waiting for a deliverer to claim it. */
export type Stored = { claimed: Claimed[]; someWait: boolean }

/** What a batch that stores messages ends with, so that they are claimed in it; what came of that is put into `stored`. */
export const claiming = (
  env: Bindings,
  deployment: object,
  { now }: Pick<Act, 'now'>,
  said: Parameters<Ending>[0],
  stored: Stored,
): ReturnType<Ending> => {
  const provider = providerOf(env)
  if (!provider) return { statements: [], heard: () => {} }
  const mails = said.stored.filter(({ kind }) => kind !== 'mailing')
  const isMany = deskOf(deployment).waiting.length + stored.claimed.length + mails.length > mostClaimed
  const ids = { claim: newId(now), batch: provider.together ? newId(now) : '' }
  const claim = mails.length > 0 && !isMany ? claimStored(env.DB, now, ids, mails) : undefined
  return {
    statements: claim ? [claim.statement] : [],
    heard: (results) => {
      const claimed = claim?.claimedIn(results?.[0]) ?? []
      stored.claimed.push(...claimed)
      stored.someWait ||= said.unread || claimed.length < said.stored.length
    },
  }
}

/** Whether an attempt that is begun now is answered before the claim has passed to somebody else. */
const stillHeld = ({ firstTriedAt }: Claimed, now: Date): boolean =>
  addMinutes(new Date(firstTriedAt), claimMinutes).getTime() - 2 * answerSeconds * 1000 > now.getTime()

/**
 * Sends what requests have handed over, this one's and those that come meanwhile. Returns at once where another request's delivery takes it on:
 * nothing of another request is waited for, which may be ended at any time.
 */
export const deliverStored = async (env: Bindings, deployment: object, now: Date, stored: Stored): Promise<void> => {
  const provider = providerOf(env)
  if (!provider || (stored.claimed.length === 0 && !stored.someWait)) return
  const desk = deskOf(deployment)
  desk.waiting.push(...stored.claimed)
  desk.someWait ||= stored.someWait
  if (desk.until > performance.now()) return
  const clock = clockFrom(now)
  const turns = newTurns(clock, patienceMilliseconds)
  const send = async (claims: readonly Claimed[]): Promise<boolean> => {
    // What is not held any more is found by the clock.
    const held = claims.filter((claim) => stillHeld(claim, clock.now()))
    return held.length === 0 || deliverClaims(env.DB, provider, held, turns, clock)
  }
  const until = performance.now() + takesOnSeconds * 1000
  const end = until + endsSeconds * 1000
  desk.until = until
  let open = true
  try {
    while (open && performance.now() < until && (desk.waiting.length > 0 || desk.someWait)) {
      if (desk.waiting.length > 0) open = await send(desk.waiting.splice(0, mostAtOnce))
      else {
        desk.someWait = false
        await deliverDue(env, clock.now(), { seconds: takesOnSeconds })
      }
    }
  } finally {
    if (desk.until === until) desk.until = 0
  }
  // Others take on what comes from now on; what is here already is this delivery's to end.
  const rest = desk.waiting.splice(0)
  while (open && rest.length > 0 && performance.now() < end) open = await send(rest.splice(0, mostAtOnce))
  if (rest.length > 0)
    await settle(
      env.DB,
      rest.map(({ messageId: id, claimId }) => ({ id, claimId, as: 'released', dueAt: instant(clock.now()) })),
    )
}
