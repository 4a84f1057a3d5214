// Who may act for a school, walked in a browser: a shared mailbox, a request made too early, the school's mailbox, colleagues, a trust.
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { chooseSchool } from '#test/support/choose-school.ts'
import { type Chromium, enter, launchChromium, look, pressButton, signIn } from '#test/support/chromium.ts'
import { codeFor, mailTo } from '#test/support/inbox.ts'
import { brokenInvariants, type Muster, startMuster } from '#test/support/muster.ts'

let browser: Chromium
let muster: Muster
beforeAll(async () => {
  browser = await launchChromium()
  muster = await startMuster('demonstration')
})
afterAll(async () => {
  await browser.close()
  await muster.stop()
})

/** A school of the demonstration for which the council holds an office's mailbox, as the form lists it, and that mailbox. */
const aSchoolWithOffice = async (organiser: Page): Promise<{ id: string; mailbox: string; postcode: string }> => {
  await organiser.goto(`${muster.url}/organiser/schools?q=primary`)
  const hrefs = await organiser
    .locator('main a[href^="/organiser/schools/"]')
    .evaluateAll((all) => all.map((a) => (a as unknown as { getAttribute: (n: string) => string }).getAttribute('href')))
  for (const href of hrefs.filter((one) => one && /[0-9a-f-]{36}$/.test(one))) {
    await organiser.goto(muster.url + href)
    const text = ((await organiser.locator('main').textContent()) ?? '').replaceAll(/\s+/g, ' ')
    const mailbox = text.match(/office@[a-z0-9.-]+\.example/)?.[0]
    const postcode = text.match(/[A-Z]{1,2}\d[A-Z\d]? \d[A-Z]{2}/)?.[0]
    if (mailbox && postcode) return { id: href?.split('/').at(-1) ?? '', mailbox, postcode }
  }
  throw new Error('No school of the demonstration has an office')
}

const anOpenEvent = async (page: Page): Promise<string> => {
  await page.goto(`${muster.url}/events`)
  const hrefs = await page
    .locator('main a')
    .evaluateAll((all) => all.map((a) => (a as unknown as { getAttribute: (n: string) => string }).getAttribute('href')))
  for (const href of new Set(hrefs.filter((one) => one && /^\/events\/[A-Z0-9]{6}$/.test(one)))) {
    await page.goto(muster.url + href)
    if ((await page.getByRole('link', { name: /book places|ask for places/i }).count()) > 0) return href?.split('/').at(-1) ?? ''
  }
  throw new Error('No event of the demonstration is open')
}

