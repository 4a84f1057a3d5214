// Which schools are given a version, and who is written to there.

import { type Act, type Moment, stamp } from '#base/act.ts'
import { addDays, instant, londonDay } from '#base/dates.ts'
import { type Condition, exists } from '#base/db/condition.ts'
import { triable } from '#base/db/failed-job.ts'
import { all, one, type Read } from '#base/db/read.ts'
import { insertEach, update } from '#base/db/write.ts'
import { isOnListOn } from '#schools/schools/provider-store.ts'
import type { Reachable, SchoolToGive } from './issuing.ts'
import { askedOf, isOf, isOpen } from './standing-store.ts'

/**
 * SQL: setting (root) `s` is of the audience of document `id`: on the early years list on `today`,
 * by an organisation that an officer linked to it.
 */
const isSettingOf = (id: string, today: string): string => `s.rootId = s.id AND s.origin = 'outside'
  AND EXISTS (SELECT 1 FROM GuidanceAudience a WHERE a.documentId = ${id} AND a.dimension = 'setting' AND a.value = s.outsideKind)
  AND EXISTS (SELECT 1 FROM ProviderSchool l JOIN School m ON m.id = l.schoolId JOIN EarlyYearsProvider p ON p.reference = l.reference
    AND p.supersededAt IS NULL WHERE m.rootId = s.id AND l.endedAt IS NULL AND ${isOnListOn(today)})`

/** SQL: open school or setting (root) `s` is given document `id`. */
const isGiven = (id: string, areas: string, today: string): string => `(${isOf(id, areas)} OR ${isSettingOf(id, today)})`

const newUuid = `lower(hex(randomblob(4)) || '-' || hex(randomblob(2)) || '-4' || substr(hex(randomblob(2)), 2) || '-8' || substr(hex(randomblob(2)), 2)
  || '-' || hex(randomblob(6)))`

export const selectAudience = (act: Act, documentId: string): Read<SchoolToGive[]> =>
  all<SchoolToGive>(
    act.db
      .prepare(
        `SELECT s.id, s.name, s.town, s.urn, s.outsideKind, s.sector, s.kind FROM School s WHERE ${isGiven('?1', '?2', '?3')}
         ORDER BY s.name COLLATE NOCASE, s.town, s.id`,
      )
      .bind(documentId, JSON.stringify(act.laCodes), londonDay(act.now)),
  )

/** Settings of the audience that are on the early years list, and no organisation here. */
export const selectUnknownSettings = (act: Act, documentId: string): Read<{ n: number } | undefined> =>
  one<{ n: number }>(
    act.db
      .prepare(
        `SELECT COUNT(*) AS n FROM EarlyYearsProvider p JOIN GuidanceAudience a ON a.documentId = ?1 AND a.dimension = 'setting' AND a.value = p.kind
         WHERE p.supersededAt IS NULL AND ${isOnListOn('?2')} AND NOT EXISTS (SELECT 1 FROM ProviderSchool l WHERE l.reference = p.reference AND l.endedAt IS NULL)`,
      )
      .bind(documentId, londonDay(act.now)),
  )

/** Holders of confirmed roles, whoever acts for the school, its contacts; no failing address. */
export const selectReachable = (act: Act, rootIds: readonly string[]): Read<Reachable[]> =>
  all<Reachable>(
    act.db
      .prepare(
        `SELECT * FROM (
           SELECT m.rootId, x.roleId, p.id AS personId, NULL AS accountId, p.name, lower(p.email) AS email
           FROM json_each(?1) j CROSS JOIN School m ON m.rootId = j.value CROSS JOIN RoleAtSchool x ON x.schoolId = m.id AND x.supersededAt IS NULL
             JOIN Person p ON p.id = x.personId AND p.erasedAt IS NULL AND p.email <> ''
           WHERE x.confirmedAt IS NOT NULL AND (x.fromDate IS NULL OR x.fromDate <= ?2) AND (x.toDate IS NULL OR x.toDate > ?2)
             AND NOT EXISTS (SELECT 1 FROM RoleDispute d WHERE d.roleAtSchoolId = x.id AND d.answer IS NULL)
           UNION
           SELECT m.rootId, '', n.id, a.id, COALESCE(n.name, ''), a.email
           FROM json_each(?1) j CROSS JOIN School m ON m.rootId = j.value CROSS JOIN Claim c ON c.schoolId = m.id AND c.state = 'approved'
             JOIN Account a ON a.id = c.accountId AND a.erasedAt IS NULL LEFT JOIN Person n ON n.id = COALESCE(c.personId, a.personId)
           UNION
           SELECT m.rootId, COALESCE(k.roleId, ''), NULL, NULL, k.name, k.email
           FROM json_each(?1) j CROSS JOIN School m ON m.rootId = j.value CROSS JOIN SchoolContact k ON k.schoolId = m.id AND k.endedAt IS NULL)
         WHERE email NOT IN (SELECT email FROM AddressProblem WHERE solvedAt IS NULL)
         ORDER BY rootId, roleId, personId IS NULL, email`,
      )
      .bind(JSON.stringify(rootIds), londonDay(act.now)),
  )

