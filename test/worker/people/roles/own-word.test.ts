// Who is head of a school, or governs it, is not so by their own word alone. Rules: docs/rules/roles.md.

import { expect, it } from 'vitest'
import { noApprover } from '#test/support/claims.ts'
import { anAccount, request, rows, tick } from '#test/support/factories.ts'
import { add } from '#test/support/rows.ts'
import { aRole, aSchoolWithRoles, pageOf, standing } from './world.ts'

const post = async (path: string, cookie: string, form: Record<string, string>) => {
  const answer = await request(path, { cookie, form })
  return answer
}
const named = { answer: 'named', dateNotKnown: 'yes' }

const held = async (schoolId: string, email: string) => add('SchoolContact', { schoolId, email, source: 'list' })

/** Bea, the business manager, who has named herself as head, and others of the school. */
const aManager = async (roleId = 'head') => {
  const world = await aSchoolWithRoles()
  const { school, base } = world
  const bea = await anAccount({ name: 'Bea Manager', schoolIds: [school.id] })
  await held(school.id, bea.email)
  const head = await anAccount({ name: 'Hal Price' })
  await aRole({ personId: head.personId, schoolId: school.id, roleId: 'head', fromDate: '2020-09-01' }, world.approver.accountId)
  const done = await post(`${base}/${roleId}`, bea.cookie, { ...named, name: 'Bea Manager', email: bea.email, others: 'both' })
  const [proposal] = await rows<{ id: string }>(
    'SELECT id FROM RoleAtSchool WHERE personId = ?1 AND roleId = ?2 AND supersededAt IS NULL',
    ...[bea.personId, roleId],
  )
  return { ...world, bea, head, done, proposalId: proposal?.id ?? '' }
}
const ofBea = async (schoolId: string) => (await standing(schoolId)).find(({ name }) => name === 'Bea Manager')

it('“Somebody who names themselves as head or governor is proposed until the head, another address that the council holds for the school, or the council confirms it.”', async () => {
  const { school, base, bea, head, approver, done, proposalId } = await aManager()
  expect(done.status).toBe(303)
  expect(await ofBea(school.id)).toMatchObject({ roleId: 'head', source: 'person', confirmed: 0 })
  const path = `${base}/held/${proposalId}`
  const office = await anAccount({ schoolIds: [school.id] })
  // Neither she nor somebody whose address the council does not hold.
  for (const { cookie } of [bea, approver, office]) {
    expect(await pageOf(path, cookie)).toContain('Only they have said this themselves.')
    expect((await post(path, cookie, { answer: 'confirm', dateNotKnown: 'yes', others: 'both' })).status).toBe(422)
    expect(await pageOf(base, cookie)).toContain('Bea Manager says that they are headteacher or principal.')
  }
  expect(await ofBea(school.id)).toMatchObject({ confirmed: 0 })
  expect(await pageOf(path, head.cookie)).not.toContain('Only they have said this themselves.')
  await held(school.id, office.email)
  expect((await post(path, office.cookie, { answer: 'confirm', dateNotKnown: 'yes', others: 'both' })).status).toBe(303)
  expect(await ofBea(school.id)).toMatchObject({ source: 'school', confirmed: 1 })
})

it.each<[string, (world: Awaited<ReturnType<typeof aManager>>) => Promise<[path: string, cookie: string]>]>([
  ['the head', async ({ base, head, proposalId }) => [`${base}/held/${proposalId}`, head.cookie]],
  [
    'the council',
    async ({ school, proposalId }) => [
      `/organiser/schools/${school.id}/roles/held/${proposalId}`,
      (await anAccount({ roles: ['officer'] })).cookie,
    ],
  ],
])('It is confirmed by %s.', async (_, of) => {
  const world = await aManager('chair')
  const [path, cookie] = await of(world)
  expect((await post(path, cookie, { answer: 'confirm', dateNotKnown: 'yes' })).status).toBe(303)
  expect(await ofBea(world.school.id)).toMatchObject({ roleId: 'chair', confirmed: 1 })
})

