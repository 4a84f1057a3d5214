// Messages that go in one call, the provider's limit, and messages that must not go.

import { beforeEach, expect, it } from 'vitest'
import { deliverDue } from '#messages/outbox/deliver.ts'
import { insertSending, moveSending } from '#messages/outbox/sending-store.ts'
import { anAct, anEvent, db, rows, run, tick } from '#test/support/factories.ts'
import {
  after,
  aMessage,
  aPlainMessage,
  aProvider,
  aSharedClock,
  emptyOutbox,
  type Provider,
  start,
  stateOf,
  store,
} from '#test/support/outbox.ts'
import { add } from '#test/support/rows.ts'

let provider: Provider

beforeEach(async () => {
  await emptyOutbox()
  provider = await aProvider()
})

const deliver = async (now: Date) => {
  await provider.desk.clock(now, true)
  return deliverDue(provider.env, now, {}, aSharedClock(provider, now))
}
const subjects = async () => (await provider.desk.accepted()).map((mail) => mail.subject)
const paths = async () => (await provider.desk.calls()).filter(({ method }) => method === 'POST').map(({ path }) => path)
const several = (n: number, subject: string) => Array.from({ length: n }, (_, i) => aPlainMessage({ subject: `${subject} ${i}` }))

it('messages without attachments go together in one call', async () => {
  const plain = several(5, 'plain')
  await store(plain[0] ?? aMessage(), aMessage({ subject: 'with an entry' }), ...plain.slice(1))
  expect(await deliver(start)).toEqual({ sent: 6, later: 0, failed: 0 })
  expect((await paths()).sort()).toEqual(['/emails', '/emails/batch'])
  expect((await subjects()).sort()).toEqual(['plain 0', 'plain 1', 'plain 2', 'plain 3', 'plain 4', 'with an entry'])
  const mails = await provider.desk.accepted()
  for (const { id, subject } of plain) {
    const mail = mails.find((one) => one.subject === subject)
    expect(mail?.tags).toEqual([{ name: 'message', value: id }])
    expect((await stateOf(id))?.['providerId']).toBe(mail?.id)
  }
})

it('more than a hundred are more than one call, and one recipient’s are never in the same', async () => {
  const recipient = crypto.randomUUID()
  await store(...several(130, 'plain'), aPlainMessage({ recipient, subject: 'a' }), aPlainMessage({ recipient, subject: 'b' }))
  expect(await deliverDue(provider.env, start, { messages: 500 })).toEqual({ sent: 132, later: 0, failed: 0 })
  expect((await subjects()).indexOf('a')).toBeLessThan((await subjects()).indexOf('b'))
  const keys = (await provider.desk.accepted()).filter(({ subject }) => subject.length === 1).map(({ key }) => key)
  expect(new Set(keys).size).toBe(2)
})

it('a batch whose fate is not known is sent again unchanged, under its own key', async () => {
  await store(...several(3, 'plain'))
  await provider.desk.fault('lost')
  expect(await deliver(start)).toEqual({ sent: 0, later: 3, failed: 0 })
  // What comes meanwhile is no part of it.
  await store(...several(2, 'later'))
  expect(await deliver(after(2))).toEqual({ sent: 5, later: 0, failed: 0 })
  expect(await subjects()).toEqual(['plain 0', 'plain 1', 'plain 2', 'later 0', 'later 1'])
  const calls = (await provider.desk.calls()).filter(({ path }) => path === '/emails/batch')
  expect(calls).toHaveLength(3)
  expect(calls[0]?.key).toBe(calls[1]?.key)
  expect(calls[2]?.key).not.toBe(calls[0]?.key)
})

it('a batch that the provider refuses goes one by one, so that one bad address holds up nobody', async () => {
  const bad = aPlainMessage({ to: { email: 'nowhere' }, subject: 'bad' })
  await store(...several(3, 'plain'), bad)
  expect(await deliver(start)).toEqual({ sent: 3, later: 4, failed: 1 })
  expect(await subjects()).toEqual(['plain 0', 'plain 1', 'plain 2'])
  expect(await stateOf(bad.id)).toMatchObject({ state: 'failed', lastError: expect.stringContaining('422') })
})

it('the provider’s limit is heeded before it is met', async () => {
  await provider.desk.settings({ perSecond: 5 })
  await store(...Array.from({ length: 23 }, () => aMessage()))
  const clock = aSharedClock(provider, start)
  expect(await deliverDue(provider.env, start, {}, clock)).toMatchObject({ sent: 23, failed: 0 })
  // The clock that is shared here jumps at the provider a moment before it does so at us, so that one call under way may be counted in a
  // second that we have not come to.
  expect((await provider.desk.calls()).filter(({ status }) => status === 429).length).toBeLessThanOrEqual(1)
  // 23 calls at 5 a second.
  expect(clock.passed()).toBeGreaterThanOrEqual(4000)
  expect(clock.passed()).toBeLessThanOrEqual(8000)
})

