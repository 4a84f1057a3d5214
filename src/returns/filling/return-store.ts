import { type Act, actsFor, signed } from '#base/act.ts'
import { instant, londonDay } from '#base/dates.ts'
import { guard } from '#base/db/atomically.ts'
import { all, mapped, one, type Read } from '#base/db/read.ts'
import { insert, sql, update } from '#base/db/write.ts'
import type { Question } from '#returns/forms/return-form.ts'
import { questionColumns, questionsBy } from '#returns/forms/store.ts'
import { datesIn } from '#returns/rounds/postponement-store.ts'
import type { SchoolName } from '#schools/schools/school.ts'
import type { Entry, Typed } from './entry.ts'
import { mayType, type RoleSchool, returnRoles, type SaidOfHeld, type SchoolReturn, type Section } from './school-return.ts'

/** SQL: post `x` is confirmed on day ?4, undisputed, and one of the roles ?5. */
const isHeld = `x.confirmedAt IS NOT NULL AND x.supersededAt IS NULL AND (x.fromDate IS NULL OR x.fromDate <= ?4) AND (x.toDate IS NULL OR x.toDate > ?4)
  AND x.roleId IN (SELECT value FROM json_each(?5)) AND NOT EXISTS (SELECT 1 FROM RoleDispute d WHERE d.roleAtSchoolId = x.id AND d.answer IS NULL)`

/** SQL: confirmed roles of person ?3 at root `m.rootId` on day ?4, as JSON with their rows. */
const ownRoles = `(SELECT json_group_object(x.roleId, x.id) FROM School o JOIN RoleAtSchool x ON x.schoolId = o.id AND x.personId = ?3
  AND ${isHeld} WHERE o.rootId = m.rootId)`

/** ?1 to ?6 of statements that ask whose a return is. */
const whose = ({ actor, now }: Act, schoolId: string, returnId: string): unknown[] => [
  returnId,
  schoolId,
  // Anybody at a shared mailbox could claim to be the head.
  actor.shared ? null : (actor.personId ?? null),
  londonDay(now),
  JSON.stringify(returnRoles),
  actsFor(actor, schoolId) ? 1 : 0,
]

type Row = Omit<SchoolReturn, 'school' | 'rule' | 'roleIds' | 'roleRows' | 'mayFill' | 'begun' | 'closed' | 'submitted' | 'otherwise'> & {
  name: string
  town: string
  urn: string | null
  sector: string
  roles: string
  leadSigns: number
  bodySigns: number
  inOrder: number
  begun: number
  closed: number
  submissions: number
  otherwise: number
}

const columns = `s.id, s.roundId, m.rootId AS schoolId, k.name, k.town, k.urn, k.sector, r.title, r.year, r.readers, r.controllers, r.basis, ${datesIn('s', 'r').deadlineAt} AS deadlineAt, ${datesIn('s', 'r').finalAt} AS finalAt,
  r.closedAt IS NOT NULL AS closed, COALESCE(r.openedById, r.createdById) AS askedById, v.note, v.leadSigns, v.bodySigns, v.inOrder,
  p.asks, COALESCE(p.power, '') AS power, EXISTS (SELECT 1 FROM ReturnEntry e WHERE e.returnId = s.id) AS begun, (SELECT COUNT(*) FROM ReturnSubmission b WHERE b.returnId = s.id) AS submissions,
  (SELECT COUNT(*) FROM ReturnReopening o WHERE o.returnId = s.id) AS turn, EXISTS (SELECT 1 FROM ReturnOtherAudit a WHERE a.returnId = s.id) AS otherwise,
  ${ownRoles} AS roles`

const tables = `School m JOIN School k ON k.id = m.rootId JOIN SchoolReturn s ON s.schoolId = m.id
  JOIN ReturnRound r ON r.id = s.roundId AND r.openedAt IS NOT NULL JOIN ReturnFormVersion v ON v.id = r.versionId
  LEFT JOIN ReturnPower p ON p.versionId = v.id AND p.sector = k.sector`

const returnIn = (acts: boolean, row: Row): SchoolReturn => {
  const { name, town, urn, sector, roles, leadSigns, bodySigns, inOrder, submissions, ...rest } = row
  const roleRows = JSON.parse(roles) as Record<string, string>
  const roleIds = Object.keys(roleRows)
  return {
    ...rest,
    school: { name, town, urn, sector },
    roleIds,
    roleRows,
    mayFill: acts || mayType(roleIds),
    rule: { leadSigns: leadSigns === 1, bodySigns: bodySigns === 1, inOrder: inOrder === 1 },
    begun: row.begun === 1,
    closed: row.closed === 1,
    otherwise: row.otherwise === 1,
    submitted: submissions > row.turn,
  }
}

