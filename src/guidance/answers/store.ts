import { type Act, accountOf, signed } from '#base/act.ts'
import { instant, londonDay } from '#base/dates.ts'
import { guard } from '#base/db/atomically.ts'
import { all, mapped, one, type Read } from '#base/db/read.ts'
import { insert, pick } from '#base/db/write.ts'
import type { How, Level, NewAnswer } from '#guidance/issuing/answer.ts'
import { becameSql, isEarly, isOpen } from '#guidance/issuing/standing-store.ts'
import type { Asked, AskedOfTrust, KeptAnswer, KeptCheck, KeptReceipt, TrustGuidance } from './asked.ts'
import type { PageFound } from './page.ts'

const askedWith = (
  more = '',
): string => `SELECT i.id AS issueId, v.id AS versionId, d.id AS documentId, d.title, d.asked, v.number AS version, v.whatToDo, v.dueOn,
    NOT EXISTS (SELECT 1 FROM CurrentGuidance c WHERE c.id = v.id) AS passed, q.rootId, q.name, q.town, q.urn, q.sector, q.kind,
    (SELECT a.id FROM CurrentGuidanceAnswer a WHERE a.issueId = i.id) AS answerId,
    (SELECT MAX(${becameSql}) FROM School o JOIN SchoolIdentity i ON i.schoolId = o.id AND i.supersededAt IS NULL WHERE o.rootId = q.rootId) AS became${more}
  FROM GuidanceIssue i JOIN GuidanceVersion v ON v.id = i.versionId JOIN GuidanceDocument d ON d.id = v.documentId
    JOIN School s ON s.id = i.schoolId JOIN School q ON q.id = s.rootId`

const askedSql = askedWith()

/** @param rootId the school that it must be of */
export const selectAsked = (db: SqlDatabase, issueId: string, rootId: string): Read<Asked | undefined> =>
  one<Asked>(db.prepare(`${askedSql} WHERE i.id = ?1 AND s.rootId = ?2`).bind(issueId, rootId))

export const selectAskedByLink = (db: SqlDatabase, tokenHash: string): Read<Asked | undefined> =>
  one<Asked>(db.prepare(`${askedSql} JOIN LiveGuidanceLink l ON l.issueId = i.id WHERE l.tokenHash = ?1`).bind(tokenHash))

/** The issue of the current version of a document at a school (root). */
export const selectAskedNow = (db: SqlDatabase, documentId: string, rootId: string): Read<Asked | undefined> =>
  one<Asked>(
    db
      .prepare(`${askedSql} WHERE v.documentId = ?1 AND s.rootId = ?2 ORDER BY v.number DESC, i.issuedAt, i.id LIMIT 1`)
      .bind(documentId, rootId),
  )

/** SQL: account ?2 acts for trust ?1. */
export const claimed = `EXISTS (SELECT 1 FROM TrustClaim t WHERE t.accountId = ?2 AND t.state = 'approved' AND t.trustUid = ?1)`

export const selectAskedOfTrust = (act: Act, trustUid: string, versionId: string): Read<AskedOfTrust[]> =>
  all<AskedOfTrust>(
    act.db
      .prepare(
        `${askedWith(`, ${isOpen('?4')} AS isOpen`)} WHERE q.trustUid = ?1 AND ${claimed} AND i.versionId = ?3 AND q.isOpen
         GROUP BY q.id ORDER BY q.name COLLATE NOCASE, q.id LIMIT 500`,
      )
      .bind(trustUid, act.actor.accountId ?? '', versionId, londonDay(act.now)),
  )

