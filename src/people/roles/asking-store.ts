import type { Act, Moment } from '#base/act.ts'
import { selectCalendar } from '#base/council/calendar-store.ts'
import type { Calendar } from '#base/council/working-day.ts'
import { type Day, type Instant, instant, londonDay } from '#base/dates.ts'
import { guard } from '#base/db/atomically.ts'
import { type Condition, exists, selectWhichHold } from '#base/db/condition.ts'
import { all, mapped, one, type Read, together } from '#base/db/read.ts'
import { update, upsert } from '#base/db/write.ts'
import type { Reach } from '#people/notices/notice.ts'
import { selectReached } from '#people/notices/store.ts'
import { type Asked, type Asking, type AskingTerms, type RoleToConfirm, usualAsking } from './asked.ts'

/** SQL: whether root `s` is one that is asked. */
const isAsked = `s.rootId = s.id AND s.origin = 'register' AND s.isOpen`

/** SQL: whether a list of words in JSON is empty or has the value. */
const among = (list: string, value: string): string =>
  `(${list} = '[]' OR EXISTS (SELECT 1 FROM json_each(${list}) j WHERE j.value = ${value}))`

/** SQL: as what somebody is there to answer for root `s` on day ?1, as JSON. */
const through = `(SELECT json_group_array(word) FROM (
  SELECT 'approver' AS word WHERE EXISTS (
    SELECT 1 FROM School m CROSS JOIN Claim c ON c.schoolId = m.id AND c.state = 'approved' AND c.approver = 1 WHERE m.rootId = s.id)
  UNION ALL SELECT 'trust' WHERE EXISTS (SELECT 1 FROM TrustClaim t WHERE t.trustUid = s.trustUid AND t.state = 'approved')
  UNION ALL SELECT 'head' WHERE EXISTS (
    SELECT 1 FROM School m CROSS JOIN RoleAtSchool x ON x.schoolId = m.id AND x.roleId = 'head' AND x.confirmedAt IS NOT NULL AND x.supersededAt IS NULL
      AND (x.fromDate IS NULL OR x.fromDate <= ?1) AND (x.toDate IS NULL OR x.toDate > ?1)
      CROSS JOIN Person p ON p.id = x.personId AND p.email <> ''
    WHERE m.rootId = s.id AND NOT EXISTS (SELECT 1 FROM RoleDispute d WHERE d.roleAtSchoolId = x.id AND d.answer IS NULL))))`

// The latest asking of a role counts. It is answered when something stands of the role, and nobody
// in it was confirmed before the asking unless it was said to be still right since.
/** @param day the parameter of the day; conditions on school `s` may follow */
export const toConfirmOn = (day: string): string => `
  SELECT s.id AS schoolId, a.id AS askingId, COALESCE(a.opening, a.id) AS subjectId, r.id AS roleId, r.label AS role, a.because, a.since, a.askedOn, a.dueOn,
    s.name, s.town, r.position
  FROM School s
  CROSS JOIN Role r ON (r.fromDate IS NULL OR r.fromDate <= ${day}) AND (r.toDate IS NULL OR r.toDate > ${day})
  CROSS JOIN RolesAsking a ON a.id = (
    SELECT b.id FROM School m CROSS JOIN RolesAsking b ON b.schoolId = m.id AND (b.roleId IS NULL OR b.roleId = r.id)
    WHERE m.rootId = s.id AND b.takenBackAt IS NULL ORDER BY b.since DESC, b.id DESC LIMIT 1)
  WHERE ${isAsked}
    AND (a.roleId IS NOT NULL OR (r.asked = 1 AND ${among('r.sectors', 's.sector')} AND ${among('r.kinds', 's.kind')}))
    AND NOT EXISTS (
      SELECT 1 FROM (
        SELECT MIN(said) AS oldest FROM (
          SELECT x.confirmedAt AS said FROM School m CROSS JOIN RoleAtSchool x ON x.schoolId = m.id AND x.supersededAt IS NULL AND x.roleId = r.id
            AND x.confirmedAt IS NOT NULL AND (x.toDate IS NULL OR x.toDate > ${day})
          WHERE m.rootId = s.id AND NOT EXISTS (SELECT 1 FROM RoleDispute d WHERE d.roleAtSchoolId = x.id AND d.answer IS NULL)
          UNION ALL
          SELECT g.learnedAt FROM School m CROSS JOIN RoleGap g ON g.schoolId = m.id AND g.supersededAt IS NULL AND g.toDate IS NULL AND g.roleId = r.id
          WHERE m.rootId = s.id))
      WHERE oldest >= a.since OR (oldest IS NOT NULL AND EXISTS (
        SELECT 1 FROM School m CROSS JOIN RolesConfirmation c ON c.schoolId = m.id AND c.confirmedAt >= a.since
          AND (c.roleId IS NULL OR c.roleId = r.id) WHERE m.rootId = s.id)))`

