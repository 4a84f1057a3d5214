// A real Chromium: the one that npm installs on Linux x64, an installed Chrome elsewhere.
import { mkdirSync } from 'node:fs'
import { dirname, join } from 'node:path'
import sparticuz from '@sparticuz/chromium'
import { type Browser, type BrowserContext, type BrowserContextOptions, chromium, type Locator, type Page } from 'playwright-core'
import { inject } from 'vitest'
import { root } from '#commands/settings.ts'
import { entryPath } from '#people/sign-in/entry-link.ts'
import { axeOn } from './axe.ts'
import { scriptThatMoves } from './clock.ts'
import { codeFor } from './inbox.ts'
import { tooLong } from './measured-page.ts'
import { noteChromium } from './processor-time.ts'

export const launch = async (): Promise<Browser> => {
  const quiet = ['--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync', '--disable-quic']
  const installed = process.env['CHROME_PATH']
  if (installed) return chromium.launch({ executablePath: installed, args: ['--no-sandbox', ...quiet] })
  if (process.platform === 'linux' && process.arch === 'x64') {
    return chromium.launch({
      executablePath: await sparticuz.executablePath(),
      args: ['--no-sandbox', '--disable-gpu', ...quiet],
      headless: true,
    })
  }
  try {
    return await chromium.launch({ channel: 'chrome', args: quiet })
  } catch {
    throw new Error('The browser tests need Chrome: install it, or set CHROME_PATH to a Chromium or Chrome executable.')
  }
}

/** How long one waits at most for what a page does, in milliseconds: only what hangs is to be ended. */
const patience = 60_000

export type Chromium = Pick<Browser, 'newContext' | 'newPage' | 'close'>

let running: Promise<Browser> | undefined

/** The one Chromium of this process, which is closed when the process is told to end. */
const chromiumOfProcess = async (): Promise<Browser> => {
  const found = await running
  if (found?.isConnected()) return found
  running = launch()
  return running
}

/** Contexts for one file, in the Chromium that all files of the process share; their pages go by the clock of the run. */
export const launchChromium = async (): Promise<Chromium> => {
  const browser = await chromiumOfProcess()
  const opened: BrowserContext[] = []
  const newContext = async (options?: BrowserContextOptions): Promise<BrowserContext> => {
    const context = await browser.newContext(options)
    opened.push(context)
    context.setDefaultTimeout(patience)
    if (inject('clockAhead') !== 0) await context.addInitScript(scriptThatMoves(inject('clockAhead')))
    return context
  }
  return {
    newContext,
    newPage: async (options) => (await newContext(options)).newPage(),
    close: async () => {
      await Promise.all(opened.map((context) => context.close()))
      noteChromium(inject('judged'))
    },
  }
}

/** A Chromium whose folder outlives it, as a telephone does. Its pages go by the clock of the machine. */
export const launchOnDevice = async (
  folder: string,
  options: BrowserContextOptions = {},
  more: readonly string[] = [],
): Promise<BrowserContext> => {
  const executablePath = process.env['CHROME_PATH'] ?? (await sparticuz.executablePath())
  const context = await chromium.launchPersistentContext(folder, {
    executablePath,
    args: ['--no-sandbox', '--disable-gpu', ...more],
    headless: true,
    ...options,
  })
  context.setDefaultTimeout(patience)
  return context
}

/** Signs in as a person would: types the address, reads the code in the inbox, types the code. */
export const signIn = async (context: BrowserContext, url: string, email: string): Promise<Page> => {
  const page = await context.newPage()
  const since = new Date().toISOString()
  await page.goto(`${url}/sign-in`)
  await page.getByLabel(/e-?mail/i).fill(email)
  await page.getByRole('button', { name: /continue|send/i }).click()
  await page.waitForURL(/\/sign-in\/code/)
  await page.getByLabel(/code/i).fill(await codeFor(url, email, since))
  await page.getByRole('button', { name: /sign in|continue/i }).click()
  await page.waitForURL((to) => !to.pathname.startsWith('/sign-in'))
  return page
}

/** A page of somebody signed in by the link of `npm run enter`, where it is not signing in that is walked. */
export const enter = async (context: BrowserContext, { url, token }: { url: string; token: string }, email: string): Promise<Page> => {
  const headers = { origin: url, 'x-muster-token': token }
  const made = await context.request.post(`${url}/dev/commands/entry-link?email=${encodeURIComponent(email)}`, { headers })
  const link = ((await made.json()) as { token: string }).token
  await context.request.post(url + entryPath(link), { headers: { origin: url }, maxRedirects: 0 })
  return context.newPage()
}

