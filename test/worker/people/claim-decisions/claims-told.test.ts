// The council is told of those who ask to act for schools in one message an hour, and so are
// colleagues who may vouch, after the first at once.

import { beforeEach, expect, it } from 'vitest'
import { saveCouncil } from '#base/council/store.ts'
import { councilFrom } from '#base/council.ts'
import { readNow } from '#base/db/read.ts'
import worker from '#index.ts'
import { notifyColleagues } from '#people/claiming/notify-colleagues.ts'
import { notifyCouncilOfClaims } from '#people/claiming/notify-of-claims.ts'
import { sweepAccounts } from '#people/sign-in/sign-in-store.ts'
import { noApprover } from '#test/support/claims.ts'
import { anAccount, anAct, aSchool, bindings, counting, db, request, rows, run } from '#test/support/factories.ts'
import { dyingAt } from '#test/support/outbox.ts'
import { add } from '#test/support/rows.ts'

const nine = new Date('2026-11-02T09:00:00.000Z')
const minutes = (n: number): Date => new Date(nine.getTime() + n * 60_000)
const tell = (n: number, more = {}) => notifyCouncilOfClaims(anAct({ now: minutes(n), origin: 'schedule', ...more }))

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

/** Somebody who may vouch at each of the schools. */
const anApprover = (...schoolIds: string[]) => anAccount({ schoolIds })
const tellThem = (n: number, more = {}) => notifyColleagues(anAct({ now: minutes(n), origin: 'schedule', ...more }))
const toColleagues = () =>
  rows<{ recipient: string; schoolId: string | null; subject: string; text: string }>(
    `SELECT m.recipient, m.schoolId, b.subject, b.text FROM Message m JOIN MessageBody b ON b.messageId = m.id WHERE m.kind = 'claim_requested' ORDER BY m.rowid`,
  )

it('“The council is told of those who wait in one message an hour at most: how many and of which kinds, without a name.”', async () => {
  const school = await aSchool()
  for (let n = 0; n < 3; n += 1) expect((await claim(school.id)).status).toBe(303)
  expect((await unlisted()).status).toBe(303)
  expect(await told()).toEqual([])
  expect(await tell(0)).toBe(true)
  const [first] = await told()
  expect(first?.subject).toBe('4 requests to book for schools wait')
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
  expect((await told()).map(({ subject }) => subject)).toEqual([
    '4 requests to book for schools wait',
    '6 requests to book for schools wait',
  ])
  expect((await told())[1]?.text).toContain('New since the last message: 2.')
  expect(await rows(`SELECT id FROM Claim WHERE state = 'requested' AND toldAt IS NULL`)).toEqual([])
})

it('“The colleagues who may vouch at the school are told of the first request at once, and of those that follow within an hour in one message, whoever asks and at however many of their schools.”', async () => {
  const [ash, elm, other] = [await aSchool({ name: 'Ashgrove' }), await aSchool({ name: 'Elmhurst' }), await aSchool()]
  const lead = await anApprover(ash.id, elm.id)
  const colleague = await anApprover(ash.id)
  await anApprover(other.id)
  expect((await claim(ash.id)).status).toBe(303)
  const atOnce = await toColleagues()
  expect(atOnce.map(({ recipient, schoolId }) => [recipient, schoolId])).toEqual([
    [lead.accountId, ash.id],
    [colleague.accountId, ash.id],
  ])
  expect(atOnce[0]?.subject).toContain('Someone asks to book for Ashgrove')
  expect(atOnce[0]?.text).toContain(`/school/${ash.id}/people`)
  expect(atOnce[0]?.text).not.toMatch(/\d requests?/)
  // Nineteen throwaways later nobody has had another message, and an hour after the first each has
  // one.
  for (let n = 0; n < 16; n += 1) await claim(ash.id)
  for (let n = 0; n < 3; n += 1) await claim(elm.id)
  expect(await toColleagues()).toHaveLength(2)
  const later = (n: number) => notifyColleagues(anAct({ now: new Date(Date.now() + n * 60_000), origin: 'schedule' }))
  expect([await later(55), (await toColleagues()).length]).toEqual([false, 2])
  expect([await later(61), await later(61), await later(300)]).toEqual([true, false, false])
  const [toLead, toColleague, ...more] = (await toColleagues()).slice(2)
  expect([toLead?.recipient, toLead?.schoolId, toColleague?.recipient, toColleague?.schoolId, more]).toEqual([
    lead.accountId,
    null,
    colleague.accountId,
    ash.id,
    [],
  ])
  expect(toLead?.subject).toBe('Someone asks to book for your schools and settings')
  expect(toLead?.text).toMatch(/Ashgrove\W[^\n]*16 requests/s)
  expect(toLead?.text).toMatch(/Elmhurst\W[^\n]*3 requests/s)
  expect(toColleague?.text).not.toContain('Elmhurst')
  expect(await rows('SELECT claimId FROM ClaimToTell')).toEqual([])
})

