import { expect, it } from 'vitest'
import { nobody, type StaffRoleName } from '#base/act.ts'
import { sha256 } from '#base/id.ts'
import { makeEntryLink } from '#people/sign-in/make-entry-link.ts'
import { anAccount, anAct, anEvent, aSchool, request, rows, run } from '#test/support/factories.ts'

const first = 'web@herefordshire.gov.uk'
const bindings = { FIRST_ADMINISTRATOR: first }

const aLink = (email = first, now = new Date()): Promise<string> => makeEntryLink(anAct({ actor: nobody, now, origin: 'command' }), email)

const press = (token: string) => request(`/enter/${token}`, { form: {}, bindings })

it('the link lets the first administrator into a deployment that sends no mail, and keeps its secret to itself', async () => {
  const token = await aLink()
  const page = await request(`/enter/${token}`, { bindings })
  expect(page.status).toBe(200)
  expect(await page.text()).toContain(`Sign in as ${first}`)
  expect(page.headers.get('referrer-policy')).toBe('no-referrer')
  const entered = await press(token)
  expect([entered.status, entered.headers.get('location')]).toEqual([303, '/organiser'])
  const cookie = entered.headers
    .getSetCookie()
    .map((one) => one.split(';')[0])
    .join('; ')
  expect((await request('/organiser/settings', { cookie, bindings })).status).toBe(200)
  expect(
    await rows('SELECT act, origin, subjectId FROM Log WHERE act IN (?1, ?2) ORDER BY id', 'entry_link.made', 'account.signed_in'),
  ).toEqual([
    { act: 'entry_link.made', origin: 'command', subjectId: await sha256(token) },
    { act: 'account.signed_in', origin: 'web', subjectId: expect.any(String) },
  ])
  const kept = JSON.stringify([await rows('SELECT * FROM SignInCode'), await rows('SELECT * FROM Log')])
  expect(kept).not.toContain(token)
})

it('it lets in once: pressed by many at the same moment one is signed in, and opened again it has ended', async () => {
  const token = await aLink('ann@herefordshire.gov.uk')
  expect((await request(`/enter/${token}`)).status).toBe(200)
  expect((await request(`/enter/${token}`)).status).toBe(200)
  const statuses = await Promise.all(Array.from({ length: 5 }, async () => (await press(token)).status))
  expect(statuses.toSorted()).toEqual([303, 410, 410, 410, 410])
  const again = await request(`/enter/${token}`)
  expect([again.status, (await again.text()).includes('This link has ended')]).toEqual([410, true])
  await expect(run(`UPDATE SignInCode SET usedAt = NULL WHERE email = 'ann@herefordshire.gov.uk'`)).rejects.toThrow('sign_in_code_used')
})

it.each([
  ['an administrator', { roles: ['administrator'] }, '/organiser'],
  ['an organiser', { roles: ['organiser'] }, '/organiser'],
  ['finance', { roles: ['finance'] }, '/organiser/finance'],
  ['an officer', { roles: ['officer'] }, '/answer'],
  ['a reader', { roles: ['reader'] }, '/answer'],
  ['whoever is at a door', { doors: 1 }, '/register'],
  ['a school', { schools: 1 }, '/school'],
  ['somebody whom nobody knows', {}, '/account/record'],
] as const)('it leads %s to their own first page', async (_, facts: { roles?: readonly StaffRoleName[]; doors?: 1; schools?: 1 }, path) => {
  const { email } = await anAccount({
    roles: [...(facts.roles ?? [])],
    doorEventIds: facts.doors ? [(await anEvent({ startsAt: '2099-06-12T08:30:00.000Z', endsAt: '2099-06-12T15:00:00.000Z' })).id] : [],
    schoolIds: facts.schools ? [(await aSchool()).id] : [],
  })
  const entered = await press(await aLink(email))
  expect(entered.headers.get('location')).toBe(path)
  const cookie = entered.headers
    .getSetCookie()
    .map((one) => one.split(';')[0])
    .join('; ')
  expect((await request(path, { cookie })).status).toBe(200)
})

it('it ends after fifteen minutes, and one that nobody made lets nobody in', async () => {
  const late = await aLink(first, new Date(Date.now() - 16 * 60_000))
  expect((await press(late)).status).toBe(410)
  const inTime = await aLink(first, new Date(Date.now() - 14 * 60_000))
  expect((await press(inTime)).status).toBe(303)
  expect((await press('x'.repeat(43))).status).toBe(410)
})

it('the command asks the running Muster with its token; nobody else can', async () => {
  const path = '/dev/commands/entry-link?email=Ben@Herefordshire.gov.uk'
  const asked = await request(path, { method: 'POST', headers: { 'x-muster-token': 'test-token', origin: 'http://localhost:8787' } })
  const { token } = (await asked.json()) as { token: string }
  expect(await (await request(`/enter/${token}`)).text()).toContain('Sign in as ben@herefordshire.gov.uk')
  for (const headers of [{}, { 'x-muster-token': 'guess' }])
    expect((await request(path, { method: 'POST', headers: { origin: 'http://localhost:8787', ...headers } })).status).toBe(404)
})
