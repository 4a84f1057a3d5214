// Keeps what each row was before something is tried, tells what became of it, and puts it back.
// Our own triggers write it down; those of the data rest while rows are put back.
import { linesOfHtml } from './record-text.ts'

type Row = Record<string, unknown>
type Sql = (statement: string) => Promise<Row[]>
type Batch = (statements: readonly string[]) => Promise<Row[][]>
type Table = { name: string; key: string[]; columns: string[] }

const quoted = (name: string): string => `"${name.replaceAll('"', '""')}"`
const keptOf = ({ name }: Table): string => quoted(`recorded_${name}`)
const atOnce = 100

const readTables = async (sql: Sql): Promise<Table[]> => {
  const rows = await sql(
    `SELECT m.name AS "table", m.sql LIKE '%WITHOUT ROWID%' AS "keyed", c.name AS "column", c.pk AS "pk", c.type AS "type"
     FROM sqlite_schema m, pragma_table_xinfo(m.name) c
     WHERE m.type = 'table' AND c.hidden = 0 AND m.name NOT LIKE 'sqlite%' AND m.name NOT LIKE '\\_cf%' ESCAPE '\\' AND m.name <> 'd1_migrations'
     ORDER BY m.name, c.cid`,
  )
  return Object.entries(Object.groupBy(rows, ({ table }) => String(table))).map(([name, found = []]) => {
    const columns = found.map(({ column }) => String(column))
    const pk = found.filter((column) => Number(column['pk']) > 0)
    const isRowid = pk.length === 1 && String(pk[0]?.['type']).toUpperCase() === 'INTEGER'
    const isKeyed = isRowid || Number(found[0]?.['keyed']) === 1
    return { name, key: isKeyed ? pk.map(({ column }) => String(column)) : ['rowid'], columns: isKeyed ? columns : ['rowid', ...columns] }
  })
}

/** A trigger of the data that rests while rows are put back. */
export const restingTrigger = (sql: string): string => {
  const begins = /\bBEGIN\b/.exec(sql)?.index ?? 0
  const [head = '', condition] = sql.slice(0, begins).split(/\bWHEN\b(.*)/s)
  const guard = '(SELECT isUndoing FROM recordedNow) = 0'
  return `${head} WHEN ${guard}${condition === undefined ? '' : ` AND (${condition.replaceAll(/--.*/g, '')})`} ${sql.slice(begins)}`
}

const triggersOf = (table: Table): string[] => {
  const { name, columns } = table
  const kept = keptOf(table)
  const guard = 'WHEN (SELECT isUndoing FROM recordedNow) = 0'
  // What the statement does in a conflict would be done here too.
  const note = `INSERT INTO recorded SELECT '${name}' WHERE NOT EXISTS (SELECT 1 FROM recorded WHERE name = '${name}');`
  const of = (which: string): string => columns.map((column) => `${which}.${column === 'rowid' ? 'rowid' : quoted(column)}`).join(', ')
  const into = columns.map((_, n) => `c${n}`).join(', ')
  return [
    `CREATE TABLE ${kept} (n INTEGER PRIMARY KEY, was, ${into})`,
    ...(['INSERT', 'UPDATE', 'DELETE'] as const).map(
      (way) =>
        `CREATE TRIGGER ${quoted(`recording_${name}_${way}`)} ${way === 'INSERT' ? 'AFTER' : 'BEFORE'} ${way} ON ${quoted(name)} ${guard}
         BEGIN ${note} INSERT INTO ${kept} (was, ${into}) VALUES (${way === 'INSERT' ? `0, ${of('new')}` : `1, ${of('old')}`}); END`,
    ),
  ]
}

const each = (values: readonly unknown[]): string => values.map(String).sort().join('\n')

const shown = (column: string, value: unknown): string => {
  if (value === null || value === undefined) return 'nothing'
  if (typeof value === 'object') return `${Object.keys(value).length} bytes`
  const text = String(value)
  return /[\n<]/.test(text) ? `\n${column === 'html' ? linesOfHtml(text) : text}` : text
}

export type Undo = {
  /** The rows that are otherwise than before, one text each; and their tables. */
  changed: () => Promise<{ tables: string[]; rows: string[] }>
  undo: () => Promise<void>
  /** Of all that is stored. */
  fingerprint: () => Promise<string>
}

