// London times of days, and acts of somebody at some time.

import type { Act, Actor } from '#base/act.ts'
import { type Day, londonInstant } from '#base/dates.ts'
import { newReference } from '#base/id.ts'

const kept = new Map<string, number>()

/** Kept, because finding it is slow. */
export const at = (day: Day, time: string): Date => {
  const key = `${day} ${time}`
  const found = kept.get(key) ?? londonInstant(day, time)?.getTime()
  if (found === undefined) throw new Error(`There is no ${time} on ${day}`)
  kept.set(key, found)
  return new Date(found)
}

/** The act as `actor` at `now`. */
export const actOf = (act: Act, actor: Actor, now: Date): Act => ({
  ...act,
  now,
  actor,
  origin: 'demonstration',
  requestId: `demonstration-${newReference()}`,
})
