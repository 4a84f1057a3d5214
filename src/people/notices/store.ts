// SQL: which schools were told what, and what became of it at each (NoticeFact).
import type { Act } from '#base/act.ts'
import { type Day, type Instant, instant, londonDay } from '#base/dates.ts'
import { all, mapped, one, type Read, together } from '#base/db/read.ts'
import { insertEach } from '#base/db/write.ts'
import { roomForMany } from '#messages/outbox/claim-store.ts'
import type { NoticeOf } from '#messages/outbox/message.ts'
import { telephoneSql } from '#schools/schools/contact-store.ts'
import { type NoticeFact, type Reach, reachOn, type Subject, type ToldSchool, type Unreached } from './notice.ts'

/** SQL: how the page of whatever schools were told is headed. */
const subjects = `SELECT 'guidance' AS notice, v.id AS subjectId, d.title || ', version ' || v.number AS title, '/guidance/' || d.id AS back, d.title AS backText,
    IIF(d.withdrawnAt IS NULL, '/organiser/chasing/lists/guidance?of=' || d.id, NULL) AS followUp
  FROM GuidanceVersion v JOIN GuidanceDocument d ON d.id = v.documentId WHERE v.issuedAt IS NOT NULL
  UNION ALL SELECT 'line', w.reportId, 'What we publish, ' || IIF(w.kind = 'report', 'report ' || w.number, 'open data'),
    IIF(w.kind = 'report', '/reports/', '/coverage/frozen/') || w.number || '/replies', 'What schools answer', NULL FROM ReportShowing w
  UNION ALL SELECT 'return', n.id, n.title, '/organiser/returns/' || n.id, n.title, '/organiser/chasing/lists/returns?of=' || n.id
  FROM ReturnRound n WHERE n.openedAt IS NOT NULL
  UNION ALL SELECT 'deadline', p.id, 'Deadline put off: ' || n.title, '/organiser/returns/' || n.id, n.title, '/organiser/chasing/lists/returns?of=' || n.id
  FROM ReturnPostponement p JOIN ReturnRound n ON n.id = p.roundId
  UNION ALL SELECT 'roles', COALESCE(a.opening, a.id), 'Asked who holds which role', '/organiser/schools/people-in-roles', 'People in roles, by school', '/organiser/chasing/lists/roles'
  FROM RolesAsking a WHERE a.askedOn IS NOT NULL`

export const selectSubject = (db: SqlDatabase, { notice, subjectId }: NoticeOf): Read<Subject | undefined> =>
  one<Subject>(
    db
      .prepare(`SELECT title, back, backText, followUp FROM (${subjects}) WHERE notice = ?1 AND subjectId = ?2 LIMIT 1`)
      .bind(notice, subjectId),
  )

/**
 * SQL: which schools were told, since when. A successor has, without a mail, what its predecessor
 * had of a version that was replaced or withdrawn: it was not told of it.
 */
const toldSchools = `SELECT 'guidance' AS notice, i.versionId AS subjectId, i.schoolId, i.recordedAt AS since,
    CASE i.why WHEN 'opened_later' THEN 'Given when it opened' WHEN 'joined_later' THEN 'Given when it came among those whom it is for'
      WHEN 'inherited' THEN 'Inherited from ' || (SELECT f.name FROM School f WHERE f.id = i.fromSchoolId) ELSE '' END AS says
  FROM GuidanceIssue i JOIN GuidanceVersion v ON v.id = i.versionId
  WHERE NOT (i.why = 'inherited' AND EXISTS (
    SELECT 1 FROM GuidanceVersion n WHERE n.documentId = v.documentId AND n.number > v.number AND n.issuedAt <= i.recordedAt
    UNION ALL SELECT 1 FROM GuidanceDocument w WHERE w.id = v.documentId AND w.withdrawnAt <= i.recordedAt))
  UNION ALL SELECT 'line', r.reportId, r.schoolId, r.shownAt, '' FROM ReportReply r
  UNION ALL SELECT 'return', r.roundId, r.schoolId, r.createdAt, '' FROM SchoolReturn r
  UNION ALL SELECT 'deadline', d.postponementId, d.schoolId, d.at, '' FROM ToldDeadline d
  UNION ALL SELECT 'roles', COALESCE(a.opening, a.id), a.schoolId, a.askedOn || 'T00:00:00.000Z', '' FROM RolesAsking a WHERE a.askedOn IS NOT NULL`

