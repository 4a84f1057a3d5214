// Which schools have said who holds which role. Rules: docs/rules/roles.md.

import { expect, it } from 'vitest'
import type { Act } from '#base/act.ts'
import { londonDay } from '#base/dates.ts'
import { readNow } from '#base/db/read.ts'
import { askSchools } from '#people/roles/ask-schools.ts'
import { selectSayingSchools } from '#people/roles/confirmed-school-store.ts'
import { countStates, type ListFilter, narrowed, statesSince } from '#people/roles/confirmed-schools.ts'
import { anAccount, anAct, aSchool, db, request, rows } from '#test/support/factories.ts'
import { add } from '#test/support/rows.ts'
import { aPerson } from '#test/worker/attendance/coverage/world.ts'
import { aRole, pageOf } from './world.ts'

/** As the page asks. */
const listConfirmed = async (act: Act, since: string, filter: ListFilter) => {
  const schools = statesSince(since, await readNow(db, selectSayingSchools({ ...act, council: act }, filter.q)))
  return { schools: narrowed(schools, filter.state, londonDay(act.now)), counts: countStates(schools) }
}

const confirm = (schoolId: string, accountId: string, day: string) =>
  add('RolesConfirmation', { schoolId, asAt: day, confirmedAt: `${day}T10:00:00.000Z`, confirmedById: accountId })

it('“Officers find schools by what they have said: confirmed since 15 September, not yet, or never anything; the file names nobody.”', async () => {
  const officer = await anAccount({ roles: ['officer'], name: 'Off Icer' })
  const names = ['Aber', 'Brynmawr', 'Cwm', 'Dolwen']
  const [aber, bryn, cwm] = await Promise.all(names.map((name) => aSchool({ name })))
  await aSchool({ name: 'Elsewhere', laCode: '001' })
  if (!aber || !bryn || !cwm) throw new Error('no schools')
  const lead = await aPerson('Siân Lead')
  await aRole({ personId: lead, schoolId: aber.id }, officer.accountId)
  await aRole({ personId: lead, schoolId: bryn.id }, officer.accountId)
  await aRole({ personId: lead, schoolId: cwm.id })
  await confirm(aber.id, officer.accountId, '2026-09-15')
  await confirm(bryn.id, officer.accountId, '2026-09-14')
  const on = anAct({ now: new Date('2026-10-01T09:00:00.000Z'), db })
  const all = { q: '', state: undefined }
  const found = await listConfirmed(on, '2026-09-15', all)
  expect(found.counts).toEqual({ confirmed: 1, not_yet: 1, never: 2 })
  expect(found.schools.map(({ name, state, confirmed, proposed }) => [name, state, confirmed, proposed])).toEqual([
    ['Aber', 'confirmed', 1, 0],
    ['Brynmawr', 'not_yet', 1, 0],
    ['Cwm', 'never', 0, 1],
    ['Dolwen', 'never', 0, 0],
  ])
  // In the summer the year before still counts.
  const summer = anAct({ now: new Date('2027-08-01T09:00:00.000Z') })
  expect((await listConfirmed(summer, '2026-09-15', all)).counts).toMatchObject({ confirmed: 1, not_yet: 1 })
  expect((await listConfirmed(on, '2026-09-15', { q: 'bryn', state: undefined })).schools.map(({ name }) => name)).toEqual(['Brynmawr'])
  expect((await listConfirmed(on, '2026-09-15', { q: '', state: 'never' })).schools.map(({ name }) => name)).toEqual(['Cwm', 'Dolwen'])
  const path = '/organiser/schools/people-in-roles'
  const text = await pageOf(`${path}?q=cwm`, officer.cookie)
  expect(text).toContain('Nobody has ever said: 1.')
  expect(text).toContain('1 proposed')
  expect(await pageOf(`${path}?q=xylophone`, officer.cookie)).toContain('No school matches.')
  expect(await pageOf(`${path}?after=nobody`, officer.cookie)).toContain('There is no such page of this list.')
  const file = await (await request(`${path}.csv?state=never`, { cookie: officer.cookie })).text()
  expect(file.split('\r\n').slice(1, 3)).toEqual([
    `Cwm,Leominster,${cwm.urn},Nobody has ever said,,0,,,0,1,0,0,0`,
    expect.stringContaining('Dolwen,Leominster'),
  ])
  expect(await (await request(`${path}.csv`, { cookie: officer.cookie })).text()).not.toContain('Siân')
  expect(await rows(`SELECT COUNT(*) AS n FROM Log WHERE act = 'schools.roles_exported'`)).toEqual([{ n: 2 }])
  const reader = await anAccount({ roles: ['reader'] })
  for (const to of [path, `${path}.csv`]) expect((await request(to, { cookie: reader.cookie })).status).toBe(404)
})

it('“Officers find the schools that are not confirmed this year, have still to answer, are overdue, or have nobody there to ask, on the page and in the file.”', async () => {
  const officer = await anAccount({ roles: ['officer'] })
  const [ebbw, ferry] = await Promise.all(['Ebbw', 'Ferry'].map((name) => aSchool({ name })))
  if (!ebbw || !ferry) throw new Error('no schools')
  await anAccount({ schoolIds: [ebbw.id] })
  await askSchools(anAct({ now: new Date('2026-09-15T09:00:00.000Z') }))
  const named = async (day: string, state: ListFilter['state']) =>
    (await listConfirmed(anAct({ now: new Date(`${day}T09:00:00.000Z`) }), '2026-09-15', { q: '', state })).schools.map(({ name }) => name)
  expect(await named('2026-10-13', 'not_this_year')).toEqual(['Brynmawr', 'Cwm', 'Dolwen', 'Ebbw', 'Ferry'])
  expect(await named('2026-10-13', 'overdue')).toEqual([])
  expect(await named('2026-10-14', 'overdue')).toEqual(['Ebbw'])
  expect(await named('2026-10-14', 'nobody')).toEqual(['Aber', 'Brynmawr', 'Cwm', 'Dolwen', 'Ferry'])
  expect(await named('2026-10-14', 'to_answer')).toEqual(['Aber', 'Brynmawr', 'Cwm', 'Dolwen', 'Ebbw', 'Ferry'])
  const text = await pageOf('/organiser/schools/people-in-roles?state=nobody', officer.cookie)
  expect(text).toContain('5 roles: nobody there to ask')
  const file = await (await request('/organiser/schools/people-in-roles.csv?state=to_answer', { cookie: officer.cookie })).text()
  expect(file).toContain(`Ebbw,Leominster,${ebbw.urn},Nobody has ever said,,5,2026-09-15,2026-10-13,`)
  expect(file).toContain(`Ferry,Leominster,${ferry.urn},Nobody has ever said,,5,Nobody there to ask,,`)
})
