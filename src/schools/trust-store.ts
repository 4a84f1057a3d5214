import type { TrustOption } from './school.ts'

/** Trusts with an open school of the area, by name. */
export const selectTrusts = (db: D1Database, laCodes: readonly string[]): D1PreparedStatement =>
  db
    .prepare(
      `SELECT trustUid AS uid, MAX(trustName) AS name FROM School
       WHERE rootId = id AND trustUid IS NOT NULL AND statusCode NOT IN ('2', '4') AND laCode IN (SELECT value FROM json_each(?1))
       GROUP BY trustUid ORDER BY name COLLATE NOCASE LIMIT 3000`,
    )
    .bind(JSON.stringify(laCodes))

export const trustsIn = (result: D1Result | undefined): TrustOption[] => (result?.results ?? []) as TrustOption[]

export const trustsOfArea = async (db: D1Database, laCodes: readonly string[]): Promise<TrustOption[]> =>
  trustsIn(await selectTrusts(db, laCodes).all())