export const selectTold = (db: SqlDatabase, { notice, subjectId }: NoticeOf): Read<Omit<ToldSchool, 'facts'>[]> =>
  all<Omit<ToldSchool, 'facts'>>(
    db
      .prepare(
        `SELECT r.id AS rootId, r.name, r.town, r.urn, r.outsideKind, MIN(t.since) AS since, MAX(t.says) AS says, ${telephoneSql} AS telephone
         FROM (${toldSchools}) t JOIN School o ON o.id = t.schoolId JOIN School r ON r.id = o.rootId
         WHERE t.notice = ?1 AND t.subjectId = ?2 GROUP BY r.id ORDER BY r.name COLLATE NOCASE, r.town, r.id`,
      )
      .bind(notice, subjectId),
  )

type KnownFact = NoticeFact & { rootId: string; subjectId: string }

/** By school (root), the last first. @param of SQL: the subjects, from `key` as ?2 */
export const selectNoticeFacts = (
  db: SqlDatabase,
  kinds: readonly NoticeOf['notice'][],
  key: string,
  of = '?2',
): Read<ReadonlyMap<string, readonly KnownFact[]>> =>
  mapped(
    all<KnownFact>(
      db
        .prepare(
          `SELECT o.rootId, f.id, f.ofId, f.reason, f.subjectId, f.what, f.at, f.recordedAt, f.messageId, f.means, f.toWhom,
             COALESCE((SELECT n.name FROM Account a JOIN Person n ON n.id = a.personId WHERE a.id = f.byId), (SELECT a.email FROM Account a WHERE a.id = f.byId), '') AS "by"
           FROM NoticeFact f JOIN School o ON o.id = f.schoolId WHERE f.notice IN (SELECT value FROM json_each(?1)) AND f.subjectId IN (${of}) ORDER BY f.at DESC, f.id`,
        )
        .bind(JSON.stringify(kinds), key),
    ),
    (rows) => Map.groupBy(rows, ({ rootId }) => rootId),
  )

/** The state of each school on a day, by subject. @param of SQL: the subjects, from `key` as ?2 */
export const selectReached = (
  db: SqlDatabase,
  kinds: readonly NoticeOf['notice'][],
  day: Day,
  key: string,
  of: string,
): Read<ReadonlyMap<string, readonly { reach: Reach }[]>> =>
  mapped(
    together({
      told: all<{ subjectId: string; rootId: string; since: Instant }>(
        db
          .prepare(
            `SELECT t.subjectId, o.rootId, MIN(t.since) AS since FROM (${toldSchools}) t JOIN School o ON o.id = t.schoolId
             WHERE t.notice IN (SELECT value FROM json_each(?1)) AND t.subjectId IN (${of}) GROUP BY t.subjectId, o.rootId`,
          )
          .bind(JSON.stringify(kinds), key),
      ),
      facts: selectNoticeFacts(db, kinds, key, of),
    }),
    ({ told, facts }) =>
      Map.groupBy(
        told
          .filter(({ since }) => londonDay(since) <= day)
          .map(({ subjectId, rootId }) => ({
            subjectId,
            reach: reachOn(
              (facts.get(rootId) ?? []).filter((one) => one.subjectId === subjectId),
              day,
            ),
          })),
        ({ subjectId }) => subjectId,
      ),
  )

