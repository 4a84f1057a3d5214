import { addMinutes, type Instant, instant } from '../dates.ts'
import type { Limit } from '../limits/limit.ts'
import { untilSql } from '../limits/store.ts'
import { knownAddress, knownFor } from './browser-store.ts'
import { firstWait, longestWait, triesInTurn, turnMinutes } from './sign-in.ts'

const stamp = '%Y-%m-%dT%H:%M:%fZ'

/** Who asks for a code: hashes of the address, of it and the network together, and of the browser's token ('' when it has none). */
export type Asker = { email: string; addressKey: string; pairKey: string; browser: string }

/** The turn of the pair has come and is neither used nor over; both parameters are SQL. */
export const turnHasCome = (pairKey: string, now: string): string =>
  `EXISTS (SELECT 1 FROM CodeTurn ct WHERE ct.pairKey = ${pairKey} AND ct.usedAt IS NULL AND ct.at <= ${now}
     AND ct.at > strftime('${stamp}', ${now}, '-${turnMinutes} minutes'))`

export const useTurn = (db: D1Database, now: Date, asker: Asker): D1PreparedStatement =>
  db.prepare(`UPDATE CodeTurn SET usedAt = ?2 WHERE pairKey = ?1 AND usedAt IS NULL AND at <= ?2`).bind(asker.pairKey, instant(now))

/** A code that was given in turn can be tried less often: however many networks ask, guesses stay few. Before the turn is used up. */
export const fewerTries = (db: D1Database, now: Date, codeId: string, asker: Asker, tries: number): D1PreparedStatement =>
  db
    .prepare(`UPDATE SignInCode SET attempts = ?4 WHERE id = ?1 AND ${turnHasCome('?2', '?3')}`)
    .bind(codeId, asker.pairKey, instant(now), tries - triesInTurn)

/** `until`: of a limit of whoever asks; `ceilingUntil`: of what all together may spend; `turnAt`: of their turn. The first one counts. */
export type Refused = { until: Instant | undefined; ceilingUntil: Instant | undefined; turnAt: Instant | undefined }

/**
 * Why a code was refused, and until when. Whom only the address's limit keeps is given a turn, unless it has one: after all turns given
 * before, at a distance that doubles with each of the last hour.
 *
 * @param limits those that hold for a known browser, and for any other; those of the address; and the ceilings
 */
export const refusedCode = async (
  db: D1Database,
  now: Date,
  asker: Asker,
  limits: Record<'known' | 'others' | 'address' | 'knownCeiling' | 'unknownCeiling', readonly Limit[]>,
): Promise<Refused> => {
  const at = instant(now)
  const hourAgo = instant(addMinutes(now, -60))
  const known = knownFor('?3', '?4')
  const [, rows] = await db.batch([
    db
      .prepare(
        `INSERT INTO CodeTurn (addressKey, pairKey, at)
         SELECT ?5, ?6, strftime('${stamp}', MAX(?2, COALESCE((SELECT MAX(c.at) FROM CodeTurn c WHERE c.addressKey = ?5), ?2)),
           '+' || MIN(${longestWait}, ${firstWait} * (1 << MIN(10, (SELECT COUNT(*) FROM CodeTurn c WHERE c.addressKey = ?5 AND c.at > ?7)))) || ' seconds')
         WHERE NOT ${known} AND ${untilSql} IS NULL AND ${untilSql.replaceAll('?1', '?8')} IS NOT NULL
           AND NOT EXISTS (SELECT 1 FROM CodeTurn c WHERE c.pairKey = ?6 AND c.usedAt IS NULL AND c.at > strftime('${stamp}', ?2, '-${turnMinutes} minutes'))`,
      )
      .bind(
        JSON.stringify(limits.others),
        at,
        asker.browser,
        asker.email,
        asker.addressKey,
        asker.pairKey,
        hourAgo,
        JSON.stringify(limits.address),
      ),
    db
      .prepare(
        `SELECT ${known} AS known, ${untilSql} AS others, ${untilSql.replaceAll('?1', '?5')} AS own,
           CASE WHEN ${knownAddress('?4')} THEN ${untilSql.replaceAll('?1', '?7')} ELSE ${untilSql.replaceAll('?1', '?8')} END AS ceiling,
           (SELECT MAX(c.at) FROM CodeTurn c WHERE c.pairKey = ?6 AND c.usedAt IS NULL) AS turnAt`,
      )
      .bind(
        JSON.stringify(limits.others),
        at,
        asker.browser,
        asker.email,
        JSON.stringify(limits.known),
        asker.pairKey,
        JSON.stringify(limits.knownCeiling),
        JSON.stringify(limits.unknownCeiling),
      ),
  ])
  type Row = { known: number } & Record<'others' | 'own' | 'ceiling' | 'turnAt', Instant | null>
  const row = rows?.results[0] as Row | undefined
  if (row?.known === 1) return { until: row.own ?? undefined, ceilingUntil: undefined, turnAt: undefined }
  return { until: row?.others ?? undefined, ceilingUntil: row?.ceiling ?? undefined, turnAt: row?.turnAt ?? undefined }
}

export const deleteOldTurns = (db: D1Database, now: Date): D1PreparedStatement =>
  db.prepare(`DELETE FROM CodeTurn WHERE id IN (SELECT id FROM CodeTurn WHERE at < ?1 LIMIT 2000)`).bind(instant(addMinutes(now, -24 * 60)))
