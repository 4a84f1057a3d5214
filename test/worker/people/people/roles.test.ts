// Roles at schools with dates, and a person's own record. Rules: docs/rules/people.md.

import { expect, it } from 'vitest'
import { newId } from '#base/id.ts'
import { noApprover } from '#test/support/claims.ts'
import { anAccount, anEvent, aSchool, htmlOf, request, rows, run, tick, tripsOf } from '#test/support/factories.ts'
import { textOf } from '#test/support/plain.ts'
import { add } from '#test/support/rows.ts'
import { aMark, aPerson, aPlace, aWalkIn, firstSession } from '#test/worker/attendance/coverage/world.ts'

const aRole = async (personId: string, schoolId: string, roleId = 'deputy_dsl'): Promise<string> => {
  const id = newId(tick())
  await add('RoleAtSchool', { id, personId, schoolId, roleId, source: 'booking' })
  return id
}

const rolesOf = (personId: string) =>
  rows(
    'SELECT roleId, fromDate, toDate, source, supersededAt IS NOT NULL AS superseded FROM RoleAtSchool WHERE personId = ?1 ORDER BY learnedAt, id',
    personId,
  )

// “Ending a role ends no permission to act for the school: that is a claim, and is ended as one.”
it('a person says that they are no longer deputy since a day; what was said before is kept', async () => {
  const school = await aSchool()
  const { cookie, personId, accountId } = await anAccount({ schoolIds: [school.id] })
  const id = await aRole(personId, school.id)
  const page = await (await request(`/account/roles/${id}`, { cookie })).text()
  expect(page).toContain('Deputy designated safeguarding lead')
  const done = await request(`/account/roles/${id}`, { cookie, form: { fromDate: '1/9/2024', toDate: '2026-09-01' } })
  expect([done.status, done.headers.get('location')]).toEqual([303, '/account/roles'])
  expect(await rolesOf(personId)).toEqual([
    { roleId: 'deputy_dsl', fromDate: null, toDate: null, source: 'booking', superseded: 1 },
    { roleId: 'deputy_dsl', fromDate: '2024-09-01', toDate: '2026-09-01', source: 'person', superseded: 0 },
  ])
  expect(await rows(`SELECT act, after ->> '$.toDate' AS "to", after ->> '$.by' AS "by" FROM Log WHERE subjectId = ?1`, personId)).toEqual([
    { act: 'person.role_ended', to: '2026-09-01', by: 'own' },
  ])
  expect(await rows('SELECT state FROM Claim WHERE accountId = ?1 AND schoolId = ?2', accountId, school.id)).toEqual([
    { state: 'approved' },
  ])
  // The old row is gone from the page: a second press of the same form finds nothing to change.
  expect((await request(`/account/roles/${id}`, { cookie, form: { toDate: '2026-09-02' } })).status).toBe(404)
  const list = await (await request('/account/roles', { cookie })).text()
  expect(list).toContain('Roles that ended')
  expect(list).toContain('From 1 September 2024, until 31 August 2026')
})

// “A role begins and ends on a day that has come.”
it.each([
  [{ toDate: '2099-01-01' }, 'The day it ended must be today or earlier'],
  [{ fromDate: '31/2/2025' }, 'Enter the first day as a day, month and year'],
  [{ fromDate: '2026-01-01', toDate: '2025-01-01' }, 'The day it ended must not be before the first day'],
  [{ fromDate: '1066-10-14' }, 'from 1950 on'],
])('dates that cannot be are refused: %o', async (form, says) => {
  const { cookie, personId } = await anAccount()
  const id = await aRole(personId, (await aSchool()).id)
  expect(await htmlOf(request(`/account/roles/${id}`, { cookie, form }), 422)).toContain(says)
  expect(await rolesOf(personId)).toHaveLength(1)
})

