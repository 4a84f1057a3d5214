// What somebody says of a role in which others name them. Rules: docs/rules/roles.md.

import { expect, it } from 'vitest'
import { newId } from '#base/id.ts'
import { answerDispute } from '#people/roles/raise-dispute.ts'
import { readSchoolRoles } from '#people/roles/school-role-store.ts'
import { anAccount, anAct, before, db, htmlOf, request, rows, run, tick, withoutGuards } from '#test/support/factories.ts'
import { textOf } from '#test/support/plain.ts'
import { aRole, aSchoolWithRoles, pageOf, standing } from './world.ts'

const post = (path: string, cookie: string, form: Record<string, string> = {}) => request(path, { cookie, form })
const answers = (id: string) => rows('SELECT reason, answer, answeredById FROM RoleDispute WHERE roleAtSchoolId = ?1 ORDER BY rowid', id)

const aNamedHead = async () => {
  const world = await aSchoolWithRoles()
  const head = await anAccount({ name: 'Nia Head' })
  const id = await aRole({ personId: head.personId, schoolId: world.school.id, roleId: 'head' }, world.approver.accountId)
  return { ...world, head, id, own: `/account/record/roles/${id}/dispute` }
}

it('“On their record somebody sees the roles that are said of them, says of one that it is not so, with a reason if they wish, and can take that back.”', async () => {
  const { head, id, own, base } = await aNamedHead()
  const record = await (await request('/account/record', { cookie: head.cookie })).text()
  expect(record).toContain(`href="${own}"`)
  // A confirmed head answers for the school without acting for it.
  expect(record).toContain(`href="${base}"`)
  expect(await pageOf(own, head.cookie)).toContain('Do not name children')
  expect(await htmlOf(post(own, head.cookie, { reason: 'x'.repeat(501) }), 422)).toContain('x'.repeat(501))
  const both = await Promise.all([post(own, head.cookie, { reason: 'I left' }), post(own, head.cookie, { reason: 'I left' })])
  expect(both.map(({ status }) => status)).toEqual([303, 303])
  expect(await answers(id)).toEqual([{ reason: 'I left', answer: null, answeredById: null }])
  expect(await pageOf('/account/record', head.cookie)).toContain('not counted until that is answered')
  expect(await pageOf(own, head.cookie)).toContain('What you said I left')
  expect((await post(`${own}/withdraw`, head.cookie)).status).toBe(303)
  expect((await post(`${own}/withdraw`, head.cookie)).status).toBe(303)
  expect(await answers(id)).toEqual([{ reason: 'I left', answer: 'withdrawn', answeredById: head.accountId }])
  const other = await anAccount()
  for (const path of [own, `${own}/withdraw`]) expect((await post(path, other.cookie)).status).toBe(404)
})

it('“Until it is answered the role counts in nothing and can be changed by nobody; upheld it no longer stands, dismissed it counts again.”', async () => {
  const { head, id, own, approver, base, school } = await aNamedHead()
  await post(own, head.cookie, { reason: 'I was never the head' })
  const text = await pageOf(base, approver.cookie)
  expect(text).toContain('Nia Head Disputed')
  expect(await pageOf(`${base}/held/${id}`, approver.cookie)).toContain('I was never the head')
  const changed = await post(`/school/${school.id}/staff/${id}`, approver.cookie, { fromDate: '2025-01-01' })
  expect(changed.status).toBe(409)
  expect(await textOf(changed)).toContain('The person says that this is not right')
  expect((await post(`${base}/held/${id}`, approver.cookie, { answer: 'ended', lastDay: '2026-01-01' })).status).toBe(422)
  expect((await post(`${base}/held/${id}`, approver.cookie, { answer: 'dismissed' })).status).toBe(303)
  expect(await answers(id)).toMatchObject([{ answer: 'dismissed', answeredById: approver.accountId }])
  await post(own, head.cookie, {})
  const officer = await anAccount({ roles: ['officer'] })
  const desk = `/organiser/schools/${school.id}/roles/held/${id}`
  expect((await post(desk, officer.cookie, { answer: 'upheld' })).status).toBe(303)
  expect(await answers(id)).toMatchObject([{ answer: 'dismissed' }, { reason: '', answer: 'upheld', answeredById: officer.accountId }])
  expect((await standing(school.id)).map((one) => one['name'])).toEqual(['Huw Deputy', 'Siân Lead'])
})

it.each([
  ['it is refused', db, null],
  ['control: without guards the role ends although nobody disputes it any more', withoutGuards, 'set'],
])('a dispute that is withdrawn while somebody upholds it: %s', async (_, on, ended) => {
  const { head, id, own, approver, school } = await aNamedHead()
  await post(own, head.cookie, {})
  await run('DROP TRIGGER IF EXISTS RoleDispute_answered_once')
  const act = anAct({ actor: approver.actor })
  const at = await readSchoolRoles(act, school.id, 'school')
  if (!at?.capacity) throw new Error('no capacity')
  const racing = { ...act, db: before(1, () => post(`${own}/withdraw`, head.cookie), on) }
  await answerDispute(racing, { ...at, capacity: at.capacity }, { id, answer: 'upheld' })
  const [role] = await rows<{ supersededAt: string | null }>('SELECT supersededAt FROM RoleAtSchool WHERE id = ?1', id)
  expect(role?.supersededAt ? 'set' : null).toBe(ended)
})

it('“Whoever signs in for the first time with the address by which they were named is asked whether the record is theirs.”', async () => {
  const { approver, base } = await aSchoolWithRoles()
  const email = 'nia.named@ashgrove.example'
  await post(`${base}/head`, approver.cookie, { answer: 'named', name: 'Nia Named', email, dateNotKnown: 'yes' })
  const account = await anAccount({ email: 'first@ashgrove.example', name: 'x' })
  await run('UPDATE Account SET personId = NULL, email = ?2 WHERE id = ?1', account.accountId, email)
  const text = await pageOf('/account/record', account.cookie)
  expect(text).toContain('Are you Nia Named of Ashgrove Primary?')
  expect(text).toContain('A record with this address has one role at schools.')
  const [person] = await rows<{ id: string }>('SELECT id FROM Person WHERE email = ?1', email)
  await post('/account/record', account.cookie, { person: person?.id ?? newId(tick()) })
  expect(await pageOf('/account/record', account.cookie)).toContain('Is this right? : Headteacher or principal at Ashgrove Primary')
})
