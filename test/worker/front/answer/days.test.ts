// What is answered of an earlier day.

import { beforeAll, expect, it } from 'vitest'
import { followStandings } from '#attendance/requirements/follow-standings.ts'
import { newId } from '#base/id.ts'
import { linesOf } from '#front/answer/line.ts'
import { readAnswer } from '#front/answer/store.ts'
import { anAccount, anAct, anEvent, aSchool, db, request, rows, run, tick } from '#test/support/factories.ts'
import { add } from '#test/support/rows.ts'
import { aDelegate, someSchools } from '#test/support/school-facts.ts'
import { aPerson } from '../../attendance/coverage/world.ts'
import { anEarlierTraining, aRole } from '../../attendance/requirements/world.ts'
import { aDocument, anAdvice, anAnswer, anIssue, aReceipt, aVersion } from '../../guidance/world.ts'

const topic = 'child-on-child-abuse'
const then = new Date('2026-03-31T17:00:00.000Z')
const later = new Date('2026-11-09T17:00:00.000Z')

const ask = async (laCode: string, on: string, now: Date) => {
  const answer = await readAnswer(anAct({ laCodes: [laCode], now }), { topic, on, guidance: '' })
  if (!answer?.population) throw new Error('not answered')
  const { outside, population } = answer
  return { outside, about: population.about, rows: population.rows, lines: linesOf(population) }
}

const follow = async (now: Date): Promise<void> => {
  do await followStandings(anAct({ now }))
  while ((await db.prepare('SELECT COUNT(*) AS n FROM StandingToFollow').first<number>('n')) ?? 0)
}

const conferenceOn = (on: string) => anEvent({ topicId: topic, startsAt: `${on}T09:00:00.000Z`, endsAt: `${on}T15:00:00.000Z` })

const aFact = (subjectId: string, school: { id: string }, what: string, at: string, more: Record<string, string> = {}) =>
  add('NoticeFact', { notice: 'guidance', subjectId, schoolId: school.id, what, at, recordedAt: at, ...more })

