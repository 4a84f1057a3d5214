// What a council publishes of a school year. Rules: docs/rules/open-data.md.

import papa from 'papaparse'
import { expect, it } from 'vitest'
import { preparePublication, publishReport } from '#attendance/publication/publish-report.ts'
import { freezeReport } from '#attendance/reports/freeze-report.ts'
import { selectLogEnd } from '#attendance/reports/store.ts'
import { readNow } from '#base/db/read.ts'
import { newId } from '#base/id.ts'
import { accepted, anAccount, anAct, aSchool, db, existing, request, rows, run, tick } from '#test/support/factories.ts'
import { textOf } from '#test/support/plain.ts'
import { add, addOnce, all } from '#test/support/rows.ts'
import { anArea, cameTo, onDay } from '../coverage/world.ts'

const administrator = await anAccount({ roles: ['administrator'], name: 'Alys Bowen' })
const officer = await anAccount({ roles: ['officer'] })
const path = '/organiser/open-data'
const freeze = async (laCode: string, from: string, to: string, at: string) => {
  const id = newId(tick())
  const act = anAct({ now: new Date(at), actor: officer.actor })
  const done = await freezeReport(act, { id, question: { laCodes: [laCode], on: to, from, to, topic: undefined, event: undefined } }).then(
    accepted,
  )
  return { id, number: done }
}

/** A year in which one school came and two did not. The one that came was shown its line. */
const aYear = async () => {
  const laCode = anArea()
  const [came, missed, other] = [
    await aSchool({ laCode, name: 'Aylestone', phase: 'Secondary' }),
    await aSchool({ laCode, name: 'Bosbury', phase: 'Primary' }),
    await aSchool({ laCode, name: 'Clehonger', phase: '' }),
  ]
  await cameTo(await onDay('2025-06-12'), came)
  const report = await freeze(laCode, '2024-09-01', '2025-08-31', '2025-09-10T09:00:00.000Z')
  await show(report.id, came.id)
  return { laCode, came, missed, other, report }
}

const shownAt = '2025-09-12T09:00:00.000Z'

/** What became of a line at its school: a mail was accepted or came back. */
const fact = (reportId: string, schoolId: string, what: 'accepted' | 'came_back') =>
  add('NoticeFact', { subjectId: reportId, schoolId, what, at: shownAt, recordedAt: shownAt, messageId: `${reportId} ${schoolId}` })

/** A line that an email brought to its school, with its days. */
const show = async (reportId: string, schoolId: string, replyBy = '2025-10-01') => {
  const [report] = await all('FrozenReport', { id: reportId })
  await addOnce('ReportShowing', {
    ...{ reportId, kind: 'coverage', number: report?.number, knownAt: report?.frozenAt, replyDays: 10 },
    ...{ startedAt: shownAt, startedById: officer.accountId },
  })
  await add('ReportReply', { reportId, schoolId, shownAt, shownById: officer.accountId })
  await add('Message', { id: `${reportId} ${schoolId}`, kind: 'line_shown', recipient: 'x', schoolId, createdAt: shownAt, dueAt: shownAt })
  await fact(reportId, schoolId, 'accepted')
  await run('UPDATE ReportReply SET replyBy = ?3 WHERE reportId = ?1 AND schoolId = ?2', reportId, schoolId, replyBy)
}

const answer = (reportId: string, schoolId: string, said: 'right' | 'wrong') =>
  add('ReplyWord', {
    id: `${said} ${schoolId}`,
    reportId,
    schoolId,
    answer: said,
    words: 'We came',
    saidOn: '2025-09-20',
    saidAt: '2025-09-20T09:00:00.000Z',
    saidById: officer.accountId,
  })

const decide = (schoolId: string, decision: 'corrected' | 'stands') =>
  add('ReplyDecision', { replyId: `wrong ${schoolId}`, decision, decidedAt: '2025-09-25T09:00:00.000Z', decidedById: officer.accountId })

