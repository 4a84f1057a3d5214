import { addMinutes, type Instant, instant } from '#base/dates.ts'
import { knownFor, standingOf } from './browser-store.ts'
import { laneSeconds } from './sign-in.ts'
import type { Asker } from './turn-store.ts'

const stamp = '%Y-%m-%dT%H:%M:%fZ'

/** What `atomically` refuses a batch with whose code could not go soon: a trigger says how soon, and how many wait from one wider network. */
export const mailBusy = 'mail_busy'

/**
 * When the code goes to the mail provider: at once, or so many seconds after the last that went to an address of the same standing. None for a
 * browser that is known. The row that is written says when.
 *
 * @param network a hash of the wider network that asks
 */
export const takeSlot = (db: D1Database, now: Date, { browser, email }: Asker, network: string): D1PreparedStatement =>
  db
    .prepare(
      `INSERT INTO CodeSlot (lane, widerKey, askedAt, at)
       SELECT l.key, ?5, ?2, MAX(?2, COALESCE((SELECT strftime('${stamp}', MAX(s.at), '+' || l.value || ' seconds') FROM CodeSlot s WHERE s.lane = l.key), ''))
       FROM json_each(?1) l WHERE l.key = ${standingOf('?4')} AND NOT ${knownFor('?3', '?4')} RETURNING at`,
    )
    .bind(JSON.stringify(laneSeconds), instant(now), browser, email, network)

/** When a slot is free again for whoever was refused one. */
export const slotFree = async (db: D1Database, now: Date, { email }: Asker, network: string): Promise<Instant> => {
  const row = await db
    .prepare(
      `SELECT COALESCE((SELECT MIN(s.at) FROM CodeSlot s WHERE s.lane = l.lane AND s.widerKey = ?3 AND s.at > ?2 HAVING COUNT(*) > 1),
         (SELECT MIN(s.at) FROM CodeSlot s WHERE s.lane = l.lane AND s.at > ?2)) AS at FROM (SELECT ${standingOf('?1')} AS lane) l`,
    )
    .bind(email, instant(now), network)
    .first<{ at: Instant | null }>()
  return row?.at ?? instant(now)
}

export const deleteOldSlots = (db: D1Database, now: Date): D1PreparedStatement =>
  db.prepare(`DELETE FROM CodeSlot WHERE id IN (SELECT id FROM CodeSlot WHERE at < ?1 LIMIT 2000)`).bind(instant(addMinutes(now, -60)))
