// An organiser's day at the desk, and a school that moves its places: every page with its pictures and axe, on the demonstration.

import type { Page } from 'playwright-core'
import { expect, it } from 'vitest'
import { enter, leave, look, pressButton } from '#test/support/chromium.ts'
import { inBrowser } from '#test/support/in-browser.ts'
import { brokenInvariants } from '#test/support/muster.ts'

const { browser, muster } = await inBrowser()

const press = (page: Page, name: string | RegExp): Promise<void> => pressButton(page, name, 'first')

it('an organiser finds places across events, takes a list out, looks at an act on many, holds an event again; a school moves its places', async () => {
  // Without JavaScript, as on a locked-down council computer.
  const context = await browser.newContext({ javaScriptEnabled: false })
  const page = await enter(context, muster, 'administrator@muster.example')
  const problems: string[] = []
  await page.goto(`${muster.url}/organiser`)
  await page.getByRole('link', { name: 'Events', exact: true }).click()
  await page.getByRole('link', { name: 'Bookings', exact: true }).click()
  expect(await page.locator('h1').textContent()).toBe('Bookings')
  await page.locator('main .muster-filter summary').click()
  const total = await page.locator('caption').textContent()
  expect(total).toMatch(/\d+ places/)
  await page.getByLabel('Search', { exact: true }).fill('primary')
  await press(page, 'Search')
  await leave(page, page.locator('thead').getByRole('link', { name: 'School' }))
  // What was searched for is enciphered in the address, and stands in its field.
  expect(page.url()).not.toContain('primary')
  expect(await page.getByLabel('Search', { exact: true }).inputValue()).toBe('primary')

  const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('link', { name: 'XLSX' }).click()])
  expect(download.suggestedFilename()).toMatch(/^bookings-.*\.xlsx$/)

  await page.goto(`${muster.url}/organiser/bookings`)
  await page.locator('input[name="place"]').first().check()
  await page.getByText('Change several places at once').click()
  await page.getByLabel('What shall be done?').selectOption('cancel')
  await press(page, 'Continue')
  expect(await page.locator('h1').textContent()).toBe('Cancel places')
  await press(page, /^Cancel 1 place$/)
  expect(await page.locator('main').textContent()).toContain('Say why the places are cancelled')
  await page.getByRole('link', { name: 'Do nothing' }).click()
  await page.getByRole('link', { name: /^Booked \(/ }).click()
  await page
    .locator('main tr', { has: page.getByText('Booked', { exact: true }) })
    .first()
    .locator('input[name="place"]')
    .check()
  await page.getByText('Change several places at once').click()
  await page.getByLabel('What shall be done?').selectOption('invite_again')
  await press(page, 'Continue')
  await press(page, /Send the invitation/)
  expect(await page.locator('main').textContent()).toContain('Finished')

  // Hold a coming event of a school with places again, three weeks later, and publish that date.
  await page.goto(`${muster.url}/organiser/bookings?state=confirmed&sort=newest`)
  const booking = (await page.locator('main a[href^="/bookings/"]').first().getAttribute('href')) ?? ''
  const event = ((await page.locator('main td a[href^="/organiser/events/"]').first().getAttribute('href')) ?? '').replace('/bookings', '')
  await page.goto(`${muster.url}${event}/settings`)
  await page.getByRole('link', { name: 'Duplicate' }).click()
  const day = new Date(Date.now() + 60 * 86_400_000).toISOString().slice(0, 10)
  await page.getByLabel('On which day does the copy begin?').fill(day)
  await page.getByLabel(/^(Make both events dates of one new series|It is another date of the same series)$/).check()
  await press(page, 'Duplicate')
  expect(page.url()).toMatch(/\/organiser\/events\/[A-Z0-9]+$/)
  await press(page, 'Publish')
  const code = new URL(page.url()).pathname.split('/').at(-1) ?? ''

  await page.goto(`${muster.url}${booking}`)
  await page.getByRole('link', { name: /another date/i }).click()
  await page.locator(`input[name="to"][value="${code}"]`).check()
  await press(page, 'Continue')
  expect(await page.locator('h1').textContent()).toBe('Check before you move')
  const authority = page.locator('input[name="authority"]')
  if ((await authority.count()) > 0) await authority.check()
  await press(page, /^Move \d+ place/)
  expect(await page.locator('main').textContent()).toContain('Moved. The new reference is')
  await page.goto(`${muster.url}/events/${code}`)
  await page.getByRole('link', { name: 'Compare the places left on each date' }).click()
  const series = new URL(page.url()).pathname
  await context.close()

  // The same pages once more, looked at.
  const withScript = await browser.newContext()
  const seen = await enter(withScript, muster, 'administrator@muster.example')
  const another = async (): Promise<string> => {
    await seen.goto(`${muster.url}/organiser/bookings?state=confirmed`)
    await seen.locator('input[name="place"]').first().check()
    await seen.getByText('Change several places at once').click()
    await seen.getByLabel('What shall be done?').selectOption('remind')
    await press(seen, 'Continue')
    return new URL(seen.url()).pathname
  }
  const preview = await another()
  await seen.goto(`${muster.url}/organiser/bookings/bulk`)
  const done = (await seen.locator('main a[href^="/organiser/bookings/bulk/"]').first().getAttribute('href')) ?? ''
  const stays = `/organiser/bookings?event=${code}`
  await seen.goto(muster.url + stays)
  const moved = (await seen.locator('main a[href^="/bookings/"]').first().getAttribute('href')) ?? ''
  for (const [name, path] of [
    ['bookings', '/organiser/bookings'],
    ['bookings-none', '/organiser/bookings?q=zzzzzz'],
    ['bookings-unvouched', '/organiser/bookings?state=unvouched'],
    ['bookings-of-event', `${event}/bookings`],
    ['bulk-preview', preview],
    ['bulk-done', done],
    ['bulk-all', '/organiser/bookings/bulk'],
    ['event-copy', `${event}/copy`],
    ['series-all', '/organiser/series'],
    ['series-one', `/organiser${series}`],
    ['series-public', series],
    ['event-other-dates', `/events/${code}`],
    ['move', `${moved}/move`],
  ] as const) {
    const answer = await seen.goto(muster.url + path)
    if (answer?.status() !== 200) problems.push(`${name}: ${path} answers ${answer?.status()}`)
    problems.push(...(await look(seen, name)))
  }
  await withScript.close()
  expect(problems).toEqual([])
  expect(await brokenInvariants(muster)).toEqual([])
}, 600_000)
