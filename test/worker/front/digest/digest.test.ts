// The weekly letter of what is due from schools.

import { beforeEach, expect, it } from 'vitest'
import { kindsDue } from '#due.ts'
import { sendDigests } from '#front/digest/send-digests.ts'
import { kinds } from '#jobs.ts'
import { noApprover } from '#test/support/claims.ts'
import { databaseWith } from '#test/support/database-with.ts'
import { anAccount, anAct, anEvent, aSchool, aSetting, before, db, rows, tick } from '#test/support/factories.ts'
import { add } from '#test/support/rows.ts'
import { aDelegate } from '#test/support/school-facts.ts'
import { aRole } from '../../attendance/requirements/world.ts'

const monday = new Date('2026-03-09T09:00:00.000Z')
const later = (days: number, from = monday) => new Date(from.getTime() + days * 86_400_000)

const choose = (day: string) => aSetting('council', { digestDay: day })

const isDue = async (now: Date) => (await kindsDue(db, { now, stripe: undefined }, kinds)).some(({ kind }) => kind.job === sendDigests)
const run = (now = monday, on = db) => sendDigests(anAct({ db: on, now, origin: 'schedule' }))
const letters = (schoolId: string) =>
  rows<{ toAddress: string; subject: string; text: string }>(
    `SELECT b.toAddress, b.subject, b.text FROM Message m JOIN MessageBody b ON b.messageId = m.id WHERE m.kind = 'school_digest' AND m.schoolId = ?1
     ORDER BY m.id`,
    schoolId,
  )
const kept = (schoolId: string) => rows('SELECT week, letters FROM SchoolDigest WHERE rootId = ?1 ORDER BY week', schoolId)

/** Acts for the school in a role, and may not vouch for colleagues. */
const acting = async (schoolId: string, roleId: string) => {
  const account = await anAccount({ schoolIds: [schoolId] })
  await db.prepare('UPDATE Claim SET roleId = ?2 WHERE accountId = ?1').bind(account.accountId, roleId).run()
  await noApprover('accountId = ?1', account.accountId)
  return account
}

const unnamed = async (schoolId: string) => {
  const event = await anEvent()
  const { bookingId, reference } = await aDelegate(event, schoolId, { name: 'Beth Jones' })
  await add('Place', { bookingId, eventId: event.id, schoolId, state: 'confirmed' })
  return { event, reference }
}

const aSchoolWithNames = async () => {
  const school = await aSchool({ name: 'Names Primary School', town: 'Ross' })
  const office = await acting(school.id, 'business_manager')
  return { school, office, ...(await unnamed(school.id)) }
}

beforeEach(async () => {
  await db.batch([
    db.prepare(`UPDATE Claim SET state = 'ended', decidedAt = ?1 WHERE state = 'approved'`).bind(tick().toISOString()),
    db.prepare('DELETE FROM DigestWeek'),
  ])
  await choose('monday')
})

// “The letter goes on the weekday that the council has chosen, in school hours, or on the first
// school day after it in the same week.” “Until the council has chosen a weekday no letter
// goes.”
it('letters are due on the chosen weekday in school hours, or on the next school day of that week, and never unless a day is chosen', async () => {
  const at = async (...times: string[]) => Promise.all(times.map((time) => isDue(new Date(time))))
  expect(await at('2026-03-09T07:59:00.000Z', '2026-03-09T08:00:00.000Z', '2026-03-09T15:59:00.000Z', '2026-03-09T16:00:00.000Z')).toEqual([
    ...[false, true, true, false],
  ])
  // The Sunday before; and Monday 4 May 2026 is a bank holiday.
  expect(await at('2026-03-08T10:00:00.000Z', '2026-05-04T10:00:00.000Z', '2026-05-05T10:00:00.000Z')).toEqual([false, false, true])
  await choose('wednesday')
  expect(await at('2026-03-10T10:00:00.000Z', '2026-03-11T10:00:00.000Z')).toEqual([false, true])
  await choose('never')
  expect(await at('2026-03-11T10:00:00.000Z')).toEqual([false])
  await db.prepare(`DELETE FROM Setting WHERE key = 'council'`).run()
  expect(await at('2026-03-11T10:00:00.000Z')).toEqual([false])
})

// “In school holidays no letter goes.”
it('in school holidays nothing is due', async () => {
  const term = (name: string, firstDay: string, lastDay: string) =>
    add('TermDate', { name, firstDay, lastDay, source: 'The council’s term dates' })
  await term('Spring', '2026-01-05', '2026-03-27')
  await term('Summer', '2026-04-13', '2026-07-21')
  expect(await isDue(new Date('2026-03-30T10:00:00.000Z'))).toBe(false)
  expect(await isDue(new Date('2026-03-23T10:00:00.000Z'))).toBe(true)
  await db.prepare('DELETE FROM TermDate').run()
})

// “Each letter is noted with the school as written to, by the service itself.” “A letter says
// what is due in the words of the school’s own page, with the day and where to press.” “It
// says what it is and why somebody gets it, and names nobody in its subject.”
it('a letter says all that is due with its day and its link, and what it is', async () => {
  const { school, office, reference } = await aSchoolWithNames()
  expect(await run()).toBe(true)
  const [letter, ...more] = await letters(school.id)
  expect(more).toEqual([])
  expect(letter?.toAddress).toContain(office.email)
  expect(letter?.subject).toBe(`To do this week: Names Primary School, Ross (URN ${school.urn})`)
  for (const words of [
    'Say who comes to “Safeguarding conference”: 1 place has no name',
    'Due by Thursday 11 June 2026',
    `/bookings/${reference}/names`,
    `/school/${school.id}`,
    'You get this because you can book for Names Primary School, Ross',
    'cannot be turned off',
  ])
    expect(letter?.text).toContain(words)
  expect(await kept(school.id)).toEqual([{ week: '2026-03-09', letters: 1 }])
  expect(await rows('SELECT matter, rung, means, result, byId FROM ContactTried WHERE schoolId = ?1', school.id)).toEqual([
    { matter: 'due', rung: 'office', means: 'message', result: 'written_to', byId: null },
  ])
  expect(await rows(`SELECT after FROM Log WHERE act = 'school.digest_sent' AND schoolId = ?1`, school.id)).toEqual([
    { after: JSON.stringify({ week: '2026-03-09', letters: 1 }) },
  ])
})

