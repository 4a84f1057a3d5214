import type { Instant } from '#base/dates.ts'
import type { DeliveryStatus } from '#messages/outbox/message.ts'
import type { MailEventType } from './mail-event.ts'

export type StatusAt = { deliveryStatus: DeliveryStatus; at: Instant }

/** The status each webhook type means. 'sent' is none: nothing is known yet. */
export const statuses: Readonly<Partial<Record<MailEventType, DeliveryStatus>>> = {
  'email.delivery_delayed': 'delayed',
  'email.delivered': 'delivered',
  'email.failed': 'failed',
  'email.suppressed': 'suppressed',
  'email.bounced': 'bounced',
  'email.complained': 'complained',
}

/**
 * Lowest first: a delayed mail may still arrive; an accepted one may still bounce, so failure
 * outranks acceptance; and only somebody who received a mail complains.
 */
export const ranked = ['delayed', 'delivered', 'failed', 'suppressed', 'bounced', 'complained'] as const satisfies readonly DeliveryStatus[]

const rank = (deliveryStatus: DeliveryStatus): number => ranked.indexOf(deliveryStatus)

/** A message's status after another report. */
export const statusAfter = (known: StatusAt | undefined, told: StatusAt): StatusAt => {
  if (!known || rank(told.deliveryStatus) > rank(known.deliveryStatus)) return told
  return rank(told.deliveryStatus) === rank(known.deliveryStatus) && told.at < known.at ? told : known
}
