// What became of each message: its page, the list, the proof as a file, and sending again what was not delivered.

import { expect, it } from 'vitest'
import { selectRows, selectSlice } from '#base/db/list-rows.ts'
import { readNow } from '#base/db/read.ts'
import { newId } from '#base/id.ts'
import { askedOf } from '#messages/outbox/forms.ts'
import { everyMessage, type MessageFilter } from '#messages/outbox/listed-message.ts'
import { messageRows, selectFailed } from '#messages/outbox/message-list-store.ts'
import { selectHistory } from '#messages/outbox/message-store.ts'
import { queued } from '#messages/outbox/store.ts'
import { anAccount, anAct, anEvent, aSchool, db, request, rows, run, tick, tripsOf } from '#test/support/factories.ts'
import { plain, textOf } from '#test/support/plain.ts'
import { add } from '#test/support/rows.ts'
import { aBooking } from '#test/worker/booking/delegates/bookings.ts'

const { cookie } = await anAccount({ roles: ['organiser'], name: 'Mair Hughes' })

const aMessage = async (
  facts: Partial<{
    subject: string
    eventId: string
    schoolId: string
    personId: string
    invitationId: string
    sequence: number
    email: string
    method: 'REQUEST' | 'CANCEL'
  }> = {},
  columns: Record<string, string | number> = {},
) => {
  const now = tick()
  const id = newId(now)
  const { email = `ann-${id.slice(-6)}@example.sch.uk`, ...rest } = facts
  await db.batch([
    ...queued(anAct({ now }), {
      ...{ id, kind: 'invitation', to: { name: 'Ann Lee', email }, subject: 'You have a place', text: 'Come', html: '<p>Come</p>' },
      ...{ recipient: crypto.randomUUID(), ...rest },
    }),
    ...Object.entries(columns).map(([column, value]) => db.prepare(`UPDATE Message SET ${column} = ?2 WHERE id = ?1`).bind(id, value)),
  ])
  return id
}
const told = (messageId: string, type: string, at: string, detail: Record<string, string> = {}) =>
  add('MailEvent', { type: `email.${type}`, at, receivedAt: at, providerId: `p-${messageId}`, messageId, detail: JSON.stringify(detail) })
const trouble = (email: string, messageId: string | null = null) =>
  add('AddressProblem', { email, at: '2026-03-03T10:00:00.000Z', messageId })
const found = async (filter: Partial<MessageFilter>) =>
  (await readNow(db, selectSlice(db, messageRows(askedOf({ ...everyMessage, ...filter })), {}))).rows.map(({ id }) => id)

// “A message's page shows everything that is known of it in order of time: written by which act and whom, first tried, handed over, delayed, accepted by the recipient's mail server, returned and why, sent again, overtaken, answered by a calendar.” “Nothing says that anybody was told or has read a message: what is known is that the recipient's mail server accepted it.”
it('the page of a message shows in order what is known of it, and never says that anybody was told or has read it', async () => {
  const email = 'gone@example.sch.uk'
  const id = await aMessage(
    { email, invitationId: 'entry', sequence: 0, method: 'REQUEST' },
    {
      state: 'sent',
      attempts: 2,
      firstTriedAt: '2026-03-03T09:01:00.000Z',
      sentAt: '2026-03-03T09:02:00.000Z',
      providerId: 'p-1',
      deliveryStatus: 'bounced',
      deliveryStatusAt: '2026-03-03T09:10:00.000Z',
    },
  )
  await told(id, 'delivery_delayed', '2026-03-03T09:05:00.000Z')
  await told(id, 'bounced', '2026-03-03T09:10:00.000Z', { bounceType: 'Permanent', reason: 'No such mailbox' })
  await trouble(email, id)
  const later = await aMessage({ invitationId: 'entry', sequence: 1 })
  await add('MailEvent', { id: 'r1', at: '2026-03-03T11:00:00.000Z', receivedAt: '2026-03-03T11:00:00.000Z', providerId: 'in-1' })
  await add('InviteReply', {
    id: 'r1',
    invitationId: 'entry',
    answer: 'accepted',
    stamp: '2026-03-03T11:00:00.000Z',
    receivedAt: '2026-03-03T11:00:00.000Z',
  })
  const text = await textOf(request(`/organiser/messages/${id}`, { cookie }))
  const order = [
    'Written, to be sent',
    'Overtaken: a newer message about the same calendar entry was written',
    'First attempt of 2 so far',
    'Handed to the provider',
    'Delayed: the recipient’s mail server does not take it yet',
    'Returned: the recipient’s mail server did not take it',
    'Permanent; No such mailbox',
    'Its address was found not to work',
    'The recipient’s calendar answered: accepted',
  ].map((words) => text.indexOf(words))
  expect(order.every((at) => at > 0)).toBe(true)
  expect(order).toEqual(order.toSorted((a, b) => a - b))
  expect(text.slice(text.indexOf('Its history'))).not.toMatch(/\b(is|was|were|been) told\b|has read it\b(?!\.)/)
  expect(await (await request(`/organiser/messages/${later}`, { cookie })).text()).not.toContain('Overtaken')
})

