/** Whether this database holds anything, and whether what it holds is the demonstration. */
export const schoolsHeld = async (db: D1Database): Promise<{ schools: number; demonstration: boolean }> => {
  const row = await db
    .prepare(
      `SELECT (SELECT COUNT(*) FROM (SELECT 1 FROM School LIMIT 1)) AS schools,
         EXISTS (SELECT 1 FROM Account WHERE email = 'administrator@muster.example') AS demonstration`,
    )
    .first<{ schools: number; demonstration: number }>()
  return { schools: row?.schools ?? 0, demonstration: row?.demonstration === 1 }
}

/** So many reads one after the other, each as small as a read can be: what a page with as many round trips costs at the least. */
export const readTrips = async (db: D1Database, trips: number): Promise<void> => {
  for (let n = 0; n < trips; n += 1) await db.prepare('SELECT value FROM Setting WHERE key = ?1').bind('council').first()
}
