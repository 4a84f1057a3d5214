// The real Resend client against the twin that keeps Resend's promises and checks what it is sent.
import { beforeEach, expect, it } from 'vitest'
import { newId } from '#base/id.ts'
import type { Bindings } from '#base/web/env.ts'
import { claimDue } from '#messages/outbox/claim-store.ts'
import { deliverDue } from '#messages/outbox/deliver.ts'
import { sendNow } from '#messages/outbox/send-together.ts'
import { queued } from '#messages/outbox/store.ts'
import { anAct, bindings, db, rows, run } from '#test/support/factories.ts'
import { after, aMessage, anAttachment, aProvider, emptyOutbox, type Provider, start, stateOf, store } from '#test/support/outbox.ts'
import { inNoTime } from '#test/support/passing-time.ts'

let provider: Provider

beforeEach(async () => {
  await emptyOutbox()
  provider = await aProvider()
})

const deliver = async (now: Date, env: Bindings = provider.env) => {
  await provider.desk.clock(now, true)
  return deliverDue(env, now)
}
const subjects = async () => (await provider.desk.accepted()).map((mail) => mail.subject)
const calls = async () => (await provider.desk.calls()).filter(({ path }) => path.startsWith('/emails'))

it('a stored message arrives once, from the council, with its calendar entry', async () => {
  const message = aMessage()
  await store(message)
  expect(await deliver(start)).toEqual({ sent: 1, later: 0, failed: 0 })
  expect(await deliver(after(1))).toEqual({ sent: 0, later: 0, failed: 0 })
  const [mail, ...more] = await provider.desk.accepted()
  expect(more).toEqual([])
  expect(mail).toMatchObject({
    key: message.id,
    from: 'Muster <conferences@example.gov.uk>',
    to: ['"Siân Ŵyn" <sian@example.sch.uk>'],
    reply_to: ['events@example.gov.uk'],
    subject: 'Your place',
    text: 'You have a place',
    html: '<p>You have a place</p>',
    headers: {},
    tags: [{ name: 'message', value: message.id }],
    attachments: [{ filename: 'invite.ics', content: anAttachment.content, content_type: anAttachment.contentType }],
  })
  expect(await stateOf(message.id)).toMatchObject({ state: 'sent', attempts: 1, providerId: mail?.id, lastError: null })
})

it('two deliverers at once never send a message twice', async () => {
  await store(...Array.from({ length: 30 }, () => aMessage()))
  const done = await Promise.all([deliver(start), deliver(start), deliver(start)])
  expect(done.reduce((sum, one) => sum + one.sent, 0)).toBe(30)
  expect(await calls()).toHaveLength(30)
})

it('a deliverer that dies after claiming loses its claim, and the message goes out under the same key', async () => {
  const message = aMessage()
  await store(message)
  expect(await claimDue(db, start, { claim: newId(start), batch: newId(start) }, { alone: 10, together: 100 })).toMatchObject({
    claims: [{}],
    withheld: 0,
  })
  expect(await deliver(after(1))).toMatchObject({ sent: 0 })
  expect(await deliver(after(6))).toMatchObject({ sent: 1 })
  expect((await provider.desk.accepted()).map(({ key }) => key)).toEqual([message.id])
})

it('when the answer is lost after the mail was accepted, the next attempt is the same to the byte and nothing arrives twice', async () => {
  const message = aMessage()
  await store(message)
  await provider.desk.fault('lost')
  expect(await deliver(start)).toEqual({ sent: 0, later: 1, failed: 0 })
  expect(await stateOf(message.id)).toMatchObject({ state: 'queued' })
  // Another payload under the same key would be refused.
  expect(await deliver(after(2))).toMatchObject({ sent: 1 })
  expect(await calls()).toHaveLength(2)
  expect(await subjects()).toEqual(['Your place'])
})

