import type { SchoolOption } from './school.ts'

/**
 * The schools that a person may choose in a form: open schools of the area and every outside organisation, by name.
 * One round trip; each is a root, so its id may be stored as it is.
 *
 * @param laCodes authority codes of the area, three digits each
 */
export const selectableSchools = async (db: D1Database, laCodes: readonly string[]): Promise<SchoolOption[]> =>
  (
    await db
      .prepare(
        `SELECT id, name, town, urn FROM School
         WHERE rootId = id AND (origin = 'outside'
           OR (statusCode NOT IN ('2', '4') AND laCode IN (SELECT value FROM json_each(?1))))
         ORDER BY name COLLATE NOCASE, town, urn`,
      )
      .bind(JSON.stringify(laCodes))
      .all<SchoolOption>()
  ).results
