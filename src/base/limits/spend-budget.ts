import { type Act, hasRole } from '#base/act.ts'
import { type Instant, instant } from '#base/dates.ts'
import { handsMost } from './budget.ts'
import type { Limit } from './limit.ts'
import { counted, limitedUntil } from './store.ts'

/** Refused with `limitReached`, with `too_much_mail` for a key of mails, or `too_much_today`. */
export const spending = (act: Act, limits: readonly Limit[]): SqlStatement[] => {
  act.soFar?.limits?.push(...limits)
  return limits.length === 0 ? [] : [counted(act.db, act.now, limits)]
}

/** A budget until midnight UTC, refused as the log's acts are. */
export const spendingToday = (act: Act, uses: readonly Pick<Limit, 'key' | 'most' | 'n'>[]): SqlStatement[] =>
  spending(
    act,
    uses.map((use) => ({ ...use, key: `day:${instant(act.now).slice(0, 10)}:${use.key}`, minutes: 24 * 60 })),
  )

/** Changes of a place's person; no limit for council staff. */
export const passedOn = (act: Act, placeIds: readonly string[]): Limit[] =>
  act.origin !== 'web' || hasRole(act.actor, 'organiser', 'administrator')
    ? []
    : placeIds.map((placeId) => ({ key: `mails:hands:${placeId}`, minutes: 24 * 60, most: handsMost }))

/** undefined: it asks for too much at once. */
export const refusedUntil = async ({ db, now, soFar }: Act): Promise<Instant | undefined> => {
  const whole = new Map<string, Limit>()
  for (const limit of soFar?.limits ?? []) {
    const key = `${limit.key} ${limit.minutes}`
    whole.set(key, { ...limit, n: (whole.get(key)?.n ?? 0) + (limit.n ?? 1) })
  }
  return limitedUntil(db, now, [...whole.values()])
}