/** Ends the chases of a school that has nothing left to confirm; last in a batch that answers. */
export const endRoleChases = (act: Act, schoolId: string): SqlStatement =>
  act.db
    .prepare(
      `UPDATE Chase SET endedAt = ?3, endedWhy = 'settled' WHERE endedAt IS NULL AND matter = 'roles_not_confirmed'
         AND schoolId IN (SELECT m.id FROM School o JOIN School m ON m.rootId = o.rootId WHERE o.id = ?2)
         AND NOT EXISTS (SELECT 1 FROM (${toConfirmOn('?1')} AND s.id = (SELECT o.rootId FROM School o WHERE o.id = ?2)))`,
    )
    .bind(londonDay(act.now), schoolId, instant(act.now))

const toConfirm = toConfirmOn('?1')

export const selectToConfirm = (db: SqlDatabase, day: Day, schoolIds: readonly string[]): Read<RoleToConfirm[]> =>
  all<RoleToConfirm>(
    db
      .prepare(
        `SELECT schoolId, askingId, subjectId, roleId, role, because, since, askedOn, dueOn FROM (${toConfirm}
           AND s.id IN (SELECT value FROM json_each(?2)))
         ORDER BY name COLLATE NOCASE, town, schoolId, position`,
      )
      .bind(day, JSON.stringify(schoolIds)),
  )

export const selectAskings = (db: SqlDatabase, schoolId: string): Read<Asking[]> =>
  mapped(
    all<
      Omit<Asking, 'role' | 'askedOn' | 'dueOn' | 'takenBackAt' | 'through'> & {
        role: string | null
        askedOn: Day | null
        dueOn: Day | null
        takenBackAt: Instant | null
        through: string
      }
    >(
      db
        .prepare(
          `SELECT a.id, COALESCE(a.opening, a.id) AS subjectId, a.because, r.label AS role, a.since, a.askedOn, a.dueOn, a.takenBackAt, a.through
           FROM School m CROSS JOIN RolesAsking a ON a.schoolId = m.id LEFT JOIN Role r ON r.id = a.roleId
           WHERE m.rootId = ?1 ORDER BY a.since DESC, a.id DESC LIMIT 50`,
        )
        .bind(schoolId),
    ),
    (rows) =>
      rows.map(({ role, askedOn, dueOn, takenBackAt, through: as, ...row }) => ({
        ...row,
        role: role ?? undefined,
        askedOn: askedOn ?? undefined,
        dueOn: dueOn ?? undefined,
        takenBackAt: takenBackAt ?? undefined,
        through: JSON.parse(as) as Asking['through'],
      })),
  )

export const selectAskingTerms = (db: SqlDatabase): Read<AskingTerms> =>
  mapped(one<{ value: string }>(db.prepare(`SELECT value FROM Setting WHERE key = 'asking'`)), (row) => ({
    ...usualAsking,
    ...(row ? (JSON.parse(row.value) as Partial<AskingTerms>) : {}),
  }))

/** Which schools were reached with the asking of the last autumn, by its opening. */
export const selectAutumnReached = (db: SqlDatabase, today: Day): Read<ReadonlyMap<string, readonly { reach: Reach }[]>> =>
  selectReached(db, ['roles'], today, today, 'SELECT MAX(a.opening) FROM RolesAsking a WHERE a.opening <= ?2 AND a.askedOn IS NOT NULL')

export const selectAsked = (db: SqlDatabase, schoolId: string, day: Day): Read<Asked> =>
  together({ toConfirm: selectToConfirm(db, day, [schoolId]), askings: selectAskings(db, schoolId) })