it('when the provider asks to wait, everything waits as long as it says', async () => {
  // Being turned away costs no attempt, however long it lasts.
  await provider.desk.settings({ dailyQuota: 0 })
  const waiting = [aMessage(), aMessage(), aPlainMessage()]
  await store(...waiting)
  expect(await deliver(start)).toMatchObject({ sent: 0, failed: 0 })
  expect(await deliver(after(30))).toEqual({ sent: 0, later: 0, failed: 0 })
  for (let hour = 1; hour < 30; hour++) await deliver(after(hour * 60 + 1))
  expect(await rows(`SELECT COUNT(*) AS n FROM Message WHERE state = 'queued' AND firstTriedAt IS NULL`)).toEqual([{ n: 3 }])
  await provider.desk.settings({ dailyQuota: null })
  expect(await deliver(after(31 * 60))).toEqual({ sent: 3, later: 0, failed: 0 })
})

it('a wait of some seconds is kept, and the delivery goes on', async () => {
  await store(aMessage(), aMessage(), ...several(2, 'plain'))
  await provider.desk.settings({ perSecond: 1 })
  const clock = aSharedClock(provider, start)
  expect(await deliverDue(provider.env, start, {}, clock)).toMatchObject({ sent: 4, failed: 0 })
  expect(clock.passed()).toBeGreaterThanOrEqual(2000)
})

const troubled = async (email: string) => {
  await add('AddressProblem', { email, at: start.toISOString() })
}

it('nothing is sent to an address that does not work', async () => {
  await troubled('gone@example.sch.uk')
  const [gone, here] = [aMessage({ to: { name: 'X', email: 'Gone@Example.sch.uk' } }), aMessage()]
  await store(gone, here)
  expect(await deliver(start)).toEqual({ sent: 1, later: 0, failed: 0 })
  expect(await provider.desk.accepted()).toHaveLength(1)
  expect(await stateOf(gone.id)).toMatchObject({
    state: 'failed',
    withheld: 1,
    attempts: 0,
    lastError: 'not tried: this address does not work',
  })
  await run(`UPDATE AddressProblem SET solved = 'works_again', solvedAt = at`)
  const again = aMessage({ to: { email: 'gone@example.sch.uk' } })
  await store(again)
  expect(await deliver(after(1))).toMatchObject({ sent: 1 })
})

const aSending = async (kind: 'change' | 'mailing') => {
  const event = await anEvent()
  const id = crypto.randomUUID()
  await db.batch([insertSending(anAct(), { id, kind, eventId: event.id, subject: 'S', state: 'sending' })])
  return id
}
const move = (id: string, from: 'sending' | 'paused', to: 'sending' | 'paused' | 'stopped') =>
  db.batch(moveSending(anAct({ now: tick() }), id, [from], to))

it('a paused sending sends nothing until it goes on', async () => {
  const sendingId = await aSending('change')
  const recipient = crypto.randomUUID()
  await store(aMessage({ sendingId, recipient, subject: 'moved' }), ...several(2, 'others'))
  await store(aMessage({ recipient, subject: 'moved again' }))
  await move(sendingId, 'sending', 'paused')
  await deliver(start)
  // What comes later about the same entry waits behind it.
  expect(await subjects()).toEqual(['others 0', 'others 1'])
  await move(sendingId, 'paused', 'sending')
  await deliver(after(1))
  expect(await subjects()).toEqual(['others 0', 'others 1', 'moved', 'moved again'])
})

it('a mailing that rests holds up no message about a booking', async () => {
  // A mailing that was stopped sends nothing more.
  const sendingId = await aSending('mailing')
  const recipient = crypto.randomUUID()
  const letter = aPlainMessage({ sendingId, recipient, kind: 'mailing', subject: 'letter' })
  await store(letter, aMessage({ recipient, subject: 'your place' }))
  await move(sendingId, 'sending', 'paused')
  await deliver(start)
  expect(await subjects()).toEqual(['your place'])
  await move(sendingId, 'paused', 'stopped')
  await deliver(after(1))
  expect(await subjects()).toEqual(['your place'])
  expect(await stateOf(letter.id)).toMatchObject({ state: 'failed', withheld: 1, lastError: 'not tried: the mailing was stopped' })
})

it('what the provider may have already of a mailing that is stopped is asked for until it is known', async () => {
  const sendingId = await aSending('mailing')
  const letters = [0, 1].map((n) => aPlainMessage({ sendingId, kind: 'mailing', subject: `letter ${n}` }))
  await store(...letters)
  await provider.desk.fault('lost')
  expect(await deliver(start)).toEqual({ sent: 0, later: 2, failed: 0 })
  await move(sendingId, 'sending', 'paused')
  await deliver(after(2))
  expect((await stateOf(letters[0]?.id ?? ''))?.['state']).toBe('queued')
  await move(sendingId, 'paused', 'stopped')
  expect(await deliver(after(4))).toEqual({ sent: 2, later: 0, failed: 0 })
  expect((await subjects()).sort()).toEqual(['letter 0', 'letter 1'])
})

it('what somebody waits for goes before messages to a group', async () => {
  const sendingId = await aSending('mailing')
  await store(
    ...Array.from({ length: 40 }, () => aPlainMessage({ sendingId, kind: 'mailing', attachments: aMessage().attachments })),
    aMessage({ subject: 'your place' }),
  )
  await deliverDue(provider.env, start, { messages: 20 })
  expect((await subjects())[0]).toBe('your place')
})
