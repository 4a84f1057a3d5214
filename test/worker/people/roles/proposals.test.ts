// The roles of a school are answered on one page, with one press. Rules: docs/rules/roles.md.

import { expect, it } from 'vitest'
import { newId } from '#base/id.ts'
import { seenOf } from '#people/roles/answer-role.ts'
import { askSchools } from '#people/roles/ask-schools.ts'
import { saveAnswers } from '#people/roles/save-answers.ts'
import { readSchoolRoles } from '#people/roles/school-role-store.ts'
import { noApprover } from '#test/support/claims.ts'
import { anAccount, anAct, aSchool, before, db, leadsTo, request, rows, run, tick, withoutGuards } from '#test/support/factories.ts'
import { textOf } from '#test/support/plain.ts'
import { add } from '#test/support/rows.ts'
import { aPerson } from '#test/worker/attendance/coverage/world.ts'
import { aRole, aSchoolWithRoles, confirmations, gaps, pageOf, standing } from './world.ts'

const post = (path: string, cookie: string, form: Record<string, string>) => request(path, { cookie, form })

/** A school at which five people are proposed, by bookings and lists, and nobody is confirmed. */
const aSchoolWithProposals = async () => {
  const school = await aSchool({ name: 'Tansley Fold Primary' })
  const approver = await anAccount({ schoolIds: [school.id], name: 'Gwen Approver' })
  const ids: Record<string, string> = {}
  for (const [roleId, name] of [
    ['dsl', 'Dilys Llewellyn'],
    ['deputy_dsl', 'Huw Deputy'],
    ['head', 'Nia Head'],
    ['link_governor', 'Lou Governor'],
    ['chair', 'Cai Chair'],
  ] as const)
    ids[roleId] = await aRole({ personId: await aPerson(name), schoolId: school.id, roleId })
  return { school, approver, ids, base: `/school/${school.id}/roles` }
}

/** The form as the page made it, before anything is typed. */
const formOf = async (page: string, cookie: string): Promise<Record<string, string>> => {
  const html = await (await request(page, { cookie })).text()
  const form: Record<string, string> = {}
  for (const [input] of html.matchAll(/<input[^>]*>/g)) {
    const of = (name: string) => new RegExp(` ${name}="([^"]*)"`).exec(input)?.[1] ?? ''
    if (of('name') && (of('type') !== 'radio' || / checked/.test(input))) form[of('name')] = of('value')
  }
  return form
}

/** An answer to each. */
const each = (ids: Record<string, string>, answer: string): Record<string, string> =>
  Object.fromEntries(Object.values(ids).map((id) => [`answer-${id}`, answer]))

const answered = (schoolId: string) => rows(`SELECT COUNT(*) AS n FROM Log WHERE act = 'roles.answers_saved' AND schoolId = ?1`, schoolId)

it('“Everybody who is proposed for a role is confirmed on one page with one press, each since a day or since a day that is not known; pressed twice it is said once.”', async () => {
  const { school, approver, ids, base } = await aSchoolWithProposals()
  for (const path of [`/school/${school.id}`, `/school/${school.id}/record`, `/school/${school.id}/requirements`]) {
    const html = await (await request(path, { cookie: approver.cookie })).text()
    expect([path, html.includes(`href="${base}"`), html.includes('Confirm these five (one minute)')]).toEqual([path, true, true])
  }
  const form = { ...(await formOf(base, approver.cookie)), ...each(ids, 'yes'), [`fromDate-${ids['dsl']}`]: '2026-01-05' }
  const both = await Promise.all([post(base, approver.cookie, form), post(base, approver.cookie, form)])
  expect(both.map((answer) => [answer.status, answer.headers.get('location')])).toEqual([
    [303, base],
    [303, base],
  ])
  const confirmed = { toDate: null, source: 'school', confirmed: 1 }
  expect(await standing(school.id)).toEqual([
    { name: 'Cai Chair', roleId: 'chair', fromDate: null, ...confirmed },
    { name: 'Huw Deputy', roleId: 'deputy_dsl', fromDate: null, ...confirmed },
    { name: 'Dilys Llewellyn', roleId: 'dsl', fromDate: '2026-01-05', ...confirmed },
    { name: 'Nia Head', roleId: 'head', fromDate: null, ...confirmed },
    { name: 'Lou Governor', roleId: 'link_governor', fromDate: null, ...confirmed },
  ])
  expect(await answered(school.id)).toEqual([{ n: 1 }])
  expect((await post(base, approver.cookie, form)).status).toBe(303)
  expect(await answered(school.id)).toEqual([{ n: 1 }])
  expect(await pageOf(base, approver.cookie)).not.toContain('Proposed')
  expect(await pageOf(`/school/${school.id}`, approver.cookie)).not.toContain('Confirm these')
})