export const selectRoleLabels = (db: SqlDatabase, day: Day): Read<{ id: string; label: string }[]> =>
  all<{ id: string; label: string }>(
    db
      .prepare(
        `SELECT id, label FROM Role WHERE (fromDate IS NULL OR fromDate <= ?1) AND (toDate IS NULL OR toDate > ?1) AND id <> 'other' ORDER BY position, label`,
      )
      .bind(day),
  )

export const updateAskingTerms = (act: Act, terms: AskingTerms): SqlStatement =>
  upsert(act.db, 'Setting', ['key'], { key: 'asking', value: JSON.stringify(terms), changedAt: instant(act.now) })

/** Somebody has left since it was last looked, or a day has begun. */
export const askingDue = ({ now }: Pick<Moment, 'now'>): Condition[] => [
  exists('SELECT 1 FROM RolesAsking WHERE lookedOn IS NULL'),
  { sql: `NOT EXISTS (SELECT 1 FROM Setting WHERE key = 'asked' AND value ->> '$' >= ?1)`, values: [londonDay(now)] },
]

export const selectAsking = (db: SqlDatabase, now: Date): Read<{ isDue: boolean; terms: AskingTerms; calendar: Calendar }> =>
  together({
    isDue: mapped(selectWhichHold(db, askingDue({ now })), ({ held }) => held.includes(1)),
    terms: selectAskingTerms(db),
    calendar: selectCalendar(db),
  })

/** The askings of a year, of each open school of the area that has none of it yet. */
export const insertOpened = (act: Act, opening: Day, since: Instant): SqlStatement =>
  act.db
    .prepare(
      `INSERT INTO RolesAsking (id, schoolId, because, opening, since)
       SELECT 'autumn ' || ?2 || ' ' || s.id, s.id, 'autumn', ?2, ?3 FROM School s
       WHERE ${isAsked} AND s.laCode IN (SELECT value FROM json_each(?1))
         AND NOT EXISTS (SELECT 1 FROM School m CROSS JOIN RolesAsking a ON a.schoolId = m.id AND a.because = 'autumn' AND a.opening >= ?2 WHERE m.rootId = s.id)`,
    )
    .bind(JSON.stringify(act.laCodes), opening, since)

export type ToAsk = { id: string; schoolId: string; through: string }

/** Askings that are not answered, of schools at which somebody is there to be asked now. */
export const selectToAsk = (db: SqlDatabase, day: Day): Read<ToAsk[]> =>
  all<ToAsk>(
    db
      .prepare(
        `SELECT * FROM (SELECT t.askingId AS id, t.schoolId, (SELECT ${through} FROM School s WHERE s.id = t.schoolId) AS through
           FROM (SELECT DISTINCT askingId, schoolId FROM (${toConfirm}) WHERE askedOn IS NULL) t)
         WHERE through <> '[]'`,
      )
      .bind(day),
  )

/** None of them was asked since they were read. */
export const areNotAsked = (db: SqlDatabase, asked: readonly ToAsk[]): SqlStatement =>
  guard(
    db,
    `NOT EXISTS (SELECT 1 FROM json_each(?1) j JOIN RolesAsking a ON a.id = j.value WHERE a.askedOn IS NOT NULL)`,
    JSON.stringify(asked.map(({ id }) => id)),
  )

/** They are asked today, and of the others it is noted that nobody is there. */
export const updateAsked = (act: Act, asked: readonly ToAsk[], dueOn: Day): SqlStatement[] => {
  const today = londonDay(act.now)
  return [
    act.db
      .prepare(
        `UPDATE RolesAsking SET askedOn = ?2, dueOn = ?3, lookedOn = ?2,
           through = (SELECT j.value ->> 'through' FROM json_each(?1) j WHERE j.value ->> 'id' = RolesAsking.id)
         WHERE askedOn IS NULL AND id IN (SELECT j.value ->> 'id' FROM json_each(?1) j)`,
      )
      .bind(JSON.stringify(asked), today, dueOn),
    update(act.db, 'RolesAsking', { lookedOn: today }, { lookedOn: null }),
    upsert(act.db, 'Setting', ['key'], { key: 'asked', value: JSON.stringify(today), changedAt: instant(act.now) }),
  ]
}
