import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { databaseFile } from '#commands/empty-database.ts'
import { builtWorker } from '#commands/worker.ts'
import { isFresh, keptDemonstration, placeDemonstration } from '#tools/demonstration/kept-demonstration.ts'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'muster-test-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

it.each([
  ['just made', '2026-11-30T10:00:00Z', '2026-11-30T10:00:00Z', true],
  ['made 19 minutes ago', '2026-11-30T10:00:00Z', '2026-11-30T10:19:00Z', true],
  ['made 20 minutes ago, when what fell due since is missing', '2026-11-30T10:00:00Z', '2026-11-30T10:20:00Z', false],
  ['made yesterday, London time', '2026-06-30T22:55:00Z', '2026-06-30T23:05:00Z', false],
  ['made by a clock that was ahead', '2026-11-30T10:00:01Z', '2026-11-30T10:00:00Z', false],
])('a demonstration %s serves again or not', (_, madeAt, now, serves) => {
  expect(isFresh(Date.parse(madeAt), new Date(now))).toBe(serves)
})

it('takes the place of the data with its inbox; what is beside them stays', () => {
  const [kept, state] = [join(folder, 'kept'), join(folder, 'state')]
  const file = databaseFile(state, 'muster')
  const other = databaseFile(state, 'another council')
  mkdirSync(kept)
  writeFileSync(join(kept, 'demonstration.sqlite'), 'the county')
  writeFileSync(join(kept, 'resend-twin.json'), 'its mails')
  mkdirSync(dirname(file), { recursive: true })
  for (const path of [file, `${file}-wal`, `${file}-shm`, other]) writeFileSync(path, 'of before')
  placeDemonstration(kept, state, 'muster')
  expect([file, join(state, 'resend-twin.json'), other].map((path) => readFileSync(path, 'utf8'))).toEqual([
    'the county',
    'its mails',
    'of before',
  ])
  expect([`${file}-wal`, `${file}-shm`].filter((path) => existsSync(path))).toEqual([])
  expect(readdirSync(state).sort()).toEqual(['d1', 'resend-twin.json'])
  expect(readdirSync(kept).sort()).toEqual(['demonstration.sqlite', 'resend-twin.json'])
})

const refusing = `const { DatabaseSync } = await import('node:sqlite')
const { prepare } = DatabaseSync.prototype
DatabaseSync.prototype.prepare = function (sql) {
  if (/INSERT INTO Venue/.test(sql)) throw new Error('no room\\nfor venues')
  return prepare.call(this, sql)
}`

it.each([
  ['fails', `throw new Error('no room')`, 'The demonstration was not loaded: no room'],
  ['is killed', `process.kill(process.pid, 'SIGKILL')`, 'The demonstration was not loaded: its process was ended'],
  [
    'fails in one step',
    refusing,
    'The demonstration was not loaded: its step “people” was answered with 500: Error: D1_ERROR: Error: no room',
  ],
])('of a process that %s while it loads, nothing is kept', async (_, first, sentence) => {
  const wanted = { built: await builtWorker(), vars: {}, withMailTwin: false, first }
  await expect(keptDemonstration(wanted, new Date(), () => {}, join(folder, 'kept'))).rejects.toThrow(new RegExp(`^${sentence}$`))
  expect(readdirSync(join(folder, 'kept'))).toEqual([])
})