it('“Of each it can be said that somebody else holds the role, or nobody at the moment.”', async () => {
  const { school, approver, ids, base: page } = await aSchoolWithProposals()
  const form = {
    ...(await formOf(page, approver.cookie)),
    ...each(ids, 'yes'),
    [`answer-${ids['chair']}`]: 'nobody',
    [`vacantFrom-${ids['chair']}`]: '2026-01-01',
    [`answer-${ids['head']}`]: 'other',
    [`answer-${ids['link_governor']}`]: 'other',
    [`name-${ids['link_governor']}`]: 'Mari New',
    [`email-${ids['link_governor']}`]: 'Mari@tansley.example',
  }
  const bare = await post(page, approver.cookie, { ...form, [`fromDate-${ids['dsl']}`]: '2099-01-01' })
  const text = await bare.text()
  expect([bare.status, text.includes('Enter who holds it'), text.includes('The first day must be today or earlier')]).toEqual([
    422,
    true,
    true,
  ])
  expect(text).toContain('value="Mari New"')
  expect(await standing(school.id)).toHaveLength(5)
  // The same person, named twice in one form, is one record.
  const whole = { ...form, [`name-${ids['head']}`]: 'Mari  NEW', [`email-${ids['head']}`]: 'mari@tansley.example' }
  expect((await post(page, approver.cookie, whole)).status).toBe(303)
  expect((await standing(school.id)).map((row) => `${row['name']} ${row['roleId']}`)).toEqual([
    'Huw Deputy deputy_dsl',
    'Dilys Llewellyn dsl',
    'Mari NEW head',
    'Mari NEW link_governor',
  ])
  expect(await gaps(school.id)).toMatchObject([{ roleId: 'chair', answer: 'vacant', fromDate: '2026-01-01', toDate: null }])
  // “Where no reason is asked none is kept: the log says what was pressed.”
  expect(
    await rows(
      `SELECT before ->> '$.roleId' AS roleId, after ->> '$.reason' AS reason FROM Log WHERE act = 'role.declined' AND schoolId = ?1 ORDER BY roleId`,
      school.id,
    ),
  ).toEqual([
    { roleId: 'chair', reason: 'said_no' },
    { roleId: 'head', reason: 'somebody_else' },
    { roleId: 'link_governor', reason: 'somebody_else' },
  ])
  expect(
    await rows(
      `SELECT COUNT(DISTINCT personId) AS n FROM RoleAtSchool WHERE schoolId = ?1 AND source = 'school' AND roleId IN ('head', 'link_governor')`,
      school.id,
    ),
  ).toEqual([{ n: 1 }])
  const told = await rows<{ text: string }>(
    `SELECT b.text FROM Message m JOIN MessageBody b ON b.messageId = m.id WHERE m.kind = 'role_named' AND m.schoolId = ?1 AND b.email LIKE 'mari%'`,
    school.id,
  )
  expect(told.map(({ text }) => text.match(/Role: /g)?.length)).toEqual([2])
})

