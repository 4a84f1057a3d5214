// What a school says of its roles on its one page. Rules: docs/rules/roles.md.

import { expect, it } from 'vitest'
import { newId } from '#base/id.ts'
import { answerRole, seenOf } from '#people/roles/answer-role.ts'
import { confirmRole } from '#people/roles/confirm-role.ts'
import { saveAnswers } from '#people/roles/save-answers.ts'
import { readSchoolRoles } from '#people/roles/school-role-store.ts'
import { allStillRight } from '#people/roles/school-roles.ts'
import { noApprover } from '#test/support/claims.ts'
import { anAccount, anAct, aSchool, before, db, htmlOf, leadsTo, request, rows, run, tick, withoutGuards } from '#test/support/factories.ts'
import { textOf } from '#test/support/plain.ts'
import { add } from '#test/support/rows.ts'
import { aPerson } from '#test/worker/attendance/coverage/world.ts'
import { aRole, aSchoolWithRoles, confirmations, gaps, pageOf, pressOf, standing } from './world.ts'

const post = (path: string, cookie: string, form: Record<string, string>) => request(path, { cookie, form })

it('“A school sees each role that it is asked about: who is confirmed, since when and by whom; below, who is only proposed.”', async () => {
  const { approver, base, school } = await aSchoolWithRoles()
  const text = await pageOf(base, approver.cookie)
  expect(text).toContain('Designated safeguarding lead Siân Lead Since 1 September 2024 Confirmed on 2 March 2026 by Gwen Approver')
  expect(text).toContain('Huw Deputy Proposed')
  expect(text).toContain('Said in a booking on 2 March 2026')
  expect(text).toContain('Headteacher or principal Nobody has said who holds it.')
  expect(text).toContain('Safeguarding link governor or trustee')
  expect(text).not.toMatch(/Proprietor Nobody/)
  expect(text).toContain('Nobody has said yet that all of this is right.')
  await run(`UPDATE School SET name = name WHERE id = ?1`, school.id)
  const independent = await aSchool({ sector: 'independent' })
  const own = await anAccount({ schoolIds: [independent.id] })
  const other = await pageOf(`/school/${independent.id}/roles`, own.cookie)
  expect(other).toMatch(/Proprietor Nobody/)
  expect(other).not.toContain('link governor or trustee Nobody')
  expect(other).not.toContain('All of this is still right')
})

it('“Approvers of the school, its confirmed head, contacts of its trust and officers answer for it; to anybody else the page does not exist.”', async () => {
  const { school, base, approver } = await aSchoolWithRoles()
  const trusted = await aSchool({ trustUid: 'T99', trustName: 'Hedge Trust' })
  const ofTrust = await anAccount()
  await add('TrustClaim', {
    accountId: ofTrust.accountId,
    trustUid: 'T99',
    state: 'approved',
    evidence: 'self_asserted',
    decidedAt: tick().toISOString(),
  })
  const head = await anAccount({ name: 'Nia Head' })
  const headRole = await aRole({ personId: head.personId, schoolId: school.id, roleId: 'head' }, approver.accountId)
  const proposed = await anAccount()
  await aRole({ personId: proposed.personId, schoolId: school.id, roleId: 'head' })
  const member = await anAccount({ schoolIds: [school.id] })
  await noApprover('accountId = ?1', member.accountId)
  const officer = await anAccount({ roles: ['officer'] })
  const reader = await anAccount({ roles: ['reader'] })
  const press = async (at: string, cookie: string) => (await post(at, cookie, await pressOf(at, cookie))).status
  expect([await press(base, approver.cookie), await press(base, head.cookie)]).toEqual([303, 303])
  expect(await press(`/organiser/schools/${school.id}/roles`, officer.cookie)).toBe(303)
  await aRole({ personId: await aPerson('Lead There'), schoolId: trusted.id }, ofTrust.accountId)
  expect(await press(`/school/${trusted.id}/roles`, ofTrust.cookie)).toBe(303)
  expect(await confirmations(trusted.id)).toMatchObject([{ capacity: 'trust' }])
  expect(await confirmations(school.id)).toEqual([
    { confirmedById: approver.accountId, capacity: 'approver', roleId: null },
    { confirmedById: head.accountId, capacity: 'head', roleId: null },
    { confirmedById: officer.accountId, capacity: 'officer', roleId: null },
  ])
  for (const { cookie } of [member, proposed, reader, await anAccount(), officer])
    expect((await request(base, { cookie })).status).toBe(404)
  for (const { cookie } of [reader, approver]) expect((await request(`/organiser/schools/${school.id}/roles`, { cookie })).status).toBe(404)
  // A head whose role is disputed no longer answers for the school.
  await add('RoleDispute', { roleAtSchoolId: headRole, raisedById: head.accountId })
  expect((await request(base, { cookie: head.cookie })).status).toBe(404)
})

