// Passkeys in a real browser with a virtual authenticator, and an authenticator app without JavaScript.
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { codeAt, stepAt } from '#people/factors/totp.ts'
import { type Chromium, enter, launchChromium, look, pressButton, signIn } from '#test/support/chromium.ts'
import { codeFor } from '#test/support/inbox.ts'
import { type Muster, startMuster } from '#test/support/muster.ts'

let browser: Chromium
let muster: Muster
beforeAll(async () => {
  browser = await launchChromium()
  muster = await startMuster('demonstration', { FACTOR_KEYS: `k1:${Buffer.alloc(32, 'a').toString('base64')}` })
})
afterAll(async () => {
  await browser.close()
  await muster.stop()
})

/** A telephone or computer that makes passkeys, and recognises whoever uses it. */
const withAuthenticator = async (page: Page): Promise<void> => {
  const session = await page.context().newCDPSession(page)
  await session.send('WebAuthn.enable')
  await session.send('WebAuthn.addVirtualAuthenticator', {
    options: {
      protocol: 'ctap2',
      transport: 'internal',
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
      automaticPresenceSimulation: true,
    },
  })
}

/** Types the address and the mailed code, and stops where a second factor is asked for. */
const untilFactor = async (page: Page, email: string): Promise<void> => {
  const since = new Date().toISOString()
  await page.goto(`${muster.url}/sign-in`)
  await page.getByLabel(/e-?mail/i).fill(email)
  await pressButton(page, 'Send me a code')
  await page.getByLabel(/code/i).fill(await codeFor(muster.url, email, since))
  await pressButton(page, 'Sign in')
  expect(new URL(page.url()).pathname).toBe('/sign-in/factor')
}

it('a passkey is made and asked for at the next sign-in, and a printed code lets in once where it is lost', async () => {
  const context = await browser.newContext()
  const page = await signIn(context, muster.url, 'organiser@muster.example')
  await withAuthenticator(page)
  await page.goto(`${muster.url}/organiser`)
  expect(await page.locator('main').textContent()).toContain('sign in here without a second factor')
  const problems = await look(page, 'factor-notice')
  await page.getByRole('link', { name: 'About second factors' }).click()
  problems.push(...(await look(page, 'factors-none')))
  await page.getByLabel('What you call it').fill('Work laptop')
  await page.getByRole('button', { name: 'Add a passkey' }).click()
  await page.getByText('Passkey: Work laptop').waitFor()
  problems.push(...(await look(page, 'factors-passkey')))
  await pressButton(page, /new codes/)
  const codes = await page.locator('code').allInnerTexts()
  expect(codes).toHaveLength(10)
  problems.push(...(await look(page, 'factors-codes')))
  await pressButton(page, 'Sign out', 'first')

  await untilFactor(page, 'organiser@muster.example')
  problems.push(...(await look(page, 'factor-asked')))
  expect(await page.getByText('Your browser did not use a passkey').isVisible()).toBe(false)
  await page.getByRole('button', { name: 'Use your passkey' }).click()
  await page.waitForURL(`${muster.url}/organiser`)
  await pressButton(page, 'Sign out', 'first')

  // The computer is lost: a printed code lets in, once.
  const elsewhere = await (await browser.newContext()).newPage()
  await untilFactor(elsewhere, 'organiser@muster.example')
  await elsewhere.getByLabel('One of your printed codes').fill(codes[0] ?? '')
  await pressButton(elsewhere, 'Continue')
  expect(new URL(elsewhere.url()).pathname).toBe('/organiser')
  await pressButton(elsewhere, 'Sign out')
  await untilFactor(elsewhere, 'organiser@muster.example')
  await elsewhere.getByLabel('One of your printed codes').fill(codes[0] ?? '')
  await pressButton(elsewhere, 'Continue')
  expect(await elsewhere.locator('main').textContent()).toContain('it has been used')
  problems.push(...(await look(elsewhere, 'factor-refused')))
  await elsewhere.context().close()
  await context.close()
  expect(problems).toEqual([])
})

it('an authenticator app is set up and used without JavaScript', async () => {
  const context = await browser.newContext({ javaScriptEnabled: false })
  const page = await signIn(context, muster.url, 'finance@muster.example')
  await page.goto(`${muster.url}/account/factors`)
  expect(await page.getByRole('button', { name: 'Add a passkey' }).isVisible()).toBe(false)
  await pressButton(page, 'Set up an authenticator app')
  const secret = ((await page.locator('strong.muster-break').textContent()) ?? '').replaceAll(' ', '')
  expect(await page.getByRole('img', { name: /^A square code for the authenticator app/ }).isVisible()).toBe(true)
  await page.getByLabel('Code that the app shows').fill('000000')
  await pressButton(page, 'Continue')
  expect(await page.locator('main').textContent()).toContain('not the code that the app shows')
  await page.getByLabel('Code that the app shows').fill(await codeAt(secret, stepAt(new Date())))
  await pressButton(page, 'Continue')
  expect(await page.locator('main').textContent()).toContain('Authenticator app')
  await pressButton(page, 'Sign out', 'first')
  await untilFactor(page, 'finance@muster.example')
  await page.getByLabel('Code of your authenticator app').fill(await codeAt(secret, stepAt(new Date()) + 1))
  await pressButton(page, 'Continue')
  expect(new URL(page.url()).pathname).toBe('/organiser/finance')
  await context.close()
  // The page that shows the key, as axe and the eye see it.
  const seen = await enter(await browser.newContext(), muster, 'officer@muster.example')
  await seen.goto(`${muster.url}/account/factors`)
  await pressButton(seen, 'Set up an authenticator app')
  const problems = await look(seen, 'factors-app')
  await seen.context().close()
  expect(problems).toEqual([])
})
