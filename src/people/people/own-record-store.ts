// Which record probably belongs to whoever signs in: the only other one with an address of theirs.

import type { Actor } from '#base/act.ts'
import { guard } from '#base/db/atomically.ts'
import { all, given, mapped, type Read, readNow } from '#base/db/read.ts'
import { looksShared } from '#base/mailbox.ts'
import { standing } from './merge-store.ts'
import type { OfferedRecord } from './person.ts'
import { pairOf } from './spelling.ts'

/**
 * SQL: records at address ?1 but ?2; none that several people read, that somebody signs in to from
 * another address, or with a second factor.
 */
const atAddress = `Person p WHERE p.email = ?1 AND p.id IS NOT ?2 AND ${standing('p')}
    AND NOT EXISTS (SELECT 1 FROM Account s WHERE s.email = ?1 AND s.shared = 1)
    AND NOT EXISTS (SELECT 1 FROM Account h WHERE h.personId = p.id AND h.email <> ?1)
    AND NOT EXISTS (SELECT 1 FROM Account h JOIN Factor f ON f.accountId = h.id AND f.confirmedAt IS NOT NULL AND f.endedAt IS NULL
      WHERE h.personId = p.id)`

/**
 * The record to offer: the only other one at the address, whatever name it has, with something in
 * it. None at a shared address, where anyone could claim it, nor one that they said is of somebody
 * else. @param email the address they sign in with, or one that they have just proven
 */
export const selectOffered = (
  db: SqlDatabase,
  { accountId, personId, shared }: Actor,
  email: string | undefined,
): Read<OfferedRecord | undefined> => {
  // For an address that looks shared, nobody has said yet who reads it.
  if (!accountId || !email || shared || looksShared(email)) return given(undefined)
  const query = db
    .prepare(
      `SELECT p.id AS personId, p.name,
         (SELECT COUNT(*) FROM Place l WHERE l.personId = p.id) + (SELECT COUNT(*) FROM WalkIn w WHERE w.personId = p.id) AS places,
         (SELECT COUNT(*) FROM RoleAtSchool x WHERE x.personId = p.id AND x.supersededAt IS NULL AND x.source <> 'person') AS roles,
         COALESCE((SELECT r.name FROM Place l JOIN School o ON o.id = l.schoolId JOIN School r ON r.id = o.rootId WHERE l.personId = p.id ORDER BY l.rowid DESC LIMIT 1),
           (SELECT r.name FROM WalkIn w JOIN School o ON o.id = w.schoolId JOIN School r ON r.id = o.rootId WHERE w.personId = p.id ORDER BY w.rowid DESC LIMIT 1),
           (SELECT r.name FROM RoleAtSchool x JOIN School o ON o.id = x.schoolId JOIN School r ON r.id = o.rootId WHERE x.personId = p.id AND x.supersededAt IS NULL ORDER BY x.learnedAt DESC, x.id DESC LIMIT 1), '') AS school,
         (SELECT m.email FROM Person m WHERE m.id = ?2) AS ownEmail, (SELECT a.email FROM Account a WHERE a.id = ?3) AS signsInAs,
         (SELECT MIN(r.isOne) FROM PersonPair r WHERE r.oneId = MIN(p.id, ?2) AND r.otherId = MAX(p.id, ?2)) AS saidOne
       FROM ${atAddress}`,
    )
    .bind(email, personId ?? null, accountId)
  return mapped(all<OfferedRecord & { ownEmail: string | null; signsInAs: string; saidOne: 0 | 1 | null }>(query), ([only, ...more]) => {
    if (!only || more.length > 0 || only.places + only.roles === 0 || !only.name || only.saidOne === 0) return undefined
    // A record of their own at another address belongs to whoever it names.
    if (personId && only.ownEmail !== only.signsInAs) return undefined
    return { personId: only.personId, name: only.name, school: only.school, places: only.places, roles: only.roles }
  })
}

export const readOffered = (db: SqlDatabase, actor: Actor, email: string | undefined): Promise<OfferedRecord | undefined> =>
  readNow(db, selectOffered(db, actor, email))

/** Guard: it is still the one other record at the address, and the account's own is unchanged. */
export const stillOffered = (db: SqlDatabase, { accountId, personId: own }: Actor, email: string, personId: string): SqlStatement =>
  guard(
    db,
    `(SELECT a.personId FROM Account a WHERE a.id = ?3) IS ?2 AND (SELECT group_concat(p.id) FROM ${atAddress}) = ?4
       AND NOT EXISTS (SELECT 1 FROM PersonPair r WHERE r.oneId = ?5 AND r.otherId = ?6 AND r.isOne = 0)`,
    email,
    own ?? null,
    accountId ?? '',
    personId,
    ...pairOf(personId, own ?? ''),
  )
