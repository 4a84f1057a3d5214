import type { Wording } from '#base/db/rows.ts'
import { databaseItself } from '#base/web/measured-database.ts'
import type { OwnWords } from '#emails/messages/words.ts'

// Words change rarely and every message needs them, so each isolate caches them for some seconds.
const keepSeconds = 10

const kept = new WeakMap<SqlDatabase, { until: number; words: OwnWords }>()

/** The council's own words in messages. */
export const readOwnWords = async (db: SqlDatabase): Promise<OwnWords> => {
  const known = kept.get(databaseItself(db))
  if (known && known.until > performance.now()) return known.words
  const found = await db
    .prepare(`SELECT kind, slot, text FROM Wording WHERE supersededAt IS NULL AND text <> ''`)
    .all<Pick<Wording, 'kind' | 'slot' | 'text'>>()
  const words: Record<string, Record<string, string>> = {}
  for (const { kind, slot, text } of found.results) words[kind] = { ...words[kind], [slot]: text }
  kept.set(databaseItself(db), { until: performance.now() + keepSeconds * 1000, words })
  return words
}

/** Call after changing words, to clear the cache. */
export const forgetOwnWords = (db: SqlDatabase): void => void kept.delete(databaseItself(db))
