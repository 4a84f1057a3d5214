// A real Chromium: the one that npm installs on Linux x64, an installed Chrome elsewhere.
import { existsSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { AxeBuilder } from '@axe-core/playwright'
import sparticuz from '@sparticuz/chromium'
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core'
import { root } from '../../src/commands/worker.ts'

export const launchChromium = async (): Promise<Browser> => {
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

type Mail = {
  id: string
  at: string
  to: string
  subject: string
  text: string
  attachments: { filename: string; contentType: string; content: string }[]
}

export const inbox = async (url: string): Promise<Mail[]> => (await fetch(`${url}/dev/inbox.json`)).json() as Promise<Mail[]>

/** Signs in as a person would: types the address, reads the code in the inbox, types the code. */
export const signIn = async (context: BrowserContext, url: string, email: string): Promise<Page> => {
  context.setDefaultTimeout(10_000)
  const page = await context.newPage()
  const before = new Set((await inbox(url)).map((mail) => mail.id))
  await page.goto(`${url}/sign-in`)
  await page.getByLabel(/e-?mail/i).fill(email)
  await page.getByRole('button', { name: /continue|send/i }).click()
  await page.waitForURL(/\/sign-in\/code/)
  const mail = (await inbox(url)).find((m) => !before.has(m.id) && m.to.includes(email))
  const code = mail?.text.match(/\b\d{6}\b/)?.[0]
  if (!code) throw new Error(`No code arrived for ${email}`)
  await page.getByLabel(/code/i).fill(code)
  await page.getByRole('button', { name: /sign in|continue/i }).click()
  await page.waitForURL((to) => !to.pathname.startsWith('/sign-in'))
  return page
}

const folder = join(root, 'test', 'screenshots')

/** Looks at the page as it stands: a desktop and a phone picture, and what axe finds (nothing, one hopes). */
export const look = async (page: Page, name: string): Promise<string[]> => {
  if (!existsSync(folder)) mkdirSync(folder, { recursive: true })
  await page.setViewportSize({ width: 1200, height: 900 })
  await page.screenshot({ path: join(folder, `${name}.desktop.png`), fullPage: true })
  const { violations } = await new AxeBuilder({ page })
    // The frame of a mail runs no script, axe included: asked to look into it, it never answers.
    .exclude('iframe[sandbox]')
    .withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'])
    .analyze()
  await page.setViewportSize({ width: 375, height: 800 })
  await page.screenshot({ path: join(folder, `${name}.phone.png`), fullPage: true })
  const wide = await page.evaluate('document.documentElement.scrollWidth > document.documentElement.clientWidth')
  await page.setViewportSize({ width: 1200, height: 900 })
  return [
    ...violations.map((v) => `${name}: ${v.id} on ${v.nodes.map((n) => n.target.join(' ')).join(', ')}`),
    ...(wide ? [`${name}: scrolls sideways on a phone`] : []),
  ]
}
