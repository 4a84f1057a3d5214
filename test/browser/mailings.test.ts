// An organiser writes to schools that never came, watches it go out and stops it; somebody asks for news, gets it, and stops it by its link.

import type { Page } from 'playwright-core'
import { expect, it } from 'vitest'
import { enter, look, pressButton } from '#test/support/chromium.ts'
import { inBrowser } from '#test/support/in-browser.ts'
import { inbox } from '#test/support/inbox.ts'
import { brokenInvariants } from '#test/support/muster.ts'

const { browser, muster } = await inBrowser()

const press = (page: Page, name: string | RegExp): Promise<void> => pressButton(page, name, 'first')
const main = async (page: Page): Promise<string> => ((await page.locator('main').textContent()) ?? '').replaceAll(/\s+/g, ' ')

it('schools that never came are chosen in the coverage report, written to, and the message is paused and stopped', async () => {
  const context = await browser.newContext()
  const page = await enter(context, muster, 'administrator@muster.example')
  const problems: string[] = []
  const seen = async (name: string): Promise<void> => {
    problems.push(...(await look(page, name)))
  }
  await page.goto(`${muster.url}/organiser/mailings`)
  // The demonstration's notice to every school.
  expect(await main(page)).toContain('Keeping children safe in education')
  await seen('mailings-first')
  await page
    .getByRole('button', { name: 'Message a group' })
    .or(page.getByRole('link', { name: 'Message a group' }))
    .first()
    .click()
  await seen('mailing-of-whom')
  await page.getByRole('link', { name: 'People of one event' }).click()
  await seen('mailing-event')
  await press(page, 'Save and continue')
  expect(await main(page)).toContain('Choose who shall get the message')
  await seen('mailing-event-problems')

  await page.goto(`${muster.url}/coverage/schools?answer=did-not`)
  const missing = Number(((await page.locator('caption').textContent()) ?? '').match(/\d+/)?.[0])
  await page.getByRole('link', { name: 'Write to these schools' }).click()
  expect(await page.locator('h1').textContent()).toBe('Which schools?')
  await seen('mailing-schools')
  await page.getByLabel('every contact of the school').check()
  await press(page, 'Save and continue')
  expect(await main(page)).toContain(`of ${missing} schools chosen`)
  await page
    .getByRole('link', { name: /Write the message/ })
    .or(page.getByRole('button', { name: /Write the message/ }))
    .first()
    .click()
  await page.getByLabel('Statutory notice').check()
  await page.locator('#basis').fill('Children Act 2004, section 16H')
  await page.locator('#subject').fill('Changed procedures, and a question')
  await page.locator('#text').fill('Dear {person},\n\nwe have never seen anybody of {school}.')
  await press(page, 'Save and continue')
  expect(await main(page)).toContain('There is no field {person}.')
  await seen('mailing-words-problems')
  await page.locator('#text').fill('Dear {name},\n\nwe have never seen anybody of {school}. See {link}.')
  await press(page, 'Save and continue')
  const draft = new URL(page.url()).pathname
  await seen('mailing-draft')
  await page.goto(`${muster.url}${draft}/people`)
  await seen('mailing-people')
  await page.goto(`${muster.url}${draft}/preview`)
  expect(await main(page)).toContain('we have never seen anybody of')
  await seen('mailing-preview')
  await page.goto(muster.url + draft)
  const since = new Date().toISOString()
  await press(page, 'Send me a test')
  expect(await main(page)).toContain('Changed procedures, and a question')
  await expect
    .poll(async () => (await inbox(muster.url, { since })).some((mail) => mail.subject === 'Test: Changed procedures, and a question'))
    .toBe(true)
  await page.goto(`${muster.url}${draft}/send`)
  await seen('mailing-send')
  await press(page, /^Send to \d+ (person|people)$/)
  expect(new URL(page.url()).pathname).toBe(draft)
  expect(await main(page)).toContain('What became of it')
  await seen('mailing-under-way')
  await page.goto(`${muster.url}/organiser/mailings`)
  await seen('mailings')

  // To all schools it takes longer than one attempt to deliver, so that there is something left to pause.
  await page.goto(`${muster.url}/organiser/mailings/new?of=schools&answer=all&reach=every`)
  await press(page, 'Save and continue')
  const long = new URL(page.url()).pathname
  await page.goto(`${muster.url}${long}/words`)
  await page.getByLabel('Statutory notice').check()
  await page.locator('#basis').fill('Children Act 2004, section 16H')
  await page.locator('#subject').fill('Changed procedures')
  await page.locator('#text').fill('Dear {name},\n\nplease read them.')
  await press(page, 'Save and continue')
  await page.goto(`${muster.url}${long}/send`)
  await press(page, /^Send to \d+ (person|people)$/)
  await press(page, 'Pause')
  expect(await main(page)).toContain('Paused')
  await seen('mailing-paused')
  await page.getByRole('link', { name: 'Stop for good' }).click()
  await seen('mailing-stop')
  await press(page, 'Stop it for good')
  expect(await main(page)).toContain('Stopped')
  await seen('mailing-stopped')
  await context.close()
  expect(problems).toEqual([])
  expect(await brokenInvariants(muster)).toEqual([])
}, 600_000)

