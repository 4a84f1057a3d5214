// What a school answers to a version that it was given: signed in, by the link of a mail, by its
// trust, or told to an officer.

import { beforeEach, expect, it } from 'vitest'
import type { Act } from '#base/act.ts'
import { selectCalendar } from '#base/council/calendar-store.ts'
import { addDays, londonDay, sayDay } from '#base/dates.ts'
import { readNow } from '#base/db/read.ts'
import { newId, newToken, sha256 } from '#base/id.ts'
import { answerVersion } from '#guidance/answers/answer-version.ts'
import { recordAnswerCheck } from '#guidance/answers/record-check.ts'
import { selectAskedNow } from '#guidance/answers/store.ts'
import { stepOf } from '#people/ladder/chase.ts'
import { selectChases } from '#people/ladder/chase-store.ts'
import { noApprover } from '#test/support/claims.ts'
import { anAccount, anAct, aSchool, db, existing, leadsTo, request, rows, run, tick } from '#test/support/factories.ts'
import { add } from '#test/support/rows.ts'
import { aDocument, anIssue, aVersion } from '../world.ts'

const good = { answer: 'as_is', body: 'governing_body', decidedOn: '2025-10-02', minute: '7', reason: '', name: '', role: '' }

let world: Awaited<ReturnType<typeof aWorld>>
const aWorld = async () => {
  const school = await aSchool({ name: 'Ashfield Primary School', website: 'www.ashfield.sch.example' })
  const document = await aDocument()
  const versionId = await aVersion(document)
  const issueId = await anIssue(versionId, school)
  const approver = await anAccount({ schoolIds: [school.id], name: 'Ann Lee' })
  const officer = await anAccount({ roles: ['officer'], name: 'Olive Grant' })
  return { school, document, versionId, issueId, approver, officer, at: `/school/${school.id}/guidance/${issueId}/answer` }
}
beforeEach(async () => {
  world = await aWorld()
})

const kept = (more = '') =>
  rows<Record<string, unknown>>(
    `SELECT a.answer, a.body, a.decidedOn, a.minute, a.how, a.name, a.role, v.number AS version${more} FROM GuidanceAnswer a JOIN GuidanceVersion v ON v.id = a.versionId
     JOIN GuidanceIssue i ON i.id = a.issueId WHERE i.schoolId = ?1 ORDER BY a.id`,
    world.school.id,
  )
const seen = async (): Promise<string> => (await readNow(db, selectAskedNow(db, world.document.id, world.school.id)))?.answerId ?? ''
const page = async (path: string, cookie?: string) => (await request(path, cookie ? { cookie } : {})).text()

it('A school answers for a version, and its page says the answer, the body and the dates side by side.', async () => {
  expect(await leadsTo(request(world.at, { cookie: world.approver.cookie, form: good }))).toBe(world.at)
  expect(await kept()).toEqual([
    { answer: 'as_is', body: 'governing_body', decidedOn: '2025-10-02', minute: '7', how: 'signed_in', name: '', role: '', version: 1 },
  ])
  const html = await page(world.at, world.approver.cookie)
  expect(html).toContain('Adopted as it is by the governing body on 2 October 2025, stated; told on')
  for (const said of ['1 September 2025', '10 September 2025', '2 October 2025', 'by somebody signed in']) expect(html).toContain(said)
})

it('A later answer takes its place; the earlier one is kept with its exact version.', async () => {
  await request(world.at, { cookie: world.approver.cookie, form: good })
  await request(world.at, {
    cookie: world.approver.cookie,
    form: { ...good, answer: 'own_policy', reason: 'Ours says more of trips', seen: await seen() },
  })
  expect((await kept()).map(({ answer, version }) => [answer, version])).toEqual([
    ['as_is', 1],
    ['own_policy', 1],
  ])
  const html = await page(world.at, world.approver.cookie)
  expect(html).toContain('Own policy kept by the governing body on 2 October 2025')
  expect(html).toContain('Adopted as it is; Governing body; 2 October 2025; minute 7 (replaced since)')
  expect(html).toContain('Nobody has looked at a page yet.')
  expect(html).not.toContain('Not found')
})

