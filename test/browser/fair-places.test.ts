// The waiting list and its offers: a school on a phone without JavaScript, the organiser on a desktop with it.
import type { BrowserContext, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { chooseSchool } from '#test/support/choose-school.ts'
import { type Chromium, enter, launchChromium, look, pressButton, publish, takePicture } from '#test/support/chromium.ts'
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

const inDays = (days: number): string => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10)

/** An event with two places, which the organiser takes for a school by telephone; answers its code. */
const aFullEvent = async (page: Page, title: string, school: string): Promise<string> => {
  await page.goto(`${muster.url}/organiser/events/new`)
  await page.getByLabel('Title', { exact: true }).fill(title)
  await page.getByLabel('Topic', { exact: true }).selectOption('child-on-child-abuse')
  await page.getByLabel('Training', { exact: false }).first().check()
  await page.getByLabel('Length in hours').fill('3')
  await page.getByLabel('Date', { exact: true }).first().fill(inDays(60))
  await page.getByLabel('Starts at').fill('09:30')
  await page.getByLabel('Ends at').fill('12:30')
  await page.getByLabel(/in person/i).check()
  await page.getByLabel('Name of the venue').fill('Three Counties Hotel')
  await page.getByLabel('Address of the venue').fill('Belmont Road\nHereford')
  await page.getByLabel('Postcode').fill('HR2 7BP')
  await page.getByLabel('Number of places').fill('2')
  await page.getByLabel('Places for each school').fill('2')
  await page.getByLabel('Email address').fill('events@example.gov.uk')
  await page.getByRole('button', { name: /^save/i }).last().click()
  await page.waitForURL(/\/organiser\/events\/[A-Z0-9]+$/)
  const code = page.url().split('/').at(-1) ?? ''
  await publish(page)
  await page.goto(`${muster.url}/events/${code}/book?school=${await schoolId(page, school)}`)
  await page.getByLabel('Somebody else, whom I enter below').check()
  await page.getByLabel('Name of whoever asked').fill('Jo Price')
  await page.getByLabel('Their email address').fill('office.who.rang@walked.example')
  await page.getByLabel('How many places?').selectOption('2')
  await page.getByLabel('Name people later').check()
  await pressButton(page, 'Continue')
  await pressButton(page, 'Book these 2 places')
  await page.waitForURL(/\/bookings\/[A-Z0-9]+/)
  return code
}

const schoolId = async (page: Page, name: string): Promise<string> => {
  await page.goto(`${muster.url}/organiser/schools?q=${encodeURIComponent(name)}`)
  const href = await page.getByRole('link', { name }).first().getAttribute('href')
  return href?.split('/').at(-1) ?? ''
}

/** Someone who acts for the school, signed in. */
const aContact = async (organiser: Page, context: BrowserContext, school: string, email: string): Promise<Page> => {
  await organiser.goto(`${muster.url}/organiser/schools?q=${encodeURIComponent(school)}`)
  await organiser.getByRole('link', { name: school }).first().click()
  await organiser.getByRole('link', { name: /add a contact/i }).click()
  await organiser.getByLabel('Email address').fill(email)
  await organiser.getByLabel('Where do you know it from?').fill('Telephone call with the school office')
  await pressButton(organiser, 'Add contact')
  await organiser.waitForLoadState()
  const page = await enter(context, muster, email)
  await page.goto(`${muster.url}/school/claims/new`)
  await chooseSchool(page, 'schoolId', school)
  await page.getByLabel('Your name').fill('Siân Pritchard')
  await page.getByLabel('Your role at the school').selectOption({ label: 'Business manager or office' })
  await pressButton(page, /^Send/)
  return page
}

const setCapacity = async (page: Page, code: string, places: string): Promise<void> => {
  await page.goto(`${muster.url}/organiser/events/${code}/edit`)
  await page.getByLabel('Number of places').fill(places)
  await pressButton(page, /^save/i)
  await page.waitForURL(/\/organiser\/events\/[A-Z0-9]+$/)
}

const [holder, waiter] = ['Lady Hawthorn’s School', 'Al-Noor Girls’ School']

