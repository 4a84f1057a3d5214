// Before what could do most harm somebody shows again that it is they; what they typed is kept meanwhile, and done once. Walked in a real browser.
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { type Chromium, enter, launchChromium, look, pressButton, signIn } from '#test/support/chromium.ts'
import { codeFor, mailTo } from '#test/support/inbox.ts'
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

const administrator = 'administrator@muster.example'
const second = 'second.administrator@muster.example'
const organiser = 'organiser@muster.example'

/** Everybody showed long ago that it is they. */
const elevenMinutesLater = () =>
  muster.sql(`UPDATE SignIn SET provenAt = '2026-01-01T00:00:00.000Z', factorAt = iif(factorAt IS NULL, NULL, '2026-01-01T00:00:00.000Z')`)

const withAuthenticator = async (page: Page, recognises = true) => {
  const session = await page.context().newCDPSession(page)
  await session.send('WebAuthn.enable')
  const options = {
    ...({ protocol: 'ctap2', transport: 'internal', hasResidentKey: true, hasUserVerification: true } as const),
    ...{ isUserVerified: recognises, automaticPresenceSimulation: true },
  }
  const { authenticatorId } = await session.send('WebAuthn.addVirtualAuthenticator', { options })
  return (isUserVerified: boolean) => session.send('WebAuthn.setUserVerified', { authenticatorId, isUserVerified })
}

const entered = async (email: string): Promise<Page> => enter(await browser.newContext(), muster, email)
const signedIn = async (email: string): Promise<Page> => signIn(await browser.newContext(), muster.url, email)

const text = async (page: Page): Promise<string> => ((await page.locator('main').textContent()) ?? '').replaceAll(/\s+/g, ' ')

/** Asks for a code, and reads it in the mail. */
const newCode = async (page: Page, email: string): Promise<string> => {
  const since = new Date().toISOString()
  await pressButton(page, 'Send me a code')
  return codeFor(muster.url, email, since)
}

const pathOf = (page: Page): string => new URL(page.url()).pathname

const giveRole = async (page: Page, email: string, role: string): Promise<void> => {
  await page.goto(`${muster.url}/organiser/roles`)
  await page.getByLabel('Email address').fill(email)
  await page.getByLabel(role, { exact: true }).check()
  await pressButton(page, 'Give role')
}

/** How many rows of the page name this address. */
const holds = (page: Page, email: string): Promise<number> => page.locator('tr', { hasText: email }).count()

it('a role is given after a mailed code: what was typed is kept, a wrong code changes nothing, and the role is given once', async () => {
  const page = await signedIn(administrator)
  await elevenMinutesLater()
  await giveRole(page, second, 'Administrator')
  expect(pathOf(page)).toBe('/account/prove')
  const problems = await look(page, 'prove-asked')
  const code = await newCode(page, administrator)
  problems.push(...(await look(page, 'prove-code')))
  await page.getByLabel('6-digit code').fill(code === '000000' ? '111111' : '000000')
  await pressButton(page, 'Continue')
  problems.push(...(await look(page, 'prove-wrong')))
  expect(await text(page)).toContain('There is a problem')
  await page.getByLabel('6-digit code').fill(code)
  await pressButton(page, 'Continue')
  expect(pathOf(page)).toBe('/organiser/roles')
  expect(await text(page)).toContain('you are not asked again')
  expect(await holds(page, second)).toBe(0)
  expect([
    await page.getByLabel('Email address').inputValue(),
    await page.getByLabel('Administrator', { exact: true }).isChecked(),
  ]).toEqual([second, true])
  problems.push(...(await look(page, 'prove-kept')))
  await pressButton(page, 'Give role')
  expect(await holds(page, second)).toBe(1)
  // The same form once more, from the page behind: the role is there already.
  await page.goBack()
  await page.getByLabel('Email address').fill(second)
  await page.getByLabel('Administrator', { exact: true }).check()
  await pressButton(page, 'Give role')
  await page.goto(`${muster.url}/organiser/roles`)
  expect(await holds(page, second)).toBe(1)
  await page.context().close()
  expect(problems).toEqual([])
})

