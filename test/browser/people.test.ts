// A sign-in with a provider that runs beside the service: a real server that Chromium is sent to and back from.
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { BrowserContext, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { type Chromium, launchChromium, look, pressButton } from '#test/support/chromium.ts'
import { codeFor } from '#test/support/inbox.ts'
import { Issuer } from '#test/support/issuer.ts'
import { brokenInvariants, type Muster, startMuster } from '#test/support/muster.ts'

let browser: Chromium
let muster: Muster
let server: Server
let issuer: Issuer

const serve = async (): Promise<void> => {
  server = createServer((incoming, outgoing) => {
    const chunks: Buffer[] = []
    incoming.on('data', (chunk: Buffer) => chunks.push(chunk))
    incoming.on('end', async () => {
      const body = Buffer.concat(chunks)
      const answer = await issuer.handle(
        new Request(issuer.origin + incoming.url, {
          method: incoming.method ?? 'GET',
          headers: incoming.headers as Record<string, string>,
          ...(body.length > 0 ? { body } : {}),
        }),
      )
      outgoing.writeHead(answer.status, Object.fromEntries(answer.headers)).end(Buffer.from(await answer.arrayBuffer()))
    })
  })
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready))
  issuer = new Issuer(`http://127.0.0.1:${(server.address() as AddressInfo).port}`, { clientId: 'muster', secret: 'a secret' })
  issuer.users.push({ sub: 'sub-1', email: 'priya@trust.example' }, { sub: 'sub-2', email: 'other@trust.example' })
}

beforeAll(async () => {
  await serve()
  browser = await launchChromium()
  muster = await startMuster('demonstration', {
    OIDC_PROVIDERS: JSON.stringify([{ id: 'entra', label: 'Microsoft', issuer: issuer.issuer, clientId: 'muster' }]),
    OIDC_SECRET_ENTRA: 'a secret',
  })
})
afterAll(async () => {
  await browser.close()
  await muster.stop()
  server.close()
})

const phone = (javaScriptEnabled = true): Promise<BrowserContext> =>
  browser.newContext({ viewport: { width: 375, height: 800 }, javaScriptEnabled })
const press = (page: Page, name: string | RegExp): Promise<void> => pressButton(page, name, 'first')
const problems: string[] = []
const seen = async (page: Page, name: string): Promise<void> => void problems.push(...(await look(page, name)))

it.each([true, false])('signs in with Microsoft after linking once by a code (JavaScript: %s)', async (script) => {
  const email = `priya${script ? '' : '.plain'}@lowertown.example`
  const user = script ? 'priya@trust.example' : 'other@trust.example'
  const context = await phone(script)
  const page = await context.newPage()
  await page.goto(`${muster.url}/sign-in?next=/events`)
  if (script) await seen(page, 'provider-sign-in')
  await page.getByRole('link', { name: 'Sign in with Microsoft' }).click()
  await page.getByRole('link', { name: user }).click()
  await page.waitForURL(/\/sign-in\/first-time/)
  if (script) await seen(page, 'provider-first-time')
  await page.getByLabel('Email address').fill(email)
  await press(page, 'Send me a code')
  await page.waitForURL(/\/sign-in\/code/)
  await page.getByLabel(/code/i).fill(await codeFor(muster.url, email))
  await press(page, 'Sign in')
  await page.waitForURL(/\/account\/sign-in-links\/new/)
  if (script) await seen(page, 'provider-confirm')
  await press(page, 'Link them')
  await page.waitForURL(/\/events$/)
  await page.goto(`${muster.url}/account/sign-in-links`)
  if (script) await seen(page, 'provider-links')
  await press(page, 'Sign out')
  await page.goto(`${muster.url}/sign-in?next=/account/record`)
  await page.getByRole('link', { name: 'Sign in with Microsoft' }).click()
  await page.getByRole('link', { name: user }).click()
  await page.waitForURL(/\/account\/record/)
  expect(await page.locator('h1').textContent()).toBe('Your places and record')
  // Back to the answer that was used up: nothing happens twice, and the person stays signed in.
  await page.goBack()
  await page.goto(`${muster.url}/account`)
  expect(await page.locator('main').textContent()).toContain(email)
  if (script) {
    await context.clearCookies()
    await page.goto(`${muster.url}/sign-in/with/entra`)
    await page.getByRole('link', { name: 'Cancel' }).click()
    await page.waitForURL(/callback/)
    expect(await page.locator('main').textContent()).toContain('You did not let Microsoft tell us who you are')
    await seen(page, 'provider-denied')
  }
  await context.close()
})

it('every page of these is sound, and so is the database', async () => {
  expect(problems).toEqual([])
  expect(await brokenInvariants(muster)).toEqual([])
})
