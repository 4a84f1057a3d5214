// Schools that have not done what guidance asks: one list for all of it, and who is told that
// nobody chases them.

import { expect, it } from 'vitest'
import { londonDay } from '#base/dates.ts'
import { newId } from '#base/id.ts'
import { readUptake } from '#guidance/uptake/store.ts'
import { figures } from '#guidance/uptake/uptake.ts'
import { anAccount, anAct, aSchool, htmlOf, request, rows, run, tick } from '#test/support/factories.ts'
import { textOf } from '#test/support/plain.ts'
import { add } from '#test/support/rows.ts'
import type { Row } from '#test/support/usual.ts'
import { aDocument, anAnswer, anIssue, aReceipt, aVersion } from '#test/worker/guidance/world.ts'

const officer = await anAccount({ roles: ['officer'], name: 'Olive Officer' })
const at = '/organiser/chasing/lists/guidance'
const read = (path: string) => textOf(request(path, { cookie: officer.cookie }))

/**
 * A document that is due on a day, at three schools of the area: the first has answered, the second
 * has it.
 */
const aCounty = async (title: string, facts: { dueOn: string; asked?: string }) => {
  const document = await aDocument({ title, ...(facts.asked ? { asked: facts.asked } : {}) })
  const versionId = await aVersion(document, { dueOn: facts.dueOn })
  const schools = [
    await aSchool({ name: `Ashfield of ${title}`, phase: 'Primary' }),
    await aSchool({ name: `Bosbury of ${title}`, phase: 'Secondary' }),
    await aSchool({ name: `Colwall of ${title}`, phase: 'Primary' }),
  ]
  const issues = await Promise.all(schools.map((school) => anIssue(versionId, school)))
  await anAnswer({ issueId: issues[0] ?? '', versionId, accountId: officer.accountId })
  await aReceipt(issues[1] ?? '', 'acknowledged', '2025-09-12')
  return { document, versionId, schools }
}

it('Schools without an answer are on one list, whatever page leads there, with how far each is, narrowed and as a file', async () => {
  const { document, versionId, schools } = await aCounty('Peer abuse', { dueOn: '2099-12-01' })
  const list = await read(`${at}?of=${document.id}`)
  expect(list).toContain('Guidance without an answer: Peer abuse')
  expect(schools.map(({ name }) => list.includes(name))).toEqual([false, true, true])
  for (const words of ['2 schools', 'Confirmed', 'Issued', 'Prepare a message']) expect(list).toContain(words)
  expect(list).not.toContain('Reserve places')
  expect(await read(`${at}?of=${document.id}&phase=Primary`)).not.toContain('Bosbury')
  for (const page of [`/guidance/${document.id}/uptake`, `/reached/guidance/${versionId}`])
    expect(await (await request(page, { cookie: officer.cookie })).text()).toContain(`href="${at}?of=${document.id}"`)
  const csv = await (await request(`${at}/schools.csv?of=${document.id}&phase=Primary`, { cookie: officer.cookie })).text()
  expect(csv.split('\r\n').slice(1)).toEqual([
    `${schools[2]?.urn},Colwall of Peer abuse,Leominster,Primary,Primary,Not in a trust,Leominster East,,"Issued, no record that anybody opened it",,no,no`,
    '',
  ])
  expect((await request(`${at}?of=${newId(tick())}`, { cookie: officer.cookie })).status).toBe(404)
})

it('The message to a school has its own link, which opens the guidance without signing in', async () => {
  const { document, schools } = await aCounty('Own link', { dueOn: '2099-12-01' })
  const list = `${at}?of=${document.id}`
  const school = schools[2]?.id ?? ''
  await add('SchoolContact', {
    id: 'own',
    schoolId: school,
    name: 'Lena Lead',
    email: 'lead@own.example',
    roleId: 'dsl',
    source: 'council',
    learnedAt: '2026-03-02T09:00:00.000Z',
  })
  const press = (path: string, form: Record<string, string | string[]>) => request(path, { cookie: officer.cookie, form })
  const check = await (await press(list, { do: 'message', schools: [school] })).text()
  const id = /name="id" value="([^"]+)"/.exec(check)?.[1] ?? ''
  await press(list, { do: 'message', sure: 'yes', id, schools: [school] })
  expect(await read(`/organiser/mailings/${id}/preview`)).toContain('each school’s own link opens the guidance without signing in')
  await run(`UPDATE Sending SET basis = 'A law' WHERE id = ?1`, id)
  const mark = /name="mark" value="([^"]+)"/.exec(await htmlOf(request(`/organiser/mailings/${id}/send`, { cookie: officer.cookie })))?.[1]
  expect((await press(`/organiser/mailings/${id}/send`, { mark: mark ?? '' })).status).toBe(303)
  const [mail] = await rows<{ text: string }>(
    'SELECT b.text FROM Message m JOIN MessageBody b ON b.messageId = m.id WHERE m.sendingId = ?1',
    id,
  )
  const link = /\/read\/[\w-]{43}/.exec(mail?.text ?? '')?.[0] ?? 'no link'
  expect(await textOf(request(link))).toContain('Own link')
  expect(
    await rows('SELECT COUNT(*) AS n FROM GuidanceLink l JOIN GuidanceIssue i ON i.id = l.issueId WHERE i.schoolId = ?1', school),
  ).toEqual([{ n: 1 }])
})

