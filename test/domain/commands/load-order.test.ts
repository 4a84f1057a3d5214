// Rows that name each other in a circle are loaded all the same: whatever the schema lets them do.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { expect, it } from 'vitest'
import { statementsOf, writeBackup } from '#commands/backup-file.ts'
import { type Reference, tablesOf } from '#commands/load-order.ts'
import { differences, summariesOf } from '#commands/manifest.ts'
import { row } from '#test/support/refusing.ts'
import { schema } from '#test/support/schema.ts'

const madeAt = new Date('2026-03-02T09:00:00.000Z')

const whole = new DatabaseSync(':memory:')
whole.exec(schema)
const tables = tablesOf(whole)

type Edge = Reference & { from: string }
const edges: Edge[] = tables.flatMap(({ name, references }) => references.map((reference) => ({ ...reference, from: name })))

/** Every circle of tables, of any length, by each of the columns that close it; it begins with the table that comes first. */
const circlesOf = (all: readonly Edge[]): Edge[][] => {
  const order = [...new Set(all.map(({ from }) => from))]
  const longer = (path: readonly Edge[], first: string): Edge[][] =>
    all
      .filter(({ from }) => from === (path.at(-1)?.table ?? first))
      .flatMap((edge) => {
        if (edge.table === first) return [[...path, edge]]
        const seen = [...path, edge].some(({ from }) => from === edge.table) || order.indexOf(edge.table) < order.indexOf(first)
        return seen ? [] : longer([...path, edge], first)
      })
  return order.flatMap((first) => longer([], first))
}

const circles = circlesOf(edges)
const nameOf = (circle: readonly Edge[]): string => circle.map(({ from, column }) => `${from}.${column}`).join(' → ')

type Values = Record<string, string | number | null>

/** What rows of these tables hold beside what `fitting` finds in the checks of their columns; `n` counts the rows, `column` names the next. */
const must: Record<string, (n: number, column: string) => Values> = {
  AdviceDecision: () => ({ what: 'not_for_us', why: 'For colleges.' }),
  Sending: () => ({ kind: 'mailing' }),
  MoneyProposal: () => ({ kind: 'take_back', why: 'other' }),
  Mark: () => ({ placeId: 'place', reason: 'Came late' }),
  Invoice: (number) => ({ number }),
  ContactTried: () => ({ matter: 'names', means: 'telephone', result: 'spoke' }),
  Arrival: (number) => ({ number, placeId: 'place' }),
  Certificate: (n) => ({ number: `${n}`.padStart(28), topics: '[]', towards: '[]', placeId: 'place' }),
  GuidanceDocument: () => ({ withdrawnAt: madeAt.toISOString(), withdrawnById: 'account', withdrawnWhy: 'Replaced' }),
  GuidanceAnswer: () => ({ how: 'link', answer: 'not_applicable' }),
  ReturnQuestion: () => ({ ifValue: 'yes' }),
  SchoolReturn: (_, column) => (column === 'fromId' ? { why: 'successor' } : {}),
}