/** Where the account has a confirmed role but does not book; returns, and guidance for the head. */
export const selectRoleSchools = (act: Act): Read<RoleSchool[]> => {
  const [, , personId, day, roles] = whose(act, '', '')
  return all<RoleSchool>(
    act.db
      .prepare(
        `SELECT k.id, k.name, k.town, k.urn, EXISTS (SELECT 1 FROM School m JOIN SchoolReturn s ON s.schoolId = m.id WHERE m.rootId = k.id) AS returns,
           MAX(x.roleId = 'head') AND EXISTS (SELECT 1 FROM School m JOIN GuidanceIssue g ON g.schoolId = m.id WHERE m.rootId = k.id) AS guidance
         FROM RoleAtSchool x JOIN School o ON o.id = x.schoolId JOIN School k ON k.id = o.rootId
         WHERE x.personId = ?1 AND ${isHeld.replaceAll('?4', '?2').replaceAll('?5', '?3')}
           AND k.id NOT IN (SELECT value FROM json_each(?4))
         GROUP BY k.id ORDER BY k.name COLLATE NOCASE, k.id`,
      )
      .bind(personId, day, roles, JSON.stringify(act.actor.schoolIds)),
  )
}

/** undefined: this account has no part in it. */
export const selectReturn = (act: Act, schoolId: string, returnId: string): Read<SchoolReturn | undefined> =>
  mapped(
    one<Row>(
      act.db
        .prepare(`SELECT ${columns} FROM ${tables} WHERE m.rootId = ?2 AND s.id = ?1 AND (?6 = 1 OR ${ownRoles} <> '{}')`)
        .bind(...whose(act, schoolId, returnId)),
    ),
    (row) => row && returnIn(actsFor(act.actor, schoolId), row),
  )

export const selectHasPart = (act: Act, schoolId: string): Read<boolean> =>
  mapped(
    one(
      act.db
        .prepare(`SELECT 1 FROM School m WHERE m.rootId = ?2 AND m.id = ?2 AND ?1 = '' AND (?6 = 1 OR ${ownRoles} <> '{}')`)
        .bind(...whose(act, schoolId, '')),
    ),
    (row) => row !== undefined,
  )

/** Of those this account has a part in, by school. */
export const selectOwnInRound = (act: Act, roundId: string): Read<(SchoolName & { id: string; schoolId: string })[]> =>
  all(
    act.db
      .prepare(
        `SELECT s.id, m.rootId AS schoolId, k.name, k.town, k.urn FROM ${tables}
         WHERE s.roundId = ?1 AND EXISTS (SELECT 1 FROM ReturnSubmission b WHERE b.returnId = s.id)
           AND (m.rootId IN (SELECT value FROM json_each(?2)) OR ${ownRoles} <> '{}') ORDER BY k.name COLLATE NOCASE, s.id`,
      )
      .bind(roundId, JSON.stringify(act.actor.schoolIds), ...whose(act, '', '').slice(2, 5)),
  )

export const selectReturns = (act: Act, schoolId: string): Read<SchoolReturn[]> =>
  mapped(
    all<Row>(
      act.db
        .prepare(
          `SELECT ${columns} FROM ${tables} WHERE m.rootId = ?2 AND ?1 = '' AND (?6 = 1 OR ${ownRoles} <> '{}') ORDER BY r.deadlineAt DESC, s.id DESC`,
        )
        .bind(...whose(act, schoolId, '')),
    ),
    (rows) => rows.map((row) => returnIn(actsFor(act.actor, schoolId), row)),
  )

const ofForm = 'SchoolReturn s JOIN ReturnRound r ON r.id = s.roundId'

/** In order. @param only this one */
export const selectQuestions = (db: SqlDatabase, returnId: string, only?: string): Read<Question[]> =>
  questionsBy(
    db
      .prepare(
        `SELECT ${questionColumns} FROM ${ofForm} JOIN ReturnSection x ON x.versionId = r.versionId JOIN ReturnQuestion q ON q.sectionId = x.id
           WHERE s.id = ?1 ${only === undefined ? '' : 'AND q.id = ?2'} ORDER BY x.position, x.id, q.position, q.id`,
      )
      .bind(...[returnId, only ?? []].flat()),
  )

/** Its sections, to be filled with its questions. */
export const selectSections = (db: SqlDatabase, returnId: string): Read<(questions: readonly Question[]) => Section[]> =>
  mapped(
    all<Omit<Section, 'number' | 'questions'>>(
      db
        .prepare(
          `SELECT x.id, x.title, x.about FROM ${ofForm} JOIN ReturnSection x ON x.versionId = r.versionId WHERE s.id = ?1 ORDER BY x.position, x.id`,
        )
        .bind(returnId),
    ),
    (rows) => (questions) =>
      rows.map((row, n) => ({ ...row, number: n + 1, questions: questions.filter(({ sectionId }) => sectionId === row.id) })),
  )