for (const javaScriptEnabled of [true, false])
  it(`somebody new asks for a place, the school’s mailbox confirms them and they have it, ${javaScriptEnabled ? 'with' : 'without'} JavaScript`, async () => {
    const problems: string[] = []
    const seen = async (page: Page, name: string) => {
      if (javaScriptEnabled) problems.push(...(await look(page, name)))
    }
    const organiser = await enter(await browser.newContext(), muster, 'organiser@muster.example')
    const { id, mailbox } = await aSchoolWithOffice(organiser)
    const context = await browser.newContext({ javaScriptEnabled, viewport: { width: 375, height: 800 } })
    const email = `admin.${javaScriptEnabled ? 'one' : 'two'}@elsewhere.example`
    const page = await signIn(context, muster.url, email)
    expect(new URL(page.url()).pathname).toBe('/account/mailbox')
    await seen(page, 'mailbox-shared')
    await page.getByLabel('Yes, it is shared').check()
    await page.getByLabel('Your own name').fill('Ffion Clerk')
    await page.getByRole('button', { name: 'Continue' }).click()

    await page.goto(`${muster.url}/school/claims/new?school=${id}`)
    await seen(page, 'claim-new-shared')
    await page.getByLabel('Your role at the school').selectOption({ label: 'Business manager or office' })
    await page.getByRole('button', { name: 'Send' }).last().click()
    await page.waitForURL(/\/account/)
    await seen(page, 'account-waiting')
    expect(await page.content()).not.toContain(mailbox)

    const code = await anOpenEvent(page)
    await page.goto(`${muster.url}/events/${code}/book`)
    expect(await page.content()).toContain('You are not confirmed yet')
    await seen(page, 'request-form')
    await page.getByLabel('Full name').first().fill('Niamh O’Dowd')
    await page.getByLabel('Email address').first().fill(`niamh.${javaScriptEnabled}@elsewhere.example`)
    await page.getByLabel('Role at the school', { exact: true }).first().selectOption({ label: 'Designated safeguarding lead' })
    await page.getByRole('button', { name: 'Continue' }).last().click()
    await seen(page, 'request-check')
    const authority = page.locator('input[name="authority"]')
    if ((await authority.count()) > 0) await authority.check()
    await page.getByRole('button', { name: 'Send this request' }).click()
    await page.waitForURL(/\/requests\//)
    expect(await page.content()).toContain('Waiting for you to be confirmed')
    await seen(page, 'request-waiting')
    const requestPage = page.url()

    await organiser.goto(`${muster.url}/organiser/claims`)
    await seen(organiser, 'claims-queue')
    await organiser.goto(`${muster.url}/organiser/events/${code}/requests`)
    await seen(organiser, 'event-requests')

    const mail = await mailTo(muster.url, mailbox, new RegExp(email))
    const link = mail.text.match(/http\S+\/vouch\/[\w-]+/)?.[0] ?? ''
    const office = await (await browser.newContext({ javaScriptEnabled })).newPage()
    await office.goto(link.replace(/^http:\/\/[^/]+/, muster.url))
    expect(await office.getByRole('heading', { level: 1 }).textContent()).toContain('Does Ffion Clerk work at')
    await seen(office, 'vouch')
    await office.getByRole('button', { name: 'Yes, they work with us' }).click()
    expect(await office.getByRole('heading', { level: 1 }).textContent()).toBe('Confirmed')
    await office.goto(link.replace(/^http:\/\/[^/]+/, muster.url))
    await seen(office, 'vouch-over')

    await expect.poll(async () => (await page.goto(requestPage)) && page.content()).not.toContain('Waiting for you to be confirmed')
    expect((await page.locator('main').textContent()) ?? '').toMatch(/Booked|On the waiting list/)
    await seen(page, 'request-settled')

    const colleague = await enter(await browser.newContext(), muster, `gwen.${javaScriptEnabled}@another.example`)
    await colleague.goto(`${muster.url}/school/claims/new?school=${id}`)
    await colleague.getByLabel('Your name').fill('Gwen Newcomer')
    await colleague.getByLabel('Your role at the school').selectOption({ label: 'Designated safeguarding lead' })
    await colleague.getByRole('button', { name: 'Send' }).last().click()
    await colleague.waitForURL(/\/account/)

    await page.goto(`${muster.url}/school/${id}/people`)
    await seen(page, 'people')
    await page.getByRole('button', { name: 'Vouch for Gwen Newcomer' }).click()
    await page.waitForURL(/\/people$/)
    const card = page.locator('li', { has: page.getByRole('heading', { name: 'Gwen Newcomer' }) })
    await card.getByRole('link', { name: /^Remove/ }).click()
    await seen(page, 'people-remove')
    await page.getByRole('button', { name: 'Remove' }).click()
    await page.waitForURL(/\/people$/)
    expect(await page.getByRole('heading', { name: 'Gwen Newcomer' }).count()).toBe(0)

    await page.goto(`${muster.url}/sign-in`)
    expect(problems).toEqual([])
    expect(await brokenInvariants(muster)).toEqual([])
  })

// From the page of the conference to the page that says what became of it, each answer that one looks at counted as a page.
for (const javaScriptEnabled of [true, false])
  it(`somebody new has asked for a place on the ${javaScriptEnabled ? 'sixth page, with' : 'seventh page, without'} JavaScript`, async () => {
    const organiser = await enter(await browser.newContext(), muster, 'organiser@muster.example')
    const { postcode } = await aSchoolWithOffice(organiser)
    const code = await anOpenEvent(await (await browser.newContext()).newPage())
    const context = await browser.newContext({ javaScriptEnabled, viewport: { width: 375, height: 800 } })
    const page = await context.newPage()
    const problems: string[] = []
    const seen = async (name: string) => {
      if (javaScriptEnabled) problems.push(...(await look(page, name)))
    }
    const pages: string[] = []
    page.on('load', () => pages.push(new URL(page.url()).pathname.replace(/[0-9a-f-]{36}/, ':id')))
    const email = `office@brand-new-${javaScriptEnabled}.example`
    await page.goto(`${muster.url}/events/${code}`)
    await page.getByRole('link', { name: /book places|ask for places/i }).click()
    await page.waitForURL(/\/sign-in/)
    await page.getByLabel('Email address').fill(email)
    await pressButton(page, 'Send me a code')
    await page.getByLabel('6-digit code').fill(await codeFor(muster.url, email))
    await pressButton(page, 'Sign in')
    await seen('newcomer-form')
    // Found by its postcode, in small letters and without the blank.
    await chooseSchool(page, 'school', postcode.toLowerCase().replaceAll(' ', ''))
    await page.getByLabel('Your name').fill('Ffion Clerk')
    await page.getByLabel('Your role at the school').selectOption({ label: 'Business manager or office' })
    await page.getByLabel('Yes, it is shared').check()
    await page.getByLabel('Full name').first().fill('Niamh O’Dowd')
    await page.getByLabel('Email address').first().fill(`niamh.${javaScriptEnabled}@brand-new.example`)
    await page.getByLabel('Role at the school', { exact: true }).first().selectOption({ label: 'Designated safeguarding lead' })
    await pressButton(page, 'Continue')
    const authority = page.locator('input[name="authority"]')
    if ((await authority.count()) > 0) await authority.check()
    await pressButton(page, 'Send this request')
    const form = `/events/${code}/book`
    // Without JavaScript a school is found on an answer of its own.
    const found = javaScriptEnabled ? [] : [form]
    expect(pages).toEqual([`/events/${code}`, '/sign-in', '/sign-in/code', form, ...found, form, '/requests/:id'])
    await seen('request-waiting-for-whom')
    await page.goto(`${page.url()}/withdraw`)
    await seen('request-withdraw')
    await page.goto(`${muster.url}/events/${code}`)
    expect(await page.content()).toContain('You asked for 1 place')
    await seen('event-asked')
    await page.goto(`${muster.url}/school/claims/unlisted`)
    await seen('claim-unlisted')
    await page.getByLabel('Church, charity or club').check()
    await page.getByLabel('Name of the setting').fill(`Kingfisher Club ${javaScriptEnabled}`)
    await page.getByLabel('Postcode of the setting').fill('ak43qq')
    await page.getByLabel('Your role there').selectOption({ label: 'Other member of staff' })
    await pressButton(page, 'Send to the council')
    await seen('account-unlisted')
    await organiser.goto(`${muster.url}/organiser/claims`)
    await organiser.getByRole('link', { name: `Kingfisher Club ${javaScriptEnabled}` }).click()
    await organiser.waitForURL(/\/unlisted\//)
    if (javaScriptEnabled) problems.push(...(await look(organiser, 'unlisted-claim')))
    const asNew = organiser.getByLabel('No: enter it as a new organisation', { exact: false })
    if ((await asNew.count()) > 0) await asNew.check()
    await pressButton(organiser, 'Approve')
    expect(await organiser.locator('main').textContent()).toContain('Approved. The person is sent an email.')
    expect(problems).toEqual([])
    expect(await brokenInvariants(muster)).toEqual([])
  })

it('a trust’s contact asks for all its schools, and an organiser sees which they are', async () => {
  const lead = await enter(await browser.newContext(), muster, 'rosalind.new@hedgerow.example')
  await lead.goto(`${muster.url}/school/claims/new?for=trust`)
  const problems = await look(lead, 'trust-form')
  await lead.getByLabel('Trust', { exact: true }).selectOption({ label: 'Hedgerow Learning Trust' })
  await lead.getByLabel('Your name').fill('Rosalind Newcome')
  await lead.getByLabel('Your role at the trust').selectOption({ index: 1 })
  await lead.getByRole('button', { name: 'Send' }).last().click()
  await lead.waitForURL(/\/account/)
  const organiser = await enter(await browser.newContext(), muster, 'organiser@muster.example')
  await organiser.goto(`${muster.url}/organiser/claims`)
  await organiser.getByRole('link', { name: 'Hedgerow Learning Trust' }).first().click()
  problems.push(...(await look(organiser, 'trust-claim')))
  await organiser.getByRole('button', { name: 'Approve for these schools' }).click()
  await organiser.waitForURL(/\/organiser\/claims$/)
  await lead.goto(`${muster.url}/school`)
  expect(await lead.locator('main li').count()).toBeGreaterThan(1)
  expect(problems).toEqual([])
})
