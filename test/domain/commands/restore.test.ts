// Backups and restores as somebody runs them, on data of two people.

import { execFileSync } from 'node:child_process'
import { copyFileSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { writeEmptyDatabase } from '#commands/empty-database.ts'
import { applyReached, markReached, putList, reachedList } from '#commands/erasing.ts'
import { bucketNamed } from '#commands/kept-files.ts'
import { localFile } from '#commands/local-data.ts'
import { root, settingsOf } from '#commands/settings.ts'
import { builtWorker } from '#commands/worker.ts'
import type { Reached } from '#commands/wrangler.ts'
import { folderInMemory } from '#test/support/in-memory.ts'
import { rowText } from '#test/support/row-of.ts'

const at = '2026-02-03T09:00:00.000Z'
let folder: string
let state: string

beforeAll(async () => {
  folder = mkdtempSync(join(folderInMemory(), 'muster-restore-'))
  state = join(folder, 'state')
  writeEmptyDatabase(state, settingsOf(await builtWorker()).databaseId)
  change(twoPeople)
  change(rowText('Account', { id: 'office', email: 'office@oak.example.sch.uk', createdAt: at }))
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const twoPeople = `INSERT INTO Person (id, name, createdAt, erasedAt) VALUES ('ann', 'Ann Lee', '${at}', NULL), ('ben', NULL, '${at}', '${at}')`

const change = (sql: string, of = state): void => {
  const db = new DatabaseSync(localFile(of) ?? '')
  db.exec(sql)
  db.close()
}

const rowsOf = (sql: string, of = state): unknown[] => {
  const db = new DatabaseSync(localFile(of) ?? '', { readOnly: true })
  try {
    return db.prepare(sql).all()
  } finally {
    db.close()
  }
}
const people = (of = state): unknown => rowsOf('SELECT id, name FROM Person ORDER BY id', of)

/** What a command says, without how long it took, and the code that it ends with. */
const command = (name: string, ...words: string[]): { said: string; code: number } => {
  const env = { ...process.env, MUSTER_STATE: state, NODE_OPTIONS: '' }
  try {
    const said = execFileSync(process.execPath, [join(root, `src/commands/${name}.ts`), ...words], {
      cwd: folder,
      env,
      encoding: 'utf8',
      stdio: 'pipe',
    })
    return { said, code: 0 }
  } catch (error) {
    const { stdout, stderr, status } = error as { stdout: string; stderr: string; status: number }
    return { said: stdout + stderr, code: status }
  }
}

// “Without a bucket `npm run erasures` adds to that list, which is kept with the backups.”
it('the list of erasures holds who is erased, and whoever was on it before', () => {
  writeFileSync(join(folder, 'erasures.txt'), '2026-01-05 a-record-that-is-gone\n')
  expect(command('erasures')).toEqual({
    said: 'erasures.txt names 2 erased records. Keep it with the backups, outside the database.\n',
    code: 0,
  })
  expect(readFileSync(join(folder, 'erasures.txt'), 'utf8').split('\n').slice(1)).toEqual([
    '2026-01-05 a-record-that-is-gone',
    '2026-02-03 ben',
    '',
  ])
})

it('a backup is restored into scratch data before it is called good, and says when that was left out', () => {
  const unproved = command('backup', 'unproved.sql', '--without-check')
  expect([unproved.code, unproved.said]).toEqual([
    0,
    expect.stringContaining('It was not checked. npm run drill -- unproved.sql shows whether it can be restored.'),
  ])
  const { code, said } = command('backup', 'muster.sql')
  expect([code, said]).toEqual([
    0,
    expect.stringMatching(/Every table holds what the backup says, row for row\.[\s\S]*All \d+ statements of the audit hold\./),
  ])
  // What no table takes: the file is written, and known to be of no use.
  change("PRAGMA ignore_check_constraints = ON; UPDATE Person SET createdAt = 0 WHERE id = 'ann'")
  const bad = command('backup', 'bad.sql')
  expect([bad.code, bad.said]).toEqual([1, expect.stringMatching(/bad\.sql cannot be restored: .*CHECK constraint failed/)])
  change(`UPDATE Person SET createdAt = '${at}' WHERE id = 'ann'`)
})

it('a restore takes the place of what is there only with --replace, keeps it aside, and erases again who is on the list', () => {
  change(`UPDATE Person SET name = 'Ann Bell' WHERE id = 'ann'`)
  expect(command('restore', 'muster.sql')).toEqual({ said: 'The local data is not empty. With --replace it is kept aside.\n', code: 1 })
  writeFileSync(join(folder, 'erasures.txt'), '2026-02-04 ann\n')
  const { code, said } = command('restore', 'muster.sql', '--replace')
  expect([code, said]).toEqual([0, expect.stringContaining('The list names 1 erased record: 1 was back, and erased again.')])
  const [, aside = ''] = /What was there before is in (\S+):/.exec(said) ?? []
  const gone = [
    { id: 'ann', name: null },
    { id: 'ben', name: null },
  ]
  expect([people(), people(aside)]).toEqual([gone, [{ id: 'ann', name: 'Ann Bell' }, gone[1]]])
  expect(readdirSync(state).filter((name) => name.startsWith('restoring-'))).toEqual([])
})

it('by wrangler a restored database is told who is on the list of its bucket; a bucket that cannot be read is no empty list', async () => {
  // What `--remote` does at Cloudflare, done by the same commands on this machine.
  const here = join(folder, 'wrangler')
  mkdirSync(here)
  copyFileSync(join(root, 'wrangler.toml'), join(here, 'wrangler.toml'))
  const where = ['--local', '-c', join(here, 'wrangler.toml')]
  const [reached, bucket]: [Reached, ReturnType<typeof bucketNamed>] = [{ name: 'muster', where }, bucketNamed('muster-files', where)]
  const there = join(here, '.wrangler', 'state', 'v3')
  writeEmptyDatabase(there, settingsOf(await builtWorker()).databaseId)
  change(twoPeople, there)
  markReached(reached, at, new Date(at))
  const said = () =>
    ['SELECT personId, erasedOn FROM ErasureToRepeat', `SELECT value, changedAt FROM Setting WHERE key = 'restored'`].map((sql) =>
      rowsOf(sql, there),
    )
  expect(said()).toEqual([[], [{ value: JSON.stringify(at), changedAt: at }]])

  await expect(reachedList(reached, bucketNamed('No_bucket', where))).rejects.toThrow('No_bucket could not be read')
  await putList(
    bucket,
    new Map([
      ['ann', '2026-02-04'],
      ['a-record-that-is-gone', '2026-01-05'],
    ]),
  )
  const list = await reachedList(reached, bucket)
  expect(list).toEqual(
    new Map([
      ['ben', '2026-02-03'],
      ['ann', '2026-02-04'],
      ['a-record-that-is-gone', '2026-01-05'],
    ]),
  )
  expect(applyReached(reached, list)).toEqual([
    'The list names 3 erased records. muster erases who is back within minutes of being deployed: see Service check.',
  ])
  // The service, once it is deployed, finds who is to be erased again.
  expect(said()).toEqual([[{ personId: 'ann', erasedOn: '2026-02-04' }], []])
})