it('Of an earlier day it is answered what was answered on that day, whatever happened since.', async () => {
  const laCode = 'D01'
  const give = (name: string, more = {}) => aSchool({ laCode, name, pupils: '100', ...more })
  const [came, late, silent] = [await give('Came'), await give('Later'), await give('Silent')]
  const [closed, opened] = [await give('Closed since', { closesOn: '2026-05-01' }), await give('Opened since', { opensOn: '2026-09-01' })]
  const { accountId } = await anAccount({ roles: ['officer'] })
  const document = await aDocument({ topicId: topic })
  const first = await aVersion(document)
  const issues = await Promise.all([came, late, closed].map((school) => anIssue(first, school)))
  await aReceipt(issues[0] ?? '', 'acknowledged', '2025-10-01', accountId)
  await anAnswer({ issueId: issues[0] ?? '', versionId: first, accountId })
  const told = await aFact(first, closed, 'told', '2025-10-01T10:00:00.000Z', { means: 'telephone', byId: accountId })
  await aDelegate(await conferenceOn('2026-02-10'), came.id, { markType: 'attended' })
  const [lead, other] = [await aPerson(), await aPerson()]
  const spell = await aRole(lead, came)
  await aRole(other, late)
  await anEarlierTraining(lead, came, '2024-11-10')
  await anEarlierTraining(other, late, '2023-11-10')
  const adviceId = await anAdvice(accountId, { title: 'Undecided then', publishedOn: '2026-03-01' })
  const noted = { notedAt: '2026-03-20T10:00:00.000Z', notedById: accountId }
  const ofId = await add('Recommendation', {
    ...{
      source: 'scrutiny',
      madeBy: 'Children’s scrutiny',
      madeOn: '2026-03-12',
      receivedOn: '2026-03-19',
      text: 'Reach all',
      figure: 'came',
    },
    ...{ topicId: topic, ...noted },
  })
  await follow(then)
  const before = await ask(laCode, '2026-03-31', then)
  expect(before.rows.map(({ name, came: how, training, guidance, answer }) => [name, how, training, guidance, answer])).toEqual([
    ['Came', 'lead', 'in_date', 'confirmed', 'as_is'],
    ['Closed since', 'never', 'not_told', 'told', 'no_answer'],
    ['Later', 'never_topic', 'overdue', 'queued', 'no_answer'],
    ['Silent', 'never', 'not_told', 'not_issued', 'not_issued'],
  ])

  await aDelegate(await conferenceOn('2026-06-01'), late.id, { markType: 'attended' })
  await anAnswer({ issueId: issues[1] ?? '', versionId: first, accountId }, { on: '2026-04-20', decidedOn: '2026-03-20' })
  await aFact(first, closed, 'withdrawn', '2026-04-01T10:00:00.000Z', { byId: accountId, ofId: told, reason: 'Another school' })
  const second = await aVersion(document, { number: 2, issuedOn: '2026-05-10' })
  for (const school of [came, late, silent, opened]) await anIssue(second, school, { issuedOn: '2026-05-10' })
  await run('UPDATE RoleAtSchool SET supersededAt = ?2 WHERE id = ?1', spell, tick().toISOString())
  await aRole(lead, came, { toDate: '2026-07-01' })
  await add('RoleGap', { schoolId: came.id, roleId: 'dsl', answer: 'vacant', fromDate: '2026-07-01', source: 'school' })
  await anEarlierTraining(other, late, '2026-04-10')
  await add('AdviceDecision', {
    ...{ adviceId, what: 'not_for_us', why: 'Of colleges alone', decidedAt: '2026-04-02T10:00:00.000Z', decidedById: accountId },
  })
  await anAdvice(accountId, { title: 'Noted since', publishedOn: '2026-03-02', notedAt: '2026-04-03T10:00:00.000Z' })
  await add('RecommendationAnswer', {
    ofId,
    what: 'accepted',
    day: '2026-03-30',
    why: '',
    ...noted,
    notedAt: '2026-04-01T09:00:00.000Z',
  })
  await follow(later)

  const after = await ask(laCode, '2026-03-31', later)
  expect(after.rows).toEqual(before.rows.map((row) => ({ ...row, booked: null, next: null })))
  expect(after.about).toEqual({ ...before.about, past: true })
  expect(after.outside).toEqual(before.outside)
  expect(after.outside.recommendations).toMatchObject([{ id: ofId, answer: null }])
  const today = await ask(laCode, '2026-11-09', later)
  expect(today.rows.map(({ name, came: how, training, answer }) => [name, how, training, answer])).toEqual([
    ['Came', 'lead', 'vacant', 'no_answer'],
    ['Later', 'lead', 'in_date', 'no_answer'],
    ['Opened since', 'never', 'not_told', 'no_answer'],
    ['Silent', 'never', 'not_told', 'no_answer'],
  ])
  const titles = (of: typeof today) => of.outside.advice.map(({ title }) => title).filter((title) => title !== 'Advice for schools')
  expect([titles(after), titles(today)]).toEqual([['Undecided then'], ['Noted since']])
  expect(today.outside.recommendations).toMatchObject([{ id: ofId, answer: { what: 'accepted' } }])
})

it('A register signed late, and a role told of late, are part of the day that they are about.', async () => {
  const laCode = 'D02'
  const school = await aSchool({ laCode, name: 'Told late' })
  const person = await aPerson()
  await aDelegate(await conferenceOn('2026-02-11'), school.id, { markType: 'attended' })
  await aRole(person, school, { fromDate: '2026-01-01' })
  await anEarlierTraining(person, school, '2026-01-10')
  const { rows: found, lines } = await ask(laCode, '2026-03-31', later)
  expect(found).toMatchObject([{ name: 'Told late', came: 'lead', training: 'in_date', trainingOn: '2028-01-10', booked: null }])
  expect(lines[0]?.sentence).toBe('1 of 1 school sent somebody from 1 April 2024 to 31 March 2026; 0 did not.')
})

const daysAgo = (n: number): string => new Date(Date.now() - n * 864e5).toISOString()
const dayAgo = (n: number): string => daysAgo(n).slice(0, 10)

