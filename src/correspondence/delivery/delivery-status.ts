// What became of a message after the provider took it. Webhooks come late, twice and in any order; what counts is what outranks what, and of
// the same thing told twice the earlier instant.
import type { Instant } from '#base/dates.ts'
import type { DeliveryStatus } from '#messages/outbox/message.ts'
import type { MailEventType } from './mail-event.ts'

export type StatusAt = { deliveryStatus: DeliveryStatus; at: Instant }

/** What each type of webhook makes of a message. Having been sent is no delivery status: nothing is known of it yet. */
export const statuses: Readonly<Partial<Record<MailEventType, DeliveryStatus>>> = {
  'email.delivery_delayed': 'delayed',
  'email.delivered': 'delivered',
  'email.failed': 'failed',
  'email.suppressed': 'suppressed',
  'email.bounced': 'bounced',
  'email.complained': 'complained',
}

/**
 * From the least to the most: whoever was delayed may yet be reached; a server that accepted a mail may still send it back, so a failure counts
 * more than acceptance; and nobody complains of a mail that they did not get.
 */
export const ranked = ['delayed', 'delivered', 'failed', 'suppressed', 'bounced', 'complained'] as const satisfies readonly DeliveryStatus[]

const rank = (deliveryStatus: DeliveryStatus): number => ranked.indexOf(deliveryStatus)

/** What is known of a message once another thing is told of it. */
export const statusAfter = (known: StatusAt | undefined, told: StatusAt): StatusAt => {
  if (!known || rank(told.deliveryStatus) > rank(known.deliveryStatus)) return told
  return rank(told.deliveryStatus) === rank(known.deliveryStatus) && told.at < known.at ? told : known
}
