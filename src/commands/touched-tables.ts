// What of the code stands on statements of the data model that changed: who asks for their tables,
// who writes where a trigger or a unique index watches, and who has a word of theirs.

type Touched = { asked: Set<string>; written: Set<string>; words: Set<string> }

/** Of what a vocabulary begins with, each row by itself. */
const statementsIn = (sql: string): string[] =>
  sql
    .replaceAll(/--.*$/gm, '')
    .split(/^(?=(?:CREATE|INSERT)\b)/m)
    .flatMap((statement) => (statement.startsWith('INSERT') ? statement.split(/^(?= *\(')/m) : statement))
    .map((statement) => statement.trim())
    .filter(Boolean)

const mentions = (text: string, names: Iterable<string>): boolean => [...names].some((name) => new RegExp(`\\b${name}\\b`).test(text))

/**
 * @param changed files of migrations before and after
 * @param schema all migrations as they are now
 */
export const touchedTables = (changed: readonly { before: string; after: string }[], schema: string): Touched => {
  const statements = changed.flatMap(({ before, after }) => {
    const [old, now] = [statementsIn(before), statementsIn(after)]
    return [...old.filter((one) => !now.includes(one)), ...now.filter((one) => !old.includes(one))]
  })
  const touched: Touched = { asked: new Set(), written: new Set(), words: new Set() }
  for (const sql of statements) {
    const [, made] = sql.match(/^CREATE (?:TABLE|VIEW) (\w+)/) ?? []
    const [row] = sql.match(/(?<=^\()'\w+'/) ?? []
    const [, watched] = sql.match(/^CREATE (?:TRIGGER|UNIQUE INDEX)[^;]*?\bON (\w+)/) ?? []
    if (made) touched.asked.add(made)
    if (watched) touched.written.add(watched)
    if (row) touched.words.add(row)
    for (const [, word = ''] of sql.matchAll(/RAISE\(ABORT, '(\w+)'\)/g)) touched.words.add(word)
  }
  // A view stands on what it reads, and a trigger refuses by it.
  for (let before = -1; before < touched.asked.size; ) {
    before = touched.asked.size
    for (const sql of statementsIn(schema)) {
      const [, view] = sql.match(/^CREATE VIEW (\w+)/) ?? []
      if (view && mentions(sql, touched.asked)) touched.asked.add(view)
    }
  }
  for (const sql of statementsIn(schema)) {
    const [, watched] = sql.match(/^CREATE TRIGGER[^;]*?\bON (\w+)/) ?? []
    if (watched && mentions(sql.replace(/^[^;]*?\bON \w+/, ''), touched.asked)) touched.written.add(watched)
  }
  return touched
}

/** Names of tables where SQL, Prisma or a helper that is given one has them. */
const named = (names: Iterable<string>, before: string): RegExp => {
  const each = [...names]
  const ofPrisma = each.map((name) => name[0]?.toLowerCase() + name.slice(1))
  return new RegExp(`(?:${before})\\s+(?:${each.join('|')})\\b|'(?:${each.join('|')})'|\\)\\.(?:${ofPrisma.join('|')})\\.\\w+\\(`)
}

/** Tells of a text whether it asks for one of these, writes where one watches, or has a word. */
export const standsOn = ({ asked, written, words }: Touched): ((text: string) => boolean) => {
  const asks = asked.size > 0 ? named(asked, 'FROM|JOIN|INTO|UPDATE|,') : undefined
  const writes = written.size > 0 ? named(written, 'INSERT INTO|INTO|UPDATE|DELETE FROM') : undefined
  return (text) => asks?.test(text) || writes?.test(text) || [...words].some((word) => text.includes(word))
}