export const setIssued = (act: Act, versionId: string): SqlStatement =>
  update(act.db, 'GuidanceVersion', stamp(act, 'issued'), { id: versionId })

/** Gives a version to every school of its audience: one statement, whatever their number. */
export const insertIssues = (act: Act, versionId: string): SqlStatement =>
  act.db
    .prepare(
      `INSERT INTO GuidanceIssue (id, versionId, schoolId, issuedAt, why, recordedAt)
       SELECT ${newUuid}, v.id, s.id, ?2, 'issued', ?2 FROM GuidanceVersion v JOIN School s ON ${isGiven('v.documentId', '?3', '?4')} WHERE v.id = ?1`,
    )
    .bind(versionId, instant(act.now), JSON.stringify(act.laCodes), londonDay(act.now))

export const lookDue = ({ now }: Moment): Condition[] => [
  exists('SELECT 1 FROM GuidanceLook WHERE id = 1 AND lookOn <= ?1', londonDay(now)),
]

/** SQL: school (root) `s` has version `v`, itself or as one that became it. */
const has = 'EXISTS (SELECT 1 FROM School m CROSS JOIN GuidanceIssue i ON i.versionId = v.id AND i.schoolId = m.id WHERE m.rootId = s.id)'

/** A successor gets what its predecessor had, as of that day; new schools what is current. */
export const insertLaterIssues = (act: Act): SqlStatement[] => {
  const [at, areas] = [instant(act.now), JSON.stringify(act.laCodes)]
  return [
    act.db
      .prepare(
        `INSERT INTO GuidanceIssue (id, versionId, schoolId, issuedAt, why, fromSchoolId, recordedAt, toldAt)
         SELECT ${newUuid}, v.id, s.id, MIN(i.issuedAt), 'inherited', i.schoolId, ?1, IIF(v.id IN (SELECT id FROM CurrentGuidance), NULL, ?1)
         FROM Succession u CROSS JOIN School f ON f.id = u.fromSchoolId CROSS JOIN School t ON t.id = u.toSchoolId CROSS JOIN School s ON s.id = t.rootId
           CROSS JOIN School o ON o.rootId = f.rootId CROSS JOIN GuidanceIssue i ON i.schoolId = o.id CROSS JOIN GuidanceVersion v ON v.id = i.versionId
         WHERE u.supersededAt IS NULL AND f.rootId <> s.id AND (u.happenedOn IS NULL OR (u.happenedOn <= ?3 AND date(i.issuedAt) <= u.happenedOn))
           AND ${isOf('v.documentId', '?2')} AND NOT ${has}
         GROUP BY v.id, s.id`,
      )
      .bind(at, areas, londonDay(act.now)),
    act.db
      .prepare(
        `INSERT INTO GuidanceIssue (id, versionId, schoolId, issuedAt, why, recordedAt)
         SELECT ${newUuid}, v.id, s.id, ?1,
           IIF((SELECT MIN(COALESCE(n.opensOn, '')) FROM School m CROSS JOIN SchoolIdentity n ON n.schoolId = m.id AND n.supersededAt IS NULL
             WHERE m.rootId = s.id) > date(v.issuedAt), 'opened_later', 'joined_later'), ?1
         FROM CurrentGuidance v JOIN School s ON ${isGiven('v.documentId', '?2', '?3')} WHERE NOT ${has}`,
      )
      .bind(at, areas, londonDay(act.now)),
    act.db.prepare('UPDATE GuidanceLook SET lookOn = ?1 WHERE lookOn < ?1').bind(addDays(londonDay(act.now), 1)),
  ]
}

