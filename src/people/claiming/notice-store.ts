import type { Act } from '#base/act.ts'
import { instant } from '#base/dates.ts'
import { guard } from '#base/db/atomically.ts'
import { mapped, only, type Read } from '#base/db/read.ts'
import { limitsOf } from '#base/limits/limit.ts'
import { untilSql } from '#base/limits/store.ts'
import type { ClaimsWaiting } from '#emails/people/claims-waiting.tsx'

const kinds = ['Claim', 'TrustClaim', 'UnlistedClaim'] as const

/** How often the council is notified of waiting claims. */
export const noticesHourly = limitsOf('claims:told', [{ most: 1, minutes: 60 }])

type Waiting = ClaimsWaiting & { untold: number }

const isUntold = `state = 'requested' AND toldAt IS NULL`
const untoldCount = kinds.map((kind) => `(SELECT COUNT(*) FROM ${kind} WHERE ${isUntold})`).join(' + ')
const waitingCounts = kinds.map((kind) => `(SELECT COUNT(*) FROM ${kind} WHERE state = 'requested')`)

export const selectClaimsDue = (db: SqlDatabase, now: Date): Read<boolean> =>
  mapped(
    only<{ due: number }>(
      db
        .prepare(
          `SELECT (${kinds.map((kind) => `EXISTS (SELECT 1 FROM ${kind} WHERE ${isUntold})`).join(' OR ')}) AND ${untilSql} IS NULL AS due`,
        )
        .bind(JSON.stringify(noticesHourly), instant(now)),
    ),
    ({ due }) => due === 1,
  )

export const waitingClaims = async (db: SqlDatabase): Promise<Waiting> => {
  const [schools, trusts, settings] = waitingCounts
  const row = await db
    .prepare(`SELECT ${schools} AS schools, ${trusts} AS trusts, ${settings} AS settings, ${untoldCount} AS untold`)
    .first<Waiting>()
  return row ?? { schools: 0, trusts: 0, settings: 0, untold: 0 }
}

/** Marks the waiting claims as notified; guard: they are those that were counted. */
export const markClaimsNotified = ({ db, now }: Act, { schools, trusts, settings, untold }: Waiting): SqlStatement[] => [
  guard(
    db,
    `${[...waitingCounts, untoldCount].map((count, n) => `${count} = ?${n + 1}`).join(' AND ')}`,
    schools,
    trusts,
    settings,
    untold,
  ),
  ...kinds.map((kind) => db.prepare(`UPDATE ${kind} SET toldAt = ?1 WHERE ${isUntold}`).bind(instant(now))),
]