it('with a passkey it is the passkey that is asked for; one that does not recognise its holder opens nothing', async () => {
  const page = await entered(administrator)
  const recognise = await withAuthenticator(page)
  await page.goto(`${muster.url}/account/factors`)
  await page.getByLabel('What you call it').fill('Town Hall laptop')
  await page.getByRole('button', { name: 'Add a passkey' }).click()
  await page.getByText('Passkey: Town Hall laptop').waitFor()
  // Without printed codes there is nothing to type.
  await page.goto(`${muster.url}/sign-in/factor`)
  const problems = await look(page, 'prove-passkey-alone')
  expect(await page.getByRole('textbox').count()).toBe(0)
  await page.goto(`${muster.url}/account/factors`)
  await pressButton(page, /new codes/)
  await elevenMinutesLater()
  await page.clock.install()
  await giveRole(page, 'new.officer@muster.example', 'Safeguarding officer')
  expect(pathOf(page)).toBe('/sign-in/factor')
  problems.push(...(await look(page, 'prove-passkey')))
  await recognise(false)
  await page.getByRole('button', { name: 'Use your passkey' }).click()
  await page.getByText('Your browser did not use a passkey').waitFor()
  problems.push(...(await look(page, 'prove-passkey-failed')))
  await recognise(true)
  // A press within a second of another is taken for half of a double click.
  await page.clock.fastForward(1000)
  await page.getByRole('button', { name: 'Use your passkey' }).click()
  await page.waitForURL(`${muster.url}/organiser/roles`)
  expect(await page.getByLabel('Email address').inputValue()).toBe('new.officer@muster.example')
  await pressButton(page, 'Give role')
  expect(await holds(page, 'new.officer@muster.example')).toBe(1)
  // Wrong codes end the sign-in, and with it everything that it could do.
  await elevenMinutesLater()
  await page.goto(`${muster.url}/organiser/settings`)
  await pressButton(page, 'Save')
  for (let tries = 0; tries < 5 && pathOf(page) === '/sign-in/factor'; tries += 1) {
    await page.getByLabel('One of your printed codes').fill('ABCD-EFGH-JKMN-PQRS')
    await pressButton(page, 'Continue')
    if (tries === 0) problems.push(...(await look(page, 'prove-passkey-wrong-code')))
  }
  expect(pathOf(page)).toBe('/sign-in')
  expect(await text(page)).toContain('too many wrong codes, so you are signed out, and nothing has been done')
  problems.push(...(await look(page, 'prove-signed-out')))
  await page.goto(`${muster.url}/organiser`)
  expect(pathOf(page)).toBe('/sign-in')
  await page.context().close()
  expect(problems).toEqual([])
})

