import { type Act, signed, stamp } from '#base/act.ts'
import { instant, londonDay } from '#base/dates.ts'
import { guard } from '#base/db/atomically.ts'
import { all, mapped, only, type Read } from '#base/db/read.ts'
import { insert, pick, update } from '#base/db/write.ts'
import { isHeldAddress, sameHolder } from '#people/claims/vouch-store.ts'
import type { Came, Capacity, KeptSignature, Reopening, Submission } from './signature.ts'

const joinSigner = 'JOIN Account a ON a.id = g.byId LEFT JOIN Person n ON n.id = a.personId AND n.erasedAt IS NULL'
const by = `COALESCE(n.name, IIF(a.erasedAt IS NULL, a.email, ''), '') AS "by"`

const besidesBrowsers = `tie NOT LIKE 'browser %'`

/** Oldest first, for this reader. */
export const selectSignatures = (act: Act, returnId: string): Read<KeptSignature[]> =>
  mapped(
    all<Omit<KeptSignature, 'isLapsed'>>(
      act.db
        .prepare(
          `SELECT g.id, g.turn, g.signedAs, g.alsoLead, g.byId AS accountId, n.id AS personId, g.at, ${by}, g.doubt, g.confirmedAt,
             (SELECT count(*) FROM ReturnEntry e WHERE e.returnId = g.returnId) - g.entries AS changes,
             IIF(x.id IS NULL, '', COALESCE((SELECT p.name FROM Account c JOIN Person p ON p.id = c.personId AND p.erasedAt IS NULL
               WHERE c.id = x.confirmedById), IIF(x.source = 'council', 'the council', 'the school'))) AS namedBy, x.confirmedAt AS namedAt,
             COALESCE((SELECT p.name FROM Account c JOIN Person p ON p.id = c.personId AND p.erasedAt IS NULL WHERE c.id = g.confirmedById),
               IIF(g.confirmedAt IS NULL, '', 'somebody')) AS confirmedBy,
             ${sameHolder('?2', 'g.byId', besidesBrowsers)} AS isTied,
             g.doubt IS NOT NULL AND g.confirmedAt IS NULL AND ${isHeldAddress('?2', schoolOf)} AND NOT ${sameHolder('?2', 'g.byId')} AS mayConfirm
           FROM ReturnSignature g ${joinSigner} LEFT JOIN RoleAtSchool x ON x.id = g.roleAtSchoolId
           WHERE g.returnId = ?1 ORDER BY g.turn, g.at, g.id`,
        )
        .bind(returnId, act.actor.accountId ?? ''),
      { alsoLead: 'flag', isTied: 'flag', mayConfirm: 'flag' },
    ),
    (rows) => rows.map((row) => ({ ...row, isLapsed: row.changes > 0 })),
  )

/** SQL: the root school of return ?1. */
const schoolOf = '(SELECT s.rootId FROM SchoolReturn t JOIN School s ON s.id = t.schoolId WHERE t.id = ?1)'

export const selectSubmissions = (db: SqlDatabase, returnId: string): Read<Submission[]> =>
  all<Submission>(
    db
      .prepare(`SELECT g.turn, g.number, g.came, g.at, ${by} FROM ReturnSubmission g ${joinSigner} WHERE g.returnId = ?1 ORDER BY g.turn`)
      .bind(returnId),
  )

export const selectReopenings = (db: SqlDatabase, returnId: string): Read<Reopening[]> =>
  all<Reopening>(db.prepare('SELECT turn, reason, at FROM ReturnReopening WHERE returnId = ?1 ORDER BY turn').bind(returnId))

/** A count of entries and answers: what somebody signs must not change meanwhile. */
export const selectVersion = (db: SqlDatabase, returnId: string): Read<string> =>
  mapped(only<{ n: string }>(db.prepare(`SELECT ${versionSql} AS n`).bind(returnId)), ({ n }) => n)

/** Guard: what they sign is what they saw. */
export const isVersion = (db: SqlDatabase, returnId: string, version: string): SqlStatement =>
  guard(db, `${versionSql} = ?2`, returnId, version)

/** Current answers in a fixed order; signatures keep a digest of it. */
export const selectSignedText = (db: SqlDatabase, returnId: string): Read<string> =>
  mapped(
    only<{ text: string }>(
      db
        .prepare(
          `SELECT json_array(?1, (SELECT json_group_array(json_array(e.questionId, e.value, e.evidence, e.action) ORDER BY e.questionId)
             FROM CurrentEntry e WHERE e.returnId = ?1), (SELECT json_group_array(json_array(d.questionId, d.shown, d.answer, d.words) ORDER BY d.shownAt, d.id)
             FROM ReturnShown d WHERE d.returnId = ?1)) AS text`,
        )
        .bind(returnId),
    ),
    ({ text }) => text,
  )

