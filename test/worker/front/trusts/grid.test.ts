// The schools of a trust side by side.

import { expect, it } from 'vitest'
import { londonDay } from '#base/dates.ts'
import { readNow } from '#base/db/read.ts'
import { newId } from '#base/id.ts'
import { selectToConfirm } from '#people/roles/asking-store.ts'
import { anAccount, anEvent, aSchool, db, request, rows, run, tick } from '#test/support/factories.ts'
import { textOf } from '#test/support/plain.ts'
import { add } from '#test/support/rows.ts'
import { aDelegate } from '#test/support/school-facts.ts'
import { aPerson } from '#test/worker/attendance/coverage/world.ts'
import { aRole } from '../../attendance/requirements/world.ts'
import { aPlaceWithoutName, aTrust } from './world.ts'

const read = async (path: string, cookie: string) => await textOf(request(path, { cookie }))
const kept = async (rootId: string, state: string) => {
  await run(`DELETE FROM SchoolStanding WHERE rootId = ?1 AND requirementId = 'lead'`, rootId)
  await add('SchoolStanding', { rootId, requirementId: 'lead', state, shown: state })
}
const ahead = { startsAt: '2099-06-12T08:30:00.000Z', endsAt: '2099-06-12T15:00:00.000Z' }
const fileOf = async (uid: string, cookie: string) =>
  (await (await request(`/trusts/${uid}/schools.csv`, { cookie })).text()).replace('\uFEFF', '').trim().split('\r\n')

// “A trust sees its open schools side by side: leads, roles confirmed, places booked, names
// missing, places that wait and what is owed.”
it('each school of the trust has its lead, its roles, its places and what is owed, and all of them together their totals', async () => {
  const { uid, cookie, schools } = await aTrust(['Ash', 'Birch'])
  const [ash, birch] = schools as [(typeof schools)[number], (typeof schools)[number]]
  await kept(ash.id, 'in_date')
  const event = await anEvent(ahead)
  await aDelegate(event, ash.id)
  await aPlaceWithoutName(event, ash.id)
  const past = await anEvent({ startsAt: '2026-01-12T08:30:00.000Z', endsAt: '2026-01-12T15:00:00.000Z' })
  await aDelegate(past, birch.id)
  expect(await fileOf(uid, cookie)).toEqual([
    'School,Town,URN,Things to do,Overdue,"DSL, by our record",Roles confirmed,Last confirmed,People confirmed in a role,Places booked,Names missing,Places waiting,Owed (pounds)',
    `Ash,Leominster,${ash.urn},2,0,In date,Not yet,,0,2,1,0,0.00`,
    `Birch,Leominster,${birch.urn},1,0,Not worked out yet,Not yet,,0,0,0,0,0.00`,
  ])
  const page = await read(`/trusts/${uid}`, cookie)
  expect(page).toContain(
    'DSL training: in date 1 · overdue on our record 0 · no training on our record 0 · the school has not told us who it is 0 · post vacant 0 = 1 school.',
  )
  expect(page).toContain('2 schools 3 to do 2 places booked, 1 without a name Nothing owed Book for several schools')
  expect(page).not.toMatch(/untrained|compliant/i)
})

// “That somebody is proposed, that the school does not know and that nobody has said anything
// are told apart, here and in coverage.”
it('of a school of which nobody is confirmed as lead it is said whether somebody is proposed, it does not know, or nobody has said', async () => {
  const { uid, cookie, schools } = await aTrust(['Ash', 'Birch', 'Cedar', 'Damson'])
  type School = (typeof schools)[number]
  const [ash, birch, cedar, damson] = schools as [School, School, School, School]
  for (const { id } of schools) await kept(id, 'not_known')
  const event = await anEvent(ahead)
  await aRole((await aDelegate(event, ash.id, { name: 'Ann Proposed' })).personId, ash, { confirmedAt: null })
  // Another role says nothing of the lead, nor does somebody who was erased.
  await aRole((await aDelegate(event, birch.id)).personId, birch, { roleId: 'head', confirmedAt: null })
  await add('RoleGap', { schoolId: cedar.id, roleId: 'dsl', answer: 'not_known', fromDate: '2026-01-01', source: 'school' })
  const disputed = await aRole((await aDelegate(event, damson.id)).personId, damson)
  await add('HolderStanding', { rootId: damson.id, roleAtSchoolId: disputed, requirementId: 'lead', state: 'not_known' })
  const notTold = 'The school has not told us who it is'
  const states = (await fileOf(uid, cookie)).slice(1).map((line) => [line.split(',')[0], line.split(',')[5]])
  expect(states.toSorted()).toEqual([
    ['Ash', `${notTold}; somebody is proposed`],
    ['Birch', notTold],
    ['Cedar', `${notTold}; it says that it does not know`],
    ['Damson', notTold],
  ])
  const page = await read(`/trusts/${uid}`, cookie)
  for (const one of [
    `${notTold}; somebody is proposed`,
    `in date 0 · overdue on our record 0 · no training on our record 0 · the school has not told us who it is 4`,
  ])
    expect(page).toContain(one)
  const officer = await anAccount({ roles: ['officer'] })
  const list = await read('/coverage/requirements/schools?requirement=lead&state=not_told&by=trust', officer.cookie)
  expect(list).toMatch(
    /Ash .*The school has not told us who it is The school has not told us who it is: somebody is proposed for the role, and nobody has confirmed them .*Birch .*who it is: nobody has told us who holds the role/,
  )
  expect(await read('/organiser/chasing/lists/leads', officer.cookie)).toMatch(
    /Ash, .*The school has not told us who it is; somebody is proposed.*Birch, .*The school has not told us who it is/,
  )
})

