// Somebody new asks for a place with the field that finds their school as they type.

import type { Page } from 'playwright-core'
import { expect, it } from 'vitest'
import { chooseSchool } from '#test/support/choose-school.ts'
import { pressButton } from '#test/support/chromium.ts'
import { inBrowser } from '#test/support/in-browser.ts'
import { codeFor } from '#test/support/inbox.ts'
import { brokenInvariants } from '#test/support/muster.ts'

const { browser, muster } = await inBrowser()

/** An event that is open, and the postcode of a school whose office the council can ask. */
const ofTheDemonstration = async (page: Page): Promise<{ code: string; postcode: string }> => {
  const [office] = await muster.sql(`SELECT k.postcode FROM SchoolContact c JOIN SchoolCard k ON k.rootId = c.schoolId
    WHERE c.email LIKE 'office@%.example' AND c.endedAt IS NULL AND k.name LIKE '%primary%' ORDER BY k.name LIMIT 1`)
  await page.goto(`${muster.url}/events`)
  const hrefs = await page
    .locator('main a')
    .evaluateAll((all) => all.map((a) => (a as unknown as { getAttribute: (n: string) => string }).getAttribute('href')))
  for (const href of new Set(hrefs.filter((one) => one && /^\/events\/[A-Z0-9]{6}$/.test(one)))) {
    await page.goto(muster.url + href)
    if ((await page.getByRole('link', { name: /book places|ask for places/i }).count()) > 0)
      return { code: href?.split('/').at(-1) ?? '', postcode: String(office?.['postcode']) }
  }
  throw new Error('No event of the demonstration is open')
}

// From the page of the conference to the page that says what became of it, each answer that one looks at counted as a page.
it('somebody new has asked for a place on the sixth page, with JavaScript', async () => {
  const { code, postcode } = await ofTheDemonstration(await browser.newPage())
  const page = await browser.newPage({ viewport: { width: 375, height: 800 } })
  const pages: string[] = []
  page.on('load', () => pages.push(new URL(page.url()).pathname.replace(/[0-9a-f-]{36}/, ':id')))
  const email = 'office@brand-new.example'
  await page.goto(`${muster.url}/events/${code}`)
  await page.getByRole('link', { name: /book places|ask for places/i }).click()
  await page.getByLabel('Your email address').fill(email)
  // Found by its postcode, in small letters and without the blank.
  await chooseSchool(page, 'school', postcode.toLowerCase().replaceAll(' ', ''))
  await page.getByLabel('Your name').fill('Ffion Clerk')
  await page.getByLabel('Your role at the school').selectOption({ label: 'Business manager or office' })
  await page.getByLabel('Full name').first().fill('Niamh O’Dowd')
  await page.getByLabel('Email address', { exact: true }).first().fill('niamh@brand-new.example')
  await page.getByLabel('Role at the school', { exact: true }).first().selectOption({ label: 'Designated safeguarding lead' })
  await pressButton(page, 'Send me a code')
  await page.getByLabel('6-digit code').fill(await codeFor(muster.url, email))
  await pressButton(page, 'Continue')
  await page.getByLabel('Yes, it is shared').check()
  await pressButton(page, 'Continue')
  const authority = page.locator('input[name="authority"]')
  if ((await authority.count()) > 0) await authority.check()
  await pressButton(page, 'Send this request')
  const form = `/events/${code}/book`
  expect(pages).toEqual([`/events/${code}`, form, `${form}/code`, form, form, '/requests/:id'])
  await page.goto(`${muster.url}/events/${code}`)
  expect(await page.content()).toContain('You asked for 1 place')
  expect(await brokenInvariants(muster)).toEqual([])
})
