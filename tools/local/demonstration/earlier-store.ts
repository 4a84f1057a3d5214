// Who attended what before this service, as the demonstration goes on from it.

/** Of whom only earlier attendance is known: their records, by school and name. */
export const earlierPeople = async (db: SqlDatabase): Promise<Map<string, string>> => {
  const { results } = await db
    .prepare(
      `SELECT a.schoolId || p.name AS who, p.id FROM EarlierAttendance a JOIN Person p ON p.id = a.personId WHERE p.email IS NULL AND a.supersededAt IS NULL`,
    )
    .all<{ who: string; id: string }>()
  return new Map(results.map(({ who, id }) => [who, id]))
}

/** Earlier attendance of which somebody brought evidence, by school. */
export const earlierWithEvidence = async (db: SqlDatabase): Promise<{ id: string; schoolId: string }[]> =>
  (
    await db
      .prepare(
        `SELECT a.id, m.rootId AS schoolId FROM EarlierAttendance a JOIN School m ON m.id = a.schoolId JOIN School r ON r.id = m.rootId
         WHERE a.evidence <> '' AND a.supersededAt IS NULL ORDER BY r.urn, a.heldOn`,
      )
      .all<{ id: string; schoolId: string }>()
  ).results
