import { leftOfErased } from '#upkeep/records/scope-store.ts'
import type { RecordsInvariant } from './audit.ts'

/** For remains of an erased person only the table is named. ?1 is the audit's instant. */
export const recordsViolations: Record<RecordsInvariant, string> = {
  // Rows of VALUES, because D1 allows five SELECTs in a UNION.
  nothing_left_of_erased: `SELECT column1 AS id FROM (VALUES ${leftOfErased()
    .map(({ table, sql }) => `((SELECT '${table}' WHERE EXISTS (${sql})))`)
    .join(', ')}) WHERE column1 IS NOT NULL`,

  erased_has_no_coming_place: `SELECT p.id FROM Person n JOIN Place p ON p.personId = n.id JOIN Event e ON e.id = p.eventId
    WHERE n.erasedAt IS NOT NULL AND e.state = 'published' AND p.takenUntil > ?1
      AND (SELECT MAX(x.endsAt) FROM ActiveSession x WHERE x.eventId = e.id) > ?1`,

  nothing_doomed_outside_its_act: `SELECT d.kind || ' ' || d.id AS id FROM RowToDestroy d`,
}