const nameOf = (account: string, person: string): string =>
  `COALESCE(${person}.name, IIF(${account}.erasedAt IS NULL, ${account}.email, ''), '')`
const entryColumns = `e.id, e.questionId, e.afterId, e.value, e.evidence, e.action, e.at, e.times, ${nameOf('a', 'n')} AS "by"`
const joinAuthor = 'JOIN Account a ON a.id = e.byId LEFT JOIN Person n ON n.id = a.personId AND n.erasedAt IS NULL AND a.shared = 0'

export const selectEntries = (db: SqlDatabase, returnId: string, only?: string): Read<Map<string, Entry>> =>
  mapped(
    all<Entry>(
      db
        .prepare(
          `SELECT ${entryColumns} FROM CurrentEntry e ${joinAuthor} WHERE e.returnId = ?1 ${only === undefined ? '' : 'AND e.questionId = ?2'}`,
        )
        .bind(...[returnId, only ?? []].flat()),
    ),
    (rows) => new Map(rows.map((row) => [row.questionId, row])),
  )

/** Entries that their author can still change. @param only of this question */
export const selectFresh = (act: Act, returnId: string, only?: string): Read<Set<string>> =>
  mapped(
    all<{ id: string }>(
      act.db
        .prepare(
          `SELECT f.id FROM FreshEntry f WHERE f.returnId = ?1 AND f.byId = ?2 AND ?3 >= f.at AND ?3 < f.until ${only === undefined ? '' : 'AND f.questionId = ?4'}`,
        )
        .bind(...[returnId, act.actor.accountId ?? '', instant(act.now), only ?? []].flat()),
    ),
    (rows) => new Set(rows.map(({ id }) => id)),
  )

/** By section, in the order they began. */
export const selectWriters = (db: SqlDatabase, returnId: string): Read<{ sectionId: string; by: string; at: string }[]> =>
  all<{ sectionId: string; by: string; at: string }>(
    db
      .prepare(
        `SELECT q.sectionId, ${nameOf('a', 'n')} AS "by", MAX(e.at) AS at FROM ReturnEntry e ${joinAuthor} JOIN ReturnQuestion q ON q.id = e.questionId
         WHERE e.returnId = ?1 GROUP BY q.sectionId, a.id ORDER BY MIN(COALESCE(e.since, e.at))`,
      )
      .bind(returnId),
  )

/** The last answer to facts held, by question. */
export const selectSaid = (db: SqlDatabase, returnId: string): Read<Map<string, SaidOfHeld>> =>
  mapped(
    all<SaidOfHeld>(
      db
        .prepare(
          `SELECT h.questionId, h.shown, h.heldOn, h.answer, h.words, ${nameOf('a', 'n')} AS "by", h.answeredAt AS at, COALESCE(${nameOf('w', 'o')}, '') AS owner,
             h.dueOn, h.settledAt, h.settled
           FROM ReturnShown h JOIN Account a ON a.id = h.answeredById LEFT JOIN Person n ON n.id = a.personId AND n.erasedAt IS NULL AND a.shared = 0
             LEFT JOIN Account w ON w.id = h.ownerId LEFT JOIN Person o ON o.id = w.personId AND o.erasedAt IS NULL
           WHERE h.returnId = ?1 AND h.answer IS NOT NULL ORDER BY h.answeredAt, h.id`,
        )
        .bind(returnId),
    ),
    (rows) => new Map(rows.map((row) => [row.questionId, row])),
  )

export type NewEntry = Typed & Pick<Entry, 'id' | 'questionId' | 'afterId'> & { returnId: string }

export const insertEntry = (act: Act, entry: NewEntry): SqlStatement =>
  insert(act.db, 'ReturnEntry', {
    id: entry.id,
    returnId: entry.returnId,
    questionId: entry.questionId,
    afterId: entry.afterId,
    value: entry.value,
    evidence: entry.evidence,
    action: entry.action,
    ...signed(act, ''),
  })

/** Changes an entry within its ten minutes; else `entry_stands`. */
export const typeOn = (act: Act, { id, value, evidence, action }: Typed & Pick<Entry, 'id'>): SqlStatement =>
  update(
    act.db,
    'ReturnEntry',
    { value, evidence, action, at: instant(act.now), since: sql('COALESCE(since, at)'), times: sql('times + 1') },
    { id },
  )

/** Guard: the replaced entries are unchanged. */
export const areAsRead = (db: SqlDatabase, entries: readonly Entry[]): SqlStatement =>
  guard(
    db,
    `NOT EXISTS (SELECT 1 FROM json_each(?1) j JOIN ReturnEntry e ON e.id = j.value ->> '$.id' WHERE e.times <> j.value ->> '$.times')`,
    JSON.stringify(entries.map(({ id, times }) => ({ id, times }))),
  )
