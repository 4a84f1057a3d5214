// Leads and roles of the last system, loaded from CSV. Rules: docs/rules/roles.md.

import { expect, it } from 'vitest'
import { newId } from '#base/id.ts'
import { importRoles, planRoleImport, undoRoles } from '#people/roles/import-roles.ts'
import { importAttendance, planEarlierImport } from '#schools/schools/import-attendance.ts'
import { accepted, anAccount, anAct, anEvent, aSchool, leadsTo, request, rows, run, tick, withoutGuards } from '#test/support/factories.ts'
import { textOf } from '#test/support/plain.ts'
import { add, addLike, all } from '#test/support/rows.ts'
import { aPerson, aPlace } from '#test/worker/attendance/coverage/world.ts'
import { anEarlierTraining, walkedIn } from '#test/worker/attendance/requirements/world.ts'
import { aRole } from './world.ts'

const head = 'URN,LAESTAB,school,postcode,role,name,email,since,until'
const outcomes = async (text: string, confirmed = false) => {
  const plan = await planRoleImport(anAct(), { text, confirmed })
  if (!plan.ok) return plan.reason
  return plan.value.planned.map((row) =>
    row.outcome === 'added' ? [row.line, row.root.name, row.roleId] : [row.line, row.outcome, row.reason],
  )
}
const load = async (text: string, confirmed = false, act = anAct()) => {
  const plan = await planRoleImport(act, { text, confirmed }).then(accepted)
  const batchId = newId(tick())
  return { batchId, done: await importRoles(act, { text, confirmed, source: 'The old database', state: plan.state, batchId }) }
}
const standing = (schoolId: string) =>
  rows(
    `SELECT n.name, n.email, x.roleId, x.fromDate, x.toDate, x.source, x.confirmedAt IS NOT NULL AS confirmed FROM RoleAtSchool x JOIN Person n ON n.id = x.personId
     WHERE x.schoolId = ?1 AND x.supersededAt IS NULL ORDER BY n.name, x.roleId`,
    schoolId,
  )

it('“Officers load leads and roles of the last system from a CSV; schools are named by URN, LAESTAB, or name and postcode.”', async () => {
  const school = await aSchool({ name: 'Ashgrove Primary', postcode: 'HR1 2AB' })
  const [number] = await rows<{ laestab: string }>(
    'SELECT laCode || establishmentNumber AS laestab FROM SchoolIdentity WHERE schoolId = ?1',
    school.id,
  )
  const text = [
    head,
    `${school.urn},,,,DSL,Siân Lead,sian@ashgrove.sch.uk,01/09/2024,`,
    ...(number?.laestab.length === 7 ? [`,${number.laestab.slice(0, 3)}/${number.laestab.slice(3)},,,headteacher,Nia Head,,,`] : []),
    ',,ashgrove primary,hr12ab,Deputy DSL,=cmd|calc,,,31/08/2025',
    ',,Nowhere,HR1 2AB,DSL,A,,,',
    ',,,,DSL,A,,,',
    `${school.urn},,,,Wizard,A,,,`,
    `${school.urn},,,,DSL,,,,`,
    `${school.urn},,,,DSL,B,not an address,,`,
    `${school.urn},,,,DSL,C,,1 September,`,
    `${school.urn},,,,DSL,D,,01/09/2024,01/08/2024`,
    `${school.urn},,,,dsl,SIÂN  LEAD,,,`,
  ].join('\r\n')
  const found = await outcomes(text)
  expect((found as unknown[]).filter((row) => (row as unknown[])[1] === 'Ashgrove Primary').length).toBe(
    number?.laestab.length === 7 ? 3 : 2,
  )
  expect((found as unknown[][]).slice(-8).map(([, ...rest]) => rest)).toEqual([
    ['refused', 'school_unknown'],
    ['refused', 'school_missing'],
    ['refused', 'role_unknown'],
    ['refused', 'name_missing'],
    ['refused', 'email_wrong'],
    ['refused', 'since_wrong'],
    ['refused', 'ends_before_it_begins'],
    ['skipped', 'twice_in_file'],
  ])
  expect(await outcomes('a,b\n1,2')).toBe('columns_missing')
  expect(await outcomes(head)).toBe('no_rows')
  expect(await outcomes([head, ...Array.from({ length: 10_001 }, (_, n) => `${school.urn},,,,DSL,P ${n},,,`)].join('\n'))).toBe(
    'too_many_rows',
  )
})

