// What stands beside the answer of the reports before it. Rules: docs/rules/uptake.md.

import { beforeEach, expect, it } from 'vitest'
import { newId } from '#base/id.ts'
import { emptyDatabase } from '#test/support/database.ts'
import { anAccount, anAct, anEvent, aSchool, counting, request, rows, run, tick } from '#test/support/factories.ts'
import { textOf } from '#test/support/plain.ts'
import { add, addLike, all } from '#test/support/rows.ts'
import { aDelegate } from '#test/support/school-facts.ts'
import { sealRecord } from '#upkeep/seal/seal-record.ts'

const now = new Date()
const daysAgo = (n: number): string => new Date(now.getTime() - n * 864e5).toISOString()
const topic = 'online-safety'

type Account = Awaited<ReturnType<typeof anAccount>>
let [officer, reader]: Account[] = []
let ashfield = ''

const come = async (schoolId: string): Promise<void> => {
  await aDelegate(await anEvent({ topicId: topic, startsAt: daysAgo(10), endsAt: daysAgo(9) }), schoolId, { markType: 'attended' })
}
const page = async (by: Account | undefined, more = '', bindings = {}) => {
  const answer = await request(`/answer?topic=${topic}${more}`, { cookie: by?.cookie ?? '', bindings })
  return { status: answer.status, text: await textOf(answer) }
}

beforeEach(async () => {
  await emptyDatabase()
  officer = await anAccount({ roles: ['officer'] })
  reader = await anAccount({ roles: ['reader'] })
  const [first, second] = await Promise.all(['Ashfield', 'Bosbury'].map((name) => aSchool({ name })))
  ashfield = first?.id ?? ''
  await come(ashfield)
  const { cookie } = await anAccount({ roles: ['officer'] })
  await request('/reports', { cookie: officer.cookie, form: { id: newId(tick()), topic } })
  await sealRecord(anAct({ now }))
  const ended = await request('/reports/1/final', { cookie, form: { form: 'unnamed', answers: '0', ask: 'To note the figures.' } })
  expect([ended.status, await rows('SELECT form FROM FinalReport')]).toEqual([303, [{ form: 'unnamed' }]])
  await come(second?.id ?? '')
})

// “Beside the answer stands how many schools differ from the last final report that everybody may
// read, and what it asked of members; the number leads officers to the schools, each with its
// cause.”
it('how many schools differ from the last report is said to officers and readers, and leads officers to the schools with the cause of each', async () => {
  const said = '1 school differs from report 1, of'
  const [all, given] = [await page(officer), await page(reader)]
  for (const { text } of [all, given])
    expect([
      text.includes(said),
      text.includes('Only attendance is compared.'),
      text.includes('What members are asked To note the figures.'),
    ]).toEqual([true, true, true])
  expect([all.text.includes('Which school, and why'), given.text.includes('and why'), all.text.includes('Nothing on record')]).toEqual([
    ...[true, false, false],
  ])
  const opened = await page(officer, '&open=since.report')
  expect(opened.text).toMatch(
    /Nothing on record explains 1 of them\..* Bosbury, Leominster Then: did not take part\. [^.]*: own staff attended/,
  )
  expect((await page(reader, '&open=since.report')).text).not.toContain('Bosbury')
  const watched = counting()
  await page(officer, '', { DB: watched.db })
  await page(officer, '', { DB: watched.db })
  const before = watched.trips()
  await page(officer, '', { DB: watched.db })
  expect(watched.trips() - before).toBe(2)
  // Of another topic there is no report.
  expect(await (await request('/answer?topic=prevent', { cookie: officer?.cookie ?? '' })).text()).not.toContain('Since report')
})

it('a report for members alone is compared with nothing, and nothing of it is said', async () => {
  for (const { name } of await rows<{ name: string }>(`SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'FinalReport'`))
    await run(`DROP TRIGGER ${name}`)
  await run(`UPDATE FinalReport SET form = 'private', exemption = 'Paragraph 1', interest = 'Few.'`)
  for (const by of [officer, reader]) expect((await page(by)).text).not.toMatch(/Since report|To note the figures/)
  expect((await page(officer, '&open=since.report')).status).toBe(404)
})

// “What schools answered to the last report that is shown to them is said in numbers: to officers
// of drafts too.”
it('what schools answered is said in numbers, to readers once the report is final', async () => {
  await request('/reports', { cookie: officer?.cookie ?? '', form: { id: newId(tick()), topic } })
  const line = { urn: '1', name: 'x', town: '', trustName: '', says: '[]' }
  for (const { name } of await rows<{ name: string }>(
    `SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name IN ('ReportShowing', 'ReportLine', 'ReportReply', 'FinalReport')`,
  ))
    await run(`DROP TRIGGER ${name}`)
  const [report] = await all('Report', { number: 2 })
  const { id: reportId = '', knownAt = '', madeById = null } = report ?? {}
  await add('ReportShowing', {
    reportId,
    kind: 'report',
    number: 2,
    knownAt,
    replyDays: 10,
    startedAt: knownAt,
    startedById: madeById ?? '',
  })
  const answers = [
    ['right', null],
    ['wrong', 'stands'],
    ['correction', 'corrected'],
    ['wrong', null],
    [null, null],
  ] as const
  for (const [answer, decision] of answers) {
    const schoolId = (await aSchool({ name: `S${newId(tick())}` })).id
    const at = now.toISOString()
    await add('ReportLine', { reportId, schoolId, urn: line.urn, name: line.name, town: '', trustName: '', says: line.says })
    await add('ReportReply', {
      ...{ reportId, schoolId, shownAt: at, shownById: officer?.accountId, reachedAt: answer && at, answer, answeredAt: answer && at },
      ...{ decision, decidedAt: decision && at },
    })
  }
  const said =
    'What schools say of report 2 5 schools were to see what we publish; it arrived at 4; 1 is counted, not named. 4 schools answered: 1 agreed, for 1 the record was corrected, for 1 it stays as it is and 1 is to be decided.'
  expect([(await page(officer)).text.includes(said), (await page(reader)).text.includes('What schools say')]).toEqual([true, false])
  await addLike('FinalReport', {}, { reportId, form: 'named', exemption: '', interest: '', beside: '[]' })
  expect((await page(reader)).text).toContain(said)
})

// “A school that closed in the two years is in no number; how many did is said, and officers see
// which.”
it('a school that closed is said apart, and is in no number', async () => {
  await aSchool({ name: 'Closed', closesOn: daysAgo(30).slice(0, 10) })
  await aSchool({ name: 'Long gone', closesOn: daysAgo(900).slice(0, 10) })
  const [all, given] = [(await page(officer)).text, (await page(reader)).text]
  for (const text of [all, given]) {
    expect(text).toContain('2 of 2 schools sent somebody')
    expect(text).toMatch(/1 school closed for good since .* and is in no number here\. Who came for one that merged counts/)
  }
  expect([/Closed, Leominster : not open since/.test(all), all.includes('Long gone'), given.includes('Closed, Leominster')]).toEqual([
    true,
    false,
    false,
  ])
  expect((await page(officer, `&on=${daysAgo(40).slice(0, 10)}`)).status).toBe(422)
})