// “What needs attention stands first: a DSL overdue or without training on our record, a post
// vacant or not told, training due soon, then what is overdue.”
it('schools whose lead needs attention stand first, then those with something to do, then by name', async () => {
  const { uid, cookie, schools } = await aTrust(['Alder', 'Beech', 'Cedar', 'Damson', 'Elm'])
  const [alder, beech, cedar, damson, elm] = schools.map(({ id }) => id) as [string, string, string, string, string]
  for (const [id, state] of [
    [alder, 'in_date'],
    [beech, 'in_date'],
    [cedar, 'due_soon'],
    [damson, 'no_record'],
    [elm, 'not_in_date'],
  ] as const)
    await kept(id, state)
  await aPlaceWithoutName(await anEvent(ahead), beech)
  expect((await fileOf(uid, cookie)).slice(1).map((line) => line.split(',')[0])).toEqual(['Elm', 'Damson', 'Cedar', 'Beech', 'Alder'])
})

// “What is to be done at each school is what its own page says, with how much of it is overdue
// and what comes first.”
it('a school of which things are due has them in the table as on its own page, and only one of which nothing is due needs no attention', async () => {
  const { uid, cookie, schools } = await aTrust(['Ash', 'Birch'])
  const [ash, birch] = schools as [(typeof schools)[number], (typeof schools)[number]]
  for (const { id } of schools) await kept(id, 'in_date')
  // Each says that all of its staff are up to date.
  for (const { id: schoolId } of schools)
    await add('StaffStatement', {
      ...{ schoolId, requirementId: 'staff_update', trained: 10, staff: 10, asAt: londonDay(new Date()), saidBy: 'Pat Lee' },
    })
  const soon = await anEvent({ ...ahead, title: 'Named late' })
  await aPlaceWithoutName(soon, ash.id)
  await run(`UPDATE Event SET namesDueAt = '2026-03-03T16:00:00.000Z' WHERE id = ?1`, soon.id)
  await aPlaceWithoutName(await anEvent({ ...ahead, title: 'Named in time' }), ash.id)
  const page = await read(`/trusts/${uid}`, cookie)
  expect(page).toContain('2 to do, 1 overdue of Ash')
  expect(page).toContain('Say who comes to “Named late”: 1 place has no name. Was due by Tuesday 3 March 2026')
  expect(page.match(/In date Why of Birch Nothing to do Nothing/g)).toHaveLength(1)
  const own = await read(`/school/${ash.id}`, cookie)
  expect(own).toContain('Say who comes to “Named late”: 1 place has no name')
  expect(own).toContain('Was due by Tuesday 3 March 2026')
  expect((await fileOf(uid, cookie)).slice(1).map((line) => line.split(',').slice(0, 5))).toEqual([
    ['Ash', 'Leominster', ash.urn, '2', '1'],
    ['Birch', 'Leominster', birch.urn, '0', '0'],
  ])
})