it('somebody asks for news of new conferences, gets it, and stops it by the link of the message without signing in', async () => {
  const context = await browser.newContext()
  const page = await enter(context, muster, 'administrator@muster.example')
  const problems: string[] = []
  await page.goto(`${muster.url}/organiser/mailings/new?of=schools&answer=all&reach=every`)
  await press(page, 'Save and continue')
  const draft = new URL(page.url()).pathname
  // Nobody has asked yet: whoever would be written to stands in the list, and one of them asks.
  await page.goto(`${muster.url}${draft}/people`)
  const address = ((await page.locator('.muster-address').first().textContent()) ?? '').trim()
  expect(await main(page)).toContain('0 mails would go')
  const own = await browser.newContext()
  const reader = await enter(own, muster, address)
  await reader.goto(`${muster.url}/account/messages`)
  problems.push(...(await look(reader, 'account-messages')))
  await press(reader, 'Send me news of new conferences')
  expect(await main(reader)).toContain('when new conferences can be booked')
  problems.push(...(await look(reader, 'account-messages-wanted')))
  await own.close()

  await page.goto(`${muster.url}${draft}/words`)
  await page.getByLabel('Promotion').check()
  await page.locator('#subject').fill('New conferences in the spring')
  await page.locator('#text').fill('Dear {name},\n\nthey can be booked: {link}')
  await press(page, 'Save and continue')
  await page.goto(`${muster.url}${draft}/send`)
  problems.push(...(await look(page, 'mailing-send-promotion')))
  const since = new Date().toISOString()
  await press(page, /^Send to \d+ (person|people)$/)
  const found = async () => (await inbox(muster.url, { since })).find((mail) => mail.subject === 'New conferences in the spring')
  await expect.poll(async () => (await found())?.to).toContain(address)
  const link = (await found())?.text.match(/https?:\/\/\S+\/unsubscribe\/[\w-]+/)?.[0] ?? ''

  const visitor = await browser.newContext()
  const visit = await visitor.newPage()
  await visit.goto(muster.url + new URL(link).pathname)
  problems.push(...(await look(visit, 'unsubscribe')))
  await press(visit, 'Stop these messages')
  expect(await main(visit)).toContain('You get no news of new conferences')
  problems.push(...(await look(visit, 'unsubscribed')))
  await press(visit, 'Undo: send them again')
  expect(await main(visit)).toContain('Stop news of new conferences?')
  await visit.goto(`${muster.url}/unsubscribe/nothing-of-the-kind`)
  problems.push(...(await look(visit, 'unsubscribe-none')))
  await visitor.close()
  await context.close()
  expect(problems).toEqual([])
  expect(await brokenInvariants(muster)).toEqual([])
}, 600_000)
