import { afterAll } from 'vitest'
import { type Chromium, launchChromium } from './chromium.ts'
import { type Muster, startMuster } from './muster.ts'

/** A browser, and the service with its demonstration, until the tests of a file have ended. */
export const inBrowser = async (): Promise<{ browser: Chromium; muster: Muster }> => {
  const browser = await launchChromium()
  afterAll(() => browser.close())
  const muster = await startMuster('demonstration')
  afterAll(() => muster.stop())
  return { browser, muster }
}