it('“They come as proposals, unless the officer says that the council has confirmed them; the same file loaded twice changes nothing; a list is undone as a whole, and what a school has confirmed of it since stays.”', async () => {
  const school = await aSchool({ name: 'Brynmawr' })
  const text = `${head}\n${school.urn},,,,DSL,Siân Lead,sian@bryn.sch.uk,01/09/2024,\n${school.urn},,,,Deputy DSL,Huw Deputy,,,`
  const { batchId, done } = await load(text)
  expect(done).toEqual({ ok: true, value: { added: 2, changed: 0 } })
  const huw = {
    name: 'Huw Deputy',
    email: null,
    roleId: 'deputy_dsl',
    fromDate: null,
    toDate: null,
    source: 'The old database',
    confirmed: 0,
  }
  const sian = { ...huw, name: 'Siân Lead', email: 'sian@bryn.sch.uk', roleId: 'dsl', fromDate: '2024-09-01' }
  expect(await standing(school.id)).toEqual([huw, sian])
  expect(await outcomes(text)).toEqual([
    [2, 'skipped', 'known_already'],
    [3, 'skipped', 'known_already'],
  ])
  expect((await load(text)).done).toEqual({ ok: false, reason: 'nothing_to_do' })
  // The school confirms its lead, as `confirmRole` writes it: another row.
  const now = tick().toISOString()
  await run(`UPDATE RoleAtSchool SET supersededAt = ?2 WHERE schoolId = ?1 AND roleId = 'dsl'`, school.id, now)
  await aRole({ personId: await aPerson('Siân Lead'), schoolId: school.id }, (await anAccount()).accountId)
  expect(await undoRoles(anAct(), batchId)).toEqual({ ok: true, value: { undone: 1 } })
  expect((await standing(school.id)).map(({ name, confirmed }) => [name, confirmed])).toEqual([['Siân Lead', 1]])
  expect(await undoRoles(anAct(), batchId)).toEqual({ ok: false, reason: 'already_undone' })
  expect(await rows(`SELECT act FROM Log WHERE act LIKE 'roles.import%' AND subjectId = ?1 ORDER BY id`, batchId)).toEqual([
    { act: 'roles.imported' },
    { act: 'roles.import_undone' },
  ])
})

it('a list that the council has confirmed counts at once, and says nothing against what a school has said', async () => {
  const officer = await anAccount({ roles: ['officer'] })
  const school = await aSchool({ name: 'Cwm' })
  await aRole({ personId: await aPerson('Own Lead'), schoolId: school.id }, officer.accountId)
  await add('RoleGap', { schoolId: school.id, roleId: 'chair', fromDate: '2026-01-01' })
  const text = `${head}\n${school.urn},,,,DSL,Other Lead,,,\n${school.urn},,,,Headteacher or principal,Nia Head,,,\n${school.urn},,,,head,Second Head,,,\n${school.urn},,,,Chair of governors or trustees,Cai Chair,,,`
  expect(await outcomes(text, true)).toEqual([
    [2, 'refused', 'said_otherwise'],
    [3, 'Cwm', 'head'],
    [4, 'refused', 'said_otherwise'],
    [5, 'refused', 'said_otherwise'],
  ])
  const act = anAct()
  act.actor = { ...act.actor, accountId: officer.accountId }
  expect((await load(text, true, act)).done).toEqual({ ok: true, value: { added: 1, changed: 0 } })
  expect((await standing(school.id)).map(({ name, confirmed }) => [name, confirmed])).toEqual([
    ['Nia Head', 1],
    ['Own Lead', 1],
  ])
  expect(await rows(`SELECT confirmedById FROM RoleAtSchool WHERE schoolId = ?1 AND roleId = 'head'`, school.id)).toEqual([
    { confirmedById: officer.accountId },
  ])
})