it('failures of the provider are tried again 1, 2, 4 minutes later, and never once it may have forgotten the key', async () => {
  const message = aMessage()
  await store(message)
  const waits: number[] = []
  let at = 0
  for (let attempt = 1; attempt <= 40; attempt++) {
    await provider.desk.fault(attempt % 2 ? '500' : 'broken')
    const done = await deliver(after(at))
    if (done.failed === 1) break
    expect(done.later).toBe(1)
    const due = Date.parse(String((await stateOf(message.id))?.['dueAt']))
    const next = Math.ceil((due - start.getTime()) / 60_000)
    expect(await deliver(new Date(due - 1000))).toEqual({ sent: 0, later: 0, failed: 0 })
    waits.push(Math.round((due - start.getTime()) / 60_000 - at))
    at = next
  }
  expect(waits.slice(0, 5)).toEqual([1, 2, 4, 8, 16])
  expect(at).toBeLessThan(24 * 60)
  expect(at).toBeGreaterThan(12 * 60)
  expect(await stateOf(message.id)).toMatchObject({ state: 'failed' })
  expect(await deliver(after(3 * 24 * 60))).toEqual({ sent: 0, later: 0, failed: 0 })
  expect(await subjects()).toEqual([])
})

it('a deployment that slept for a day gives up rather than send twice', async () => {
  await store(aMessage())
  await provider.desk.fault('lost')
  await deliver(start)
  expect(await deliver(after(25 * 60))).toEqual({ sent: 0, later: 0, failed: 1 })
  expect(await subjects()).toEqual(['Your place'])
})

it('a message that the provider refuses fails at once and says why', async () => {
  const bad = aMessage({ to: { email: 'nowhere' } })
  const foreign = aMessage()
  await store(bad)
  await db.batch(queued(anAct({ now: start, mailFrom: 'Someone <a@elsewhere.example>' }), foreign))
  expect(await deliver(start)).toEqual({ sent: 0, later: 0, failed: 2 })
  expect(await stateOf(bad.id)).toMatchObject({ state: 'failed', lastError: expect.stringMatching(/^422 validation_error: Invalid `to`/) })
  expect(await stateOf(foreign.id)).toMatchObject({
    state: 'failed',
    lastError: expect.stringMatching(/^403 validation_error: The elsewhere.example domain is not verified/),
  })
})

it('a key that was used for another content fails, for sending again would not help', async () => {
  const message = aMessage()
  await store(message)
  await provider.desk.fault('lost')
  await deliver(start)
  await run(`UPDATE MessageBody SET text = 'Another text'`)
  expect(await deliver(after(2))).toMatchObject({ failed: 1 })
  expect(String((await stateOf(message.id))?.['lastError'])).toContain('invalid_idempotent_request')
})

it('a request with the same key that is still under way is tried again', async () => {
  const message = aMessage()
  await store(message)
  await provider.desk.fault('slow', 1, 120)
  const first = deliver(start)
  await expect.poll(() => provider.desk.waiting()).toBe(1)
  // Another deliverer believes the first one dead.
  await run(`UPDATE Message SET claimedUntil = dueAt`)
  expect(await deliver(after(1))).toMatchObject({ sent: 0, later: 1 })
  await provider.desk.clock(after(3), true)
  await first
  expect(await deliver(after(3))).toMatchObject({ failed: 0 })
  expect(await subjects()).toEqual(['Your place'])
  expect(await stateOf(message.id)).toMatchObject({ state: 'sent' })
})

it('a wrong key does not lose mail: it waits until the key is right', async () => {
  const message = aMessage()
  await store(message)
  await provider.desk.settings({ isRevoked: true })
  expect(await deliver(start)).toMatchObject({ later: 1 })
  await provider.desk.settings({ isRevoked: false })
  expect(await deliver(after(2))).toMatchObject({ sent: 1 })
})

