import { type Act, actsFor, hasRole } from '#base/act.ts'
import { londonDay } from '#base/dates.ts'
import { guard } from '#base/db/atomically.ts'
import { all, mapped, one, type Read, readNow, readTogether } from '#base/db/read.ts'
import { isHeldAddress } from '#people/claims/vouch-store.ts'
import type { SchoolCard } from '#schools/schools/school.ts'
import { cardColumns } from '#schools/schools/store.ts'
import type { Asked } from './asked.ts'
import { selectAsked } from './asking-store.ts'
import { mattersSql } from './proposal-store.ts'
import {
  type AskedRole,
  type Capacity,
  type Confirmation,
  type Gap,
  type Holder,
  isAskedOf,
  type SchoolRoles,
  standingText,
} from './school-roles.ts'

/** SQL: what stands of the roles at root ?1, as (id, roleId). */
const standing = `
  SELECT x.id, x.roleId FROM School o JOIN RoleAtSchool x ON x.schoolId = o.id AND x.supersededAt IS NULL WHERE o.rootId = ?1
  UNION ALL SELECT g.id, g.roleId FROM School o JOIN RoleGap g ON g.schoolId = o.id AND g.supersededAt IS NULL WHERE o.rootId = ?1
  UNION ALL SELECT d.id, x.roleId FROM School o JOIN RoleAtSchool x ON x.schoolId = o.id AND x.supersededAt IS NULL
    JOIN RoleDispute d ON d.roleAtSchoolId = x.id AND d.answer IS NULL WHERE o.rootId = ?1`

/** Guard: what stands at the school, or of one role there, is as read. */
export const stillStands = (db: SqlDatabase, at: SchoolRoles, roleId?: string): SqlStatement =>
  guard(
    db,
    `(SELECT json_group_array(id) FROM (SELECT id FROM (${standing}) WHERE ?2 IS NULL OR roleId = ?2 ORDER BY id)) = ?3`,
    at.school.id,
    roleId ?? null,
    standingText(at, roleId),
  )

/** SQL: the person is confirmed as head of root `s` on the day, which they do not dispute. */
const isHead = (
  person: string,
  on: string,
): string => `EXISTS (SELECT 1 FROM School o JOIN RoleAtSchool h ON h.schoolId = o.id AND h.personId = ${person} AND h.roleId = 'head' AND h.confirmedAt IS NOT NULL
      AND h.supersededAt IS NULL AND (h.fromDate IS NULL OR h.fromDate <= ${on}) AND (h.toDate IS NULL OR h.toDate > ${on})
      AND NOT EXISTS (SELECT 1 FROM RoleDispute d WHERE d.roleAtSchoolId = h.id AND d.answer IS NULL) WHERE o.rootId = s.id)`

/** Whether whoever is signed in is confirmed as head of a school (a root) today. */
export const selectIsHead = ({ db, actor, now }: Pick<Act, 'db' | 'actor' | 'now'>, rootId: string): Read<boolean> =>
  mapped(
    // At a shared mailbox anybody could say that they are the head.
    one(
      db
        .prepare(`SELECT 1 FROM School s WHERE s.id = ?1 AND ${isHead('?2', '?3')}`)
        .bind(rootId, actor.shared ? '' : (actor.personId ?? ''), londonDay(now)),
    ),
    (row) => row !== undefined,
  )

/** Acts for a school (a root), or is its head by our record, whether or not they may book. */
export const actsOrHeads = async (act: Act, rootId: string): Promise<boolean> =>
  actsFor(act.actor, rootId) || (act.actor.personId !== undefined && (await readNow(act.db, selectIsHead(act, rootId))))

/** SQL: how the account or person answers for root `s`; NULL when they may not. */
export const capacitySql = (account: string, person: string, on: string): string => `CASE
  WHEN EXISTS (SELECT 1 FROM School o JOIN Claim c ON c.schoolId = o.id AND c.accountId = ${account} AND c.state = 'approved' AND c.approver = 1 WHERE o.rootId = s.id) THEN 'approver'
  WHEN EXISTS (SELECT 1 FROM TrustClaim t WHERE t.accountId = ${account} AND t.state = 'approved' AND t.trustUid = s.trustUid AND s.isOpen) THEN 'trust'
  WHEN ${isHead(person, on)} THEN 'head' END`

type RoleRow = {
  id: string
  label: string
  position: number
  asked: number
  sectors: string
  kinds: string
  several: number
  matters: number
}
type HolderRow = Omit<Holder, 'dispute'> & { disputeId: string | null; reason: string | null; raisedAt: string | null }

const holderIn = ({ disputeId, reason, raisedAt, ...row }: HolderRow): Holder => ({
  ...row,
  dispute: disputeId ? { id: disputeId, reason: reason ?? '', raisedAt: raisedAt ?? '' } : undefined,
})

