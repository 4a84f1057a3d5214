import type { RoleOption } from './contact.ts'

/** The roles that can be chosen on `day`, in order; with what else a page reads at once, in its trip. */
export const rolesOn = async (db: D1Database, day: string): Promise<RoleOption[]> =>
  (
    await db
      .prepare(
        `SELECT id, label FROM Role WHERE (fromDate IS NULL OR fromDate <= ?1) AND (toDate IS NULL OR toDate > ?1) ORDER BY position, label`,
      )
      .bind(day)
      .all<RoleOption>()
  ).results
