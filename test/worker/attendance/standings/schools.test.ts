// How a school stands, what officers except it from, and what it states of its staff.

import { expect, it } from 'vitest'
import { londonDay } from '#base/dates.ts'
import { newId } from '#base/id.ts'
import { noApprover } from '#test/support/claims.ts'
import { anAccount, anEvent, aSchool, htmlOf, request, rows, tick } from '#test/support/factories.ts'
import { textOf } from '#test/support/plain.ts'
import { add } from '#test/support/rows.ts'

const read = async (path: string, cookie: string) => await textOf(request(path, { cookie }))
const officer = () => anAccount({ roles: ['officer'], name: 'Olive Officer' })

const at = '2026-03-02T09:00:00.000Z'
const aHolder = async (schoolId: string, name: string, roleId = 'dsl') => {
  const personId = await add('Person', { name, createdAt: at })
  await add('RoleAtSchool', { personId, schoolId, roleId, fromDate: '2024-09-01', source: 'school', learnedAt: at, confirmedAt: at })
  return personId
}
const training = (schoolId: string, personId: string, heldOn: string) =>
  add('EarlierAttendance', {
    ...{ batchId: newId(tick()), schoolId, personId, topicId: 'designated-lead', title: 'Lead training', heldOn, purpose: 'training' },
    ...{ minutes: 360, markType: 'attended', source: 'A list', learnedAt: at },
  })
const exceptions = (schoolId: string) =>
  rows(
    `SELECT requirementId, personId, kind, fromDate, untilDate, reason, supersededAt IS NOT NULL AS superseded FROM RequirementException WHERE schoolId = ?1 ORDER BY supersededAt IS NULL, id`,
    schoolId,
  )

// “A school sees each person with each requirement, the state by our record, what was last done, when it is due and why, on any day, and the next event that counts.”
it('a contact of the school reads people, states, what is due and why, as at any day, and where to book', async () => {
  const school = await aSchool()
  const { cookie } = await anAccount({ schoolIds: [school.id] })
  await training(school.id, await aHolder(school.id, 'Lena Lead'), '2026-05-01')
  await aHolder(school.id, 'Dora Deputy', 'deputy_dsl')
  await add('RoleGap', { schoolId: school.id, roleId: 'chair', answer: 'vacant', fromDate: '2026-01-01', source: 'school', learnedAt: at })
  const event = await anEvent({
    startsAt: '2099-06-12T08:30:00.000Z',
    endsAt: '2099-06-12T15:00:00.000Z',
    topicId: 'designated-lead',
    title: 'Day for leads',
  })
  const page = await read(`/school/${school.id}/requirements?on=2026-11-28`, cookie)
  expect(page).toContain('Lena Lead Designated safeguarding lead In date until 1 May 2028 1 May 2028')
  expect(page).toContain('Lena Lead Lead training, 1 May 2026 Two years after')
  expect(page).toContain('Dora Deputy Nothing that counts Guidance: KCSIE 2026.')
  expect(page).toContain('Chair of governors or trustees Post vacant since 1 January 2026')
  expect(page).not.toContain('untrained')
  expect(page).toContain(
    `Deputy DSLs: training every two years Dora Deputy Deputy designated safeguarding lead No training on our record Book 12 June 2099`,
  )
  expect(await htmlOf(request(`/school/${school.id}/requirements`, { cookie }))).toContain(`/events/${event.code}/book?school=${school.id}`)
  expect(await read(`/school/${school.id}/requirements?on=2028-05-02`, cookie)).toContain('Overdue on our record since 2 May 2028')
  const wrong = await request(`/school/${school.id}/requirements?on=tomorrow`, { cookie })
  expect([wrong.status, (await textOf(wrong)).includes('Enter the day as a date')]).toEqual([422, true])
  const csv = await (await request(`/school/${school.id}/requirements.csv?on=2026-11-28`, { cookie })).text()
  expect(csv).toContain(
    'Designated lead: training every two years,Lena Lead,Designated safeguarding lead,In date until 1 May 2028,Lead training,2026-05-01,,Stated,2028-05-01,',
  )
  // The file says what follows for each person as the page does.
  expect(csv.split('\r\n')[0]).toContain(',Why,Next')
  expect(csv.split('\r\n').filter((line) => line.endsWith(',Book 12 June 2099'))).toHaveLength(2)
  expect(await rows(`SELECT act FROM Log WHERE schoolId = ?1 AND act = 'requirement_standing.exported'`, school.id)).toHaveLength(1)
})