/** One round trip; undefined if it is no root. `of`: for the school or for the council. */
export const readSchoolRoles = async (
  act: Act,
  schoolId: string,
  of: 'school' | 'council',
): Promise<(SchoolRoles & { asked: Asked }) | undefined> => {
  const { db, actor } = act
  const today = londonDay(act.now)
  const ask = (sql: string, ...more: unknown[]): SqlStatement => db.prepare(sql).bind(schoolId, ...more)
  const { school, roles, people, gaps, confirmations, stands, asked } = await readTogether(db, {
    school: one<SchoolCard & { capacity: Capacity | null; isHead: number; isHeld: number; personIds: string }>(
      ask(
        `SELECT ${cardColumns('s')}, ${capacitySql('?2', '?3', '?4')} AS capacity, ${isHead('?3', '?4')} AS isHead, ${isHeldAddress('?2', 's.id')} AS isHeld,
           (SELECT json_group_array(substr(t.tie, 8)) FROM AccountTieByPerson t WHERE t.accountId = ?2 AND t.tie LIKE 'person %') AS personIds
         FROM School s WHERE s.id = ?1 AND s.rootId = s.id`,
        // At a shared mailbox anybody could say that they are the head.
        actor.accountId ?? null,
        actor.shared ? null : (actor.personId ?? null),
        today,
      ),
    ),
    roles: all<RoleRow>(
      db
        .prepare(
          `SELECT id, label, position, asked, sectors, kinds, several, ${mattersSql('id')} AS matters FROM Role
           WHERE (fromDate IS NULL OR fromDate <= ?1) AND (toDate IS NULL OR toDate > ?1) ORDER BY position, label`,
        )
        .bind(today),
    ),
    people: all<HolderRow>(
      ask(
        `SELECT x.id, x.personId, n.name, n.email, x.roleId, x.fromDate, x.toDate, x.source, x.learnedAt, x.confirmedAt, b.name AS confirmedBy,
           d.id AS disputeId, d.reason, d.raisedAt
         FROM School o JOIN RoleAtSchool x ON x.schoolId = o.id AND x.supersededAt IS NULL JOIN Person n ON n.id = x.personId AND n.erasedAt IS NULL
           LEFT JOIN Account a ON a.id = x.confirmedById LEFT JOIN Person b ON b.id = a.personId
           LEFT JOIN RoleDispute d ON d.roleAtSchoolId = x.id AND d.answer IS NULL
         WHERE o.rootId = ?1 AND (x.confirmedAt IS NULL OR x.toDate IS NULL OR x.toDate > ?2)
         ORDER BY n.name COLLATE NOCASE, x.id LIMIT 2000`,
        today,
      ),
    ),
    gaps: all<Gap>(
      ask(
        `SELECT g.id, g.roleId, g.answer, g.fromDate, g.source, g.learnedAt FROM School o JOIN RoleGap g ON g.schoolId = o.id AND g.supersededAt IS NULL
         WHERE o.rootId = ?1 AND g.toDate IS NULL ORDER BY g.learnedAt`,
      ),
    ),
    confirmations: all<Confirmation>(
      ask(
        `SELECT c.confirmedAt, CASE c.capacity WHEN 'link' THEN a.email ELSE b.name END AS "by", c.capacity, c.roleId, r.label AS role FROM School o JOIN RolesConfirmation c ON c.schoolId = o.id
           LEFT JOIN Role r ON r.id = c.roleId JOIN Account a ON a.id = c.confirmedById LEFT JOIN Person b ON b.id = a.personId
         WHERE o.rootId = ?1 ORDER BY c.confirmedAt DESC LIMIT 400`,
      ),
    ),
    stands: all<{ id: string; roleId: string }>(ask(standing)),
    asked: selectAsked(db, schoolId, today),
  })
  if (!school) return undefined
  const { capacity: found, isHead: asHead, isHeld, personIds, ...card } = school
  const holders = people.map(holderIn)
  const listed = roles.map((role): AskedRole & { shown: boolean } => {
    const here = holders.filter(({ roleId }) => roleId === role.id)
    const gap = gaps.findLast(({ roleId }) => roleId === role.id)
    const facts = {
      id: role.id,
      asked: role.asked === 1,
      sectors: JSON.parse(role.sectors) as string[],
      kinds: JSON.parse(role.kinds) as string[],
    }
    return {
      id: role.id,
      label: role.label,
      position: role.position,
      several: role.several === 1,
      gap,
      matters: role.matters === 1,
      holders: here.filter(({ confirmedAt }) => confirmedAt !== null),
      proposals: here.filter(({ confirmedAt }) => confirmedAt === null),
      shown: isAskedOf(facts, card) || here.length > 0 || gap !== undefined,
    }
  })
  return {
    school: card,
    namer: { personIds: JSON.parse(personIds) as string[], isHead: asHead === 1, isHeld: isHeld === 1 },
    capacity: of === 'school' ? (found ?? undefined) : hasRole(actor, 'officer', 'organiser', 'administrator') ? 'officer' : undefined,
    roles: listed.filter(({ shown }) => shown),
    others: listed.filter(({ shown }) => !shown),
    confirmations,
    standing: stands,
    asked,
  }
}
