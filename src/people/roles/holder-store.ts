import type { Act } from '#base/act.ts'
import { type Day, instant, londonDay } from '#base/dates.ts'
import { all, readTogether } from '#base/db/read.ts'
import { newId } from '#base/id.ts'
import { nameKey } from '#base/person-name.ts'
import { endGaps } from '#people/people/role-store.ts'
import { type AskedRole, type Capacity, type Gap, sourceOf } from './school-roles.ts'

export type Known = { id: string; name: string; email: string | null }

const unmerged = `p.erasedAt IS NULL AND NOT EXISTS (SELECT 1 FROM PersonMerge g WHERE g.mergedId = p.id AND g.undoneAt IS NULL)`

/**
 * Whom a school means by a name: whoever has it at the address, or without an address the one
 * person of the school who has it.
 */
export const readMeant = async (db: D1Database, schoolId: string, typed: { name: string; email: string }): Promise<Known | undefined> => {
  const { atAddress, atSchool } = await readTogether(db, {
    atAddress: all<Known>(
      db.prepare(`SELECT p.id, p.name, p.email FROM Person p WHERE p.email = ?1 AND ?1 <> '' AND ${unmerged}`).bind(typed.email),
    ),
    atSchool: all<Known>(
      db
        .prepare(
          `SELECT p.id, p.name, p.email FROM Person p WHERE ?2 = '' AND ${unmerged} AND p.id IN (
             SELECT x.personId FROM School o JOIN RoleAtSchool x ON x.schoolId = o.id AND x.supersededAt IS NULL WHERE o.rootId = ?1
             UNION SELECT l.personId FROM School o JOIN Place l ON l.schoolId = o.id AND l.state <> 'cancelled' WHERE o.rootId = ?1) LIMIT 2000`,
        )
        .bind(schoolId, typed.email),
    ),
  })
  const named = [...atAddress, ...atSchool].filter(({ name }) => nameKey(name) === nameKey(typed.name))
  return typed.email !== '' || named.length === 1 ? named[0] : undefined
}

export const insertNamed = (act: Act, person: { id: string; name: string; email: string }): D1PreparedStatement =>
  act.db
    .prepare('INSERT INTO Person (id, name, email, createdAt) VALUES (?1, ?2, ?3, ?4)')
    .bind(person.id, person.name, person.email || null, instant(act.now))

/** What a school says of a role that nobody holds, instead of what it said before. */
export const insertGap = (
  act: Act,
  of: { schoolId: string; role: AskedRole; answer: Gap['answer']; from: Day; capacity: Capacity },
): D1PreparedStatement[] => [
  ...endGaps(act, { schoolId: of.schoolId, roleId: of.role.id }, of.from),
  act.db
    .prepare(
      `INSERT INTO RoleGap (id, schoolId, roleId, answer, fromDate, source, learnedAt, learnedById) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)`,
    )
    .bind(
      ...[newId(act.now), of.schoolId, of.role.id, of.answer, of.from, sourceOf(of.capacity)],
      ...[instant(act.now), act.actor.accountId ?? null],
    ),
]

export const insertConfirmation = (act: Act, id: string, schoolId: string, capacity: Capacity): D1PreparedStatement =>
  act.db
    .prepare('INSERT INTO RolesConfirmation (id, schoolId, asAt, confirmedAt, confirmedById, capacity) VALUES (?1, ?2, ?3, ?4, ?5, ?6)')
    .bind(id, schoolId, londonDay(act.now), instant(act.now), act.actor.accountId ?? null, capacity)