const asAdministrator = async (at: string) => await textOf(request(at, { cookie: administrator.cookie }))
const press = (number: number, form: Record<string, string> = {}) => request(`${path}/${number}`, { cookie: administrator.cookie, form })
const withdraw = () => request(path, { cookie: administrator.cookie, form: {} })
const publicStatus = async () =>
  Promise.all(['', '/coverage.csv', '/datapackage.json'].map(async (more) => (await request(`/open-data${more}`)).status))
const publicLines = async () =>
  papa.parse<Record<string, string>>(await (await request('/open-data/coverage.csv')).text(), { header: true, skipEmptyLines: true }).data

// “While nothing is public its addresses do not exist.”
// “Only administrators publish and withdraw.”
// “Nothing is public until an administrator publishes a frozen report of a school year that was
// over when it was frozen.”
it('nothing is public until a report of a school year that was over is published', async () => {
  expect(await publicStatus()).toEqual([404, 404, 404])
  const laCode = anArea()
  await aSchool({ laCode })
  const running = await freeze(laCode, '2024-09-01', '2025-08-31', '2025-08-31T10:00:00.000Z')
  const calendarYear = await freeze(laCode, '2024-01-01', '2024-12-31', '2025-09-10T09:00:00.000Z')
  for (const { number } of [running, calendarYear]) expect((await press(number)).status).toBe(404)
  expect((await request(path, { cookie: officer.cookie })).status).toBe(404)
  expect((await request(path, { cookie: officer.cookie, form: {} })).status).toBe(404)
  expect(await publicStatus()).toEqual([404, 404, 404])
})

// “No line is published before every school was shown its own and the days to answer are over.”
// “The page says what is missing before publishing, how many schools it is about, and leads to
// where lines are shown.”
// “A line that stands although the school said that it is wrong says that it is disputed.”
// “The same form sent twice publishes once.”
// “A school that says that its line is wrong holds the report back until that is decided on.”
it('waits for every school, its days and its answer', async () => {
  const { laCode } = await aYear()
  const report = await freeze(laCode, '2024-09-01', '2025-08-31', '2025-09-10T09:00:00.000Z')
  const [came, missed, other] = await rows<{ id: string }>(
    'SELECT schoolId AS id FROM FrozenSchool WHERE reportId = ?1 ORDER BY name',
    report.id,
  )
  if (!came || !missed || !other) throw new Error('not three schools')
  const refused = async (says: string, state: string) => {
    const done = await press(report.number)
    expect([done.status, await textOf(done)]).toEqual([409, expect.stringContaining(says)])
    expect(await asAdministrator(`${path}/${report.number}`)).toContain(state)
  }
  await show(report.id, missed.id)
  await refused('have not been shown their line', '2 schools not shown their lines yet')
  await show(report.id, came.id)
  await refused('have not been shown their line', '1 school not shown its line yet')
  expect(await (await request(`${path}/${report.number}`, { cookie: administrator.cookie })).text()).toContain(
    `href="/coverage/frozen/${report.number}/replies"`,
  )
  await show(report.id, other.id, '2099-01-01')
  await refused('may still answer', 'Schools may answer until 1 January 2099')
  await db.batch(
    (await rows<{ sql: string }>(`SELECT sql FROM sqlite_master WHERE name = 'ReportReply_keeps_its_days'`)).flatMap(({ sql }) => [
      db.prepare('DROP TRIGGER ReportReply_keeps_its_days'),
      db.prepare(`UPDATE ReportReply SET replyBy = '2025-10-01'`),
      db.prepare(sql),
    ]),
  )
  await answer(report.id, missed.id, 'wrong')
  await refused('nobody has decided on that yet', '1 answer to decide on')
  await decide(missed.id, 'stands')
  const id = newId(tick())
  for (const _ of [1, 2]) expect((await press(report.number, { id })).status).toBe(303)
  expect(await rows('SELECT reportId FROM Publication WHERE id = ?1 AND withdrawnAt IS NULL', id)).toEqual([{ reportId: report.id }])
  expect(await publicStatus()).toEqual([200, 200, 200])
  expect((await publicLines()).map((one) => [one['attended'], one['reply']])).toEqual([
    ['yes', 'no answer'],
    ['no', 'disputed'],
    ['no', 'no answer'],
  ])
  await withdraw()
})

