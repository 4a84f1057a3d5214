import { expect, it } from 'vitest'
import { readNow } from '#base/db/read.ts'
import { entriesOf } from '#booking/history/history.ts'
import { selectHistory } from '#booking/history/history-store.ts'
import { runDue } from '#due.ts'
import worker from '#index.ts'
import { readingJobs } from '#jobs.ts'
import { anAccount, bindings, db, request, rows, run } from '#test/support/factories.ts'
import { add } from '#test/support/rows.ts'
import { due, written } from '#test/worker/correspondence/delivery/world.ts'
import { aPost, calendarMail, ourAddress, standing, uidOf, vouchedFor } from './world.ts'

it('An answer of a calendar puts a mark beside the place that the organiser and the school see, and changes nothing else', async () => {
  const { event, first, second, contact, organiser, reply } = await aPost()
  expect(await reply(first, 'ACCEPTED', { style: 'outlook', comment: 'a secret remark' })).toBe('answered')
  expect(await reply(second, 'TENTATIVE', { style: 'gmail' })).toBe('answered')
  expect([await standing(first.placeId), await standing(second.placeId)]).toEqual([
    [{ answer: 'accepted', sequence: 0 }],
    [{ answer: 'tentative', sequence: 0 }],
  ])
  expect(await rows('SELECT state FROM Place WHERE eventId = ?1', event.id)).toEqual([{ state: 'confirmed' }, { state: 'confirmed' }])
  const see = async (path: string, cookie: string) => (await (await request(path, { cookie })).text()).replaceAll(/\s+/g, ' ')
  expect(await see(`/organiser/events/${event.code}`, organiser.cookie)).toContain('Yes 1 · No 0 · Perhaps 1')
  const list = await see(`/organiser/events/${event.code}/bookings`, organiser.cookie)
  expect(list).toMatch(/Answered yes in their calendar on/)
  expect(list).toMatch(/Answered perhaps in their calendar on/)
  expect(await see(`/bookings/${first.reference}`, contact.cookie)).toMatch(/Answered yes in their calendar on/)
  // “What somebody wrote beside their answer is not kept.”
  const kept = await rows('SELECT * FROM InviteReply')
  expect(JSON.stringify([kept, await rows('SELECT * FROM MailEvent')])).not.toContain('secret remark')
  expect(await written(event.id, 'reply_declined', 'contact_declined', 'mail_passed_on')).toEqual([])
})

it('A decline never cancels the place: the delegate learns that it is held and how to pass it on, and the contact that a calendar said no', async () => {
  const { event, first, contact, reply, desk } = await aPost()
  expect(await reply(first, 'DECLINED')).toBe('answered')
  expect(await rows('SELECT state, personId FROM Place WHERE id = ?1', first.placeId)).toEqual([
    { state: 'confirmed', personId: first.personId },
  ])
  const [own, told, ...more] = await written(event.id, 'reply_declined', 'contact_declined')
  expect([own?.to, own?.kind, told?.to, told?.kind, more]).toEqual([first.email, 'reply_declined', contact.email, 'contact_declined', []])
  for (const words of ['Your place is still held', 'events@example.gov.uk']) expect(own?.text).toContain(words)
  for (const words of ['Siân Ŵyn', first.reference, `/bookings/${first.reference}`, 'The place is still theirs'])
    expect(told?.text).toContain(words)
  // A machine answers a machine: the answer says so, and no page takes it for another message or
  // for one to somebody else.
  const [{ headers } = { headers: '' }] = await rows<{ headers: string }>(
    `SELECT b.headers FROM MessageBody b JOIN Message m ON m.id = b.messageId WHERE m.eventId = ?1 AND m.kind = 'reply_declined'`,
    event.id,
  )
  expect(JSON.parse(headers)).toEqual({ 'Auto-Submitted': 'auto-replied' })
  const booking = await (await request(`/bookings/${first.reference}`, { cookie: contact.cookie })).text()
  expect(booking).toContain('Answer to what their calendar said sent on')
  expect(booking).not.toContain('Cancellation')
  const history = await readNow(db, selectHistory(db, first.reference))
  const sentences = history ? entriesOf(history, (kind) => kind).map(({ sentence }) => sentence) : []
  expect(sentences.filter((sentence) => sentence.startsWith('The calendar of'))).toEqual([
    'The calendar of Siân Ŵyn said no; the place stays as it is',
  ])
  const sentTo = history?.messages.map(({ kind, to }) => [kind, to]) ?? []
  expect(sentTo.filter(([kind]) => kind === 'reply_declined' || kind === 'contact_declined')).toEqual([
    ['reply_declined', 'Siân Ŵyn'],
    ['contact_declined', 'Contact Olwen'],
  ])
  const link = own?.text.match(/\/place\/[\w-]{43}/)?.[0] ?? ''
  expect((await request(link)).status).toBe(200)
  expect((await desk.accepted()).map(({ subject }) => subject)).toContain(own?.subject)
})

