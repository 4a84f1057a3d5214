// Writes prisma/schema.prisma from the tables that the migrations make, for `prisma db pull`
// needs a downloaded engine. Relations are left out: an include is another round trip, and
// nothing atomic goes through Prisma on D1.
import type { DatabaseSync } from 'node:sqlite'

type Column = { name: string; type: string; notnull: number; dflt_value: string | null; pk: number; hidden: number }
type Index = { name: string; unique: number; origin: string; partial: number }

const head = `// Written by \`npm run generate\` from the tables that prisma/migrations make: change those instead.
// For generated types and simple reads. There are no relations: an include is one more round trip.

generator client {
  provider      = "prisma-client"
  output        = "../src/base/db/generated/all"
  runtime       = "workerd"
  compilerBuild = "small"
}

datasource db {
  provider = "sqlite"
}
`

const typeOf: Record<string, string> = { TEXT: 'String', INTEGER: 'Int', REAL: 'Float' }

const defaultOf = (value: string | null): string => {
  if (value === null) return ''
  if (/^-?\d+(\.\d+)?$/.test(value)) return ` @default(${value})`
  if (value.endsWith(')')) return ' @default(dbgenerated())'
  const text = /^'(.*)'$/s.exec(value)?.[1]
  if (text === undefined) throw new Error(`schema.prisma cannot say the default ${value}.`)
  return ` @default(${JSON.stringify(text.replaceAll("''", "'"))})`
}

const modelOf = (db: DatabaseSync, table: string): string => {
  const columns = db.prepare('SELECT * FROM pragma_table_xinfo(?)').all(table) as Column[]
  const keys = columns.filter(({ pk }) => pk > 0).sort((a, b) => a.pk - b.pk)
  const uniques = (db.prepare('SELECT * FROM pragma_index_list(?)').all(table) as Index[])
    .filter(({ unique, partial, origin }) => unique === 1 && partial === 0 && origin !== 'pk')
    .map(({ name }) =>
      db
        .prepare('SELECT name FROM pragma_index_info(?)')
        .all(name)
        .map((row) => row['name']),
    )
    .filter((names) => names.every((name) => name !== null))
  const fields = columns.map(({ name, type, notnull, dflt_value, pk, hidden }) => {
    const prismaType = typeOf[type.replace(/ GENERATED ALWAYS$/i, '')]
    if (!prismaType) throw new Error(`schema.prisma has no type for ${table}.${name} ${type}.`)
    const onlyKey = pk > 0 && keys.length === 1
    const generated = onlyKey && type === 'INTEGER' ? ' @default(autoincrement())' : ''
    const unique = uniques.some((names) => names.length === 1 && names[0] === name) ? ' @unique' : ''
    const marks = `${onlyKey ? ' @id' : ''}${generated}${unique}${hidden === 0 ? defaultOf(dflt_value) : ''}`
    return [name, `${prismaType}${notnull === 1 || pk > 0 ? '' : '?'}`, marks] as const
  })
  const longest = Math.max(...fields.map(([name]) => name.length))
  const lines = fields.map(([name, fieldType, marks]) => `  ${name.padEnd(longest)} ${`${fieldType.padEnd(7)}${marks}`.trimEnd()}`)
  const together = keys.length > 1 ? [`  @@id([${keys.map(({ name }) => name).join(', ')}])`] : []
  const pairs = uniques.filter((names) => names.length > 1).map((names) => `  @@unique([${names.join(', ')}])`)
  const marks = [...together, ...pairs]
  return [`model ${table} {`, ...lines, ...(marks.length > 0 ? ['', ...marks] : []), '}'].join('\n')
}

/**
 * @param db a database with every migration applied
 * @returns schema.prisma, with tables and columns in the order of the migrations
 * @throws Error when a column has a type or default that Prisma has no word for
 */
export const prismaSchema = (db: DatabaseSync): string => {
  const tables = db
    .prepare(`SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' ORDER BY rowid`)
    .all()
  return [head, ...tables.map(({ name }) => `${modelOf(db, String(name))}\n`)].join('\n')
}
