// The real Resend client against a twin that keeps Resend's promises and checks what it is sent.
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import type { Bindings } from '../../../src/env.ts'
import { newId } from '../../../src/id.ts'
import { claimDue } from '../../../src/outbox/claim-store.ts'
import { afterWrite, deliverDue, sendNow } from '../../../src/outbox/deliver.ts'
import type { OutgoingMessage } from '../../../src/outbox/message.ts'
import { queued, queuedAll } from '../../../src/outbox/store.ts'
import { anAct, bindings, db, rows } from '../../support/factories.ts'

const env: Bindings = { ...bindings, LOCAL_MAIL: '', RESEND_API_KEY: 're_test', RESEND_BASE_URL: 'https://resend.test' }
const start = new Date('2026-03-02T09:00:00.000Z')
const after = (minutes: number): Date => new Date(start.getTime() + minutes * 60_000)

type Arrived = { key: string; body: Record<string, unknown>; at: number }
/** What recipients got: the same key arrives once. */
let arrived: Arrived[] = []
let calls: Arrived[] = []
/** Answers instead of the twin's own, in order; 'lost' accepts the mail and loses the answer. */
let answers: (Response | 'lost' | 'unreachable')[] = []
const held = new Map<string, string>()

const refusal = (statusCode: number, name: string, headers: Record<string, string> = {}): Response =>
  new Response(JSON.stringify({ statusCode, name, message: name }), { status: statusCode, headers })

beforeEach(async () => {
  arrived = []
  calls = []
  answers = []
  held.clear()
  await db.batch([
    db.prepare('DELETE FROM MailGate'),
    db.prepare('DELETE FROM MessageBody'),
    db.prepare('DELETE FROM Message'),
    db.prepare('DELETE FROM LocalMail'),
  ])
  vi.spyOn(globalThis, 'fetch').mockImplementation(async (input, init) => {
    const request = new Request(input as RequestInfo, init as RequestInit)
    expect(request.url).toBe('https://resend.test/emails')
    expect(request.method).toBe('POST')
    if (request.headers.get('authorization') !== 'Bearer re_test') return refusal(401, 'invalid_api_key')
    const text = await request.text()
    const key = request.headers.get('idempotency-key') ?? ''
    expect(key).not.toBe('')
    const call = { key, body: JSON.parse(text) as Record<string, unknown>, at: Date.now() }
    calls.push(call)
    const answer = answers.shift()
    if (answer === 'unreachable') throw new TypeError('network down')
    if (answer instanceof Response) return answer
    if (held.has(key)) {
      if (held.get(key) !== text) return refusal(409, 'invalid_idempotent_request')
    } else {
      if (!String(call.body['from']).endsWith('@example.gov.uk>')) return refusal(403, 'validation_error')
      if (!/@[^ ]+\.[^ ]+$/.test(String(call.body['to']).replace('>', ''))) return refusal(422, 'validation_error')
      held.set(key, text)
      arrived.push(call)
    }
    if (answer === 'lost') throw new DOMException('The operation was aborted', 'TimeoutError')
    return new Response(JSON.stringify({ id: `provider-${key}` }), { status: 200, headers: { 'content-type': 'application/json' } })
  })
})
afterEach(() => vi.restoreAllMocks())

const aMessage = (facts: Partial<OutgoingMessage> = {}): OutgoingMessage => ({
  id: newId(start),
  kind: 'invitation',
  to: { name: 'Siân Ŵyn', email: 'sian@example.sch.uk' },
  replyTo: 'events@example.gov.uk',
  subject: 'Your place',
  text: 'You have a place',
  html: '<p>You have a place</p>',
  recipient: crypto.randomUUID(),
  attachments: [
    { filename: 'invite.ics', contentType: 'text/calendar; charset=utf-8; method=REQUEST', content: btoa('BEGIN:VCALENDAR\r\n') },
  ],
  ...facts,
})

const store = async (...messages: OutgoingMessage[]): Promise<void> => {
  await db.batch(queuedAll(anAct({ now: start }), messages))
}

const stateOf = async (id: string) =>
  (await rows('SELECT state, attempts, dueAt, sentAt, providerId, lastError FROM Message WHERE id = ?1', id))[0]