it('a school waits, is offered a place and accepts it from the email, on a phone without JavaScript; every page is sound', async () => {
  const organiser = await enter(await browser.newContext(), muster, 'organiser@muster.example')
  const code = await aFullEvent(organiser, 'Fair places', holder)
  const context = await browser.newContext({ javaScriptEnabled: false, viewport: { width: 375, height: 800 } })
  const email = 'waits@walked.example'
  const page = await aContact(organiser, context, waiter, email)
  const problems: string[] = []

  await page.goto(`${muster.url}/events/${code}`)
  expect(await page.content()).toContain('0 of 2 places left; your school has 0 of 2')
  await page.getByRole('link', { name: 'Join the waiting list' }).click()
  await page.getByLabel('How many places does your school need?').fill('2')
  await page.getByLabel('We take as many as there are').check()
  expect(await page.evaluate('document.documentElement.scrollWidth <= document.documentElement.clientWidth')).toBe(true)
  await pressButton(page, 'Join the waiting list')
  expect(await page.locator('main').textContent()).toContain('No other school is before it.')
  await takePicture(page, 'wait.no-script')
  // The same reader with JavaScript: without it axe cannot look.
  const seen = await (await browser.newContext({ storageState: await page.context().storageState() })).newPage()
  await seen.goto(`${muster.url}/events/${code}/wait/withdraw`)
  problems.push(...(await look(seen, 'wait-withdraw')))

  await organiser.goto(`${muster.url}/events/${code}`)
  problems.push(...(await look(organiser, 'event-full')))
  await organiser.goto(`${muster.url}/organiser/events/${code}`)
  problems.push(...(await look(organiser, 'organiser-event-rules')))
  await organiser.goto(`${muster.url}/organiser/events/${code}/waiting`)
  problems.push(...(await look(organiser, 'waiting-list')))
  await organiser.getByRole('link', { name: /^Offer/ }).click()
  problems.push(...(await look(organiser, 'offer-out-of-turn')))
  await organiser.goBack()
  await organiser.getByRole('link', { name: /^Put first/ }).click()
  problems.push(...(await look(organiser, 'put-first')))
  await organiser.goBack()
  await organiser.getByRole('link', { name: /^Remove/ }).click()
  problems.push(...(await look(organiser, 'remove-from-list')))

  await setCapacity(organiser, code, '3')
  const { text: offer } = await mailTo(muster.url, email, /^Accept by/)
  await page.goto(offer.match(/http\S+\/offers\/\S+/)?.[0] ?? '')
  expect(await page.getByRole('heading', { level: 1 }).textContent()).toContain('1 place is kept for your school')
  expect(await page.evaluate('document.documentElement.scrollWidth <= document.documentElement.clientWidth')).toBe(true)
  await organiser.goto(page.url())
  problems.push(...(await look(organiser, 'offer-open')))
  const [offered] = await muster.sql(`SELECT b.reference FROM Offer o JOIN Booking b ON b.id = o.bookingId WHERE o.state = 'open'`)
  await seen.goto(`${muster.url}/bookings/${offered?.['reference']}/offer`)
  problems.push(...(await look(seen, 'offer-of-booking')))
  await seen.context().close()
  await organiser.goto(`${muster.url}/organiser/events/${code}/waiting`)
  problems.push(...(await look(organiser, 'waiting-list-offer')))
  await organiser.getByRole('link', { name: /^Withdraw/ }).click()
  problems.push(...(await look(organiser, 'offer-withdraw')))
  await pressButton(page, 'Accept the place')
  expect(await page.getByRole('heading', { level: 1 }).textContent()).toContain('This offer has been accepted')
  await organiser.goto(page.url())
  problems.push(...(await look(organiser, 'offer-accepted')))
  // The organiser's button was there while the school accepted.
  await organiser.goBack()
  await organiser.getByLabel('It ends').check()
  await pressButton(organiser, 'Withdraw the offer')
  expect(await organiser.locator('main').textContent()).toContain('This offer has been answered already.')
  await page.goto(`${muster.url}/events/${code}/wait`)
  expect(await page.locator('main').textContent()).toContain('waits for 1 place since')
  await page.getByRole('link', { name: /^Withdraw/ }).click()
  await pressButton(page, 'Withdraw')
  expect(await page.locator('main').textContent()).toContain('Withdrawn from the waiting list')
  await context.close()
  expect(problems).toEqual([])
})

it('the organiser sets rules, reserves places and decides on a request; every page is sound', async () => {
  const organiser = await enter(await browser.newContext(), muster, 'organiser@muster.example')
  const code = await aFullEvent(organiser, 'With approval', holder)
  const problems: string[] = []
  await organiser.goto(`${muster.url}/organiser/events/${code}/rules`)
  problems.push(...(await look(organiser, 'rules')))
  await organiser.getByLabel('For how many hours').fill('0')
  await organiser.getByLabel('An organiser decides on each booking of a school').check()
  await pressButton(organiser, 'Save')
  problems.push(...(await look(organiser, 'rules-problem')))
  await organiser.getByLabel('For how many hours').fill('24')
  await pressButton(organiser, 'Save')
  await organiser.waitForURL(/\/organiser\/events\/[A-Z0-9]+$/)
  await setCapacity(organiser, code, '6')
  await organiser.goto(`${muster.url}/organiser/events/${code}/held-back`)
  problems.push(...(await look(organiser, 'held-back')))
  await organiser.getByLabel('How many places?').fill('2')
  await organiser.getByLabel('Schools of which nobody has been recorded').check()
  await organiser.getByLabel('Date', { exact: true }).fill(inDays(30))
  await organiser.getByLabel('Time', { exact: true }).fill('09:00')
  await pressButton(organiser, 'Reserve')
  // When no school works at that hour, the form comes back with the last hour before it.
  if ((await organiser.title()).startsWith('Error: ')) await pressButton(organiser, 'Reserve')
  expect(await organiser.locator('main').textContent()).toContain('2 places are reserved')
  problems.push(...(await look(organiser, 'held-back-list')))
  await organiser.getByRole('link', { name: /^Release now/ }).click()
  problems.push(...(await look(organiser, 'held-back-release')))

  const page = await enter(await browser.newContext(), muster, 'waits@walked.example')
  await page.goto(`${muster.url}/events/${code}/book`)
  await page.getByLabel('Name people later').check()
  await page.getByLabel('How many places?').selectOption('1')
  await pressButton(page, 'Continue')
  await pressButton(page, 'Send this request')
  await page.waitForURL(/\/bookings\/[A-Z0-9]+/)
  await organiser.goto(`${muster.url}/organiser/events/${code}/waiting`)
  await organiser.getByRole('link', { name: /^Approve or refuse/ }).click()
  problems.push(...(await look(organiser, 'decision')))
  await pressButton(organiser, 'Approve')
  await organiser.waitForURL(/\/bookings\/[A-Z0-9]+$/)
  expect(await organiser.locator('main').textContent()).toContain('Approved: booked for the school')
  expect(problems).toEqual([])
  expect(await brokenInvariants(muster)).toEqual([])
})
