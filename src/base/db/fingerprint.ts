/** SQL without comments, blanks that mean nothing, and the semicolon at its end: the same definition, however it came into a database. */
const bare = (sql: string): string =>
  sql
    .replaceAll(/--[^\n]*/g, ' ')
    .replaceAll(/\s+/g, ' ')
    .replaceAll(/ ?([(),;]) ?/g, '$1')
    .replace(/;$/, '')
    .trim()

/** Eight hexadecimal digits (FNV-1a) that differ for another definition. It finds mistakes and is no defence against an attacker. */
export const fingerprint = (sql: string): string => {
  let hash = 0x811c9dc5
  for (const character of bare(sql)) hash = Math.imul(hash ^ (character.codePointAt(0) ?? 0), 0x01000193)
  return (hash >>> 0).toString(16).padStart(8, '0')
}

/** Which definitions of a database are this service's: not SQLite's own, the runtime's, nor the list of migrations. */
export const ourDefinitions = `sql IS NOT NULL AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' AND name NOT LIKE '\\_cf\\_%' ESCAPE '\\' AND name <> 'd1_migrations'`
