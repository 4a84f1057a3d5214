// One page answers what a member asks of a topic: read in two trips, each number leading to its
// schools.

import { beforeAll, expect, it } from 'vitest'
import { readReport } from '#attendance/coverage/store.ts'
import { newId } from '#base/id.ts'
import { linesOf, questions } from '#front/answer/line.ts'
import { readAnswer } from '#front/answer/store.ts'
import { anAccount, anAct, anEvent, aSchool, cookiesOf, counting, db, request, rows, run, tick } from '#test/support/factories.ts'
import { unescaped } from '#test/support/plain.ts'
import { add, insert } from '#test/support/rows.ts'
import { aDelegate, aSuccession, aWalkIn, someSchools } from '#test/support/school-facts.ts'
import { signOff } from '../../attendance/coverage/world.ts'
import { aDocument, anAnswer, anIssue, aReceipt, aVersion } from '../../guidance/world.ts'

const now = new Date('2026-11-09T17:00:00.000Z')
const period = { from: '2024-11-10', on: '2026-11-09' }

const ask = async (laCode: string, topic = 'child-on-child-abuse', on = period.on, at = now) => {
  const act = anAct({ laCodes: [laCode], now: at })
  const answer = await readAnswer(act, { topic, on, guidance: '' })
  if (!answer?.population) throw new Error('no such topic or day')
  const { population } = answer
  const lines = linesOf(population)
  const partsOf = (key: string) =>
    Object.fromEntries(
      lines
        .filter((line) => line.key === key)
        .flatMap(({ parts }) => parts.flatMap((part) => (part.count > 0 ? [[part.key, part.count]] : []))),
    )
  return { act, population, lines, partsOf, row: (id: string) => population.rows.find(({ schoolId }) => schoolId === id) }
}

const anEarlier = (schoolId: string, facts: { topicId: string; heldOn: string; roleId?: string; personId?: string }) =>
  add('EarlierAttendance', {
    ...{
      batchId: schoolId,
      schoolId,
      title: 'Before',
      markType: 'attended',
      source: 'The last system',
      learnedAt: '2026-01-01T00:00:00.000Z',
    },
    ...facts,
  })

const aConference = (on: string, topicId = 'child-on-child-abuse') =>
  anEvent({ topicId, startsAt: `${on}T09:00:00.000Z`, endsAt: `${on}T15:00:00.000Z` })

it('A school came if somebody came for it on this topic in the two years: its lead, others, another school, or one that was merged into it.', async () => {
  const laCode = 'Q01'
  const names = ['Lead', 'Walk-in', 'Represented', 'Merged', 'Lapsed', 'Another topic', 'Never', 'After the day', 'Closed']
  const schools = await Promise.all(
    names.map((name) => aSchool({ laCode, name, ...(name === 'Closed' ? { closesOn: '2026-01-01' } : {}) })),
  )
  const [lead, walkIn, represented, merged, lapsed, another, never, after] = schools.map(({ id }) => id) as [
    string,
    string,
    string,
    string,
    string,
    string,
    string,
    string,
  ]
  const before = await aSchool({ laCode, name: 'Before', closesOn: '2026-03-01' })
  const [topical, other, later] = [
    await aConference('2026-05-12'),
    await aConference('2026-05-13', 'prevent'),
    await aConference('2026-11-20'),
  ]
  const first = await aDelegate(topical, lead, { markType: 'attended', represents: [represented] })
  await aDelegate(await aConference('2025-02-03'), lead, { markType: 'part', personId: first.personId })
  await aWalkIn(topical, walkIn, 'Kit Moss')
  await aDelegate(topical, before.id, { markType: 'attended' })
  await aSuccession(before, { id: merged, urn: '999999' }, 'merger')
  await anEarlier(lapsed, { topicId: 'child-on-child-abuse', heldOn: '2022-03-01' })
  await aDelegate(other, another, { markType: 'attended' })
  await aDelegate(later, after, { markType: 'attended' })
  await aDelegate(topical, never, { markType: 'absent' })
  const { act, population, partsOf, row } = await ask(laCode)
  expect(population.rows.map(({ name, came }) => [name, came])).toEqual([
    ['After the day', 'never'],
    ['Another topic', 'never_topic'],
    ['Lapsed', 'lapsed'],
    ['Lead', 'lead'],
    ['Merged', 'lead'],
    ['Never', 'never'],
    ['Represented', 'represented'],
    ['Walk-in', 'other'],
  ])
  expect(partsOf('came')).toEqual({ 'came.yes': 4, 'came.no': 4 })
  // One person came twice, and counts once.
  expect(partsOf('people')).toEqual({ 'people.dsl': 2, 'people.not_recorded': 1 })
  expect(partsOf('registers')).toEqual({ 'registers.provisional': 3 })
  expect(partsOf('sure')).toEqual({ 'sure.provisional': 4 })
  expect(row(lead)).toMatchObject({ firstOn: '2025-02-03', lastOn: '2026-05-12', times: 2, lastAnyOn: '2026-05-12' })
  expect(row(another)).toMatchObject({ firstOn: null, lastOn: null, times: 0, lastAnyOn: '2026-05-13' })
  const { whole } = await readReport(
    act.db,
    { laCodes: [laCode], ...period, to: period.on, topic: population.about.topic, event: undefined },
    ['sector-kind'],
  )
  expect([whole.open, whole.tookPart]).toEqual([8, 4])
})

