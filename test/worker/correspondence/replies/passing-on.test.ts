import { expect, it } from 'vitest'
import { saveCouncil } from '#base/council/store.ts'
import { councilFrom } from '#base/council.ts'
import { anAccount, anAct, request, rows, run } from '#test/support/factories.ts'
import { aWorld } from '#test/worker/correspondence/delivery/world.ts'
import { aPost, ourAddress } from './world.ts'

const passed = (from: string) =>
  rows<{ to: string; replyTo: string; text: string; headers: string; eventId: string | null; html: string }>(
    `SELECT y.email AS "to", y.replyTo, y.text, y.html, y.headers, m.eventId FROM Message m JOIN MessageBody y ON y.messageId = m.id
     WHERE m.kind = 'mail_passed_on' AND y.replyTo = ?1 ORDER BY m.rowid`,
    from,
  )

const letter = (from: string, subject: string, text = 'Where can I park?', headers: string[] = []): string =>
  [`From: Siân <${from}>`, `To: <${ourAddress}>`, `Subject: ${subject}`, ...headers, '', text, ''].join('\n')

it('What a person writes to the sending address is passed on to the contact of the event that they answer about, and answers go to the writer', async () => {
  const { event, first, inbound, desk } = await aPost(undefined, { contactEmail: 'organiser@example.gov.uk' })
  const [invitation] = await rows<{ subject: string }>('SELECT subject FROM MessageBody WHERE messageId = ?1', first.messageId)
  expect(await inbound(letter(first.email, `AW: Re: ${invitation?.subject}`))).toBe('passed_on')
  const [mail, ...more] = await passed(first.email)
  expect(mail).toMatchObject({
    to: 'organiser@example.gov.uk',
    eventId: event.id,
    headers: JSON.stringify({ 'Auto-Submitted': 'auto-forwarded', 'X-Muster-Passed-On': '1' }),
  })
  expect([mail?.text.includes('Where can I park?'), mail?.text.includes(event.title), more]).toEqual([true, true, []])
  const [sent] = (await desk.accepted()).filter(({ subject }) => subject.startsWith('Passed on:'))
  expect(sent).toMatchObject({ to: [expect.stringContaining('organiser@example.gov.uk')] })
})

it('what tells nothing of its event goes to the council; with nobody to pass it to it is put away', async () => {
  const { inbound } = await aPost()
  const council = councilFrom('884')
  expect(await inbound(letter('stranger@example.sch.uk', 'Something else'))).toBe('nobody_to_pass_to')
  await saveCouncil(anAct(), council, { ...council, contactEmail: 'council@example.gov.uk' })
  expect(await inbound(letter('stranger@example.sch.uk', 'Something else'))).toBe('passed_on')
  expect(await passed('stranger@example.sch.uk')).toMatchObject([{ to: 'council@example.gov.uk', eventId: null }])
  // The council’s own people are not sent what they wrote.
  expect(await inbound(letter('council@example.gov.uk', 'Something else'))).toBe('nobody_to_pass_to')
  await saveCouncil(anAct(), council, council)
})

it('Absence notes, reports of failures, lists and mail of ours that comes back are not answered and not passed on', async () => {
  const { event, first, inbound } = await aPost()
  const [invitation] = await rows<{ subject: string }>('SELECT subject FROM MessageBody WHERE messageId = ?1', first.messageId)
  const mail = (headers: string[], from = first.email) => inbound(letter(from, `Re: ${invitation?.subject}`, 'I am away.', headers))
  expect([
    await mail(['Auto-Submitted: auto-replied']),
    await mail(['Precedence: bulk']),
    await mail(['Return-Path: <>']),
    await mail(['X-Autoreply: yes']),
    await mail(['List-Id: <x.example>']),
    await mail(['Content-Type: multipart/report; report-type=delivery-status; boundary=b']),
    await mail([], 'mailer-daemon@example.sch.uk'),
    await mail(['X-Muster-Passed-On: 1']),
    await mail([], ourAddress),
    await mail(['Auto-Submitted: no']),
  ]).toEqual(['automatic', 'automatic', 'automatic', 'automatic', 'automatic', 'automatic', 'automatic', 'loop', 'loop', 'passed_on'])
  expect((await passed(first.email)).map(({ eventId }) => eventId)).toEqual([event.id])
})

