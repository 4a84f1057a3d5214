import { addMinutes, type Instant, instant } from '#base/dates.ts'
import { only } from '#base/db/read.ts'
import { update } from '#base/db/write.ts'
import { type Limit, notYet } from '#base/limits/limit.ts'
import { untilSql } from '#base/limits/store.ts'
import {
  type CodeRefusal,
  codeAttempts,
  drawsUntil,
  firstWait,
  longestWait,
  mostDrawn,
  triesInTurn,
  turnMinutes,
  waitingForOne,
} from './sign-in.ts'

const stamp = '%Y-%m-%dT%H:%M:%fZ'

/** Who asks for a code: hashes of the address, and of it with the network and the wider network. */
export type Asker = { addressKey: string; pairKey: string; widerKey: string }

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
export const settleDraw = (db: SqlDatabase, now: Date, { addressKey }: Asker): SqlStatement =>
  db
    .prepare(
      `UPDATE CodeTurn SET settled = 1, drawnAt = IIF(r.place <= r.most, CodeTurn.at, CodeTurn.drawnAt)
       FROM (SELECT widerKey, ROW_NUMBER() OVER (ORDER BY drawnAt, lot) AS place,
           MIN(${mostDrawn}, (COUNT(*) OVER () + ${waitingForOne - 1}) / ${waitingForOne}) AS most
         FROM CodeTurn WHERE addressKey = ?1 AND settled = 0 AND at <= ?2) r
       WHERE CodeTurn.addressKey = ?1 AND CodeTurn.widerKey = r.widerKey`,
    )
    .bind(addressKey, instant(now))

export const useTurn = (db: SqlDatabase, now: Date, { addressKey, pairKey }: Asker): SqlStatement =>
  db
    .prepare(`UPDATE CodeTurn AS ct SET usedAt = ?3 WHERE ct.addressKey = ?1 AND ct.pairKey = ?2 AND ${isKept('ct', '?3')}`)
    .bind(addressKey, pairKey, instant(now))

export const giveTurnBack = (db: SqlDatabase, usedAt: Date, { addressKey, pairKey }: Asker): SqlStatement =>
  update(db, 'CodeTurn', { usedAt: null }, { addressKey, pairKey, usedAt: instant(usedAt) })

/**
 * Makes the code work. One from a draw allows fewer tries, so that many networks still get few
 * guesses. Before the turn is used up.
 */
export const codeGiven = (db: SqlDatabase, now: Date, codeId: string, asker: Asker): SqlStatement =>
  db
    .prepare(`UPDATE SignInCode SET tries = IIF(${turnHasCome('?2', '?3', '?4')}, ${triesInTurn}, ${codeAttempts}) WHERE id = ?1`)
    .bind(codeId, asker.addressKey, asker.pairKey, instant(now))

// A prime: a secret seed times the network's hash, modulo this, is its lot, the same however often
// it asks.
const lots = 2_147_483_647
const pairLot = (seed: string): string => `(?7 * ${seed}) % ${lots}`

