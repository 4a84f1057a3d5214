import { type Act, signed } from '#base/act.ts'
import { type Day, type Instant, instant } from '#base/dates.ts'
import { type Condition, exists } from '#base/db/condition.ts'
import { all, mapped, one, type Read } from '#base/db/read.ts'
import { insert, pick } from '#base/db/write.ts'
import type { Reach } from '#people/notices/notice.ts'
import { selectReached } from '#people/notices/store.ts'
import { datesIn, type Whose } from '#returns/rounds/postponement-store.ts'
import { type Came, cameAt, cameOn } from '#returns/rounds/round.ts'
import { hasClosed } from '#returns/rounds/store.ts'
import type { KeptCount, SchoolProgress } from './progress.ts'

/** SQL: return `t`'s turn: how often it was reopened. */
const turns = '(SELECT COUNT(*) FROM ReturnReopening o WHERE o.returnId = t.id)'
const submissions = '(SELECT COUNT(*) FROM ReturnSubmission b WHERE b.returnId = t.id)'
const state = `CASE
    WHEN ${submissions} > ${turns} THEN 'submitted'
    WHEN ${submissions} > 0 THEN 'reopened'
    WHEN x.id IS NOT NULL THEN 'otherwise'
    WHEN EXISTS (SELECT 1 FROM ReturnEntry e WHERE e.returnId = t.id) THEN 'begun'
    ELSE 'not_begun' END`

type ProgressRow = Omit<SchoolProgress, 'came'> & { receivedOn: Day | null }

const cameIn = <Row extends ProgressRow>({ receivedOn, ...row }: Row) => ({
  ...row,
  came: row.submittedAt ? cameAt(row.submittedAt, row) : receivedOn ? cameOn(receivedOn, row) : null,
})

/** By name, in one statement. Late by the dates that apply. */
export const selectProgress = (db: SqlDatabase, roundId: string, returnId?: string): Read<SchoolProgress[]> =>
  mapped(
    all<ProgressRow>(
      db
        .prepare(
          `${progress('ReturnRound o CROSS JOIN SchoolReturn t ON t.roundId = o.id JOIN School s ON s.id = t.schoolId')}
           WHERE o.id = ?1 AND (?2 IS NULL OR t.id = ?2) ORDER BY n.name COLLATE NOCASE, n.town, t.id`,
        )
        .bind(roundId, returnId ?? null),
    ),
    (rows) => rows.map(cameIn),
  )

/** Every round that asks root school `rootId`, latest first. */
export const selectProgressOf = (db: SqlDatabase, rootId: string): Read<(SchoolProgress & { roundId: string; title: string })[]> =>
  mapped(
    all<ProgressRow & { roundId: string; title: string }>(
      db
        .prepare(
          `${progress('School s CROSS JOIN SchoolReturn t ON t.schoolId = s.id JOIN ReturnRound o ON o.id = t.roundId')}
           WHERE s.rootId = ?1 ORDER BY o.deadlineAt DESC, t.id DESC`,
        )
        .bind(rootId),
    ),
    (rows) => rows.map(cameIn),
  )

const progress = (
  from: string,
): string => `SELECT o.id AS roundId, o.title, t.id, s.rootId AS schoolId, n.name, n.town, n.urn, n.phase, n.sector, n.kind, COALESCE(n.trustName, '') AS trust, n.wardName AS ward,
           ${hasClosed('o')} AS isClosed, ${state} AS state, ${datesIn('t', 'o').deadlineAt} AS deadlineAt, ${datesIn('t', 'o').finalAt} AS finalAt,
           COALESCE(t.deadlineAt > o.deadlineAt OR t.finalAt > o.finalAt, 0) AS hasLonger, x.receivedOn,
           (SELECT b.number FROM ReturnSubmission b WHERE b.returnId = t.id ORDER BY b.turn DESC LIMIT 1) AS number, f.at AS submittedAt,
           COALESCE((SELECT group_concat(g.signer || IIF(g.alsoLead, ' lead', ''), ' ') FROM StandingSignature g
             WHERE g.returnId = t.id AND g.turn = ${turns}), '') AS signed,
           EXISTS (SELECT 1 FROM StandingSignature g WHERE g.returnId = t.id AND g.turn = ${turns} AND g.doubt IS NOT NULL AND g.confirmedAt IS NULL) AS doubted,
           EXISTS (SELECT 1 FROM School m CROSS JOIN Chase c ON c.schoolId = m.id AND c.matter = 'return_missing' AND c.subjectId = t.roundId AND c.endedAt IS NULL
             WHERE m.rootId = s.rootId) AS chased
         FROM ${from} JOIN School n ON n.id = s.rootId
           LEFT JOIN ReturnSubmission f ON f.returnId = t.id AND f.turn = 0 LEFT JOIN ReturnOtherAudit x ON x.returnId = t.id`

/** Who signs besides the head. */
/** `putOff`: the date was postponed after the count. */
export const countTables = 'ReturnCount c JOIN ReturnRound o ON o.id = c.roundId'
export const countColumns = `c.moment, c.asAt, c.asAt <> IIF(c.moment = 'deadline', o.deadlineAt, o.finalAt) AS putOff, c.asked, c.submitted,
  c.otherwise, c.begun, c.countedAt`

export const selectCounts = (db: SqlDatabase, roundId: string): Read<KeptCount[]> =>
  all(db.prepare(`SELECT ${countColumns} FROM ${countTables} WHERE c.roundId = ?1 ORDER BY c.moment`).bind(roundId))

