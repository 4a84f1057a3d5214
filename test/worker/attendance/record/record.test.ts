// The training record that a school prints for its governors and an inspection.

import { expect, it } from 'vitest'
import { newId } from '#base/id.ts'
import { anAccount, aSchool, request, rows, run, tick } from '#test/support/factories.ts'
import { textsOf } from '#test/support/pdf.ts'
import { textOf } from '#test/support/plain.ts'
import { add } from '#test/support/rows.ts'

const read = async (path: string, cookie: string) => await textOf(request(path, { cookie }))

const at = '2026-03-02T09:00:00.000Z'
const aHolder = async (schoolId: string, name: string, roleId = 'dsl') => {
  const personId = await add('Person', { name, createdAt: at })
  await add('RoleAtSchool', { personId, schoolId, roleId, fromDate: '2024-09-01', source: 'school', learnedAt: at, confirmedAt: at })
  return personId
}

/**
 * A school with a lead in date, a deputy without a record, no chair, a statement and an
 * exemption.
 */
const aSchoolOnRecord = async () => {
  const school = await aSchool({ name: 'Ysgol Gŵyr Ŷnys', trustUid: '5001', trustName: 'Arrow Trust' })
  const lead = await aHolder(school.id, 'Zoë Łukasz O’Brien')
  await aHolder(school.id, 'Dora Deputy', 'deputy_dsl')
  await add('EarlierAttendance', {
    ...{ batchId: newId(tick()), schoolId: school.id, personId: lead, topicId: 'designated-lead', title: 'Lead training' },
    ...{
      heldOn: '2026-02-01',
      purpose: 'training',
      minutes: 360,
      provider: 'Kite Training',
      markType: 'attended',
      source: 'A list',
      learnedAt: at,
    },
  })
  await add('RoleGap', { schoolId: school.id, roleId: 'chair', answer: 'vacant', fromDate: '2026-01-01', source: 'school', learnedAt: at })
  await add('StaffStatement', {
    ...{ requirementId: 'staff_update', schoolId: school.id, trained: 40, staff: 42, asAt: '2026-02-20', saidBy: 'H. Head', learnedAt: at },
  })
  const exempt = {
    requirementId: 'governors',
    schoolId: school.id,
    kind: 'exempt',
    reason: 'Trained together by the diocese',
    createdAt: at,
  }
  await add('RequirementException', { ...exempt, fromDate: '2026-02-01', untilDate: '2026-02-28' })
  return school
}

// “Whoever acts for a school gets its training record as at today or an earlier day: each person
// in a role with each requirement, the last training and where, how it is known, when it is due,
// and the state by our record with why.”
it('a school gets each person in a role with the last training, where, how it is known, when it is due, and the state with why', async () => {
  const school = await aSchoolOnRecord()
  const { cookie } = await anAccount({ schoolIds: [school.id] })
  const page = await read(`/school/${school.id}/record?on=2026-02-25`, cookie)
  expect(page).toContain(`Ysgol Gŵyr Ŷnys, Leominster (URN ${school.urn})`)
  expect(page).toContain('As at 25 February 2026, by the record of Your council. Of Arrow Trust.')
  expect(page).toContain(
    'Zoë Łukasz O’Brien Designated safeguarding lead Designated lead: training every two years Lead training, 1 Feb 2026 Kite Training. Stated In date until 1 February 2028 Two years after “Lead training” on 1 February 2026 (',
  )
  expect(await read(`/school/${school.id}/record?on=2026-01-31`, cookie)).not.toContain('Lead training, 1 Feb 2026')
  for (const on of ['2031-01-01', 'tomorrow', '<b>']) {
    const wrong = await request(`/school/${school.id}/record?on=${encodeURIComponent(on)}`, { cookie })
    expect([wrong.status, (await textOf(wrong)).includes('Enter today or an earlier day, as a date')]).toEqual([422, true])
    expect((await request(`/school/${school.id}/record.csv?on=${encodeURIComponent(on)}`, { cookie })).status).toBe(404)
  }
})

// “Roles that are vacant or not known, people of whom there is no record, and what the school
// states of all staff stand in one table, and the exemptions that hold on the day below it.”
it('gaps and what is stated of all staff stand after the people, and the exemptions that hold on the day below', async () => {
  const school = await aSchoolOnRecord()
  const { cookie } = await anAccount({ schoolIds: [school.id] })
  const page = await read(`/school/${school.id}/record?on=2026-02-25`, cookie)
  const [, afterPeople = ''] = page.split('Dora Deputy Deputy designated safeguarding lead Deputy DSLs: training every two years')
  expect(afterPeople).toMatch(/^ Nothing that counts No training on our record/)
  expect(afterPeople).toMatch(/Nobody Chair of .* Post vacant since 1 January 2026 .*All staff .*40 of 42.*Exemptions and extensions/)
  expect(afterPeople).toContain('Trained together by the diocese')
  const later = await read(`/school/${school.id}/record?on=2026-03-01`, cookie)
  expect(later).toContain('No exemption or extension on that day.')
  const earlier = await read(`/school/${school.id}/record?on=2026-02-19`, cookie)
  expect(earlier).not.toContain('40 of 42')
})

