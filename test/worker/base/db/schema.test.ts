import { applyD1Migrations, type D1Migration, reset } from 'cloudflare:test'
import { env } from 'cloudflare:workers'
import { expect, it } from 'vitest'
import { emptyDatabase } from '#test/support/database.ts'
import { anEvent, aSchool, db, htmlOf, request, rows, run } from '#test/support/factories.ts'
import { add } from '#test/support/rows.ts'
import schema from '../../../../prisma/schema.prisma?raw'

type Column = { name: string; type: string; required: boolean; key: boolean }

const modelsOfPrisma = (): Record<string, Column[]> => {
  const types: Record<string, string> = { String: 'TEXT', Int: 'INTEGER', Float: 'REAL' }
  const models: Record<string, Column[]> = {}
  for (const [, name = '', body = ''] of schema.matchAll(/^model (\w+) \{\n([\s\S]*?)^\}/gm)) {
    const together = body.match(/@@id\(\[(.*?)\]\)/)?.[1]?.split(', ') ?? []
    models[name] = [...body.matchAll(/^ {2}(\w+) +(String|Int|Float)(\??)(.*)$/gm)].map(
      ([, column = '', type = '', optional, rest = '']) => ({
        name: column,
        type: types[type] ?? '',
        required: optional !== '?',
        key: rest.includes('@id') || together.includes(column),
      }),
    )
  }
  return models
}

it('schema.prisma says of every table, column by column, what the migrated database has', async () => {
  const tables = await rows<{ name: string }>(
    `SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' AND name NOT LIKE '_cf_%' AND name <> 'd1_migrations' ORDER BY name`,
  )
  const found: Record<string, Column[]> = {}
  for (const { name } of tables) {
    const columns = await rows<{ name: string; type: string; notnull: number; pk: number }>(
      `SELECT name, replace(type, ' GENERATED ALWAYS', '') AS type, "notnull", pk FROM pragma_table_xinfo(?1)`,
      name,
    )
    found[name] = columns.map((c) => ({ name: c.name, type: c.type, required: c.notnull === 1 || c.pk > 0, key: c.pk > 0 }))
  }
  expect(found).toEqual(modelsOfPrisma())
})

it('the card of a school shows its present identity', async () => {
  const school = await aSchool({ name: 'Pembridge CofE Primary School', town: 'Leominster' })
  const [card] = await rows(`SELECT name, urn, town, laCode, sector, kind FROM School WHERE id = ?1`, school.id)
  expect(card).toEqual({
    name: 'Pembridge CofE Primary School',
    urn: school.urn,
    town: 'Leominster',
    laCode: '884',
    sector: 'maintained',
    kind: 'primary',
  })
})

it('the log can be neither changed nor shortened', async () => {
  await add('Log', { id: 'l1', at: '2026-03-02T09:00:00.000Z', act: 'a.b', subjectKind: 'event', subjectId: 'e1', requestId: 'r1' })
  await expect(run(`UPDATE Log SET act = 'x'`)).rejects.toThrow('log_is_append_only')
  await expect(run(`DELETE FROM Log`)).rejects.toThrow('log_is_append_only')
})

it('an unknown path has its page', async () => {
  await anEvent()
  expect(await htmlOf(request('/no-such-page'), 404)).toContain('Page not found')
})

/** Each table, index, trigger and view in the order in which it was made, and each row; when each migration was applied is another matter. */
const everything = async (database: SqlDatabase): Promise<Record<string, unknown[]>> => {
  const own = `name NOT LIKE '\\_cf\\_%' ESCAPE '\\' AND tbl_name <> 'd1_migrations'`
  const asked = database.prepare(
    `SELECT type, name, tbl_name, sql FROM sqlite_schema WHERE ${own} AND name <> 'sqlite_sequence' ORDER BY rowid`,
  )
  const schema = (await asked.all<{ type: string; name: string }>()).results
  const tables = schema.filter(({ type }) => type === 'table').map(({ name }) => name)
  const held = await database.batch(tables.map((name) => database.prepare(`SELECT * FROM ${name}`)))
  return { schema, ...Object.fromEntries(tables.map((name, n) => [name, held[n]?.results ?? []])) }
}

it('the empty database with which each file of tests begins is what D1 itself makes of the migrations', async () => {
  const { DB, TEST_MIGRATIONS } = env as unknown as { DB: D1Database; TEST_MIGRATIONS: D1Migration[] }
  await emptyDatabase()
  const empty = await everything(db)
  await reset()
  await applyD1Migrations(DB, TEST_MIGRATIONS)
  expect(empty).toEqual(await everything(DB))
  expect(Object.keys(empty).length).toBeGreaterThan(100)
  await emptyDatabase()
})