/** Presses what leads to another page, and goes on once that one is there. */
export const leave = async (page: Page, by: Locator): Promise<void> => {
  // The page may still be loading: the end of that must not be taken for the answer.
  await by.waitFor()
  await page.waitForLoadState('load')
  // To ask only afterwards whether a page has loaded would be answered by the one before.
  await Promise.all([page.waitForEvent('load'), by.click()])
}

/** Presses the last button of that name, or the first, and goes on once the page that answers is there. */
export const pressButton = async (page: Page, name: string | RegExp, which: 'first' | 'last' = 'last'): Promise<void> => {
  const buttons = page.getByRole('button', { name })
  await leave(page, which === 'last' ? buttons.last() : buttons.first())
}

const folder = join(root, 'test', 'screenshots')

/** Fills in the forms of an event in a hotel. @returns its code */
export const holdEvent = async (
  page: Page,
  url: string,
  { title, day, places, ofSchool }: { title: string; day: string; places: string; ofSchool: string },
): Promise<string> => {
  await page.goto(`${url}/organiser/events/new`)
  await page.getByLabel('Title', { exact: true }).fill(title)
  await page.getByLabel('Topic', { exact: true }).selectOption('child-on-child-abuse')
  await page.getByLabel('Date', { exact: true }).first().fill(day)
  await page.getByLabel('Starts at').fill('09:30')
  await page.getByLabel('Ends at').fill('12:30')
  await page.getByLabel(/in person/i).check()
  const another = page.locator('summary', { hasText: 'Another venue' })
  if ((await another.count()) > 0) await another.click()
  await page.getByLabel('Name of the venue').fill('Three Counties Hotel')
  await page.getByLabel('Address of the venue').fill('Belmont Road\nHereford')
  await page.getByLabel('Postcode').fill('HR2 7BP')
  await pressButton(page, 'Save and continue')
  await page.waitForURL(/\/edit\/programme$/)
  await page.getByLabel('Length in hours').fill('3')
  await pressButton(page, 'Save and continue')
  await page.waitForURL(/\/edit\/booking$/)
  await page.getByLabel('Number of places').fill(places)
  await page.getByLabel('Places for each school').fill(ofSchool)
  await pressButton(page, 'Save and continue')
  await page.waitForURL(/\/edit\/words$/)
  await page.getByLabel('Training', { exact: false }).first().check()
  await page.getByLabel('Email address').fill('events@example.gov.uk')
  await pressButton(page, 'Save')
  await page.waitForURL(/\/organiser\/events\/[A-Z0-9]+$/)
  return page.url().split('/').at(-1) ?? ''
}

/** Publishes the event whose page is open; asked what it counts towards, the organiser says nothing. */
export const publish = async (page: Page): Promise<void> => {
  await pressButton(page, /^publish/i)
  await page.waitForURL(/\/organiser\/events\/[A-Z0-9]+\/requirements$/)
  await page.getByLabel('It counts as nothing').check()
  await pressButton(page, 'Save')
  await page.waitForURL(/\/organiser\/events\/[A-Z0-9]+$/)
}

/** Whether this run keeps pictures: PICTURES=1 npm test. They take longer than everything else that is looked at. */
export const keepsPictures = process.env['PICTURES'] === '1'

/** @param name the picture's, with folders below test/screenshots */
export const takePicture = async (page: Page, name: string): Promise<void> => {
  if (!keepsPictures) return
  const path = join(folder, `${name}.png`)
  mkdirSync(dirname(path), { recursive: true })
  await page.screenshot({ path, fullPage: true })
}

export const scrollsSideways = async (page: Page): Promise<boolean> =>
  (await page.evaluate('document.documentElement.scrollWidth > document.documentElement.clientWidth')) === true

const [desktop, phone] = [
  { width: 1280, height: 800 },
  { width: 375, height: 800 },
]

/**
 * What axe finds on the page as wide as a desktop (nothing, one hopes), and whether it fits a phone. It begins with the size that the page has and
 * leaves the other, since each change lays the page out anew.
 */
export const lookOnce = async (page: Page, name: string, judged?: string): Promise<string[]> => {
  const found: string[] = []
  const sizes = page.viewportSize()?.width === phone.width ? [phone, desktop] : [desktop, phone]
  for (const size of sizes) {
    if (page.viewportSize()?.width !== size.width) await page.setViewportSize(size)
    await takePicture(page, `${name}.${size === phone ? 'phone' : 'desktop'}`)
    if (size === desktop) found.push(...(await axeOn(page, [], judged)).map((one) => `${name}: ${one}`))
    else if (await scrollsSideways(page)) found.push(`${name}: scrolls sideways on a phone`)
    found.push(...(await tooLong(page, name, size)))
  }
  return found
}

/** The same of a page that is used afterwards as on a desktop. */
export const look = async (page: Page, name: string): Promise<string[]> => {
  const found = await lookOnce(page, name)
  await page.setViewportSize(desktop)
  return found
}
