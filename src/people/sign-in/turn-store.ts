import { addMinutes, type Instant, instant } from '#base/dates.ts'
import { only } from '#base/db/read.ts'
import type { Limit } from '#base/limits/limit.ts'
import { untilSql } from '#base/limits/store.ts'
import { isKnownBrowserFor, standingOf } from './browser-store.ts'
import { codeAttempts, drawsUntil, firstWait, longestWait, mostDrawn, triesInTurn, turnMinutes, waitingForOne } from './sign-in.ts'

const stamp = '%Y-%m-%dT%H:%M:%fZ'

/**
 * Who asks for a code: hashes of the address, of it with the network and the wider network, and of
 * the browser's token ('' without one).
 */
export type Asker = { email: string; addressKey: string; pairKey: string; widerKey: string; browser: string }

/** SQL: turn ct was drawn and can still be used at `now`. */
const isKept = (ct: string, now: string): string =>
  `${ct}.settled = 1 AND ${ct}.drawnAt = ${ct}.at AND ${ct}.usedAt IS NULL AND ${ct}.at > strftime('${stamp}', ${now}, '-${turnMinutes} minutes')`

/** SQL: they are in the coming draw or were in one of the last. */
const isAsking = (ct: string, now: string): string => `${ct}.at > strftime('${stamp}', ${now}, '-${2 * longestWait} seconds')`

/** SQL: it is the pair's turn; all arguments are SQL. After `settleDraw`. */
export const turnHasCome = (addressKey: string, pairKey: string, now: string): string =>
  `EXISTS (SELECT 1 FROM CodeTurn ct WHERE ct.addressKey = ${addressKey} AND ct.pairKey = ${pairKey} AND ${isKept('ct', now)})`

/**
 * Records a due draw. Drawn longest ago, or never, comes first, then the lowest lot, so nobody is
 * drawn twice while another waits. The more wait, the more are drawn; newcomers are too late for
 * it.
 */
export const settleDraw = (db: D1Database, now: Date, { addressKey }: Asker): D1PreparedStatement =>
  db
    .prepare(
      `UPDATE CodeTurn SET settled = 1, drawnAt = IIF(r.place <= r.most, CodeTurn.at, CodeTurn.drawnAt)
       FROM (SELECT widerKey, ROW_NUMBER() OVER (ORDER BY drawnAt, lot) AS place,
           MIN(${mostDrawn}, (COUNT(*) OVER () + ${waitingForOne - 1}) / ${waitingForOne}) AS most
         FROM CodeTurn WHERE addressKey = ?1 AND settled = 0 AND at <= ?2) r
       WHERE CodeTurn.addressKey = ?1 AND CodeTurn.widerKey = r.widerKey`,
    )
    .bind(addressKey, instant(now))

export const useTurn = (db: D1Database, now: Date, { addressKey, pairKey }: Asker): D1PreparedStatement =>
  db
    .prepare(`UPDATE CodeTurn AS ct SET usedAt = ?3 WHERE ct.addressKey = ?1 AND ct.pairKey = ?2 AND ${isKept('ct', '?3')}`)
    .bind(addressKey, pairKey, instant(now))

/** The code of this turn was not sent. */
export const giveTurnBack = (db: D1Database, usedAt: Date, { addressKey, pairKey }: Asker): D1PreparedStatement =>
  db
    .prepare(`UPDATE CodeTurn SET usedAt = NULL WHERE addressKey = ?1 AND pairKey = ?2 AND usedAt = ?3`)
    .bind(addressKey, pairKey, instant(usedAt))

/**
 * Makes the code work. One from a draw allows fewer tries, so that many networks still get few
 * guesses. Before the turn is used up.
 */
export const codeGiven = (db: D1Database, now: Date, codeId: string, asker: Asker): D1PreparedStatement =>
  db
    .prepare(`UPDATE SignInCode SET tries = IIF(${turnHasCome('?2', '?3', '?4')}, ${triesInTurn}, ${codeAttempts}) WHERE id = ?1`)
    .bind(codeId, asker.addressKey, asker.pairKey, instant(now))

/**
 * `until`: the asker's limit; `ceilingUntil`: everyone's share; `turnAt`: their draw, `latest` the
 * last that can draw them. The first one set counts.
 */
export type Refused = {
  until: Instant | undefined
  ceilingUntil: Instant | undefined
  turnAt: Instant | undefined
  latest: Instant | undefined
}

// A prime: a secret seed times the network's hash, modulo this, is its lot, the same however often
// it asks.
const lots = 2_147_483_647
const pairLot = (seed: string): string => `(?9 * ${seed}) % ${lots}`

/**
 * Joins the coming draw, in half a minute or two minutes after the last; of a wider network's
 * networks the lowest lot counts.
 */