it('A second decline of the same version sends nothing; accepting and declining again does, and so does declining a later version', async () => {
  const { event, first, reply, inbound } = await aPost()
  const sent = async () => (await written(event.id, 'reply_declined', 'contact_declined')).length
  const uid = await uidOf(first.placeId)
  const say = (partstat: string, stamp: string, sequence = 0) => inbound(calendarMail(first.email, uid, { partstat, stamp, sequence }))
  expect([await say('DECLINED', '20261101T090000Z'), await sent()]).toEqual(['answered', 2])
  expect([await say('DECLINED', '20261101T090500Z'), await sent()]).toEqual(['answered', 2])
  // The very same answer once more is known.
  expect([await say('DECLINED', '20261101T090500Z'), await sent()]).toEqual(['known', 2])
  expect([await say('ACCEPTED', '20261101T091000Z'), await sent()]).toEqual(['answered', 2])
  // “An answer that comes late, from before the one that stands, is kept and changes nothing.”
  expect([await say('DECLINED', '20261101T090700Z'), await sent(), await standing(first.placeId)]).toEqual([
    'answered',
    2,
    [{ answer: 'accepted', sequence: 0 }],
  ])
  expect([await say('DECLINED', '20261101T092000Z'), await sent()]).toEqual(['answered', 4])
  await run('UPDATE Invitation SET sequence = 3 WHERE placeId = ?1', first.placeId)
  expect([await say('DECLINED', '20261101T093000Z', 3), await sent()]).toEqual(['answered', 6])
  expect(await reply(first, 'ACCEPTED')).toBe('answered')
})

it('An answer to an entry as it was before a change is shown as such', async () => {
  const { first, contact, reply } = await aPost()
  await reply(first, 'ACCEPTED')
  await run('UPDATE Invitation SET sequence = sequence + 1 WHERE placeId = ?1', first.placeId)
  const page = (await (await request(`/bookings/${first.reference}`, { cookie: contact.cookie })).text()).replaceAll(/\s+/g, ' ')
  expect(page).toMatch(/Answered yes in their calendar on [^<]*, before the last change/)
})

it('An answer counts only from the person of the entry, by their own address, to an entry of ours that is live and a version that was sent', async () => {
  const { event, first, second, inbound, reply } = await aPost()
  const uid = await uidOf(first.placeId)
  const outcomes = [
    await reply(first, 'DECLINED', { attendee: second.email }),
    await inbound(calendarMail(second.email, uid, { attendee: first.email })),
    await inbound(calendarMail(first.email, uid, { attendee: second.email })),
    await inbound(calendarMail(first.email, 'somebody-elses@example.com')),
    await inbound(calendarMail(first.email, uid, { sequence: 7 })),
  ]
  expect(outcomes).toEqual(['not_from_attendee', 'not_from_attendee', 'not_from_attendee', 'unknown_entry', 'unknown_version'])
  await run(`UPDATE Invitation SET state = 'cancelled', sequence = 1 WHERE uid = ?1`, uid)
  expect(await inbound(calendarMail(first.email, uid))).toBe('entry_ended')
  expect([await standing(first.placeId), await written(event.id, 'reply_declined', 'contact_declined', 'mail_passed_on')]).toEqual([[], []])
  // A spelling of the address in capitals is the same address.
  expect(await inbound(calendarMail(second.email.toUpperCase(), await uidOf(second.placeId)))).toBe('answered')
})

