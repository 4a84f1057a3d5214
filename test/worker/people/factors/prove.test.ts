import { beforeEach, expect, it } from 'vitest'
import { access } from '#base/web/access.ts'
import { anAccount, anEvent, cookiesOf, db, leadsTo, request, rows, run } from '#test/support/factories.ts'

const ago = (minutes: number): string => new Date(Date.now() - minutes * 60_000).toISOString()
const someId = '01900000-0000-7000-8000-000000000000'

beforeEach(() => db.batch([db.prepare(`DELETE FROM LimitUse`), db.prepare('DELETE FROM SavedForm')]))

const mailedCode = async (email: string): Promise<string> => {
  const [mail] = await rows<{ text: string }>('SELECT text FROM LocalMail WHERE toAddress = ?1 ORDER BY rowid DESC LIMIT 1', email)
  return mail?.text.match(/\b\d{6}\b/)?.[0] ?? ''
}

/** Asks for a code as the page does and types it; the answer, and what the browser then holds. */
const prove = async (account: { email: string; cookie: string }, next: string, code?: string) => {
  const asked = await request('/account/prove', { cookie: account.cookie, form: { next } })
  expect(asked.headers.get('location')).toBe('/account/prove/code')
  const cookie = `${account.cookie}; ${cookiesOf(asked)}`
  return request('/account/prove/code', { cookie, form: { code: code ?? (await mailedCode(account.email)) } })
}

const guarded = (code: string): [path: string, form: Record<string, string> | undefined][] => [
  ['/organiser/roles', { email: 'new.officer@herefordshire.gov.uk', role: 'officer' }],
  [`/organiser/roles/${someId}/revoke`, {}],
  [`/organiser/events/${code}/door`, { email: 'door@herefordshire.gov.uk' }],
  [`/organiser/events/${code}/door/${someId}/revoke`, {}],
  [`/organiser/records/people/${someId}/erase`, {}],
  [`/organiser/claims/${someId}`, { decision: 'approve' }],
  [`/organiser/claims/${someId}/approver`, {}],
  [`/organiser/claims/trust/${someId}`, { decision: 'approve' }],
  [`/organiser/claims/unlisted/${someId}`, { decision: 'approve' }],
  [`/organiser/mailings/${someId}/send`, {}],
  [`/organiser/events/${code}/cancellation`, { reason: 'Snow' }],
  [`/organiser/bookings/bulk/${someId}/start`, {}],
  ['/organiser/finance/invoice-requests/payments/apply', {}],
  ['/organiser/people/compare', { keep: someId, other: someId, seen: '' }],
  [`/organiser/people/merges/${someId}/undo`, {}],
  ['/account/sign-in-links/new', {}],
  [`/account/sign-in-links/${someId}/end`, {}],
  ['/organiser/settings', { name: 'Another council' }],
  ['/organiser/finance/invoice-settings/supplier', {}],
  ['/organiser/finance/invoice-settings/stripe', {}],
  ['/organiser/finance/file-columns', { file: 'journal', text: 'Net = {net}', action: 'save' }],
  ['/organiser/finance/vat', {}],
  [`/organiser/finance/vat/${someId}/retire`, {}],
  ['/organiser/finance/second-person', {}],
  ['/organiser/finance/routes', {}],
  ['/organiser/finance/payers/payer-of-100000/routes/new', {}],
  ['/organiser/finance/payers/payer-of-100000/central/new', {}],
  [`/organiser/finance/payers/payer-of-100000/routes/${someId}/stop`, {}],
  [`/organiser/finance/payers/payer-of-100000/central/${someId}/stop`, {}],
  ['/organiser/finance/payers/payer-of-100000/details', {}],
  ['/organiser/finance/agreements/new', {}],
  [`/organiser/finance/agreements/${someId}/end`, {}],
  ['/organiser/finance/prices/new', {}],
  ['/organiser/finance/prices/some-list/edit', {}],
  ['/organiser/finance/prices/some-list/retire', {}],
  ['/organiser/finance/prices/some-list/codes/new', {}],
  [`/organiser/finance/prices/some-list/codes/${someId}/end`, {}],
  ['/organiser/terms/new', {}],
  ['/organiser/terms/some-terms', {}],
  ['/organiser/terms/some-terms/retire', {}],
  [`/organiser/finance/proposals/${someId}`, { decision: 'approve' }],
  ['/organiser/finance/periods/2001-01/close', {}],
  ['/organiser/records/periods/person', { months: '60' }],
  ['/organiser/settings/pages/privacy', { text: 'Another text', action: 'preview' }],
  [`/organiser/schools/${someId}/contacts/new`, { email: 'a@example.org' }],
  ['/organiser/schools/contacts-import', {}],
  ['/organiser/schools/contacts-import/apply', {}],
  ['/organiser/bookings/places.csv', undefined],
  ['/organiser/messages/sent.csv', undefined],
  [`/organiser/events/${code}/ring-list/export`, { format: 'csv' }],
  [`/organiser/events/${code}/needs.csv`, undefined],
  [`/organiser/events/${code}/needs/access`, {}],
  [`/organiser/events/${code}/answers.csv`, undefined],
  [`/organiser/events/${code}/print/speakers.csv`, undefined],
  [`/organiser/events/${code}/results.csv`, undefined],
  [`/organiser/events/${code}/evaluation.csv`, undefined],
  ...['schools.csv', 'schools.xlsx', 'answers.csv', 'answers.xlsx'].map((file): [string, undefined] => [
    `/organiser/returns/${someId}/${file}`,
    undefined,
  ]),
  [`/organiser/events/${code}/workshops/people.csv`, undefined],
  [`/organiser/mailings/${someId}/ring.csv`, undefined],
  ['/organiser/finance/journals/999999/file.csv', undefined],
  ['/organiser/finance/invoice-requests/999999/file.csv', undefined],
  ['/organiser/finance/invoice-requests/unpaid.csv', undefined],
  ['/organiser/finance/invoices.csv', undefined],
  ['/organiser/finance/debtors.csv', undefined],
  ['/organiser/finance/accounts/payer-of-100000/statement.csv', undefined],
  [`/register/${someId}/register.csv`, undefined],
]

