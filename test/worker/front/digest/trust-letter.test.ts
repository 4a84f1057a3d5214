// The weekly letter to somebody who acts for a trust, or for several schools.
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { sendDigests } from '#front/digest/send-digests.ts'
import { askSchools } from '#people/roles/ask-schools.ts'
import { databaseWith } from '#test/support/database-with.ts'
import { anAccount, anAct, aSchool, before, db, request, rows } from '#test/support/factories.ts'
import { HtmlClient } from '#test/support/html-client.ts'
import { aPriceList, setPrice } from '#test/support/money.ts'
import { add } from '#test/support/rows.ts'
import { aPerson } from '../../attendance/coverage/world.ts'
import { aLetter, letterTo, monday, pathsIn, quiet } from '../../attendance/links/world.ts'
import { aRole, leadTraining } from '../../attendance/requirements/world.ts'
import { aTrust } from '../trusts/world.ts'

const weeks = (n: number) => new Date(monday.getTime() + n * 7 * 86_400_000)
const send = async (now = monday, pieces = 3) => {
  for (let piece = 0; piece < pieces; piece += 1) await sendDigests(anAct({ now, origin: 'schedule' }))
}
const lettersOf = (account: { email: string }) =>
  rows<{ subject: string; text: string }>(
    `SELECT b.subject, b.text FROM Message m JOIN MessageBody b ON b.messageId = m.id WHERE m.kind = 'school_digest' AND b.toAddress LIKE '%' || ?1 || '%'
     ORDER BY m.rowid`,
    account.email,
  )

beforeEach(async () => {
  vi.useFakeTimers({ toFake: ['Date'], now: new Date(monday.getTime() + 3_600_000) })
  await quiet()
  await db.prepare(`UPDATE TrustClaim SET state = 'ended', decidedAt = requestedAt WHERE state = 'approved'`).run()
})
afterEach(() => void vi.useRealTimers())

const names = ['Ash', 'Birch', 'Cedar', 'Damson', 'Elm', 'Fir', 'Gorse', 'Holly']

/** Eight schools whose leads are due, of which one has a contact of its own, and a date at £50 a place. */
const aTrustThatIsDue = async () => {
  const trust = await aTrust(names, { sector: 'academy' })
  for (const school of trust.schools) await aRole(await aPerson(`Lead of ${school.name}`), school)
  const office = await anAccount({ schoolIds: [trust.schools[0]?.id ?? ''], name: 'Olive Office' })
  const event = await leadTraining('2026-04-21', { capacity: 20 })
  await setPrice(event.id, (await aPriceList({ basisPoints: 0, defaultPence: 5_000 })).id)
  return { ...trust, office, event }
}

// “Whoever acts for a trust, or for several schools, gets one letter for all of them; a school’s own contact gets that of the school.”
it('a trust gets one letter for its eight schools, which begins with who is due, and a school’s own contact the letter of the school', async () => {
  const trust = await aTrustThatIsDue()
  await send()
  const [letter, ...more] = await lettersOf(trust)
  expect([letter?.subject, more]).toEqual(['To do this week: Hedgerow Trust', []])
  for (const name of names) expect(letter?.text).toContain(`${name}, Leominster`)
  expect(letter?.text).toContain('Book Lead of Ash for 21 April 2026, £50 (Ash)')
  expect(letter?.text.indexOf('/school/due')).toBeLessThan(letter?.text.indexOf('Training: ') ?? 0)
  expect(pathsIn(letter?.text ?? '')).toHaveLength(5)
  const own = await lettersOf(trust.office)
  expect(own.map(({ subject }) => subject.includes('Ash, Leominster'))).toEqual([true])
  expect(own[0]?.text).not.toContain('Birch')
  expect(
    await rows(
      `SELECT rung, COUNT(*) AS n FROM ContactTried WHERE matter = 'due' AND schoolId IN (SELECT id FROM School WHERE trustUid = ?1) GROUP BY rung ORDER BY rung`,
      trust.uid,
    ),
  ).toEqual([{ rung: 'office', n: 1 }])
})