it('“Where one person usually holds a role, two are confirmed in it only when the school says that they hold it together, or on which day the other left.”', async () => {
  const { school, approver, ids, base: page } = await aSchoolWithProposals()
  await aRole({ personId: await aPerson('Siân Lead'), schoolId: school.id, fromDate: '2024-09-01' }, approver.accountId)
  const second = await aRole({ personId: await aPerson('Ceri Second'), schoolId: school.id, roleId: 'head' })
  const form = await formOf(page, approver.cookie)
  // Nothing is chosen beforehand.
  expect(Object.keys(form).filter((name) => name.startsWith('answer-'))).toEqual([])
  const yes = { ...form, ...each(ids, 'yes'), [`answer-${second}`]: 'no' }
  const refused = await post(page, approver.cookie, yes)
  expect([refused.status, (await textOf(refused)).includes('Say whether the person confirmed in this role still holds it')]).toEqual([
    422,
    true,
  ])
  const two = { ...yes, [`others-${ids['dsl']}`]: 'ended', [`othersLastDay-${ids['dsl']}`]: '2026-01-31', [`answer-${second}`]: 'yes' }
  expect((await post(page, approver.cookie, two)).status).toBe(422)
  expect(await standing(school.id)).toHaveLength(7)
  expect((await post(page, approver.cookie, { ...two, [`others-${ids['head']}`]: 'both', [`others-${second}`]: 'both' })).status).toBe(303)
  expect(await standing(school.id)).toMatchObject([
    {},
    {},
    { name: 'Dilys Llewellyn', roleId: 'dsl', toDate: null, confirmed: 1 },
    { name: 'Siân Lead', roleId: 'dsl', toDate: '2026-02-01', confirmed: 1 },
    { name: 'Ceri Second', roleId: 'head', confirmed: 1 },
    { name: 'Nia Head', roleId: 'head', confirmed: 1 },
    {},
  ])
})

// “That a role is right as it stands goes together with somebody else in it only where both hold it.”
it('a role that is right as it stands is not also ended, or filled, by somebody who is proposed', async () => {
  const { school, approver, ids, base: page } = await aSchoolWithProposals()
  await aRole({ personId: await aPerson('Siân Lead'), schoolId: school.id, fromDate: '2024-09-01' }, approver.accountId)
  await add('RoleGap', { schoolId: school.id, roleId: 'chair', answer: 'vacant', fromDate: '2026-01-05', source: 'school' })
  const form = await formOf(page, approver.cookie)
  const right = (role: string, more: Record<string, string> = {}) =>
    post(page, approver.cookie, { ...form, [`answer-${role}`]: 'yes', [`answer-${ids[role]}`]: 'yes', ...more })
  const others = (value: string) => ({ [`others-${ids['dsl']}`]: value, [`othersLastDay-${ids['dsl']}`]: '2026-01-31' })
  for (const refused of [await right('dsl', others('ended')), await right('chair')])
    expect([refused.status, (await textOf(refused)).includes('Say of this role once who holds it')]).toEqual([422, true])
  expect(await confirmations(school.id)).toEqual([])
  expect((await right('dsl', others('both'))).status).toBe(303)
  expect((await standing(school.id)).filter(({ roleId }) => roleId === 'dsl')).toMatchObject([
    { name: 'Dilys Llewellyn', toDate: null, confirmed: 1 },
    { name: 'Siân Lead', toDate: null, confirmed: 1 },
  ])
})

it('“All answers are kept or none: where something changed meanwhile, the page shows how things stand with what was typed.”', async () => {
  const { school, approver, ids, base: page } = await aSchoolWithProposals()
  const form = { ...(await formOf(page, approver.cookie)), ...each(ids, 'yes'), [`fromDate-${ids['head']}`]: '2026-01-05' }
  await aRole({ personId: await aPerson('Late Deputy'), schoolId: school.id, roleId: 'deputy_dsl' })
  const stale = await post(page, approver.cookie, form)
  const html = await stale.text()
  expect(stale.status).toBe(409)
  expect(html).toContain('Something about the roles has changed since you opened this page')
  expect([html.includes('Late Deputy'), html.includes('value="2026-01-05"')]).toEqual([true, true])
  expect((await standing(school.id)).every(({ confirmed }) => confirmed === 0)).toBe(true)
  expect(await answered(school.id)).toEqual([{ n: 0 }])
})