it('A message that is refused on its check page shows the same guidance again', async () => {
  await aCounty('Soonest', { dueOn: '2098-12-01' })
  const { document, schools } = await aCounty('Later', { dueOn: '2099-12-01' })
  const form = { do: 'message', of: document.id, schools: [schools[1]?.id ?? ''] }
  const check = await (await request(`${at}?of=${document.id}`, { cookie: officer.cookie, form })).text()
  const action = /method="post" action="([^"]*lists[^"]*)"/.exec(check)?.[1] ?? ''
  const says = await textOf(request(action, { cookie: officer.cookie, form: { ...form, sure: 'yes', schools: [] } }), 422)
  for (const words of ['Tick at least one school', 'Guidance without an answer: Later']) expect(says).toContain(words)
})

it('The list has whom uptake has without an answer: also a school whose answer was of the board before it became an academy', async () => {
  const { document, schools } = await aCounty('Searching', { dueOn: '2099-12-01' })
  const [first] = schools
  const at2 = tick().toISOString()
  const identity = (facts: Partial<Row<'SchoolIdentity'>>) =>
    add('SchoolIdentity', { schoolId: first?.id, name: first?.name, laCode: '884', ...facts })
  await identity({ urn: '999', sector: 'academy', statusCode: '1', opensOn: '2026-01-01' })
  await run(`UPDATE SchoolIdentity SET supersededAt = ?2 WHERE schoolId = ?1 AND urn <> '999'`, first?.id, at2)
  await identity({ urn: first?.urn ?? '', statusCode: '2', closesOn: '2026-01-01', validTo: '2026-01-01' })
  const names = (await readUptake(anAct(), document.id))?.schools.filter(figures.no_answer.is).map(({ school }) => school.schoolId)
  const list = await (await request(`${at}?of=${document.id}`, { cookie: officer.cookie })).text()
  expect(schools.map(({ id }) => [names?.includes(id), list.includes(`value="${id}"`)])).toEqual([
    [true, true],
    [true, true],
    [true, true],
  ])
})

it('From a week before its day until three months after it officers read how many schools have not done what guidance asks while nobody chases them', async () => {
  const today = londonDay(new Date())
  const { document, schools } = await aCounty('Online harm', { dueOn: today })
  await aCounty('Far away', { dueOn: '2099-01-01' })
  await aCounty('Long over', { dueOn: '2025-01-01' })
  await aCounty('For information', { dueOn: today, asked: 'nothing' })
  const steps = () => read('/organiser/chasing')
  const before = await steps()
  expect(before).toContain(`2 schools have not done what “Online harm” asks by`)
  expect(before).toContain('Nobody has begun to follow up any of them.')
  for (const title of ['Far away', 'Long over', 'For information']) expect(before).not.toContain(title)
  const press = (form: Record<string, string | string[]>) =>
    request(at, { cookie: officer.cookie, form: { do: 'message', of: document.id, sure: 'yes', id: newId(tick()), ...form } })
  const done = await press({ schools: [schools[1]?.id ?? ''] })
  expect(done.headers.get('location')).toMatch(/^\/organiser\/mailings\//)
  expect(await steps()).toContain('Nobody has begun to follow up 1 of them.')
  expect((await press({ which: 'all' })).status).toBe(303)
  expect(await steps()).not.toContain('have not done what “Online harm” asks')
  expect(
    await rows(
      `SELECT s.name, c.endedAt, (SELECT json_extract(x.audience, '$.list') FROM ChaseSending z JOIN Sending x ON x.id = z.sendingId WHERE z.chaseId = c.id LIMIT 1) AS list
       FROM Chase c JOIN School s ON s.id = c.schoolId WHERE c.subjectId = ?1 ORDER BY s.name`,
      document.id,
    ),
  ).toEqual([
    { name: 'Bosbury of Online harm', endedAt: null, list: 'Guidance without an answer: Online harm' },
    { name: 'Colwall of Online harm', endedAt: null, list: 'Guidance without an answer: Online harm' },
  ])
})

it('An officer who rings a school begins the chase with the call', async () => {
  const { document, schools } = await aCounty('Records', { dueOn: '2099-12-01' })
  const [answered, silent] = schools
  const offered = async (id: string | undefined) =>
    (await (await request(`/organiser/schools/${id}/ladder/contacts`, { cookie: officer.cookie })).text()).includes(
      `guidance:${document.id}`,
    )
  expect([await offered(answered?.id), await offered(silent?.id)]).toEqual([false, true])
  const noted = await request(`/organiser/schools/${silent?.id}/ladder/contacts`, {
    cookie: officer.cookie,
    form: {
      ...{ id: newId(tick()), about: `guidance:${document.id}`, rung: 'office', means: 'telephone', result: 'spoke' },
      ...{ happenedOn: tick().toISOString().slice(0, 10), note: '', nextRung: '', nextOn: '', nextOwnerId: officer.accountId },
    },
  })
  expect(noted.status).toBe(303)
  expect(await rows(`SELECT schoolId, endedAt FROM Chase WHERE subjectId = ?1`, document.id)).toEqual([
    { schoolId: silent?.id, endedAt: null },
  ])
})