it('a letter for two schools that are asked the same tells each of them, is stored under neither, and goes on while its account acts for one', async () => {
  const [one, other] = [await aSchool({ name: 'North End' }), await aSchool({ name: 'South End' })]
  const both = await anAccount({ schoolIds: [one.id, other.id] })
  await askSchools(anAct({ now: new Date('2026-02-25T09:00:00.000Z') }))
  await send()
  const messages = () =>
    rows(`SELECT schoolId, state, withheld FROM Message WHERE kind = 'school_digest' AND recipient = ?1`, both.accountId)
  const told = (what: string) =>
    rows(
      `SELECT f.notice, f.schoolId FROM NoticeFact f JOIN Message m ON m.id = f.messageId WHERE m.recipient = ?1 AND f.what = ?2 ORDER BY f.schoolId`,
      ...[both.accountId, what],
    )
  const each = [one, other].map(({ id }) => ({ notice: 'roles', schoolId: id })).toSorted((a, b) => a.schoolId.localeCompare(b.schoolId))
  expect([await messages(), await told('queued')]).toEqual([[{ schoolId: null, state: 'queued', withheld: 0 }], each])
  await db.prepare(`UPDATE Message SET state = 'failed' WHERE recipient = ?1`).bind(both.accountId).run()
  expect(await told('came_back')).toEqual(each)
})

it('somebody who acts for two schools gets one letter for both, and again only when there is something new', async () => {
  const [one, other] = [await aSchool({ name: 'North End' }), await aSchool({ name: 'South End' })]
  const both = await anAccount({ schoolIds: [one.id, other.id] })
  for (const school of [one, other]) await aRole(await aPerson(`Lead of ${school.name}`), school)
  await leadTraining('2026-06-21')
  await send()
  await send(weeks(1))
  const letters = await lettersOf(both)
  expect(letters.map(({ subject }) => subject)).toEqual(['To do this week: 2 schools'])
  expect(['North End', 'South End'].map((name) => letters[0]?.text.includes(name))).toEqual([true, true])
  await aRole(await aPerson('New Deputy'), other)
  await send(weeks(2))
  expect((await lettersOf(both)).map(({ text }) => text.includes('New Deputy'))).toEqual([false, true])
})

it('whoever comes to act for a second school after the letter of the first gets no second letter in that week', async () => {
  const { office } = await aLetter()
  const second = await aSchool()
  await aRole(await aPerson('Second Lead'), second)
  await add('Claim', {
    ...{ accountId: office.accountId, schoolId: second.id, state: 'approved', evidence: 'self_asserted', approver: 1 },
    ...{ requestedAt: monday.toISOString(), decidedAt: monday.toISOString() },
  })
  await send()
  expect(await lettersOf(office)).toHaveLength(1)
  await send(weeks(1))
  expect(await lettersOf(office)).toHaveLength(2)
})

it('two clocks send the letter of a trust once; control: without the row of the week, twice', async () => {
  const lettersBy = async (on: typeof db) => {
    const trust = await aTrustThatIsDue()
    await send(monday, 1)
    const act = (database: typeof db) => anAct({ db: database, now: monday, origin: 'schedule' })
    await sendDigests(act(before(3, () => sendDigests(act(on)), on)))
    return lettersOf(trust)
  }
  expect(await lettersBy(db)).toHaveLength(1)
  const prepare = (sql: string) => db.prepare(sql.replace('INSERT INTO AccountDigest', 'INSERT OR IGNORE INTO AccountDigest'))
  expect(await lettersBy(databaseWith(db, { prepare }))).toHaveLength(2)
})

it('a trust books for its eight schools from its letter on one page with one press', async () => {
  const trust = await aTrustThatIsDue()
  await send()
  const origin = 'http://localhost:8787'
  const reader = new HtmlClient(
    origin,
    (url, { body, ...init }) => request(url.replace(origin, ''), { ...init, ...(body === undefined ? {} : { body }) }),
    trust.cookie,
  )
  const [at = ''] = /\/school\/due/.exec(await letterTo(trust.email)) ?? []
  await reader.goto(at)
  await reader.press('Book 8 places for £400.00')
  expect([reader.presses, reader.paths.length]).toEqual([1, 2])
  expect(
    (
      await rows<{ name: string }>(
        `SELECT s.name FROM Place p JOIN School s ON s.id = p.schoolId WHERE p.eventId = ?1 AND p.state = 'confirmed' ORDER BY s.name`,
        trust.event.id,
      )
    ).map(({ name }) => name),
  ).toEqual(names)
})