it('what was said of roles since the preview is looked at again; without the guard it would be passed over', async () => {
  const school = await aSchool({ name: 'Dolwen' })
  const text = `${head}\n${school.urn},,,,DSL,Late Lead,,,`
  const act = anAct()
  const plan = await planRoleImport(act, { text, confirmed: false })
  const state = plan.ok ? plan.value.state : ''
  await aRole({ personId: await aPerson('Somebody'), schoolId: school.id })
  const ask = { text, confirmed: false, source: 'x', state, batchId: newId(tick()) }
  expect(await importRoles(act, ask)).toEqual({ ok: false, reason: 'changed_meanwhile' })
  expect((await standing(school.id)).map(({ name }) => name)).toEqual(['Somebody'])
  const now = await planRoleImport(act, { text, confirmed: false })
  const open = { ...act, db: withoutGuards }
  expect(await importRoles(open, { ...ask, state: now.ok ? now.value.state : '' })).toEqual({ ok: true, value: { added: 1, changed: 0 } })
})

it('an officer loads a file of Windows-1252 from the page “From your last system”, looks at what it would do, saves and undoes it', async () => {
  const officer = await anAccount({ roles: ['officer'] })
  const { cookie } = officer
  const school = await aSchool({ name: 'Ebbw' })
  expect(await textOf(request('/organiser/schools/last-system', { cookie }))).toContain('Leads and other people in roles')
  const path = '/organiser/schools/roles-import'
  const bytes = Uint8Array.from(`${head}\n${school.urn},,,,DSL,Siân Ôl,,,`, (sign) => sign.charCodeAt(0))
  const form = new FormData()
  form.set('source', 'The old database')
  form.set('file', new File([bytes], 'roles.csv', { type: 'text/csv' }))
  const shown = await (await request(path, { cookie, method: 'POST', headers: { origin: 'http://localhost:8787' }, body: form })).text()
  expect(shown).toContain('Siân Ôl')
  expect(shown).toContain('<span class="muster-figure">1</span> to be added as proposals')
  const field = (name: string) => new RegExp(`name="${name}" value="([^"]*)"`).exec(shown)?.[1] ?? ''
  const sent = {
    source: 'The old database',
    text: `${head}\n${school.urn},,,,DSL,Siân Ôl,,,`,
    state: field('state'),
    batchId: field('batchId'),
    confirmed: '',
  }
  expect(await leadsTo(request(`${path}/apply`, { cookie, form: sent }))).toBe(`${path}/${sent.batchId}`)
  expect(await textOf(request(`${path}/${sent.batchId}`, { cookie }))).toContain('Came as Proposals State 1 row standing')
  expect((await request(`${path}/${sent.batchId}/undo`, { cookie, form: {} })).status).toBe(303)
  expect(await standing(school.id)).toEqual([])
})

it('“What a school has said to be still right since stays as well, and so does what it said after somebody disputed it.”', async () => {
  const officer = await anAccount({ roles: ['officer'] })
  const act = anAct()
  act.actor = { ...act.actor, accountId: officer.accountId }
  const [said, disputed, silent] = [await aSchool({ name: 'Ash' }), await aSchool({ name: 'Birch' }), await aSchool({ name: 'Cedar' })]
  const text = [head, ...[said, disputed, silent].map(({ urn, name }) => `${urn},,,,DSL,Lead of ${name},,,`)].join('\n')
  const { batchId } = await load(text, true, act)
  const at = tick().toISOString()
  await add('RolesConfirmation', { schoolId: said.id, asAt: '2026-03-02', confirmedAt: at, confirmedById: officer.accountId })
  const [role] = await all('RoleAtSchool', { schoolId: disputed.id })
  const dismissed = { answer: 'dismissed', answeredAt: at, answeredById: officer.accountId }
  await add('RoleDispute', { roleAtSchoolId: role?.id, raisedAt: at, raisedById: officer.accountId, ...dismissed })
  const undo = () => undoRoles(act, batchId)
  expect(await undo()).toEqual({ ok: true, value: { undone: 1 } })
  expect(await Promise.all([said, disputed, silent].map(async ({ id }) => (await standing(id)).map(({ name }) => name)))).toEqual([
    ['Lead of Ash'],
    ['Lead of Birch'],
    [],
  ])
  expect(await undo()).toEqual({ ok: false, reason: 'already_undone' })
  const page = await (await request(`/organiser/schools/roles-import/${batchId}`, { cookie: officer.cookie })).text()
  expect([page.includes('2 rows standing'), page.includes('Undo this list')]).toEqual([true, false])
})