/** From now on what is written can be told and put back. */
export const startUndo = async (sql: Sql, batch: Batch): Promise<Undo> => {
  const tables = new Map((await readTables(sql)).map((table) => [table.name, table]))
  const triggers = await sql(`SELECT name, sql FROM sqlite_schema WHERE type = 'trigger' ORDER BY rowid`)
  await batch([
    'CREATE TABLE recordedNow (isUndoing INTEGER)',
    'INSERT INTO recordedNow VALUES (0)',
    'CREATE TABLE recorded (name TEXT PRIMARY KEY)',
  ])
  // In their order, which is the order in which they run; ours come last and so run first.
  await batch([
    ...triggers.map(({ name }) => `DROP TRIGGER ${quoted(String(name))}`),
    ...triggers.map((trigger) => restingTrigger(String(trigger['sql']))),
  ])
  for (const table of tables.values()) await batch(triggersOf(table))
  const touched = async (): Promise<Table[]> =>
    (await sql('SELECT name FROM recorded ORDER BY name')).flatMap(({ name }) => tables.get(String(name)) ?? [])
  const keys = ({ columns, key }: Table): string[] => key.map((column) => `c${columns.indexOf(column)}`)
  const firsts = (table: Table): string => `SELECT MIN(n) FROM ${keptOf(table)} GROUP BY ${keys(table).join(', ')}`
  const same = (table: Table): string => table.key.map((column, n) => `t.${quoted(column)} = l.${keys(table)[n]}`).join(' AND ')
  return {
    changed: async () => {
      const found: { table: string; text: string }[] = []
      const those = await touched()
      // Twice, for there may be more columns than SQLite gives at once.
      const read = await batch(
        those.flatMap((table) => {
          const from = `FROM ${keptOf(table)} l LEFT JOIN ${quoted(table.name)} t ON ${same(table)} WHERE l.n IN (${firsts(table)}) ORDER BY l.n`
          const { key, columns } = table
          return [
            `SELECT l.was, t.${quoted(key[0] ?? '')} IS NOT NULL AS isThere, ${columns.map((_, n) => `l.c${n} AS b${n}`).join(', ')} ${from}`,
            `SELECT l.n, ${columns.map((column, n) => `t.${quoted(column)} AS a${n}`).join(', ')} ${from}`,
          ]
        }),
      )
      for (const [place, table] of those.entries()) {
        const { name, columns } = table
        const [rows = [], now = []] = read.slice(place * 2)
        for (const [at, row] of rows.entries()) {
          const [was, is] = [Number(row['was']) === 1, Number(row['isThere']) === 1]
          if (!was && !is) continue
          const lines = columns.flatMap((column, n): string[] => {
            const [before, after] = [row[`b${n}`], now[at]?.[`a${n}`]]
            if (column === 'rowid') return []
            if (!was) return after === null ? [] : [`  ${column}: ${shown(column, after)}`]
            if (!is) return before === null ? [] : [`  ${column}: ${shown(column, before)}`]
            if (String(before) !== String(after)) return [`  ${column}: ${shown(column, before)} → ${shown(column, after)}`]
            return table.key.includes(column) || column === 'id' ? [`  ${column}: ${shown(column, before)}`] : []
          })
          const isSame = was && is && columns.every((_, n) => String(row[`b${n}`]) === String(now[at]?.[`a${n}`]))
          if (!isSame) found.push({ table: name, text: [`${!was ? 'new' : is ? 'changed' : 'gone'} ${name}`, ...lines].join('\n') })
        }
      }
      return { tables: [...new Set(found.map(({ table }) => table))], rows: found.map(({ text }) => text) }
    },
    undo: async () => {
      const those = await touched()
      if (those.length === 0) return
      const named = ({ columns }: Table): string => columns.map(quoted).join(', ')
      await batch([
        'UPDATE recordedNow SET isUndoing = 1',
        'PRAGMA defer_foreign_keys = on',
        ...those.map(
          (table) =>
            `DELETE FROM ${quoted(table.name)} AS t WHERE EXISTS (SELECT 1 FROM ${keptOf(table)} l WHERE l.was = 0 AND ${same(table)} AND l.n IN (${firsts(table)}))`,
        ),
        // A row that is replaced would take with it what hangs on it.
        ...those.flatMap((table) => {
          const [name, kept] = [quoted(table.name), keptOf(table)]
          const set = table.columns.flatMap((column, n) => (table.key.includes(column) ? [] : [`${quoted(column)} = l.c${n}`])).join(', ')
          const values = table.columns.map((_, n) => `c${n}`).join(', ')
          const before = `l.was = 1 AND l.n IN (${firsts(table)})`
          return [
            ...(set ? [`UPDATE ${name} AS t SET ${set} FROM ${kept} l WHERE ${same(table)} AND ${before}`] : []),
            `INSERT INTO ${name} (${named(table)}) SELECT ${values} FROM ${kept} l WHERE ${before} AND NOT EXISTS (SELECT 1 FROM ${name} t WHERE ${same(table)})`,
          ]
        }),
        ...those.map((table) => `DELETE FROM ${keptOf(table)}`),
        ...['DELETE FROM recorded', 'UPDATE recordedNow SET isUndoing = 0'],
      ])
    },
    fingerprint: async () => {
      const found: string[] = []
      for (const { name, columns } of tables.values()) {
        const parts = columns.slice(0, atOnce).map((column) => `length(${quoted(column)})`)
        const [row] = await sql(
          `SELECT COUNT(*) AS n, SUM(${parts.map((part) => `COALESCE(${part}, 7)`).join(' + ')}) AS size FROM ${quoted(name)}`,
        )
        found.push(`${name} ${row?.['n']} ${row?.['size']}`)
      }
      return each(found)
    },
  }
}