it('A proposal that a booking made of whoever books is their own word too, and a sitting head names themselves.', async () => {
  const { school, base, head } = await aManager('senco')
  const own = await anAccount({ name: 'Cora Chair', schoolIds: [school.id] })
  await held(school.id, own.email)
  const id = await aRole({ personId: own.personId, schoolId: school.id, roleId: 'chair' })
  expect((await post(`${base}/held/${id}`, own.cookie, { answer: 'confirm', dateNotKnown: 'yes' })).status).toBe(422)
  expect((await post(`${base}/governor`, head.cookie, { ...named, name: 'Hal Price', email: head.email })).status).toBe(303)
  expect(await standing(school.id)).toContainEqual(expect.objectContaining({ name: 'Hal Price', roleId: 'governor', confirmed: 1 }))
})

it('“The mail of it leads to the school’s roles only who may answer for them.”', async () => {
  const world = await aSchoolWithRoles()
  const { school, base } = world
  const bea = await anAccount({ name: 'Bea Manager', schoolIds: [school.id] })
  const contact = await anAccount({ name: 'Con Tact', schoolIds: [school.id] })
  await noApprover('accountId = ?1', contact.accountId)
  const office = `office.${tick().getTime()}@nobody.example`
  await held(school.id, office)
  const head = await anAccount({ name: 'Hal Price' })
  await aRole({ personId: head.personId, schoolId: school.id, roleId: 'head', fromDate: '2020-09-01' }, world.approver.accountId)
  await post(`${base}/head`, bea.cookie, { ...named, name: 'Bea Manager', email: bea.email, others: 'both' })
  const leads = async (email: string) =>
    (
      await rows<{ text: string }>(
        `SELECT b.text FROM Message m JOIN MessageBody b ON b.messageId = m.id WHERE m.kind = 'role_named' AND b.email = ?1`,
        email,
      )
    ).map(({ text }) => [text.includes('Who: Bea Manager'), text.includes(`/school/${school.id}/roles`)])
  for (const { email, cookie } of [world.approver, head]) {
    expect(await leads(email)).toEqual([[true, true]])
    expect((await request(base, { cookie })).status).toBe(200)
  }
  for (const email of [contact.email, office]) expect([email, await leads(email)]).toEqual([email, [[true, false]]])
  expect((await request(base, { cookie: contact.cookie })).status).toBe(404)
})

it('The page of everybody at the school names nobody who signs for it.', async () => {
  const { school, approver, bea, lead, proposalId } = await aManager()
  const form = { personId: lead, schoolId: school.id, roleId: 'chair', fromDate: '2026-02-01', toDate: '' }
  expect((await post(`/school/${school.id}/staff/new`, approver.cookie, form)).status).toBe(422)
  expect((await post(`/school/${school.id}/staff/${proposalId}`, bea.cookie, { fromDate: '2026-02-01', toDate: '' })).status).toBe(409)
  expect(await ofBea(school.id)).toMatchObject({ confirmed: 0 })
})

it('“When a head or governor is named, the school’s addresses are told, and whoever had the role.”', async () => {
  const { school, approver, bea, head } = await aManager()
  const told = (email: string) =>
    rows<{ subject: string; text: string }>(
      `SELECT b.subject, b.text FROM Message m JOIN MessageBody b ON b.messageId = m.id WHERE m.kind = 'role_named' AND b.email = ?1 ORDER BY m.rowid`,
      email,
    )
  for (const { email } of [head, approver]) {
    const [mail, ...more] = await told(email)
    expect([mail?.subject, more]).toEqual([`Who leads ${school.name}, ${school.town} (URN ${school.urn}): a change`, []])
    expect(mail?.text).toContain('Who: Bea Manager, who has only said it themselves')
  }
  expect(await told(bea.email)).toEqual([])
  // A second head beside the first, whom nobody told.
  const other = await aSchoolWithRoles()
  const first = await anAccount({ name: 'Ina Head' })
  await aRole({ personId: first.personId, schoolId: other.school.id, roleId: 'head' }, other.approver.accountId)
  const second = 'second@head.example'
  await post(`${other.base}/head`, other.approver.cookie, { ...named, name: 'Jo Second', email: second, others: 'both' })
  expect((await told(first.email))[0]?.text).toContain('Who: Jo Second')
  expect((await told(second))[0]?.subject).toContain('Your role at')
  expect(await told(other.approver.email)).toEqual([])
})