/** Half a minute or two after the last; of a wider network the lowest lot counts. */
const joinDraw = (
  db: SqlDatabase,
  now: Date,
  { addressKey, pairKey, widerKey }: Asker,
  limits: Record<'own' | 'address', readonly Limit[]>,
): SqlStatement =>
  db
    .prepare(
      `INSERT INTO CodeTurn (addressKey, widerKey, pairKey, seed, pairLot, lot, at)
       SELECT ?3, ?5, ?4, ?8, ${pairLot('?8')}, random(), d.at
       FROM (SELECT CASE WHEN last.at > ?2 THEN last.at
         ELSE MAX(strftime('${stamp}', ?2, '+${firstWait} seconds'), COALESCE(strftime('${stamp}', last.at, '+${longestWait} seconds'), '')) END AS at
         FROM (SELECT MAX(c.at) AS at FROM CodeTurn c WHERE c.addressKey = ?3) last) d
       WHERE ${untilSql} IS NULL AND ${untilSql.replaceAll('?1', '?6')} IS NOT NULL
       ON CONFLICT (addressKey, widerKey) DO UPDATE SET at = excluded.at, settled = 0, usedAt = NULL,
         lot = IIF(CodeTurn.settled = 1, excluded.lot, CodeTurn.lot), seed = IIF(CodeTurn.settled = 1, excluded.seed, CodeTurn.seed),
         pairKey = IIF(CodeTurn.settled = 1 OR ${pairLot('CodeTurn.seed')} < CodeTurn.pairLot, excluded.pairKey, CodeTurn.pairKey),
         pairLot = IIF(CodeTurn.settled = 1, excluded.pairLot, MIN(CodeTurn.pairLot, ${pairLot('CodeTurn.seed')}))
       WHERE NOT (${isKept('CodeTurn', '?2')})`,
    )
    .bind(
      JSON.stringify(limits.own),
      instant(now),
      addressKey,
      pairKey,
      widerKey,
      JSON.stringify(limits.address),
      Number.parseInt(pairKey.slice(-7), 16),
      1 + ((crypto.getRandomValues(new Uint32Array(1))[0] ?? 0) % (lots - 1)),
    )

type Row = Record<'settled' | 'before' | 'waiting', number> & Record<'own' | 'share' | 'turnAt', Instant | null>

/** If only the address’s limit refused it, the asker joins its next draw. */
export const refusedCode = async (
  db: SqlDatabase,
  now: Date,
  asker: Asker,
  limits: Record<'own' | 'address' | 'share', readonly Limit[]>,
): Promise<CodeRefusal> => {
  const row = only<Row>(
    db
      .prepare(
        `SELECT ${untilSql} AS own, ${untilSql.replaceAll('?1', '?3')} AS share, t.at AS turnAt, t.settled,
           (SELECT COUNT(*) FROM CodeTurn o WHERE o.addressKey = t.addressKey AND ${isAsking('o', '?2')} AND o.drawnAt <= t.drawnAt) AS before,
           (SELECT COUNT(*) FROM CodeTurn o WHERE o.addressKey = t.addressKey AND ${isAsking('o', '?2')}) AS waiting
         FROM (SELECT 1) LEFT JOIN CodeTurn t ON t.addressKey = ?4 AND t.widerKey = ?5`,
      )
      .bind(JSON.stringify(limits.own), instant(now), JSON.stringify(limits.share), asker.addressKey, asker.widerKey),
  )
  const results = await db.batch([settleDraw(db, now, asker), joinDraw(db, now, asker, limits), ...row.statements])
  const { own, share, turnAt, ...turn } = row.from(results.slice(-1))
  if (own) return notYet('too_many_codes', own)
  if (share) return notYet('ceiling_reached', share)
  // A known browser's limits are its own.
  return turnAt && limits.address.length > 0 ? turnOf(turnAt, turn) : notYet('too_many_codes', instant(now))
}

/**
 * When the draw is, and the last that can draw them; while another of their wider network has a
 * turn, when that ends.
 */
const turnOf = (at: Instant, { settled, before, waiting }: Record<'settled' | 'before' | 'waiting', number>): CodeRefusal => {
  if (settled === 1) return { ...notYet('turn_kept', instant(addMinutes(new Date(at), turnMinutes))), latest: undefined }
  return {
    ...notYet('turn_kept', at),
    latest: instant(addMinutes(new Date(at), ((drawsUntil(before, waiting) - 1) * longestWait) / 60)),
  }
}

export const deleteOldTurns = (db: SqlDatabase, now: Date): SqlStatement =>
  db
    .prepare(`DELETE FROM CodeTurn WHERE rowid IN (SELECT rowid FROM CodeTurn WHERE at < ?1 LIMIT 2000)`)
    .bind(instant(addMinutes(now, -24 * 60)))