// “Training goes to leads, deputies, heads and those who may vouch for colleagues; everybody who
// acts for the school hears of names and questions.” “Where none of these acts for the school,
// training goes to everybody who does.”
it('the office hears of names, a lead of training too', async () => {
  const { school, office } = await aSchoolWithNames()
  const lead = await acting(school.id, 'dsl')
  const { personId } = await aDelegate(await anEvent(), school.id, { name: 'Siân Lewis' })
  await aRole(personId, school)
  await run()
  const texts = new Map((await letters(school.id)).map(({ toAddress, text }) => [toAddress, text]))
  const textTo = (email: string) => [...texts].find(([to]) => to.includes(email))?.[1] ?? ''
  expect([textTo(office.email).includes('Siân Lewis'), textTo(lead.email).includes('No training on our record: Siân Lewis')]).toEqual([
    false,
    true,
  ])
  expect([textTo(office.email), textTo(lead.email)].map((text) => text.includes('1 place has no name'))).toEqual([true, true])
  const alone = await aSchool()
  const only = await acting(alone.id, 'business_manager')
  const { personId: otherId } = await aDelegate(await anEvent(), alone.id, { name: 'Cai Rees' })
  await aRole(otherId, alone)
  await run()
  expect(
    (await letters(alone.id)).map(({ toAddress, text }) => [
      toAddress.includes(only.email),
      text.includes('No training on our record: Cai Rees'),
    ]),
  ).toEqual([[true, true]])
})

// “A school of which nothing is due gets no letter.” “It goes once a week: two clocks that
// run at the same time send one.”
it('a school gets one letter a week, however many clocks run, and none when nothing is due', async () => {
  const { school } = await aSchoolWithNames()
  const quiet = await aSchool()
  await acting(quiet.id, 'dsl')
  await add('StaffStatement', {
    ...{ schoolId: quiet.id, requirementId: 'staff_update', trained: 3, staff: 3, asAt: '2026-03-01', saidBy: 'Head' },
  })
  await Promise.all([run(), run(), run()])
  await run(later(1))
  expect(await letters(school.id)).toHaveLength(1)
  expect([await letters(quiet.id), await kept(quiet.id)]).toEqual([[], [{ week: '2026-03-09', letters: 0 }]])
})

it('without the row of the week and the noted contact, clocks that run at the same time send the letter more than once', async () => {
  const { school } = await aSchoolWithNames()
  const unkept = databaseWith(db, {
    prepare: (sql: string) => db.prepare(sql.replace(/INSERT INTO (SchoolDigest|AccountDigest|ContactTried)/, 'INSERT OR IGNORE INTO $1')),
  })
  // The second clock begins once the first has read what is due.
  await run(
    monday,
    before(3, () => run(monday, unkept), unkept),
  )
  expect((await letters(school.id)).length).toBeGreaterThan(1)
})

it('a run that is killed before it has written leaves nothing, and the next sends', async () => {
  const { school } = await aSchoolWithNames()
  const killed = () => Promise.reject(new Error('killed'))
  await run(monday, before(3, killed)).catch(() => undefined)
  expect([await letters(school.id), await kept(school.id)]).toEqual([[], []])
  await db.prepare('DELETE FROM FailedJob').run()
  await run()
  expect([(await letters(school.id)).length, await kept(school.id)]).toEqual([1, [{ week: '2026-03-09', letters: 1 }]])
})

// “What is settled is not in the next letter.” “A letter that has nothing new waits until
// four weeks after the last.”
it('the same is said again after four weeks alone, something new the week after', async () => {
  const { school } = await aSchoolWithNames()
  const counts: number[] = []
  // The Monday of the fifth week is a bank holiday.
  for (const day of [0, 7, 14, 21, 29]) {
    await run(later(day))
    counts.push((await letters(school.id)).length)
  }
  expect(counts).toEqual([1, 1, 1, 1, 2])
  await unnamed(school.id)
  await run(later(35))
  expect((await letters(school.id)).length).toBe(3)
  await db.prepare(`UPDATE Place SET state = 'cancelled', stateAt = ?2 WHERE schoolId = ?1`).bind(school.id, tick().toISOString()).run()
  await run(later(42))
  expect((await letters(school.id)).length).toBe(3)
})

it('many schools are written to in pieces, after which the week is done', async () => {
  const schools: string[] = []
  for (let n = 0; n < 90; n += 1) {
    const { id } = await aSchool()
    schools.push(id)
    if (n % 30 === 0) await acting(id, 'dsl')
    else await acting(id, 'business_manager')
  }
  const looked = async () =>
    (await rows<{ n: number }>(`SELECT COUNT(*) AS n FROM SchoolDigest WHERE week = '2026-03-09' AND rootId >= ?1`, schools[0] ?? ''))[0]?.n
  await run()
  expect(await looked()).toBe(40)
  expect(await isDue(monday)).toBe(true)
  await run()
  await run()
  expect(await looked()).toBe(90)
  await run()
  expect(await rows('SELECT week FROM DigestWeek')).toEqual([{ week: '2026-03-09' }])
  expect(await isDue(later(1))).toBe(false)
  expect(await isDue(later(7))).toBe(true)
})