export const toTellDue = (): Condition[] => [
  exists(`SELECT 1 FROM GuidanceIssue i WHERE i.toldAt IS NULL AND ${triable('tellSchools', 'i.id')}`),
]

export type ToTell = {
  issueId: string
  schoolId: string
  rootId: string
  name: string
  town: string
  urn: string | null
  documentId: string
  title: string
  asked: 'adopt' | 'answer' | 'tell_staff' | 'nothing'
  number: number
  dueBy: 'day' | 'governors'
  dueOn: string
  whatToDo: string
  files: string
  versionId: string
  /** It still stands: nobody is written to about what was replaced meanwhile. */
  current: number
  roles: string
  /** Nothing is to be done: an answer to an earlier version stands. */
  answered: 0 | 1
  /** Addresses to which it was sent, each of which failed. */
  tried: string
}

export const selectToTell = ({ db, now }: Pick<Act, 'db' | 'now'>, most: number): Read<ToTell[]> =>
  all<ToTell>(
    db
      .prepare(
        `SELECT i.id AS issueId, i.schoolId, r.id AS rootId, r.name, r.town, r.urn, d.id AS documentId, d.title, ${askedOf('r.origin')} AS asked, v.number, v.dueBy, v.dueOn, v.whatToDo,
           (SELECT json_group_array(title) FROM (SELECT g.title FROM GuidanceFile g WHERE g.versionId = v.id ORDER BY g.position)) AS files,
           v.id AS versionId, v.id IN (SELECT id FROM CurrentGuidance) AS current,
           d.asked IN ('adopt', 'answer') AND NOT ${isOpen('?2')} AS answered,
           (SELECT json_group_array(y.email) FROM NoticeFact f JOIN MessageBody y ON y.messageId = f.messageId
             WHERE f.subjectId = v.id AND f.schoolId = i.schoolId AND f.what = 'queued') AS tried,
           (SELECT json_group_array(value) FROM (SELECT a.value FROM GuidanceAudience a JOIN Role q ON q.id = a.value
             WHERE a.documentId = d.id AND a.dimension = 'role' ORDER BY q.position)) AS roles
         FROM GuidanceIssue i JOIN School o ON o.id = i.schoolId JOIN School r ON r.id = o.rootId JOIN GuidanceVersion v ON v.id = i.versionId
           JOIN GuidanceDocument d ON d.id = v.documentId
         WHERE i.toldAt IS NULL AND ${triable('tellSchools', 'i.id')} ORDER BY i.id LIMIT ?1`,
      )
      .bind(most, londonDay(now)),
  )

/** Refused as a whole where somebody else was written to of one of them meanwhile. */
export const setTold = (act: Act, issueIds: readonly string[]): SqlStatement =>
  update(act.db, 'GuidanceIssue', { toldAt: instant(act.now) }, { id: issueIds })

export type NewLink = { tokenHash: string; issueId: string; roleId: string | null; receiptId: string | null }

export const insertLinks = (act: Act, links: readonly NewLink[]): SqlStatement =>
  insertEach(act.db, 'GuidanceLink', links, ['tokenHash', 'issueId', 'roleId', 'receiptId'], { createdAt: instant(act.now) })

/** Withdraws the document of a current version, for the reason that a second person gave. */
export const withdrawRefused = (act: Act, versionId: string, why: string): SqlStatement =>
  act.db
    .prepare(
      `UPDATE GuidanceDocument SET withdrawnAt = ?2, withdrawnById = ?3, withdrawnWhy = ?4
       WHERE id = (SELECT v.documentId FROM CurrentGuidance v WHERE v.id = ?1)`,
    )
    .bind(versionId, instant(act.now), act.actor.accountId ?? null, why)