it('Beside today are the same schools a year before, and of those that did not come who was contacted about it and what is next.', async () => {
  const laCode = 'Q04'
  const [kept = '', lost = '', gained = '', never = '', opened = ''] = (
    await Promise.all(
      ['Kept', 'Lost', 'Gained', 'Never', 'Opened'].map((name) =>
        aSchool({ laCode, name, ...(name === 'Opened' ? { opensOn: '2026-01-01' } : {}) }),
      ),
    )
  ).map(({ id }) => id)
  const recent = await aConference('2026-05-12')
  const old = await aConference('2024-09-20')
  const [eve, first] = [await aConference('2025-11-09'), await aConference('2023-11-10')]
  const come = (event: typeof recent, schoolId: string) => aDelegate(event, schoolId, { markType: 'attended' })
  for (const [event, school] of [
    [eve, kept],
    [recent, kept],
    [old, lost],
    [first, lost],
    [recent, gained],
    [recent, opened],
  ] as const)
    await come(event, school)
  const { accountId } = await anAccount({ roles: ['officer'], name: 'Olive Moss' })
  const chaseId = newId(tick())
  const at = '2026-10-01T09:00:00.000Z'
  await add('Chase', {
    id: chaseId,
    schoolId: never,
    matter: 'never_reached',
    ownerId: accountId,
    openedAt: at,
    openedById: accountId,
  })
  const contact = { schoolId: never, means: 'telephone', happenedAt: at, notedAt: at, byId: accountId }
  await add('ContactTried', { ...contact, chaseId, rung: 'office', result: 'no_answer', form: newId(tick()) })
  await add('ContactTried', {
    ...{ ...contact, chaseId, rung: 'head', result: 'spoke', form: newId(tick()), happenedAt: '2026-10-02T09:00:00.000Z' },
    ...{ nextRung: 'chair', nextOn: '2027-01-31', nextOwnerId: accountId },
  })
  // About something else.
  await add('ContactTried', {
    ...contact,
    schoolId: lost,
    matter: 'due',
    rung: 'office',
    result: 'spoke',
    form: newId(tick()),
  })
  const { partsOf, lines, row } = await ask(laCode)
  const said = (key: string) => lines.find((line) => line.key === key)?.sentence
  expect([said('same'), said('before'), said('again')]).toEqual([
    'Of the same 4 schools open on this day and on 9 November 2025, 2 came in the two years to this day.',
    '2 came in the two years to that day.',
    '1 of the 2 has not come since 10 November 2024.',
  ])
  expect(partsOf('contact')).toEqual({ 'contact.spoke': 1, 'contact.none': 1 })
  expect(said('next')).toBe('Next step to come 1 · no next step 1. Each step has an owner; the last day is 31 January 2027.')
  expect(row(never)).toMatchObject({ contact: 'spoke', contactOn: '2026-10-02', next: 'coming', nextOn: '2027-01-31' })
})

