import type { StaffRoleName } from '../act.ts'
import type { Instant } from '../dates.ts'

export type NewRole = {
  id: string
  accountId: string
  role: StaffRoleName
  /** Only, and always, for the door role. */
  eventId: string | undefined
  grantedById: string | undefined
}

export const insertRole = (db: D1Database, now: Instant, role: NewRole): D1PreparedStatement =>
  db
    .prepare(`INSERT INTO StaffRole (id, accountId, role, eventId, grantedAt, grantedById) VALUES (?1, ?2, ?3, ?4, ?5, ?6)`)
    .bind(role.id, role.accountId, role.role, role.eventId ?? null, now, role.grantedById ?? null)
