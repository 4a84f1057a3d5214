// A school's safeguarding audit as its office, lead, head, governor and trust meet it: several at once, without a network, signed out, without scripts.
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { type Chromium, enter, launchChromium, look, pressButton, scrollsSideways } from '#test/support/chromium.ts'
import { type Muster, startMuster } from '#test/support/muster.ts'
import { type Facts, rowText, sql } from '#test/support/row-of.ts'

let browser: Chromium
let muster: Muster

const id = (n: number): string => `00000000-0000-7000-8000-0000000000${String(n).padStart(2, '0')}`
const at = '2026-09-01T09:00:00.000Z'
const days = (n: number): string => new Date(Date.now() + n * 86_400_000).toISOString()
const ownSchool = `SELECT c.schoolId FROM Claim c JOIN Account a ON a.id = c.accountId WHERE a.email = 'head.office@ladyhawthorns.example' AND c.state = 'approved' LIMIT 1`
const trustSchool = `SELECT s.id FROM School s JOIN TrustClaim t ON t.trustUid = s.trustUid AND t.state = 'approved' JOIN Account a ON a.id = t.accountId
  WHERE a.email = 'safeguarding@hedgerowtrust.example' AND s.rootId = s.id AND s.statusCode = '1' ORDER BY s.id LIMIT 1`
const path = { own: '', trust: '' }
const people = {
  head: 'hal.price@ladyhawthorns.example',
  dsl: 'lena.moss@ladyhawthorns.example',
  chair: 'gus.hill@ladyhawthorns.example',
} as const
const names = { head: 'Hal Price', dsl: 'Lena Moss', chair: 'Gus Hill' } as const

/** A form of two parts, a round that is open, and people of the school in their roles with addresses of their own. */
const seed = async (): Promise<void> => {
  const createdById = sql('(SELECT id FROM Account ORDER BY id LIMIT 1)')
  const [versionId, roundId] = [id(2), id(5)]
  const question = (n: number, part: number, kind: string, label: string, more: Facts<'ReturnQuestion'> = {}) =>
    rowText('ReturnQuestion', { id: id(n), versionId, sectionId: id(part), position: n, kind, label, ...more })
  const power = {
    asks: 'council',
    power: 'Section 175 or 157 of the Education Act 2002.',
    checkedOn: '2026-10-01',
    checkedById: createdById,
  }
  const asked = { id: roundId, versionId, title: 'Safeguarding return of this year', year: '2026-27', createdAt: at, createdById }
  const readers = 'Two officers of the council read your answers.'
  for (const text of [
    rowText('ReturnForm', { id: id(1), createdAt: at }),
    rowText('ReturnFormVersion', { id: versionId, formId: id(1), note: 'It takes about an hour.', createdAt: at, createdById }),
    ...['maintained', 'academy', 'independent'].map((sector) => rowText('ReturnPower', { versionId, sector, ...power })),
    rowText('ReturnSection', { id: id(3), versionId, position: 1, title: 'Culture', about: 'How safe pupils feel.' }),
    rowText('ReturnSection', { id: id(4), versionId, position: 2, title: 'Leadership' }),
    question(10, 3, 'grade', 'How well do pupils know whom to tell?', { asksEvidence: 1, asksAction: 1 }),
    question(11, 3, 'yes_no', 'Does the school have boarders?'),
    question(12, 3, 'date', 'When was boarding last inspected?', { ifQuestionId: id(11), ifValue: 'yes' }),
    question(13, 3, 'text', 'What has changed since last year?'),
    question(14, 4, 'yes_no', 'Is the head named right?', { filledFrom: 'head' }),
    question(15, 4, 'where_kept', 'Where is the child protection policy kept?'),
    `UPDATE ReturnFormVersion SET publishedAt = '${at}' WHERE id = '${versionId}'`,
    rowText('ReturnRound', { ...asked, readers, deadlineAt: days(20), finalAt: days(40) }),
    `UPDATE ReturnRound SET openedAt = '${at}' WHERE id = '${roundId}'`,
    rowText('SchoolReturn', { id: id(6), roundId, schoolId: sql(`(${ownSchool})`), createdAt: at }),
    rowText(
      'SchoolReturn',
      { id: id(7), roundId, schoolId: sql('id'), createdAt: at },
      `(${trustSchool}) WHERE true ON CONFLICT DO NOTHING`,
    ),
    ...Object.entries(people).flatMap(([role, email], n) => {
      const own = { id: id(20 + n), personId: id(20 + n) }
      return [
        rowText('Person', { id: own.id, name: names[role as 'head'], email, createdAt: at }),
        rowText('Account', { ...own, email, createdAt: at, sharedSaidAt: at }),
        `UPDATE RoleAtSchool SET supersededAt = '${at}' WHERE supersededAt IS NULL AND roleId = '${role}' AND schoolId = (${ownSchool})`,
        rowText('RoleAtSchool', { ...own, schoolId: sql(`(${ownSchool})`), roleId: role, learnedAt: at, confirmedAt: at }),
      ]
    }),
  ])
    await muster.sql(text)
  const schoolOf = async (returnId: string) =>
    String(
      (await muster.sql(`SELECT m.rootId AS id FROM SchoolReturn s JOIN School m ON m.id = s.schoolId WHERE s.id = '${returnId}'`))[0]?.[
        'id'
      ],
    )
  path.own = `/school/${await schoolOf(id(6))}/returns/${id(6)}`
  const trust = await muster.sql(`SELECT id FROM SchoolReturn WHERE id = '${id(7)}'`)
  path.trust = trust.length > 0 ? `/school/${await schoolOf(id(7))}/returns/${id(7)}` : path.own
}