it('Of each school that came the best record says how we know it: a register, an earlier record that an officer looked into, or what was stated.', async () => {
  const laCode = 'Q05'
  const schools = await Promise.all(['Signed', 'Open', 'Seen', 'Stated', 'Both'].map((name) => aSchool({ laCode, name })))
  const [signed = '', open = '', seen = '', stated = '', both = ''] = schools.map(({ id }) => id)
  const [first, second] = [await aConference('2026-05-12'), await aConference('2026-05-13')]
  const { accountId } = await anAccount({ roles: ['officer'] })
  for (const school of [signed, both]) await aDelegate(first, school, { markType: 'attended' })
  await signOff(first)
  await aDelegate(second, open, { markType: 'attended' })
  for (const school of [seen, stated, both]) await anEarlier(school, { topicId: 'child-on-child-abuse', heldOn: '2025-03-01' })
  const [record] = await rows<{ id: string }>('SELECT id FROM EarlierAttendance WHERE schoolId = ?1', seen)
  await add('EvidenceCheck', { earlierId: record?.id ?? '', level: 'seen', at: '2026-06-01T09:00:00.000Z', byId: accountId })
  const { partsOf, lines } = await ask(laCode)
  const before = await ask(laCode, 'child-on-child-abuse', '2025-03-31')
  expect(['sure', 'guidance', 'answer'].map((key) => before.lines.find((line) => line.key === key)?.sentence)).toEqual([
    ...['Of the 3 that came we know 1 by an earlier record that an officer looked into and 2 as stated to us alone.'],
    ...Array(2).fill('By 31 March 2025 no guidance on this topic was issued.'),
  ])
  expect(partsOf('sure')).toEqual({ 'sure.signed': 2, 'sure.provisional': 1, 'sure.earlier': 1, 'sure.stated': 1 })
  expect(lines.find(({ key }) => key === 'sure')?.sentence).toBe(
    'Of the 5 that came we know 2 by a register signed off, 1 by a register not yet signed off, 1 by an earlier record that an officer looked into and 1 as stated to us alone.',
  )
})

it('Guidance is what was issued on the topic; a school that opened since is a part of its own, and so is one it is not for.', async () => {
  const laCode = 'Q02'
  const document = await aDocument({ title: 'Model policy', topicId: 'exploitation', audience: { sector: ['maintained'] } })
  const versionId = await aVersion(document)
  const { accountId } = await anAccount({ roles: ['officer'] })
  const give = async (name: string, why = 'issued') => {
    const school = await aSchool({ laCode, name, pupils: '70' })
    return { school, issueId: await anIssue(versionId, school, { why, issuedOn: why === 'issued' ? '2025-09-10' : '2025-11-01' }) }
  }
  const [adopted, planned, silent] = [await give('Adopted'), await give('Planned'), await give('Silent')]
  await give('Opened', 'opened_later')
  await aSchool({ laCode, name: 'Independent', sector: 'independent' })
  await aSchool({ laCode, name: 'Not issued' })
  await anAnswer({ issueId: adopted.issueId, versionId, accountId })
  await add('GuidanceReceipt', {
    ...{
      issueId: planned.issueId,
      what: 'planned',
      day: '2026-10-01',
      recordedAt: '2026-10-01T10:00:00.000Z',
      name: 'Ann Lee',
      role: 'Lead',
    },
    ...{ level: 'stated', meetsOn: '2026-12-03' },
  })
  await aReceipt(silent.issueId, 'opened', '2025-10-01', accountId)
  const { partsOf, lines, row } = await ask(laCode, 'exploitation')
  expect(partsOf('answer')).toEqual({
    ...{ 'answer.as_is': 1, 'answer.no_answer': 2, 'answer.opened_since': 1, 'answer.not_issued': 1, 'answer.not_for': 1 },
  })
  expect(partsOf('meeting')).toEqual({ 'meeting.planned': 1, 'meeting.none': 1 })
  expect(row(adopted.school.id)).toMatchObject({ issuedOn: '2025-09-10', daysAfter: 9, decidedOn: '2025-10-02', level: 'stated' })
  expect(lines.find(({ key }) => key === 'pupils_adopted')?.sentence).toBe('Schools that adopted it teach 70 of 280 pupils.')
  expect(lines.find(({ key }) => key === 'guidance')?.sentence).toContain(
    'Published nationally on 1 September 2025, issued to schools on 10 September 2025.',
  )
})