it('“At a shared mailbox nobody answers as the head, whoever they say they are.”', async () => {
  const { school, base, approver } = await aSchoolWithRoles()
  const office = await anAccount({ schoolIds: [school.id], name: 'Nia Head' })
  await noApprover('accountId = ?1', office.accountId)
  await aRole({ personId: office.personId, schoolId: school.id, roleId: 'head' }, approver.accountId)
  expect((await request(base, { cookie: office.cookie })).status).toBe(200)
  await run('UPDATE Account SET shared = 1, sharedSaidAt = ?2 WHERE id = ?1', office.accountId, tick().toISOString())
  await run('UPDATE SignIn SET personId = ?2 WHERE accountId = ?1', office.accountId, office.personId)
  expect((await request(base, { cookie: office.cookie })).status).toBe(404)
  expect((await post(base, office.cookie, { id: newId(tick()), seen: '' })).status).toBe(404)
  expect((await post(`${base}/dsl`, office.cookie, { answer: 'not_known' })).status).toBe(404)
})

it('“One press says that all of it is still right; pressed twice it is said once.”', async () => {
  const { school, approver, base } = await aSchoolWithRoles()
  const form = await pressOf(base, approver.cookie)
  const both = await Promise.all([post(base, approver.cookie, form), post(base, approver.cookie, form)])
  expect(both.map(({ status }) => status)).toEqual([303, 303])
  expect(await confirmations(school.id)).toEqual([{ confirmedById: approver.accountId, capacity: 'approver', roleId: null }])
  expect(await rows(`SELECT COUNT(*) AS n FROM Log WHERE act = 'roles.confirmed' AND schoolId = ?1`, school.id)).toEqual([{ n: 1 }])
  expect(await pageOf(base, approver.cookie)).toMatch(/all was still right was .*: Gwen Approver, for the school\./)
})

it('“It is refused when something has changed since the page was made, and the page then shows how things stand.”', async () => {
  const { school, approver, base, lead } = await aSchoolWithRoles()
  const form = await pressOf(base, approver.cookie)
  await aRole({ personId: lead, schoolId: school.id, roleId: 'senco' }, approver.accountId)
  expect(await textOf(post(base, approver.cookie, form), 409)).toContain('Something about the roles has changed since you opened this page')
  expect(await confirmations(school.id)).toEqual([])
})

it.each([
  ['it is not confirmed', db, []],
  ['control: without guards it is confirmed all the same', withoutGuards, [{ capacity: 'approver' }]],
])('what changes between reading and writing: %s', async (_, on, expected) => {
  const { school, approver, lead } = await aSchoolWithRoles()
  const act = anAct({ actor: approver.actor })
  const at = await readSchoolRoles(act, school.id, 'school')
  if (!at?.capacity) throw new Error('no capacity')
  const meanwhile = () => aRole({ personId: lead, schoolId: school.id, roleId: 'head' }, approver.accountId)
  const racing = { ...act, db: before(1, meanwhile, on) }
  await saveAnswers(racing, { ...at, capacity: at.capacity }, { form: newId(tick()), seen: await seenOf(at), answers: allStillRight(at) })
  expect(await confirmations(school.id)).toMatchObject(expected)
})

