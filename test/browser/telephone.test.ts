// A school telephones: the organiser books on a desktop, and whoever rang agrees by the link on a phone without JavaScript and without signing in.
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { chooseSchool } from '#test/support/choose-school.ts'
import { type Chromium, enter, launchChromium, look, pressButton } from '#test/support/chromium.ts'
import { mailTo } from '#test/support/inbox.ts'
import { brokenInvariants, type Muster, startMuster } from '#test/support/muster.ts'

let browser: Chromium
let muster: Muster
beforeAll(async () => {
  browser = await launchChromium()
  muster = await startMuster('demonstration')
})
afterAll(async () => {
  await browser.close()
  await muster.stop()
})

const school = 'Lady Hawthorn’s School'
const asker = 'jo.price@telephone.example'

/** The booking form of the next event under terms of cancelling, as far as the page that checks it. */
const checkOfEventUnderTerms = async (page: Page, problems: string[]): Promise<boolean> => {
  await page.goto(`${muster.url}/events`)
  const hrefs = await page
    .locator('main a')
    .evaluateAll((all) => all.map((a) => (a as unknown as { getAttribute: (n: string) => string }).getAttribute('href')))
  for (const event of new Set(hrefs.filter((href) => href && /^\/events\/[A-Z0-9]{6}$/.test(href)))) {
    await page.goto(`${muster.url}${event}/book`)
    if ((await page.locator('#school').count()) === 0) continue
    await chooseSchool(page, 'school', school)
    await pressButton(page, 'Continue')
    if ((await page.getByLabel('Full name').count()) === 0) continue
    if (problems.length === 0) problems.push(...(await look(page, 'telephone-form')))
    await page.getByLabel('Somebody else, whom I enter below').check()
    await page.getByLabel('Name of whoever asked').fill('Jo Price')
    await page.getByLabel('Their email address').fill(asker)
    await page.getByLabel('Full name').first().fill('Ann Telford')
    const role = page.getByLabel('Role at the school', { exact: true }).first()
    await role.selectOption({ index: 1 })
    await pressButton(page, 'Continue')
    if ((await page.locator('input[name="authority"]').count()) > 0) return true
  }
  return false
}

it('whoever rang is told, and agrees for the school by a link', async () => {
  const desk = await browser.newContext()
  const page = await enter(desk, muster, 'organiser@muster.example')
  const problems: string[] = []
  expect(await checkOfEventUnderTerms(page, problems)).toBe(true)
  await page.locator('input[name="authority"]').check()
  problems.push(...(await look(page, 'telephone-check')))
  await pressButton(page, /^Book this place/)
  await page.waitForURL(/\/bookings\/[A-Z0-9]+$/)
  expect(await page.locator('main').textContent()).toContain('not yet agreed by the school')
  problems.push(...(await look(page, 'telephone-booking')))
  const link = (await mailTo(muster.url, asker, /\/agree\//)).text.match(/\/agree\/[\w-]+/)?.[0] ?? ''
  const pocket = await browser.newContext({ javaScriptEnabled: false })
  const phone = await pocket.newPage()
  await phone.setViewportSize({ width: 320, height: 640 })
  await phone.goto(muster.url + link)
  expect(await phone.locator('h1').textContent()).toContain(`Do you agree to this for ${school}?`)
  await phone.close()
  const reader = await (await browser.newContext()).newPage()
  await reader.goto(muster.url + link)
  problems.push(...(await look(reader, 'telephone-agree')))
  await pressButton(reader, /^Agree to/)
  problems.push(...(await look(reader, 'telephone-agreed')))
  expect(await reader.locator('h1').textContent()).toBe('Thank you: that is agreed')
  await page.reload()
  expect(await page.locator('main').textContent()).toMatch(/Agreed by Jo Price on/)
  expect(problems).toEqual([])
  expect(await brokenInvariants(muster)).toEqual([])
})
