// What places cost: finance writes the prices, an organiser chooses them for an event, and a
// visitor and a school read them.

import type { Page } from 'playwright-core'
import { expect, it } from 'vitest'
import { enter, leave, look, pressButton } from '#test/support/chromium.ts'
import { inBrowser } from '#test/support/in-browser.ts'

const { browser, muster } = await inBrowser()

const main = async (page: Page): Promise<string> => (await page.locator('main').textContent()) ?? ''

it('finance writes a rate, a price list and a code, an organiser chooses them, and everyone reads what a place costs', async () => {
  const problems: string[] = []
  const see = async (page: Page, name: string) => problems.push(...(await look(page, name)))
  const finance = await enter(await browser.newContext(), muster, 'finance@muster.example')
  await finance.goto(`${muster.url}/organiser/finance/vat`)
  await finance.getByLabel('Code', { exact: true }).fill('R5')
  await finance.getByLabel('Name', { exact: true }).fill('Reduced rate')
  await finance.getByLabel('Rate in per cent').fill('5')
  await pressButton(finance, 'Add')
  expect(await main(finance)).toContain('R5 is added')
  await see(finance, 'vat-codes')

  await finance.goto(`${muster.url}/organiser/finance/prices/new`)
  await pressButton(finance, 'Save')
  await see(finance, 'price-list-wrong')
  await finance.getByLabel('Name', { exact: true }).fill('Walked prices')
  await finance.getByLabel('Default price in pounds').fill('120')
  await finance.getByLabel('Default early price in pounds').fill('100')
  await finance.getByLabel('VAT code', { exact: true }).selectOption({ label: 'R5: Reduced rate, 5 %' })
  await finance.getByLabel('First places of each school').fill('1')
  await finance.getByLabel('Price: Academy or free school, in the area, with a service agreement', { exact: true }).fill('80')
  await pressButton(finance, 'Preview')
  expect(await main(finance)).toContain('Preview, not saved')
  await see(finance, 'price-list-preview')
  await pressButton(finance, 'Save')
  await finance.waitForURL(/\/organiser\/finance\/prices\/[0-9a-f-]{36}$/)
  const list = finance.url()
  await finance.goto(`${list}/codes/new`)
  await finance.getByLabel('Code', { exact: true }).fill('walk-25')
  await finance.getByLabel('A part of the price').check()
  await finance.getByLabel('How much?').fill('25')
  await finance.getByLabel('For how many places in all?').fill('10')
  await see(finance, 'price-code-new')
  await pressButton(finance, 'Add')
  expect(await main(finance)).toContain('WALK-25')
  await see(finance, 'price-list')
  await finance.goto(`${muster.url}/organiser/finance/prices`)
  await see(finance, 'price-lists')

  const organiser = await enter(await browser.newContext(), muster, 'organiser@muster.example')
  const inAWeek = new Date(Date.now() + 7 * 86_400_000).toISOString()
  const [event] = await muster.sql(
    `SELECT e.code FROM Event e JOIN Session s ON s.eventId = e.id WHERE e.state = 'published' AND s.position = 1 AND s.startsAt > '${inAWeek}' ORDER BY s.startsAt LIMIT 1`,
  )
  await organiser.goto(`${muster.url}/organiser/events/${event?.['code']}/rules`)
  await organiser.getByLabel('Price', { exact: true }).selectOption({ label: 'Walked prices, version 1' })
  await organiser.locator('#earlyUntilDate').fill(new Date(Date.now() + 4 * 86_400_000).toISOString().slice(0, 10))
  await organiser.locator('#earlyUntilTime').fill('15:00')
  await pressButton(organiser, 'Save')
  // At a weekend or in holidays the form comes back with the last hour at which schools work.
  if ((await main(organiser)).includes('Schools do not work')) await pressButton(organiser, 'Save')
  expect(await main(organiser)).toContain('Walked prices, version 1; early prices until')
  await organiser.goto(`${list}`)
  expect(await organiser.getByRole('link', { name: 'New version' }).count()).toBe(0)

  const page = `${muster.url}/events/${event?.['code']}`
  const visitor = await (await browser.newContext()).newPage()
  await visitor.goto(page)
  expect(await main(visitor)).toContain('1 place free, then from £80.00 plus VAT')
  await see(visitor, 'event-priced')
  const school = await enter(await browser.newContext(), muster, 'head.office@ladyhawthorns.example')
  await school.goto(page)
  expect(await main(school)).toContain('The next place for')
  await see(school, 'event-priced-school')

  await organiser.goto(`${muster.url}/organiser/series`)
  await leave(organiser, organiser.locator('main table a').first())
  await see(organiser, 'series-prices')
  expect(problems).toEqual([])
})