it('“Whoever confirms a proposal says since when, or that it is not known; what was typed stays when it is refused.”', async () => {
  const { school, approver, base, proposalId } = await aSchoolWithRoles()
  const path = `${base}/held/${proposalId}`
  for (const [form, says] of [
    [{ answer: 'confirm' }, 'Enter the first day, or tick that it is not known, and not both'],
    [{ answer: 'confirm', fromDate: '2026-01-05', dateNotKnown: 'yes' }, 'and not both'],
    [{ answer: 'confirm', fromDate: '2099-01-01' }, 'The first day must be today or earlier'],
    [{ answer: '', fromDate: '2026-01-05' }, 'Choose an answer'],
    [{ answer: 'not_so', fromDate: '2026-01-05' }, 'Choose why it is not right'],
  ] as [Record<string, string>, string][]) {
    const html = await htmlOf(post(path, approver.cookie, form), 422)
    expect(html).toContain(says)
    if (form['fromDate']) expect(html).toContain(form['fromDate'])
  }
  expect((await post(path, approver.cookie, { answer: 'confirm', fromDate: '5/1/2026' })).status).toBe(303)
  expect(await standing(school.id)).toEqual([
    { name: 'Huw Deputy', roleId: 'deputy_dsl', fromDate: '2026-01-05', toDate: null, source: 'school', confirmed: 1 },
    { name: 'Siân Lead', roleId: 'dsl', fromDate: '2024-09-01', toDate: null, source: 'school', confirmed: 1 },
  ])
  // A second press of the same form finds the proposal gone, and is shown how things stand.
  const again = await post(path, approver.cookie, { answer: 'confirm', fromDate: '5/1/2026' })
  expect(again.status).toBe(409)
  expect(await textOf(again)).toContain('This role has changed since you opened this page, so nothing has been saved.')
  expect(await rows(`SELECT after ->> '$.capacity' AS "as" FROM Log WHERE act = 'role.confirmed' AND schoolId = ?1`, school.id)).toEqual([
    { as: 'approver' },
  ])
})

it('“A proposal that is not so no longer stands; why is kept in the log.”', async () => {
  const { school, approver, base, proposalId } = await aSchoolWithRoles()
  expect((await post(`${base}/held/${proposalId}`, approver.cookie, { answer: 'not_so', reason: 'elsewhere' })).status).toBe(303)
  expect(await standing(school.id)).toMatchObject([{ name: 'Siân Lead' }])
  expect(await rows(`SELECT after ->> '$.reason' AS reason FROM Log WHERE act = 'role.declined' AND schoolId = ?1`, school.id)).toEqual([
    { reason: 'elsewhere' },
  ])
})

it('“Somebody else is named with a name, an address if it is known, and since when; where one person usually holds the role, it is asked whether whoever had it has gone.”', async () => {
  const { school, approver, base } = await aSchoolWithRoles()
  const form = { answer: 'named', name: 'Mari New', email: 'Mari.New@Ashgrove.example', fromDate: '2026-02-01' }
  const text = await htmlOf(post(`${base}/dsl`, approver.cookie, form), 422)
  expect(text).toContain('Siân Lead is confirmed in this role. Has that ended?')
  expect(text).toContain('Mari New')
  expect((await post(`${base}/dsl`, approver.cookie, { ...form, others: 'ended' })).status).toBe(422)
  expect((await post(`${base}/dsl`, approver.cookie, { ...form, others: 'ended', othersLastDay: '2026-01-31' })).status).toBe(303)
  expect(await standing(school.id)).toMatchObject([
    { name: 'Huw Deputy' },
    { name: 'Mari New', roleId: 'dsl', fromDate: '2026-02-01', toDate: null, confirmed: 1 },
    { name: 'Siân Lead', roleId: 'dsl', fromDate: '2024-09-01', toDate: '2026-02-01', confirmed: 1 },
  ])
  expect(await pageOf(base, approver.cookie)).not.toContain('Siân Lead')
  const again = await post(`${base}/dsl`, approver.cookie, { ...form, others: 'both' })
  expect(again.status).toBe(422)
  expect(await again.text()).toContain('They are confirmed in this role already')
})

