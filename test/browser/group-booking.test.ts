// Booking on a phone, where what is first seen and where the page opens matter: by a school that
// does it for the first time, and without JavaScript.

import type { Page } from 'playwright-core'
import { expect, it } from 'vitest'
import { chooseSchool } from '#test/support/choose-school.ts'
import { enter, holdEvent, leave, pressButton, publish, takePicture } from '#test/support/chromium.ts'
import { inBrowser } from '#test/support/in-browser.ts'
import { codeFor } from '#test/support/inbox.ts'

const { browser, muster } = await inBrowser()

const school = 'Lady Hawthorn’s School'
const inDays = (days: number): string => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10)

/** An event with three places a school, held by the organiser; answers its code. */
const anOpenEvent = async (page: Page, title: string): Promise<string> => {
  const code = await holdEvent(page, muster.url, { title, day: inDays(60), places: '60', ofSchool: '3' })
  await publish(page)
  return code
}

it('a first-timer’s booking of two places takes four pages from the event, the code included, on a phone without JavaScript', async () => {
  const organiser = await enter(await browser.newContext(), muster, 'organiser@muster.example')
  const code = await anOpenEvent(organiser, 'A first booking')
  const email = 'first.timer@walked.example'
  await organiser.goto(`${muster.url}/organiser/schools?q=${encodeURIComponent(school)}`)
  await organiser.getByRole('link', { name: school }).first().click()
  await organiser.getByRole('link', { name: /add a contact/i }).click()
  await organiser.getByLabel('Email address').fill(email)
  await organiser.getByLabel('Where do you know it from?').fill('Telephone call with the school office')
  await leave(organiser, organiser.getByRole('button', { name: 'Add contact' }))

  const context = await browser.newContext({ javaScriptEnabled: false, viewport: { width: 375, height: 800 } })
  const page = await context.newPage()
  const pages: string[] = []
  const seen = async (): Promise<void> => {
    pages.push((await page.getByRole('heading', { level: 1 }).first().textContent())?.trim() ?? '')
  }
  await page.goto(`${muster.url}/events/${code}`)
  await seen()
  await page.getByRole('link', { name: /book places/i }).click()
  await seen()
  await page.getByLabel('Your email address').fill(email)
  await chooseSchool(page, 'school', school)
  await page.getByLabel('Your name').fill('Siân Pritchard')
  await page.getByLabel('Your role at the school').selectOption({ label: 'Business manager or office' })
  expect(await page.content()).toContain('60 of 60 places left')
  // On a phone a page that opens at its top leaves the new person below the fold, and someone who
  // reads by ear nowhere.
  await pressButton(page, 'Add another person')
  await page.locator('h2:focus', { hasText: 'Person 2' }).waitFor()
  expect(await page.evaluate('scrollY > 0')).toBe(true)
  await pressButton(page, 'Remove person 2')
  await page.getByRole('heading', { name: 'Person 2' }).waitFor({ state: 'detached' })
  await pressButton(page, 'Add another person')
  for (const [index, name] of ['Łukasz O’Brien', 'Nguyễn Thị Hoa'].entries()) {
    await page.getByLabel('Full name').nth(index).fill(name)
    await page.getByLabel('Email address', { exact: true }).nth(index).fill(`delegate${index}@walked.example`)
    await page.getByLabel('Role at the school', { exact: true }).nth(index).selectOption({ label: 'Designated safeguarding lead' })
  }
  expect(await page.evaluate('document.documentElement.scrollWidth <= document.documentElement.clientWidth')).toBe(true)
  await pressButton(page, 'Send me a code')
  await seen()
  await page.getByLabel('6-digit code').fill(await codeFor(muster.url, email))
  await pressButton(page, 'Continue')
  await seen()
  expect(pages).toEqual([
    // Under the kind of the event.
    expect.stringMatching(/^Training *A first booking$/),
    expect.stringContaining('Book places for your school'),
    'Check your email',
    expect.stringMatching(/^A first booking *Booking [A-Z0-9]{6}$/),
  ])
  expect(await page.content()).toContain('Nguyễn Thị Hoa')
  await context.close()
})

it('on a phone the first field of the booking form is within the first screen, also without JavaScript and with the longest menu', async () => {
  const context = await browser.newContext({ javaScriptEnabled: false, viewport: { width: 390, height: 844 } })
  const organiser = await enter(await browser.newContext(), muster, 'organiser@muster.example')
  const code = await anOpenEvent(organiser, 'Seen at once')
  const page = await enter(context, muster, 'head.office@ladyhawthorns.example')
  await page.goto(`${muster.url}/events/${code}/book`)
  await takePicture(page, 'first-field-320')
  for (const width of [320, 390]) {
    await page.setViewportSize({ width, height: 844 })
    const first = await page.locator('#booking input:not([type=hidden]), #booking select').first().boundingBox()
    expect([width, (first?.y ?? 9999) + (first?.height ?? 0) <= 844]).toEqual([width, true])
  }
  await context.close()
})
