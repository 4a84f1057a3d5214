import type { Act, Moment } from '#base/act.ts'
import { addMinutes, instant, londonDay, londonTime } from '#base/dates.ts'
import type { Condition } from '#base/db/condition.ts'
import { eachAlone } from '#base/errors.ts'
import { applyChanges } from './apply-changes.ts'
import { listed, stripeFor } from './client.ts'
import { type Followers, isFollowed, keptOf } from './event.ts'
import { insertEvents, lastRemembered, neverRemembered, remember } from './event-store.ts'

const triesId = 'nightly.try'
const doneId = 'nightly.done'
const atOnce = 1_000
/** Starts at this hour, London time. */
const startsAt = '01:00'

const hourOf = (now: Date): string => instant(now).slice(0, 13)

export const nightDue = ({ now, stripe }: Moment): Condition[] =>
  stripe && londonTime(now) >= startsAt ? [neverRemembered([doneId, londonDay(now)], [triesId, hourOf(now)])] : []

/** Checks every unsettled object, and events since last night. Resumes within the hour. */
export const reconcileNightly = async (act: Act, followers: readonly Followers[]): Promise<boolean> => {
  if (!act.stripe || londonTime(act.now) < startsAt) return false
  const night = londonDay(act.now)
  const last = await lastRemembered(act.db, doneId)
  if (last && londonDay(last) >= night) return false
  if (!(await remember(act, triesId, hourOf(act.now)))) return false
  const stripe = stripeFor(act.stripe)
  // Events come first, so that they are stored even if the unsettled objects exceed one run. Reads
  // an hour more than needed, or the days for which Stripe retries a webhook.
  const since = last ? addMinutes(new Date(last), -60) : addMinutes(act.now, -3 * 24 * 60)
  const events = await listed('event', stripe.events.list({ created: { gte: Math.floor(since.getTime() / 1000) }, limit: 100 }), 10_000)
  const kept = events.filter((event) => isFollowed(event.type)).flatMap((event) => keptOf(event) ?? [])
  for (let from = 0; from < kept.length; from += atOnce) await insertEvents(act.db, act.now, kept.slice(from, from + atOnce)).run()
  let any = false
  for (const { follow, unsettled } of followers.flatMap((concept) => Object.values(concept))) {
    const ids = (await unsettled?.(act)) ?? []
    any = (await eachAlone(ids, async (id) => applyChanges(act, await follow(act, stripe, id)))) || any
  }
  await remember(act, doneId, night)
  return any
}
