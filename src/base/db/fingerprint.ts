/** Without comments, spare blanks and last semicolon: equal definitions compare equal. */
export const bareSql = (sql: string): string =>
  sql
    .replaceAll(/--[^\n]*/g, ' ')
    .replaceAll(/\s{2,}|[^\S ]/g, ' ')
    .replaceAll(/ (?=[(),;])|(?<=[(),;]) /g, '')
    .replace(/;$/, '')
    .trim()

/** Five hexadecimal digits of FNV-1a, as each costs the Worker. It finds mistakes, not attacks. */
export const fingerprint = (sql: string): string => {
  let hash = 0x811c9dc5
  const bare = bareSql(sql)
  for (let at = 0; at < bare.length; at += 1) hash = Math.imul(hash ^ bare.charCodeAt(at), 0x01000193)
  return ((hash ^ (hash >>> 20)) & 0xfffff).toString(16).padStart(5, '0')
}

/** SQL: the definition is ours, not SQLite's, the runtime's or the list of migrations. */
export const ourDefinitions = `sql IS NOT NULL AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' AND name NOT LIKE '\\_cf\\_%' ESCAPE '\\' AND name <> 'd1_migrations'`
