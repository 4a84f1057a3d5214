import type { RoleOption } from './contact.ts'

/** Roles valid on `day`, in order; `more` statements share the round trip. */
export const rolesOn = async (db: D1Database, day: string): Promise<RoleOption[]> =>
  (
    await db
      .prepare(
        `SELECT id, label FROM Role WHERE (fromDate IS NULL OR fromDate <= ?1) AND (toDate IS NULL OR toDate > ?1) ORDER BY position, label`,
      )
      .bind(day)
      .all<RoleOption>()
  ).results