it('two hold a role together when the school says so', async () => {
  const { school, approver, base, lead } = await aSchoolWithRoles()
  const form = { answer: 'named', name: 'Mari New', email: '', dateNotKnown: 'yes', others: 'both' }
  expect((await post(`${base}/dsl`, approver.cookie, form)).status).toBe(303)
  expect(await standing(school.id)).toMatchObject([
    {},
    { name: 'Mari New', fromDate: null, toDate: null },
    { name: 'Siân Lead', toDate: null },
  ])
  // Without an address the one person of the school with the name is meant.
  expect(
    (await post(`${base}/senco`, approver.cookie, { answer: 'named', name: 'siân  LEAD', email: '', dateNotKnown: 'yes' })).status,
  ).toBe(303)
  expect(await rows(`SELECT personId FROM RoleAtSchool WHERE schoolId = ?1 AND roleId = 'senco'`, school.id)).toEqual([{ personId: lead }])
})

it('“Vacant since a day, not known, and nobody has said are three answers; a role that somebody fills is vacant no longer.”', async () => {
  const { school, approver, base } = await aSchoolWithRoles()
  const held = await post(`${base}/dsl`, approver.cookie, { answer: 'vacant', vacantFrom: '2026-01-01' })
  expect(held.status).toBe(422)
  expect(await held.text()).toContain('Say first that they no longer hold it')
  expect((await post(`${base}/head`, approver.cookie, { answer: 'vacant' })).status).toBe(422)
  expect((await post(`${base}/head`, approver.cookie, { answer: 'vacant', vacantFrom: '2026-01-01' })).status).toBe(303)
  expect((await post(`${base}/chair`, approver.cookie, { answer: 'not_known' })).status).toBe(303)
  const text = await pageOf(base, approver.cookie)
  expect(text).toContain('Headteacher or principal Vacant since 1 January 2026, said by the school on')
  expect(text).toMatch(/Chair of governors or trustees The school said on .* that it does not know\./)
  expect(text).toContain('Safeguarding link governor or trustee Nobody has said who holds it.')
  const form = { answer: 'named', name: 'Nia Head', email: '', fromDate: '2026-02-01' }
  expect((await post(`${base}/head`, approver.cookie, form)).status).toBe(303)
  expect(await gaps(school.id)).toMatchObject([
    { roleId: 'chair', answer: 'not_known', toDate: null },
    { roleId: 'head', answer: 'vacant', fromDate: '2026-01-01', toDate: '2026-02-01', source: 'school' },
  ])
})

it('a role that is filled on the page of everybody at the school is vacant no longer', async () => {
  const { school, approver, base, lead } = await aSchoolWithRoles()
  await post(`${base}/prevent_lead`, approver.cookie, { answer: 'vacant', vacantFrom: '2026-01-01' })
  await post(`${base}/senco`, approver.cookie, { answer: 'vacant', vacantFrom: '2026-01-01' })
  const form = { personId: lead, schoolId: school.id, toDate: '' }
  await post(`/school/${school.id}/staff/new`, approver.cookie, { ...form, roleId: 'prevent_lead', fromDate: '2026-02-01' })
  // Whoever had it before leaves it vacant, and a day before it was vacant says that it never was.
  await post(`/school/${school.id}/staff/new`, approver.cookie, { ...form, roleId: 'chair', fromDate: '2025-01-01', toDate: '2025-06-01' })
  await post(`/school/${school.id}/staff/new`, approver.cookie, { ...form, roleId: 'senco', fromDate: '2025-12-01' })
  expect(await gaps(school.id)).toEqual([
    { roleId: 'prevent_lead', answer: 'vacant', fromDate: '2026-01-01', toDate: '2026-02-01', source: 'school' },
  ])
})

