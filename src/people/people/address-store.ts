import type { Act } from '#base/act.ts'

/**
 * SQL: a person's address as a school (a root id) knows it: one taken after they left is
 * not shown. @param current the address that they have
 */
export const addressAt = (person: string, root: string, current: string): string => {
  const kept = `FROM AddressAtSchool kept JOIN School keptAt ON keptAt.id = kept.schoolId AND keptAt.rootId = ${root} WHERE kept.personId = ${person}`
  return `IIF(EXISTS (SELECT 1 ${kept}), (SELECT kept.email ${kept}), ${current})`
}

/** A school (a root id) has typed these addresses: it knows them. */
export const addressesTyped = (act: Act, schoolId: string, emails: readonly string[]): SqlStatement =>
  act.db
    .prepare(
      `DELETE FROM AddressAtSchool WHERE personId IN (SELECT p.id FROM json_each(?2) j JOIN Person p ON p.email = j.value)
         AND schoolId IN (SELECT o.id FROM School o WHERE o.rootId = ?1)`,
    )
    .bind(schoolId, JSON.stringify(emails))