it('A fresh proof within ten minutes is asked for what opens a door to others, leaves with names, needs or money, reaches many in the council’s name, decides on money or cannot be undone.', async () => {
  const { code } = await anEvent()
  const late = await anAccount({ roles: ['administrator', 'finance'], provenAt: ago(10.2) })
  const never = await anAccount({ roles: ['administrator', 'finance'] })
  await run('UPDATE SignIn SET provenAt = NULL WHERE accountId = ?1', never.accountId)
  const lately = await anAccount({ roles: ['administrator', 'finance'], provenAt: ago(9.5) })
  const [before] = await rows('SELECT COUNT(*) AS n FROM Log')
  for (const [path, form] of guarded(code)) {
    for (const { cookie } of [late, never]) {
      const asked = await request(path, { cookie, ...(form ? { form } : {}) })
      expect([path, asked.status, asked.headers.get('location')]).toEqual([path, 303, `/account/prove?next=${encodeURIComponent(path)}`])
    }
  }
  expect(await rows('SELECT COUNT(*) AS n FROM Log')).toEqual([before])
  for (const [path, form] of guarded(code)) {
    const answer = await request(path, { cookie: lately.cookie, ...(form ? { form } : {}) })
    expect([path, answer.headers.get('location')?.startsWith('/account/prove') ?? false]).toEqual([path, false])
  }
  // To somebody who may not do it at all, it does not exist, proven or not.
  const school = await anAccount({ provenAt: ago(60) })
  expect((await request('/organiser/roles', { cookie: school.cookie, form: { email: 'a@example.org', role: 'officer' } })).status).toBe(404)
})

const asksToo = [
  ...['opening', 'closure', 'chases', 'schools/:return/reopenings', 'schools/:return/redactions/:entry'].map(
    (path) => `/organiser/returns/:round/${path}`,
  ),
  ...['/organiser/returns/forms/:form/publication', '/organiser/open-data', '/organiser/open-data/:number', '/guidance/:id/issue'],
  ...['/coverage/frozen/:number/replies', '/reports/:number/replies', '/organiser/events/:code/correction', '/organiser/proposals/:id'],
  ...['register-imports/:id/apply', 'schools/earlier-attendance/apply', 'schools/early-years/apply'].map((path) => `/organiser/${path}`),
]
const asksNot = [
  '/door/:code/close',
  '/register/:sessionId/close',
  '/organiser/events/:code/publication',
  '/coverage/frozen',
  '/coverage/frozen/requirements',
]

it('Opening, closing and reopening a round of the safeguarding audit, publishing a form or open data, issuing guidance, taking words out of a return, correcting a closed register, showing schools their lines, chasing many schools and applying a list or the register ask for it too; closing a day or a register, publishing an event and making a report do not.', async () => {
  expect(asksToo.filter((path) => !access.get(`POST ${path}`)?.proven)).toEqual([])
  expect(asksNot.map((path) => access.get(`POST ${path}`)?.proven)).toEqual(asksNot.map(() => false))
  const late = await anAccount({ roles: ['administrator'], provenAt: ago(11) })
  const asked = async (path: string): Promise<string> => {
    const answer = await request(path.replaceAll(/:number/g, '1').replaceAll(/:\w+/g, someId), { cookie: late.cookie, form: {} })
    return answer.headers.get('location')?.split('?')[0] ?? String(answer.status)
  }
  for (const path of asksToo) expect([path, await asked(path)]).toEqual([path, '/account/prove'])
})