// “The record says what it is and what it is not, and never that anybody is untrained.”
it('an empty record says what it is, and that no record says nothing about anybody', async () => {
  const school = await aSchool()
  const { cookie } = await anAccount({ schoolIds: [school.id] })
  const page = await read(`/school/${school.id}/record`, cookie)
  expect(page).toContain('Nobody is confirmed in a role of which something is asked.')
  expect(page).toContain('“No training on our record” says that we hold none, not that nobody was trained')
  expect(page).toContain('It is no certificate')
  expect(page).not.toMatch(/untrained|compliant/i)
  const before = await read(`/school/${school.id}/record?on=2008-01-01`, cookie)
  expect(before).toContain('No training rule applied to this school on that day.')
})

// “Its rows are a file, and the log says who took it.”
it('the rows are a file that runs no formula, and the log says who took it', async () => {
  const school = await aSchoolOnRecord()
  await aHolder(school.id, '=HYPERLINK("http://evil.example")', 'deputy_dsl')
  const { cookie, accountId } = await anAccount({ schoolIds: [school.id] })
  const csv = await (await request(`/school/${school.id}/record.csv?on=2026-02-25`, { cookie })).text()
  const lines = csv.replace('\uFEFF', '').split('\r\n')
  expect(lines[0]).toBe('School,URN,As at,Requirement,Person,Role,State by our record,Last,Last on,Where,How it is known,Due,Why')
  expect(csv).toContain(
    `Ysgol Gŵyr Ŷnys,${school.urn},2026-02-25,Designated lead: training every two years,Zoë Łukasz O’Brien,Designated safeguarding lead,In date until 1 February 2028,Lead training,2026-02-01,Kite Training,Stated,2028-02-01,`,
  )
  expect(csv).toContain(`"'=HYPERLINK(""http://evil.example"")"`)
  expect(await rows(`SELECT accountId, after FROM Log WHERE act = 'training_record.exported' AND schoolId = ?1`, school.id)).toEqual([
    { accountId, after: JSON.stringify({ on: '2026-02-25', rows: lines.length - 2, format: 'csv' }) },
  ])
})

it('the PDF says what the page says, tagged for a screen reader, and the log says who took it', async () => {
  const school = await aSchoolOnRecord()
  const { cookie, accountId } = await anAccount({ schoolIds: [school.id] })
  const answer = await request(`/school/${school.id}/record.pdf?on=2026-02-25`, { cookie })
  expect([answer.status, answer.headers.get('content-type')]).toEqual([200, 'application/pdf'])
  const found = JSON.stringify(textsOf(new Uint8Array(await answer.arrayBuffer())))
  for (const said of ['Łukasz', 'Gŵyr', 'vacant', '40 of 42']) expect([said, found.includes(said)]).toEqual([said, true])
  expect(await rows(`SELECT accountId, after FROM Log WHERE act = 'training_record.exported' AND schoolId = ?1`, school.id)).toEqual([
    { accountId, after: expect.stringContaining('"format":"pdf"') },
  ])
  const { cookie: elsewhere } = await anAccount({ schoolIds: [(await aSchool()).id] })
  expect((await request(`/school/${school.id}/record.pdf`, { cookie: elsewhere })).status).toBe(404)
})

// “Officers get the same record of any school; another school, and a reader of reports, find
// nothing.”
it('officers get it from their own pages; another school, a reader and nobody find nothing', async () => {
  const school = await aSchoolOnRecord()
  const { cookie: officer } = await anAccount({ roles: ['officer'], name: 'Olive Officer' })
  expect(await read(`/organiser/schools/${school.id}/record?on=2026-02-25`, officer)).toContain('Zoë Łukasz O’Brien')
  expect(await read(`/organiser/schools/${school.id}/requirements`, officer)).toContain('Training record for governors and inspection')
  const { cookie: elsewhere } = await anAccount({ schoolIds: [(await aSchool()).id] })
  const { cookie: reader } = await anAccount({ roles: ['reader'] })
  for (const cookie of [elsewhere, reader])
    for (const file of ['record', 'record.csv']) {
      expect((await request(`/school/${school.id}/${file}`, { cookie })).status).toBe(404)
      expect((await request(`/organiser/schools/${school.id}/${file}`, { cookie })).status).toBe(404)
    }
})

// “The old address of a school leads to its record under the id by which it goes on, for whoever
// acts for it.”
it('an old id of a school leads on for whoever acts for it, and is nothing to others', async () => {
  const [school, old] = [await aSchoolOnRecord(), await aSchool()]
  await run('UPDATE School SET rootId = ?2 WHERE id = ?1', old.id, school.id)
  const { cookie } = await anAccount({ schoolIds: [school.id] })
  const led = await request(`/school/${old.id}/record?on=2026-02-25`, { cookie })
  expect([led.status, led.headers.get('location')]).toEqual([302, `/school/${school.id}/record?on=2026-02-25`])
  const file = await request(`/school/${old.id}/record.csv`, { cookie })
  expect([file.status, file.headers.get('location')]).toEqual([302, `/school/${school.id}/record.csv`])
  const { cookie: elsewhere } = await anAccount({ schoolIds: [(await aSchool()).id] })
  expect((await request(`/school/${old.id}/record`, { cookie: elsewhere })).status).toBe(404)
  expect((await request(`/school/${newId(tick())}/record`, { cookie })).status).toBe(404)
})
