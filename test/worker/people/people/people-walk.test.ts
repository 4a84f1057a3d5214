// A person's record, roles and address, and two records made one at a desk, as people walk
// through them.

import { expect, it } from 'vitest'
import { aBrowser, brokenInvariants, codeFor, look, mailTo, manySchools } from '#test/support/browsing.ts'
import { hasRoleAt } from '#test/support/claims.ts'
import { anAccount, anEvent, aSchool, request, rows } from '#test/support/factories.ts'
import type { HtmlClient } from '#test/support/html-client.ts'
import { add } from '#test/support/rows.ts'

await manySchools()
const problems: string[] = []
const future = { startsAt: '2099-06-12T08:30:00.000Z', endsAt: '2099-06-12T15:00:00.000Z', placesPerSchool: null }
const seen = async (page: HtmlClient, name: string): Promise<void> => void problems.push(...(await look(page, name)))

/** Books somebody for a school, and returns the id of their record. */
const booked = async (event: { code: string }, school: { id: string }, name: string, email: string): Promise<string> => {
  const { cookie } = await anAccount({ schoolIds: [school.id] })
  const form = { school: school.id, formId: crypto.randomUUID(), rows: '1', 'name-1': name, 'email-1': email, 'role-1': 'dsl' }
  expect((await request(`/events/${event.code}/bookings`, { cookie, form })).status).toBe(303)
  const [person] = await rows<{ id: string }>('SELECT id FROM Person WHERE email = ?1', email)
  return person?.id ?? ''
}

it('a school contact reads their record, ends a role and changes their address on a phone', async () => {
  const school = await aSchool({ name: 'Lady Hawthorn’s School' })
  const contact = await anAccount({ email: 'head.office@ladyhawthorns.example', schoolIds: [school.id] })
  await hasRoleAt(contact.personId, school.id)
  const page = aBrowser(contact)
  await page.goto('/account/record')
  await seen(page, 'own-record')
  await page.goto('/account/record/earlier')
  await seen(page, 'own-record-earlier')
  await page.goto('/account/roles')
  await seen(page, 'own-roles')
  await page.follow(/End or change/)
  page.fill(/^Ended on/, '2026-09-01')
  await seen(page, 'own-role-change')
  await page.press('Save the dates')
  expect(page.path).toBe('/account/roles')
  await page.goto('/account/roles/new')
  await seen(page, 'own-role-new')
  await page.goto('/school')
  expect(page.text).toContain('To do')
  await page.follow(/Everybody known at the school/)
  await seen(page, 'school-staff')
  await page.goto('/account/email')
  await seen(page, 'new-email')
  page.fill('New email address', 'new.office@ladyhawthorns.example')
  await page.press(/Send a code/)
  expect(page.path).toBe('/account/email/code')
  await seen(page, 'new-email-code')
  page.fill(/code from the new/, await codeFor('new.office@ladyhawthorns.example'))
  page.fill(/code from the mailbox you have now/, await codeFor('head.office@ladyhawthorns.example'))
  await page.press('Change my address')
  expect(page.path).toBe('/account')
  expect(page.text).toContain('new.office@ladyhawthorns.example')
  const told = await mailTo('head.office@ladyhawthorns.example', /This address no longer signs in/)
  expect(told.text).toContain('sign in with this address by')
  const owner = aBrowser()
  await owner.goto('/sign-in')
  owner.fill(/email/i, 'head.office@ladyhawthorns.example')
  await owner.press(/code/i)
  owner.fill(/code/i, await codeFor('head.office@ladyhawthorns.example'))
  await owner.press(/sign in|continue/i)
  await seen(owner, 'old-address')
  await owner.press('Undo the change')
  await seen(owner, 'address-restored')
  expect(owner.text).toContain('head.office@ladyhawthorns.example')
})