/** Values that the checks of a table's columns allow, of the columns that cannot be empty. */
const fitting = (sql: string): Values =>
  Object.fromEntries(
    [...sql.matchAll(/^ {2}(\w+) TEXT NOT NULL.*$/gm)].flatMap(([line, column = '']) => {
      const word = /IN \('(\w+)'/.exec(line)?.[1]
      const value =
        word ??
        (line.includes('strftime')
          ? madeAt.toISOString()
          : line.includes('IS date')
            ? '2026-03-02'
            : line.includes('json_valid')
              ? '{}'
              : undefined)
      return value === undefined || line.includes('DEFAULT') ? [] : [[column, value]]
    }),
  )

/** A database of the tables alone that are in the circle, without what they name outside it. */
const databaseOf = (circle: readonly Edge[]): DatabaseSync => {
  const db = new DatabaseSync(':memory:', { enableForeignKeyConstraints: false })
  const inside = circle.map(({ from }) => from)
  for (const { name } of tables.filter(({ name }) => inside.includes(name)))
    db.exec(sqlOf(name).replace(/ REFERENCES (\w+) \(\w+\)/g, (words, to) => (inside.includes(to) ? words : '')))
  return db
}

const sqlOf = (name: string): string =>
  String(whole.prepare(`SELECT sql FROM sqlite_schema WHERE type = 'table' AND name = ?`).get(name)?.['sql'])

/** Two rows of a table that names itself, each naming the other; of several tables one row each. */
const fill = (db: DatabaseSync, circle: readonly Edge[]): void => {
  const rows = circle.length === 1 ? [...circle, ...circle] : circle
  const keyOf = (n: number, { table, to }: Edge): string | number => (keyType(table, to) === 'INTEGER' ? n + 1 : `${table}-${n}`)
  for (const [n, edge] of rows.entries()) {
    const before = rows.at(n - 1) as Edge
    const next = (n + 1) % rows.length
    row(edge.from, {
      ...fitting(sqlOf(edge.from)),
      ...must[edge.from]?.(n + 1, edge.column),
      [before.to]: keyOf(n, before),
      [edge.column]: keyOf(next, edge),
    })(db)
  }
}

const keyType = (table: string, column: string): string =>
  String(whole.prepare('SELECT type FROM pragma_table_info(?) WHERE name = ?').get(table, column)?.['type'])

const loadedAgain = async (db: DatabaseSync): Promise<string[]> => {
  const folder = mkdtempSync(join(tmpdir(), 'muster-circle-'))
  try {
    const manifest = writeBackup(db, 'local', join(folder, 'backup.sql'), madeAt)
    const loaded = new DatabaseSync(':memory:', { enableForeignKeyConstraints: true })
    for await (const statement of statementsOf(join(folder, 'backup.sql'))) loaded.exec(statement)
    return differences(manifest, summariesOf(loaded))
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

it.each(circles.map((circle) => ({ name: nameOf(circle), circle })))(
  'rows in a circle by $name are loaded as they were',
  async ({ circle }) => {
    const db = databaseOf(circle)
    fill(db, circle)
    expect(await loadedAgain(db)).toEqual([])
  },
)

it('the schema has these circles of several tables, and each has a column that may be empty in every row', () => {
  const several = circles.filter(({ length }) => length > 1)
  expect(several.map(nameOf)).toEqual([
    'Charge.proposalId → MoneyProposal.lineNumber → LedgerLine.chargeId',
    'Charge.proposalId → MoneyProposal.chargeId',
    'LedgerLine.proposalId → MoneyProposal.lineNumber',
    'ReturnPostponement.returnId → SchoolReturn.tellOfId',
  ])
  expect(several.filter((circle) => !circle.some(({ later }) => later)).map(nameOf)).toEqual([])
  expect(circles.filter(({ length }) => length === 1)).toHaveLength(18)
})

const inMemory = (sql: string): DatabaseSync => {
  const db = new DatabaseSync(':memory:', { enableForeignKeyConstraints: false })
  db.exec(sql)
  return db
}

it('a circle without such a column is found, and a backup of rows in it says so at once', async () => {
  const db = inMemory(`CREATE TABLE Hen (id TEXT NOT NULL PRIMARY KEY, eggId TEXT NOT NULL REFERENCES Egg (id));
    CREATE TABLE Egg (id TEXT NOT NULL PRIMARY KEY, henId TEXT REFERENCES Hen (id), CHECK (length(')') = 1 AND henId IS NOT NULL));
    INSERT INTO Hen VALUES ('hen', 'egg'); INSERT INTO Egg VALUES ('egg', 'hen');`)
  const found = circlesOf(tablesOf(db).flatMap(({ name, references }) => references.map((reference) => ({ ...reference, from: name }))))
  expect(found.map((circle) => circle.map(({ from, column, later }) => [from, column, later]))).toEqual([
    [
      ['Hen', 'eggId', false],
      ['Egg', 'henId', false],
    ],
  ])
  await expect(loadedAgain(db)).rejects.toThrow('Rows of Hen, Egg name each other, and none can be loaded first.')
})

it('rows that name one in a circle are loaded after it, and a circle of many rows of one table in one statement', async () => {
  const db =
    inMemory(`CREATE TABLE Child (id TEXT NOT NULL PRIMARY KEY, parentId TEXT NOT NULL REFERENCES Parent (id), nextId TEXT NOT NULL REFERENCES Child (id));
    CREATE TABLE Parent (id TEXT NOT NULL PRIMARY KEY, dearId TEXT REFERENCES Child (id));
    INSERT INTO Child VALUES ('a', 'p', 'b'), ('b', 'p', 'c'), ('c', 'p', 'a'), ('d', 'q', 'a'), ('e', 'p', 'e');
    INSERT INTO Parent VALUES ('p', 'a'), ('q', 'd');`)
  expect(await loadedAgain(db)).toEqual([])
})