it('It is passed on as text alone, up to a length, and of one writer up to five mails in a day', async () => {
  const { first, inbound } = await aPost()
  const [invitation] = await rows<{ subject: string }>('SELECT subject FROM MessageBody WHERE messageId = ?1', first.messageId)
  const html = `<html><head><style>p{}</style></head><body><p>First &amp; <b>last</b></p><script>alert(1)</script><img src="https://tracker.example/x.png"></body></html>`
  expect(await inbound(letter(first.email, `Re: ${invitation?.subject}`, html, ['MIME-Version: 1.0', 'Content-Type: text/html']))).toBe(
    'passed_on',
  )
  expect(await inbound(letter(first.email, `Re: ${invitation?.subject}`, 'long '.repeat(10_000)))).toBe('passed_on')
  for (let n = 3; n <= 5; n += 1) expect(await inbound(letter(first.email, `Re: ${invitation?.subject}`))).toBe('passed_on')
  expect(await inbound(letter(first.email, `Re: ${invitation?.subject}`))).toBe('too_many')
  const mails = await passed(first.email)
  expect(mails.length).toBe(5)
  expect(mails[0]?.text).toContain('First & last')
  for (const words of ['alert(1)', 'tracker.example', '<script']) expect(mails[0]?.html).not.toContain(words)
  expect((mails[1]?.text.length ?? 0) < 11_000).toBe(true)
})

// “Nothing of a mail that came in is kept but what is passed on.”
it('nothing of a mail that came in is kept but what is passed on', async () => {
  const { first, inbound } = await aPost()
  await inbound(letter(first.email, 'Something private', 'A private word', ['Auto-Submitted: auto-replied']))
  const kept = await rows(`SELECT * FROM MailEvent WHERE type = 'email.received'`)
  expect(JSON.stringify(kept)).not.toMatch(/private|example\.sch\.uk/)
})

it('without mail that arrives here, invitations say that nobody reads answers of calendars', async () => {
  const { event } = await aWorld()
  const post = await aPost()
  const textOf = async (id: string) =>
    (
      await rows<{ text: string }>(
        `SELECT y.text FROM Message m JOIN MessageBody y ON y.messageId = m.id WHERE m.eventId = ?1 AND m.kind = 'invitation' LIMIT 1`,
        id,
      )
    )[0]?.text
  expect(await textOf(event.id)).toContain('An answer from your calendar reaches nobody.')
  expect(await textOf(post.event.id)).toContain('Declining in your calendar does not cancel your place')
})

it('Only mail whose domain vouches for its writer is passed on, as the mail provider found: somebody else’s name spends nothing and reaches nobody', async () => {
  const { first, inbound } = await aPost()
  const [invitation] = await rows<{ subject: string }>('SELECT subject FROM MessageBody WHERE messageId = ?1', first.messageId)
  const mail = letter(first.email, `Re: ${invitation?.subject}`)
  const domain = first.email.split('@')[1]
  const forged = `Authentication-Results: amazonses.com; dmarc=pass header.from=${domain}\n`
  expect(await inbound(mail, '')).toBe('not_vouched')
  expect(await inbound(mail, `Authentication-Results: amazonses.com; spf=fail; dmarc=fail header.from=${domain}\n${forged}`)).toBe(
    'not_vouched',
  )
  expect(await inbound(mail, `Authentication-Results: mx.evil.example; dmarc=pass header.from=${domain}\n`)).toBe('not_vouched')
  expect(await inbound(mail, 'Authentication-Results: amazonses.com; dmarc=pass header.from=evil.example\n')).toBe('not_vouched')
  expect(await passed(first.email)).toEqual([])
  expect(await inbound(mail, forged)).toBe('passed_on')
})

it('All writers together have so much passed on as the mail plan has for them, and the organisers’ page says that it was reached', async () => {
  const council = councilFrom('884')
  const { inbound } = await aPost()
  await saveCouncil(anAct(), council, { ...council, contactEmail: 'council@example.gov.uk', mailsPerDay: 100 })
  await run('DELETE FROM LimitUse')
  const outcomes = []
  for (let n = 0; n < 4; n += 1) outcomes.push(await inbound(letter(`writer${n}@school${n}.example`, 'A question')))
  expect(outcomes).toEqual(['passed_on', 'passed_on', 'ceiling', 'ceiling'])
  await saveCouncil(anAct(), council, council)
  const organiser = await anAccount({ roles: ['organiser'] })
  expect(await (await request('/organiser', { cookie: organiser.cookie })).text()).toContain(
    'Email limit reached: 2 sign-in codes or emails were not sent since yesterday',
  )
})