/** Templates, and files of schools alone or of figures. */
const without = new Set(
  `/organiser/finance/invoice-requests/payments/template.csv /organiser/schools/contacts-import/template.csv
   /organiser/schools/early-years/template.csv /organiser/schools/roles-import/template.csv /organiser/schools/earlier-attendance/template.csv /organiser/schools/schools.csv /coverage/figures.csv /coverage/schools.csv
   /organiser/chasing/lists/:list/schools.csv /organiser/chasing/steps.csv /coverage/requirements/figures.csv /coverage/requirements/schools.csv /guidance/:id/uptake/schools.csv /coverage/frozen/:number/schools.csv /coverage/returns/reports/:number/tables.csv
   /organiser/schools/people-in-roles.csv /open-data/coverage.csv /organiser/finance/income/months.csv /organiser/finance/income/events.csv
   /answer/schools.csv /guidance/advice.csv /coverage/recommendations.csv`.split(/\s+/),
)

it('every file of the council asks first, unless it is of schools or figures alone', () => {
  const isFile = (route: string): boolean =>
    !/ \/(school|trusts|account|events)\//.test(route) && /^GET .*\.csv$|^POST .*(\/export|\/requests\/.*\/copy)$/.test(route)
  const files = [...access].filter(([route]) => isFile(route))
  expect(files.filter(([, { proven }]) => proven).length).toBeGreaterThan(14)
  const others = files.filter(([, { proven }]) => !proven).map(([route]) => route.replace(/^\w+ /, ''))
  expect(others.filter((path) => !without.has(path))).toEqual([])
})

it('Signing in counts as having shown it.', async () => {
  const { email } = await anAccount({ roles: ['administrator'] })
  const asked = await request('/sign-in', { form: { email } })
  const entered = await request('/sign-in/code', { cookie: cookiesOf(asked), form: { code: await mailedCode(email) } })
  expect((await request('/organiser/settings', { cookie: cookiesOf(entered), form: { name: '' } })).status).toBe(422)
  // A new token of the same sign-in, an hour later, has shown what the one before had.
  await run('UPDATE SignIn SET createdAt = ?1 WHERE provenAt > ?1', ago(61))
  const renewed = cookiesOf(await request('/account', { cookie: cookiesOf(entered) }))
  expect(renewed).not.toBe('')
  expect((await request('/organiser/settings', { cookie: renewed, form: { name: '' } })).status).toBe(422)
})

it("Without a second factor it is shown by a code that is mailed to the account's own address, and to no other.", async () => {
  const account = await anAccount({ roles: ['administrator'], provenAt: ago(60) })
  const page = await (await request('/account/prove?next=/organiser/roles', { cookie: account.cookie })).text()
  expect(page).toContain(account.email)
  const other = await anAccount()
  // The code of another address shows nothing, however it was come by.
  const theirs = await request('/sign-in', { form: { email: other.email } })
  const stolen = await request('/account/prove/code', {
    cookie: `${account.cookie}; ${cookiesOf(theirs)}`,
    form: { code: await mailedCode(other.email) },
  })
  expect(stolen.status).toBe(409)
  const wrong = await prove(account, '/organiser/roles', '000000')
  expect([409, 422]).toContain(wrong.status)
  expect((await request('/organiser/settings', { cookie: account.cookie, form: { name: '' } })).status).toBe(303)
  expect(await leadsTo(prove(account, '/organiser/roles'))).toBe('/organiser/roles')
  expect((await request('/organiser/settings', { cookie: account.cookie, form: { name: '' } })).status).toBe(422)
  expect(await rows(`SELECT act, "after" FROM Log WHERE accountId = ?1`, account.accountId)).toEqual([
    { act: 'account.proven', after: '{"by":"code"}' },
  ])
  // Nobody is led away from here.
  expect((await prove(account, 'https://evil.example/')).headers.get('location')).toBe('/account')
})

it('a code shows it once, of two that are sent at the same moment', async () => {
  const account = await anAccount({ provenAt: ago(60) })
  const asked = await request('/account/prove', { cookie: account.cookie, form: {} })
  const cookie = `${account.cookie}; ${cookiesOf(asked)}`
  const code = await mailedCode(account.email)
  const answers = await Promise.all([1, 2].map(() => request('/account/prove/code', { cookie, form: { code } })))
  expect(answers.map(({ status }) => status).toSorted()).toEqual([303, 409])
})

it('What was typed is kept meanwhile, and stands in the form again afterwards.', async () => {
  const account = await anAccount({ roles: ['administrator'], provenAt: ago(60) })
  const email = 'siân.o’neill@herefordshire.gov.uk'
  const turned = await request('/organiser/roles', {
    cookie: account.cookie,
    form: { email, role: 'officer' },
    headers: { referer: 'http://localhost:8787/organiser/roles' },
  })
  expect(turned.headers.get('location')).toBe('/account/prove?next=%2Forganiser%2Froles')
  await prove(account, '/organiser/roles')
  const page = await (await request('/organiser/roles', { cookie: `${account.cookie}; ${cookiesOf(turned)}` })).text()
  expect(page).toContain('Nothing has been sent yet. What you typed is still here.')
  expect(page).toContain(`value="${email}"`)
  expect(page).toMatch(/value="officer"[^>]*checked/)
})