it('nobody is told of a request that somebody has decided about, nor once they may no longer vouch', async () => {
  const [ash, elm] = [await aSchool(), await aSchool()]
  const lead = await anApprover(ash.id, elm.id)
  await claim(ash.id)
  await claim(ash.id)
  await claim(elm.id)
  const decided = `UPDATE Claim SET state = 'refused', decidedAt = ?2 WHERE schoolId = ?1 AND state = 'requested'`
  await run(decided, ash.id, nine.toISOString())
  await noApprover('accountId = ?1 AND schoolId = ?2', lead.accountId, elm.id)
  expect(await notifyColleagues(anAct({ now: new Date(Date.now() + 61 * 60_000), origin: 'schedule' }))).toBe(false)
  expect([(await toColleagues()).length, await rows('SELECT claimId FROM ClaimToTell')]).toEqual([1, []])
})

/** A request of which a colleague is still to be told. */
const untold = async () => {
  const school = await aSchool()
  await anApprover(school.id)
  await claim(school.id)
  const [row] = await rows<{ claimId: string; accountId: string }>(
    `SELECT c.id AS claimId, m.recipient AS accountId FROM Claim c JOIN Message m ON m.schoolId = c.schoolId WHERE c.schoolId = ?1 AND c.state = 'requested'`,
    school.id,
  )
  await db.batch(['LimitUse', 'MessageBody', 'Message'].map((table) => db.prepare(`DELETE FROM ${table}`)))
  await add('ClaimToTell', { claimId: row?.claimId, accountId: row?.accountId })
}

it('whatever moment the telling of a colleague is killed at, one message comes of it', async () => {
  for (let trip = 1; trip <= 5; trip += 1)
    for (const when of ['before', 'after'] as const) {
      await untold()
      await tellThem(0, { db: dyingAt(trip, when) }).catch(() => undefined)
      await tellThem(1)
      expect([trip, when, (await toColleagues()).length]).toEqual([trip, when, 1])
    }
})

it('of three tellings of a colleague at the same moment one tells; without the trigger of limits and with what is told kept each does', async () => {
  const atOnce = async () => (await Promise.all([tellThem(0), tellThem(0), tellThem(0)])).filter(Boolean).length
  await untold()
  expect([await atOnce(), (await toColleagues()).length]).toEqual([1, 1])
  const [trigger] = await rows<{ sql: string }>(`SELECT sql FROM sqlite_master WHERE name = 'LimitUse_within_limit'`)
  await untold()
  await run('DROP TRIGGER LimitUse_within_limit')
  await run(`CREATE TRIGGER never_told BEFORE DELETE ON ClaimToTell BEGIN SELECT RAISE(IGNORE); END`)
  try {
    expect(await atOnce()).toBe(3)
  } finally {
    await db.batch([db.prepare(trigger?.sql ?? ''), db.prepare('DROP TRIGGER never_told'), db.prepare('DELETE FROM ClaimToTell')])
  }
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
  await run('DROP TRIGGER LimitUse_within_limit')
  await run(`CREATE TRIGGER never_told AFTER UPDATE OF toldAt ON Claim BEGIN UPDATE Claim SET toldAt = NULL WHERE id = NEW.id; END`)
  try {
    await claim()
    expect(await atOnce()).toBe(3)
  } finally {
    await db.batch([db.prepare(trigger?.sql ?? ''), db.prepare('DROP TRIGGER never_told')])
  }
})

it('the clock tells within a minute, and looks for it on a trip that it makes anyway', async () => {
  const { db: counted, trips } = counting()
  expect(await readNow(counted, sweepAccounts(counted, new Date()))).toBe(false)
  expect(trips()).toBe(1)
  await claim()
  expect(await readNow(db, sweepAccounts(db, new Date()))).toBe(true)
  await worker.scheduled({} as ScheduledController, { ...bindings, BASE_URL: 'http://localhost:8787' })
  expect(await told()).toHaveLength(1)
  expect(await readNow(db, sweepAccounts(db, new Date()))).toBe(false)
  // Somebody new waits; nobody is told before the hour is over.
  await claim()
  expect(await readNow(db, sweepAccounts(db, new Date()))).toBe(false)
})