it('Counter-proposals, requests to send again, delegations, and answers without an answer, a time or a single attendee change nothing', async () => {
  const { event, first, inbound } = await aPost()
  const uid = await uidOf(first.placeId)
  const mail = (more: Parameters<typeof calendarMail>[2]) => inbound(calendarMail(first.email, uid, more))
  expect([
    await mail({ method: 'COUNTER' }),
    await mail({ method: 'REFRESH' }),
    await mail({ method: 'PUBLISH' }),
    await mail({ partstat: 'DELEGATED' }),
    await mail({ partstat: 'ACCEPTED;DELEGATED-TO="mailto:x@example.com"' }),
    await mail({ partstat: 'NEEDS-ACTION' }),
    await mail({ stamp: null }),
    await mail({ lines: ['ATTENDEE;PARTSTAT=ACCEPTED:mailto:x@example.com'] }),
    await mail({ stamp: 'nonsense' }),
    await mail({ sequence: -1 }),
  ]).toEqual([
    'counter',
    'refresh',
    'other_method',
    'delegated',
    'delegated',
    'no_answer',
    'no_stamp',
    'not_one_attendee',
    'unreadable',
    'unreadable',
  ])
  expect([await standing(first.placeId), await written(event.id, 'reply_declined', 'contact_declined', 'mail_passed_on')]).toEqual([[], []])
})

it('Whatever a mail is made of, it is looked at once and does no harm', async () => {
  const { event, first, inbound } = await aPost()
  const head = `From: <${first.email}>\nTo: <${ourAddress}>\nSubject: x\nMIME-Version: 1.0\n`
  const many = Array.from(
    { length: 80 },
    (_, n) => `--b\nContent-Type: application/octet-stream\nContent-Disposition: attachment; filename=f${n}\n\nx\n`,
  ).join('')
  const deep = `${Array.from({ length: 60 }, (_, n) => `Content-Type: multipart/mixed; boundary=b${n}\n\n--b${n}\n`).join('')}\nx`
  const outcomes = [
    await inbound(`${head}Content-Type: multipart/mixed; boundary=b\n\n${many}--b--\n`),
    await inbound(head + deep),
    await inbound(`${head}Content-Type: text/calendar; method=REPLY\nContent-Transfer-Encoding: base64\n\n!!!! not base64 at all ####\n`),
    await inbound(`${head}Content-Type: text/calendar; charset=klingon; method=REPLY\n\nBEGIN:VCALENDAR\nMETHOD:REPLY\nBEGIN:VEVENT\n`),
    await inbound(`${head}Content-Type: text/calendar; method=REPLY\n\nBEGIN:VCALENDAR\nMETHOD:REPLY\nEND:VCALENDAR\n`),
    await inbound(`${head}Content-Type: text/calendar; method=REPLY\n\n${'BEGIN:VCALENDAR\n'.repeat(200)}`),
    await inbound(`${head}Content-Type: text/plain\n\n${'x'.repeat(2_100_000)}`),
  ]
  expect(outcomes).toEqual(['unreadable', 'unreadable', 'unreadable', 'unreadable', 'unreadable', 'unreadable', 'too_large'])
  expect([await standing(first.placeId), await written(event.id, 'reply_declined', 'mail_passed_on')]).toEqual([[], []])
})

