// Every page as its reader sees it, on a desktop and on a phone, with the demonstration loaded.
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { launchChromium, look, signIn } from '../support/chromium.ts'
import { type Muster, startMuster } from '../support/muster.ts'

let browser: Browser
let muster: Muster
beforeAll(async () => {
  browser = await launchChromium()
  muster = await startMuster('demonstration')
})
afterAll(async () => {
  await browser.close()
  await muster.stop()
})

/** Opens each path (or the first link of a page that matches), looks at it, and answers what is wrong with any of them. */
const tour = async (page: Page, stops: readonly (readonly [name: string, path: string, link?: RegExp])[]): Promise<string[]> => {
  const problems: string[] = []
  for (const [name, path, link] of stops) {
    let target = path
    if (link) {
      await page.goto(muster.url + path)
      const hrefs = await page
        .locator('main a')
        .evaluateAll((all) => all.map((a) => (a as unknown as { getAttribute: (n: string) => string }).getAttribute('href')))
      const found = hrefs.find((href) => href && link.test(href))
      if (!found) {
        problems.push(`${name}: ${path} links to nothing like ${link}`)
        continue
      }
      target = found.startsWith('?') ? path.replace(/\?.*/, '') + found : found
    }
    const errors: string[] = []
    const hear = (message: { type: () => string; text: () => string }): void => {
      if (message.type() === 'error') errors.push(message.text())
    }
    page.on('console', hear)
    const answer = await page.goto(muster.url + target)
    if (name !== 'not-found' && answer?.status() !== 200) problems.push(`${name}: ${target} answers ${answer?.status()}`)
    problems.push(...(await look(page, name)))
    page.off('console', hear)
    if (name !== 'not-found') problems.push(...errors.map((text) => `${name}: the console says ${text}`))
  }
  return problems
}

const as = async (email: string): Promise<[Page, BrowserContext]> => {
  const context = await browser.newContext()
  return [await signIn(context, muster.url, email), context]
}

it('a visitor finds every public page sound', async () => {
  const context = await browser.newContext()
  const page = await context.newPage()
  const problems = await tour(page, [
    ['home', '/'],
    ['events', '/events'],
    ['events-corrected', '/events?q=safegaurding'],
    ['events-nothing', '/events?q=xylophone'],
    ['event', '/events', /^\/events\/[A-Z0-9]{6}$/],
    ['sign-in', '/sign-in'],
    ['privacy', '/privacy'],
    ['cookies', '/cookies'],
    ['accessibility', '/accessibility'],
    ['complaint', '/data-protection-complaint'],
    ['not-found', '/no-such-page'],
    ['inbox', '/dev/inbox'],
  ])
  await context.close()
  expect(problems).toEqual([])
})

it('a school contact finds every page of theirs sound', async () => {
  const [page, context] = await as('head.office@ladyhawthorns.example')
  const problems = await tour(page, [
    ['inbox-mail', '/dev/inbox', /^\/dev\/inbox\/[^/]+$/],
    ['school', '/school'],
    ['account', '/account'],
    ['claim-new', '/school/claims/new'],
    ['claim-unlisted', '/school/claims/unlisted'],
    ['event-signed-in', '/events', /^\/events\/[A-Z0-9]{6}$/],
  ])
  await page.goto(`${muster.url}/school`)
  const booking = page.locator('main a[href^="/bookings/"]').first()
  if ((await booking.count()) > 0) {
    const href = (await booking.getAttribute('href')) ?? ''
    problems.push(...(await tour(page, [['booking', href]])))
  }
  await context.close()
  const [trust, trustContext] = await as('safeguarding@hedgerowtrust.example')
  problems.push(
    ...(await tour(trust, [
      ['schools-of-trust', '/school'],
      ['school-of-trust', '/school', /^\/school\/[0-9a-f-]{36}$/],
    ])),
  )
  await trust.goto(`${muster.url}/events`)
  const hrefs = await trust
    .locator('main h3 a, main h2 a, main a')
    .evaluateAll((all) => all.map((a) => (a as unknown as { getAttribute: (n: string) => string }).getAttribute('href')))
  const open: string[] = []
  for (const href of new Set(hrefs.filter((h) => h && /^\/events\/[A-Z0-9]{6}$/.test(h)))) {
    await trust.goto(muster.url + href)
    const link = trust.getByRole('link', { name: /book places/i })
    if ((await link.count()) > 0) open.push((await link.first().getAttribute('href')) ?? '')
  }
  expect(open.length).toBeGreaterThan(0)
  problems.push(...(await tour(trust, [['book', open.at(-1) ?? '']])))
  await trustContext.close()
  expect(problems).toEqual([])
})