// “What the school or the council says of a role is confirmed by it; what somebody says of themselves is a proposal.”
it('a role that the school or the council adds or changes is confirmed by it, and one that the person does is a proposal', async () => {
  const school = await aSchool()
  const own = await anAccount({ schoolIds: [school.id] })
  await noApprover('accountId = ?1', own.accountId)
  const [approver, organiser] = [await anAccount({ schoolIds: [school.id] }), await anAccount({ roles: ['organiser'] })]
  const id = await aRole(own.personId, school.id)
  const current = () =>
    rows(
      `SELECT id, roleId, source, confirmedAt IS NOT NULL AS confirmed, confirmedById FROM RoleAtSchool
       WHERE personId = ?1 AND supersededAt IS NULL ORDER BY roleId`,
      own.personId,
    ) as Promise<{ id: string; roleId: string }[]>
  const deputy = async () => (await current()).find(({ roleId }) => roleId === 'deputy_dsl')
  const form = { fromDate: '2024-09-01', toDate: '' }
  await request(`/school/${school.id}/staff/${id}`, { cookie: approver.cookie, form })
  expect(await deputy()).toMatchObject({ source: 'school', confirmed: 1, confirmedById: approver.accountId })
  await request(`/organiser/people/${own.personId}/roles/${(await deputy())?.id}`, { cookie: organiser.cookie, form })
  expect(await deputy()).toMatchObject({ source: 'council', confirmed: 1, confirmedById: organiser.accountId })
  await request(`/account/roles/${(await deputy())?.id}`, { cookie: own.cookie, form })
  expect(await deputy()).toMatchObject({ source: 'person', confirmed: 0, confirmedById: null })
  const addRole = (path: string, cookie: string, roleId: string) =>
    request(path, { cookie, form: { personId: own.personId, schoolId: school.id, roleId, ...form } })
  await addRole('/account/roles/new', own.cookie, 'dsl')
  await addRole(`/school/${school.id}/staff/new`, approver.cookie, 'prevent_lead')
  await addRole(`/organiser/people/${own.personId}/roles/new`, organiser.cookie, 'senco')
  expect(await current()).toMatchObject([
    { roleId: 'deputy_dsl' },
    { roleId: 'dsl', source: 'person', confirmed: 0, confirmedById: null },
    { roleId: 'prevent_lead', source: 'school', confirmed: 1, confirmedById: approver.accountId },
    { roleId: 'senco', source: 'council', confirmed: 1, confirmedById: organiser.accountId },
  ])
})

// “They add a role at a school of theirs, once, and at no other.”
it('a person adds a role at a school of theirs, once, and at no other', async () => {
  const [school, strange] = [await aSchool(), await aSchool()]
  const { cookie, personId } = await anAccount({ schoolIds: [school.id] })
  const addRole = (schoolId: string, roleId = 'dsl') =>
    request('/account/roles/new', { cookie, form: { personId, schoolId, roleId, fromDate: '2026-09-01', toDate: '' } })
  expect((await addRole(school.id)).status).toBe(303)
  expect(await htmlOf(addRole(school.id), 409)).toContain('on the record already')
  expect((await addRole(strange.id)).status).toBe(422)
  expect((await addRole(school.id, 'wizard')).status).toBe(422)
  const other = await anAccount()
  expect(
    (await request('/account/roles/new', { cookie, form: { personId: other.personId, schoolId: school.id, roleId: 'dsl' } })).status,
  ).toBe(422)
  expect(await rolesOf(personId)).toEqual([{ roleId: 'dsl', fromDate: '2026-09-01', toDate: null, source: 'person', superseded: 0 }])
  expect(await rolesOf(other.personId)).toEqual([])
})