beforeAll(async () => {
  browser = await launchChromium()
  muster = await startMuster('demonstration')
  await seed()
})
afterAll(async () => {
  await browser.close()
  await muster.stop()
})

const as = async (email: string, options = {}): Promise<Page> =>
  enter(await browser.newContext({ viewport: { width: 1280, height: 900 }, ...options }), muster, email)
const telephone = { viewport: { width: 390, height: 844 } }
const statusOf = (page: Page, n: number) => page.locator(`#q-${id(n)} [data-status]`)
const standing = async (n: number): Promise<unknown> =>
  (await muster.sql(`SELECT value FROM CurrentEntry WHERE returnId = '${id(6)}' AND questionId = '${id(n)}'`))[0]?.['value']

it('the office finds the return among what is due, reads who asks, and its answers are saved while it types', async () => {
  const page = await as('head.office@ladyhawthorns.example')
  await page.goto(`${muster.url}${path.own.replace(/\/returns.*/, '')}`)
  await page.locator(`main a[href="${path.own}"]`, { hasText: 'Fill in and submit “Safeguarding return of this year”' }).first().click()
  await page.waitForURL(`**${path.own}`)
  const said = ((await page.locator('main').textContent()) ?? '').replaceAll(/\s+/g, ' ')
  expect(said).toContain('The council asks your school. Section 175 or 157 of the Education Act 2002.')
  expect(said).toContain('Two officers of the council read your answers.')
  expect(await look(page, 'returns/front')).toEqual([])
  await page.getByRole('link', { name: 'Begin' }).click()
  expect(await look(page, 'returns/part')).toEqual([])
  await page.getByLabel('What has changed since last year?').fill('A new lead since Easter.')
  await statusOf(page, 13)
    .getByText(/^Saved .* by /)
    .waitFor()
  expect(await standing(13)).toBe('A new lead since Easter.')
  await page.getByRole('group', { name: 'Does the school have boarders?' }).getByLabel('Yes').check()
  await statusOf(page, 11)
    .getByText(/^Saved/)
    .waitFor()
  const inspected = page.getByLabel('When was boarding last inspected?')
  await inspected.fill('last Tuesday')
  await page.getByText('is no day that can be read').first().waitFor()
  expect(await inspected.inputValue()).toBe('last Tuesday')
  expect(await look(page, 'returns/date-in-words')).toEqual([])
  await inspected.fill('27 3 2026')
  await statusOf(page, 12)
    .getByText(/^Saved/)
    .waitFor()
  expect(await standing(12)).toBe('2026-03-27')
  await page.context().close()
})