it('somebody whose last day is still to come holds the role until then, in a list as on the record', async () => {
  const officer = await anAccount({ roles: ['officer'] })
  const [school, other] = [await aSchool({ name: 'Frome' }), await aSchool({ name: 'Garway' })]
  const row = (urn: string, name: string, until: string) => `${urn},,,,head,${name},,,${until}`
  const text = [
    head,
    row(school.urn, 'Going Head', '31/08/2199'),
    row(school.urn, 'Second Head', ''),
    row(school.urn, 'Gone Head', '31/08/2020'),
  ].join('\n')
  expect(await outcomes(text, true)).toEqual([
    [2, 'Frome', 'head'],
    [3, 'refused', 'said_otherwise'],
    [4, 'Frome', 'head'],
  ])
  const leaving = await aRole({ personId: await aPerson('Own Head'), schoolId: other.id, roleId: 'head' }, officer.accountId)
  await addLike('RoleAtSchool', { id: leaving }, { id: 'leaving', toDate: '2199-09-01' })
  await run(`UPDATE RoleAtSchool SET supersededAt = ?2 WHERE id = ?1`, leaving, tick().toISOString())
  expect(await outcomes([head, row(other.urn, 'New Head', '')].join('\n'), true)).toEqual([[2, 'refused', 'said_otherwise']])
})

it('one name in a list is one person at a school and at one address, two with addresses of their own are two, and a namesake elsewhere is another', async () => {
  const [one, other] = [await aSchool(), await aSchool()]
  const text = `URN,role,name,email
${one.urn},dsl,Cerys Tudor,
${one.urn},deputy_dsl,CERYS  TUDOR,cerys@tudor.example
${one.urn},head,Owen Maddox,owen@one.example
${one.urn},chair,Owen Maddox,owen@two.example
${other.urn},dsl,Owen Maddox,owen@one.example
${other.urn},head,Cerys Tudor,`
  const plan = await planRoleImport(anAct(), { text, confirmed: false })
  const batchId = crypto.randomUUID()
  const done = await importRoles(anAct(), { text, source: 'x', confirmed: false, state: plan.ok ? plan.value.state : '', batchId })
  expect(done).toEqual({ ok: true, value: { added: 6, changed: 0 } })
  const held = await rows<{ personId: string }>('SELECT personId FROM RoleAtSchool WHERE batchId = ?1 ORDER BY id', batchId)
  const [lead, deputy, head, chair, away, namesake] = held.map(({ personId }) => personId)
  expect([deputy === lead, chair === head, away === head, namesake === lead]).toEqual([true, false, true, false])
  expect(new Set(held.map(({ personId }) => personId)).size).toBe(4)
})

const came: [string, (personId: string, school: { id: string }) => Promise<unknown>][] = [
  ['was trained elsewhere', async (personId, school) => anEarlierTraining(personId, school, '2025-05-05')],
  ['came without a place', async (personId, school) => walkedIn(await anEvent(), personId, school)],
  ['was booked', async (personId, school) => aPlace(await anEvent(), school, { personId })],
]
// “A list means whoever came for the school by that name, and makes no second record of them.”
it.each(came)('somebody who %s for the school is whom a list of roles, and one of trainings elsewhere, names', async (_, come) => {
  const school = await aSchool()
  const lead = await aPerson('Caroline Quayle')
  await come(lead, school)
  expect((await load([head, `${school.urn},,,,DSL,Caroline QUAYLE,,01/09/2023,`].join('\n'), true)).done.ok).toBe(true)
  const text = `URN,date,title,topic,attended,name\n${school.urn},2024-05-01,DSL two-day course,designated-lead,yes,Caroline Quayle`
  const plan = await planEarlierImport(anAct(), text)
  const state = plan.ok ? plan.value.state : ''
  expect((await importAttendance(anAct(), { text, source: 'The old database', state, batchId: newId(tick()) })).ok).toBe(true)
  expect(
    await rows(
      `SELECT personId FROM RoleAtSchool WHERE schoolId = ?1 AND roleId = 'dsl' UNION SELECT personId FROM EarlierAttendance WHERE schoolId = ?1`,
      school.id,
    ),
  ).toEqual([{ personId: lead }])
})