// “A school’s approvers see its people by name and role, without addresses.”
it('an approver sees the people of their school and ends or adds their roles there; nobody else sees that page', async () => {
  const [school, other] = [await aSchool(), await aSchool()]
  const approver = await anAccount({ schoolIds: [school.id] })
  const colleague = await aPerson('Gethin Rees')
  const stranger = await aPerson('Nobody Here')
  const id = await aRole(colleague, school.id)
  const elsewhere = await aRole(colleague, other.id, 'head')
  await aRole(stranger, other.id)
  const list = await (await request(`/school/${school.id}/staff`, { cookie: approver.cookie })).text()
  expect(list).toContain('Gethin Rees')
  expect(list).not.toContain('Nobody Here')
  expect(list).not.toContain('Headteacher')
  expect(list).not.toContain('@example.sch.uk')
  expect((await request(`/school/${school.id}/staff/${id}`, { cookie: approver.cookie, form: { toDate: '2026-07-20' } })).status).toBe(303)
  expect(
    (await request(`/school/${school.id}/staff/${elsewhere}`, { cookie: approver.cookie, form: { toDate: '2026-07-20' } })).status,
  ).toBe(404)
  const form = { personId: colleague, schoolId: school.id, roleId: 'dsl', fromDate: '2026-09-01' }
  expect((await request(`/school/${school.id}/staff/new`, { cookie: approver.cookie, form })).status).toBe(303)
  expect((await request(`/school/${school.id}/staff/new`, { cookie: approver.cookie, form: { ...form, personId: stranger } })).status).toBe(
    422,
  )
  expect((await request(`/school/${school.id}/staff/new`, { cookie: approver.cookie, form: { ...form, schoolId: other.id } })).status).toBe(
    422,
  )
  expect(
    await rows(
      `SELECT roleId, toDate, source FROM RoleAtSchool WHERE personId = ?1 AND schoolId = ?2 AND supersededAt IS NULL ORDER BY roleId`,
      colleague,
      school.id,
    ),
  ).toEqual([
    { roleId: 'deputy_dsl', toDate: '2026-07-20', source: 'school' },
    { roleId: 'dsl', toDate: null, source: 'school' },
  ])
  const member = await anAccount({ schoolIds: [school.id] })
  await noApprover('accountId = ?1', member.accountId)
  for (const { cookie } of [member, await anAccount(), await anAccount({ schoolIds: [other.id] })])
    expect((await request(`/school/${school.id}/staff`, { cookie })).status).toBe(404)
})

it('“An organiser does the same for anybody.” To anyone else these pages do not exist', async () => {
  const school = await aSchool()
  const personId = await aPerson('Gethin Rees')
  const id = await aRole(personId, school.id)
  const { cookie } = await anAccount({ roles: ['organiser'] })
  const path = `/organiser/people/${personId}/roles`
  expect(
    (await request(`${path}/new`, { cookie, form: { personId, schoolId: school.id, roleId: 'dsl', fromDate: '2026-07-20' } })).status,
  ).toBe(303)
  expect((await request(`${path}/${id}`, { cookie, form: { toDate: '2026-07-20' } })).status).toBe(303)
  expect(
    await rows('SELECT roleId, toDate FROM RoleAtSchool WHERE personId = ?1 AND supersededAt IS NULL ORDER BY roleId', personId),
  ).toEqual([
    { roleId: 'deputy_dsl', toDate: '2026-07-20' },
    { roleId: 'dsl', toDate: null },
  ])
  const approver = await anAccount({ schoolIds: [school.id] })
  expect((await request(`${path}/${id}`, { cookie: approver.cookie })).status).toBe(404)
})

it('two who end the same role at the same moment: one does, the other is told that it changed', async () => {
  const school = await aSchool()
  const colleague = await aPerson()
  const id = await aRole(colleague, school.id)
  const two = [await anAccount({ schoolIds: [school.id] }), await anAccount({ schoolIds: [school.id] })]
  const done = await Promise.all(
    two.map(({ cookie }, index) => request(`/school/${school.id}/staff/${id}`, { cookie, form: { toDate: `2026-07-0${index + 1}` } })),
  )
  expect(done.filter((answer) => answer.status === 303)).toHaveLength(1)
  expect(await rows('SELECT COUNT(*) AS n FROM RoleAtSchool WHERE personId = ?1 AND supersededAt IS NULL', colleague)).toEqual([{ n: 1 }])
})