it('two administrators together let somebody in again who has lost every factor, and neither does it alone', async () => {
  const lost = await entered(organiser)
  await withAuthenticator(lost)
  await lost.goto(`${muster.url}/account/factors`)
  await lost.getByLabel('What you call it').fill('Lost telephone')
  await lost.getByRole('button', { name: 'Add a passkey' }).click()
  await lost.getByText('Passkey: Lost telephone').waitFor()

  const one = await entered(second)
  await one.goto(`${muster.url}/organiser/roles`)
  await one.locator('tr', { hasText: organiser }).getByRole('link', { name: /sign/i }).first().click()
  const problems = await look(one, 'account-of-staff')
  await one.getByRole('link', { name: 'Second factors: let a late one count, or help somebody who has lost theirs' }).click()
  problems.push(...(await look(one, 'reset-none')))
  await pressButton(one, 'Ask another administrator')
  problems.push(...(await look(one, 'reset-no-reason')))
  expect(await text(one)).toContain('There is a problem')
  await one.locator('input[name="reason"]').first().check()
  await pressButton(one, 'Ask another administrator')
  problems.push(...(await look(one, 'reset-asked')))
  expect(await one.getByRole('button', { name: 'Agree, and take them away' }).count()).toBe(0)
  const page = one.url()

  await giveRole(one, 'third.administrator@muster.example', 'Administrator')
  const other = await entered('third.administrator@muster.example')
  await other.goto(page)
  problems.push(...(await look(other, 'reset-to-agree')))
  await elevenMinutesLater()
  await pressButton(other, 'Agree, and take them away')
  expect(pathOf(other)).toBe('/account/prove')
  await other.getByLabel('6-digit code').fill(await newCode(other, 'third.administrator@muster.example'))
  await pressButton(other, 'Continue')
  expect(other.url()).toBe(page)
  await pressButton(other, 'Agree, and take them away')
  problems.push(...(await look(other, 'reset-done')))
  expect(await text(other)).toContain('There is nothing to take away')

  // Whoever held the telephone is out, and its owner comes in with the mailed code alone.
  await lost.goto(`${muster.url}/organiser`)
  expect(pathOf(lost)).toBe('/sign-in')
  const again = await signedIn(organiser)
  expect(pathOf(again)).toBe('/organiser')
  await mailTo(muster.url, organiser, /^.*second factor/i)
  for (const opened of [lost, one, other, again]) await opened.context().close()
  expect(problems).toEqual([])
})

it('an address that somebody else changed is changed back by whoever signs in with the old one, once, and for seven days', async () => {
  const old = 'head.office@ladyhawthorns.example'
  const change = async (page: Page, from: string, to: string): Promise<void> => {
    const since = new Date().toISOString()
    await page.goto(`${muster.url}/account/email`)
    await page.getByLabel('New email address').fill(to)
    await pressButton(page, 'Send a code to each address')
    await page.getByLabel('6-digit code from the new mailbox').fill(await codeFor(muster.url, to, since))
    await page.getByLabel('6-digit code from the mailbox you have now').fill(await codeFor(muster.url, from, since))
    await pressButton(page, 'Change my address')
  }
  const page = await entered(old)
  await change(page, old, 'thief@elsewhere.example')
  const told = await mailTo(muster.url, old, /This address no longer signs in/)
  expect(told.text).toContain('sign in with this address by')
  const owner = await (await browser.newContext()).newPage()
  const enterOld = async (): Promise<void> => {
    await owner.goto(`${muster.url}/sign-in`)
    await owner.getByLabel(/e-?mail/i).fill(old)
    await owner.getByLabel(/code/i).fill(await newCode(owner, old))
    await pressButton(owner, /sign in|continue/i)
    expect(pathOf(owner)).toBe('/sign-in/old-address')
  }
  await enterOld()
  const problems = await look(owner, 'old-address')
  await pressButton(owner, /.*/, 'last')
  problems.push(...(await look(owner, 'old-address-done')))
  expect(await text(owner)).toContain(old)
  await page.goto(`${muster.url}/account`)
  expect(pathOf(page)).toBe('/sign-in')
  await owner.goto(`${muster.url}/sign-in/old-address`)
  expect(pathOf(owner)).toBe('/sign-in')
  const back = await signedIn(old)
  expect(pathOf(back)).not.toBe('/sign-in')

  // The week of another change ends while its owner looks at the page.
  await change(back, old, 'new.head@ladyhawthorns.example')
  await enterOld()
  await muster.sql('DROP TRIGGER EmailChange_stands')
  await muster.sql(`UPDATE EmailChange SET usedAt = '2026-01-01T00:00:00.000Z' WHERE usedAt IS NOT NULL`)
  await pressButton(owner, /.*/, 'last')
  expect([pathOf(owner), await owner.locator('main').getByRole('button', { name: /undo/i }).count()]).toEqual(['/sign-in', 0])
  for (const opened of [page, owner, back]) await opened.context().close()
  expect(problems).toEqual([])
})
