import { expect, it } from 'vitest'
import { type Known, recipientsOf } from '#events/events/recipient.ts'
import type { OutgoingMessage } from '#messages/outbox/message.ts'

const message = (facts: Partial<OutgoingMessage> & { email?: string }): OutgoingMessage => ({
  ...{ id: crypto.randomUUID(), kind: 'event_changed', subject: 'Changed', text: 'It moved.', html: '', recipient: 'ann', schoolId: 's1' },
  to: { name: 'Ann Lee', email: facts.email ?? 'Ann@example.sch.uk' },
  ...facts,
})
const known = (facts: Partial<Known> = {}): Known => ({
  failing: new Set(),
  waiting: new Set(),
  off: new Set(),
  schools: new Map([['s1', 'Hill School']]),
  ...facts,
})

it('somebody with several entries is one person; who waits, is taken out, is new or is told as contact is told apart', () => {
  const recipients = recipientsOf(
    [
      message({ method: 'REQUEST' }),
      message({ method: 'REQUEST' }),
      message({ method: 'CANCEL', kind: 'event_cancelled', recipient: 'bo' }),
      message({ method: 'REQUEST', kind: 'invitation', recipient: 'cai' }),
      message({ recipient: 'office', bookingId: 'b1' }),
      message({ recipient: 'other', bookingId: 'b2' }),
    ],
    known({ waiting: new Set(['b2']) }),
  )
  expect(recipients.updated).toEqual([{ name: 'Ann Lee', email: 'ann@example.sch.uk', school: 'Hill School', entries: 2, fails: false }])
  expect([recipients.taken_out.length, recipients.invited.length, recipients.contacts.length, recipients.waiting.length]).toEqual([
    1, 1, 1, 1,
  ])
  expect(recipients.messages).toBe(6)
  expect(recipients.previews.delegate).toEqual({ to: 'Ann Lee', subject: 'Changed', text: 'It moved.' })
})

it('what is switched off is not counted, and a failing address is named once however often it would be written to', () => {
  const recipients = recipientsOf(
    [
      message({ method: 'REQUEST' }),
      message({ recipient: 'office' }),
      message({ kind: 'event_cancelled', method: 'CANCEL', recipient: 'bo' }),
    ],
    known({ failing: new Set(['ann@example.sch.uk']), off: new Set(['event_cancelled']) }),
  )
  expect(recipients.messages).toBe(2)
  expect(recipients.taken_out).toEqual([])
  expect(recipients.unreachable.map(({ name }) => name)).toEqual(['Ann Lee'])
})
