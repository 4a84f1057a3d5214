import type { Act } from '#base/act.ts'
import { type Day, instant, londonDay } from '#base/dates.ts'
import { guard } from '#base/db/atomically.ts'
import { all, mapped, one, type Read } from '#base/db/read.ts'
import { newId } from '#base/id.ts'
import type { OwnIssue, Receipt } from './issuing.ts'
import { askedOf } from './standing-store.ts'

export type NewReceipt = {
  id?: string
  issueId: string
  what: Receipt['what']
  level: Receipt['level']
  accountId?: string | undefined
  personId?: string | undefined
  name?: string | undefined
  role?: string | undefined
  forRoleId?: string | undefined
  messageId?: string | undefined
  /** Of what is planned: the day of the meeting. */
  meetsOn?: Day | undefined
}

/** What an account did is written once; the meeting that somebody named last, not again. */
export const insertReceipts = (act: Act, receipts: readonly NewReceipt[]): SqlStatement =>
  act.db
    .prepare(
      `INSERT INTO GuidanceReceipt (id, issueId, what, level, accountId, personId, name, role, forRoleId, messageId, meetsOn, day, recordedAt)
       SELECT value ->> 'id', value ->> 'issueId', value ->> 'what', value ->> 'level', value ->> 'accountId', value ->> 'personId',
         COALESCE(value ->> 'name', ''), COALESCE(value ->> 'role', ''), value ->> 'forRoleId', value ->> 'messageId', value ->> 'meetsOn', ?2, ?3 FROM json_each(?1)
       WHERE value ->> 'what' <> 'planned' OR value ->> 'meetsOn' || COALESCE(value ->> 'accountId', value ->> 'name') IS NOT (
         SELECT p.meetsOn || COALESCE(p.accountId, p.name) FROM GuidanceReceipt p WHERE p.issueId = value ->> 'issueId' AND p.what = 'planned'
         ORDER BY p.recordedAt DESC, p.id DESC LIMIT 1)
       ON CONFLICT (issueId, what, accountId) WHERE accountId IS NOT NULL AND what <> 'planned' DO NOTHING`,
    )
    .bind(JSON.stringify(receipts.map((one) => ({ id: newId(act.now), ...one }))), londonDay(act.now), instant(act.now))

/** Guard: a link that was passed round does not fill the record. */
export const fewStated = (db: SqlDatabase, issueId: string, most: number): SqlStatement =>
  guard(db, `(SELECT COUNT(*) FROM GuidanceReceipt WHERE issueId = ?1 AND level = 'stated') < ${most}`, issueId)

const ownSql = `SELECT i.id, v.id AS versionId, d.id AS documentId, d.title, d.kind, ${askedOf('m.origin')} AS asked, v.number, v.dueBy, v.dueOn, i.issuedAt, i.why,
    (SELECT f.name FROM School f WHERE f.id = i.fromSchoolId) AS "from", d.withdrawnAt, d.withdrawnWhy, v.id IN (SELECT id FROM CurrentGuidance) AS current,
    (SELECT COUNT(*) FROM GuidanceReceipt r WHERE r.issueId = i.id AND r.what = 'acknowledged') AS acknowledged
  FROM School m CROSS JOIN GuidanceIssue i ON i.schoolId = m.id JOIN GuidanceVersion v ON v.id = i.versionId JOIN GuidanceDocument d ON d.id = v.documentId`

const ownColumns = { current: 'flag', dueOn: 'optional' } as const

/** What a school (a root) was given, what is current first, the latest first. */
export const selectOwnIssues = (db: SqlDatabase, rootId: string): Read<OwnIssue[]> =>
  all<OwnIssue>(
    db.prepare(`${ownSql} WHERE m.rootId = ?1 ORDER BY current DESC, i.issuedAt DESC, v.number DESC, i.id LIMIT 300`).bind(rootId),
    ownColumns,
  )

/** SQL: the school (root) of the link with the hash ?1. */
export const selectLinked = (db: SqlDatabase, tokenHash: string): Read<{ issueId: string; rootId: string } | undefined> =>
  one<{ issueId: string; rootId: string }>(
    db
      .prepare(
        'SELECT l.issueId, o.rootId FROM LiveGuidanceLink l JOIN GuidanceIssue i ON i.id = l.issueId JOIN School o ON o.id = i.schoolId WHERE l.tokenHash = ?1',
      )
      .bind(tokenHash),
  )

export const selectReceipts = (db: SqlDatabase, issueId: string): Read<Receipt[]> =>
  all<Receipt>(
    db
      .prepare(
        `SELECT r.what, r.level, r.recordedAt AS at, r.meetsOn, COALESCE(n.name, NULLIF(r.name, ''), a.email, 'Somebody whose details were erased') AS who,
           COALESCE(NULLIF(r.role, ''), q.label, '') AS role
         FROM GuidanceReceipt r LEFT JOIN Account a ON a.id = r.accountId LEFT JOIN Person n ON n.id = COALESCE(r.personId, a.personId)
           LEFT JOIN Role q ON q.id = r.forRoleId
         WHERE r.issueId = ?1 ORDER BY r.recordedAt DESC, r.id DESC LIMIT 200`,
      )
      .bind(issueId),
  )

export const selectHad = (db: SqlDatabase, issueId: string, accountId: string): Read<string[]> =>
  mapped(
    all<{ what: string }>(db.prepare('SELECT what FROM GuidanceReceipt WHERE issueId = ?1 AND accountId = ?2').bind(issueId, accountId)),
    (rows) => rows.map(({ what }) => what),
  )
