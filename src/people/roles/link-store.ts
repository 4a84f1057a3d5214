// Links of weekly letters, by which a school says that the names in the letter are right.
import { type Act, signed } from '#base/act.ts'
import { type Day, type Instant, instant, londonDay } from '#base/dates.ts'
import { guard } from '#base/db/atomically.ts'
import { all, one, type Read } from '#base/db/read.ts'
import { insert, insertEach, update } from '#base/db/write.ts'
import { newId } from '#base/id.ts'
import type { SchoolCard, SchoolName } from '#schools/schools/school.ts'
import { toConfirmOn } from './asking-store.ts'

/** Somebody who was confirmed in a role before the school was asked about it again. */
export type NameToConfirm = { schoolId: string; roleId: string; role: string; id: string; name: string; fromDate: Day | null }

// Where the register names another head, the school is asked who it is, so a link does not do.
const names = `SELECT t.schoolId, t.roleId, t.role, x.id, n.name, x.fromDate
  FROM (${toConfirmOn('?1')} AND s.id IN (SELECT value FROM json_each(?2))) t
  CROSS JOIN School m ON m.rootId = t.schoolId
  CROSS JOIN RoleAtSchool x ON x.schoolId = m.id AND x.roleId = t.roleId AND x.supersededAt IS NULL AND x.confirmedAt IS NOT NULL
    AND (x.toDate IS NULL OR x.toDate > ?1) AND NOT EXISTS (SELECT 1 FROM RoleDispute d WHERE d.roleAtSchoolId = x.id AND d.answer IS NULL)
  JOIN Person n ON n.id = x.personId AND n.erasedAt IS NULL
  WHERE t.askedOn IS NOT NULL AND t.because <> 'register_head' ORDER BY t.position, n.name, x.id`

export const selectNamesToConfirm = (db: SqlDatabase, day: Day, schoolIds: readonly string[]): Read<NameToConfirm[]> =>
  all(db.prepare(names).bind(day, JSON.stringify(schoolIds)))

/** What a letter says of who is in which role, as one text. */
export const namesText = (named: readonly NameToConfirm[]): string => JSON.stringify(named.map(({ id, name }) => `${id} ${name}`))

/** Guard: the names are as read. */
export const stillNamed = (act: Act, schoolId: string, named: readonly NameToConfirm[]): SqlStatement =>
  guard(
    act.db,
    `(SELECT json_group_array(id || ' ' || name) FROM (${names})) = ?3`,
    londonDay(act.now),
    JSON.stringify([schoolId]),
    namesText(named),
  )

export type RolesLink = SchoolName &
  Pick<SchoolCard, 'outsideKind'> & {
    schoolId: string
    accountId: string
    email: string
    said: string
    usedAt: Instant | null
    isOpen: number
    mayAct: number
    isNewest: number
  }

/** SQL: whether whoever got the link may still answer for the school, and whether no newer came. */
const mayAct = `(a.erasedAt IS NULL AND EXISTS (SELECT 1 FROM ActsFor x
  WHERE x.accountId = l.accountId AND x.rootId = r.id AND x.approver = 1 AND x.byTrust = 0))`
const isNewest =
  'NOT EXISTS (SELECT 1 FROM RolesLink o WHERE o.accountId = l.accountId AND o.schoolId = l.schoolId AND o.sentAt > l.sentAt)'
const fromLink = 'FROM RolesLink l JOIN School s ON s.id = l.schoolId JOIN School r ON r.id = s.rootId JOIN Account a ON a.id = l.accountId'

export const selectRolesLink = (db: SqlDatabase, tokenHash: string): Read<RolesLink | undefined> =>
  one(
    db
      .prepare(
        `SELECT r.id AS schoolId, r.name, r.town, r.urn, r.outsideKind, r.isOpen, l.accountId, a.email, l.said, l.usedAt,
           ${mayAct} AS mayAct, ${isNewest} AS isNewest ${fromLink} WHERE l.tokenHash = ?1`,
      )
      .bind(tokenHash),
  )

/** Guard: the link can still be used. */
export const linkHolds = (db: SqlDatabase, tokenHash: string): SqlStatement =>
  guard(
    db,
    `EXISTS (SELECT 1 ${fromLink} WHERE l.tokenHash = ?1 AND l.usedAt IS NULL AND r.isOpen AND ${mayAct} AND ${isNewest})`,
    tokenHash,
  )

export type NewRolesLink = { tokenHash: string; schoolId: string; accountId: string; said: string }

export const insertRolesLinks = (act: Act, links: readonly NewRolesLink[]): SqlStatement =>
  insertEach(act.db, 'RolesLink', links, ['tokenHash', 'schoolId', 'accountId', 'said'], { sentAt: instant(act.now) })

export const useRolesLink = (act: Act, tokenHash: string): SqlStatement =>
  update(act.db, 'RolesLink', { usedAt: instant(act.now) }, { tokenHash })

/** That a role is still right, by the link that the account was sent. */
export const insertLinkConfirmation = (act: Act, { schoolId, accountId }: RolesLink, roleId: string): SqlStatement =>
  insert(act.db, 'RolesConfirmation', {
    id: newId(act.now),
    schoolId,
    roleId,
    asAt: londonDay(act.now),
    ...signed({ ...act, actor: { ...act.actor, accountId } }, 'confirmed'),
    capacity: 'link',
  })