// “Another school and readers of reports see nothing of it; officers see it from the page of the school.”
it('another school, a reader of reports and nobody see nothing of it; officers do', async () => {
  const school = await aSchool()
  const other = await aSchool()
  const { cookie: elsewhere } = await anAccount({ schoolIds: [other.id] })
  const { cookie: reader } = await anAccount({ roles: ['reader'] })
  expect((await request(`/school/${school.id}/requirements`, { cookie: elsewhere })).status).toBe(404)
  for (const path of [`/school/${school.id}/requirements`, `/organiser/schools/${school.id}/requirements`])
    expect((await request(path, { cookie: reader })).status).toBe(404)
  const { cookie } = await officer()
  expect(await read(`/organiser/schools/${school.id}`, cookie)).toContain('How it meets training rules')
  expect(await read(`/organiser/schools/${school.id}/requirements`, cookie)).toContain('Give an exemption or an extension')
})

// “Officers and administrators exempt a school or a person, or extend a day, with days and a reason; organisers may not.”
it('an officer exempts one person for a time and with a reason, twice pressed it is one, and ends it; organisers may not', async () => {
  const school = await aSchool()
  const { cookie } = await officer()
  const personId = await aHolder(school.id, 'Lena Lead')
  const base = `/organiser/schools/${school.id}`
  const typed = {
    id: crypto.randomUUID(),
    requirementId: 'lead',
    personId,
    kind: 'exempt',
    fromDate: '2026-11-01',
    untilDate: '',
    reason: 'On leave',
  }
  const bare = await request(`${base}/exceptions/new`, { cookie, form: { ...typed, reason: '' } })
  expect([bare.status, (await textOf(bare)).includes('Enter the reason')]).toEqual([422, true])
  for (const status of [303, 303]) expect((await request(`${base}/exceptions/new`, { cookie, form: typed })).status).toBe(status)
  const other = await request(`${base}/exceptions/new`, { cookie, form: { ...typed, reason: 'On long leave' } })
  const kept = await other.text()
  expect([other.status, kept.includes('This form was saved before'), kept.includes('On long leave'), kept.includes(typed.id)]).toEqual([
    ...[409, true, true, false],
  ])
  const given = { requirementId: 'lead', personId, kind: 'exempt', fromDate: '2026-11-01', reason: 'On leave' }
  expect(await exceptions(school.id)).toEqual([{ ...given, untilDate: null, superseded: 0 }])
  const page = await read(`${base}/requirements?on=2026-11-28`, cookie)
  expect(page).toContain('Lena Lead Designated safeguarding lead Exempt')
  expect(page).toContain('Lena Lead Nothing that counts On leave.')
  expect(page).toContain('Lena Lead Exempt from 1 November 2026 On leave By Olive Officer')
  const end = `${base}/exceptions/${typed.id}/end`
  expect((await request(end, { cookie, form: { how: 'on', untilDate: '2026-11-20' } })).status).toBe(303)
  expect(await exceptions(school.id)).toEqual([
    { ...given, untilDate: null, superseded: 1 },
    { ...given, untilDate: '2026-11-20', superseded: 0 },
  ])
  expect(await read(`${base}/requirements?on=2026-11-28`, cookie)).not.toContain('On leave.')
  expect(await read(`${base}/requirements?on=2026-11-10`, cookie)).toMatch(/Exempt until 20 November 2026.*Nothing that counts On leave\./)
  expect((await request(end, { cookie })).status).toBe(404)
  const { cookie: organiser } = await anAccount({ roles: ['organiser'] })
  expect((await request(`${base}/exceptions/new`, { cookie: organiser, form: typed })).status).toBe(404)
  expect(await read(`${base}/requirements`, organiser)).not.toContain('Give an exemption')
  expect(
    await rows(`SELECT act, after FROM Log WHERE schoolId = ?1 AND act LIKE 'requirement.%' AND after LIKE '%leave%'`, school.id),
  ).toEqual([])
})