it('where two type at once, the second sees both answers side by side and chooses', async () => {
  const [office, lead] = [await as('head.office@ladyhawthorns.example'), await as(people.dsl, telephone)]
  for (const page of [office, lead]) await page.goto(`${muster.url}${path.own}/sections/1`)
  await office.getByLabel('What has changed since last year?').fill('Two new governors.')
  await statusOf(office, 13)
    .getByText(/^Saved/)
    .waitFor()
  await lead.getByLabel('What has changed since last year?').fill('A new lead, and a new policy.')
  await lead.getByText('Which answer stands?').waitFor()
  expect(await standing(13)).toBe('Two new governors.')
  const both = await lead.locator(`#q-${id(13)}`).textContent()
  expect(both).toContain('Two new governors.')
  expect(both).toContain('A new lead, and a new policy.')
  expect(await scrollsSideways(lead)).toBe(false)
  expect(await look(lead, 'returns/both-answers')).toEqual([])
  await lead.getByLabel('My answer', { exact: true }).check()
  await statusOf(lead, 13)
    .getByText(/^Saved/)
    .waitFor()
  expect(await standing(13)).toBe('A new lead, and a new policy.')
  for (const page of [office, lead]) await page.context().close()
})

it('what is typed without a network, or after the sign-in has ended, is kept and saved as soon as it can be', async () => {
  const page = await as('head.office@ladyhawthorns.example')
  await page.goto(`${muster.url}${path.own}/sections/1`)
  const evidence = page.getByLabel('What shows it, and where that is kept')
  await page.getByLabel('2: in place, with something to improve').check()
  await statusOf(page, 10)
    .getByText(/^Saved/)
    .waitFor()
  await page.context().setOffline(true)
  await evidence.fill('The survey of May.')
  await statusOf(page, 10).getByText('Not saved yet: no connection.').waitFor()
  await page.context().setOffline(false)
  await statusOf(page, 10)
    .getByText(/^Saved/)
    .waitFor()
  await muster.sql(
    `UPDATE SignIn SET revokedAt = '${new Date().toISOString()}' WHERE accountId = (SELECT id FROM Account WHERE email = 'head.office@ladyhawthorns.example')`,
  )
  await evidence.fill('The survey of May and the one of June.')
  await statusOf(page, 10).getByText('Not saved: you are signed out.').waitFor()
  await muster.sql(
    `UPDATE SignIn SET revokedAt = NULL WHERE accountId = (SELECT id FROM Account WHERE email = 'head.office@ladyhawthorns.example')`,
  )
  await page.goto(`${muster.url}${path.own}/sections/1`)
  await statusOf(page, 10)
    .getByText(/^Saved/)
    .waitFor()
  expect(await muster.sql(`SELECT value, evidence FROM CurrentEntry WHERE returnId = '${id(6)}' AND questionId = '${id(10)}'`)).toEqual([
    { value: '2', evidence: 'The survey of May and the one of June.' },
  ])
  await page.context().close()
})

it('signing out takes what could not be saved out of the window, and out of others that are open', async () => {
  const page = await as('head.office@ladyhawthorns.example')
  const other = await page.context().newPage()
  for (const one of [page, other]) await one.goto(`${muster.url}${path.own}/sections/1`)
  await muster.sql(
    `UPDATE SignIn SET revokedAt = '${new Date().toISOString()}' WHERE accountId = (SELECT id FROM Account WHERE email = 'head.office@ladyhawthorns.example')`,
  )
  const drafts = (one: Page) => one.evaluate(`Object.keys(sessionStorage).filter((key) => key.startsWith('muster-return:')).length`)
  for (const one of [page, other]) {
    await one.getByLabel('What has changed since last year?').fill('Nobody else is to read this.')
    await statusOf(one, 13).getByText('Not saved: you are signed out.').waitFor()
    expect(await drafts(one)).toBe(1)
  }
  await page.getByRole('button', { name: 'Sign out' }).first().click()
  await page.waitForURL(/\/events/)
  await expect.poll(async () => [await drafts(page), await drafts(other)]).toEqual([0, 0])
  await page.context().close()
})