it('A school that was given an earlier version alone is said to have that one where its answer holds, and counts with its answer.', async () => {
  const laCode = 'Q14'
  const document = await aDocument({ title: 'Records', topicId: 'record-keeping', audience: { sector: ['maintained'] } })
  const versionId = await aVersion(document, { issuedOn: '2025-09-01' })
  const { accountId } = await anAccount({ roles: ['officer'] })
  const [holds, silent] = [await aSchool({ laCode, name: 'Holds' }), await aSchool({ laCode, name: 'Silent' })]
  await anAnswer({ issueId: await anIssue(versionId, holds), versionId, accountId })
  await anIssue(versionId, silent)
  await aVersion(document, { number: 2, askAgain: 0, issuedOn: '2025-09-05' })
  const { partsOf, lines } = await ask(laCode, 'record-keeping')
  expect([partsOf('guidance'), partsOf('answer'), partsOf('adopted'), partsOf('level')]).toEqual([
    { 'guidance.answered_earlier': 1, 'guidance.not_issued': 1 },
    { 'answer.as_is': 1, 'answer.not_issued': 1 },
    { 'adopted.yes': 1, 'adopted.no': 1 },
    { 'level.stated': 1 },
  ])
  expect(lines.find(({ key }) => key === 'guidance')?.sentence).toContain(
    'Given an earlier version alone, and their answer to it holds 1 · not issued to them yet 1 = 2 schools.',
  )
})

const daysAgo = (n: number): string => new Date(Date.now() - n * 864e5).toISOString()

it('Pupils and girls are those taught by schools that came and by schools that adopted it, as GIAS has them; a school without a number is said.', async () => {
  const laCode = 'Q03'
  const some = { laCode, girls: '40', censusOn: '2026-01-15' }
  const came = await aSchool({ ...some, name: 'Came', pupils: '1200' })
  await aSchool({ ...some, name: 'Did not', pupils: '80' })
  await aSchool({ laCode, name: 'No number' })
  await aDelegate(await aConference('2026-05-12'), came.id, { markType: 'attended' })
  const { lines, row } = await ask(laCode)
  const said = (key: string) => lines.find((line) => line.key === key)?.sentence
  expect([said('pupils'), said('girls'), said('pupils_adopted'), said('census')]).toEqual([
    'Schools that came teach 1,200 of 1,280 pupils.',
    'Schools that came teach 40 of 80 girls.',
    // No guidance on this topic was issued that any could have adopted.
    '',
    'GIAS has the number of pupils of 2 of 3 schools.',
  ])
  expect(row(came.id)).toMatchObject({ pupils: 1200, girls: 40, censusOn: '2026-01-15' })
})

let officer: Awaited<ReturnType<typeof anAccount>>
let reader: Awaited<ReturnType<typeof anAccount>>
beforeAll(async () => {
  officer = await anAccount({ roles: ['officer'] })
  reader = await anAccount({ roles: ['reader'] })
  const schools = await Promise.all(['Ashfield', 'Bosbury'].map((name) => aSchool({ name })))
  const document = await aDocument({ title: 'Advice', topicId: 'online-safety' })
  const versionId = await aVersion(document)
  for (const school of schools) await anIssue(versionId, school)
  await aDelegate(await anEvent({ topicId: 'online-safety', startsAt: daysAgo(10), endsAt: daysAgo(9) }), schools[0]?.id ?? '', {
    markType: 'attended',
  })
})
const page = async (path: string, { cookie } = officer) => (await request(path, { cookie })).text()