it.each([
  ['it is refused as a whole', db, 0],
  ['control: without guards five are confirmed all the same', withoutGuards, 5],
])('what changes between reading and writing: %s', async (_, on, expected) => {
  const { school, approver, ids } = await aSchoolWithProposals()
  const act = anAct({ actor: approver.actor })
  const at = await readSchoolRoles(act, school.id, 'school')
  if (!at?.capacity) throw new Error('no capacity')
  const meanwhile = async () => aRole({ personId: await aPerson('Late Deputy'), schoolId: school.id, roleId: 'deputy_dsl' })
  const answers = Object.values(ids).map((id) => ({ id, answer: 'yes' as const, fromDate: undefined, others: undefined }))
  const ask = { form: newId(tick()), seen: await seenOf(at), answers }
  await saveAnswers({ ...act, db: before(1, meanwhile, on) }, { ...at, capacity: at.capacity }, ask)
  expect((await standing(school.id)).filter(({ confirmed }) => confirmed === 1)).toHaveLength(expected)
})

it('“Naming a head or governor needs a proof within ten minutes; for others nobody is asked.”', async () => {
  const { school, ids, base } = await aSchoolWithProposals()
  const stale = await anAccount({ schoolIds: [school.id], provenAt: '2026-01-01T00:00:00.000Z' })
  const form = { ...(await formOf(base, stale.cookie)), ...each(ids, 'yes') }
  const away = await post(base, stale.cookie, form)
  expect([away.status, away.headers.get('location')?.startsWith('/account/prove?next=')]).toEqual([303, true])
  expect((await standing(school.id)).every(({ confirmed }) => confirmed === 0)).toBe(true)
  for (const [path, sent] of [
    [`${base}/held/${ids['head']}`, { answer: 'confirm', dateNotKnown: 'yes' }],
    [`${base}/chair`, { answer: 'named', name: 'Mari New', email: '', dateNotKnown: 'yes' }],
  ] as [string, Record<string, string>][])
    expect((await post(path, stale.cookie, sent)).headers.get('location')).toMatch(/^\/account\/prove\?next=/)
  const others = { ...form, ...Object.fromEntries(['head', 'link_governor', 'chair'].map((role) => [`answer-${ids[role]}`, 'no'])) }
  expect(await leadsTo(post(base, stale.cookie, others))).toBe(base)
  expect((await standing(school.id)).map(({ roleId, confirmed }) => [roleId, confirmed])).toEqual([
    ['deputy_dsl', 1],
    ['dsl', 1],
  ])
})

it('the first page counts what is asked, and leads once to where it can be confirmed', async () => {
  const { school, approver, ids, base: page } = await aSchoolWithProposals()
  await run('UPDATE RoleAtSchool SET supersededAt = ?2 WHERE id = ?1', ids['dsl'], tick().toISOString())
  await run(`DELETE FROM Setting WHERE key = 'asked'`)
  await askSchools(anAct({ now: new Date('2026-09-16T09:00:00.000Z') }))
  const home = await (await request(`/school/${school.id}`, { cookie: approver.cookie })).text()
  expect(home).toContain('Say who holds 5 roles at your school')
  expect([...home.matchAll(new RegExp(`href="${page}"[^>]*>([^<]*)`, 'g'))].map(([, text]) => text)).toEqual([
    'Say who holds 5 roles at your school, or that nothing has changed',
    'People in roles',
  ])
})

it('whoever may not answer for the school, and what is disputed or of no role that matters, is not on the page', async () => {
  const { school, ids, base: page } = await aSchoolWithProposals()
  const member = await anAccount({ schoolIds: [school.id] })
  await noApprover('accountId = ?1', member.accountId)
  expect((await request(page, { cookie: member.cookie })).status).toBe(404)
  expect((await post(page, member.cookie, {})).status).toBe(404)
  const home = await (await request(`/school/${school.id}`, { cookie: member.cookie })).text()
  expect([home.includes('Dilys Llewellyn'), home.includes('Confirm these')]).toEqual([true, false])
  await aRole({ personId: await aPerson('Olive Office'), schoolId: school.id, roleId: 'business_manager' })
  await add('RoleDispute', { roleAtSchoolId: ids['dsl'], raisedById: member.accountId })
  const officer = await anAccount({ roles: ['officer'] })
  const html = await (await request(`/organiser/schools/${school.id}/roles`, { cookie: officer.cookie })).text()
  const asked = (name: string) => html.includes(`Is this right? ${name}`)
  expect([asked('Huw Deputy'), asked('Olive Office'), asked('Dilys Llewellyn')]).toEqual([true, false, false])
  expect(await pageOf(`/organiser/schools/${school.id}/record`, officer.cookie)).toContain('Confirm these four (one minute)')
})

