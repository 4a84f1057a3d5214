// What fails is tried again later and later, and keeps nothing else from being done.
import { afterAll, beforeAll, beforeEach, expect, it, vi } from 'vitest'
import { readHealth } from '#base/council/health-store.ts'
import { addMinutes } from '#base/dates.ts'
import { runDue } from '#due.ts'
import { type Kind, kinds } from '#jobs.ts'
import { bindings, db, exec, rows, run } from '#test/support/factories.ts'
import { booked, sent, weekBefore } from '#test/worker/correspondence/automatic/world.ts'
import { underWay } from '#test/worker/correspondence/mailings/world.ts'
import { auditAll } from '#upkeep/audit/store.ts'

let said: ReturnType<typeof vi.spyOn>
beforeAll(() => {
  said = vi.spyOn(console, 'error').mockImplementation(() => {})
})
afterAll(() => said.mockRestore())
beforeEach(() => run('DELETE FROM FailedJob'))

const start = new Date('2026-06-01T09:00:00.000Z')
const minute = (n: number, some: readonly Kind[], from = start): Promise<void> =>
  runDue(bindings, addMinutes(from, n), 'http://localhost:8787', some)
const always = () => [{ sql: '1', values: [] }]
const failing = () => rows('SELECT job, subjectId, tries, waits, error FROM FailedJob ORDER BY job, subjectId')
const named = (...names: string[]): readonly Kind[] => kinds.filter(({ name }) => names.includes(name))

it('a job that fails is tried later and later, and the others are done every minute; after ten tries an administrator and the audit are told; when it succeeds nothing is left of it', async () => {
  const tried: number[] = []
  let others = 0
  const faults: Error[] = [new TypeError('Ann Lee of Oak School cannot be read')]
  let now = 0
  const some: Kind[] = [
    {
      due: always,
      name: 'failingJob',
      job: async () => {
        tried.push(now)
        for (const fault of faults) throw fault
        return false
      },
    },
    {
      due: always,
      name: 'soundJob',
      job: async () => {
        others += 1
        return false
      },
    },
  ]
  for (; now < 340; now += 1) await minute(now, some)
  expect(others).toBe(340)
  expect(tried.slice(1).map((at, n) => at - (tried[n] ?? 0))).toEqual([2, 3, 5, 9, 17, 33, 61, 61, 61, 61])
  expect(await failing()).toEqual([{ job: 'failingJob', subjectId: '', tries: 11, waits: 1, error: 'TypeError' }])
  expect((await readHealth(db, start)).failing).toEqual([
    { job: 'failingJob', error: 'TypeError', things: 1, failedAt: addMinutes(start, tried.at(-1) ?? 0).toISOString() },
  ])
  const found = (await auditAll(db, start)).invariants.find(({ name }) => name === 'clock_work_succeeds')
  expect([found?.ok, found?.violations]).toEqual([false, ['failingJob']])
  faults.pop()
  for (; now < 410; now += 1) await minute(now, some)
  expect(await failing()).toEqual([])
})

it('a booking whose reminder cannot be written is asked for no more than the others need, and has its own as soon as it can', async () => {
  const broken = await booked(['Ann Lee'])
  const sound = await booked(['Bo Price'])
  const some = named('followAutomatic')
  await exec(
    `CREATE TRIGGER broken_event BEFORE INSERT ON SentOnce WHEN NEW.eventId = '${broken.event.id}' BEGIN SELECT RAISE(ABORT, 'broken'); END`,
  )
  const at = (n: number) => minute(n, some, new Date(weekBefore))
  await at(0)
  expect([(await sent(broken.event.id)).length, (await sent(sound.event.id)).length]).toEqual([0, 2])
  const whole = await failing()
  expect(whole).toEqual([
    expect.objectContaining({ job: 'followAutomatic', tries: 1, error: 'Error' }),
    expect.objectContaining({ job: 'followAutomatic', tries: 1, error: 'Error' }),
  ])
  await exec('DROP TRIGGER broken_event')
  for (let n = 1; n < 64; n += 1) await at(n)
  expect((await sent(broken.event.id)).length).toBe(2)
  expect(await failing()).toEqual([])
})

it('a recipient whose message cannot be written keeps no other recipient of a mailing from theirs', async () => {
  const id = await underWay(250)
  const some = named('sendMailings')
  await exec(
    `CREATE TRIGGER broken_recipient BEFORE UPDATE ON SendingRecipient WHEN NEW.sendingId = '${id}' AND NEW.number = 7 BEGIN SELECT RAISE(ABORT, 'broken'); END`,
  )
  for (let n = 0; n < 8; n += 1) await minute(n, some)
  const left = () => rows(`SELECT number FROM SendingRecipient WHERE sendingId = ?1 AND state = 'waiting'`, id)
  expect(await left()).toEqual([{ number: 7 }])
  expect((await failing()).map(({ subjectId }) => subjectId)).toEqual([`${id} 7`])
  await exec('DROP TRIGGER broken_recipient')
  for (let n = 8; n < 30; n += 1) await minute(n, some)
  expect([await left(), await failing()]).toEqual([[], []])
})

const sources = Object.values(
  import.meta.glob<string>(['../../../../src/**/*.ts'], { query: '?raw', import: 'default', eager: true }),
).join('\n')
const namesIn = (pattern: RegExp): string[] => [...new Set([...sources.matchAll(pattern)].map(([, name = '']) => name))].sort()

it('every job that goes through things one by one leaves out, where it looks for them, what has failed', () => {
  const leftOut = namesIn(/triable\('(\w+)'/g)
  const noted = namesIn(/(?:Apart\(\s*act,\s*|const job = )'(\w+)'/g)
  expect(noted.length).toBeGreaterThan(15)
  expect(leftOut.filter((name) => !kinds.some((kind) => kind.name === name))).toEqual([])
  // Prices are followed by a mark that moves on: what failed is read by itself.
  expect(noted.filter((name) => !leftOut.includes(name))).toEqual(['repricePlaces'])
})