it('The head by our record answers; others who act for the school read, and answer nothing.', async () => {
  const { school } = world
  const colleague = await anAccount({ schoolIds: [school.id], name: 'Ben Cole' })
  await noApprover('accountId = ?1', colleague.accountId)
  expect(await page(world.at, colleague.cookie)).toContain('The head and those who approve colleagues at the school answer for it.')
  expect((await request(world.at, { cookie: colleague.cookie, form: good })).status).toBe(404)
  await add('RoleAtSchool', {
    ...{ personId: colleague.personId, schoolId: school.id, roleId: 'head', source: 'school', learnedAt: '2026-01-01T09:00:00.000Z' },
    confirmedAt: '2026-01-01T09:00:00.000Z',
  })
  expect((await request(world.at, { cookie: colleague.cookie, form: good })).status).toBe(303)
  const stranger = await anAccount({ schoolIds: [(await aSchool()).id] })
  expect((await request(world.at, { cookie: stranger.cookie })).status).toBe(404)
})

it('A confirmed head answers when signed in, whether or not they may book.', async () => {
  const { school } = world
  const { cookie, personId } = await anAccount({ name: 'Hilda Grey' })
  const toEach = async () =>
    (
      await Promise.all(
        ['', `/${world.issueId}`, `/${world.issueId}/answer`].map((at) => request(`/school/${school.id}/guidance${at}`, { cookie })),
      )
    ).map(({ status }) => status)
  expect(await toEach()).toEqual([404, 404, 404])
  await add('RoleAtSchool', {
    ...{ personId, schoolId: school.id, roleId: 'head', source: 'school', learnedAt: '2026-01-01T09:00:00.000Z' },
    confirmedAt: '2026-01-01T09:00:00.000Z',
  })
  expect(await toEach()).toEqual([200, 200, 200])
  const mailed = (await link()).replace('/answer', '')
  expect((await request(mailed, { cookie })).headers.get('location')).toBe(`/school/${school.id}/guidance/${world.issueId}`)
  expect(await page('/school', cookie)).toContain(`href="/school/${school.id}/guidance"`)
  for (const press of ['opening', 'acknowledge', 'answer'])
    expect((await request(`/school/${school.id}/guidance/${world.issueId}/${press}`, { cookie, form: good })).status).toBe(303)
  expect(await kept()).toMatchObject([{ answer: 'as_is', how: 'signed_in' }])
  expect((await request(`/school/${school.id}`, { cookie })).status).toBe(404)
})

it('After an answer no page says that there is none.', async () => {
  const at = await link()
  const trust = await anAccount({})
  await run(`UPDATE School SET trustUid = 'T7', trustName = 'Hedge Trust' WHERE id = ?1`, world.school.id)
  await add('TrustClaim', {
    ...{ accountId: trust.accountId, trustUid: 'T7', state: 'approved', evidence: 'organiser' },
    ...{ requestedAt: '2026-01-01T09:00:00.000Z', decidedAt: '2026-01-01T09:00:00.000Z' },
  })
  const officers = `/organiser/schools/${world.school.id}?guidance=${world.document.id}`
  expect(await page(officers, world.officer.cookie)).toContain('No answer yet.')
  expect((await request(at, { form: { ...good, name: 'Rhys Lloyd', role: 'Clerk' } })).status).toBe(303)
  const next = await anIssue(await aVersion(world.document, { number: 2, askAgain: 0, issuedOn: '2026-01-12' }), world.school)
  const nextLink = await link(next)
  const says = 'Adopted as it is by the governing body on 2 October 2025'
  for (const [where, cookie] of [
    [at, ''],
    [nextLink, ''],
    [nextLink.replace('/answer', ''), ''],
    [officers, world.officer.cookie],
    ['/trusts/T7/guidance', trust.cookie],
    [`/school/${world.school.id}/guidance`, world.approver.cookie],
    [`/school/${world.school.id}/guidance/${next}`, world.approver.cookie],
    [`/school/${world.school.id}/guidance/${next}/answer`, world.approver.cookie],
  ] as const) {
    const html = await page(where, cookie)
    expect([where, html.includes(says)]).toEqual([where, true])
    expect([where, /no answer|not answered/i.test(html)]).toEqual([where, false])
  }
  const [versionId] = (await rows<{ id: string }>('SELECT versionId AS id FROM GuidanceIssue WHERE id = ?1', next)).map(({ id }) => id)
  expect(await page('/trusts/T7', trust.cookie)).toMatch(/data-column="Answered"[^>]*>1</)
  expect(await page(`/trusts/T7/guidance/${versionId}`, trust.cookie)).not.toContain('checked')
  expect(await page(at.replace('/answer', ''))).not.toContain('Asked of you')
  expect(await page(`/school/${world.school.id}`, world.approver.cookie)).not.toContain('Say what your school does with')
  expect(await page(`/guidance/${world.document.id}/uptake/schools?which=no_answer`, world.officer.cookie)).not.toContain(world.school.id)
})

