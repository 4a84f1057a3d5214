import type { Act } from '#base/act.ts'
import { addDays, type Day, instant, londonInstant } from '#base/dates.ts'
import { noteWritten } from '#base/db/atomically.ts'
import { all, each, given, one, readNow, readTogether } from '#base/db/read.ts'
import { firstIdAt, newId } from '#base/id.ts'
import { type LogEntry, type LogFilter, type LogRow, logPage, mostSearched, signingActs } from './entry.ts'

/** In the batch of its write. @param ifWritten only if the statement before it wrote a row */
export const logged = (act: Act, entry: LogEntry, ifWritten = false): SqlStatement => loggedAll(act, [entry], ifWritten)

/** Several entries in one statement. @param ifWritten as above */
export const loggedAll = (act: Act, entries: readonly LogEntry[], ifWritten = false): SqlStatement =>
  noteWritten(
    act.db
      .prepare(
        `INSERT INTO Log (id, at, act, subjectKind, subjectId, eventId, schoolId, accountId, personId, schoolIds, origin, requestId, before, after)
       SELECT value ->> '$.id', ?2, value ->> '$.act', value ->> '$.subject[0]', value ->> '$.subject[1]', value ->> '$.eventId',
         value ->> '$.schoolId', ?3, ?4, ?5, ?6, ?7, value ->> '$.before', value ->> '$.after' FROM json_each(?1) WHERE ${ifWritten ? 'changes() > 0' : '1'} ORDER BY key`,
      )
      .bind(
        JSON.stringify(entries.map((entry) => ({ ...entry, id: newId(act.now) }))),
        instant(act.now),
        act.actor.accountId ?? null,
        act.actor.personId ?? null,
        JSON.stringify(act.actor.schoolIds),
        act.origin,
        act.requestId,
      ),
    act.soFar,
  )

const idAtStartOf = (day: Day): string | undefined => {
  const at = londonInstant(day, '00:00')
  return at && firstIdAt(at)
}

export type LogPageRead = {
  rows: LogRow[]
  /** Every kind of act in the log. */
  acts: string[]
  /** The oldest entry read, if a text search stopped at its limit. */
  searchedTo: Pick<LogRow, 'id' | 'at'> | undefined
}

const columns = 'id, at, act, subjectKind, subjectId, eventId, schoolId, accountId, personId, origin, before, after'

/** One page of the log, newest first, and every kind of act. One round trip. */
export const readLog = async (db: SqlDatabase, filter: LogFilter): Promise<LogPageRead> => {
  const signing = JSON.stringify(signingActs)
  const kind: [string, string | undefined] =
    filter.act === undefined
      ? ['act NOT IN (SELECT value FROM json_each(?))', signing]
      : filter.act === 'signing'
        ? ['act IN (SELECT value FROM json_each(?))', signing]
        : ['act = ?', filter.act === 'all' ? undefined : filter.act]
  const wanted: [condition: string, value: string | undefined][] = [
    kind,
    ['subjectKind = ?', filter.subjectKind],
    ['subjectId = ?', filter.subjectId],
    ['eventId = ?', filter.eventId],
    ['schoolId = ?', filter.schoolId],
    ['accountId = ?', filter.accountId],
    [
      `accountId IN (SELECT a.id FROM Account a LEFT JOIN Person p ON p.id = a.personId
         WHERE a.email = lower(?) OR instr(lower(p.name), lower(?)) > 0)`,
      filter.who,
    ],
    ['id >= ?', filter.from && idAtStartOf(filter.from)],
    ['id < ?', filter.to && idAtStartOf(addDays(filter.to, 1))],
    ['id < ?', filter.before],
  ]
  const used = wanted.filter(([, value]) => value !== undefined)
  const where = used.map(([condition], index) => condition.replaceAll('?', `?${index + 1}`)).join(' AND ')
  const values = used.map(([, value]) => value)
  const fitting = `FROM Log ${where ? `WHERE ${where}` : ''} ORDER BY id DESC`
  const { acts, ...read } = await readTogether(db, {
    rows: all<LogRow>(
      filter.text === undefined
        ? db.prepare(`SELECT ${columns} ${fitting} LIMIT ${logPage + 1}`).bind(...values)
        : db
            .prepare(
              `SELECT ${columns} FROM (SELECT ${columns} ${fitting} LIMIT ${mostSearched})
               WHERE instr(lower(COALESCE(before, '') || ' ' || COALESCE(after, '')), lower(?${values.length + 1})) > 0
                 OR subjectId IN (SELECT id FROM Booking WHERE reference = upper(?${values.length + 1}))
                 OR eventId IN (SELECT id FROM Event WHERE code = upper(?${values.length + 1}))
                 OR schoolId IN (SELECT id FROM School WHERE urn = ?${values.length + 1})
               ORDER BY id DESC LIMIT ${logPage + 1}`,
            )
            .bind(...values, filter.text),
    ),
    // One step through the index for each kind: DISTINCT would read the whole log.
    acts: all<{ act: string }>(
      db.prepare(
        `WITH RECURSIVE kind (act) AS (
           SELECT MIN(act) FROM Log UNION ALL SELECT (SELECT MIN(l.act) FROM Log l WHERE l.act > kind.act) FROM kind WHERE kind.act IS NOT NULL)
         SELECT act FROM kind WHERE act IS NOT NULL`,
      ),
    ),
    searchedTo:
      filter.text === undefined
        ? given(undefined)
        : one<NonNullable<LogPageRead['searchedTo']>>(
            db.prepare(`SELECT id, at ${fitting} LIMIT 1 OFFSET ${mostSearched - 1}`).bind(...values),
          ),
  })
  return { ...read, acts: acts.map(({ act }) => act) }
}