/** The links of a page that open something within it, as they are pressed. */
const presses = (html: string): string[] =>
  [...html.matchAll(/href="(\/answer\?[^"#]*)#/g)].map(([, href = '']) => href.replaceAll('&amp;', '&'))

it('Each number leads to its schools in the page, and each school to the rows it was counted from.', async () => {
  const html = await page('/answer?topic=online-safety')
  expect(html).toContain('1 of 2 schools sent somebody')
  const links = presses(html)
  expect(links.length).toBeGreaterThan(6)
  const opened = await page(links.find((href) => href.includes('came.no')) ?? '')
  expect([opened.includes('>Bosbury, Leominster</a>'), opened.includes('>Ashfield, Leominster</a>')]).toEqual([true, false])
  for (const href of links) {
    const schools = presses(await page(href)).filter((one) => one.includes('school='))
    expect([href, schools.length > 0]).toEqual([href, true])
    for (const one of schools) {
      const said = (await page(one)).match(/what this is counted from<\/h4>(.*?)<p class="govuk-body"><a [^>]*>Everything about/s)?.[1]
      expect([one, (said ?? '') !== '']).toEqual([one, true])
    }
  }
  const wrong = ['topic=none', 'guidance=none', 'open=came.none', `open=came.no&school=${newId(tick())}`]
  for (const one of wrong) expect((await request(`/answer?${one}`, officer)).status).toBe(404)
})

it('Five questions are answered where an officer lands, and the rows behind all five are seen in 13 presses from the first page, with a mailed code.', async () => {
  const [{ email }] = [await anAccount({ roles: ['officer'] })]
  let pressed = 0
  let browser = ''
  const press = async (path: string, form?: Record<string, string>) => {
    pressed += 1
    const answer = await request(path, { cookie: browser, ...(form ? { form } : {}) })
    browser = [browser, cookiesOf(answer)].filter(Boolean).join('; ')
    const on = answer.headers.get('location')
    return on ? (await request(on, { cookie: browser })).text() : answer.text()
  }
  expect(await (await request('/')).text()).toContain('href="/sign-in"')
  await press('/sign-in')
  await press('/sign-in', { email })
  const [mail] = await rows<{ text: string }>('SELECT text FROM LocalMail WHERE toAddress = ?1 ORDER BY rowid DESC LIMIT 1', email)
  let html = await press('/sign-in/code', { code: mail?.text.match(/\b\d{6}\b/)?.[0] ?? '' })
  for (const { title } of questions) expect(html).toContain(title)
  for (const [part, row] of [
    ['came.yes', 'Own staff attended'],
    ['people.dsl', 'Designated safeguarding lead'],
    ['training.waiting', 'The school has not told us who it is'],
    ['guidance.queued', 'Version 1 was issued on 10 September 2025.'],
    ['answer.no_answer', 'No record that anybody opened it.'],
  ] as const) {
    html = await press(presses(html).find((href) => href.includes(`open=${part}`)) ?? '')
    html = await press(presses(html).find((href) => href.includes('school=')) ?? '')
    expect([part, html.includes(row)]).toEqual([part, true])
  }
  expect(pressed).toBe(13)
})

it('A reader sees figures without names of schools, and no list or file; taking the file is logged.', async () => {
  const html = await page('/answer?topic=online-safety', reader)
  expect(html).toContain('1 of 2 schools sent somebody')
  expect(html).not.toMatch(/Ashfield|Bosbury|open=|schools\.csv|schools behind the numbers/)
  expect((await request('/answer/schools.csv', reader)).status).toBe(404)
  const file = await page('/answer/schools.csv?topic=online-safety')
  expect(file.split('\r\n').map((line) => line.split(',')[1])).toEqual(['School', 'Ashfield', 'Bosbury', undefined])
  expect(await rows(`SELECT accountId, json_extract(after, '$.schools') AS schools FROM Log WHERE act = 'answer.exported'`)).toEqual([
    { accountId: officer.accountId, schools: 2 },
  ])
})

it('Officers and readers come back to the topic they asked last, each to their own, and to that of the guidance issued last while they asked none or it is no more.', async () => {
  const [first, second] = [await anAccount({ roles: ['officer'] }), await anAccount({ roles: ['reader'] })]
  const { db: counted, trips } = counting()
  const ask = async (path: string, { cookie } = first) => {
    const before = trips()
    const left: Promise<unknown>[] = []
    const html = await (await request(path, { cookie, bindings: { DB: counted }, left })).text()
    const answered = trips()
    await Promise.all(left)
    return { topic: /<title>(.*?) –/.exec(html)?.[1], trips: [answered - before, trips() - answered] }
  }
  const kept = () =>
    rows('SELECT askedTopicId FROM Account WHERE id IN (?1, ?2) ORDER BY id', first.accountId, second.accountId).then((found) =>
      found.map(({ askedTopicId }) => askedTopicId),
    )
  const [council] = await rows<{ label: string }>(
    `SELECT label FROM TopicLabel WHERE preferred = 1 AND toDate IS NULL AND topicId = (
       SELECT d.topicId FROM GuidanceVersion v JOIN GuidanceDocument d ON d.id = v.documentId WHERE d.topicId IS NOT NULL ORDER BY v.issuedAt DESC, d.id LIMIT 1)`,
  )
  expect((await ask('/answer')).topic).toBe(council?.label)
  expect(await ask('/answer')).toEqual({ topic: council?.label, trips: [2, 0] })
  expect(await ask('/answer?topic=prevent')).toEqual({ topic: 'Prevent duty', trips: [2, 1] })
  expect(await ask('/answer')).toEqual({ topic: 'Prevent duty', trips: [2, 0] })
  expect(await ask('/answer?topic=prevent')).toEqual({ topic: 'Prevent duty', trips: [2, 0] })
  expect(await ask('/answer', second)).toEqual({ topic: council?.label, trips: [2, 0] })
  expect((await ask('/answer?topic=none', second)).trips).toEqual([2, 0])
  await db.batch([
    insert('Topic', { id: 'gone', position: 98 }),
    insert('TopicLabel', { id: 'gone-1', topicId: 'gone', label: 'Gone', preferred: 1 }),
  ])
  expect(await ask('/answer?topic=gone', second)).toEqual({ topic: 'Gone', trips: [2, 1] })
  expect(await kept()).toEqual(['prevent', 'gone'])
  await run(`DELETE FROM TopicLabel WHERE topicId = 'gone'`)
  expect(await ask('/answer', second)).toEqual({ topic: council?.label, trips: [2, 0] })
  await run(`DELETE FROM Topic WHERE id = 'gone'`)
  expect(await kept()).toEqual(['prevent', null])
  expect(await ask('/answer', second)).toEqual({ topic: council?.label, trips: [2, 0] })
})

it('At 600 schools it is read in two trips, of which one finds out who asks, and the schools behind a number stand fifty to a page.', async () => {
  await someSchools(600)
  const answer = await request('/answer?topic=online-safety&open=came.no', officer)
  const html = await answer.text()
  expect(html).toContain('1 of 602 schools sent somebody')
  expect(answer.headers.get('server-timing')).toMatch(/\b2 trips/)
  const schoolsOn = (text: string) => presses(text).filter((href) => href.includes('school='))
  const nextOf = (text: string) => unescaped(/href="([^"]*)" rel="next"/.exec(text)?.[1] ?? '')
  expect([html.includes(': 601 schools</caption>'), schoolsOn(html).length]).toEqual([true, 50])
  let last = html
  const shown = [50]
  for (let next = nextOf(html); next; next = nextOf(last)) {
    expect(next).toMatch(/#schools$/)
    last = await page(next)
    shown.push(schoolsOn(last).length)
  }
  expect(shown).toEqual([...Array.from({ length: 12 }, () => 50), 1])
  // Its rows open, and the list stays where it was.
  const [school = ''] = schoolsOn(last)
  const opened = await page(school)
  expect([opened.includes('what this is counted from'), opened.includes('rel="prev"'), opened.includes('rel="next"')]).toEqual([
    true,
    true,
    false,
  ])
})

it('The rows of a school are those that were counted, with who confirmed and who answered; what else it came to stands apart.', async () => {
  const school = await aSchool({ name: 'Colwall' })
  const document = await aDocument({ title: 'Model policy', topicId: 'exploitation' })
  const versionId = await aVersion(document)
  const issueId = await anIssue(versionId, school)
  const days = [daysAgo(20), daysAgo(19)] as const
  const event = (title: string, topicId: string) => anEvent({ title, topicId, startsAt: days[0], endsAt: days[1] })
  for (const [title, topicId] of [['Exploited', 'exploitation'] as const, ['Radical', 'prevent'] as const])
    await aDelegate(await event(title, topicId), school.id, { markType: 'attended' })
  const { accountId } = await anAccount({ roles: ['officer'] })
  await aReceipt(issueId, 'acknowledged', '2025-10-01')
  await anAnswer({ issueId, versionId, accountId }, { answer: 'with_changes' })
  await add('GuidancePublished', {
    ...{
      issueId,
      address: 'https://colwall.example/policy',
      checkedAt: '2025-10-05T10:00:00.000Z',
      outcome: 'found',
      checkedById: accountId,
      status: 200,
      hash: 'a'.repeat(64),
    },
  })
  const of = (part: string, opened = '') => page(`/answer?topic=exploitation&guidance=${document.id}&open=${part}${opened}`)
  const rowsOf = async (part: string) =>
    (await of(part, `&school=${school.id}`)).split('id="rows"')[1]?.split('Everything about this school')[0] ?? ''
  const [counted, ...other] = (await rowsOf('came.yes')).split('not counted here')
  expect([counted?.includes('Exploited'), counted?.includes('Radical'), other.join().includes('Radical')]).toEqual([true, false, true])
  expect(await rowsOf('guidance.confirmed')).toContain('Ann Lee')
  const answered = await rowsOf('answer.with_changes')
  expect(await page('/answer?topic=prevent&open=missed.never')).not.toContain('Times on this topic')
  for (const said of ['Ours is stricter', 'https://colwall.example/policy']) expect(answered).toContain(said)
  // A day that is the same of all schools of a list is said in it.
  const list = await of('guidance.confirmed')
  expect([list.includes('>Issued</th>'), list.includes('>Reached on</th>'), list.includes('1 Oct 2025')]).toEqual([true, true, true])
})