// “A line that was corrected says what is known now, and that it was corrected.”
// “What an administrator sees before publishing is what everyone gets.”
// “A line holds the school, its authority and phase, and whether it took part; nothing of roles
// or people.”
// “Publishing another report takes the place of the one before.”
// “One press withdraws what is public, and the log says who published and who withdrew.”
it('publishes what was shown, with corrections, and takes it back', async () => {
  const { laCode, report, came, missed, other } = await aYear()
  for (const school of [missed, other]) await show(report.id, school.id)
  await answer(report.id, missed.id, 'wrong')
  await answer(report.id, other.id, 'right')
  await cameTo(await onDay('2025-06-13'), missed)
  await decide(missed.id, 'corrected')

  const preview = await asAdministrator(`${path}/${report.number}`)
  expect((await press(report.number)).status).toBe(303)
  const lines = await publicLines()
  const always = { time_period: '202425', time_identifier: 'Academic year', geographic_level: 'School', event_kind: 'All conferences' }
  const [{ laName } = { laName: '' }] = await rows<{ laName: string }>('SELECT laName FROM SchoolIdentity WHERE laCode = ?1', laCode)
  const line = (school: { urn: string | null }, name: string, phase: string, attended: string, reply: string) => ({
    ...always,
    ...{ old_la_code: laCode, la_name: laName || 'x', school_urn: school.urn, school_name: name, phase, attended, reply },
  })
  expect(lines).toEqual([
    line(came, 'Aylestone', 'Secondary', 'yes', 'no answer'),
    line(missed, 'Bosbury', 'Primary', 'yes', 'corrected'),
    line(other, 'Clehonger', 'x', 'no', 'agreed'),
  ])
  for (const one of lines) expect(preview).toContain(Object.values(one).join(' '))

  const described = await (await request('/open-data/datapackage.json')).json<{
    licenses: { name: string }[]
    resources: { path: string; schema: { fields: { name: string }[] } }[]
  }>()
  expect(described.licenses.map(({ name }) => name)).toEqual(['OGL-UK-3.0'])
  expect(described.resources.map((one) => [one.path, one.schema.fields.map(({ name }) => name)])).toEqual([
    ['coverage.csv', Object.keys(lines[0] ?? {})],
  ])
  expect(await textOf(request('/open-data'))).toContain('Took part 2')
  expect((await request('/open-data')).headers.get('cache-control')).toBe('public, max-age=0, s-maxage=5')

  const next = await aYear()
  for (const school of [next.missed, next.other]) await show(next.report.id, school.id)
  await press(next.report.number)
  expect((await publicLines()).map((one) => one['old_la_code'])).toEqual([next.laCode, next.laCode, next.laCode])
  expect(await rows('SELECT COUNT(*) AS n FROM Publication WHERE withdrawnAt IS NULL')).toEqual([{ n: 1 }])

  await withdraw()
  expect(await publicStatus()).toEqual([404, 404, 404])
  expect(await asAdministrator(path)).toContain('Nothing is public')
  expect(
    (
      await rows<{ act: string; accountId: string }>(`SELECT act, accountId FROM Log WHERE act LIKE 'open_data.%' ORDER BY id DESC LIMIT 3`)
    ).map(({ act, accountId }) => [act, accountId]),
  ).toEqual([
    ['open_data.withdrawn', administrator.accountId],
    ['open_data.published', administrator.accountId],
    ['open_data.published', administrator.accountId],
  ])
})

it('a form whose lines were withdrawn publishes nothing when it is sent again, and says so', async () => {
  const { report, missed, other } = await aYear()
  for (const school of [missed, other]) await show(report.id, school.id)
  const id = newId(tick())
  expect((await press(report.number, { id })).status).toBe(303)
  await withdraw()
  const again = await press(report.number, { id })
  expect([again.status, await textOf(again)]).toEqual([409, expect.stringContaining('so nothing has been published')])
  expect(await publicStatus()).toEqual([404, 404, 404])
})

