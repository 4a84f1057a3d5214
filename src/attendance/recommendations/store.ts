import type { Act } from '#base/act.ts'
import { instant } from '#base/dates.ts'
import { guard } from '#base/db/atomically.ts'
import { all, one, type Read } from '#base/db/read.ts'
import { nameOfAccount } from '#people/ladder/contact-store.ts'
import type { Recommendation, Said } from './recommendation.ts'

/** More than scrutiny makes in ten years. */
const most = 500

const noteSql = `json_object('id', t.id, 'what', t.what, 'day', t.day, 'why', t.why, 'by', ${nameOfAccount('t.notedById')}, 'at', t.notedAt)`
/** SQL: what was said last of something until then. */
const last = (table: string, of: string, what: string, until = `'9999'`): string =>
  `(SELECT ${what} FROM ${table} t WHERE t.ofId = ${of} AND t.notedAt <= ${until}
    AND NOT EXISTS (SELECT 1 FROM ${table} n WHERE n.replacesId = t.id AND n.notedAt <= ${until}))`

const recommendations = `SELECT r.id, r.source, r.madeBy, r.madeOn, r.receivedOn, r.text, r.figure, r.topicId,
    (SELECT l.label FROM TopicLabel l WHERE l.topicId = r.topicId AND l.preferred = 1 ORDER BY COALESCE(l.fromDate, '') DESC LIMIT 1) AS topic,
    json(${last('RecommendationAnswer', 'r.id', noteSql, '?1')}) AS answer,
    (SELECT json_group_array(json_object('id', a.id, 'what', a.what, 'owner', a.owner, 'dueOn', a.dueOn, 'step', json(${last('ActionStep', 'a.id', noteSql, '?1')})))
     FROM (SELECT * FROM RecommendationAction x WHERE x.ofId = r.id AND x.notedAt <= ?1 ORDER BY x.dueOn, x.id) a) AS actions
  FROM Recommendation r WHERE r.notedAt <= ?1`

const recommendationColumns = { answer: 'json', actions: 'json' } as const

/** As noted by then: the last made first, those made together as they were noted. */
export const selectRecommendations = (db: SqlDatabase, now: Date): Read<Recommendation[]> =>
  all<Recommendation>(
    db.prepare(`${recommendations} ORDER BY r.madeOn DESC, r.madeBy, r.rowid LIMIT ${most}`).bind(instant(now)),
    recommendationColumns,
  )

export const selectRecommendation = ({ db, now }: Pick<Act, 'db' | 'now'>, id: string): Read<Recommendation | undefined> =>
  one<Recommendation>(db.prepare(`${recommendations} AND r.id = ?2`).bind(instant(now), id), recommendationColumns)

/** What was said before of a recommendation or its actions, the latest first. */
export const selectSaidBefore = (db: SqlDatabase, id: string): Read<(Said<string> & { action: string | null })[]> =>
  all(
    db
      .prepare(
        `SELECT t.id, t.what, t.day, t.why, ${nameOfAccount('t.notedById')} AS "by", t.notedAt AS at, t.action FROM (
           SELECT w.id, w.what, w.day, w.why, w.notedById, w.notedAt, NULL AS action FROM RecommendationAnswer w
           JOIN RecommendationAnswer n ON n.replacesId = w.id WHERE w.ofId = ?1
           UNION ALL SELECT w.id, w.what, w.day, w.why, w.notedById, w.notedAt, a.what FROM RecommendationAction a
           JOIN ActionStep w ON w.ofId = a.id JOIN ActionStep n ON n.replacesId = w.id WHERE a.ofId = ?1) t
         ORDER BY t.notedAt DESC, t.id LIMIT ${most}`,
      )
      .bind(id),
  )

/** The words of what was noted by one form, as they were typed. */
export const selectNotedTogether = (db: SqlDatabase, id: string): Read<{ text: string }[]> =>
  all(
    db
      .prepare(
        `SELECT n.text FROM Recommendation f JOIN Recommendation n ON n.notedAt = f.notedAt AND n.notedById IS f.notedById
         WHERE f.id = ?1 ORDER BY n.rowid LIMIT ${most}`,
      )
      .bind(id),
  )

type Table = 'Recommendation' | 'RecommendationAction' | 'RecommendationAnswer' | 'ActionStep'
export type Facts = Readonly<Record<string, string | null>>

/** SQL in `more` has its own column. */
export const insertNoted = (act: Act, table: Table, facts: Facts, more: Readonly<Record<string, string>> = {}): SqlStatement => {
  const row = Object.entries({ ...facts, notedAt: instant(act.now), notedById: act.actor.accountId ?? null })
  return act.db
    .prepare(
      `INSERT INTO ${table} (${[...row, ...Object.entries(more)].map(([name]) => name).join(', ')})
       VALUES (${[...row.map((_, n) => `?${n + 1}`), ...Object.values(more)].join(', ')})`,
    )
    .bind(...row.map(([, value]) => value))
}

/** Appended to the last of the same thing, if that is the one that was seen; '': none. */
export const appended = (
  act: Act,
  table: 'RecommendationAnswer' | 'ActionStep',
  facts: Facts & { ofId: string },
  seen: string,
): SqlStatement[] => [
  guard(act.db, `COALESCE(${last(table, '?1', 't.id')}, '') = ?2`, facts.ofId, seen),
  insertNoted(act, table, facts, { replacesId: last(table, `?${Object.keys(facts).indexOf('ofId') + 1}`, 't.id') }),
]