const joinDraw = (
  db: D1Database,
  now: Date,
  { browser, email, addressKey, pairKey, widerKey }: Asker,
  limits: Record<'others' | 'address', readonly Limit[]>,
): D1PreparedStatement =>
  db
    .prepare(
      `INSERT INTO CodeTurn (addressKey, widerKey, pairKey, seed, pairLot, lot, at)
       SELECT ?5, ?7, ?6, ?10, ${pairLot('?10')}, random(), d.at
       FROM (SELECT CASE WHEN last.at > ?2 THEN last.at
         ELSE MAX(strftime('${stamp}', ?2, '+${firstWait} seconds'), COALESCE(strftime('${stamp}', last.at, '+${longestWait} seconds'), '')) END AS at
         FROM (SELECT MAX(c.at) AS at FROM CodeTurn c WHERE c.addressKey = ?5) last) d
       WHERE NOT ${isKnownBrowserFor('?3', '?4')} AND ${untilSql} IS NULL AND ${untilSql.replaceAll('?1', '?8')} IS NOT NULL
       ON CONFLICT (addressKey, widerKey) DO UPDATE SET at = excluded.at, settled = 0, usedAt = NULL,
         lot = IIF(CodeTurn.settled = 1, excluded.lot, CodeTurn.lot), seed = IIF(CodeTurn.settled = 1, excluded.seed, CodeTurn.seed),
         pairKey = IIF(CodeTurn.settled = 1 OR ${pairLot('CodeTurn.seed')} < CodeTurn.pairLot, excluded.pairKey, CodeTurn.pairKey),
         pairLot = IIF(CodeTurn.settled = 1, excluded.pairLot, MIN(CodeTurn.pairLot, ${pairLot('CodeTurn.seed')}))
       WHERE NOT (${isKept('CodeTurn', '?2')})`,
    )
    .bind(
      ...[JSON.stringify(limits.others), instant(now), browser, email, addressKey, pairKey, widerKey, JSON.stringify(limits.address)],
      ...[Number.parseInt(pairKey.slice(-7), 16), 1 + ((crypto.getRandomValues(new Uint32Array(1))[0] ?? 0) % (lots - 1))],
    )

type Row = Record<'known' | 'settled' | 'before' | 'waiting', number> & Record<'others' | 'own' | 'ceiling' | 'turnAt', Instant | null>

/**
 * Why a code was refused, and until when. If only the address's limit refused it, joins its next
 * draw. @param limits of a known browser, any other, and the address @param ceilings by the
 * address's standing
 */
export const refusedCode = async (
  db: D1Database,
  now: Date,
  asker: Asker,
  limits: Record<'known' | 'others' | 'address', readonly Limit[]>,
  ceilings: Record<string, readonly Limit[]>,
): Promise<Refused> => {
  const found = only<Row>(
    db
      .prepare(
        `SELECT ${isKnownBrowserFor('?3', '?4')} AS known, ${untilSql} AS others, ${untilSql.replaceAll('?1', '?5')} AS own,
           ${untilSql.replaceAll('?1', `(?7 -> ${standingOf('?4')})`)} AS ceiling, t.at AS turnAt, t.settled,
           (SELECT COUNT(*) FROM CodeTurn o WHERE o.addressKey = t.addressKey AND ${isAsking('o', '?2')} AND o.drawnAt <= t.drawnAt) AS before,
           (SELECT COUNT(*) FROM CodeTurn o WHERE o.addressKey = t.addressKey AND ${isAsking('o', '?2')}) AS waiting
         FROM (SELECT 1) LEFT JOIN CodeTurn t ON t.addressKey = ?6 AND t.widerKey = ?8`,
      )
      .bind(
        ...[JSON.stringify(limits.others), instant(now), asker.browser, asker.email, JSON.stringify(limits.known), asker.addressKey],
        ...[JSON.stringify(ceilings), asker.widerKey],
      ),
  )
  const results = await db.batch([settleDraw(db, now, asker), joinDraw(db, now, asker, limits), ...found.statements])
  const row = found.from(results.slice(-1))
  const none = { until: undefined, ceilingUntil: undefined, turnAt: undefined, latest: undefined }
  if (row.known === 1) return { ...none, until: row.own ?? undefined }
  return { ...none, until: row.others ?? undefined, ceilingUntil: row.ceiling ?? undefined, ...(row.turnAt ? turnOf(row.turnAt, row) : {}) }
}

/**
 * When the draw is, and the last that can draw them; while another of their wider network has a
 * turn, when that ends.
 */
const turnOf = (at: Instant, row: Record<'settled' | 'before' | 'waiting', number>): Pick<Refused, 'turnAt' | 'latest'> => {
  if (row.settled === 1) return { turnAt: instant(addMinutes(new Date(at), turnMinutes)), latest: undefined }
  return { turnAt: at, latest: instant(addMinutes(new Date(at), ((drawsUntil(row.before, row.waiting) - 1) * longestWait) / 60)) }
}

export const deleteOldTurns = (db: D1Database, now: Date): D1PreparedStatement =>
  db
    .prepare(`DELETE FROM CodeTurn WHERE rowid IN (SELECT rowid FROM CodeTurn WHERE at < ?1 LIMIT 2000)`)
    .bind(instant(addMinutes(now, -24 * 60)))
