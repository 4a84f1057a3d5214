import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import ICAL from 'ical.js'
import PostalMime from 'postal-mime'
import { Resend } from 'resend'
import { afterAll, expect, it } from 'vitest'
import { given, refusal, resendInNode } from '#test/support/resend-in-node.ts'
import { resendTwinFor } from '#test/support/resend-twin.ts'
import { startResendTwin } from '#tools/twins/resend/server.ts'

const twin = await resendInNode()
afterAll(() => twin.stop())

const letter = [
  'From: Ann Ashgrove <ann@ashgrove.example>',
  'To: Muster <conferences@muster.example>',
  'Subject: Parking',
  'Message-ID: <1@ashgrove.example>',
  'MIME-Version: 1.0',
  'Content-Type: text/plain; charset=utf-8',
  '',
  'Where may I park? Diolch, Siân',
  '',
].join('\r\n')

const request = [
  'BEGIN:VCALENDAR',
  'VERSION:2.0',
  'METHOD:REQUEST',
  'BEGIN:VEVENT',
  'UID:place-1@muster.example',
  'SEQUENCE:3',
  'DTSTAMP:20260501T090000Z',
  'DTSTART:20260612T083000Z',
  'DTEND:20260612T150000Z',
  'SUMMARY:Conference\\, with lunch and a title that is long enough to be folded o',
  ' ver two lines',
  'ORGANIZER;CN="Muster":mailto:conferences@muster.example',
  'ATTENDEE;CN="Siân Ŵyn";ROLE=REQ-PARTICIPANT;PARTSTAT=NEEDS-ACTION;RSVP=TRUE:mai',
  ' lto:sian@ashgrove.example',
  'END:VEVENT',
  'END:VCALENDAR',
  '',
].join('\r\n')

const invitation = {
  from: 'Muster <conferences@muster.example>',
  to: '"Siân Ŵyn" <sian@ashgrove.example>',
  subject: 'Invitation: Conference',
  text: 'You have a place.',
  attachments: [
    {
      filename: 'invite.ics',
      content: Buffer.from(request).toString('base64'),
      contentType: 'text/calendar; charset=utf-8; method=REQUEST',
    },
  ],
}

it('tells of a message that arrived, and gives it whole', async () => {
  const { resend, desk } = twin.account('arrived')
  const { id } = await desk.inbound('replies@muster.example', letter)
  expect((await desk.events())[0]).toMatchObject({
    type: 'email.received',
    data: {
      email_id: id,
      from: 'Ann Ashgrove <ann@ashgrove.example>',
      to: ['Muster <conferences@muster.example>'],
      received_for: ['replies@muster.example'],
      subject: 'Parking',
      message_id: '<1@ashgrove.example>',
      attachments: [],
    },
  })
  const got = await given(resend.emails.receiving.get(id))
  expect(got).toMatchObject({
    object: 'email',
    id,
    subject: 'Parking',
    text: expect.stringContaining('Diolch, Siân'),
    html: null,
    cc: null,
  })
  expect(await (await fetch(got.raw?.download_url ?? '')).text()).toBe(letter)
  expect(await given(resend.emails.receiving.attachments.list({ emailId: id }))).toEqual({ object: 'list', has_more: false, data: [] })
  expect(await refusal(resend.emails.receiving.get('nothing'))).toMatchObject({ statusCode: 404, name: 'not_found' })
  expect((await twin.ask('/raw/nothing')).status).toBe(404)
  expect(await refusal(twin.account('arrived_elsewhere').resend.emails.receiving.get(id))).toMatchObject({ statusCode: 404 })
})