it('an answer that stands anywhere in a mail is found, in whatever encoding', async () => {
  const { first, inbound } = await aPost()
  const uid = await uidOf(first.placeId)
  const calendar = calendarMail(first.email, uid, { partstat: 'TENTATIVE' }).split('\n\n').slice(1).join('\n\n').replaceAll('\n', '\r\n')
  const utf16 = btoa(Array.from(calendar, (letter) => `${letter}\0`).join('')).replaceAll(/(.{76})/g, '$1\n')
  expect(
    await inbound(`From: ${first.email}
To: ${ourAddress}
Subject: Tentative
MIME-Version: 1.0
Content-Type: multipart/mixed; boundary=out

--out
Content-Type: multipart/alternative; boundary=in

--in
Content-Type: text/plain

perhaps
--in
Content-Type: text/calendar; charset=utf-16le; method=REPLY
Content-Transfer-Encoding: base64

${utf16}
--in--
--out
Content-Type: application/ics; name=invite.ics
Content-Disposition: attachment; filename=invite.ics

BEGIN:VCALENDAR
broken
--out--
`),
  ).toBe('answered')
  expect(await standing(first.placeId)).toEqual([{ answer: 'tentative', sequence: 0 }])
})

// “A mail whose reading was begun and never ended is not read again.”
// “The organiser is told of a mail that could not be read, with when it came and why, and nothing
// of what it holds.”
it('a mail whose reader was stopped at it is put away, and the organiser is told', async () => {
  const { first, desk, bindings: ours, tell } = await aPost()
  const uid = await uidOf(first.placeId)
  const arrived = await desk.inbound(ourAddress, calendarMail(first.email, uid).replaceAll('\n', '\r\n'))
  await tell({ RESEND_INBOUND_KEY: undefined })
  await run('UPDATE MailEvent SET readingAt = receivedAt, attempts = 1 WHERE providerId = ?1', arrived.id)
  const later = new Date(Date.now() + 60 * 60_000)
  await runDue({ ...bindings, ...ours }, later, 'http://localhost:8787', readingJobs)
  expect(await rows('SELECT outcome, followedAt FROM MailEvent WHERE providerId = ?1', arrived.id)).toEqual([
    { outcome: 'not_finished', followedAt: later.toISOString() },
  ])
  expect(await standing(first.placeId)).toEqual([])
  const organiser = await anAccount({ roles: ['organiser'] })
  const home = await (await request('/organiser', { cookie: organiser.cookie })).text()
  expect(home).toMatch(/\d+ mails? to our sending address could not be read/)
  const log = await (await request('/organiser/log?act=mail.not_read', { cookie: organiser.cookie })).text()
  expect(log).toContain('not_finished')
  expect(log).not.toContain(first.email)
})

// “An answer for whose sender the domain does not vouch, as the mail provider found, is not
// taken; organisers are told that one came.”
it('an answer whose sender the provider found to be forged is not taken, and organisers are told', async () => {
  const { event, first, inbound } = await aPost()
  const domain = first.email.split('@')[1]
  const organiser = await anAccount({ roles: ['organiser'] })
  const told = () =>
    rows(`SELECT l.after ->> '$.why' AS why FROM Log l WHERE l.act = 'mail.not_read' AND l.after ->> '$.why' = 'not_vouched'`)
  const mail = calendarMail(first.email, await uidOf(first.placeId))
  const forged = `Authentication-Results: amazonses.com; spf=fail; dkim=none; dmarc=fail header.from=${domain}\n`
  expect([await inbound(mail, forged), await inbound(mail, '')]).toEqual(['not_vouched', 'not_vouched'])
  expect([await standing(first.placeId), await written(event.id, 'reply_declined', 'contact_declined')]).toEqual([[], []])
  expect(await told()).toEqual([{ why: 'not_vouched' }, { why: 'not_vouched' }])
  expect(await (await request('/organiser', { cookie: organiser.cookie })).text()).toMatch(
    /\d+ mails to our sending address could not be read or relied on/,
  )
  // Whoever knows no entry of ours tells organisers nothing.
  expect(await inbound(calendarMail(first.email, 'somebody-elses@example.com'), forged)).toBe('unknown_entry')
  expect(await told()).toHaveLength(2)
  expect([await inbound(mail), await standing(first.placeId)]).toEqual(['answered', [{ answer: 'declined', sequence: 0 }]])
})

