// Finance says who pays and how, on pages that look right and are axe-clean; a school reads the same.

import { afterAll, beforeAll, expect, it } from 'vitest'
import { londonDay } from '#base/dates.ts'
import { type Chromium, enter, launchChromium, leave, look, pressButton } from '#test/support/chromium.ts'
import { type Muster, startMuster } from '#test/support/muster.ts'

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
  await leave(own, own.locator('main a[href^="/school/"]').first())
  await leave(own, own.getByRole('link', { name: 'How your school pays, and its service agreements' }))
  expect(await own.getByText(/its trust, .*Hedgerow.*, pays; the council sends an invoice\.$/).count()).toBe(1)
  expect(await own.getByText(/^Of your trust, for events .*1 Apr 2020/).allTextContents()).toEqual([
    expect.stringMatching(/Places used: 0 by your school, 0 by all schools of the trust\s*Places left: 40 of 40$/),
  ])
  problems.push(...(await look(own, 'school-paying')))
  await trust.close()
  expect(problems).toEqual([])
})