it('an administrator finds every page of the council sound', async () => {
  const [page, context] = await as('administrator@muster.example')
  const event = /^\/organiser\/events\/[A-Z0-9]{6}$/
  const problems = await tour(page, [
    ['organiser', '/organiser'],
    ['organiser-events', '/organiser/events'],
    ['organiser-event', '/organiser/events', event],
    ['organiser-event-new', '/organiser/events/new'],
    ['organiser-schools', '/organiser/schools'],
    ['organiser-school', '/organiser/schools', /^\/organiser\/schools\/[0-9a-f-]{36}$/],
    ['contacts-import', '/organiser/schools/contacts-import'],
    ['earlier-attendance', '/organiser/schools/earlier-attendance'],
    ['register-imports', '/organiser/register-imports'],
    ['register-import', '/organiser/register-imports', /^\/organiser\/register-imports\/[0-9a-f-]{36}$/],
    ['register-import-new', '/organiser/register-imports/new'],
    ['register-reviews', '/organiser/register-imports/reviews'],
    ['claims', '/organiser/claims'],
    ['messages', '/organiser/messages'],
    ['message', '/organiser/messages', /^\/organiser\/messages\/[0-9a-f-]{36}$/],
    ['messages-again', '/organiser/messages/again'],
    ['messages-export', '/organiser/messages/export'],
    ['sendings', '/organiser/sendings'],
    ['sending', '/organiser/sendings', /^\/organiser\/sendings\/[0-9a-f-]{36}$/],
    ['settings', '/organiser/settings'],
    ['settings-privacy', '/organiser/settings/pages/privacy'],
    ['roles', '/organiser/roles'],
    ['terms', '/organiser/terms'],
    ['terms-new', '/organiser/terms/new'],
    ['bank-holidays', '/organiser/bank-holidays'],
    ['term-dates', '/organiser/term-dates'],
    ['log', '/organiser/log'],
    ['turned away', '/organiser/refusals'],
    ['audit', '/organiser/audit'],
    ['ready', '/organiser/ready'],
    ['records', '/organiser/records'],
    ['records-hold', '/organiser/records/holds/new'],
    ['records-period', '/organiser/records/periods/people'],
    ['registers', '/register'],
    ['register', '/register', /^\/register\/[0-9a-f-]{36}$/],
  ])
  const here = async (path: string, link: RegExp): Promise<string> => {
    await page.goto(muster.url + path)
    const hrefs = await page
      .locator('main a')
      .evaluateAll((all) => all.map((a) => (a as unknown as { getAttribute: (n: string) => string }).getAttribute('href')))
    return hrefs.find((href) => href && link.test(href)) ?? ''
  }
  const one = await here('/organiser/events', event)
  await page.goto(`${muster.url}/organiser/events`)
  const events = await page
    .locator('main a')
    .evaluateAll((all) => all.map((a) => (a as unknown as { getAttribute: (n: string) => string }).getAttribute('href')))
  const calling: string[] = []
  for (const href of new Set(events.filter((href) => href && event.test(href))))
    calling.push(await here(href, /\/sessions\/[0-9a-f-]{36}\/call-off$/))
  const callOff = calling.find(Boolean) ?? ''
  expect(callOff).not.toBe('')
  const session = await here('/register', /^\/register\/[0-9a-f-]{36}$/)
  problems.push(
    ...(await tour(page, [
      ['organiser-event-edit', `${one}/edit`],
      ['organiser-event-cancel', `${one}/cancel`],
      ['organiser-session-call-off', callOff],
      ['organiser-event-door', `${one}/door`],
      ['organiser-bookings', `${one}/bookings`],
      ['register-sheet', `${session}/sheet`],
      ['register-walk-in', `${session}/walk-ins/new`],
      ['register-close', `${session}/close`],
    ])),
  )
  await context.close()
  expect(problems).toEqual([])
})

it('readers of the report find every page of it sound, and a report reader meets no person', async () => {
  const [page, context] = await as('reader@muster.example')
  const problems = await tour(page, [
    ['coverage', '/coverage'],
    ['coverage-by-trust', '/coverage?by=trust'],
    ['coverage-schools', '/coverage/schools'],
    ['coverage-school', '/coverage/schools', /^\/coverage\/schools\/[0-9a-f-]{36}/],
    ['coverage-paper', '/coverage/paper'],
  ])
  await page.goto(`${muster.url}/organiser/schools`)
  expect(await page.locator('h1').textContent()).toBe('Page not found')
  await context.close()
  const [officer, officerContext] = await as('officer@muster.example')
  problems.push(
    ...(await tour(officer, [['coverage-school-with-people', '/coverage/schools?show=took_part', /^\/coverage\/schools\/[0-9a-f-]{36}/]])),
  )
  await officerContext.close()
  const [door, doorContext] = await as('door@muster.example')
  problems.push(...(await tour(door, [['door', '/register', /^\/register\/[0-9a-f-]{36}$/]])))
  await doorContext.close()
  expect(problems).toEqual([])
})