const wrong: [string, Record<string, string>, string][] = [
  ['no answer', { answer: '' }, 'Choose what the school does with it'],
  ['no body', { body: '' }, 'Choose the body that decided'],
  ['a body of another kind of school', { body: 'trust_board' }, 'Choose the body that decided'],
  ['a date in words', { decidedOn: 'last Tuesday' }, 'Enter the day of the decision as a date, such as 12 March 2026'],
  ['no date', { decidedOn: '' }, 'Enter the day of the decision'],
  ['a meeting still to come', { decidedOn: '2099-01-01' }, 'The day of the decision is still to come: answer once it is decided'],
  ['own policy without a reason', { answer: 'own_policy' }, 'Enter the reason'],
  ['a very long reason', { reason: 'x'.repeat(1001) }, 'Write at most 1000 characters'],
  ['a very long minute', { minute: 'x'.repeat(201) }, 'Shorten the minute to 200 characters'],
]
for (const [what, typed, says] of wrong)
  it(`With ${what} one sentence says what to do, what was typed stays, and nothing is kept.`, async () => {
    const sent = await request(world.at, { cookie: world.approver.cookie, form: { ...good, ...typed } })
    const html = await sent.text()
    expect(sent.status).toBe(422)
    expect(html).toContain(says)
    expect(html).toContain(`value="${{ ...good, ...typed }.minute}"`)
    expect(await kept()).toEqual([])
  })

it('A decision from before it was issued is taken, and each page says so.', async () => {
  const sent = await request(world.at, { cookie: world.approver.cookie, form: { ...good, decidedOn: '2025-08-31' } })
  expect([sent.status, (await kept())[0]?.['decidedOn']]).toEqual([303, '2025-08-31'])
  const says = 'on 31 August 2025, before it was issued'
  expect(await page(world.at, world.approver.cookie)).toContain(says)
  expect(await page(`/school/${world.school.id}/guidance`, world.approver.cookie)).toContain(says)
  const officers = await page(`/organiser/schools/${world.school.id}?guidance=${world.document.id}`, world.officer.cookie)
  expect(officers).toContain('31 August 2025, before it was issued; minute 7')
  expect(await page(`/guidance/${world.document.id}/uptake/schools?which=early`, world.officer.cookie)).toContain(world.school.id)
})

