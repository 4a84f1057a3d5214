// What an event asks and what a delegate needs: the organiser on a desktop, the delegate on a phone without JavaScript and without an account.
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { chooseSchool } from '#test/support/choose-school.ts'
import { type Chromium, enter, launchChromium, look, pressButton, publish } from '#test/support/chromium.ts'
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

const day = new Date(Date.now() + 60 * 86_400_000).toISOString().slice(0, 10)

/** In the invitation. */
const placeLink = /\/place\/[\w-]{43}/

const anEvent = async (page: Page): Promise<string> => {
  await page.goto(`${muster.url}/organiser/events/new`)
  for (const [label, value] of [
    ['Title', 'A day with lunch'],
    ['Length in hours', '3'],
    ['Name of the venue', 'Three Counties Hotel'],
    ['Address of the venue', 'Belmont Road\nHereford'],
    ['Postcode', 'HR2 7BP'],
    ['Number of places', '60'],
  ] as const)
    await page.getByLabel(label, { exact: true }).fill(value)
  await page.getByLabel('Topic', { exact: true }).selectOption('child-on-child-abuse')
  await page.locator('#session-1-date').fill(day)
  await page.locator('#session-1-start').fill('09:30')
  await page.locator('#session-1-end').fill('15:30')
  await pressButton(page, /^save/i)
  await page.waitForURL(/\/organiser\/events\/[A-Z0-9]+$/)
  const code = page.url().split('/').at(-1) ?? ''
  await publish(page)
  return code
}

it('an organiser asks, a delegate says what they need by their own link, and the caterer’s sheet has it without a name', async () => {
  const problems: string[] = []
  const see = async (page: Page, name: string) => problems.push(...(await look(page, name)))
  const organiser = await enter(await browser.newContext(), muster, 'organiser@muster.example')
  const code = await anEvent(organiser)
  const at = `${muster.url}/organiser/events/${code}`

  await organiser.goto(`${at}/questions/new`)
  await organiser.getByLabel('Question', { exact: true }).fill('Any dietary requirements?')
  await organiser.getByLabel('For each person coming').check()
  await organiser.getByLabel('In their own words').check()
  await pressButton(organiser, 'Save')
  expect(await organiser.locator('main').textContent()).toContain('Use Needs instead')
  await see(organiser, 'question-warned')
  await organiser.getByLabel('Question', { exact: true }).fill('Which of these would help you most?')
  await organiser.getByLabel('One of several answers').check()
  await organiser.getByLabel('Answers to choose from').fill('A template\nA visit\nA telephone call')
  await pressButton(organiser, 'Save')
  await organiser.goto(`${at}/questions/new`)
  await organiser.getByLabel('Question', { exact: true }).fill('What shall we talk about?')
  await organiser.getByLabel('Once for the whole booking').check()
  await organiser.getByLabel('In their own words').check()
  await pressButton(organiser, 'Save')
  await see(organiser, 'questions')

  // The demonstration leaves mail to be sent; each save sends some of it, so that the invitation below is not far behind.
  for (let saves = 0; saves < 6; saves += 1) {
    await organiser.goto(`${at}/edit`)
    await pressButton(organiser, /^save/i)
  }
  await organiser.goto(`${muster.url}/events/${code}/book`)
  await chooseSchool(organiser, 'school', 'primary')
  await pressButton(organiser, 'Continue')
  await organiser.getByLabel('Somebody else, whom I enter below').check()
  await organiser.getByLabel('Name of whoever asked').fill('Jo Price')
  await organiser.getByLabel('Their email address').fill('jo.price@walked.example')
  await organiser.getByLabel('Full name').first().fill('Siân Ŵyn')
  await organiser
    .getByLabel(/^Email address/)
    .first()
    .fill('sian.wyn@walked.example')
  await organiser.getByLabel('Role at the school', { exact: true }).first().selectOption({ label: 'Designated safeguarding lead' })
  await organiser.getByLabel(/What shall we talk about/).fill('Sut i ddechrau')
  await see(organiser, 'booking-with-questions')
  await pressButton(organiser, 'Continue')
  await see(organiser, 'booking-answers-checked')
  await pressButton(organiser, /^book this place/i)
  await organiser.waitForURL(/\/bookings\/[A-Z0-9]+$/)
  await see(organiser, 'booking-answered')
  await organiser.getByRole('link', { name: 'Answer or change answers' }).click()
  await see(organiser, 'booking-answers')

  const [link] = (await mailTo(muster.url, 'sian.wyn@walked.example', placeLink)).text.match(placeLink) ?? []
  const phone = await browser.newContext({ javaScriptEnabled: false, viewport: { width: 375, height: 800 } })
  const page = await phone.newPage()
  // axe needs JavaScript, so another browser looks at what the phone shows.
  const lens = await (await browser.newContext()).newPage()
  const show = async (name: string) => {
    await lens.goto(page.url())
    await see(lens, name)
  }
  await page.goto(muster.url + link)
  await show('own-place')
  await page.getByRole('link', { name: 'Say what you need' }).click()
  await page.getByLabel('Vegan').check()
  await page.getByLabel('Nut allergy').check()
  await page.getByLabel('Hearing loop').check()
  await pressButton(page, 'Save')
  expect(await page.locator('main').textContent()).toContain('Tick the box if you agree')
  await show('own-needs')
  await page.getByLabel(/^I agree that/).check()
  await pressButton(page, 'Save')
  expect(await page.locator('main').textContent()).toContain('Vegan; Nut allergy')
  await page.getByRole('link', { name: 'Answer', exact: true }).click()
  await page.getByLabel('A visit').check()
  await show('own-answers')
  await pressButton(page, 'Save')
  await page.getByRole('link', { name: /cannot come/ }).click()
  await show('own-tell')
  await page.getByLabel('I cannot come').check()
  await pressButton(page, 'Tell them')
  await show('own-place-answered')
  await page.goto(`${muster.url}/place/${'A'.repeat(43)}`)
  await show('own-place-unknown')

  await organiser.goto(`${at}/needs`)
  expect(await organiser.locator('main').textContent()).toContain('Vegan; Nut allergy')
  expect(await organiser.content()).not.toContain('Siân')
  await see(organiser, 'needs')
  await organiser.getByRole('link', { name: 'See it, with names' }).click()
  await see(organiser, 'needs-before-names')
  await pressButton(organiser, 'Show the names')
  expect(await organiser.locator('main').textContent()).toContain('Siân Ŵyn')
  await see(organiser, 'needs-with-names')
  await organiser.goto(`${at}/answers`)
  expect(await organiser.locator('main').textContent()).toContain('Sut i ddechrau')
  await see(organiser, 'answers')

  expect(problems).toEqual([])
  expect(await brokenInvariants(muster)).toEqual([])
})