it('a message that was accepted says so, and who wrote it by which act', async () => {
  const { event, contact } = await aBooking(['Ann Lee'])
  const [message] = await rows<{ id: string }>(`SELECT id FROM Message WHERE eventId = ?1 AND kind = 'invitation'`, event.id)
  await run(
    `UPDATE Message SET state = 'sent', sentAt = ?2, deliveryStatus = 'delivered', deliveryStatusAt = ?2 WHERE id = ?1`,
    message?.id,
    tick().toISOString(),
  )
  const text = await textOf(request(`/organiser/messages/${message?.id}`, { cookie }))
  expect(text).toContain('Accepted by the recipient’s mail server')
  expect(text).toContain(`Written, to be sent Booking placed, by ${contact.name}`)
})

it('a chain of messages sent again is shown from each of them', async () => {
  const first = await aMessage({}, { state: 'failed', lastError: 'HTTP 500' })
  const answer = await request(`/organiser/messages/${first}/again`, { cookie, form: { again: '1' } })
  const second = answer.headers.get('location')?.split('/').at(-1)
  expect(await textOf(request(`/organiser/messages/${first}`, { cookie }))).toContain('Sent again as a new message')
  expect(await textOf(request(`/organiser/messages/${second}`, { cookie }))).toContain('this one sends it again')
})

// “Messages are found by what became of them, event, school, person, kind, words and days, in one round trip whatever is found.”
it('messages are found by outcome, event, school, person, kind, words and days, in one round trip whatever is found', async () => {
  const event = await anEvent()
  const school = await aSchool()
  const person = await anAccount()
  const eventId = event.id
  const accepted = await aMessage({ eventId, schoolId: school.id, subject: 'Directions' }, { state: 'sent', deliveryStatus: 'delivered' })
  const bounced = await aMessage({ eventId, personId: person.personId }, { state: 'sent', deliveryStatus: 'bounced' })
  const withheld = await aMessage({ eventId }, { state: 'failed', withheld: 1 })
  const failed = await aMessage({ eventId }, { state: 'failed' })
  const waiting = await aMessage({ eventId }, { createdAt: '2026-03-10T10:00:00.000Z' })
  const sent = await aMessage({ eventId, email: 'zoe@example.sch.uk' }, { state: 'sent' })
  expect(await found({ event: event.code })).toEqual([failed, withheld, bounced, sent, waiting, accepted])
  expect(await found({ event: eventId, state: 'troubled' })).toEqual([failed, withheld, bounced])
  for (const [state, ids] of [
    ['accepted', [accepted]],
    ['bounced', [bounced]],
    ['withheld', [withheld]],
    ['failed', [failed]],
    ['waiting', [waiting]],
    ['sent', [sent]],
  ] as const)
    expect([state, await found({ event: eventId, state })]).toEqual([state, ids])
  expect(await found({ school: school.id })).toEqual([accepted])
  expect(await found({ person: person.personId })).toEqual([bounced])
  expect(await found({ event: eventId, q: 'ZOE' })).toEqual([sent])
  expect(await found({ event: eventId, q: 'directions ann' })).toEqual([accepted])
  expect(await found({ event: eventId, kind: 'thanks' })).toEqual([])
  expect(await found({ event: eventId, from: '2026-03-10', to: '2026-03-10' })).toEqual([waiting])
  const trips = async (filter: Partial<MessageFilter>) =>
    tripsOf(async (on) => {
      await readNow(on, selectSlice(on, messageRows(askedOf({ ...everyMessage, ...filter })), {}))
      await readNow(on, selectHistory(on, accepted))
      await readNow(on, selectRows(on, messageRows(askedOf({ ...everyMessage, ...filter }), true), 10))
      await readNow(on, selectFailed(on, askedOf({ ...everyMessage, ...filter })))
    })
  expect([await trips({ event: eventId }), await trips({ event: 'none' })]).toEqual([4, 4])
})

