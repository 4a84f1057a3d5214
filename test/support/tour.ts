// Walks through pages as one reader, and looks at each.
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { withAxe } from './axe.ts'
import { type Chromium, enter, launchChromium, lookOnce } from './chromium.ts'
import { type Muster, startMuster } from './muster.ts'
import { addressOf, asked, oneOfEach } from './page-addresses.ts'
import type { Tour } from './pages.ts'
import { wrongWordsOn } from './words.ts'

/** What is wrong with one page: its answer, what the console says of it, how it looks. */
const problemsOf = async (page: Page, name: string, url: string): Promise<string[]> => {
  const errors: string[] = []
  const hear = (message: { type: () => string; text: () => string }): void => {
    if (message.type() === 'error') errors.push(message.text())
  }
  page.on('console', hear)
  const answer = await page.goto(url)
  const seen = new URL(page.url()).pathname
  const problems = [
    ...(answer?.status() === 200 ? [] : [`${name}: ${url} answers ${answer?.status()}`]),
    ...(seen === new URL(url).pathname ? [] : [`${name}: ${url} leads to ${seen}`]),
    ...(await lookOnce(page, name)),
    ...wrongWordsOn(seen, await page.content()).map((one) => `${name}: ${one}`),
  ]
  page.off('console', hear)
  return [...problems, ...errors.map((text) => `${name}: the console says ${text}`)]
}

/** The demonstration, with something of all that a page can be of. */
const startWhole = async (): Promise<Muster> => {
  const muster = await startMuster('demonstration')
  for (const statement of oneOfEach) await muster.sql(asked(statement))
  return muster
}

/** Opens every page of a tour, and answers what is wrong with any of them. */
const walk = async (browser: Chromium, muster: Muster, { by, stops }: Tour): Promise<string[]> => {
  const context = await browser.newContext()
  const email = by.startsWith('SELECT') ? String((await muster.sql(asked(by)))[0]?.['email']) : by
  const page = await withAxe(email === '' ? await context.newPage() : await enter(context, muster, email))
  const problems: string[] = []
  for (const stop of stops) {
    const name = typeof stop === 'string' ? stop : stop[0]
    try {
      problems.push(...(await problemsOf(page, name, muster.url + (await addressOf(stop, muster.sql)))))
    } catch (error) {
      problems.push(`${name}: ${error instanceof Error ? error.message : String(error)}`)
    }
  }
  await context.close()
  return problems
}

/** A test for each of these tours, on one demonstration. */
export const testTours = (tours: readonly Tour[]): void => {
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

  it.each(tours)('$of finds every page sound, on a desktop and on a phone', async (tour) => {
    expect(await walk(browser, muster, tour)).toEqual([])
  })
}