// “A school that answered role by role has confirmed its roles, as its own page says, until it is asked of one again.”
it('a school that has answered of each of its roles is confirmed from the last of them', async () => {
  const { uid, cookie, schools } = await aTrust(['Ash'])
  const [ash] = schools as [(typeof schools)[number]]
  const approver = await anAccount({ schoolIds: [ash.id], name: 'Gwen Approver' })
  const asking = { schoolId: ash.id, askedOn: '2026-01-05', dueOn: '2026-02-05', lookedOn: '2026-01-05', through: '["approver"]' }
  await add('RolesAsking', { ...asking, id: newId(tick()), because: 'autumn', since: '2026-01-05T09:00:00.000Z', opening: '2025-09-15' })
  const confirmed = async () => (await fileOf(uid, cookie))[1]?.split(',').slice(6, 8)
  expect(await confirmed()).toEqual(['Not yet', ''])
  const [first, ...others] = await readNow(db, selectToConfirm(db, londonDay(new Date()), [ash.id]))
  for (const { roleId } of others)
    await add('RoleGap', {
      schoolId: ash.id,
      roleId,
      answer: 'vacant',
      fromDate: '2026-01-06',
      learnedAt: '2026-01-06T09:00:00.000Z',
      source: 'school',
    })
  expect(await confirmed()).toEqual(['Not yet', ''])
  await add('RoleAtSchool', {
    ...{ personId: await aPerson('Siân Lead'), schoolId: ash.id, roleId: first?.roleId, source: 'school' },
    ...{ learnedAt: '2026-01-08T09:00:00.000Z', confirmedAt: '2026-01-08T09:00:00.000Z', confirmedById: approver.accountId },
  })
  expect(await confirmed()).toEqual(['Yes', '2026-01-08'])
  expect(await read(`/trusts/${uid}`, cookie)).toContain('Confirmed 8 Jan')
  expect(await read(`/school/${ash.id}/roles`, approver.cookie)).toContain('Everything that the school was asked is answered.')
  await add('RolesAsking', {
    ...asking,
    id: newId(tick()),
    because: 'role_ended',
    roleId: first?.roleId,
    since: '2026-01-20T09:00:00.000Z',
  })
  expect((await confirmed())?.[0]).toBe('Not yet')
  expect(await read(`/school/${ash.id}/roles`, approver.cookie)).toContain('Still to confirm')
})

// “Schools that left the trust, closed, or go on under another id are not in it, and who does
// not act for the trust finds nothing.”
it('a school that left or closed is not there; another trust, a contact of one of its schools and an officer find nothing', async () => {
  const { uid, cookie, schools } = await aTrust(['Ash', 'Birch', 'Cedar'])
  const [ash, birch, cedar] = schools.map(({ id }) => id) as [string, string, string]
  await run('UPDATE School SET trustUid = NULL WHERE id = ?1', birch)
  await run(`UPDATE School SET statusCode = '2' WHERE id = ?1`, cedar)
  expect((await fileOf(uid, cookie)).slice(1).map((line) => line.split(',')[0])).toEqual(['Ash'])
  const others = [await aTrust(['Fern']), await anAccount({ schoolIds: [ash] }), await anAccount({ roles: ['officer'] })]
  for (const other of others)
    for (const path of [`/trusts/${uid}`, `/trusts/${uid}/schools.csv`])
      expect((await request(path, { cookie: other.cookie })).status).toBe(404)
  await run(`UPDATE TrustClaim SET state = 'ended' WHERE trustUid = ?1`, uid)
  expect((await request(`/trusts/${uid}`, { cookie })).status).toBe(404)
})

// “A trust without an open school is told so, and the log says who took the rows.”
it('a trust without open schools is told so; My schools leads to it; the log says who took the file', async () => {
  const { uid, cookie, accountId } = await aTrust([])
  expect(await read(`/trusts/${uid}`, cookie)).toContain('No open school is under this trust in the register today.')
  expect(await (await request('/school', { cookie })).text()).toContain(`href="/trusts/${uid}"`)
  await fileOf(uid, cookie)
  expect(await rows(`SELECT accountId, after FROM Log WHERE act = 'trust_grid.exported' AND accountId = ?1`, accountId)).toEqual([
    { accountId, after: JSON.stringify({ trustUid: uid, rows: 0 }) },
  ])
})

it('what another school owes or books is in no row, however many schools the trust has', async () => {
  const { uid, cookie } = await aTrust(Array.from({ length: 30 }, (_, index) => `School ${String(index).padStart(2, '0')}`))
  await aDelegate(await anEvent(ahead), (await aSchool()).id)
  const lines = await fileOf(uid, cookie)
  expect(lines).toHaveLength(31)
  expect(lines.slice(1).every((line) => line.endsWith(',0,0,0,0,0.00'))).toBe(true)
  const trips = (await request(`/trusts/${uid}`, { cookie })).headers.get('server-timing')?.match(/(\d+) trips/)?.[1]
  expect(Number(trips)).toBeLessThanOrEqual(2)
})