it('Planned for a meeting to come: nobody follows the school up until that day is over, and its pages say which day.', async () => {
  const { school, document, officer, approver } = world
  const today = londonDay(new Date())
  await run('UPDATE School SET laCode = ?2 WHERE id = ?1', school.id, '884')
  const meetsOn = addDays(today, 40)
  const form = { ...good, answer: 'planned', decidedOn: meetsOn, body: '' }
  for (const day of [addDays(today, -1), addDays(today, 400)])
    expect((await request(world.at, { cookie: approver.cookie, form: { ...form, decidedOn: day } })).status).toBe(422)
  const listed = async () => (await page(`/organiser/chasing/lists/guidance?of=${document.id}`, officer.cookie)).includes(school.id)
  const chase = await add('Chase', {
    ...{ schoolId: school.id, matter: 'guidance', subjectId: document.id, ownerId: officer.accountId, openedById: officer.accountId },
    openedAt: `${addDays(today, -3)}T09:00:00.000Z`,
  })
  const stepsOn = async () => {
    const [chases, calendar] = [await readNow(db, selectChases(db, { rootId: school.id })), await readNow(db, selectCalendar(db))]
    return chases.filter(({ id }) => id === chase).map((one) => stepOf(one, calendar)?.on)
  }
  expect([await listed(), ((await stepsOn())[0] ?? '') < meetsOn]).toEqual([true, true])
  expect((await request(await link(), { form: { ...form, name: 'Rhys Lloyd', role: 'Clerk' } })).status).toBe(303)
  expect(await rows('SELECT what, level, name, meetsOn FROM GuidanceReceipt WHERE issueId = ?1', world.issueId)).toEqual([
    { what: 'planned', level: 'stated', name: 'Rhys Lloyd', meetsOn },
  ])
  expect(await rows('SELECT id FROM GuidanceAnswer WHERE issueId = ?1', world.issueId)).toEqual([])
  expect(await rows('SELECT what FROM NoticeFact WHERE schoolId = ?1', school.id)).toEqual([{ what: 'confirmed' }])
  expect([await listed(), await stepsOn()]).toEqual([false, [addDays(meetsOn, 1)]])
  for (const [at, cookie] of [
    [world.at, approver.cookie],
    [`/school/${school.id}`, approver.cookie],
    [`/school/${school.id}/guidance`, approver.cookie],
    [`/organiser/schools/${school.id}?guidance=${document.id}`, officer.cookie],
  ] as const)
    expect([at, (await page(at, cookie)).includes(`Planned for the meeting of ${sayDay(meetsOn)}`)]).toEqual([at, true])
  // Another meeting, named later, takes the place of the first.
  const again = await Promise.all([0, 1].map(() => request(world.at, { cookie: approver.cookie, form: { ...form, decidedOn: today } })))
  expect(again.map(({ status }) => status)).toEqual([303, 303])
  // It is logged once too.
  const logged = `SELECT after ->> 'decidedOn' AS day FROM Log WHERE act = 'guidance.answered' AND schoolId = ?1 ORDER BY day`
  expect(await rows(logged, school.id)).toEqual([{ day: today }, { day: meetsOn }])
  // Pressed twice it is kept once.
  expect(await rows('SELECT meetsOn FROM GuidanceReceipt WHERE issueId = ?1 ORDER BY recordedAt, id', world.issueId)).toEqual([
    { meetsOn },
    { meetsOn: today },
  ])
  expect(await stepsOn()).toEqual([addDays(today, 1)])
  await run(`UPDATE GuidanceReceipt SET name = 'X' WHERE issueId = ?1`, world.issueId)
  await expect(run(`UPDATE GuidanceReceipt SET meetsOn = '2026-01-01' WHERE issueId = ?1`, world.issueId)).rejects.toThrow()
  expect((await request(world.at, { cookie: approver.cookie, form: { ...good, decidedOn: today } })).status).toBe(303)
  expect(await kept()).toHaveLength(1)
})

it('The reason warns against naming children.', async () => {
  expect(await page(world.at, world.approver.cookie)).toContain('Name no child or parent.')
})

it('The same form sent twice answers once.', async () => {
  const form = { ...good, id: newId(tick()), seen: '' }
  const sent = await Promise.all([0, 1].map(() => request(world.at, { cookie: world.approver.cookie, form })))
  expect(sent.map(({ status }) => status)).toEqual([303, 303])
  expect(await kept()).toHaveLength(1)
})

it('It does not apply to a school: no body, no date, a reason.', async () => {
  await request(world.at, { cookie: world.approver.cookie, form: { ...good, answer: 'not_applicable', reason: 'We have no boarders' } })
  expect(await kept(', a.reason')).toMatchObject([{ answer: 'not_applicable', body: null, decidedOn: null, reason: 'We have no boarders' }])
})

