import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { root } from '#commands/settings.ts'
import { chooseSchool } from '#test/support/choose-school.ts'
import { type Chromium, enter, holdEvent, launchChromium, leave, look, pressButton, publish, signIn } from '#test/support/chromium.ts'
import { mailTo } from '#test/support/inbox.ts'
import { checkPage } from '#test/support/measured-page.ts'
import { brokenInvariants, type Muster, startMuster } from '#test/support/muster.ts'

const data = join(root, '..', 'shared', 'data')
const register = join(data, 'herefordshire_edubasealldata_reconstructed.csv')
const links = join(data, 'herefordshire_links_20250422.csv')
const hasRegister = existsSync(register)

const inDays = (days: number): string => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10)

/** The organiser holds a conference: fills in the form, looks, publishes. Answers its code. */
const holdConference = async (page: Page, url: string, title: string): Promise<string> => {
  const code = await holdEvent(page, url, { title, day: inDays(30), places: '60', ofSchool: '2' })
  expect((await fetch(`${url}/events/${code}`)).status).toBe(404)
  await publish(page)
  expect((await fetch(`${url}/events/${code}`)).status).toBe(200)
  return code
}

/** Adds the address that the council holds for the school, so that whoever signs in with it may act for it at once. */
const holdContact = async (page: Page, url: string, school: string, email: string): Promise<void> => {
  await page.goto(`${url}/organiser/schools?q=${encodeURIComponent(school)}`)
  await page.getByRole('link', { name: school }).first().click()
  await page.getByRole('link', { name: /add a contact/i }).click()
  await page.getByLabel('Email address').fill(email)
  await page.getByLabel('Where do you know it from?').fill('Telephone call with the school office')
  await leave(page, page.getByRole('button', { name: 'Add contact' }))
  expect(await page.content()).toContain(email)
}

/** Someone of the school asks to act for it, and books for two colleagues. Answers the reference. */
const book = async (page: Page, url: string, code: string, school: string, people: { name: string; email: string }[]): Promise<string> => {
  await page.goto(`${url}/school/claims/new`)
  await chooseSchool(page, 'schoolId', school)
  expect(await page.locator('#schoolId').inputValue()).toContain(school)
  expect(await page.content()).toContain('You ask as <strong>Siân Pritchard</strong>')
  await page.getByLabel('Your role at the school').selectOption({ label: 'Business manager or office' })
  await page.getByRole('button', { name: 'Send' }).last().click()
  await page.waitForURL((to) => !to.pathname.includes('/claims'))

  await page.goto(`${url}/events/${code}`)
  expect(await page.content()).toContain('60 of 60 places left')
  await page.getByRole('link', { name: /book places/i }).click()
  await page
    .getByLabel('Full name')
    .first()
    .fill(people[0]?.name ?? '')
  await page
    .getByLabel('Email address')
    .first()
    .fill(people[0]?.email ?? '')
  await page.getByLabel('Role at the school', { exact: true }).first().selectOption({ label: 'Designated safeguarding lead' })
  await page
    .getByLabel('Full name')
    .nth(1)
    .fill(people[1]?.name ?? '')
  await page
    .getByLabel('Email address')
    .nth(1)
    .fill(people[1]?.email ?? '')
  await page.getByLabel('Role at the school', { exact: true }).nth(1).selectOption({ label: 'Deputy designated safeguarding lead' })
  // Free of charge and nothing more to ask: the form itself books.
  expect(await page.getByRole('heading', { level: 1 }).textContent()).toMatch(/Book places$/)
  // Who presses Enter sees everything on one screen first, and can go back with what was typed.
  await page.getByLabel('Full name').first().press('Enter')
  await page.getByRole('button', { name: 'Book these 2 places' }).waitFor()
  expect(await look(page, checkPage)).toEqual([])
  await page.getByRole('button', { name: 'Change something' }).click()
  await page.getByRole('button', { name: 'Book these places' }).waitFor()
  expect(await page.getByLabel('Full name').first().inputValue()).toBe(people[0]?.name)
  // A nervous finger: two clicks, one booking.
  await page.getByRole('button', { name: 'Book these places' }).dblclick()
  await page.waitForURL(/\/bookings\/[A-Z0-9]+/)
  const reference = new URL(page.url()).pathname.split('/').at(-1) ?? ''
  expect(await page.content()).toContain(people[0]?.name ?? '')
  return reference
}

/** At the door: the first came, the second did not; the register is closed. */
const takeRegister = async (page: Page, url: string, title: string): Promise<void> => {
  await page.goto(`${url}/register`)
  await page.locator('a[href^="/register/"]', { hasText: title }).first().click()
  await pressButton(page, /^Attended/, 'first')
  await pressButton(page, /^Did not attend/)
  await page.reload()
  await page.getByRole('link', { name: 'Sign off the register' }).first().click()
  await page.getByRole('button', { name: 'Sign off the register' }).click()
  await page.waitForURL(/\/organiser\/events\/[A-Z0-9]+\/day/)
  expect(await page.content()).toContain('The register is signed off')
}

const calendarOf = async (url: string, email: string): Promise<string> => {
  const [attachment] = (await mailTo(url, email, /^Your place/)).attachments
  expect(attachment?.contentType).toBe('text/calendar; charset=utf-8; method=REQUEST')
  return Buffer.from(attachment?.content ?? '', 'base64').toString('utf8')
}

