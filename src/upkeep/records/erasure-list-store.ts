// SQL of the list of erasures, for the service and for commands that ask a database at Cloudflare.
import { type Day, type Instant, londonDay } from '#base/dates.ts'
import type { ErasureList } from './erasure-list.ts'

/** Records that are erased. */
export const erasedRecords = 'SELECT id, erasedAt FROM Person WHERE erasedAt IS NOT NULL'

export const listOfErased = (erased: readonly { id: string; erasedAt: Instant }[]): ErasureList =>
  new Map(erased.map(({ id, erasedAt }) => [id, londonDay(new Date(erasedAt))]))

/** Names those of a list (?1, JSON of `listedAs`) who are not erased here. */
export const insertToRepeat = `INSERT OR IGNORE INTO ErasureToRepeat (personId, erasedOn)
  SELECT p.id, j.value ->> 1 FROM json_each(?1) j JOIN Person p ON p.id = j.value ->> 0 WHERE p.erasedAt IS NULL`

export const listedAs = (entries: readonly (readonly [id: string, day: Day])[]): string => JSON.stringify(entries)

/** The data was restored from a backup of ?1, at ?2. */
export const noteRestored = `INSERT INTO Setting (key, value, changedAt) VALUES ('restored', json_quote(?1), ?2)
  ON CONFLICT (key) DO UPDATE SET value = excluded.value, changedAt = excluded.changedAt`

/** The list of erasures was applied to the restored data. */
export const forgetRestored = `DELETE FROM Setting WHERE key = 'restored'`