it('what somebody typed and could not save is not sent in the name of whoever signs in after them', async () => {
  const office = `SET revokedAt = '${new Date().toISOString()}' WHERE accountId = (SELECT id FROM Account WHERE email = 'head.office@ladyhawthorns.example')`
  const [page, lead] = [await as('head.office@ladyhawthorns.example'), await as(people.dsl)]
  await page.goto(`${muster.url}${path.own}/sections/1`)
  const before = await standing(13)
  await muster.sql(`UPDATE SignIn ${office}`)
  await page.getByLabel('What has changed since last year?').fill('Only the office knows this.')
  await statusOf(page, 13).getByText('Not saved: you are signed out.').waitFor()
  await page.context().clearCookies()
  await page.context().addCookies(await lead.context().cookies())
  // What is kept in the window is sent while the page loads.
  const sent: string[] = []
  page.on('request', (request) => void (request.method() === 'POST' && sent.push(request.url())))
  await page.goto(`${muster.url}${path.own}/sections/1`)
  expect(sent).toEqual([])
  expect(await page.getByLabel('What has changed since last year?').inputValue()).toBe(before)
  expect(await standing(13)).toBe(before)
  for (const one of [page, lead]) await one.context().close()
})

it('without scripts a part is saved by its button, and what is held is confirmed', async () => {
  const page = await as(people.dsl, { javaScriptEnabled: false, ...telephone })
  await page.goto(`${muster.url}${path.own}/sections/2`)
  expect(await page.locator('main').textContent()).toContain('Headteacher or principal: Hal Price')
  expect(await scrollsSideways(page)).toBe(false)
  await page.getByRole('button', { name: 'Confirm that this is right' }).click()
  expect(await page.locator('main').textContent()).toContain('Confirmed by Lena Moss')
  await page.getByRole('group', { name: 'Is the head named right?' }).getByLabel('Yes').check()
  await page.getByLabel('Where is the child protection policy kept?').fill('In the staff room.')
  await page.getByRole('button', { name: 'Save and check' }).click()
  expect(new URL(page.url()).pathname).toBe(`${path.own}/check`)
  expect(await page.locator('main').textContent()).toContain('Every question that your school is asked has an answer.')
  await page.context().close()
})

it('the head signs and submits, the governor signs after on a telephone, and the file can be read', async () => {
  const head = await as(people.head)
  await head.goto(`${muster.url}${path.own}/check`)
  expect(await look(head, 'returns/check')).toEqual([])
  await pressButton(head, 'Sign and submit')
  expect(await head.locator('main').textContent()).toContain('Tick that you have read the audit')
  await head.getByLabel(/I have read the audit/).check()
  await pressButton(head, 'Sign and submit')
  expect(await head.locator('main').textContent()).toMatch(/The audit is submitted\. Its number is [2-9A-Z]{8}/)
  expect(await look(head, 'returns/submitted')).toEqual([])

  const governor = await as(people.chair, telephone)
  await governor.goto(`${muster.url}${path.own}`)
  expect(await scrollsSideways(governor)).toBe(false)
  await governor.getByRole('link', { name: 'Sign, or see what was signed' }).click()
  await governor.getByLabel(/I have read the audit/).check()
  await pressButton(governor, 'Sign')
  expect(await governor.locator('main').textContent()).toContain('Signed by Gus Hill')
  expect(await look(governor, 'returns/signed')).toEqual([])
  const file = await governor.request.get(`${muster.url}${path.own}/return.pdf`)
  expect([file.status(), file.headers()['content-type']]).toEqual([200, 'application/pdf'])
  for (const page of [head, governor]) await page.context().close()
})

it('somebody of the trust opens the return of a school of theirs, and for somebody else it does not exist', async () => {
  const trust = await as('safeguarding@hedgerowtrust.example')
  expect((await trust.goto(`${muster.url}${path.trust}`))?.status()).toBe(200)
  const reader = await as('reader@muster.example')
  expect((await reader.goto(`${muster.url}${path.own}`))?.status()).toBe(404)
  for (const page of [trust, reader]) await page.context().close()
})
