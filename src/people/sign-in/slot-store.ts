import { addMinutes, type Instant, instant } from '#base/dates.ts'
import { isKnownBrowserFor, standingOf } from './browser-store.ts'
import { laneSeconds } from './sign-in.ts'
import type { Asker } from './turn-store.ts'

const stamp = '%Y-%m-%dT%H:%M:%fZ'

/**
 * How `atomically` refuses a code that cannot be sent soon; a trigger sets the wait and how many
 * may queue per wider network.
 */
export const mailBusy = 'mail_busy'

/**
 * When a code is sent: at once for a known browser, else so many seconds after the last to an
 * address of the same standing. The written row says when.
 * @param network a hash of the asking wider network
 */
export const takeSlot = (db: D1Database, now: Date, { browser, email }: Asker, network: string): D1PreparedStatement =>
  db
    .prepare(
      `INSERT INTO CodeSlot (lane, widerKey, askedAt, at)
       SELECT l.key, ?5, ?2, MAX(?2, COALESCE((SELECT strftime('${stamp}', MAX(s.at), '+' || l.value || ' seconds') FROM CodeSlot s WHERE s.lane = l.key), ''))
       FROM json_each(?1) l WHERE l.key = ${standingOf('?4')} AND NOT ${isKnownBrowserFor('?3', '?4')} RETURNING at`,
    )
    .bind(JSON.stringify(laneSeconds), instant(now), browser, email, network)

/** When a refused asker can have a slot. */
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