it('an organiser finds two records of one person, makes them one and undoes it', async () => {
  for (const email of ['jo.testing@one.example', 'jo.testing@two.example']) {
    const own = aBrowser(await anAccount({ email, name: '' }))
    await own.goto('/account')
    own.fill('Name', 'Jo Testing')
    await own.press('Save name')
  }
  const page = aBrowser(await anAccount({ email: 'administrator@muster.example', roles: ['administrator'] }))
  await page.goto('/organiser/people')
  await seen(page, 'people')
  page.fill('Name or email address', 'jo testing')
  await page.press('Search')
  await page.follow('Jo Testing', 0)
  await seen(page, 'person')
  await page.follow(/Find another record/)
  page.fill('Name or email address', 'jo testing')
  await page.press('Search')
  await seen(page, 'people-with')
  await page.follow(/^Compare/)
  await seen(page, 'people-compare')
  await page.press(/^Keep Jo Testing, jo\.testing@one/)
  expect(page.text).toContain('The two records are one')
  await seen(page, 'person-merged')
  await page.follow(/^Undo/)
  await seen(page, 'merge-undo')
  await page.press('Undo the merge')
  expect(page.text).toContain('these are two records again')
  await page.follow(/Correct the name/)
  await seen(page, 'person-correct')
})

it('somebody at a new address takes the record at the one that they came under before', async () => {
  const [school, event] = [await aSchool({ name: 'Lydcombe Nursery School' }), await anEvent(future)]
  await booked(event, school, 'Mei Penhaligon', 'mei@lydcombe.example')
  const page = aBrowser(await anAccount({ email: 'mei@elsewhere.example', name: 'Mei Penhaligon' }))
  await page.goto('/account/record')
  await page.follow('Did you come under another address?')
  await seen(page, 'earlier-address')
  page.fill('The other email address', 'mei@lydcombe.example')
  await page.press('Send a code')
  await seen(page, 'earlier-code')
  page.fill('6-digit code', await codeFor('mei@lydcombe.example'))
  await page.press('Continue')
  await seen(page, 'earlier-record')
  await page.press('Yes, that is me')
  expect([page.path, page.text.includes('These are your places and your record now')]).toEqual(['/account/record', true])
})

it('a school says that two records are one person, and sees what somebody still has when it ends their role', async () => {
  const [school, event] = [await aSchool({ name: 'Tansley Fold' }), await anEvent(future)]
  const page = aBrowser(await anAccount({ email: 'pat.lee@tansley.example', name: 'Pat Lee', schoolIds: [school.id] }))
  const personId = await booked(event, school, 'Dilys Llewellyn', 'dilys@tansley.example')
  const lead = await add('Person', { name: 'D. Llewellyn' })
  await hasRoleAt(lead, school.id)
  await page.goto(`/school/${school.id}/staff`)
  await page.follow(/Two records may be of one person/)
  await seen(page, 'pairs')
  await page.press(/^The same person/)
  await seen(page, 'pairs-merged')
  expect(page.text).toContain('It is one record now')
  await page.goto(`/school/${school.id}/staff`)
  await page.follow(/End or change/, 0)
  page.fill(/^Ended on/, '2026-09-01')
  await page.press('Save the dates')
  expect(page.path).toBe(`/school/${school.id}/staff/${personId}/coming`)
  await seen(page, 'leaver')
})

it('an administrator holds what is stored of a person, reviews it and ends the hold', async () => {
  const personId = await add('Person', { name: 'Aled Vaughan' })
  const page = aBrowser(await anAccount({ roles: ['administrator'] }))
  await page.goto(`/organiser/records/holds/new?person=${personId}`)
  page.fill('Why', 'Inquiry 2026/4')
  page.fill('To be reviewed on', '1/9/2099')
  await page.press('Place the hold')
  await seen(page, 'records')
  page.fill('Next review', 'soon')
  await page.press(/^Reviewed/)
  await seen(page, 'records-problem')
  expect(page.text).toContain('Enter the day of review, like 1/9/2027')
  page.fill('Next review', '1/9/2098')
  await page.press(/^Reviewed/)
  await page.follow(/^End the hold/)
  await seen(page, 'end-hold')
  page.fill('Why is it no longer held?', 'The inquiry has ended')
  await page.press('End the hold')
  expect(page.text).toContain('Nothing is held.')
})

it('every page of these is sound, and so is the database', async () => {
  expect(problems).toEqual([])
  expect(await brokenInvariants()).toEqual([])
})
