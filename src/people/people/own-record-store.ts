// Which record probably belongs to whoever signs in: the only one with their address.

import type { Actor } from '#base/act.ts'
import { guard } from '#base/db/atomically.ts'
import { looksShared } from '#base/mailbox.ts'
import { nameKey } from '#base/person-name.ts'
import type { OfferedRecord } from './person.ts'

// SQL: unmerged records at the address of account ?1.
const atAddress = `Account a JOIN Person p ON p.email = a.email AND p.erasedAt IS NULL
    AND NOT EXISTS (SELECT 1 FROM PersonMerge g WHERE g.mergedId = p.id AND g.undoneAt IS NULL)
  WHERE a.id = ?1`

/**
 * The record to offer: the only other one at the address, with something in it. None at a shared
 * address, where anyone could claim it, nor if the account's own record has another name or places.
 */
export const readOffered = async (db: D1Database, actor: Actor): Promise<OfferedRecord | undefined> => {
  // For an address that looks shared, nobody has said yet who reads it.
  if (!actor.accountId || actor.shared || looksShared(actor.email ?? '')) return undefined
  const found = await db
    .prepare(
      `SELECT p.id AS personId, p.name, p.id IS a.personId AS own,
         (SELECT COUNT(*) FROM Place l WHERE l.personId = p.id) + (SELECT COUNT(*) FROM WalkIn w WHERE w.personId = p.id) AS places,
         (SELECT COUNT(*) FROM RoleAtSchool x WHERE x.personId = p.id AND x.supersededAt IS NULL AND x.source <> 'person') AS roles,
         COALESCE((SELECT r.name FROM Place l JOIN School o ON o.id = l.schoolId JOIN School r ON r.id = o.rootId WHERE l.personId = p.id ORDER BY l.rowid DESC LIMIT 1),
           (SELECT r.name FROM WalkIn w JOIN School o ON o.id = w.schoolId JOIN School r ON r.id = o.rootId WHERE w.personId = p.id ORDER BY w.rowid DESC LIMIT 1),
           (SELECT r.name FROM RoleAtSchool x JOIN School o ON o.id = x.schoolId JOIN School r ON r.id = o.rootId WHERE x.personId = p.id AND x.supersededAt IS NULL ORDER BY x.rowid DESC LIMIT 1), '') AS school
       FROM ${atAddress} AND a.shared = 0`,
    )
    .bind(actor.accountId)
    .all<OfferedRecord & { own: number }>()
  const own = found.results.find((row) => row.own === 1)
  const [only, ...more] = found.results.filter((row) => row.own !== 1)
  if (!only || more.length > 0 || only.places + only.roles === 0 || !only.name) return undefined
  if (own && (own.places > 0 || nameKey(own.name) !== nameKey(only.name))) return undefined
  // A record at another address belongs to whoever it names.
  if (actor.personId && !own) return undefined
  return { personId: only.personId, name: only.name, school: only.school, places: only.places, roles: only.roles }
}

/** Guard: it is still the one record at the address, and the account's own is unchanged. */
export const stillOffered = (db: D1Database, actor: Actor, personId: string): D1PreparedStatement =>
  guard(
    db,
    `(SELECT a.personId FROM Account a WHERE a.id = ?1) IS ?3 AND (SELECT group_concat(p.id) FROM ${atAddress} AND p.id IS NOT ?3) = ?2`,
    actor.accountId ?? '',
    personId,
    actor.personId ?? null,
  )
