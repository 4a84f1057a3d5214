// A person's record, roles and address on a phone, two records made one at a desk, and a sign-in with a provider that runs beside it. The
// provider is a real server that Chromium is sent to and back from.
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { BrowserContext, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { type Chromium, enter, launchChromium, look, pressButton, signIn } from '#test/support/chromium.ts'
import { codeFor, mailTo } from '#test/support/inbox.ts'
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

const namedAs = async (email: string, name: string): Promise<{ page: Page; context: BrowserContext }> => {
  const context = await phone()
  const page = await enter(context, muster, email)
  await page.goto(`${muster.url}/account`)
  await page.getByLabel('Name', { exact: true }).fill(name)
  await press(page, 'Save name')
  return { page, context }
}

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

it('a school contact reads their record, ends a role and changes their address on a phone', async () => {
  const context = await phone()
  const page = await signIn(context, muster.url, 'head.office@ladyhawthorns.example')
  await page.goto(`${muster.url}/account/record`)
  await seen(page, 'own-record')
  await page.goto(`${muster.url}/account/roles`)
  await seen(page, 'own-roles')
  const change = page.getByRole('link', { name: /End or change/ }).first()
  expect(await change.count()).toBe(1)
  await change.click()
  await page.getByLabel(/^Ended on/).fill('2026-09-01')
  await seen(page, 'own-role-change')
  await press(page, 'Save the dates')
  await page.waitForURL(/\/account\/roles$/)
  await page.goto(`${muster.url}/account/roles/new`)
  await seen(page, 'own-role-new')
  await page.goto(`${muster.url}/school`)
  // Of one school it is that school's own page already.
  if ((await page.getByText('What needs you').count()) === 0) await page.locator('main a[href^="/school/"]').first().click()
  await page.getByRole('link', { name: /See everybody who is known at the school/ }).click()
  await seen(page, 'school-staff')
  await page.goto(`${muster.url}/account/email`)
  await seen(page, 'new-email')
  const since = new Date().toISOString()
  await page.getByLabel('New email address').fill('new.office@ladyhawthorns.example')
  await press(page, /Send a code/)
  await page.waitForURL(/\/account\/email\/code/)
  await seen(page, 'new-email-code')
  await page.getByLabel(/code from the new/).fill(await codeFor(muster.url, 'new.office@ladyhawthorns.example', since))
  await page.getByLabel(/code from the mailbox you have now/).fill(await codeFor(muster.url, 'head.office@ladyhawthorns.example', since))
  await press(page, 'Change my address')
  await page.waitForURL(/\/account$/)
  expect(await page.locator('main').textContent()).toContain('new.office@ladyhawthorns.example')
  const told = await mailTo(muster.url, 'head.office@ladyhawthorns.example', /This address no longer signs in/)
  await page.goto(told.text.match(/http\S+\/undo-address\/[\w-]+/)?.[0] ?? '')
  await seen(page, 'undo-address')
  await press(page, 'Undo the change')
  await seen(page, 'address-restored')
  expect(await page.locator('main').textContent()).toContain('head.office@ladyhawthorns.example')
  await context.close()
})

it('an organiser finds two records of one person, makes them one and undoes it', async () => {
  for (const email of ['jo.testing@one.example', 'jo.testing@two.example']) await (await namedAs(email, 'Jo Testing')).context.close()
  const context = await browser.newContext()
  const page = await enter(context, muster, 'administrator@muster.example')
  await page.goto(`${muster.url}/organiser/people`)
  await seen(page, 'people')
  await page.getByLabel('Name or email address').fill('jo testing')
  await press(page, 'Search')
  await page.getByRole('link', { name: 'Jo Testing' }).first().click()
  await seen(page, 'person')
  await page.getByRole('link', { name: /Find another record/ }).click()
  await page.getByLabel('Name or email address').fill('jo testing')
  await press(page, 'Search')
  await seen(page, 'people-with')
  await page.getByRole('link', { name: /^Compare/ }).click()
  await seen(page, 'people-compare')
  await press(page, /^Keep Jo Testing, jo\.testing@one/)
  expect(await page.locator('main').textContent()).toContain('The two records are one')
  await seen(page, 'person-merged')
  await page.getByRole('link', { name: /^Undo/ }).click()
  await seen(page, 'merge-undo')
  await press(page, 'Undo the merge')
  expect(await page.locator('main').textContent()).toContain('these are two records again')
  await page.getByRole('link', { name: /Correct the name/ }).click()
  await seen(page, 'person-correct')
  await context.close()
})

it('every page of these is sound, and so is the database', async () => {
  expect(problems).toEqual([])
  expect(await brokenInvariants(muster)).toEqual([])
})
