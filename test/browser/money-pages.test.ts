// Money as finance, organisers and a school meet it: who owes what, what places cost, and who pays
// and how.

import type { Page } from 'playwright-core'
import { expect, it } from 'vitest'
import { londonDay } from '#base/dates.ts'
import { enter, leave, look, pressButton } from '#test/support/chromium.ts'
import { inBrowser } from '#test/support/in-browser.ts'
import { brokenInvariants } from '#test/support/muster.ts'

const { browser, muster } = await inBrowser()

const tour = async (page: Page, stops: readonly (readonly [name: string, path: string])[]): Promise<string[]> => {
  const problems: string[] = []
  for (const [name, path] of stops) {
    const answer = await page.goto(muster.url + path)
    if (answer?.status() !== 200) problems.push(`${name}: ${path} answers ${answer?.status()}`)
    problems.push(...(await look(page, name)))
  }
  return problems
}

const firstLink = async (page: Page, path: string, link: RegExp): Promise<string> => {
  await page.goto(muster.url + path)
  const hrefs = await page
    .locator('main a')
    .evaluateAll((all) => all.map((a) => (a as unknown as { getAttribute: (n: string) => string }).getAttribute('href')))
  return hrefs.find((href) => href && link.test(href)) ?? 'nothing'
}

it('finance finds who owes what, reviews charges for not attending, and closes a month', async () => {
  const context = await browser.newContext()
  const page = await enter(context, muster, 'administrator@example.gov.uk')
  const base = '/organiser/finance'
  const account = await firstLink(page, `${base}/debtors`, /accounts/)
  const problems = await tour(page, [
    ['money', base],
    ['money-debtors', `${base}/debtors`],
    ['money-account', account],
    ['money-statement', `${account}/statement`],
    ['money-payment', `${account}/payment`],
    ['money-absences', `${base}/absences`],
    ['money-proposals', `${base}/proposals`],
    ['money-disputes', `${base}/disputes`],
    ['money-months', `${base}/periods`],
    ['money-income', `${base}/income`],
    ['money-second-person', `${base}/second-person`],
    ['money-reconciliation', `${base}/reconciliation`],
  ])
  const waiver = await firstLink(page, account, /waiver/)
  problems.push(...(await tour(page, [['money-waiver', waiver]])))
  await page.getByLabel('Why?').fill('The road was closed')
  await page.getByRole('button', { name: 'Ask to waive it' }).click()
  await page.waitForURL(/proposals$/)
  const proposal = await firstLink(page, `${base}/proposals`, /proposals\//)
  problems.push(...(await tour(page, [['money-proposal', proposal]])))
  expect(problems).toEqual([])
  await page.goto(`${muster.url}${base}/absences`)
  if ((await page.getByRole('button', { name: 'Post all that are shown' }).count()) > 0) {
    await page.getByRole('button', { name: 'Post all that are shown' }).click()
    problems.push(...(await look(page, 'money-post-absences')))
    await page.getByRole('button', { name: 'Post them' }).click()
    await page.getByText(/charges? (is|are) posted/).waitFor()
  }
  expect(problems).toEqual([])
  expect(await brokenInvariants(muster)).toEqual([])
  await context.close()
})

// Finance writes the prices, an organiser chooses them for an event, and a visitor and a school
// read them.
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
  await organiser.goto(`${muster.url}/organiser/events/${event?.['code']}/settings`)
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

// Finance says who pays and how; a school reads the same.
it('finance says that a trust pays and how, what its bills need, and adds an agreement; the school reads it', async () => {
  const context = await browser.newContext()
  const page = await enter(context, muster, 'finance@muster.example')
  const problems: string[] = []
  const see = async (name: string) => problems.push(...(await look(page, name)))
  const press = (name: string | RegExp): Promise<void> => pressButton(page, name)
  const follow = (name: string | RegExp) => page.getByRole('link', { name }).first().click()

  await page.goto(`${muster.url}/organiser/finance/payers`)
  await see('payers')
  await page.getByLabel('Search for a school or a trust').fill('Hedgerow')
  await press('Search')
  await see('payers-found')
  await page.goto(`${muster.url}/organiser/finance/trusts`)
  await see('payers-trusts')
  await follow(/Hedgerow/)
  const trustPage = page.url()
  // The demonstration has this trust pay already: that is stopped, and said anew.
  await follow(/^Stop/)
  await press('Stop this arrangement')
  expect(await page.getByText('Today each of its schools pays for itself.').count()).toBe(1)
  await follow('Say that it pays for its schools')
  await press('Save')
  expect(await page.title()).toMatch(/^Error: /)
  await see('payers-central-wrong')
  await page.getByLabel('First day').fill('2020-01-01')
  await press('Save')
  expect(await page.getByText('Today it pays for its schools.').count()).toBe(1)

  await follow('Say how it pays for some days')
  await see('payers-route')
  await page.getByLabel(/^Invoice of the council/).check()
  await page.getByLabel('First day').fill('2020-01-01')
  await page.getByLabel('Last day (optional)').fill('2099-12-31')
  await page.getByLabel('Why').fill('The trust asked for one invoice')
  await press('Save')
  await follow(/^(Enter|Change) the billing details/)
  await page.getByLabel('Cost centre (optional)').fill('CC4711')
  await page.getByLabel('Email address for bills (optional)').fill('finance@hedgerowtrust.example')
  await see('payers-details')
  await press('Save')
  await follow('Add a service agreement')
  await page.getByLabel('Name').fill('Safeguarding package')
  await page.getByLabel('First day').fill('2020-04-01')
  // Whom the demonstration offers a place meanwhile is offered one of a later day.
  await page.getByLabel('Last day (optional)').fill(londonDay(new Date()))
  await page.getByLabel('Places included (optional)').fill('40')
  await see('agreement-new')
  await press('Save')
  await see('agreement')
  await follow('End this agreement')
  await see('agreement-end')
  await follow('Keep it')
  await page.goto(`${muster.url}/organiser/finance/agreements`)
  await see('agreements')
  await page.goto(trustPage)
  await see('payers-trust')
  await follow(/^Stop/)
  await see('payers-stop')
  await page.goBack()
  await page.locator('main li a[href*="payer-of-"]').first().click()
  await see('payers-school')
  await page.getByLabel('See another day').fill('2030-06-12')
  await press('Show this day')
  expect(await page.getByText('Its trust, which pays centrally').count()).toBe(1)
  await page.goto(`${muster.url}/organiser/finance/routes`)
  await page.getByLabel('Independent, in the area').selectOption('invoice')
  await press('Save')
  expect(await page.getByText('The routes are saved.').count()).toBe(1)
  await see('payers-routes')
  await context.close()

  const trust = await browser.newContext()
  const own = await enter(trust, muster, 'safeguarding@hedgerowtrust.example')
  await own.goto(`${muster.url}/school`)
  await leave(own, own.locator('main a[href^="/school/"]:not([href="/school/due"])').first())
  await leave(own, own.getByRole('link', { name: 'How your school pays' }))
  expect(await own.getByText(/its trust, .*Hedgerow.*, pays; the council sends an invoice\.$/).count()).toBe(1)
  expect(await own.getByText(/^Of your trust, for events .*1 Apr 2020/).allTextContents()).toEqual([
    expect.stringMatching(/Places used: 0 by your school, 0 by all schools of the trust\s*Places left: 40 of 40$/),
  ])
  problems.push(...(await look(own, 'school-paying')))
  await trust.close()
  expect(problems).toEqual([])
})