// “An exception ends on a day and holds until then, or should never have been given and then holds on no day.”
it('an extension needs a last day, and what should never have been given counts on no day', async () => {
  const school = await aSchool()
  const { cookie } = await officer()
  const base = `/organiser/schools/${school.id}`
  const typed = {
    id: crypto.randomUUID(),
    requirementId: 'governors',
    personId: '',
    kind: 'extended',
    fromDate: '2026-11-01',
    untilDate: '',
    reason: 'New board',
  }
  expect((await request(`${base}/exceptions/new`, { cookie, form: typed })).status).toBe(422)
  expect((await request(`${base}/exceptions/new`, { cookie, form: { ...typed, untilDate: '2027-01-31' } })).status).toBe(303)
  expect(await read(`${base}/requirements`, cookie)).toContain('The whole school Extended until 31 January 2027')
  const end = () => request(`${base}/exceptions/${typed.id}/end`, { cookie, form: { how: 'never', untilDate: '' } })
  expect((await Promise.all([end(), end()])).map(({ status }) => status).filter((status) => status === 303)).toHaveLength(1)
  expect((await exceptions(school.id)).map(({ superseded }) => superseded)).toEqual([1])
})

// “An approver states how many of how many staff have done it, as at a day; an officer enters what a school wrote.”
// “A later statement is kept beside the ones before it, and of two about one day the later counts.”
it('an approver states n of m staff; a correction stands beside it and counts; an officer enters a letter; others may not', async () => {
  const school = await aSchool()
  const { cookie } = await anAccount({ schoolIds: [school.id] })
  const path = `/school/${school.id}/statements/new`
  const today = londonDay(new Date())
  const typed = { requirementId: 'staff_update', trained: '41', staff: '40', asAt: today, saidBy: 'A. Bell, head' }
  const wrong = await request(path, { cookie, form: typed })
  expect([wrong.status, (await textOf(wrong)).includes('Enter a number that is not above that of all staff')]).toEqual([422, true])
  for (const trained of ['39', '39']) expect((await request(path, { cookie, form: { ...typed, trained } })).status).toBe(303)
  expect(await read(`/school/${school.id}/requirements`, cookie)).toMatch(/39 of 40 on [^,]+, stated by A. Bell, head/)
  expect((await request(path, { cookie, form: { ...typed, trained: '40' } })).status).toBe(303)
  const page = await read(`/school/${school.id}/requirements`, cookie)
  expect(page).toMatch(/40 of 40 on [^,]+, stated by A. Bell, head/)
  expect(page).toContain('39 of 40')
  const { cookie: letter } = await officer()
  const entered = await request(`/organiser/schools/${school.id}/statements/new`, {
    cookie: letter,
    form: { ...typed, trained: '12', asAt: '2026-01-10' },
  })
  expect(entered.status).toBe(303)
  expect(await rows('SELECT trained, asAt, saidBy FROM StaffStatement WHERE schoolId = ?1 ORDER BY id', school.id)).toHaveLength(3)
  await noApprover('schoolId = ?1', school.id)
  expect((await request(path, { cookie })).status).toBe(404)
  expect(await read(`/school/${school.id}/requirements`, cookie)).not.toContain('State how many staff')
})
