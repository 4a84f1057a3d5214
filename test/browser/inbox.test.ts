// The local inbox over the twin of Resend: signing in by a code that went through the library, and acting as a recipient.

import { Resend } from 'resend'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { type Chromium, launchChromium, look, signIn } from '#test/support/chromium.ts'
import { type Muster, startMuster } from '#test/support/muster.ts'
import { type ResendTwinDesk, resendTwinFor } from '#test/support/resend-twin.ts'
import { startResendTwin } from '#tools/twins/resend/server.ts'

const key = 're_in_the_browser'
let twin: Awaited<ReturnType<typeof startResendTwin>>
let muster: Muster
let desk: ResendTwinDesk
let browser: Chromium
beforeAll(async () => {
  twin = await startResendTwin({ port: 0, domains: ['example.gov.uk'] })
  muster = await startMuster('demonstration', { RESEND_API_KEY: key, RESEND_BASE_URL: twin.url, MAIL_TWIN_URL: twin.url })
  desk = resendTwinFor(key, fetch, twin.url)
  browser = await launchChromium()
})
afterAll(async () => {
  await browser?.close()
  await muster.stop()
  await twin?.stop()
})

const invitation = [
  'BEGIN:VCALENDAR',
  'VERSION:2.0',
  'METHOD:REQUEST',
  'BEGIN:VEVENT',
  'UID:place-1@example.gov.uk',
  'SEQUENCE:0',
  'STATUS:CONFIRMED',
  'DTSTAMP:20260501T090000Z',
  'DTSTART:20260612T083000Z',
  'DTEND:20260612T150000Z',
  'SUMMARY:Conference',
  'ORGANIZER;CN=Muster:mailto:conferences@example.gov.uk',
  'ATTENDEE;CN=Ann;PARTSTAT=NEEDS-ACTION;RSVP=TRUE:mailto:ann@walked.example',
  'END:VEVENT',
  'END:VCALENDAR',
  '',
].join('\r\n')

it('whoever looks at a mail that the twin received can act as its recipient', async () => {
  const context = await browser.newContext()
  const page = await signIn(context, muster.url, 'organiser@muster.example')
  expect((await desk.accepted()).map((mail) => mail.to)).toEqual([['organiser@muster.example']])
  const sent = await new Resend(key, { baseUrl: twin.url }).emails.send({
    from: 'Muster <conferences@example.gov.uk>',
    to: 'Ann <ann@walked.example>',
    subject: 'Your place: Conference',
    text: 'You have a place.',
    html: '<!doctype html><html><head></head><body><p>You have a place.</p></body></html>',
    attachments: [
      {
        filename: 'invite.ics',
        content: Buffer.from(invitation).toString('base64'),
        contentType: 'text/calendar; charset=utf-8; method=REQUEST',
      },
    ],
  })
  await page.goto(`${muster.url}/dev/inbox`)
  const problems = await look(page, 'inbox-of-twin')
  await page.getByLabel('Address or subject').fill('walked')
  await page.getByRole('button', { name: 'Find' }).click()
  await page.getByRole('link', { name: 'Your place: Conference' }).click()
  expect(await page.frameLocator('iframe').locator('body').textContent()).toContain('You have a place.')
  await page.getByRole('button', { name: 'Tentative' }).click()
  await page.getByText('Its answer is on its way to us').waitFor()
  await page.getByRole('button', { name: 'Bounce' }).click()
  await page.getByText('has returned the message').waitFor()
  await page.getByText('The provider sends nothing more to this address').waitFor()
  await page.getByText('Every header').click()
  problems.push(...(await look(page, 'inbox-mail-of-twin')))
  await page.getByLabel('Mail to ann@walked.example from now on').selectOption('soft_bounced')
  // By keyboard: after a resize Chromium may hand a click below a sandboxed frame to that frame.
  await page.getByRole('button', { name: 'Save' }).press('Enter')
  await page.getByText('Decided for mail to this address').waitFor()
  await page.getByRole('link', { name: 'Source (.eml)' }).click()
  await page.getByText('method=REQUEST').waitFor()
  problems.push(...(await look(page, 'inbox-source')))
  expect((await desk.events()).slice(-4).map((one) => [one.type, 'email_id' in one.data && one.data.email_id === sent.data?.id])).toEqual([
    ['email.sent', true],
    ['email.delivered', true],
    ['email.received', false],
    ['email.bounced', true],
  ])
  await context.close()
  expect(problems).toEqual([])
})
