// The council is told of those who ask to act for schools in one message an hour, and colleagues who may vouch at once.
import { beforeEach, expect, it } from 'vitest'
import { sweepAccounts } from '../../../src/accounts/sign-in-store.ts'
import { tellOfClaims } from '../../../src/accounts/tell-of-claims.ts'
import { councilFrom } from '../../../src/council/council.ts'
import { saveCouncil } from '../../../src/council/store.ts'
import worker from '../../../src/index.ts'
import { anAccount, anAct, aSchool, bindings, counting, db, request, rows } from '../../support/factories.ts'
import { dyingAt } from '../../support/outbox.ts'

const nine = new Date('2026-11-02T09:00:00.000Z')
const minutes = (n: number): Date => new Date(nine.getTime() + n * 60_000)
const tell = (n: number, more = {}) => tellOfClaims(anAct({ now: minutes(n), origin: 'schedule', ...more }))

const claim = async (schoolId?: string) =>
  request('/school/claims', {
    cookie: (await anAccount()).cookie,
    form: { schoolId: schoolId ?? (await aSchool()).id, name: 'Siân Pritchard', roleId: 'dsl' },
  })
const unlisted = async () =>
  request('/school/claims/unlisted', {
    cookie: (await anAccount()).cookie,
    form: { postcode: 'HR6 8AB', setting: 'nursery', setName: 'Acorns', name: 'Siân Pritchard', roleId: 'dsl' },
  })
const told = () =>
  rows<{ subject: string; text: string }>(
    `SELECT b.subject, b.text FROM Message m JOIN MessageBody b ON b.messageId = m.id WHERE m.kind = 'claims_waiting' ORDER BY m.rowid`,
  )

beforeEach(async () => {
  await db.batch([
    ...['LimitUse', 'MessageBody', 'Message'].map((table) => db.prepare(`DELETE FROM ${table}`)),
    ...['Claim', 'TrustClaim', 'UnlistedClaim'].map((table) =>
      db.prepare(`UPDATE ${table} SET state = 'refused', decidedAt = '2026-11-01T09:00:00.000Z' WHERE state = 'requested'`),
    ),
  ])
  const council = councilFrom('884')
  await saveCouncil(anAct(), council, { ...council, contactEmail: 'safeguarding@council.example' })
})

it('“The council is told of those who wait in one message an hour at most: how many and of which kinds, without a name. The colleagues who may vouch at the school are told at once.”', async () => {
  const school = await aSchool()
  const approver = await anAccount()
  await db
    .prepare(
      `INSERT INTO Claim (id, accountId, schoolId, state, evidence, personId, roleId, requestedAt, decidedAt, approver) VALUES (?1, ?2, ?3, 'approved', 'organiser', ?4, 'dsl', ?5, ?5, 1)`,
    )
    .bind(crypto.randomUUID(), approver.accountId, school.id, approver.personId, nine.toISOString())
    .run()
  for (let n = 0; n < 3; n += 1) expect((await claim(school.id)).status).toBe(303)
  expect((await unlisted()).status).toBe(303)
  expect(await rows(`SELECT recipient FROM Message WHERE kind = 'claim_requested'`)).toEqual(
    Array.from({ length: 3 }, () => ({ recipient: approver.accountId })),
  )
  expect(await told()).toEqual([])
  expect(await tell(0)).toBe(true)
  const [first] = await told()
  expect(first?.subject).toBe('4 requests to act for schools wait')
  expect(first?.text).toMatch(/For one school\W+3\b/)
  expect(first?.text).toMatch(/For a setting that is not listed\W+1\b/)
  expect(first?.text).not.toContain('For every school of a trust')
  expect(first?.text).toContain('/organiser/claims')
  for (const word of ['Siân', 'Acorns', 'New since']) expect(first?.text).not.toContain(word)
  // Nothing new: nothing is told twice. Something new: an hour after the last at the soonest.
  expect(await tell(61)).toBe(false)
  await claim()
  await unlisted()
  expect(await tell(59)).toBe(false)
  expect(await tell(60)).toBe(true)
  expect((await told()).map(({ subject }) => subject)).toEqual(['4 requests to act for schools wait', '6 requests to act for schools wait'])
  expect((await told())[1]?.text).toContain('New since the last message: 2.')
  expect(await rows(`SELECT id FROM Claim WHERE state = 'requested' AND toldAt IS NULL`)).toEqual([])
})

it('whatever moment a run is killed at, one message comes of it', async () => {
  for (let trip = 1; trip <= 8; trip += 1)
    for (const when of ['before', 'after'] as const) {
      await db.batch([...['LimitUse', 'MessageBody', 'Message'].map((table) => db.prepare(`DELETE FROM ${table}`))])
      await claim()
      await tell(0, { db: dyingAt(trip, when) }).catch(() => undefined)
      await tell(1)
      expect([trip, when, (await told()).length]).toEqual([trip, when, 1])
    }
})

it('of three runs at the same moment one tells; without the trigger and the guard of what is untold each does', async () => {
  const atOnce = async () => (await Promise.all([tell(0), tell(0), tell(0)])).filter(Boolean).length
  await claim()
  expect(await atOnce()).toBe(1)
  expect(await told()).toHaveLength(1)
  const [trigger] = await rows<{ sql: string }>(`SELECT sql FROM sqlite_master WHERE name = 'LimitUse_within_limit'`)
  await db.prepare('DROP TRIGGER LimitUse_within_limit').run()
  await db
    .prepare(`CREATE TRIGGER never_told AFTER UPDATE OF toldAt ON Claim BEGIN UPDATE Claim SET toldAt = NULL WHERE id = NEW.id; END`)
    .run()
  try {
    await claim()
    expect(await atOnce()).toBe(3)
  } finally {
    await db.batch([db.prepare(trigger?.sql ?? ''), db.prepare('DROP TRIGGER never_told')])
  }
})

it('the clock tells within a minute, and looks for it on a trip that it makes anyway', async () => {
  const { db: counted, trips } = counting()
  expect(await sweepAccounts(counted, new Date())).toBe(false)
  expect(trips()).toBe(1)
  await claim()
  expect(await sweepAccounts(db, new Date())).toBe(true)
  await worker.scheduled({} as ScheduledController, { ...bindings, BASE_URL: 'http://localhost:8787' })
  expect(await told()).toHaveLength(1)
  expect(await sweepAccounts(db, new Date())).toBe(false)
  // Somebody new waits; nobody is told before the hour is over.
  await claim()
  expect(await sweepAccounts(db, new Date())).toBe(false)
})
