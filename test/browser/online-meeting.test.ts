// An online meeting: a delegate joins by their own link, and an organiser reads the meeting's report, decides and applies.

import { expect, it } from 'vitest'
import { fileOf } from '#test/domain/attendance/meetings/files.ts'
import { enter, look, pressButton } from '#test/support/chromium.ts'
import { inBrowser } from '#test/support/in-browser.ts'
import { brokenInvariants } from '#test/support/muster.ts'

const { browser, muster } = await inBrowser()

it('an organiser reads a report, sees what it would mark, decides who a screen was, applies it and takes it back', async () => {
  const problems: string[] = []
  const page = await enter(await browser.newContext({ viewport: { width: 390, height: 844 } }), muster, 'organiser@muster.example')
  await page.goto(`${muster.url}/register`)
  const register = await page.locator('a[href^="/register/0"]').first().getAttribute('href')
  const at = `${muster.url}/organiser/meetings/${(register ?? '').split('/').at(-1)}`
  await page.goto(`${muster.url}${register}`)
  const [ann = '', bo = ''] = await page.locator('h3.govuk-heading-s').allTextContents()
  await page.goto(at)
  problems.push(...(await look(page, 'the meeting')))
  const hours = await page.locator('p.govuk-body', { hasText: 'UK time' }).first().textContent()
  expect(hours).toContain('pressed their own link')
  const upload = async (cells: string[][]) => {
    await page
      .getByLabel('Attendance report of Teams, Zoom, Meet or Webex, in English')
      .setInputFiles({ name: 'report.csv', mimeType: 'text/csv', buffer: Buffer.from(fileOf(cells)) })
    await pressButton(page, 'Read the report')
  }
  await upload([['Dear all']])
  await page.getByText('This is no English attendance report').first().waitFor()
  problems.push(...(await look(page, 'a file that is no report')))
  await upload([
    ['Name', 'User Email', 'Total Duration (Minutes)', 'Guest'],
    [ann, '', '600', 'No'],
    ['Room 4', '', '20', 'Yes'],
  ])
  await page.getByRole('heading', { name: 'What this report would mark' }).waitFor()
  problems.push(...(await look(page, 'what a report would mark')))
  const [name] = await page.locator('datalist option').evaluateAll((all) => all.map((one) => one.getAttribute('value') ?? ''))
  await page.getByLabel('Somebody else, by name: who Room 4 is').fill(name ?? '')
  await pressButton(page, 'Apply')
  await page.getByText(/marks? (is|are) made/).waitFor()
  problems.push(...(await look(page, 'the meeting with minutes')))
  await page.locator('a[href*="/reports/"]').first().click()
  await page.getByRole('link', { name: 'Remove this meeting report' }).click()
  await page.getByLabel('Reason').fill('It was of another meeting')
  problems.push(...(await look(page, 'taking it back')))
  await pressButton(page, 'Remove this report')
  await page.getByText('Taken back').first().waitFor()
  expect([problems, bo === ann]).toEqual([[], false])
  expect(await brokenInvariants(muster)).toEqual([])
})