it('“The role of somebody who left ends with their last day, which is over; the school is asked who holds it now.”', async () => {
  const { school, approver, base, leadId } = await aSchoolWithRoles()
  const path = `${base}/held/${leadId}`
  const today = new Date().toISOString().slice(0, 10)
  expect((await post(path, approver.cookie, { answer: 'ended', lastDay: today })).status).toBe(422)
  expect((await post(path, approver.cookie, { answer: 'ended', lastDay: '2020-01-01' })).status).toBe(422)
  expect(await leadsTo(post(path, approver.cookie, { answer: 'ended', lastDay: '2026-02-27' }))).toBe(`${base}/dsl`)
  expect(await standing(school.id)).toMatchObject([{ name: 'Huw Deputy' }, { name: 'Siân Lead', toDate: '2026-02-28', confirmed: 1 }])
})

it.each([
  ['one is named and the other is told that it changed', db, 1],
  ['control: without guards both are leads', withoutGuards, 2],
])('two who fill one role at the same moment: %s', async (_, on, leads) => {
  const school = await aSchool()
  const [one, other] = [await anAccount({ schoolIds: [school.id] }), await anAccount({ schoolIds: [school.id] })]
  const proposals = [
    await aRole({ personId: await aPerson(), schoolId: school.id }),
    await aRole({ personId: await aPerson(), schoolId: school.id }),
  ]
  const confirm = async ({ actor }: typeof one, id: string, meanwhile?: () => Promise<unknown>) => {
    const act = anAct({ actor, db: meanwhile ? before(2, meanwhile, on) : on })
    const at = await readSchoolRoles(act, school.id, 'school')
    if (!at?.capacity) throw new Error('no capacity')
    return confirmRole(act, { ...at, capacity: at.capacity }, { id, fromDate: undefined, others: undefined })
  }
  const first = await confirm(one, proposals[0] ?? '', () => confirm(other, proposals[1] ?? ''))
  expect(first.ok).toBe(leads === 2)
  expect(
    await rows('SELECT 1 FROM RoleAtSchool WHERE schoolId = ?1 AND confirmedAt IS NOT NULL AND supersededAt IS NULL', school.id),
  ).toHaveLength(leads)
})

it.each([
  ['it is refused', db, 0],
  ['control: without guards a role is held and vacant at once', withoutGuards, 1],
])('a role that is filled while somebody says that it is vacant: %s', async (_, on, vacant) => {
  const { school, approver } = await aSchoolWithRoles()
  const act = anAct({ actor: approver.actor })
  const at = await readSchoolRoles(act, school.id, 'school')
  if (!at?.capacity) throw new Error('no capacity')
  const fill = async () => aRole({ personId: await aPerson(), schoolId: school.id, roleId: 'head' }, approver.accountId)
  await answerRole({ ...act, db: before(1, fill, on) }, { ...at, capacity: at.capacity }, { roleId: 'head', vacantFrom: '2026-01-01' })
  expect(await gaps(school.id)).toHaveLength(vacant)
})

it('“Somebody whom others name is told by email, at once and then once a day, with a way to say that it is not so.”', async () => {
  const { school, approver, base } = await aSchoolWithRoles()
  const form = { answer: 'named', dateNotKnown: 'yes' }
  await post(`${base}/head`, approver.cookie, { ...form, name: 'Nia Head', email: 'nia@ashgrove.example' })
  await post(`${base}/chair`, approver.cookie, { ...form, name: approver.name, email: approver.email })
  await post(`${base}/link_governor`, approver.cookie, { ...form, name: 'No Address', email: '' })
  const sent = await rows<{ email: string; text: string }>(
    `SELECT b.email, b.text FROM Message m JOIN MessageBody b ON b.messageId = m.id WHERE m.kind = 'role_named' AND m.schoolId = ?1`,
    school.id,
  )
  expect(sent.map(({ email }) => email)).toEqual(['nia@ashgrove.example'])
  expect(sent[0]?.text).toContain('Role: Headteacher or principal')
  expect(sent[0]?.text).toContain('Since: not known')
  expect(sent[0]?.text).toContain('/account/record')
})
