// What is sent automatically about an event: the organiser looks, writes a note, chooses another time,
// and switches an invitation off against a warning.

import type { Page } from 'playwright-core'
import { expect, it } from 'vitest'
import { enter, look, pressButton, takePicture } from '#test/support/chromium.ts'
import { inBrowser } from '#test/support/in-browser.ts'
import { inbox } from '#test/support/inbox.ts'
import { brokenInvariants } from '#test/support/muster.ts'
import { mostWords, wordsOfMail } from '#test/support/words-of-mail.ts'

const { browser, muster } = await inBrowser()

it('an organiser sees what goes by itself, says where to park, and switches the invitation off only against its warning', async () => {
  const problems: string[] = []
  const see = async (page: Page, name: string) => problems.push(...(await look(page, name)))
  const page = await enter(await browser.newContext(), muster, 'organiser@muster.example')
  await page.goto(`${muster.url}/organiser/events`)
  await page
    .locator('main a[href^="/organiser/events/"]')
    .filter({ hasNotText: /new|create/i })
    .first()
    .click()
  await page.waitForURL(/\/organiser\/events\/[A-Z0-9]+$/)
  const at = page.url()
  await page.getByRole('link', { name: 'What is sent automatically, and when' }).click()
  await page.waitForURL(/\/messages$/)
  expect(await page.getByRole('row').count()).toBe(14)
  await see(page, 'automatic-messages')

  await page.getByRole('link', { name: /reminder a week before/i }).click()
  await page.getByLabel('How many days before?').fill('99')
  await pressButton(page, 'Save')
  expect(await page.locator('.govuk-error-summary').textContent()).toContain('from 1 to 28')
  await page.getByLabel('How many days before?').fill('8')
  await page.getByLabel('At what time of day?').fill('16:30')
  await page.getByLabel('What you say in it (optional)').fill('Parking is behind the hotel.\n\nLunch is provided.')
  await pressButton(page, 'Save')
  expect(await page.getByText('“Reminder a week before” is on for this event').count()).toBe(1)
  expect(await page.getByRole('row', { name: /reminder a week before/i }).textContent()).toContain('8 days before, at 4:30pm')
  await page.getByRole('link', { name: /reminder a week before/i }).click()
  expect(await page.locator('.muster-plain-text').textContent()).toContain('Parking is behind the hotel.')
  await see(page, 'automatic-message-reminder')

  await page.goto(`${at}/messages/invitation`)
  await page.getByLabel('No', { exact: true }).check()
  await pressButton(page, 'Save')
  expect(await page.locator('.govuk-error-summary').textContent()).toContain('Tick that you know what goes wrong')
  await see(page, 'automatic-message-off')
  await page.getByLabel('I know this, and people are told in another way').check()
  await pressButton(page, 'Save')
  await page.waitForURL(/\/messages$/)
  expect(await page.getByRole('row', { name: /invitation for the calendar/i }).textContent()).toContain('Off')
  await page.goto(at)
  expect(await page.getByText('Switched off: invitation for the calendar.').count()).toBe(1)
  await see(page, 'automatic-messages-event')
  await page.goto(`${at}/messages/thanks`)
  await see(page, 'automatic-message-thanks')

  // What the demonstration had to send of itself by now, as it reads on a phone and on a desktop.
  const mails = await inbox(muster.url)
  for (const [subject, name] of [
    ['Reminder: ', 'reminder'],
    ['Who is coming: ', 'list'],
    ['Thank you for coming: ', 'thanks'],
    ['We missed you: ', 'absence'],
  ] as const) {
    const mail = mails.find((one) => one.subject.startsWith(subject))
    if (!mail) continue
    await page.goto(`${muster.url}/dev/inbox/${mail.id}/body`)
    for (const width of [320, 1280]) {
      await page.setViewportSize({ width, height: 900 })
      await takePicture(page, `mail-${name}.${width}`)
    }
  }
  expect(problems).toEqual([])
  expect(await brokenInvariants(muster)).toEqual([])
})

it('confirmations, invitations and reminders of the demonstration are short', async () => {
  const mails = await inbox(muster.url)
  const longest = (subject: RegExp): number =>
    Math.max(...mails.filter((mail) => subject.test(mail.subject)).map(({ text }) => wordsOfMail(text)))
  expect(longest(/^Booked: /)).toBeLessThanOrEqual(mostWords.confirmation)
  expect(longest(/^Your place: /)).toBeLessThanOrEqual(mostWords.invitation)
  expect(longest(/^Reminder: /)).toBeLessThanOrEqual(mostWords.reminder)
})
