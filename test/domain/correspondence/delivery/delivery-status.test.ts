import fc from 'fast-check'
import { expect, it } from 'vitest'
import { ranked, type StatusAt, statusAfter, statuses } from '#correspondence/delivery/delivery-status.ts'
import type { MailEventType } from '#correspondence/delivery/mail-event.ts'
import { holdsFor } from '#test/support/holds.ts'

const told = (types: readonly (readonly [MailEventType, string])[]): StatusAt | undefined =>
  types.reduce<StatusAt | undefined>((known, [type, at]) => {
    const deliveryStatus = statuses[type]
    return deliveryStatus ? statusAfter(known, { deliveryStatus, at }) : known
  }, undefined)

const all: (readonly [MailEventType, string])[] = [
  ['email.sent', '2026-11-01T09:00:00.000Z'],
  ['email.delivery_delayed', '2026-11-01T09:00:01.000Z'],
  ['email.delivery_delayed', '2026-11-01T09:10:00.000Z'],
  ['email.delivered', '2026-11-01T09:20:00.000Z'],
  ['email.complained', '2026-11-01T10:00:00.000Z'],
  ['email.bounced', '2026-11-01T09:30:00.000Z'],
]

// docs/rules/delivery.md: “Whatever the order in which the provider tells of a message, and
// however often, what is known of it in the end is the same.”
it('any order of sent, delayed, delivered, bounced and complained, with any of it told twice, comes to the same', () => {
  holdsFor([fc.subarray(all, { minLength: 1 }), fc.infiniteStream(fc.nat())], { numRuns: 500 }, (some, picks) => {
    const shuffled = [...some, ...some].sort(() => (picks.next().value % 2 ? 1 : -1))
    expect(told(shuffled)).toEqual(told(some))
  })
})

// docs/rules/delivery.md: “A mail that is delayed may still be delivered; one that was accepted
// may still bounce, and that counts more; a complaint counts most.”
it('from the least to the most: delayed, delivered, failed, suppressed, bounced, complained', () => {
  const at = (deliveryStatus: StatusAt['deliveryStatus'], second = 0): StatusAt => ({
    deliveryStatus,
    at: `2026-11-01T09:00:0${second}.000Z`,
  })
  for (const [index, deliveryStatus] of ranked.entries())
    for (const lesser of ranked.slice(0, index)) {
      expect(statusAfter(at(lesser, 5), at(deliveryStatus, 1))).toEqual(at(deliveryStatus, 1))
      expect(statusAfter(at(deliveryStatus, 1), at(lesser, 5))).toEqual(at(deliveryStatus, 1))
    }
  expect(statusAfter(at('delivered', 5), at('delivered', 2))).toEqual(at('delivered', 2))
  expect(statusAfter(at('delivered', 2), at('delivered', 5))).toEqual(at('delivered', 2))
})
