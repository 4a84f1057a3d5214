import { afterAll, beforeAll, expect, it } from 'vitest'
import { type Chromium, launchChromium } from '#test/support/chromium.ts'
import type { Muster } from '#test/support/muster.ts'
import { ofAdministrators } from '#test/support/pages.ts'
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

it.each(ofAdministrators)('$of finds every page sound, on a desktop and on a phone', async (tour) => {
  expect(await walk(browser, muster, tour)).toEqual([])
})
