// A late change as its organiser lives it, without JavaScript: what will be sent, watching it go, the history of a message, whom to ring, the proof.

import type { Page } from 'playwright-core'
import { expect, it } from 'vitest'
import { enter, look, pressButton, takePicture } from '#test/support/chromium.ts'
import { inBrowser } from '#test/support/in-browser.ts'
import { brokenInvariants } from '#test/support/muster.ts'

const { browser, muster } = await inBrowser()

const unfold = async (page: Page): Promise<void> => {
  for (const summary of await page.locator('main details summary').all()) await summary.click()
}

/** The code of the first coming event that people have booked. */
const aBookedEvent = async (page: Page): Promise<string> => {
  await page.goto(`${muster.url}/organiser/events`)
  const hrefs = await page
    .locator('main a')
    .evaluateAll((all) => all.map((a) => (a as unknown as { getAttribute: (n: string) => string }).getAttribute('href')))
  for (const href of new Set(hrefs.filter((one) => /^\/organiser\/events\/[A-Z0-9]{6}$/.test(one ?? '')))) {
    await page.goto(muster.url + href)
    const booked = page.locator(`main a[href="${href}/bookings"]`, { hasText: /booking/ })
    if ((await booked.count()) > 0 && /^[1-9]/.test((await booked.first().textContent()) ?? '')) return href?.split('/').at(-1) ?? ''
  }
  throw new Error('no event has been booked')
}

it('an organiser changes a booked event, sees who will be sent what, watches it go, and finds whom to ring', async () => {
  const context = await browser.newContext({ javaScriptEnabled: false, acceptDownloads: true })
  const page = await enter(context, muster, 'organiser@muster.example')
  const problems: string[] = []
  const see = async (name: string): Promise<void> => {
    const seen = await browser.newContext({ storageState: await context.storageState() })
    const other = await seen.newPage()
    await other.goto(page.url())
    await unfold(other)
    problems.push(...(await look(other, name)))
    await seen.close()
  }
  const code = await aBookedEvent(page)
  await page.goto(`${muster.url}/organiser/events/${code}/edit`)
  await unfold(page)
  await page.getByLabel('Name of the venue').fill('The Kindle Centre')
  await pressButton(page, /^save/i)
  expect(await page.locator('main').textContent()).toContain('Who will be sent what')
  await unfold(page)
  await page.setViewportSize({ width: 1200, height: 900 })
  await takePicture(page, 'confirm-change.desktop')
  await page.setViewportSize({ width: 375, height: 800 })
  await takePicture(page, 'confirm-change.phone')
  await page.setViewportSize({ width: 1200, height: 900 })
  expect(await page.evaluate('document.documentElement.scrollWidth <= document.documentElement.clientWidth')).toBe(true)
  await pressButton(page, /^Save and send/)
  await page.waitForURL(/\/organiser\/sendings\//)
  const sending = page.url()
  // What does not go out at once waits for the next minute: time to pause it, and to let it go on.
  await page.goto(`${sending}?still=yes`)
  if ((await page.getByRole('button', { name: 'Pause' }).count()) > 0) {
    await pressButton(page, 'Pause')
    expect(await page.locator('main').textContent()).toContain('Nothing else of it goes out until you go on')
    await see('sending-paused')
    await pressButton(page, 'Go on sending')
  }
  await expect.poll(async () => (await page.goto(`${sending}?still=yes`)) && page.locator('main').textContent()).toContain('Finished')
  await see('sending')
  // Not that to the address which the demonstration knows to fail.
  await page
    .locator('main table tr', { hasNotText: /not tried|withheld/i })
    .locator('a[href^="/organiser/messages/"]')
    .first()
    .click()
  await page.waitForURL(/\/organiser\/messages\//)
  expect(await page.locator('main').textContent()).toContain('Handed to the provider')
  await see('message-history')
  await page.goto(`${muster.url}/organiser/events/${code}/ring-list`)
  await pressButton(page, /Left a message/)
  await page.waitForURL(/ring-list/)
  expect(await page.locator('main').textContent()).toMatch(/Noted\. .+: left a message/)
  // Whoever was rung comes after those who were not, which may be on a later page.
  const next = page.getByRole('link', { name: 'Next page' })
  while (!(await page.locator('main').textContent())?.includes('Left a message, ')) await next.click()
  await see('ring-list')
  await page.goto(`${muster.url}/organiser/sendings`)
  await see('sendings')
  await page.goto(`${muster.url}/organiser/messages?event=${code}`)
  await see('messages-of-event')
  const downloading = page.waitForEvent('download')
  await page.getByRole('link', { name: 'XLSX' }).click()
  expect((await downloading).suggestedFilename()).toMatch(new RegExp(`^messages-${code}-.*\\.xlsx$`))
  await page.goto(`${muster.url}/organiser/events/${code}/cancel`)
  await page.getByLabel('Why is it cancelled?').fill('The hall is flooded.')
  await pressButton(page, 'Continue')
  expect(await page.locator('main').textContent()).toContain('The hall is flooded.')
  await pressButton(page, 'Change the reason')
  expect(await page.getByLabel('Why is it cancelled?').inputValue()).toBe('The hall is flooded.')
  expect(problems).toEqual([])
  expect(await brokenInvariants(muster)).toEqual([])
  await context.close()
})
