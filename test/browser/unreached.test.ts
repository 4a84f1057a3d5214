// An email address that does not work, from the webhook to the correction: the organiser on a desktop, the school's contact on a phone without JavaScript.
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { chooseSchool } from '#test/support/choose-school.ts'
import { type Chromium, enter, launchChromium, look, pressButton, publish } from '#test/support/chromium.ts'
import { inbox } from '#test/support/inbox.ts'
import { brokenInvariants, type Muster, startMuster } from '#test/support/muster.ts'
import { payloadOf, permanent, signed, webhookSecret } from '#test/support/signed-webhooks.ts'

let browser: Chromium
let muster: Muster
beforeAll(async () => {
  browser = await launchChromium()
  muster = await startMuster('demonstration', { RESEND_WEBHOOK_SECRET: webhookSecret })
})
afterAll(async () => {
  await browser.close()
  await muster.stop()
})

const school = 'Lady Hawthorn’s School'
const day = new Date(Date.now() + 60 * 86_400_000).toISOString().slice(0, 10)

const aConference = async (page: Page): Promise<string> => {
  await page.goto(`${muster.url}/organiser/events/new`)
  for (const [label, value] of [
    ['Title', 'Thresholds, together'],
    ['Length in hours', '2'],
    ['Name of the venue', 'Three Counties Hotel'],
    ['Address of the venue', 'Belmont Road\nHereford'],
    ['Postcode', 'HR2 7BP'],
    ['Number of places', '60'],
    ['Places for each school', ''],
  ] as const)
    await page.getByLabel(label, { exact: true }).fill(value)
  await page.getByLabel('Topic', { exact: true }).selectOption('child-on-child-abuse')
  for (const [part, value] of [
    ['date', day],
    ['start', '09:00'],
    ['end', '11:00'],
  ] as const)
    await page.locator(`#session-1-${part}`).fill(value)
  await page.getByRole('button', { name: /^save/i }).last().click()
  await page.waitForURL(/\/organiser\/events\/[A-Z0-9]+$/)
  await publish(page)
  return page.url().split('/').at(-1) ?? ''
}

const bookTwo = async (page: Page, code: string): Promise<string> => {
  await page.goto(`${muster.url}/events/${code}/book`)
  await chooseSchool(page, 'school', school)
  await page.getByLabel('Your name').fill('Siân Pritchard')
  await page.getByLabel('Your role at the school').selectOption({ label: 'Business manager or office' })
  await pressButton(page, 'Add another person')
  for (const [index, name] of ['Ann Price', 'Ben Lloyd'].entries()) {
    await page.getByLabel('Full name').nth(index).fill(name)
    await page
      .getByLabel('Email address')
      .nth(index)
      .fill(`${name.split(' ')[0]?.toLowerCase()}@unreached.example`)
    await page.getByLabel('Role at the school', { exact: true }).nth(index).selectOption({ label: 'Designated safeguarding lead' })
  }
  await pressButton(page, 'Continue')
  await pressButton(page, 'Book these 2 places')
  await page.waitForURL(/\/bookings\/[A-Z0-9]+$/)
  return page.url()
}

const mailTo = async (address: string, subject: string) =>
  (await inbox(muster.url, { to: address })).filter((mail) => mail.subject.includes(subject))

const bounce = async (message: string): Promise<number> => {
  const body = payloadOf({ type: 'email.bounced', message, data: permanent })
  return (await fetch(`${muster.url}/resend/webhooks`, { method: 'POST', body, headers: signed(body) })).status
}

it('two addresses bounce: the school and the organiser are told, one is corrected and one works again, and both get what they missed', async () => {
  const problems: string[] = []
  const organiser = await enter(await browser.newContext(), muster, 'organiser@muster.example')
  const code = await aConference(organiser)
  await organiser.goto(`${muster.url}/organiser/schools?q=${encodeURIComponent(school)}`)
  await organiser.getByRole('link', { name: school }).first().click()
  await organiser.getByRole('link', { name: /add a contact/i }).click()
  await organiser.getByLabel('Email address').fill('olwen@unreached.example')
  await organiser.getByLabel('Where do you know it from?').fill('Telephone call with the school office')
  await organiser.getByRole('button', { name: 'Add contact' }).click()
  await organiser.waitForLoadState()

  const context = await browser.newContext({ javaScriptEnabled: false, viewport: { width: 375, height: 800 } })
  const page = await enter(context, muster, 'olwen@unreached.example')
  const booking = await bookTwo(page, code)
  const looker = await (await browser.newContext({ storageState: await context.storageState() })).newPage()
  for (const name of ['ann', 'ben']) {
    await expect.poll(async () => (await mailTo(`${name}@unreached.example`, 'Your place')).length).toBe(1)
    const [invitation] = await mailTo(`${name}@unreached.example`, 'Your place')
    expect(await bounce(invitation?.id ?? '')).toBe(200)
  }
  await expect.poll(async () => (await mailTo('olwen@unreached.example', 'We cannot reach')).length).toBe(2)
  const [told] = await mailTo('olwen@unreached.example', 'We cannot reach')
  await organiser.goto(`${muster.url}/dev/inbox/${told?.id}`)
  problems.push(...(await look(organiser, 'unreached-mail')))

  await organiser.goto(`${muster.url}/organiser/events/${code}`)
  problems.push(...(await look(organiser, 'unreached-event')))
  await organiser.getByRole('link', { name: 'people could not be reached' }).click()
  expect(await organiser.locator('h1').textContent()).toBe('2 people could not be reached')
  problems.push(...(await look(organiser, 'unreached-list')))
  await organiser.goto(`${muster.url}/organiser/addresses`)
  problems.push(...(await look(organiser, 'unreached-addresses')))

  // The contact corrects one, on a phone.
  await looker.goto(booking)
  problems.push(...(await look(looker, 'unreached-booking')))
  await page.goto(booking)
  expect(await page.getByText('Could not be reached').count()).toBe(2)
  await page.getByRole('link', { name: /correct a spelling of Ann Price/i }).click()
  await page.getByLabel('Email address').fill('anne@unreached.example')
  await page
    .getByRole('button', { name: /correct|save/i })
    .last()
    .click()
  await page.waitForURL(booking)
  await expect.poll(async () => (await mailTo('anne@unreached.example', 'Your place')).length).toBe(1)

  // The organiser knows that the other works again.
  await organiser.goto(`${muster.url}/organiser/events/${code}/unreached`)
  expect(await organiser.locator('h1').textContent()).toBe('1 person could not be reached')
  await organiser.getByRole('link', { name: /history of the address of Ben Lloyd/i }).click()
  problems.push(...(await look(organiser, 'unreached-address')))
  await organiser.getByRole('link', { name: 'It works again' }).click()
  await pressButton(organiser, 'Send mail to it again')
  expect(await organiser.title()).toMatch(/^Error/)
  problems.push(...(await look(organiser, 'unreached-works-again')))
  await organiser.getByLabel(/works now/).check()
  await pressButton(organiser, 'Send mail to it again')
  await organiser.waitForURL(/\/organiser\/addresses\/[\w-]+$/)
  await expect.poll(async () => (await mailTo('ben@unreached.example', 'Your place')).length).toBe(2)
  await organiser.reload()
  problems.push(...(await look(organiser, 'unreached-solved')))
  await organiser.goto(`${muster.url}/organiser/events/${code}/unreached`)
  expect(await organiser.locator('main').textContent()).toContain('Every address of this event works')
  expect(problems).toEqual([])
  expect(await brokenInvariants(muster)).toEqual([])
})
