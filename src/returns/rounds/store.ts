import { type Act, signed, stamp } from '#base/act.ts'
import { type Day, type Instant, instant, londonDay, londonTime } from '#base/dates.ts'
import { guard } from '#base/db/atomically.ts'
import { type Condition, exists } from '#base/db/condition.ts'
import { triable } from '#base/db/failed-job.ts'
import { all, mapped, one, type Read, together } from '#base/db/read.ts'
import { insertEach, pick, sql, update, upsert } from '#base/db/write.ts'
import { newId } from '#base/id.ts'
import type { Kind, Sector } from '#schools/schools/school.ts'
import { datesIn } from './postponement-store.ts'
import type { AskedSchool, ListedRound, Round, RoundAudience, RoundFacts } from './round.ts'

type AudienceRow = { dimension: 'sector' | 'kind'; value: string }

const audienceOf = (rows: readonly AudienceRow[]): RoundAudience => ({
  sectors: rows.flatMap(({ dimension, value }) => (dimension === 'sector' ? [value as Sector] : [])),
  kinds: rows.flatMap(({ dimension, value }) => (dimension === 'kind' ? [value as Kind] : [])),
})

export const selectRound = (db: SqlDatabase, id: string): Read<Round | undefined> =>
  mapped(
    together({
      round: one<Omit<Round, 'audience' | 'unchecked'> & { unchecked: string }>(
        db
          .prepare(
            `SELECT r.id, r.versionId, r.title, r.year, r.readers, r.controllers, r.basis, r.deadlineAt, r.finalAt, r.openedAt, r.uncheckedWhy, r.closedAt,
               f.title AS form, v.number AS formNumber, v.leadSigns, v.bodySigns,
               (SELECT json_group_array(p.sector) FROM ReturnPower p WHERE p.versionId = r.versionId AND p.checkedOn IS NULL) AS unchecked
             FROM ReturnRound r JOIN ReturnFormVersion v ON v.id = r.versionId JOIN ReturnForm f ON f.id = v.formId WHERE r.id = ?1`,
          )
          .bind(id),
      ),
      rows: all<AudienceRow>(db.prepare('SELECT a.dimension, a.value FROM ReturnAudience a WHERE a.roundId = ?1').bind(id)),
    }),
    ({ round, rows }) => {
      const audience = audienceOf(rows)
      const asks = (sector: Sector) => audience.sectors.length === 0 || audience.sectors.includes(sector)
      return round && { ...round, audience, unchecked: (JSON.parse(round.unchecked) as Sector[]).filter(asks) }
    },
  )

/** SQL: return `t` was submitted once, or answered otherwise. */
const answered = `(EXISTS (SELECT 1 FROM ReturnSubmission b WHERE b.returnId = t.id) OR EXISTS (SELECT 1 FROM ReturnOtherAudit x WHERE x.returnId = t.id))`

/** SQL: school `n` of return `t` has closed, and is not in its closed round's last count. */
export const hasClosed = (round: string): string => `(n.isClosed AND (${round}.closedAt IS NULL
  OR NOT EXISTS (SELECT 1 FROM ReturnCounted d WHERE d.roundId = t.roundId AND d.moment = 'final' AND d.returnId = t.id)))`

/** As on the round’s own page: a closed school counts if it answered. */
export const selectRounds = (db: SqlDatabase): Read<ListedRound[]> =>
  all(
    db.prepare(
      `SELECT r.id, r.title, r.year, r.deadlineAt, r.finalAt, r.openedAt, r.closedAt,
         COUNT(t.id) FILTER (WHERE NOT ${hasClosed('r')} OR ${answered}) AS asked, COUNT(t.id) FILTER (WHERE ${answered}) AS answered
       FROM ReturnRound r LEFT JOIN SchoolReturn t ON t.roundId = r.id LEFT JOIN School s ON s.id = t.schoolId LEFT JOIN School n ON n.id = s.rootId
       GROUP BY r.id ORDER BY r.deadlineAt DESC, r.id`,
    ),
  )

/** Soonest deadline first. */
export const selectOpenRounds = (db: SqlDatabase): Read<{ id: string; title: string; dueOn: Day }[]> =>
  mapped(
    all<{ id: string; title: string; deadlineAt: Instant }>(
      db.prepare(
        `SELECT o.id, o.title || ', ' || o.year AS title, o.deadlineAt FROM ReturnRound o
         WHERE o.openedAt IS NOT NULL AND o.closedAt IS NULL ORDER BY o.deadlineAt, o.id`,
      ),
    ),
    (rows) => rows.map(({ deadlineAt, ...row }) => ({ ...row, dueOn: londonDay(deadlineAt) })),
  )