// “Mail is read last, once everything that is due is done and sent.”
it('what waits to be sent has gone when the first mail is fetched', async () => {
  const { first, desk, bindings: ours, tell } = await aPost()
  const mail = calendarMail(first.email, await uidOf(first.placeId))
  const arrived = await desk.inbound(ourAddress, `${vouchedFor(mail)}${mail}`.replaceAll('\n', '\r\n'))
  await tell({ RESEND_INBOUND_KEY: undefined })
  const waits = `SELECT COUNT(*) AS n FROM MailEvent WHERE followedAt IS NULL AND type = 'email.received'`
  const before = await rows(waits)
  await runDue({ ...bindings, ...ours }, new Date(Date.now() + 60_000), 'http://localhost:8787')
  expect(await rows(waits)).toEqual(before)
  await worker.scheduled({} as ScheduledController, { ...bindings, ...ours, BASE_URL: 'http://localhost:8787' })
  expect(await rows('SELECT outcome FROM MailEvent WHERE providerId = ?1', arrived.id)).toEqual([{ outcome: 'answered' }])
})

it('the same mail told of twice, or followed by two at once, is noted once and answered once', async () => {
  const { event, first, desk, invitationTo, arrive, bindings } = await aPost()
  await desk.reply(await invitationTo(first), 'DECLINED')
  const deliveries = await desk.deliveries()
  await Promise.all(
    [...deliveries, ...deliveries, ...deliveries].map(({ body, headers }) =>
      request('/resend/webhooks', { method: 'POST', body, headers: { ...headers }, bindings }),
    ),
  )
  await desk.replay()
  await arrive()
  await due(new Date(), bindings)
  expect((await written(event.id, 'reply_declined', 'contact_declined')).map(({ kind }) => kind)).toEqual([
    'reply_declined',
    'contact_declined',
  ])
  expect(
    await rows('SELECT answer FROM InviteReply r JOIN Invitation i ON i.id = r.invitationId WHERE i.placeId = ?1', first.placeId),
  ).toEqual([{ answer: 'declined' }])
})

it('a mail that cannot be fetched is asked for again, later and later, and given up when it is gone', async () => {
  const { bindings } = await aPost()
  const id = crypto.randomUUID()
  const at = new Date().toISOString()
  await add('MailEvent', { id, type: 'email.received', at, receivedAt: at, providerId: id })
  const row = async () => (await rows('SELECT attempts, outcome FROM MailEvent WHERE id = ?1', id))[0]
  const unreachable = { ...bindings, RESEND_BASE_URL: 'https://nobody.example' }
  await due(new Date(), unreachable)
  await due(new Date(), unreachable)
  expect(await row()).toEqual({ attempts: 1, outcome: null })
  await due(new Date(Date.now() + 61_000), unreachable)
  expect(await row()).toEqual({ attempts: 2, outcome: null })
  await due(new Date(Date.now() + 4 * 60_000), bindings)
  expect(await row()).toEqual({ attempts: 3, outcome: 'gone' })
  // “After thirteen attempts, the last of them nearly three days later, a mail that cannot be had
  // is given up.”
  const lost = crypto.randomUUID()
  await add('MailEvent', { id: lost, type: 'email.received', at, receivedAt: at, providerId: lost, attempts: 12 })
  await due(new Date(Date.now() + 2 * 24 * 3_600_000), unreachable)
  await due(new Date(Date.now() + 3 * 24 * 3_600_000), unreachable)
  expect(await rows('SELECT attempts, outcome FROM MailEvent WHERE id = ?1', lost)).toEqual([{ attempts: 13, outcome: 'unavailable' }])
})