const link = async (issueId = world.issueId): Promise<string> => {
  const token = newToken()
  await add('GuidanceLink', { tokenHash: await sha256(token), issueId, roleId: 'head', createdAt: '2025-09-10T08:00:00.000Z' })
  return `/read/${token}/answer`
}

it('By the link of a mail, without signing in, it is stated with the typed name and role.', async () => {
  const at = await link()
  expect(await page(at)).toContain('You have not signed in, so the answer is kept as stated')
  const nameless = await request(at, { form: good })
  expect([nameless.status, (await nameless.text()).includes('Enter your name')]).toEqual([422, true])
  expect((await request(at, { form: { ...good, name: 'Rhys Lloyd', role: 'Chair of governors' } })).status).toBe(303)
  expect(await kept(', a.accountId')).toMatchObject([{ how: 'link', name: 'Rhys Lloyd', role: 'Chair of governors', accountId: null }])
  expect((await request(`/read/${'x'.repeat(43)}/answer`)).status).toBe(404)
})

it('A link that was passed on cannot change what somebody signed in answered.', async () => {
  await request(world.at, { cookie: world.approver.cookie, form: good })
  const sent = await request(await link(), {
    form: { ...good, answer: 'not_adopting', reason: 'No', name: 'X', role: 'Y', seen: await seen() },
  })
  expect([sent.status, (await sent.text()).includes('The school has answered signed in, or to an officer')]).toEqual([409, true])
  expect(await kept()).toHaveLength(1)
})

const officerPage = () => `/guidance/${world.document.id}/schools/${world.school.id}`

it('An officer keeps what somebody told by telephone, and says how well it is known, step by step.', async () => {
  const { cookie } = world.officer
  const told = { ...good, name: 'Rhys Lloyd', role: 'Chair of governors' }
  expect((await request(officerPage(), { cookie, form: told })).status).toBe(303)
  expect(await kept()).toMatchObject([{ how: 'told', name: 'Rhys Lloyd', role: 'Chair of governors' }])
  const answerId = await seen()
  const look = (level: string, note: string) => request(`${officerPage()}/level`, { cookie, form: { level, note, answerId } })
  expect((await look('seen', '')).status).toBe(422)
  await look('seen', 'Minute 7 of 2 October, by mail')
  await look('verified', 'The policy, against version 1')
  // Its address leads to the one page of the school, with the document opened.
  const html = await page((await request(officerPage(), { cookie })).headers.get('location') ?? '', cookie)
  expect(html).toContain('Adopted as it is by the governing body on 2 October 2025, verified by an officer')
  expect(html).toContain('Olive Grant: The policy, against version 1')
  expect(await rows('SELECT level, note FROM GuidanceAnswerCheck ORDER BY at')).toEqual([
    { level: 'seen', note: 'Minute 7 of 2 October, by mail' },
    { level: 'verified', note: 'The policy, against version 1' },
  ])
})

const actOf = (account: { actor: Act['actor'] }): Act => anAct({ actor: account.actor })
const said = { ...good, answer: 'as_is' as const, body: 'governing_body' as const }
const answerOnce = async (account: { actor: Act['actor'] }) => {
  const asked = await readNow(db, selectAskedNow(db, world.document.id, world.school.id)).then(existing)
  return () =>
    answerVersion(actOf(account), asked, { ...said, id: newId(tick()), how: 'signed_in', supersedesId: asked.answerId ?? undefined })
}
const outcome = (one: { ok: true } | { ok: false; reason: string }): string => (one.ok ? 'kept' : one.reason)

it('Two people answer at once: one is kept, and the other is told. Without the key both would stand.', async () => {
  const other = await anAccount({ schoolIds: [world.school.id] })
  const both = [await answerOnce(world.approver), await answerOnce(other)]
  expect((await Promise.all(both.map((one) => one()))).map(outcome).toSorted()).toEqual(['answered_since', 'kept'])
  expect(await rows('SELECT id FROM CurrentGuidanceAnswer WHERE issueId = ?1', world.issueId)).toHaveLength(1)
  await run('DROP INDEX GuidanceAnswer_first')
  world = await aWorld()
  const again = [await answerOnce(world.approver), await answerOnce(other)]
  await Promise.all(again.map((one) => one()))
  expect(await rows('SELECT id FROM CurrentGuidanceAnswer WHERE issueId = ?1', world.issueId)).toHaveLength(2)
})

