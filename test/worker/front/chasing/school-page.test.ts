// Everything about one school on one page, and the way to any school from every page.

import { expect, it } from 'vitest'
import type { StaffRoleName } from '#base/act.ts'
import { aBrowser } from '#test/support/browsing.ts'
import { anAccount, aSchool, counting, request } from '#test/support/factories.ts'
import { plain, textOf } from '#test/support/plain.ts'
import { add, all } from '#test/support/rows.ts'
import { anEarlierRecord, aPerson, cameTo, onDay } from '#test/worker/attendance/coverage/world.ts'
import { aRole } from '#test/worker/attendance/requirements/world.ts'
import { aDocument, anIssue, aVersion } from '#test/worker/guidance/world.ts'
import { aChase } from '#test/worker/people/ladder/world.ts'

const as = (role: StaffRoleName) => anAccount({ roles: [role], name: 'Olive Officer' })
const officer = await as('officer')

// “An officer finds any school from any page, by name, town or URN, without a script; where one
// school is found, its page answers.”
it('any page leads to any school by name, town or URN', async () => {
  const school = await aSchool({ name: 'Quillmarsh Primary', town: 'Zelford', urn: '987123' })
  const searched = async (typed: string) => {
    const browser = aBrowser(officer)
    await browser.goto('/organiser/chasing')
    browser.fill('Find anything', typed)
    await browser.press('Go')
    return browser
  }
  for (const typed of ['quillmarsh', 'zelford', '987123', 'Quillmarsh Zelford'])
    expect([typed, (await searched(typed)).path]).toEqual([typed, `/organiser/schools/${school.id}`])
  await aSchool({ name: 'Quillmarsh Infants' })
  expect(plain((await searched('quillmarsh')).html)).toContain('Quillmarsh Infants')
  // Whoever works at the door alone, or is not signed in, finds no field.
  expect(await (await request('/events', { cookie: (await as('door')).cookie })).text()).not.toContain('<search>')
  expect(await (await request('/events')).text()).not.toContain('<search>')
})

// “Everything about a school is on one page: roles with telephone numbers, training, guidance,
// audits and plans, follow-up, attendance; each part for those who may read it elsewhere.”
it('one page has who leads, how it stands, what it was given, whom we contacted and who came', async () => {
  const school = await aSchool({ name: 'Ridgeway School' })
  const grace = await aPerson('Grace Hill')
  await aRole(grace, school)
  const [person] = await all('Person', { id: grace })
  await add('SchoolContact', {
    schoolId: school.id,
    roleId: 'dsl',
    name: person?.name ?? '',
    email: person?.email ?? '',
    telephone: '01432 960123',
    source: 'A call',
  })
  await anEarlierRecord(school, '2019-03-05')
  await cameTo(await onDay('2026-06-12'), school, 'attended', { personId: grace })
  await anIssue(await aVersion(await aDocument({ title: 'Model policy' }), { dueOn: '2099-12-01' }), school)
  await aChase(school.id, officer.accountId, 'never_reached')
  const page = await textOf(request(`/organiser/schools/${school.id}`, { cookie: officer.cookie }))
  for (const words of [
    'Telephone 01432 960123',
    'Grace Hill Designated safeguarding lead 01432 960123',
    'Training',
    'Overdue',
    'Model policy, version 1',
    'Not answered',
    'Follow-up',
    'No record of any attendance',
    'Note a contact',
    'Conference of old',
  ])
    expect([words, page.includes(words)]).toEqual([words, true])
  // Money and messages are for organisers.
  const linksOf = async (role: StaffRoleName) => {
    const html = await (await request(`/organiser/schools/${school.id}`, { cookie: (await as(role)).cookie })).text()
    return ['/organiser/finance/payers/', '/organiser/messages?school', '/ladder/contacts"'].map((link) => html.includes(link))
  }
  expect(await linksOf('officer')).toEqual([false, false, true])
  expect(await linksOf('organiser')).toEqual([true, true, false])
  expect(await linksOf('administrator')).toEqual([true, true, true])
  expect((await request(`/organiser/schools/${school.id}`, { cookie: (await as('reader')).cookie })).status).toBe(404)
})

// “What is followed up stands first; of long lists the newest are shown, and the rest is folded
// below.”
it('follow-up comes first, eight events are shown, and earlier ones are folded', async () => {
  const school = await aSchool()
  for (let n = 1; n <= 10; n += 1) await cameTo(await onDay(`2026-05-${String(n).padStart(2, '0')}`), school)
  const html = await (await request(`/organiser/schools/${school.id}`, { cookie: officer.cookie })).text()
  const order = ['>Follow-up<', '>Roles<', '>Training<', '>Booked and attended before<', '10 May 2026', '>2 more events<', '1 May 2026']
  const at = order.map((words) => html.indexOf(words))
  expect([at.includes(-1), at]).toEqual([false, at.toSorted((a, b) => a - b)])
})

it('it takes two trips, with much on record as with nothing', async () => {
  const trips = async (id: string) => {
    const { cookie } = await as('officer')
    const counted = counting()
    const ask = () => request(`/organiser/schools/${id}`, { cookie, bindings: { DB: counted.db } })
    await ask()
    const before = counted.trips()
    await ask()
    return counted.trips() - before
  }
  const [empty, full] = [await aSchool(), await aSchool()]
  for (let n = 0; n < 4; n += 1) {
    await cameTo(await onDay('2026-06-12'), full)
    await anIssue(await aVersion(await aDocument({ title: `Policy ${n}` }), { dueOn: '2099-12-01' }), full)
  }
  for (const matter of ['never_reached', 'roles_not_confirmed'] as const) await aChase(full.id, officer.accountId, matter)
  expect([await trips(empty.id), await trips(full.id)]).toEqual([2, 2])
})