const mainJob = async (
  browser: Chromium,
  muster: Muster,
  organiserEmail: string,
  school: string,
): Promise<{ organiser: Page; code: string; title: string }> => {
  const { url } = muster
  const title = 'Child-on-child abuse: the main job'
  const organiser = await enter(await browser.newContext(), muster, organiserEmail)
  const code = await holdConference(organiser, url, title)
  await holdContact(organiser, url, school, 'office@walked.example')
  const contact = await signIn(await browser.newContext(), url, 'office@walked.example')
  await contact.getByLabel('Yes, it is shared').check()
  await contact.getByLabel('Your own name').fill('Siân Pritchard')
  await contact.getByRole('button', { name: 'Continue' }).click()
  await contact.waitForURL((to) => !to.pathname.startsWith('/account/mailbox'))
  await book(contact, url, code, school, [
    { name: 'Łukasz O’Brien', email: 'dsl@walked.example' },
    { name: 'Nguyễn Thị Hoa', email: 'deputy@walked.example' },
  ])
  const calendar = await calendarOf(url, 'dsl@walked.example')
  expect(calendar).toContain('METHOD:REQUEST')
  expect(calendar).toContain('SEQUENCE:0')
  await organiser.goto(`${url}/register`)
  await organiser.getByRole('link', { name: 'Coming up', exact: true }).click()
  await organiser.getByRole('link', { name: title }).first().click()
  await organiser.waitForURL(/\/register\/[0-9a-f-]+/)
  // The day is a month ahead: nobody can have come yet.
  expect(await organiser.getByRole('button', { name: /^(Attended|Did not attend)/ }).count()).toBe(0)
  expect(await organiser.getByRole('button', { name: /^Apologies/ }).count()).toBe(2)
  await muster.sql(
    `UPDATE Session SET startsAt = '${new Date(Date.now() - 60_000).toISOString()}', endsAt = '${new Date(Date.now() - 1000).toISOString()}' WHERE eventId = (SELECT id FROM Event WHERE code = '${code}')`,
  )
  await takeRegister(organiser, url, title)
  await organiser.goto(`${url}/organiser/events/${code}`)
  return { organiser, code, title }
}

const headline = async (page: Page, url: string, title: string): Promise<string> => {
  await page.goto(`${url}/coverage`)
  const value = await page
    .getByLabel(/one event/i)
    .evaluate(
      (element, wanted) =>
        [...(element as unknown as { options: { text: string; value: string }[] }).options].find((o) => o.text.includes(wanted))?.value ??
        '',
      title,
    )
  await page.getByLabel(/one event/i).selectOption(value)
  await leave(page, page.getByRole('button', { name: 'Show' }))
  return ((await page.locator('main').textContent()) ?? '').match(/\d+ of \d+ open schools took part/)?.[0] ?? 'no headline'
}

let browser: Chromium
beforeAll(async () => {
  browser = await launchChromium()
})
afterAll(() => browser.close())

describe.skipIf(!hasRegister)(
  'on the real register of Herefordshire (skipped where ../shared/data does not lie beside the project)',
  () => {
    let muster: Muster
    beforeAll(async () => {
      muster = await startMuster('nothing')
    })
    afterAll(() => muster.stop())

    it('a council loads the register, holds a conference, a school books, is invited, comes, and is reported as one of 114', async () => {
      const { url } = muster
      const page = await signIn(await browser.newContext(), url, 'administrator@example.gov.uk')

      await page.goto(`${url}/organiser/register-imports/new`)
      await page.getByLabel('Links file').setInputFiles(links)
      await page.getByLabel('Register file').setInputFiles(register)
      await page.getByRole('button', { name: 'Read the file' }).click()
      await page.waitForURL(/register-imports\/[0-9a-f-]{36}$/)
      const dryRun = await page.locator('main').textContent()
      expect(dryRun).toContain('126')
      expect(dryRun).toContain('115')
      expect(dryRun).toContain('Pembridge')
      const problems = await look(page, 'import-dry-run')
      await page.getByRole('button', { name: 'Apply these changes' }).click()
      await page.waitForURL(/register-imports\/[0-9a-f-]{36}$/)

      await page.goto(`${url}/organiser/register-imports/reviews`)
      await page
        .getByRole('link', { name: /Pembridge/ })
        .first()
        .click()
      problems.push(...(await look(page, 'import-review')))
      await page.getByLabel(/same school/i).check()
      await page.getByLabel('How you know').fill('The school became an academy on 1 November 2024')
      await leave(page, page.getByRole('button', { name: 'Save the decision' }))

      const { organiser, title } = await mainJob(browser, muster, 'administrator@example.gov.uk', 'Pembridge CofE Primary School')
      expect(await headline(organiser, url, title)).toBe('1 of 114 open schools took part')
      expect(problems).toEqual([])
      expect(await brokenInvariants(muster)).toEqual([])
    })
  },
)

describe('on the fictional county of the demonstration', () => {
  let muster: Muster
  beforeAll(async () => {
    muster = await startMuster('demonstration')
  })
  afterAll(() => muster.stop())

  it('the same job is done from conference to report', async () => {
    const { organiser, title } = await mainJob(browser, muster, 'organiser@muster.example', 'Lady Hawthorn’s School')
    expect(await headline(organiser, muster.url, title)).toMatch(/^1 of 1\d\d open schools took part$/)
    expect(await brokenInvariants(muster)).toEqual([])
  })
})
