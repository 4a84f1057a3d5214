// The money pages as finance and a school read them, with the demonstration loaded.

import type { Page } from 'playwright-core'
import { expect, it } from 'vitest'
import { enter, look } from '#test/support/chromium.ts'
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
