// London times of days, acts of somebody at some time, and that they were done.
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

type Done = { ok: true } | { ok: false; reason: string }

/** What an act that was done has made. @throws Error that names `what` when it was refused */
export const must = <D extends Done>(done: D, what: string): Extract<D, { ok: true }> extends { value: infer Made } ? Made : undefined => {
  if (!done.ok) throw new Error(`${what}: ${done.reason}`)
  return ('value' in done ? done.value : undefined) as ReturnType<typeof must<D>>
}
