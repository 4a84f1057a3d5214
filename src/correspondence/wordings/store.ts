import type { Act } from '#base/act.ts'
import { type Instant, instant } from '#base/dates.ts'
import { guard } from '#base/db/atomically.ts'
import { all, mapped, type Read } from '#base/db/read.ts'
import { newId } from '#base/id.ts'
import type { WordingChange } from './wording.ts'

/** When each message with non-default words last changed. */
export const selectChanged = (db: SqlDatabase): Read<Map<string, Instant>> =>
  mapped(
    all<{ kind: string; changedAt: Instant }>(
      db.prepare(`SELECT kind, MAX(changedAt) AS changedAt FROM Wording WHERE supersededAt IS NULL AND text <> '' GROUP BY kind`),
    ),
    (found) => new Map(found.map(({ kind, changedAt }) => [kind, changedAt])),
  )

/** A message's own words, and all changes, newest first. */
export const selectWordings = (db: SqlDatabase, name: string): Read<{ own: Record<string, string>; changes: WordingChange[] }> => {
  const statement = db
    .prepare(
      `SELECT w.id, w.slot, w.text, w.changedAt, COALESCE(p.name, a.email) AS changedBy, w.supersededAt IS NULL AS stands
       FROM Wording w LEFT JOIN Account a ON a.id = w.changedById LEFT JOIN Person p ON p.id = a.personId
       WHERE w.kind = ?1 ORDER BY w.changedAt DESC, w.id DESC`,
    )
    .bind(name)
  return mapped(all<Omit<WordingChange, 'stands'> & { stands: number }>(statement), (found) => {
    const changes = found.map((row) => ({ ...row, stands: row.stands === 1 }))
    const own = changes.filter(({ stands, text }) => stands && text !== '')
    return { own: Object.fromEntries(own.map(({ slot, text }) => [slot, text])), changes }
  })
}

/** '' restores the default. Guard: no change since. @param seen how many changes there were */
export const supersededWords = (act: Act, name: string, seen: number, words: Readonly<Record<string, string>>): SqlStatement[] => {
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