it('An officer notes what they saw of an answer that the school replaces meanwhile: it is refused. Without the trigger it would be noted.', async () => {
  const trial = async () => {
    world = await aWorld()
    await (await answerOnce(world.approver))()
    const answerId = await seen()
    await (await answerOnce(world.approver))()
    return recordAnswerCheck(
      actOf(world.officer),
      { rootId: world.school.id, versionId: world.versionId },
      { answerId, level: 'verified', note: 'It' },
    )
  }
  expect(outcome(await trial())).toBe('answered_since')
  await run('DROP TRIGGER GuidanceAnswerCheck_of_the_last')
  expect(outcome(await trial())).toBe('kept')
})

it('A newer version is issued while somebody answers: nothing is kept, and the page says so.', async () => {
  const answer = await answerOnce(world.approver)
  await anIssue(await aVersion(world.document, { number: 2, issuedOn: '2026-01-12' }), world.school)
  expect(outcome(await answer())).toBe('newer_version')
  expect(await kept()).toEqual([])
  expect(await page(world.at, world.approver.cookie)).toContain('A newer version was issued')
})

it('A trust answers once for the schools that it names; each is listed with it, and no other.', async () => {
  const of = { sector: 'academy', trustUid: 'T1', trustName: 'Hedgerow Trust' }
  const schools = [
    await aSchool({ ...of, name: 'Bosbury' }),
    await aSchool({ ...of, name: 'Colwall' }),
    await aSchool({ ...of, name: 'Dilwyn' }),
  ]
  const issues = await Promise.all(schools.map((school) => anIssue(world.versionId, school)))
  const trust = await anAccount({})
  await add('TrustClaim', {
    ...{ accountId: trust.accountId, trustUid: 'T1', state: 'approved', evidence: 'organiser' },
    ...{ requestedAt: '2026-01-01T09:00:00.000Z', decidedAt: '2026-01-01T09:00:00.000Z' },
  })
  const at = `/trusts/T1/guidance/${world.versionId}`
  const form = { ...good, body: 'trust_board', id: newId(tick()), schools: issues.slice(0, 2) }
  expect(await page('/trusts/T1', trust.cookie)).toContain(`href="${at}"`)
  expect((await request(at, { cookie: trust.cookie, form: { ...form, schools: [] } })).status).toBe(422)
  expect((await request(at, { cookie: trust.cookie, form: { ...form, body: 'governing_body' } })).status).toBe(422)
  const sent = await Promise.all([0, 1].map(() => request(at, { cookie: trust.cookie, form })))
  expect(sent.map(({ status }) => status)).toEqual([303, 303])
  expect(
    await rows(
      `SELECT s.name, a.answer, a.body FROM GuidanceTrustAnswer t JOIN GuidanceAnswer a ON a.trustAnswerId = t.id JOIN GuidanceIssue i ON i.id = a.issueId
       JOIN School s ON s.id = i.schoolId ORDER BY s.name`,
    ),
  ).toEqual([
    { name: 'Bosbury', answer: 'as_is', body: 'trust_board' },
    { name: 'Colwall', answer: 'as_is', body: 'trust_board' },
  ])
  expect(await page(`/organiser/schools/${schools[0]?.id}?guidance=${world.document.id}`, world.officer.cookie)).toContain('for the trust')
  // Who comes back finds those ticked that have no answer.
  const ticked = (await page(at, trust.cookie)).matchAll(/name="schools" type="checkbox" value="([^"]+)" checked/g)
  expect([...ticked].map(([, issue]) => issue)).toEqual([issues[2]])
  expect((await request(at, { cookie: world.approver.cookie })).status).toBe(404)
})

