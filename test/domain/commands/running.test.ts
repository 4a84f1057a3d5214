import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { announce, nowServing, withdraw, withMuster } from '../../../src/commands/running.ts'
import { splitSql } from '../../../src/commands/worker.ts'

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

it('a command starts the Worker on its own, another goes through it, and the data is there the next time', {
  timeout: 120_000,
}, async () => {
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

it('a migration is cut into statements, a trigger staying whole', () => {
  const sql =
    '-- words\nCREATE TABLE A (\n  id TEXT\n);\n\nCREATE TRIGGER B BEFORE UPDATE ON A BEGIN\n  SELECT 1;\n  SELECT 2;\nEND;\nCREATE INDEX C ON A (id);\n'
  expect(splitSql(sql)).toHaveLength(3)
  expect(() => splitSql('CREATE TABLE A (')).toThrow('middle of a statement')
})
