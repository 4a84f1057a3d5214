// Whether a form that was sent again asks for what it stored before, or for something else.

/** `undefined`: nothing is stored under this id. */
export type Stored = 'same' | 'otherwise' | undefined

/** @param facts columns with the values that the form would store */
export const storedAs = async (
  db: SqlDatabase,
  table: string,
  id: string,
  facts: Readonly<Record<string, string | number | null>>,
): Promise<Stored> => {
  const row = await db.prepare(`SELECT * FROM ${table} WHERE id = ?1`).bind(id).first()
  if (!row) return undefined
  return Object.entries(facts).every(([column, value]) => row[column] === value) ? 'same' : 'otherwise'
}
