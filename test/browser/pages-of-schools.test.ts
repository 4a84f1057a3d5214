import { afterAll, beforeAll, expect, it } from 'vitest'
import { type Chromium, launchChromium, look } from '#test/support/chromium.ts'
import type { Muster } from '#test/support/muster.ts'
import { ofSchools } from '#test/support/pages.ts'
import { startWhole, walk } from '#test/support/tour.ts'

let browser: Chromium
let muster: Muster
beforeAll(async () => {
  browser = await launchChromium()
  muster = await startWhole()
})
afterAll(async () => {
  await browser.close()
  await muster.stop()
})

it.each(ofSchools)('$of finds every page sound, on a desktop and on a phone', async (tour) => {
  expect(await walk(browser, muster, tour)).toEqual([])
})

it('control: of a page with faults each is told', async () => {
  const page = await browser.newPage()
  await page.setContent(
    '<html lang="en"><title>Faults</title><meta name="viewport" content="width=device-width"><main><h1>Faults</h1><input><div style="width: 500px">Wide</div></main></html>',
  )
  expect(await look(page, 'faults')).toEqual(['faults: label on input', 'faults: scrolls sideways on a phone'])
  await page.close()
})
