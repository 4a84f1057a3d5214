// Calendars: a contact adds a booking and subscribes, a delegate does the same on their own page without JavaScript, a visitor adds an event.
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { type Chromium, enter, launchChromium, look, pressButton } from '#test/support/chromium.ts'
import { inbox } from '#test/support/inbox.ts'
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

const press = (page: Page, name: string | RegExp): Promise<void> => pressButton(page, name, 'first')

const follow = async (page: Page, name: string | RegExp): Promise<void> => {
  await page.getByRole('link', { name }).first().click()
  await page.waitForLoadState()
}

/** The address that the page shows, as somebody copies it: at the server of the test. */
const copied = async (page: Page): Promise<string> => {
  const address = await page.getByLabel('Address').inputValue()
  expect(address).toMatch(/^https?:\/\/.*\/feeds\/[\w-]{43}\.ics$/)
  return muster.url + new URL(address).pathname
}

const hosts = (page: Page): Promise<string[]> =>
  page.locator('main a').evaluateAll((all) => all.map((a) => (a as unknown as { hostname: string }).hostname))

it('a contact adds a booking to their calendar and subscribes to their school’s, and ends it again', async () => {
  const problems: string[] = []
  const see = async (page: Page, name: string) => problems.push(...(await look(page, name)))
  const page = await enter(await browser.newContext({ acceptDownloads: true }), muster, 'head.office@ladyhawthorns.example')
  await page.goto(`${muster.url}/school`)
  await follow(page, 'Bookings, and who came')
  const references = await page
    .locator('main a[href^="/bookings/"]')
    .evaluateAll((all) => all.map((a) => (a as unknown as { getAttribute: (n: string) => string }).getAttribute('href')))
  let added = false
  for (const href of new Set(references)) {
    await page.goto(muster.url + href)
    if ((await page.getByRole('link', { name: 'Add to your calendar' }).count()) === 0) continue
    await see(page, 'booking-with-calendar')
    await follow(page, 'Add to your calendar')
    added = true
    break
  }
  expect(added).toBe(true)
  await see(page, 'booking-calendar')
  expect(await hosts(page)).toEqual(expect.arrayContaining(['calendar.google.com', 'outlook.office.com', 'outlook.live.com']))
  const download = page.waitForEvent('download')
  await page.getByRole('link', { name: /^Download/ }).click()
  expect((await download).suggestedFilename()).toBe('calendar.ics')

  await follow(page, 'Subscribe to all places of your school')
  await see(page, 'account-calendar')
  await press(page, /^Make an address for Lady Hawthorn/)
  const first = await copied(page)
  await see(page, 'calendar-made')
  expect(await (await fetch(first)).text()).toContain('BEGIN:VEVENT')
  await follow(page, 'Calendars to subscribe to')
  expect(await page.locator('main').textContent()).toContain('we cannot show it again')
  await see(page, 'account-calendar-with')
  await follow(page, /^Make a new address for Lady Hawthorn/)
  await see(page, 'calendar-renew')
  await press(page, 'End the old address and make a new one')
  const second = await copied(page)
  expect((await fetch(first)).status).toBe(410)
  expect((await fetch(second)).status).toBe(200)
  // Reloading sends the form again: nothing is lost by it.
  await page.reload()
  expect(await page.locator('main').textContent()).toContain('The address that was shown last still works')
  await see(page, 'calendar-changed')
  expect((await fetch(second)).status).toBe(200)
  await follow(page, 'See what there is now')
  await follow(page, /^End the address for Lady Hawthorn/)
  await see(page, 'calendar-end')
  await press(page, 'End the address')
  expect(await page.locator('main').textContent()).toContain('The address has ended')
  expect((await fetch(second)).status).toBe(410)
  expect(problems).toEqual([])
})

it('a delegate adds their place and subscribes on their own page, without an account and without JavaScript', async () => {
  const problems: string[] = []
  let link = ''
  for (const mail of await inbox(muster.url)) {
    const found = mail.text.match(/\/place\/[\w-]{43}/)?.[0]
    if (found && (await fetch(muster.url + found)).status === 200 && (await fetch(`${muster.url}${found}/calendar.ics`)).status === 200) {
      link = found
      break
    }
  }
  expect(link).not.toBe('')
  const phone = await browser.newContext({ javaScriptEnabled: false, viewport: { width: 375, height: 800 } })
  const page = await phone.newPage()
  const lens = await (await browser.newContext()).newPage()
  const show = async (name: string) => {
    await lens.goto(page.url())
    problems.push(...(await look(lens, name)))
  }
  await page.goto(`${muster.url}${link}/calendar`)
  await show('place-calendar')
  await press(page, /^Make an address/)
  const address = await copied(page)
  expect(await (await fetch(address)).text()).toContain('BEGIN:VEVENT')
  await follow(page, /^Your calendar$/)
  await show('place-calendar-with')
  await follow(page, /^End the address/)
  await show('place-calendar-end')
  await press(page, 'End the address')
  expect((await fetch(address)).status).toBe(410)
  expect(problems).toEqual([])
})

it('a visitor adds an event, and finds the address of all of them', async () => {
  const page = await (await browser.newContext()).newPage()
  const problems: string[] = []
  await page.goto(`${muster.url}/events`)
  expect(await page.getByRole('link', { name: 'Subscribe to these events in your calendar' }).getAttribute('href')).toMatch(
    /^webcal:.*\/events\.ics$/,
  )
  problems.push(...(await look(page, 'events-with-feed')))
  const feed = await fetch(`${muster.url}/events.ics`)
  expect([feed.status, feed.headers.get('content-type')]).toEqual([200, 'text/calendar; charset=utf-8'])
  await page.locator('main li a[href^="/events/"]').first().click()
  await page.waitForLoadState()
  problems.push(...(await look(page, 'event-with-calendar')))
  await follow(page, 'Add to your calendar')
  problems.push(...(await look(page, 'event-calendar')))
  expect(await hosts(page)).toEqual(expect.arrayContaining(['calendar.google.com', 'outlook.office.com', 'outlook.live.com']))
  expect(problems).toEqual([])
  expect(await brokenInvariants(muster)).toEqual([])
})