it('a stored message arrives once, from the council, with its calendar entry', async () => {
  const message = aMessage()
  await store(message)
  expect(await deliverDue(env, start)).toEqual({ sent: 1, later: 0, failed: 0 })
  expect(await deliverDue(env, after(1))).toEqual({ sent: 0, later: 0, failed: 0 })
  expect(arrived).toHaveLength(1)
  expect(arrived[0]?.key).toBe(message.id)
  expect(arrived[0]?.body).toEqual({
    from: 'Muster <conferences@example.gov.uk>',
    to: '"Siân Ŵyn" <sian@example.sch.uk>',
    reply_to: 'events@example.gov.uk',
    subject: 'Your place',
    text: 'You have a place',
    html: '<p>You have a place</p>',
    tags: [{ name: 'message', value: message.id }],
    attachments: [
      { filename: 'invite.ics', content: btoa('BEGIN:VCALENDAR\r\n'), content_type: 'text/calendar; charset=utf-8; method=REQUEST' },
    ],
  })
  expect(await stateOf(message.id)).toMatchObject({ state: 'sent', attempts: 1, providerId: `provider-${message.id}`, lastError: null })
})

it('two deliverers at once never send a message twice', async () => {
  await store(...Array.from({ length: 30 }, () => aMessage()))
  const done = await Promise.all([deliverDue(env, start), deliverDue(env, start), deliverDue(env, start)])
  expect(done.reduce((sum, one) => sum + one.sent, 0)).toBe(30)
  expect(calls).toHaveLength(30)
})

it('a deliverer that dies after claiming loses its claim, and the message goes out under the same key', async () => {
  const message = aMessage()
  await store(message)
  expect(await claimDue(db, start, { claim: newId(start), batch: newId(start) }, { alone: 10, together: 100 })).toHaveLength(1)
  expect(await deliverDue(env, after(1))).toMatchObject({ sent: 0 })
  expect(await deliverDue(env, after(6))).toMatchObject({ sent: 1 })
  expect(arrived.map(({ key }) => key)).toEqual([message.id])
})

it('when the answer is lost after the mail was accepted, the next attempt is the same to the byte and nothing arrives twice', async () => {
  const message = aMessage()
  await store(message)
  answers = ['lost']
  expect(await deliverDue(env, start)).toEqual({ sent: 0, later: 1, failed: 0 })
  expect(await stateOf(message.id)).toMatchObject({ state: 'queued' })
  expect(await deliverDue(env, after(2))).toMatchObject({ sent: 1 })
  expect(calls).toHaveLength(2)
  expect(calls[0]?.body).toEqual(calls[1]?.body)
  expect(arrived).toHaveLength(1)
})

it('failures of the provider are tried again 1, 2, 4 minutes later, and never once it may have forgotten the key', async () => {
  const message = aMessage()
  await store(message)
  const waits: number[] = []
  let at = 0
  for (let attempt = 1; attempt <= 40; attempt++) {
    answers = [attempt % 2 ? refusal(500, 'internal_server_error') : 'unreachable']
    const done = await deliverDue(env, after(at))
    if (done.failed === 1) break
    expect(done.later).toBe(1)
    const due = Date.parse(String((await stateOf(message.id))?.['dueAt']))
    const next = Math.ceil((due - start.getTime()) / 60_000)
    expect(await deliverDue(env, new Date(due - 1000))).toEqual({ sent: 0, later: 0, failed: 0 })
    waits.push(Math.round((due - start.getTime()) / 60_000 - at))
    at = next
  }
  expect(waits.slice(0, 5)).toEqual([1, 2, 4, 8, 16])
  expect(at).toBeLessThan(24 * 60)
  expect(at).toBeGreaterThan(12 * 60)
  expect(await stateOf(message.id)).toMatchObject({ state: 'failed' })
  expect(await deliverDue(env, after(3 * 24 * 60))).toEqual({ sent: 0, later: 0, failed: 0 })
})

it('a deployment that slept for a day gives up rather than send twice', async () => {
  const message = aMessage()
  await store(message)
  answers = ['lost']
  await deliverDue(env, start)
  expect(await deliverDue(env, after(25 * 60))).toEqual({ sent: 0, later: 0, failed: 1 })
  expect(arrived).toHaveLength(1)
})

it('a message that the provider refuses fails at once and says why', async () => {
  const bad = aMessage({ to: { email: 'nowhere' } })
  const foreign = aMessage()
  await store(bad)
  await db.batch(queued(anAct({ now: start, mailFrom: 'Someone <a@elsewhere.example>' }), foreign))
  expect(await deliverDue(env, start)).toEqual({ sent: 0, later: 0, failed: 2 })
  expect(await stateOf(bad.id)).toMatchObject({ state: 'failed', lastError: '422 validation_error: validation_error' })
  expect(await stateOf(foreign.id)).toMatchObject({ state: 'failed', lastError: '403 validation_error: validation_error' })
})

it('a key that was used for another content fails, for sending again would not help', async () => {
  const message = aMessage()
  held.set(message.id, 'another')
  await store(message)
  expect(await deliverDue(env, start)).toMatchObject({ failed: 1 })
  expect(String((await stateOf(message.id))?.['lastError'])).toContain('invalid_idempotent_request')
})

