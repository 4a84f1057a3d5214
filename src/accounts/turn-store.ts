import { addMinutes, type Instant, instant } from '../dates.ts'
import type { Limit } from '../limits/limit.ts'
import { untilSql } from '../limits/store.ts'
import { knownFor, standingOf } from './browser-store.ts'
import { firstWait, longestWait, triesInTurn, turnMinutes } from './sign-in.ts'

const stamp = '%Y-%m-%dT%H:%M:%fZ'

/** Who asks for a code: hashes of the address, of it and the network together, of it and the wider network, and of the browser's token ('' when it has none). */
export type Asker = { email: string; addressKey: string; pairKey: string; widerKey: string; browser: string }

/**
 * The turn ct was drawn: of all wider networks in the draw its has the lowest lot, and of that network's turns it has the lowest of its own.
 * However many of its networks one asks from, it is one in the draw. Nobody joins a draw whose moment has come.
 */
const drawn = `NOT EXISTS (SELECT 1 FROM CodeTurn o WHERE o.addressKey = ct.addressKey AND o.at = ct.at AND o.id <> ct.id
  AND (o.usedAt IS NOT NULL OR (o.widerLot, o.lot, o.id) < (ct.widerLot, ct.lot, ct.id)))`

/** SQL: the turn of the pair has come, was drawn, and is neither used nor over; both parameters are SQL. */
export const turnHasCome = (pairKey: string, now: string): string =>
  `EXISTS (SELECT 1 FROM CodeTurn ct WHERE ct.pairKey = ${pairKey} AND ct.usedAt IS NULL AND ct.at <= ${now}
     AND ct.at > strftime('${stamp}', ${now}, '-${turnMinutes} minutes') AND ${drawn})`

export const useTurn = (db: D1Database, now: Date, asker: Asker): D1PreparedStatement =>
  db
    .prepare(`UPDATE CodeTurn AS ct SET usedAt = ?2 WHERE ct.pairKey = ?1 AND ct.usedAt IS NULL AND ct.at <= ?2 AND ${drawn}`)
    .bind(asker.pairKey, instant(now))

/** A code that was given in turn can be tried less often: however many networks ask, guesses stay few. Before the turn is used up. */
export const fewerTries = (db: D1Database, now: Date, codeId: string, asker: Asker, tries: number): D1PreparedStatement =>
  db
    .prepare(`UPDATE SignInCode SET attempts = ?4 WHERE id = ?1 AND ${turnHasCome('?2', '?3')}`)
    .bind(codeId, asker.pairKey, instant(now), tries - triesInTurn)

/** `until`: of a limit of whoever asks; `ceilingUntil`: of what all together may spend; `turnAt`: of their turn. The first one counts. */
export type Refused = { until: Instant | undefined; ceilingUntil: Instant | undefined; turnAt: Instant | undefined }

/**
 * Why a code was refused, and until when. Whom only the address's limit keeps takes part in its next draw, unless they do already or have
 * been drawn: it is half a minute away, or two minutes after the last one.
 *
 * @param limits those that hold for a known browser, and for any other; those of the address
 * @param ceilings by the standing of the address
 */
export const refusedCode = async (
  db: D1Database,
  now: Date,
  asker: Asker,
  limits: Record<'known' | 'others' | 'address', readonly Limit[]>,
  ceilings: Record<string, readonly Limit[]>,
): Promise<Refused> => {
  const at = instant(now)
  const known = knownFor('?3', '?4')
  const [, rows] = await db.batch([
    db
      .prepare(
        `INSERT INTO CodeTurn (addressKey, pairKey, widerKey, at, widerLot, lot)
         SELECT ?5, ?6, ?7, d.at, COALESCE((SELECT c.widerLot FROM CodeTurn c WHERE c.addressKey = ?5 AND c.at = d.at AND c.widerKey = ?7), random()), random()
         FROM (SELECT CASE WHEN last.at > ?2 THEN last.at
           ELSE MAX(strftime('${stamp}', ?2, '+${firstWait} seconds'), COALESCE(strftime('${stamp}', last.at, '+${longestWait} seconds'), '')) END AS at
           FROM (SELECT MAX(c.at) AS at FROM CodeTurn c WHERE c.addressKey = ?5) last) d
         WHERE NOT ${known} AND ${untilSql} IS NULL AND ${untilSql.replaceAll('?1', '?8')} IS NOT NULL
           AND NOT EXISTS (SELECT 1 FROM CodeTurn c WHERE c.pairKey = ?6 AND c.usedAt IS NULL AND c.at > ?2) AND NOT ${turnHasCome('?6', '?2')}`,
      )
      .bind(
        JSON.stringify(limits.others),
        at,
        asker.browser,
        asker.email,
        asker.addressKey,
        asker.pairKey,
        asker.widerKey,
        JSON.stringify(limits.address),
      ),
    db
      .prepare(
        `SELECT ${known} AS known, ${untilSql} AS others, ${untilSql.replaceAll('?1', '?5')} AS own,
           ${untilSql.replaceAll('?1', `(?7 -> ${standingOf('?4')})`)} AS ceiling,
           (SELECT MAX(c.at) FROM CodeTurn c WHERE c.pairKey = ?6 AND c.usedAt IS NULL) AS turnAt`,
      )
      .bind(
        JSON.stringify(limits.others),
        at,
        asker.browser,
        asker.email,
        JSON.stringify(limits.known),
        asker.pairKey,
        JSON.stringify(ceilings),
      ),
  ])
  type Row = { known: number } & Record<'others' | 'own' | 'ceiling' | 'turnAt', Instant | null>
  const row = rows?.results[0] as Row | undefined
  if (row?.known === 1) return { until: row.own ?? undefined, ceilingUntil: undefined, turnAt: undefined }
  return { until: row?.others ?? undefined, ceilingUntil: row?.ceiling ?? undefined, turnAt: row?.turnAt ?? undefined }
}

export const deleteOldTurns = (db: D1Database, now: Date): D1PreparedStatement =>
  db.prepare(`DELETE FROM CodeTurn WHERE id IN (SELECT id FROM CodeTurn WHERE at < ?1 LIMIT 2000)`).bind(instant(addMinutes(now, -24 * 60)))