/** The last round's data controllers and lawful basis. */
export const selectLastControllers = (db: SqlDatabase): Read<Pick<RoundFacts, 'controllers' | 'basis'> | undefined> =>
  one(db.prepare('SELECT r.controllers, r.basis FROM ReturnRound r ORDER BY r.createdAt DESC LIMIT 1'))

const roundColumns = ['versionId', 'title', 'year', 'readers', 'controllers', 'deadlineAt', 'finalAt', 'basis'] as const

/** Of a draft; `round_is_open` if it was opened meanwhile. */
export const putRound = (act: Act, id: string, round: RoundFacts, audience: RoundAudience): SqlStatement[] => [
  upsert(act.db, 'ReturnRound', ['id'], { id, ...pick(round, roundColumns), ...signed(act, 'created') }, roundColumns),
  act.db.prepare('DELETE FROM ReturnAudience WHERE roundId = ?1').bind(id),
  act.db
    .prepare(`INSERT INTO ReturnAudience (roundId, dimension, value) SELECT ?1, value ->> 0, value ->> 1 FROM json_each(?2)`)
    .bind(id, JSON.stringify([...audience.sectors.map((value) => ['sector', value]), ...audience.kinds.map((value) => ['kind', value])])),
]

/** SQL: open area schools `r` in the audience of round `o`; ?1: authority codes. */
const ofAudience = (o: string): string => `r.rootId = r.id AND r.origin = 'register' AND r.isOpen
  AND r.laCode IN (SELECT value FROM json_each(?1))
  AND (r.sector IN (SELECT a.value FROM ReturnAudience a WHERE a.roundId = ${o} AND a.dimension = 'sector')
    OR NOT EXISTS (SELECT 1 FROM ReturnAudience a WHERE a.roundId = ${o} AND a.dimension = 'sector'))
  AND (r.kind IN (SELECT a.value FROM ReturnAudience a WHERE a.roundId = ${o} AND a.dimension = 'kind')
    OR NOT EXISTS (SELECT 1 FROM ReturnAudience a WHERE a.roundId = ${o} AND a.dimension = 'kind'))`

/** SQL: working addresses of root school `r`. */
const addressesOf = (r: string): string => `SELECT email FROM (
    SELECT c.email FROM School m JOIN SchoolContact c ON c.schoolId = m.id AND c.endedAt IS NULL WHERE m.rootId = ${r}
    UNION SELECT a.email FROM School m JOIN Claim c ON c.schoolId = m.id AND c.state = 'approved' JOIN Account a ON a.id = c.accountId
      WHERE m.rootId = ${r} AND a.erasedAt IS NULL)
  WHERE email NOT IN (SELECT p.email FROM AddressProblem p WHERE p.solvedAt IS NULL)`

export const selectToAsk = (db: SqlDatabase, laCodes: readonly string[], roundId: string): Read<AskedSchool[]> =>
  all(
    db
      .prepare(
        `SELECT r.id, r.name, r.sector, r.kind, EXISTS (${addressesOf('r.id')}) AS hasAddress
         FROM School r WHERE ${ofAudience('?2')} ORDER BY r.name COLLATE NOCASE, r.id`,
      )
      .bind(JSON.stringify(laCodes), roundId),
  )

export const openRound = (act: Act, roundId: string, uncheckedWhy: string): SqlStatement[] => [
  guard(act.db, 'EXISTS (SELECT 1 FROM ReturnRound r WHERE r.id = ?1 AND r.openedAt IS NULL)', roundId),
  update(act.db, 'ReturnRound', { ...stamp(act, 'opened'), lookedOn: londonDay(act.now), uncheckedWhy }, { id: roundId }),
]

type NewReturn = { id: string; schoolId: string; fromId: string | null }

/** For those without one in the round. */
export const insertReturns = (act: Act, roundId: string, why: 'opened' | 'joined_later', returns: readonly NewReturn[]): SqlStatement =>
  insertEach(
    act.db,
    'SchoolReturn',
    returns,
    ['id', 'schoolId', 'fromId'],
    { roundId, why: sql(`IIF(value ->> 'fromId' IS NULL, ?1, 'successor')`, why), createdAt: instant(act.now) },
    ['roundId', 'schoolId'],
  )

export const newReturns = (now: Date, schools: readonly { id: string; fromId?: string | null }[]): NewReturn[] =>
  schools.map(({ id, fromId = null }) => ({ id: newId(now), schoolId: id, fromId }))

export const closeRound = (act: Act, roundId: string): SqlStatement[] => [
  guard(act.db, 'EXISTS (SELECT 1 FROM ReturnRound r WHERE r.id = ?1 AND r.openedAt IS NOT NULL AND r.closedAt IS NULL)', roundId),
  update(act.db, 'ReturnRound', stamp(act, 'closed'), { id: roundId }),
]