it('one recipient gets messages in the order of the acts: a withdrawal never overtakes its invitation', async () => {
  const recipient = crypto.randomUUID()
  await store(aMessage({ recipient, subject: 'first' }))
  await store(aMessage({ recipient, subject: 'second', method: 'CANCEL' }), aMessage({ subject: 'another person' }))
  await provider.desk.fault('500')
  await deliver(start)
  expect(await subjects()).toEqual(['another person'])
  await deliver(after(2))
  expect(await subjects()).toEqual(['another person', 'first', 'second'])
})

it('without a key nothing is attempted and nothing is lost', async () => {
  const message = aMessage()
  await store(message)
  const { RESEND_API_KEY: _, ...without } = provider.env
  expect(await deliverDue(without, start)).toEqual({ sent: 0, later: 0, failed: 0 })
  expect(await stateOf(message.id)).toMatchObject({ state: 'queued', attempts: 0 })
  expect(await deliver(after(60))).toMatchObject({ sent: 1 })
})

it('under LOCAL_MAIL and without a key mail is kept on this machine, the same message once', async () => {
  const message = aMessage()
  await store(message)
  const { RESEND_API_KEY: _, ...local } = { ...bindings, LOCAL_MAIL: '1' }
  await deliverDue(local, start)
  await run(`UPDATE Message SET state = 'queued'`)
  await deliverDue(local, after(1))
  expect(await rows('SELECT id, toAddress FROM LocalMail')).toEqual([{ id: message.id, toAddress: '"Siân Ŵyn" <sian@example.sch.uk>' }])
})

it('a sign-in code is mailed at once, leaves nothing in the outbox, and its failure is told', async () => {
  const mail = { to: { email: 'a@example.sch.uk' }, subject: 'Your code', text: '123456', html: '<p>123456</p>' }
  expect((await sendNow(provider.env, mail, start)).ok).toBe(true)
  expect(await subjects()).toEqual(['Your code'])
  expect((await provider.desk.accepted())[0]?.tags).toEqual([])
  expect(await rows('SELECT COUNT(*) AS n FROM Message')).toEqual([{ n: 0 }])
  await provider.desk.fault('broken')
  expect(await sendNow(provider.env, mail, start)).toEqual({ ok: false, reason: 'mail_not_sent' })
  const { RESEND_API_KEY: _, ...without } = provider.env
  expect(await sendNow(without, mail, start)).toEqual({ ok: false, reason: 'mail_not_sent' })
})

it('a sign-in code waits a moment while the provider is busy with what others have asked for, and goes once', async () => {
  await provider.desk.settings({ perSecond: 2 })
  const mails = [1, 2, 3, 4].map((n) => ({
    to: { email: `a${n}@example.sch.uk` },
    subject: `Code ${n}`,
    text: '123456',
    html: '<p>123456</p>',
  }))
  const sent = await inNoTime(() => Promise.all(mails.map((mail) => sendNow(provider.env, mail, start))), {
    step: 100,
    now: start,
    moving: (to) => provider.desk.clock(to, true),
  })
  expect(sent.map(({ ok }) => ok)).toEqual([true, true, true, true])
  expect((await subjects()).toSorted()).toEqual(['Code 1', 'Code 2', 'Code 3', 'Code 4'])
})

it('names, subjects and further headers cannot break out of their header', async () => {
  await store(
    aMessage({
      to: { name: 'Eve" <eve@evil.example>,\r\nBcc: x', email: 'sian@example.sch.uk' },
      subject: 'One\r\nBcc: two',
      headers: { 'List-Unsubscribe': '<https://muster.example/unsubscribe/x>' },
    }),
  )
  await deliver(start)
  const [mail] = await provider.desk.accepted()
  expect(mail?.to).toEqual(['"Eve eve@evil.example , Bcc: x" <sian@example.sch.uk>'])
  expect(mail?.subject).toBe('One Bcc: two')
  expect(mail?.headers).toEqual({ 'List-Unsubscribe': '<https://muster.example/unsubscribe/x>' })
})