/** Guidance that stands, of which no mail reached some schools: officers tell them another way. */
export const selectUnreached = (db: SqlDatabase): Read<Unreached[]> =>
  all<Unreached>(
    db.prepare(
      `SELECT 'guidance' AS notice, v.id AS subjectId, d.title, COUNT(DISTINCT o.rootId) AS schools
       FROM CurrentGuidance v JOIN GuidanceDocument d ON d.id = v.documentId CROSS JOIN UnreachedNotice u ON u.notice = 'guidance' AND u.subjectId = v.id
         JOIN School o ON o.id = u.schoolId GROUP BY v.id ORDER BY v.issuedAt DESC, v.id LIMIT 20`,
    ),
  )

/** Mails of it wait until the mail plan has room for messages to many. */
export const selectMailsWait = (db: SqlDatabase, now: Date, subjectId: string): Read<boolean> =>
  mapped(
    one<{ waits: 0 | 1 }>(
      db
        .prepare(
          `SELECT ${roomForMany} = 0 AND EXISTS (SELECT 1 FROM NoticeFact f JOIN Message m ON m.id = f.messageId AND m.state = 'queued' AND m.attempts = 0
             WHERE f.subjectId = ?2) AS waits`,
        )
        .bind(instant(now), subjectId),
    ),
    (row) => row?.waits === 1,
  )

/** Notes of schools (roots) that were told; the same form notes once. @param of.id of the form */
export const insertTold = (
  act: Act,
  { notice, subjectId }: NoticeOf,
  of: { id: string; rootIds: readonly string[]; means: string; toWhom: string; at: Instant },
): SqlStatement =>
  act.db
    .prepare(
      `INSERT INTO NoticeFact (id, notice, subjectId, schoolId, what, at, recordedAt, means, toWhom, byId)
       SELECT ?2 || ' ' || t.schoolId, ?3, ?1, t.schoolId, 'told', ?4, ?5, ?6, ?7, ?8
       FROM (${toldSchools}) t JOIN School o ON o.id = t.schoolId
       WHERE t.notice = ?3 AND t.subjectId = ?1 AND o.rootId IN (SELECT value FROM json_each(?9))
       ON CONFLICT (id) DO NOTHING`,
    )
    .bind(subjectId, of.id, notice, of.at, instant(act.now), of.means, of.toWhom, act.actor.accountId ?? null, JSON.stringify(of.rootIds))

/** Withdraws each note of schools (roots) that was not withdrawn before. */
export const insertWithdrawn = (
  act: Act,
  { notice, subjectId }: NoticeOf,
  of: { rootIds: readonly string[]; reason: string },
): SqlStatement =>
  act.db
    .prepare(
      `INSERT INTO NoticeFact (id, notice, subjectId, schoolId, what, at, recordedAt, byId, ofId, reason)
       SELECT f.id || ' withdrawn', f.notice, f.subjectId, f.schoolId, 'withdrawn', ?3, ?3, ?4, f.id, ?5
       FROM NoticeReached f JOIN School o ON o.id = f.schoolId
       WHERE f.notice = ?1 AND f.subjectId = ?2 AND f.what = 'told' AND o.rootId IN (SELECT value FROM json_each(?6))
       ON CONFLICT (id) DO NOTHING`,
    )
    .bind(notice, subjectId, instant(act.now), act.actor.accountId ?? null, of.reason, JSON.stringify(of.rootIds))

/** That nothing could be sent to schools, or what was to be sent never went. */
export const insertUnsent = (
  act: Act,
  notice: NoticeOf['notice'],
  unsent: readonly { id: string; subjectId: string; schoolId: string; what: 'not_sent' | 'came_back' }[],
): SqlStatement =>
  insertEach(
    act.db,
    'NoticeFact',
    unsent,
    ['id', 'subjectId', 'schoolId', 'what'],
    { notice, at: instant(act.now), recordedAt: instant(act.now) },
    ['id'],
  )