/** London time of the daily search for new schools. */
const looksAt = '07:00'
const unseen = `FROM ReturnRound o WHERE o.openedAt IS NOT NULL AND o.closedAt IS NULL AND o.lookedOn < ?1 AND ${triable('followRounds', 'o.id')}`
const tellable = triable('followRounds', 't.id')
const untold = `FROM SchoolReturn t JOIN ReturnRound o ON o.id = t.roundId AND o.closedAt IS NULL WHERE t.toldAt IS NULL AND ${tellable}`
const untoldOfDates = `FROM SchoolReturn t JOIN ReturnRound o ON o.id = t.roundId AND o.closedAt IS NULL WHERE t.tellOfId IS NOT NULL AND ${tellable}`

const dayToLook = (now: Date): Day => (londonTime(now) < looksAt ? '' : londonDay(now))

export const roundsDue = ({ now }: { now: Date }): Condition[] => [
  exists(`SELECT 1 ${unseen}`, dayToLook(now)),
  exists(`SELECT 1 ${untold}`),
  exists(`SELECT 1 ${untoldOfDates}`),
]

export type ToTell = {
  returnId: string
  roundId: string
  schoolId: string
  school: string
  title: string
  deadlineAt: Instant
  finalAt: Instant
  emails: string[]
  /** The postponement to tell them of, if any. */
  putOffId: string | null
  /** Of the postponement; null: the round is open. */
  reason: string | null
}

/** A round to search today with its new schools, and schools to tell. */
export const selectToFollow = (
  db: SqlDatabase,
  now: Date,
  laCodes: readonly string[],
  most: number,
): Read<{ rounds: { id: string }[]; joining: { roundId: string; id: string; fromId: string | null }[]; toTell: ToTell[] }> =>
  together({
    rounds: all<{ id: string }>(db.prepare(`SELECT o.id ${unseen}`).bind(dayToLook(now))),
    joining: all<{ roundId: string; id: string; fromId: string | null }>(
      db
        .prepare(
          `SELECT o.id AS roundId, r.id,
             (SELECT p.id FROM Succession z JOIN School t ON t.id = z.toSchoolId AND t.rootId = r.id JOIN School f ON f.id = z.fromSchoolId
                JOIN School m ON m.rootId = f.rootId JOIN SchoolReturn p ON p.roundId = o.id AND p.schoolId = m.id
              WHERE z.supersededAt IS NULL ORDER BY p.id LIMIT 1) AS fromId
           FROM ReturnRound o JOIN School r ON ${ofAudience('o.id')}
           WHERE o.openedAt IS NOT NULL AND o.closedAt IS NULL AND o.lookedOn < ?2
             AND NOT EXISTS (SELECT 1 FROM School m JOIN SchoolReturn p ON p.schoolId = m.id AND p.roundId = o.id WHERE m.rootId = r.id)`,
        )
        .bind(JSON.stringify(laCodes), dayToLook(now)),
    ),
    toTell: all<ToTell>(
      db
        .prepare(
          `SELECT t.id AS returnId, t.roundId, s.rootId AS schoolId, n.name AS school, o.title, ${datesIn('t', 'o').deadlineAt} AS deadlineAt, ${datesIn('t', 'o').finalAt} AS finalAt,
               (SELECT json_group_array(email) FROM (${addressesOf('s.rootId')})) AS emails,
               t.tellOfId AS putOffId,
               (SELECT p.reason FROM ReturnPostponement p WHERE p.id = t.tellOfId) AS reason
             FROM (SELECT * FROM SchoolReturn INDEXED BY SchoolReturn_untold WHERE toldAt IS NULL
                 UNION ALL SELECT * FROM SchoolReturn INDEXED BY SchoolReturn_put_off WHERE tellOfId IS NOT NULL AND toldAt IS NOT NULL) t
               JOIN ReturnRound o ON o.id = t.roundId AND o.closedAt IS NULL JOIN School s ON s.id = t.schoolId JOIN School n ON n.id = s.rootId
             WHERE ${tellable} ORDER BY t.roundId, t.id LIMIT ?1`,
        )
        .bind(most),
      { emails: 'json' },
    ),
  })

export const markLooked = (act: Act, ids: readonly string[]): SqlStatement =>
  update(act.db, 'ReturnRound', { lookedOn: londonDay(act.now) }, { id: ids })

/** Guard: none of them was told. */
export const markTold = (act: Act, ids: readonly string[]): SqlStatement[] => [
  guard(
    act.db,
    'NOT EXISTS (SELECT 1 FROM SchoolReturn t WHERE t.id IN (SELECT value FROM json_each(?1)) AND t.toldAt IS NOT NULL AND t.tellOfId IS NULL)',
    JSON.stringify(ids),
  ),
  update(act.db, 'SchoolReturn', { toldAt: sql('COALESCE(toldAt, ?1)', instant(act.now)), tellOfId: null }, { id: ids }),
]
