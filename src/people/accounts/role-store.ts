import { type Act, type StaffRoleName, stamp } from '#base/act.ts'
import type { Instant } from '#base/dates.ts'
import { guard } from '#base/db/atomically.ts'
import { all, mapped, one, type Read, together } from '#base/db/read.ts'
import { insert, pick, update } from '#base/db/write.ts'
import type { DoorEvent, RoleRow } from './account.ts'

export type NewRole = {
  id: string
  accountId: string
  role: StaffRoleName
  /** Set for the door role only, and always. */
  eventId: string | undefined
  grantedById: string | undefined
  linkId?: string | undefined
}

export const insertRole = (db: SqlDatabase, now: Instant, role: NewRole): SqlStatement =>
  insert(db, 'StaffRole', {
    ...pick(role, ['id', 'accountId', 'role']),
    eventId: role.eventId ?? null,
    grantedAt: now,
    grantedById: role.grantedById ?? null,
    linkId: role.linkId ?? null,
  })

/** Whether there ever was one, whatever happened to role and account since. */
export const hadFirstAdministrator = async (db: SqlDatabase): Promise<boolean> =>
  (await db.prepare(`SELECT 1 FROM Log WHERE act = 'role.granted' AND after ->> '$.by' = 'configuration' LIMIT 1`).first()) !== null

/** Guard: the actor still holds one of these roles. Commands and the demonstration may always. */
export const stillHolds = (act: Act, roles: readonly StaffRoleName[], condition = '1', ...values: unknown[]): SqlStatement =>
  guard(
    act.db,
    `(${condition}) AND (?1 <> 'web' OR EXISTS (SELECT 1 FROM StaffRole h
       WHERE h.accountId = ?2 AND h.revokedAt IS NULL AND h.role IN (SELECT value FROM json_each(?3))))`,
    act.origin,
    act.actor.accountId ?? '',
    JSON.stringify(roles),
    ...values,
  )

/** Condition for `stillHolds`, role id ?4: the role was not revoked. */
export const roleIsLive = `EXISTS (SELECT 1 FROM StaffRole x WHERE x.id = ?4 AND x.revokedAt IS NULL)`

export const endRole = (act: Act, id: string): SqlStatement => update(act.db, 'StaffRole', stamp(act, 'revoked'), { id, revokedAt: null })

const roleRow = `SELECT r.id, r.role, r.eventId, r.accountId, a.email, p.name, r.grantedAt, r.revokedAt, r.linkId, COALESCE(bp.name, b.email) AS grantedBy
  FROM StaffRole r JOIN Account a ON a.id = r.accountId LEFT JOIN Person p ON p.id = a.personId
  LEFT JOIN Account b ON b.id = r.grantedById LEFT JOIN Person bp ON bp.id = b.personId`

export const selectRoleHolders = (db: SqlDatabase): Read<RoleRow[]> =>
  all(db.prepare(`${roleRow} WHERE r.revokedAt IS NULL AND r.role <> 'door' ORDER BY r.role, a.email`))

export const selectRole = (db: SqlDatabase, id: string): Read<RoleRow | undefined> => one(db.prepare(`${roleRow} WHERE r.id = ?1`).bind(id))

/** An event by code and who may take its register. */
export const selectDoorStaff = (db: SqlDatabase, code: string): Read<{ event: DoorEvent; staff: RoleRow[] } | undefined> =>
  mapped(
    together({
      event: one<DoorEvent>(db.prepare('SELECT id, code, title FROM Event WHERE code = ?1').bind(code.toUpperCase())),
      staff: all<RoleRow>(
        db
          .prepare(
            `${roleRow} JOIN Event e ON e.id = r.eventId WHERE r.revokedAt IS NULL AND r.role = 'door' AND r.linkId IS NULL AND e.code = ?1 ORDER BY a.email`,
          )
          .bind(code.toUpperCase()),
      ),
    }),
    ({ event, staff }) => event && { event, staff },
  )

/** The administrators besides an account, if it is one of the council's people; none otherwise. */
export const selectOtherAdministrators = (db: SqlDatabase, accountId: string): Read<{ id: string; email: string; name: string | null }[]> =>
  all(
    db
      .prepare(
        `SELECT a.id, a.email, p.name FROM StaffRole r JOIN Account a ON a.id = r.accountId LEFT JOIN Person p ON p.id = a.personId
         WHERE r.role = 'administrator' AND r.revokedAt IS NULL AND a.id <> ?1
           AND EXISTS (SELECT 1 FROM StaffRole o WHERE o.accountId = ?1 AND o.role <> 'door' AND o.revokedAt IS NULL)
         ORDER BY a.id`,
      )
      .bind(accountId),
  )
