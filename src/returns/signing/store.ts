import type { Act } from '#base/act.ts'
import { type Instant, instant, londonDay } from '#base/dates.ts'
import { guard } from '#base/db/atomically.ts'
import { all, mapped, only, type Read } from '#base/db/read.ts'
import type { Came, Capacity, Signature } from './signature.ts'

export type KeptSignature = Signature & { turn: number; by: string }
export type Submission = { turn: number; number: string; came: Came; by: string; at: Instant }
export type Reopening = { turn: number; reason: string; at: Instant }

const written = 'JOIN Account a ON a.id = g.byId LEFT JOIN Person n ON n.id = a.personId AND n.erasedAt IS NULL'
const by = `COALESCE(n.name, IIF(a.erasedAt IS NULL, a.email, ''), '') AS "by"`

/** Every signature, the first first. */
export const selectSignatures = (db: D1Database, returnId: string): Read<KeptSignature[]> =>
  mapped(
    all<Omit<KeptSignature, 'alsoLead'> & { alsoLead: number }>(
      db
        .prepare(
          `SELECT g.turn, g.signedAs, g.alsoLead, g.byId AS accountId, n.id AS personId, g.at, ${by} FROM ReturnSignature g ${written}
           WHERE g.returnId = ?1 ORDER BY g.turn, g.at, g.id`,
        )
        .bind(returnId),
    ),
    (rows) => rows.map((row) => ({ ...row, alsoLead: row.alsoLead === 1 })),
  )

export const selectSubmissions = (db: D1Database, returnId: string): Read<Submission[]> =>
  all<Submission>(
    db
      .prepare(`SELECT g.turn, g.number, g.came, g.at, ${by} FROM ReturnSubmission g ${written} WHERE g.returnId = ?1 ORDER BY g.turn`)
      .bind(returnId),
  )

export const selectReopenings = (db: D1Database, returnId: string): Read<Reopening[]> =>
  all<Reopening>(db.prepare('SELECT turn, reason, at FROM ReturnReopening WHERE returnId = ?1 ORDER BY turn').bind(returnId))

/** How much was ever entered and said: what somebody signs must not change under their hands. */
export const selectVersion = (db: D1Database, returnId: string): Read<string> =>
  mapped(only<{ n: string }>(db.prepare(`SELECT ${versionSql} AS n`).bind(returnId)), ({ n }) => n)

/** Guard: what somebody signs is as they saw it. */
export const isVersion = (db: D1Database, returnId: string, version: string): D1PreparedStatement =>
  guard(db, `${versionSql} = ?2`, returnId, version)

/** What stands in a return, always in one order, of which each signature keeps a digest. */
export const selectSignedText = (db: D1Database, returnId: string): Read<string> =>
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

const versionSql = `(SELECT count(*) FROM ReturnEntry WHERE returnId = ?1) || '-' || (SELECT count(*) FROM ReturnShown WHERE returnId = ?1)
  || '-' || ((SELECT count(*) FROM ReturnReopening WHERE returnId = ?1) + (SELECT count(*) FROM ReturnRedaction WHERE returnId = ?1))`

/**
 * The addresses that hear of a submission: whoever wrote in it or signed it, and those of the
 * governing body, one of whom has still to sign.
 */
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

type NewSignature = { id: string; returnId: string; turn: number; signedAs: Capacity; alsoLead: boolean; digest: string }

export const insertSignature = (act: Act, one: NewSignature): D1PreparedStatement =>
  act.db
    .prepare(
      'INSERT INTO ReturnSignature (id, returnId, turn, signedAs, alsoLead, byId, at, digest) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)',
    )
    .bind(one.id, one.returnId, one.turn, one.signedAs, one.alsoLead ? 1 : 0, act.actor.accountId ?? null, instant(act.now), one.digest)

export const insertSubmission = (
  act: Act,
  one: { id: string; returnId: string; turn: number; number: string; came: Came },
): D1PreparedStatement =>
  act.db
    .prepare('INSERT INTO ReturnSubmission (id, returnId, turn, number, came, byId, at) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)')
    .bind(one.id, one.returnId, one.turn, one.number, one.came, act.actor.accountId ?? null, instant(act.now))