it('A school that became an academy is told that its new board decides anew, and a decision from before is not taken.', async () => {
  const { school, document } = world
  await add('SchoolIdentity', {
    schoolId: school.id,
    urn: '999',
    name: school.name,
    laCode: '884',
    statusCode: '1',
    sector: 'academy',
    opensOn: '2026-01-01',
  })
  await run(`UPDATE SchoolIdentity SET supersededAt = ?2 WHERE schoolId = ?1 AND urn <> '999'`, school.id, tick().toISOString())
  await add('SchoolIdentity', {
    schoolId: school.id,
    urn: school.urn,
    name: school.name,
    laCode: '884',
    statusCode: '2',
    closesOn: '2026-01-01',
    validTo: '2026-01-01',
  })
  const asked = await readNow(db, selectAskedNow(db, document.id, school.id))
  expect([asked?.sector, asked?.became]).toEqual(['academy', '2026-01-01'])
  const sent = await request(world.at, { cookie: world.approver.cookie, form: { ...good, body: 'trust_board' } })
  expect([sent.status, (await sent.text()).includes('The school is what it is since 1 January 2026')]).toEqual([422, true])
  expect(
    (await request(world.at, { cookie: world.approver.cookie, form: { ...good, body: 'trust_board', decidedOn: '2026-01-20' } })).status,
  ).toBe(303)
})

it('“Check now” keeps what the school’s site answers, with the time and a fingerprint; an officer ticks what they read.', async () => {
  const look = (address: string) => request(`${world.at}/page`, { cookie: world.approver.cookie, form: { address } })
  expect((await look('https://www.ashfield.sch.example/policy')).status).toBe(303)
  expect((await look('https://www.ashfield.sch.example/gone')).status).toBe(303)
  expect((await look('https://www.ashfield.sch.example/away')).status).toBe(303)
  expect(await rows('SELECT address, outcome, status, length(hash) AS hash, tickedAt FROM GuidancePublished ORDER BY id')).toEqual([
    { address: 'https://www.ashfield.sch.example/policy', outcome: 'found', status: 200, hash: 64, tickedAt: null },
    { address: 'https://www.ashfield.sch.example/gone', outcome: 'not_there', status: 404, hash: 0, tickedAt: null },
    { address: 'https://www.ashfield.sch.example/away', outcome: 'led_elsewhere', status: null, hash: 0, tickedAt: null },
  ])
  const [first] = await rows<{ id: string }>('SELECT id FROM GuidancePublished ORDER BY id')
  for (let n = 0; n < 2; n += 1) await request(`${officerPage()}/tick`, { cookie: world.officer.cookie, form: { check: first?.id ?? '' } })
  expect(await rows('SELECT outcome FROM GuidancePublished WHERE tickedById = ?1', world.officer.accountId)).toEqual([{ outcome: 'found' }])
})

const addresses: [string, string][] = [
  ['http://www.ashfield.sch.example/policy', 'The address must begin with https://'],
  ['https://192.168.0.1/policy', 'This is an address of a private network, or a number'],
  ['https://elsewhere.example/policy', 'This is not on the site that the national register names for the school or its trust'],
  ['our policy page', 'Enter the whole address as the browser shows it'],
]
for (const [address, says] of addresses)
  it(`The address “${address}” gets one sentence, is kept in the form, and nothing is looked at.`, async () => {
    const sent = await request(`${world.at}/page`, { cookie: world.approver.cookie, form: { address } })
    const html = await sent.text()
    expect([sent.status, html.includes(says), html.includes(`value="${address}"`)]).toEqual([422, true, true])
    expect(await rows('SELECT id FROM GuidancePublished WHERE issueId = ?1', world.issueId)).toEqual([])
  })

it('Every write about an answer is in the log, with ids alone.', async () => {
  await request(world.at, { cookie: world.approver.cookie, form: good })
  const found = await rows<{ act: string; after: string }>(
    `SELECT act, after FROM Log WHERE act LIKE 'guidance.%' AND schoolId = ?1 ORDER BY id`,
    world.school.id,
  )
  expect(found.map(({ act }) => act)).toEqual(['guidance.answered'])
  expect(JSON.parse(found[0]?.after ?? '')).toEqual({ answer: 'as_is', how: 'signed_in', version: 1, decidedOn: '2025-10-02' })
})
