import type { OwnWords } from '../../emails/words.ts'
import type { Act } from '../act.ts'
import { type Instant, instant } from '../dates.ts'
import { guard } from '../db/atomically.ts'
import type { Wording } from '../db/rows.ts'
import { newId } from '../id.ts'
import { databaseItself } from '../web/measured-database.ts'
import type { WordingChange } from './wording.ts'

// Words change a few times a year and every message needs them, so an isolate keeps them for some seconds.
const keepSeconds = 10
const kept = new WeakMap<D1Database, { until: number; words: OwnWords }>()

/** The council's own words in every message. */
export const readOwnWords = async (db: D1Database): Promise<OwnWords> => {
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

/** To be called once words have been changed. */
export const forgetOwnWords = (db: D1Database): void => void kept.delete(databaseItself(db))

/** When words of each message that says something else than by default were last changed. */
export const changedTemplates = async (db: D1Database): Promise<Map<string, Instant>> => {
  const found = await db
    .prepare(`SELECT kind, MAX(changedAt) AS changedAt FROM Wording WHERE supersededAt IS NULL AND text <> '' GROUP BY kind`)
    .all<{ kind: string; changedAt: Instant }>()
  return new Map(found.results.map(({ kind, changedAt }) => [kind, changedAt]))
}

/** What a message says in the council's own words, and every change of it, newest first; one round trip. */
export const wordingsOf = async (db: D1Database, name: string): Promise<{ own: Record<string, string>; changes: WordingChange[] }> => {
  const found = await db
    .prepare(
      `SELECT w.id, w.slot, w.text, w.changedAt, COALESCE(p.name, a.email) AS changedBy, w.supersededAt IS NULL AS stands
       FROM Wording w LEFT JOIN Account a ON a.id = w.changedById LEFT JOIN Person p ON p.id = a.personId
       WHERE w.kind = ?1 ORDER BY w.changedAt DESC, w.id DESC`,
    )
    .bind(name)
    .all<Omit<WordingChange, 'stands'> & { stands: number }>()
  const changes = found.results.map((row) => ({ ...row, stands: row.stands === 1 }))
  const own = changes.filter(({ stands, text }) => stands && text !== '')
  return { own: Object.fromEntries(own.map(({ slot, text }) => [slot, text])), changes }
}

/**
 * The statements that supersede words of a message; '' is the default again. They hold only while nobody has changed it since the reader saw it.
 *
 * @param seen how many changes there were
 */
export const supersededWords = (act: Act, name: string, seen: number, words: Readonly<Record<string, string>>): D1PreparedStatement[] => {
  const rows = JSON.stringify(Object.entries(words).map(([slot, text]) => ({ id: newId(act.now), slot, text })))
  return [
    guard(act.db, `(SELECT COUNT(*) FROM Wording WHERE kind = ?1) = ?2`, name, seen),
    act.db
      .prepare(
        `UPDATE Wording SET supersededAt = ?3 WHERE kind = ?1 AND supersededAt IS NULL
           AND slot IN (SELECT value ->> '$.slot' FROM json_each(?2))`,
      )
      .bind(name, rows, instant(act.now)),
    act.db
      .prepare(
        `INSERT INTO Wording (id, kind, slot, text, changedAt, changedById)
         SELECT value ->> '$.id', ?1, value ->> '$.slot', value ->> '$.text', ?3, ?4 FROM json_each(?2)`,
      )
      .bind(name, rows, instant(act.now), act.actor.accountId ?? null),
  ]
}