export const selectTrustGuidance = (act: Act, trustUid: string): Read<TrustGuidance[]> =>
  all<TrustGuidance>(
    act.db
      .prepare(
        `SELECT v.id AS versionId, d.title, v.number, COUNT(DISTINCT q.id) AS schools,
           COUNT(DISTINCT IIF(${isOpen('?3')}, NULL, q.id)) AS answered
         FROM CurrentGuidance v JOIN GuidanceDocument d ON d.id = v.documentId AND d.asked IN ('adopt', 'answer')
           JOIN GuidanceIssue i ON i.versionId = v.id JOIN School s ON s.id = i.schoolId JOIN School q ON q.id = s.rootId
         WHERE q.trustUid = ?1 AND ${claimed} AND q.isOpen GROUP BY v.id ORDER BY v.issuedAt DESC, v.id`,
      )
      .bind(trustUid, act.actor.accountId ?? '', londonDay(act.now)),
  )

const nameOf = (account: string): string =>
  `(SELECT COALESCE(n.name, x.email) FROM Account x LEFT JOIN Person n ON n.id = x.personId WHERE x.id = ${account})`

export const selectKeptAnswers = (db: SqlDatabase, documentId: string, rootId: string): Read<KeptAnswer[]> =>
  all<KeptAnswer>(
    db
      .prepare(
        `SELECT a.id, v.number AS version, a.answer, a.reason, a.body, a.decidedOn, a.minute, a.how,
           COALESCE(NULLIF(a.name, ''), ${nameOf('a.accountId')}, '') AS "by", a.role, a.trustAnswerId IS NOT NULL AS trust, ${isEarly('a', 'i')} AS early, a.answeredAt,
           NOT EXISTS (SELECT 1 FROM GuidanceAnswer n WHERE n.supersedesId = a.id) AS stands, COALESCE(c.level, 'stated') AS level, c.at AS checkedAt,
           ${nameOf('c.byId')} AS checkedBy, COALESCE(c.note, '') AS note
         FROM GuidanceVersion v JOIN GuidanceIssue i ON i.versionId = v.id JOIN School s ON s.id = i.schoolId JOIN GuidanceAnswer a ON a.issueId = i.id
           LEFT JOIN GuidanceAnswerCheck c ON c.id = (SELECT k.id FROM GuidanceAnswerCheck k WHERE k.answerId = a.id ORDER BY k.at DESC, k.id DESC LIMIT 1)
         WHERE v.documentId = ?1 AND s.rootId = ?2 ORDER BY a.answeredAt DESC, a.id DESC`,
      )
      .bind(documentId, rootId),
  )

export const selectKeptReceipts = (db: SqlDatabase, documentId: string, rootId: string): Read<KeptReceipt[]> =>
  all<KeptReceipt>(
    db
      .prepare(
        `SELECT v.number AS version, r.what, r.meetsOn, r.level, COALESCE(NULLIF(r.name, ''), (SELECT n.name FROM Person n WHERE n.id = r.personId), ${nameOf('r.accountId')}, '') AS "by",
           COALESCE(NULLIF(r.role, ''), (SELECT o.label FROM Role o WHERE o.id = r.forRoleId), '') AS role, r.day
         FROM GuidanceVersion v JOIN GuidanceIssue i ON i.versionId = v.id JOIN School s ON s.id = i.schoolId JOIN GuidanceReceipt r ON r.issueId = i.id
         WHERE v.documentId = ?1 AND s.rootId = ?2 ORDER BY r.day DESC, r.recordedAt DESC, r.id DESC LIMIT 200`,
      )
      .bind(documentId, rootId),
  )

export const selectKeptChecks = (db: SqlDatabase, documentId: string, rootId: string): Read<KeptCheck[]> =>
  all<KeptCheck>(
    db
      .prepare(
        `SELECT p.id, v.number AS version, p.address, p.checkedAt, p.outcome, p.status, p.hash, p.tickedAt
         FROM GuidanceVersion v JOIN GuidanceIssue i ON i.versionId = v.id JOIN School s ON s.id = i.schoolId JOIN GuidancePublished p ON p.issueId = i.id
         WHERE v.documentId = ?1 AND s.rootId = ?2 ORDER BY p.checkedAt DESC, p.id DESC LIMIT 100`,
      )
      .bind(documentId, rootId),
  )