it('what is decided between reading the lines and publishing them is read anew; without the guard a corrected line says no', async () => {
  const published = async (guarded: boolean) => {
    const { report, missed, other } = await aYear()
    for (const school of [missed, other]) await show(report.id, school.id)
    await answer(report.id, missed.id, 'wrong')
    await decide(missed.id, 'stands')
    await cameTo(await onDay('2025-06-13'), missed)
    const prepared = await preparePublication(db, report.number).then(existing)
    await decide(missed.id, 'corrected')
    await add('Log', { act: 'report.decided' })
    const end = guarded ? prepared.end : await readNow(db, selectLogEnd(db))
    const act = anAct({ now: new Date('2026-01-05T09:00:00.000Z'), actor: administrator.actor })
    const done = await publishReport(act, administrator.accountId, { id: newId(tick()), prepared: { ...prepared, end } })
    const line = (await publicLines().catch(() => [])).find((one) => one['school_urn'] === missed.urn)
    await withdraw()
    return done.ok ? [line?.['attended'], line?.['reply']] : done.reason
  }
  expect(await published(true)).toBe('changed')
  expect(await published(false)).toEqual(['no', 'corrected'])
})

// “Once a report is published, no line is added to it.”
it('adds no line to what is published', async () => {
  const { report, missed, other } = await aYear()
  for (const school of [missed, other]) await show(report.id, school.id)
  const id = newId(tick())
  await press(report.number, { id })
  const late = await aSchool({ name: 'Dinedor' })
  await expect(add('PublishedLine', { publicationId: id, schoolId: late.id, urn: '1', name: 'Dinedor' })).rejects.toThrow(
    'lines_are_published',
  )
  expect((await publicLines()).map((one) => one['school_name'])).toEqual(['Aylestone', 'Bosbury', 'Clehonger'])
  await withdraw()
})

// “A school at which what we would publish is not known to have arrived is left out, and the
// page, the file’s description and the preview say how many are.”
it('a school at which nothing arrived is left out, and readers are told', async () => {
  const { report, missed, other } = await aYear()
  for (const school of [missed, other]) await show(report.id, school.id)
  await fact(report.id, other.id, 'came_back')
  expect(await asAdministrator(path)).toContain('Ready to publish')
  const said = '1 school is left out, because what we would publish is not known to have arrived there.'
  const preview = await asAdministrator(`${path}/${report.number}`)
  expect(preview).toContain(`${said} Whoever compares the lines with the public list of schools can work out which.`)
  expect(preview).not.toContain('Clehonger')
  expect((await press(report.number)).status).toBe(303)
  expect((await publicLines()).map((one) => one['school_name'])).toEqual(['Aylestone', 'Bosbury'])
  expect(await textOf(request('/open-data'))).toContain(said)
  expect((await (await request('/open-data/datapackage.json')).json<{ description: string }>()).description).toContain(said)
  await withdraw()
})

it('a message that comes back while its report is published is read anew; without the guard the lines are others than were shown', async () => {
  const published = async (guarded: boolean) => {
    const { report, missed, other } = await aYear()
    for (const { id } of [missed, other]) await show(report.id, id)
    const prepared = await preparePublication(db, report.number).then(existing)
    await fact(report.id, other.id, 'came_back')
    const act = anAct({ now: new Date('2026-01-05T09:00:00.000Z'), actor: administrator.actor })
    const lines = guarded ? prepared.lines : prepared.lines.slice(1)
    const done = await publishReport(act, administrator.accountId, { id: newId(tick()), prepared: { ...prepared, lines } })
    const names = (await publicLines().catch(() => [])).map((one) => one['school_name'])
    await withdraw()
    return done.ok ? names : done.reason
  }
  expect(await published(true)).toBe('changed')
  expect(await published(false)).toEqual(['Aylestone', 'Bosbury'])
})