const versionSql = `(SELECT COALESCE(SUM(times), 0) FROM ReturnEntry WHERE returnId = ?1) || '-' || (SELECT count(*) FROM ReturnShown WHERE returnId = ?1)
  || '-' || ((SELECT count(*) FROM ReturnReopening WHERE returnId = ?1) + (SELECT count(*) FROM ReturnRedaction WHERE returnId = ?1))`

/** Told of a submission: authors, signers and the governing body, who has yet to sign. */
export const selectRecipients = (
  act: Act,
  { returnId, schoolId, roleIds }: { returnId: string; schoolId: string; roleIds: readonly string[] },
): Read<{ email: string; name: string | null }[]> =>
  all<{ email: string; name: string | null }>(
    act.db
      .prepare(
        `SELECT a.email, n.name FROM Account a LEFT JOIN Person n ON n.id = a.personId AND n.erasedAt IS NULL
         WHERE a.erasedAt IS NULL AND a.id IN (SELECT ?2 UNION SELECT byId FROM ReturnEntry WHERE returnId = ?1
           UNION SELECT byId FROM ReturnSignature WHERE returnId = ?1)
         UNION SELECT lower(n.email), n.name FROM School m JOIN RoleAtSchool x ON x.schoolId = m.id AND x.confirmedAt IS NOT NULL AND x.supersededAt IS NULL
             AND (x.fromDate IS NULL OR x.fromDate <= ?4) AND (x.toDate IS NULL OR x.toDate > ?4) AND x.roleId IN (SELECT value FROM json_each(?5))
           JOIN Person n ON n.id = x.personId AND n.erasedAt IS NULL AND n.email <> ''
         WHERE m.rootId = ?3 ORDER BY 1 LIMIT 40`,
      )
      .bind(returnId, act.actor.accountId ?? '', schoolId, londonDay(act.now), JSON.stringify(roleIds)),
  )

type NewSignature = {
  id: string
  returnId: string
  turn: number
  signedAs: Capacity
  alsoLead: boolean
  roleAtSchoolId: string | undefined
  digest: string
}

const inOneBrowser = (one: string, other: string): string => sameHolder(one, other, `tie LIKE 'browser %'`)

/** SQL: the signer ?6 confirmed this role themself, by any account. */
const ownWord = (role: string): string =>
  `(${role}.source = 'school' AND ${role}.confirmedById IS NOT NULL AND ${sameHolder('?6', `${role}.confirmedById`, besidesBrowsers)})`

// A head may correct their own dates, or add themself to the governing body.
const saidByOthers = `EXISTS (SELECT 1 FROM School n JOIN School m ON m.rootId = n.rootId JOIN RoleAtSchool o ON o.schoolId = m.id AND o.personId = x.personId
  AND o.roleId IN ('head', x.roleId) AND o.confirmedAt IS NOT NULL AND o.learnedAt < x.learnedAt AND NOT ${ownWord('o')} WHERE n.id = x.schoolId)`

export const insertSignature = (act: Act, one: NewSignature): SqlStatement =>
  act.db
    .prepare(
      `INSERT INTO ReturnSignature (id, returnId, turn, signedAs, alsoLead, byId, at, roleAtSchoolId, digest, entries, doubt)
       SELECT ?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, (SELECT count(*) FROM ReturnEntry WHERE returnId = ?2), CASE
         WHEN ${ownWord('x')} AND (x.roleId = 'dsl' OR NOT ${saidByOthers}) THEN 'own_word'
         WHEN EXISTS (SELECT 1 FROM ReturnSignature g WHERE g.returnId = ?2 AND g.turn = ?3 AND g.byId <> ?6 AND ${inOneBrowser('?6', 'g.byId')})
           THEN 'browser_of_signer'
         WHEN x.source = 'school' AND x.confirmedById <> ?6 AND ${inOneBrowser('?6', 'x.confirmedById')} THEN 'browser_of_namer' END
       FROM (SELECT 1) LEFT JOIN RoleAtSchool x ON x.id = ?8`,
    )
    .bind(
      one.id,
      one.returnId,
      one.turn,
      one.signedAs,
      one.alsoLead ? 1 : 0,
      act.actor.accountId ?? null,
      instant(act.now),
      one.roleAtSchoolId ?? null,
      one.digest,
    )

/** Once; else `signature_is_confirmed`. */
export const confirmSignature = (act: Act, id: string): SqlStatement => update(act.db, 'ReturnSignature', stamp(act, 'confirmed'), { id })

export const insertSubmission = (act: Act, one: { id: string; returnId: string; turn: number; number: string; came: Came }): SqlStatement =>
  insert(act.db, 'ReturnSubmission', { ...pick(one, ['id', 'returnId', 'turn', 'number', 'came']), ...signed(act, '') })
