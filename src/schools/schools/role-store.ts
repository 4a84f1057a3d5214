import { all, type Read, readNow } from '#base/db/read.ts'
import type { RoleOption } from './role.ts'

/** Roles valid on `day`, in order. */
export const selectRolesOn = (db: SqlDatabase, day: string): Read<RoleOption[]> =>
  all<RoleOption>(
    db
      .prepare(
        `SELECT id, label FROM Role WHERE (fromDate IS NULL OR fromDate <= ?1) AND (toDate IS NULL OR toDate > ?1) ORDER BY position, label`,
      )
      .bind(day),
  )

export const rolesOn = (db: SqlDatabase, day: string): Promise<RoleOption[]> => readNow(db, selectRolesOn(db, day))
