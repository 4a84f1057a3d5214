// Every message as a mail program shows it: narrow and wide, light and dark. Pictures lie in test/screenshots/emails.
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { AxeBuilder } from '@axe-core/playwright'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { root } from '../../src/commands/worker.ts'
import { councilFrom } from '../../src/council/council.ts'
import { catalogue } from '../../src/wordings/catalogue.ts'
import { pathOf } from '../../src/wordings/wording.ts'
import { launchChromium } from '../support/chromium.ts'

const folder = join(root, 'test', 'screenshots', 'emails')
const council = {
  ...councilFrom('884'),
  name: 'Herefordshire Council',
  contactEmail: 'safeguarding.events@herefordshire.example',
  contactTelephone: '01432 000000',
}
const sender = {
  councilName: council.name,
  contactEmail: council.contactEmail,
  baseUrl: 'https://safeguarding-conferences.herefordshire.example',
}
const mails = catalogue.flatMap((template) =>
  template.samples.map((sample, index) => ({ name: `${pathOf(template)}-${index + 1}`, ...sample.render(sender, council) })),
)

let browser: Browser
beforeAll(async () => {
  browser = await launchChromium()
  mkdirSync(folder, { recursive: true })
})
afterAll(() => browser.close())

it.each(['light', 'dark'] as const)('every message fits a window of 320 pixels in %s, and axe finds nothing', async (colorScheme) => {
  const problems: string[] = []
  const context = await browser.newContext({ colorScheme })
  const page = await context.newPage()
  for (const { name, html } of mails) {
    await page.setContent(html)
    for (const width of [1280, 320]) {
      await page.setViewportSize({ width, height: 800 })
      await page.screenshot({ path: join(folder, `${name}.${width}.${colorScheme}.png`), fullPage: true })
      if (await page.evaluate('document.documentElement.scrollWidth > document.documentElement.clientWidth'))
        problems.push(`${name}: scrolls sideways at ${width}`)
    }
    // Another sample of a message has the same parts.
    if (!name.endsWith('-1')) continue
    const { violations } = await new AxeBuilder({ page })
      .withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'])
      // A mail has no landmarks of its own: it stands inside the page of whatever shows it.
      .disableRules(['region', 'landmark-one-main'])
      .analyze()
    problems.push(...violations.map((v) => `${name}: ${v.id} on ${v.nodes.map((n) => n.target.join(' ')).join(', ')}`))
  }
  await context.close()
  expect(problems).toEqual([])
})

it('without media queries a narrow window still holds it', async () => {
  const page = await browser.newPage({ viewport: { width: 320, height: 800 } })
  const wide: string[] = []
  for (const { name, html } of mails) {
    await page.setContent(html.replace(/<style>.*?<\/style>/s, ''))
    if (await page.evaluate('document.documentElement.scrollWidth > document.documentElement.clientWidth')) wide.push(name)
  }
  await page.screenshot({ path: join(folder, 'without-styles.320.png'), fullPage: true })
  await page.close()
  expect(wide).toEqual([])
})