// “The proof of what was sent is a file with one row for each message and every instant that is known; taking it is logged.”
it('the proof of what was sent has a row for each message with every instant, and taking it out is logged', async () => {
  const event = await anEvent({ title: '=Formula conference' })
  const id = await aMessage(
    { eventId: event.id, email: 'proof@example.sch.uk' },
    {
      state: 'sent',
      firstTriedAt: '2026-03-03T09:01:00.000Z',
      attempts: 1,
      sentAt: '2026-03-03T09:02:00.000Z',
      providerId: 'p-9',
      deliveryStatus: 'delivered',
      deliveryStatusAt: '2026-03-03T09:03:00.000Z',
    },
  )
  await told(id, 'delivered', '2026-03-03T09:03:00.000Z')
  const take = (kind: string) => request(`/organiser/messages/sent.${kind}?event=${event.code}&q=proof`, { cookie })
  const csv = await take('csv')
  expect(csv.headers.get('content-disposition')).toContain(`messages-${event.code}-`)
  const [header, row, ...rest] = (await csv.text()).trim().split('\r\n')
  expect(rest).toEqual([])
  expect(header).toContain('Accepted by the recipient’s mail server (UTC)')
  for (const cell of [
    id,
    'proof@example.sch.uk',
    "'=Formula conference",
    '2026-03-03T09:01:00.000Z',
    '2026-03-03T09:02:00.000Z',
    '2026-03-03T09:03:00.000Z',
    'p-9',
  ])
    expect(row).toContain(cell)
  const xlsx = await take('xlsx')
  expect([xlsx.status, new TextDecoder().decode((await xlsx.arrayBuffer()).slice(0, 2))]).toEqual([200, 'PK'])
  const logs = await rows<{ after: string }>(`SELECT after FROM Log WHERE act = 'messages.exported' ORDER BY id`)
  expect(logs.map(({ after }) => JSON.parse(after))).toEqual([
    { format: 'csv', messages: 1, filter: `?event=${event.code}`, searched: true },
    { format: 'xlsx', messages: 1, filter: `?event=${event.code}`, searched: true },
  ])
})

// “Everything that failed and can still be sent is sent again with one press, each message once.” “What a newer message has overtaken, and what goes to an address that does not work, is not, and the page says how many.”
it('everything that failed and can be sent goes again with one press, each once; what is overtaken or goes to a failing address does not', async () => {
  const event = await anEvent()
  const eventId = event.id
  const good = [await aMessage({ eventId }, { state: 'failed' }), await aMessage({ eventId }, { state: 'failed' })]
  await aMessage({ eventId, invitationId: 'moved', sequence: 0, subject: 'The old time' }, { state: 'failed' })
  await aMessage({ eventId, invitationId: 'moved', sequence: 1 }, { state: 'sent' })
  await aMessage({ eventId, email: 'fails@example.sch.uk' }, { state: 'failed' })
  await aMessage({ eventId, email: 'fails@example.sch.uk' }, { state: 'failed', withheld: 1 })
  // Somebody has that address still, so that the trouble is not solved by itself.
  await anAccount({ email: 'fails@example.sch.uk' })
  await trouble('fails@example.sch.uk')
  const path = `/organiser/messages/again?event=${event.code}`
  const asked = await textOf(request(path, { cookie }))
  expect(asked).toContain('Send 2 messages again?')
  expect(asked).toContain('1 message is overtaken by a newer one')
  expect(asked).toContain('The old time , to Ann Lee')
  expect(asked).toContain('2 messages go to an address that does not work')
  const answers = await Promise.all([1, 2, 3].map(() => request(path, { cookie, form: { go: '1' } })))
  expect(answers.map(({ status }) => status)).toEqual([303, 303, 303])
  expect(await rows(`SELECT resendOfId, state FROM Message WHERE eventId = ?1 AND resendOfId IS NOT NULL ORDER BY rowid`, eventId)).toEqual(
    good.map((resendOfId) => ({ resendOfId, state: 'sent' })),
  )
  expect(await rows(`SELECT after ->> '$.againOf' AS ids FROM Log WHERE act = 'messages.resent'`)).toEqual([{ ids: JSON.stringify(good) }])
  expect(await textOf(request(path, { cookie }))).toContain('Nothing can be sent again')
})

// “A school's contact sees of each message about their booking its kind, to whom it went, when, and what became of it, never what it says.” “Another school's contact sees nothing.”
it('a contact sees what was sent about their booking and what became of it, not what it says; another school’s contact sees nothing', async () => {
  const { reference, contact, event } = await aBooking(['Ann Lee'])
  await run(
    `UPDATE Message SET state = 'sent', sentAt = createdAt, deliveryStatus = 'bounced', deliveryStatusAt = createdAt WHERE eventId = ?1 AND kind = 'invitation'`,
    event.id,
  )
  const other = await aBooking(['Bo Price'])
  const page = await (await request(`/bookings/${reference}/messages`, { cookie: contact.cookie })).text()
  expect(plain(page)).toMatch(/Invitation Bounced Ann Lee ann\.lee@ ?example\.sch\.uk/)
  expect(plain(page)).toContain('2 messages, the newest first')
  expect(page).not.toContain('/organiser/messages/')
  expect(page).not.toContain('/place/')
  expect((await request(`/bookings/${reference}/messages`, { cookie: other.contact.cookie })).status).toBe(404)
  expect(await (await request(`/bookings/${reference}/messages`, { cookie })).text()).toContain('/organiser/messages/')
  expect(await textOf(request(`/bookings/${reference}/history`, { cookie }))).toContain('not delivered: it came back')
})