const moments = `(SELECT 'deadline' AS moment UNION ALL SELECT 'final')`
const momentAt = `CASE w.moment WHEN 'deadline' THEN o.deadlineAt ELSE o.finalAt END`
const uncounted = `FROM ReturnRound o CROSS JOIN ${moments} w
  WHERE o.openedAt IS NOT NULL AND ${momentAt} < ?1
    AND NOT EXISTS (SELECT 1 FROM ReturnCount c WHERE c.roundId = o.id AND c.moment = w.moment)`

export const countsDue = ({ now }: { now: Date }): Condition[] => [exists(`SELECT 1 ${uncounted}`, instant(now))]

export type ToCount = { roundId: string; moment: 'deadline' | 'final'; at: Instant }

export const selectToCount = (db: SqlDatabase, now: Date): Read<ToCount | undefined> =>
  one(db.prepare(`SELECT o.id AS roundId, w.moment, ${momentAt} AS at ${uncounted} ORDER BY at, w.moment LIMIT 1`).bind(instant(now)))

/** SQL: each return `t` of round ?1 as of ?2, on London day ?3. */
const asAt = `SELECT t.id, n.sector, n.kind, n.phase, COALESCE(n.trustName, '') AS trustName, n.wardName, n.isClosed,
    CASE
      WHEN EXISTS (SELECT 1 FROM ReturnSubmission b WHERE b.returnId = t.id AND b.at <= ?2) THEN 'submitted'
      WHEN EXISTS (SELECT 1 FROM ReturnOtherAudit x WHERE x.returnId = t.id AND x.receivedOn <= ?3) THEN 'otherwise'
      WHEN EXISTS (SELECT 1 FROM ReturnEntry e WHERE e.returnId = t.id AND COALESCE(e.since, e.at) <= ?2) THEN 'begun'
      ELSE 'not_begun' END AS state
  FROM SchoolReturn t JOIN School s ON s.id = t.schoolId JOIN School n ON n.id = s.rootId WHERE t.roundId = ?1 AND t.createdAt <= ?2`
const countedAsAt = `(${asAt}) c WHERE NOT c.isClosed OR c.state IN ('submitted', 'otherwise')`

/** The count and its schools, from the same rows. */
export const insertCount = (act: Act, { roundId, moment, at }: ToCount, day: Day): SqlStatement[] => [
  act.db
    .prepare(
      `INSERT INTO ReturnCount (roundId, moment, asAt, asked, submitted, otherwise, begun, countedAt)
       SELECT ?1, ?4, ?2, COUNT(*), COUNT(*) FILTER (WHERE c.state = 'submitted'), COUNT(*) FILTER (WHERE c.state = 'otherwise'),
         COUNT(*) FILTER (WHERE c.state = 'begun'), ?5 FROM ${countedAsAt}`,
    )
    .bind(roundId, at, day, moment, instant(act.now)),
  act.db
    .prepare(
      `INSERT INTO ReturnCounted (roundId, moment, returnId, state, sector, kind, phase, trustName, wardName)
       SELECT ?1, ?4, c.id, c.state, c.sector, c.kind, c.phase, c.trustName, c.wardName FROM ${countedAsAt}`,
    )
    .bind(roundId, at, day, moment),
]

/** Guard: the round is open. */
export const stillOpen = `EXISTS (SELECT 1 FROM SchoolReturn t JOIN ReturnRound o ON o.id = t.roundId WHERE t.id = ?1 AND o.closedAt IS NULL)`

export const insertReopening = (act: Act, of: { id: string; returnId: string; reason: string }): SqlStatement =>
  act.db
    .prepare(
      `INSERT INTO ReturnReopening (id, returnId, turn, reason, byId, at)
       SELECT ?1, ?2, (SELECT COUNT(*) FROM ReturnReopening o WHERE o.returnId = ?2) + 1, ?3, ?4, ?5`,
    )
    .bind(of.id, of.returnId, of.reason, act.actor.accountId ?? null, instant(act.now))

export type OtherAudit = { kind: 'paper' | 'other_audit'; about: string; receivedOn: Day }

export const insertOtherAudit = (act: Act, of: OtherAudit & { id: string; returnId: string; came: Came }): SqlStatement =>
  insert(act.db, 'ReturnOtherAudit', { ...pick(of, ['id', 'returnId', 'kind', 'about', 'receivedOn', 'came']), ...signed(act, '') })

export const insertChases = (act: Act, roundId: string, chases: readonly { id: string; schoolId: string }[]): SqlStatement =>
  act.db
    .prepare(
      `INSERT INTO Chase (id, schoolId, matter, subjectId, ownerId, openedAt, openedById)
       SELECT j.value ->> 'id', j.value ->> 'schoolId', 'return_missing', ?1, ?2, ?3, ?2 FROM json_each(?4) j
       WHERE NOT EXISTS (SELECT 1 FROM School m CROSS JOIN Chase c ON c.schoolId = m.id AND c.matter = 'return_missing' AND c.subjectId = ?1 AND c.endedAt IS NULL
         WHERE m.rootId = j.value ->> 'schoolId')`,
    )
    .bind(roundId, act.actor.accountId ?? null, instant(act.now), JSON.stringify(chases))

/** Schools told, by id of the round or postponement. */
export const selectToldDates = (db: SqlDatabase, of: Whose, day: Day): Read<ReadonlyMap<string, readonly { reach: Reach }[]>> =>
  selectReached(
    db,
    ['return', 'deadline'],
    day,
    'roundId' in of ? of.roundId : of.returnId,
    `SELECT ?2 UNION ALL SELECT p.id FROM ReturnPostponement p WHERE ${'roundId' in of ? 'p.roundId = ?2' : 'p.returnId = ?2'}`,
  )