it.each(['outlook', 'gmail'] as const)('answers an invitation as %s does, with a REPLY as a part of the message', async (style) => {
  const { resend, desk } = twin.account(`reply_${style}`)
  const { id } = await given(resend.emails.send(invitation))
  const arrived = await desk.reply(id, 'DECLINED', { style, comment: 'On leave, sorry' })
  expect(arrived.receivedFor).toEqual(['conferences@muster.example'])
  const raw = Buffer.from(arrived.raw, 'base64').toString('utf8')
  expect(raw).toMatch(/multipart\/alternative/)
  expect(raw).toMatch(/Content-Type: text\/calendar; charset=utf-8; method=REPLY/i)
  const mail = await PostalMime.parse(raw)
  expect([mail.from?.address, mail.to?.[0]?.address, mail.subject, mail.inReplyTo]).toEqual([
    'sian@ashgrove.example',
    'conferences@muster.example',
    'Declined: Invitation: Conference',
    (await desk.accepted())[0]?.message_id,
  ])
  const part = mail.attachments.find((one) => one.mimeType === 'text/calendar')
  const text = typeof part?.content === 'string' ? part.content : Buffer.from(part?.content ?? new ArrayBuffer(0)).toString('utf8')
  const calendar = new ICAL.Component(ICAL.parse(text))
  const event = calendar.getFirstSubcomponent('vevent')
  const attendee = event?.getFirstProperty('attendee')
  expect(calendar.getFirstPropertyValue('method')).toBe('REPLY')
  expect(
    ['uid', 'sequence', 'dtstart', 'organizer', 'comment', 'summary'].map((name) => String(event?.getFirstPropertyValue(name))),
  ).toEqual([
    'place-1@muster.example',
    '3',
    '2026-06-12T08:30:00Z',
    'mailto:conferences@muster.example',
    'On leave, sorry',
    'Conference, with lunch and a title that is long enough to be folded over two lines',
  ])
  expect([attendee?.getFirstValue(), attendee?.getParameter('partstat'), attendee?.getParameter('cn')]).toEqual([
    'mailto:sian@ashgrove.example',
    'DECLINED',
    'Siân Ŵyn',
  ])
  for (const line of text.split(/\r?\n/)) expect(Buffer.byteLength(line)).toBeLessThanOrEqual(75)
  if (style === 'gmail') {
    const files = await given(resend.emails.receiving.attachments.list({ emailId: arrived.id }))
    const file = files.data.find((one) => one.filename === 'invite.ics')
    expect(await (await fetch(file?.download_url ?? '')).text()).toContain('METHOD:REPLY')
  }
})

it('there is no answer to a mail without an invitation', async () => {
  const { resend, desk } = twin.account('no_reply')
  const { id } = await given(resend.emails.send({ ...invitation, attachments: [] }))
  await expect(desk.reply(id, 'ACCEPTED')).rejects.toThrow('no invitation')
})

it('keeps everything for the next start', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'muster-test-'))
  const start = () => startResendTwin({ port: 0, domains: ['muster.example'], stateFile: join(folder, 'state', 'resend.json') })
  const first = await start()
  const before = new Resend('re_kept', { baseUrl: first.url })
  const sent = await given(before.emails.send(invitation, { idempotencyKey: 'k' }))
  const desk = resendTwinFor('re_kept', fetch, first.url)
  await desk.address('ann@ashgrove.example', 'bounced')
  await given(before.emails.send({ ...invitation, to: 'ann@ashgrove.example' }))
  const arrived = await desk.inbound('conferences@muster.example', letter)
  const accepted = await desk.accepted()
  await first.stop()

  const second = await start()
  const after = new Resend('re_kept', { baseUrl: second.url })
  const again = resendTwinFor('re_kept', fetch, second.url)
  expect(await again.accepted()).toEqual(accepted)
  expect(await given(after.emails.send(invitation, { idempotencyKey: 'k' }))).toEqual(sent)
  expect((await given(after.emails.receiving.get(arrived.id))).subject).toBe('Parking')
  await given(after.emails.send({ ...invitation, to: 'ann@ashgrove.example' }))
  expect((await again.events()).map((one) => one.type)).toEqual(['email.suppressed'])
  await second.stop()
  rmSync(folder, { recursive: true, force: true })
})