let officer: Awaited<ReturnType<typeof anAccount>>
beforeAll(async () => {
  officer = await anAccount({ roles: ['officer'] })
  const [ashfield] = await Promise.all(['Ashfield', 'Bosbury'].map((name) => aSchool({ name })))
  const event = await anEvent({ topicId: 'online-safety', startsAt: daysAgo(30), endsAt: daysAgo(29.9) })
  await aDelegate(event, ashfield?.id ?? '', { markType: 'attended' })
  await aDelegate(
    await anEvent({ topicId: 'prevent', startsAt: '2022-03-01T09:00:00.000Z', endsAt: '2022-03-01T15:00:00.000Z' }),
    ashfield?.id ?? '',
    {
      markType: 'attended',
    },
  )
})
const asked = (query: Record<string, string>) => request(`/answer?${new URLSearchParams({ topic: 'online-safety', ...query })}`, officer)

it('A day is chosen beside the topic; each number and file leads to that day.', async () => {
  const on = dayAgo(40)
  const html = await (await asked({ on })).text()
  expect(html).toContain('0 of 2 schools sent somebody from ')
  expect(html).toContain('by what we know now')
  expect(html).toContain(`value="${on}"`)
  const links = [...html.matchAll(/href="(\/answer(?:\?|\/schools)[^"#]*)/g)].map(([, href = '']) => href)
  expect(links.length).toBeGreaterThan(5)
  expect(links.filter((href) => !href.includes(`on=${on}`))).toEqual([])
  const opened = await (await asked({ on, open: 'came.no' })).text()
  expect([opened.includes('>Ashfield, Leominster</a>'), opened.includes('>Bosbury, Leominster</a>')]).toEqual([true, true])
  const file = await (await request(`/answer/schools.csv?topic=online-safety&on=${on}`, officer)).text()
  expect(file.split('\r\n').filter((line) => line.includes('Came to other topics alone')).length).toBe(1)
  expect(await (await asked({})).text()).toContain('1 of 2 schools sent somebody since ')
})

it('A day to come, one before records begin and what is no day are refused, and what was typed is kept.', async () => {
  for (const [on, why] of [
    [dayAgo(-2), 'Enter a day that is not after today'],
    ['2022-02-28', 'Enter a day from 1 March 2022, when our records begin'],
    ['2026-02-30', 'Enter a date, such as 12 June 2026'],
    ['last May', 'Enter a date, such as 12 June 2026'],
  ] as const) {
    const answer = await asked({ on })
    const html = await answer.text()
    expect([on, answer.status, html.includes(why), html.includes(`value="${on}"`)]).toEqual([on, 422, true, true])
    expect(html).not.toContain('sent somebody')
    expect((await request(`/answer/schools.csv?topic=online-safety&on=${on}`, officer)).status).toBe(404)
    const form = { id: newId(tick()), topic: 'online-safety', on }
    expect((await request('/reports', { ...officer, form })).status).toBe(404)
  }
  expect(await rows('SELECT id FROM Report')).toEqual([])
})

it('A report made of an earlier day is of that day.', async () => {
  const on = dayAgo(40)
  const form = { id: newId(tick()), topic: 'online-safety', on }
  const made = await request('/reports', { ...officer, form })
  expect(made.headers.get('location')).toBe('/reports/1')
  expect(await rows('SELECT topicId, onDay FROM Report')).toEqual([{ topicId: 'online-safety', onDay: on }])
  expect(await (await request('/reports/1', officer)).text()).toContain('0 of 2 schools sent somebody from ')
  await request('/reports', { ...officer, form })
  await request('/reports', { ...officer, form: { ...form, on: dayAgo(41) } })
  expect(await rows('SELECT number FROM Report')).toEqual([{ number: 1 }])
})

it('At 600 schools an earlier day is read in two trips, too.', async () => {
  await someSchools(600)
  const answer = await asked({ on: dayAgo(20), open: 'came.no' })
  expect(await answer.text()).toContain('1 of 602 schools sent somebody')
  expect(answer.headers.get('server-timing')).toMatch(/\b2 trips/)
})