// “It is theirs: they read and print it, whatever address they sign in with.”
it('a record holds every place and attendance of its person at all schools, as school and role were then, and nothing of anybody else', async () => {
  const [first, second] = [await aSchool({ name: 'Old Castle Primary' }), await aSchool({ name: 'Weir Academy' })]
  const { cookie, personId } = await anAccount()
  const past = await anEvent({ title: 'Prevent update', startsAt: '2026-02-02T09:00:00.000Z', endsAt: '2026-02-02T12:00:00.000Z' })
  const coming = await anEvent({ title: 'Spring conference', startsAt: '2099-06-12T08:30:00.000Z', endsAt: '2099-06-12T15:00:00.000Z' })
  const placeId = await aPlace(past, first, { personId })
  await aMark(firstSession(past), { placeId }, 'attended')
  await aPlace(coming, second, { personId })
  const walkInId = await aWalkIn(await anEvent({ title: 'Online safety' }), second)
  await run('UPDATE WalkIn SET personId = ?2 WHERE id = ?1', walkInId, personId)
  const earlierAttendanceId = newId(tick())
  await add('EarlierAttendance', {
    id: earlierAttendanceId,
    batchId: earlierAttendanceId,
    schoolId: first.id,
    topicId: 'prevent',
    title: 'Before Muster',
    heldOn: '2019-06-12',
    personId,
    source: 'Partnership list',
    learnedAt: '2026-03-01T00:00:00.000Z',
  })
  // The school was called otherwise when the person was there.
  await run('UPDATE SchoolIdentity SET supersededAt = ?2 WHERE schoolId = ?1', first.id, tick().toISOString())
  for (const [name, from, to] of [
    ['Old Castle Primary', null, '2026-03-01'],
    ['New Castle Academy', '2026-03-01', null],
  ] as const)
    await add('SchoolIdentity', {
      schoolId: first.id,
      urn: first.urn,
      name,
      sector: 'academy',
      statusCode: '1',
      laCode: '884',
      validFrom: from,
      validTo: to,
    })
  await aPlace(past, second)
  const text = await textOf(request('/account/record', { cookie }))
  for (const said of [
    'Prevent update',
    'Attended',
    'Old Castle Primary Now New Castle Academy',
    'Spring conference',
    'Booked',
    'Weir Academy',
    'Online safety',
    'Came without a booking',
    'Before Muster',
    'From before this service: Partnership list',
  ])
    expect(text).toContain(said)
  expect(text).not.toContain('Rhiannon Pugh')
  const order = ['Spring conference', 'Online safety', 'Prevent update', 'Before Muster'].map((title) => text.indexOf(title))
  expect(order).toEqual(order.toSorted((a, b) => a - b))
})

it('an address that several people read shows nobody’s own record', async () => {
  const { cookie, accountId, personId } = await anAccount()
  await run('UPDATE Account SET shared = 1 WHERE id = ?1', accountId)
  await run('UPDATE SignIn SET personId = ?2 WHERE accountId = ?1', accountId, personId)
  await aPlace(await anEvent({ title: 'Kept to oneself' }), await aSchool(), { personId })
  const text = await (await request('/account/record', { cookie })).text()
  expect(text).toContain('shows nobody’s own record')
  expect(text).not.toContain('Kept to oneself')
  expect((await request('/account/roles', { cookie })).status).toBe(404)
})

it('a record takes the same number of round trips whatever it holds', async () => {
  const school = await aSchool()
  const trips = async (places: number) => {
    const { cookie, personId } = await anAccount()
    for (let n = 0; n < places; n++) await aPlace(await anEvent(), school, { personId })
    return tripsOf(async (on) => {
      expect((await request('/account/record', { cookie, bindings: { DB: on } })).status).toBe(200)
    })
  }
  expect(await trips(4)).toBe(await trips(1))
})