it('“Each role as it stands is answered with Yes, Change or Nobody at the moment; what is not answered stays.”', async () => {
  const { school, approver, base, leadId } = await aSchoolWithRoles()
  await aRole({ personId: await aPerson('Nia Head'), schoolId: school.id, roleId: 'head', fromDate: '2024-09-01' }, approver.accountId)
  const chairId = await aRole({ personId: await aPerson('Cai Chair'), schoolId: school.id, roleId: 'chair' }, approver.accountId)
  const form = {
    ...(await formOf(base, approver.cookie)),
    'answer-dsl': 'yes',
    'answer-head': 'nobody',
    'answer-link_governor': 'other',
    'name-link_governor': 'Lou Governor',
  }
  const bare = await post(base, approver.cookie, form)
  const text = await bare.text()
  expect([bare.status, text.includes('Enter the day since which it is vacant'), text.includes('value="Lou Governor"')]).toEqual([
    422,
    true,
    true,
  ])
  expect((await post(base, approver.cookie, { ...form, 'vacantFrom-head': '2024-09-01' })).status).toBe(422)
  const whole = { ...form, 'vacantFrom-head': '2026-01-10' }
  const both = await Promise.all([post(base, approver.cookie, whole), post(base, approver.cookie, whole)])
  expect(both.map(({ status }) => status)).toEqual([303, 303])
  expect(await standing(school.id)).toMatchObject([
    { name: 'Cai Chair', roleId: 'chair', toDate: null },
    { name: 'Huw Deputy', confirmed: 0 },
    { name: 'Siân Lead', roleId: 'dsl', toDate: null },
    { name: 'Nia Head', roleId: 'head', toDate: '2026-01-10', confirmed: 1 },
    { name: 'Lou Governor', roleId: 'link_governor', fromDate: null, confirmed: 1 },
  ])
  expect(await gaps(school.id)).toMatchObject([{ roleId: 'head', answer: 'vacant', fromDate: '2026-01-10', toDate: null }])
  expect(await confirmations(school.id)).toEqual([{ confirmedById: approver.accountId, capacity: 'approver', roleId: 'dsl' }])
  expect(
    await rows(
      `SELECT act, COUNT(*) AS n FROM Log WHERE schoolId = ?1 AND (act LIKE 'role.%' OR act LIKE 'roles.%') GROUP BY act ORDER BY act`,
      school.id,
    ),
  ).toEqual([
    { act: 'role.answered', n: 1 },
    { act: 'role.ended', n: 1 },
    { act: 'role.named', n: 1 },
    { act: 'roles.answers_saved', n: 1 },
    { act: 'roles.confirmed', n: 1 },
  ])
  expect(await pageOf(base, approver.cookie)).toMatch(/Confirmed again on .* by Gwen Approver, for the school/)
  expect(await rows('SELECT id FROM RoleAtSchool WHERE id IN (?1, ?2) AND supersededAt IS NULL', leadId, chairId)).toHaveLength(2)
  expect((await post(base, approver.cookie, await formOf(base, approver.cookie))).status).toBe(422)
})

it('“A role that changed meanwhile is not confirmed unseen.”', async () => {
  const { school, approver, base } = await aSchoolWithRoles()
  const form = { ...(await formOf(base, approver.cookie)), 'answer-dsl': 'yes' }
  await post(`${base}/dsl`, approver.cookie, { answer: 'named', name: 'Mari New', email: '', dateNotKnown: 'yes', others: 'both' })
  expect(await textOf(post(base, approver.cookie, form), 409)).toContain('Something about the roles has changed since you opened this page')
  expect(await confirmations(school.id)).toEqual([])
})

it('an old link to confirm proposals leads to the page of the roles', async () => {
  const { approver, base } = await aSchoolWithProposals()
  expect((await request(`${base}/confirm`, { cookie: approver.cookie })).headers.get('location')).toBe(base)
})
