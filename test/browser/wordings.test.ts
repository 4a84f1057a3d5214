// An organiser changes what a message says, sees it before saving, tests it and puts the default
// back.

import { expect, it } from 'vitest'
import { enter, look, pressButton } from '#test/support/chromium.ts'
import { inBrowser } from '#test/support/in-browser.ts'
import { inbox } from '#test/support/inbox.ts'

const { browser, muster } = await inBrowser()

it('an organiser changes, previews, tests and saves the words of an invitation, and puts the default back', async () => {
  const context = await browser.newContext()
  const page = await enter(context, muster, 'organiser@muster.example')
  const problems: string[] = []
  const see = async (name: string) => problems.push(...(await look(page, name)))
  const complaints: string[] = []
  page.on('console', (message) => {
    if (message.type() === 'error') complaints.push(message.text())
  })
  const press = (name: string | RegExp): Promise<void> => pressButton(page, name)

  await page.goto(`${muster.url}/organiser`)
  await page.getByRole('link', { name: 'Messages', exact: true }).click()
  await page.getByRole('link', { name: 'What messages say' }).click()
  await see('wordings')
  await page.getByLabel('Find a message by its name or words').fill('attachment is for your calendar')
  await press('Find')
  await page.getByRole('link', { name: 'Invitation', exact: true }).click()
  await see('wording')
  await page.getByLabel('Heading').fill('Mae lle i chi, {nobody}')
  await press('Preview')
  expect(await page.title()).toMatch(/^Error: /)
  await see('wording-wrong')
  await page.getByLabel('Heading').fill('Mae lle i chi — you have a place')
  complaints.length = 0
  await press('Preview')
  // The frame runs no script, so nobody can look into it; that the page let the mail style itself
  // is seen by no complaint.
  expect(await page.locator('iframe[title="The message on a telephone"]').getAttribute('srcdoc')).toContain(
    '>Mae lle i chi — you have a place</h1>',
  )
  expect(complaints).toEqual([])
  await see('wording-preview')
  const since = new Date().toISOString()
  await press('Send me a test')
  expect(await page.getByText('What you typed is not saved yet.').count()).toBe(1)
  await expect.poll(async () => (await inbox(muster.url, { since })).at(-1)?.subject).toMatch(/^\[Test\] Your place: /)
  await press('Save')
  expect(await page.getByText('The words are saved.').count()).toBe(1)
  expect(
    await page
      .getByRole('table', { name: /Changes/ })
      .getByText('Mae lle i chi — you have a place')
      .count(),
  ).toBe(1)
  await page.getByRole('link', { name: 'Put back the default' }).click()
  await see('wording-default')
  await press('Put back the default')
  expect(await page.getByLabel('Heading').inputValue()).toBe('You have a place')

  await page.goto(`${muster.url}/dev/emails`)
  await see('dev-emails')
  await page.getByRole('link', { name: 'Offer of places' }).click()
  await see('dev-email')
  expect(problems).toEqual([])
})