/** The sites that the register names for a school (root) and for the others of its trust. */
export const selectWebsites = (db: SqlDatabase, rootId: string): Read<string[]> =>
  mapped(
    all<{ website: string }>(
      db
        .prepare(
          `SELECT DISTINCT i.website FROM School r CROSS JOIN School m ON m.rootId = r.id OR (r.trustUid IS NOT NULL AND m.trustUid = r.trustUid)
             JOIN SchoolIdentity i ON i.schoolId = m.id AND i.supersededAt IS NULL AND i.validTo IS NULL
           WHERE r.id = ?1 AND i.website <> ''`,
        )
        .bind(rootId),
    ),
    (rows) => rows.map(({ website }) => website),
  )

export type StoredAnswer = NewAnswer & {
  id: string
  issueId: string
  versionId: string
  how: How
  name: string
  role: string
  trustAnswerId: string | undefined
  supersedesId: string | undefined
}

export const insertAnswer = ({ db, now, actor }: Act, one: StoredAnswer): SqlStatement =>
  insert(db, 'GuidanceAnswer', {
    ...pick(one, ['id', 'issueId', 'versionId', 'answer', 'reason', 'minute', 'how', 'name', 'role']),
    body: one.body ?? null,
    decidedOn: one.decidedOn ?? null,
    accountId: one.how === 'link' ? null : (actor.accountId ?? null),
    trustAnswerId: one.trustAnswerId ?? null,
    supersedesId: one.supersedesId ?? null,
    answeredAt: instant(now),
  })

export const insertTrustAnswer = ({ db, now, actor }: Act, one: { id: string; versionId: string; trustUid: string }): SqlStatement =>
  insert(db, 'GuidanceTrustAnswer', {
    ...pick(one, ['id', 'versionId', 'trustUid']),
    accountId: accountOf({ actor }),
    answeredAt: instant(now),
  })

export const selectOfTrustAnswer = (db: SqlDatabase, { id, trustUid }: { id: string; trustUid: string }): Read<Record<string, unknown>[]> =>
  all(
    db
      .prepare(
        `SELECT a.issueId, a.answer, a.reason, a.minute, a.decidedOn, a.body FROM GuidanceTrustAnswer t JOIN GuidanceAnswer a ON a.trustAnswerId = t.id
         WHERE t.id = ?1 AND t.trustUid = ?2`,
      )
      .bind(id, trustUid),
  )

/** Guard: the version is the one that schools are asked about. */
export const isCurrent = (db: SqlDatabase, versionId: string): SqlStatement =>
  guard(db, 'EXISTS (SELECT 1 FROM CurrentGuidance WHERE id = ?1)', versionId)

export const insertAnswerCheck = (
  { db, now, actor }: Act,
  one: { id: string; answerId: string; level: Level; note: string },
): SqlStatement =>
  insert(db, 'GuidanceAnswerCheck', { id: one.id, answerId: one.answerId, level: one.level, note: one.note, ...signed({ now, actor }, '') })

export const insertPageCheck = (
  { db, now, actor }: Act,
  { id, issueId, address, found }: { id: string; issueId: string; address: string; found: PageFound },
): SqlStatement =>
  insert(db, 'GuidancePublished', {
    id,
    issueId,
    address,
    ...signed({ now, actor }, 'checked'),
    outcome: found.outcome,
    status: found.status ?? null,
    hash: found.hash,
  })

export const setTicked = ({ db, now, actor }: Act, id: string, rootId: string): SqlStatement =>
  db
    .prepare(
      `UPDATE GuidancePublished SET tickedAt = ?2, tickedById = ?3
       WHERE id = ?1 AND issueId IN (SELECT i.id FROM GuidanceIssue i JOIN School s ON s.id = i.schoolId WHERE s.rootId = ?4)`,
    )
    .bind(id, instant(now), actor.accountId ?? null, rootId)
