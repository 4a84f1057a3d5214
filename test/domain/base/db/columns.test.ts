// A row type is a promise that nothing keeps at run time: what a statement does not select is undefined where the type says a text.
import { DatabaseSync } from 'node:sqlite'
import { expect, it } from 'vitest'
import { hole, type RowRead, readsOf } from '#test/support/read-statements.ts'
import { schema } from '#test/support/schema.ts'

const db = new DatabaseSync(':memory:')
db.exec(schema)
// Kept by the tool that migrates.
db.exec('CREATE TABLE d1_migrations (id INTEGER, name TEXT, applied_at TEXT)')

/** The columns of a statement; of one with holes as far as anything that fits there shows them. */
const columnsOf = (sql: string): string[] | Error => {
  let failed = new Error('no statement')
  for (const filling of sql.includes(hole) ? ['1', "'x'", ''] : ['']) {
    try {
      return db
        .prepare(sql.replaceAll(hole, filling))
        .columns()
        .map(({ name }) => name)
    } catch (error) {
      failed = error as Error
    }
  }
  return failed
}

/** What is wrong with a read; `undefined`: nothing; 'not read': only a run could say. */
const wrongWith = ({ at, columns, statements }: RowRead): string | undefined => {
  if (columns.length === 0 || statements.length === 0) return 'not read'
  let left: string | undefined
  for (const sql of statements) {
    const selected = columnsOf(sql)
    if (selected instanceof Error) {
      if (!sql.includes(hole)) return `${at} ${selected.message}`
      left = 'not read'
      continue
    }
    const missing = columns.filter((column) => !selected.includes(column))
    if (missing.length > 0 && !sql.includes(hole)) return `${at} does not select ${missing.join(', ')}`
    const twice = selected.filter((column, n) => selected.indexOf(column) !== n)
    if (twice.length > 0 && !sql.includes(hole)) return `${at} selects ${twice.join(', ')} twice`
    if (missing.length > 0) left = 'not read'
  }
  return left
}

/** Of how many reads the statement is only known when it runs. Less is better: it is lowered when it falls, and never raised. */
const notRead = 22

it('each read selects every column that the type of its rows names, once', async () => {
  const reads = await readsOf()
  const found = reads.map((read) => ({ at: read.at, wrong: wrongWith(read) }))
  expect(found.flatMap(({ wrong }) => (wrong === undefined || wrong === 'not read' ? [] : [wrong]))).toEqual([])
  const unread = found.filter(({ wrong }) => wrong === 'not read').map(({ at }) => at)
  expect(unread.length > notRead ? unread : [], 'write the statement so that the code says it, such as from constants').toEqual([])
  expect(reads.length).toBeGreaterThan(550)
})

const code = `import { all, one } from '#base/db/read.ts'
type School = { id: string; name: string; town?: string }
const columns = 'id, name'
const where = (condition: string) => \`WHERE \${condition}\`
const schools = (statement: SqlStatement) => all<School>(statement)
export const reads = (db: SqlDatabase, asked: string) => [
  all<School>(db.prepare(\`SELECT \${columns} FROM School \${where(asked)}\`).bind(1)),
  all<School>(db.prepare('SELECT id FROM School')),
  one<Pick<School, 'id'> & { of: string }>(db.prepare('SELECT id, rootId AS off FROM School')),
  all<School>(db.prepare(\`SELECT \${columns}, city FROM School\`)),
  all<School>(db.prepare(\`SELECT \${columns}, name FROM School\`)),
  db.prepare('SELECT COUNT(*) AS n FROM School').first<number>('count'),
  schools(db.prepare('SELECT name FROM School')),
  all<School>(db.prepare(\`SELECT \${asked} FROM School\`)),
]
`

it('control: what is not selected, misspelt, not there or there twice is found, wherever the statement is made', async () => {
  const file = 'tools/local/demonstration/store.ts'
  const found = (await readsOf({ [file]: code })).map((read) => wrongWith(read)?.replace(`${file}:`, ''))
  expect(found).toEqual([
    '5 does not select id',
    undefined,
    '8 does not select name',
    '9 does not select of',
    '10 no such column: city',
    '11 selects name twice',
    '12 does not select count',
    'not read',
  ])
})
