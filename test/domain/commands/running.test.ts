import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { localSnapshot } from '#commands/local-data.ts'
import { summariesOf } from '#commands/manifest.ts'
import { announce, nowServing, takeData, withdraw, withMuster, withOwnMuster } from '#commands/running.ts'
import { root } from '#commands/settings.ts'
import { migrate, splitSql } from '#commands/worker.ts'

let state: string
beforeEach(() => {
  state = mkdtempSync(join(tmpdir(), 'muster-test-'))
  process.env['MUSTER_STATE'] = state
})
afterEach(() => {
  delete process.env['MUSTER_STATE']
  rmSync(state, { recursive: true, force: true })
})

it('what a crash left behind does not count as serving', async () => {
  expect(await nowServing()).toBeUndefined()
  announce({ url: 'http://localhost:9', token: 't', pid: 2 ** 22 + 1, state })
  expect(await nowServing()).toBeUndefined()
  // The number of the crashed process may belong to another one by now: it must answer, too.
  announce({ url: 'http://127.0.0.1:9', token: 't', pid: process.pid, state })
  expect(await nowServing()).toBeUndefined()
  withdraw(1)
  writeFileSync(join(state, 'muster.json'), 'not JSON')
  expect(await nowServing()).toBeUndefined()
})

it('one process at a time has the local data, from its first moment until it ends, however it ends', async () => {
  const script = `const { takeData } = await import('#commands/running.ts'); console.log(takeData() ?? 'taken'); setInterval(() => {}, 1000)`
  const first = spawn(process.execPath, ['--input-type=module', '--eval', script], { cwd: root })
  expect(await new Promise((said) => first.stdout.once('data', (text) => said(String(text))))).toBe('taken\n')
  expect(takeData()).toBe('Another npm start or npm run reset is making this data. Stop it first, or wait for it.')
  announce({ url: 'http://localhost:9', token: 't', pid: Number(first.pid), state })
  expect(takeData()).toBe(`npm start already serves this data at http://localhost:9 (process ${first.pid}). Stop it first, or open it.`)
  first.kill('SIGKILL')
  await new Promise((gone) => first.once('exit', gone))
  expect(takeData()).toBeUndefined()
})

it('a command starts the Worker on its own, another goes through it, and the data is there the next time', async () => {
  const held = await withMuster(async ({ url, token }) => {
    announce({ url, token, pid: process.pid, state })
    expect((await nowServing())?.url).toBe(url)
    await withMuster(async (again) => expect(again.url).toBe(url))
    withdraw(process.pid)
    const withoutToken = await fetch(`${url}/dev/commands/demonstration`)
    expect(withoutToken.status).toBe(404)
    const answer = await fetch(`${url}/dev/commands/demonstration`, { headers: { 'x-muster-token': token } })
    return (await answer.json()) as { schools: number }
  })
  expect(held.schools).toBe(0)
  expect(await nowServing()).toBeUndefined()
})

it('a local database of another version is not touched, and the command that builds it anew is named', async () => {
  const refused = 'npm run reset -- --demo builds it anew'
  await withOwnMuster(async (_, { miniflare }) => {
    const db = await miniflare.getD1Database('DB')
    const held = async () => (await db.prepare('SELECT name FROM d1_migrations ORDER BY id').all()).results
    const before = await held()
    await db.exec(`UPDATE Setting SET value = json_quote('of before ' || value) WHERE key = 'version'`)
    await expect(migrate(miniflare)).rejects.toThrow(refused)
    await db.exec(`UPDATE Setting SET value = replace(value ->> '$', 'of before ', '') WHERE key = 'version'`)
    await migrate(miniflare)
    await db.exec('DROP TRIGGER Log_never_changes')
    await expect(migrate(miniflare)).rejects.toThrow(refused)
    expect(await held()).toEqual(before)
    await db.exec(`INSERT INTO d1_migrations (name) VALUES ('0029_retention.sql')`)
  })
  await expect(withMuster(() => Promise.resolve())).rejects.toThrow(refused)
})

it('an empty database written by SQLite is the one that the migrations make through D1: definitions, rows and their list', async () => {
  const seen = async (folder: string, start: () => Promise<unknown>): Promise<unknown> => {
    process.env['MUSTER_STATE'] = join(state, folder)
    await start()
    const db = localSnapshot(join(state, folder))
    const named = `name NOT LIKE '\\_cf\\_%' ESCAPE '\\'`
    const definitions = db.prepare(`SELECT type, name, tbl_name, sql FROM sqlite_schema WHERE ${named} ORDER BY type, name`).all()
    const migrations = db.prepare('SELECT id, name FROM d1_migrations ORDER BY id').all()
    const { d1_migrations: _appliedNow, ...rows } = summariesOf(db)
    db.close()
    return { definitions, migrations, rows }
  }
  const nothing = () => Promise.resolve()
  const written = await seen('written', () => withOwnMuster(nothing))
  expect(written).toEqual(await seen('migrated', () => withOwnMuster(nothing, {}, nothing)))
  expect(written).toMatchObject({ migrations: expect.arrayContaining([{ id: 1, name: '0001_base.sql' }]) })
})

it('a migration is cut into statements, a trigger staying whole', () => {
  const sql =
    '-- words\nCREATE TABLE A (\n  id TEXT\n);\n\nCREATE TRIGGER B BEFORE UPDATE ON A BEGIN\n  SELECT 1;\n  SELECT 2;\nEND;\nCREATE INDEX C ON A (id);\n'
  expect(splitSql(sql)).toHaveLength(3)
  expect(() => splitSql('CREATE TABLE A (')).toThrow('middle of a statement')
})