it('a request with the same key that is still under way is tried again', async () => {
  const message = aMessage()
  await store(message)
  answers = [refusal(409, 'concurrent_idempotent_requests')]
  expect(await deliverDue(env, start)).toMatchObject({ later: 1 })
})

it('when the provider asks to wait, everything waits as long as it says', async () => {
  const messages = [aMessage(), aMessage(), aMessage()]
  await store(...messages)
  answers = [refusal(429, 'rate_limit_exceeded', { 'retry-after': '180' })]
  expect(await deliverDue(env, start)).toEqual({ sent: 0, later: 1, failed: 0 })
  expect(calls).toHaveLength(1)
  expect(await deliverDue(env, after(2))).toEqual({ sent: 0, later: 0, failed: 0 })
  expect(await deliverDue(env, after(4))).toMatchObject({ sent: 3 })
  expect(await rows(`SELECT DISTINCT attempts FROM Message ORDER BY attempts`)).toEqual([{ attempts: 1 }, { attempts: 2 }])
})

it('a wrong key does not lose mail: it waits until the key is right', async () => {
  const message = aMessage()
  await store(message)
  expect(await deliverDue({ ...env, RESEND_API_KEY: 'wrong' }, start)).toMatchObject({ later: 1 })
  expect(await deliverDue(env, after(2))).toMatchObject({ sent: 1 })
})

it('one recipient gets messages in the order of the acts: a withdrawal never overtakes its invitation', async () => {
  const recipient = crypto.randomUUID()
  const request = aMessage({ recipient, subject: 'first' })
  const cancel = aMessage({ recipient, subject: 'second', method: 'CANCEL' })
  const other = aMessage({ subject: 'another person' })
  await store(request)
  await store(cancel, other)
  answers = [refusal(500, 'internal_server_error')]
  await deliverDue(env, start)
  expect(arrived.map(({ body }) => body['subject'])).toEqual(['another person'])
  await deliverDue(env, after(2))
  expect(arrived.map(({ body }) => body['subject'])).toEqual(['another person', 'first', 'second'])
})

it('without a key nothing is attempted and nothing is lost', async () => {
  const message = aMessage()
  await store(message)
  const { RESEND_API_KEY: _, ...without } = env
  expect(await deliverDue(without, start)).toEqual({ sent: 0, later: 0, failed: 0 })
  expect(await stateOf(message.id)).toMatchObject({ state: 'queued', attempts: 0 })
  expect(await deliverDue(env, after(60))).toMatchObject({ sent: 1 })
})

it('under LOCAL_MAIL mail is kept on this machine, the same message once', async () => {
  const message = aMessage()
  await store(message)
  const { RESEND_API_KEY: _, ...local } = { ...env, LOCAL_MAIL: '1' }
  await deliverDue(local, start)
  await db.prepare(`UPDATE Message SET state = 'queued'`).run()
  await deliverDue(local, after(1))
  expect(calls).toHaveLength(0)
  expect(await rows('SELECT id, toAddress FROM LocalMail')).toEqual([{ id: message.id, toAddress: '"Siân Ŵyn" <sian@example.sch.uk>' }])
})

it('a sign-in code is mailed at once, leaves nothing in the outbox, and its failure is told', async () => {
  const mail = { to: { email: 'a@example.sch.uk' }, subject: 'Your code', text: '123456', html: '<p>123456</p>' }
  expect((await sendNow(env, mail, start)).ok).toBe(true)
  expect(arrived).toHaveLength(1)
  expect(await rows('SELECT COUNT(*) AS n FROM Message')).toEqual([{ n: 0 }])
  answers = ['unreachable']
  expect(await sendNow(env, mail, start)).toEqual({ ok: false, reason: 'mail_not_sent' })
  const { RESEND_API_KEY: _, ...without } = env
  expect(await sendNow(without, mail, start)).toEqual({ ok: false, reason: 'mail_not_sent' })
})

it('the attempt right after a write does not keep the reader waiting', async () => {
  const message = aMessage()
  await store(message)
  const waiting: Promise<unknown>[] = []
  afterWrite({ env, var: { act: anAct({ now: start }) }, executionCtx: { waitUntil: (promise) => void waiting.push(promise) } })
  expect(waiting).toHaveLength(1)
  await Promise.all(waiting)
  expect(arrived).toHaveLength(1)
})

it('names and subjects cannot break out of their header', async () => {
  const message = aMessage({ to: { name: 'Eve" <eve@evil.example>,\r\nBcc: x', email: 'sian@example.sch.uk' }, subject: 'One\r\nBcc: two' })
  await store(message)
  await deliverDue(env, start)
  expect(arrived[0]?.body['to']).toBe('"Eve eve@evil.example , Bcc: x" <sian@example.sch.uk>')
  expect(arrived[0]?.body['subject']).toBe('One Bcc: two')
})
