// Every message as a mail program shows it: narrow and wide, light and dark. With PICTURES=1
// they lie in test/screenshots/emails.
import { afterAll, beforeAll, expect, it } from 'vitest'
import { councilFrom } from '#base/council.ts'
import { catalogue } from '#correspondence/wordings/catalogue.ts'
import { pathOf } from '#correspondence/wordings/wording.ts'
import { axeOn } from '#test/support/axe.ts'
import { type Chromium, launchChromium, scrollsSideways, takePicture } from '#test/support/chromium.ts'

const council = {
  ...councilFrom('884'),
  name: 'Herefordshire Council',
  contactEmail: 'safeguarding.events@herefordshire.example',
  contactTelephone: '01432 000000',
}
const sender = {
  council,
  contactEmail: council.contactEmail,
  baseUrl: 'https://safeguarding-conferences.herefordshire.example',
}
const mails = catalogue.flatMap((template) =>
  template.samples.map((sample, index) => ({ name: `${pathOf(template)}-${index + 1}`, ...sample.render(sender, council) })),
)

let browser: Chromium
beforeAll(async () => {
  browser = await launchChromium()
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
      await takePicture(page, `emails/${name}.${width}.${colorScheme}`)
      if (await scrollsSideways(page)) problems.push(`${name}: scrolls sideways at ${width}`)
    }
    // Another sample of a message has the same parts. A mail has no landmarks of its own: it
    // stands inside the page of whatever shows it.
    if (name.endsWith('-1')) problems.push(...(await axeOn(page, ['region', 'landmark-one-main'])).map((one) => `${name}: ${one}`))
  }
  await context.close()
  expect(problems).toEqual([])
})

it('without media queries a narrow window still holds it', async () => {
  const page = await browser.newPage({ viewport: { width: 320, height: 800 } })
  const wide: string[] = []
  for (const { name, html } of mails) {
    await page.setContent(html.replace(/<style>.*?<\/style>/s, ''))
    if (await scrollsSideways(page)) wide.push(name)
  }
  await takePicture(page, 'emails/without-styles.320')
  await page.close()
  expect(wide).toEqual([])
})