// The names of ids, by table. A batch, because D1 takes at most five SELECTs in one UNION.
const labelled = [
  `SELECT id, COALESCE(name, 'an erased person') AS label FROM Person WHERE id IN (SELECT value FROM json_each(?1))`,
  `SELECT id, IIF(erasedAt IS NULL, email, 'an erased account') AS label FROM Account WHERE id IN (SELECT value FROM json_each(?1))`,
  `SELECT id, name || IIF(town = '', '', ', ' || town) || IIF(urn IS NULL, '', ' (URN ' || urn || ')') AS label FROM School
   WHERE id IN (SELECT value FROM json_each(?1))`,
  `SELECT id, title AS label FROM Event WHERE id IN (SELECT value FROM json_each(?1))`,
  `SELECT s.id, e.title || ', session of ' || substr(s.startsAt, 1, 10) AS label FROM Session s JOIN Event e ON e.id = s.eventId
   WHERE s.id IN (SELECT value FROM json_each(?1))`,
  `SELECT id, 'booking ' || reference AS label FROM Booking WHERE id IN (SELECT value FROM json_each(?1))`,
  `SELECT r.id, r.role || ' ' || a.email AS label FROM StaffRole r JOIN Account a ON a.id = r.accountId WHERE r.id IN (SELECT value FROM json_each(?1))`,
  `SELECT c.id, a.email || ' for ' || s.name AS label FROM Claim c JOIN Account a ON a.id = c.accountId JOIN School s ON s.id = c.schoolId
   WHERE c.id IN (SELECT value FROM json_each(?1))`,
  `SELECT t.id, a.email || ' for a trust' AS label FROM TrustClaim t JOIN Account a ON a.id = t.accountId WHERE t.id IN (SELECT value FROM json_each(?1))`,
  `SELECT u.id, a.email || ' for a setting not listed' AS label FROM UnlistedClaim u JOIN Account a ON a.id = u.accountId WHERE u.id IN (SELECT value FROM json_each(?1))`,
  `SELECT r.id, 'request of ' || a.email AS label FROM BookingRequest r JOIN Account a ON a.id = r.accountId WHERE r.id IN (SELECT value FROM json_each(?1))`,
  `SELECT p.id, COALESCE(q.name, 'an erased person') AS label FROM Place p LEFT JOIN Person q ON q.id = p.personId
   WHERE p.id IN (SELECT value FROM json_each(?1))`,
  `SELECT w.id, COALESCE(q.name, 'an erased person') AS label FROM WalkIn w JOIN Person q ON q.id = w.personId
   WHERE w.id IN (SELECT value FROM json_each(?1))`,
  `SELECT id, email AS label FROM SchoolContact WHERE id IN (SELECT value FROM json_each(?1))`,
  `SELECT id, fileName AS label FROM RegisterImport WHERE id IN (SELECT value FROM json_each(?1))`,
  `SELECT id, name AS label FROM Agreement WHERE id IN (SELECT value FROM json_each(?1))`,
  // A school's payer has the school's id in its own.
  `SELECT 'payer-of-' || id AS id, 'how ' || name || ' pays' AS label FROM School WHERE id IN (SELECT value FROM json_each(?1))`,
]

/** Current names of ids; an erased person has none, because the log holds no names. */
export const labelsOf = async (db: SqlDatabase, ids: readonly string[]): Promise<Map<string, string>> => {
  if (ids.length === 0) return new Map()
  const wanted = JSON.stringify(ids)
  const labels = await readNow(db, each(labelled.map((sql) => all<{ id: string; label: string }>(db.prepare(sql).bind(wanted)))))
  return new Map(labels.flat().map(({ id, label }) => [id, label]))
}
