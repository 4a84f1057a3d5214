// The provider reports on each mail by webhooks: sent, accepted, delayed or refused by the
// recipient's server, marked as spam, or received. Each is stored once, without a mail's content or
// addresses.
import type { Instant } from '#base/dates.ts'

/** The types that are stored; others are answered and dropped. We track no opens or clicks. */
export const mailEventTypes = [
  'email.sent',
  'email.delivery_delayed',
  'email.delivered',
  'email.complained',
  'email.bounced',
  'email.suppressed',
  'email.failed',
  'email.received',
] as const

export type MailEventType = (typeof mailEventTypes)[number]

export const toldOfSent = mailEventTypes.filter((type) => type !== 'email.received')

/** `bounceType`: Permanent, Transient or Undetermined, in the provider's words. */
export type MailEventDetail = { bounceType?: string | undefined; subType?: string | undefined; reason?: string | undefined }

export type KeptMailEvent = {
  id: string
  type: MailEventType
  at: Instant
  providerId: string
  /** The tag it was sent with: our message's id. */
  tag: string | undefined
  detail: MailEventDetail
}

export type AddressTroubleKind = 'bounced' | 'complained' | 'suppressed'

/** One that may work again by itself, such as a full mailbox, says nothing of it. */
export const addressProblemIn = (event: Pick<KeptMailEvent, 'type' | 'detail'>): AddressTroubleKind | undefined => {
  if (event.type === 'email.complained') return 'complained'
  if (event.type === 'email.suppressed') return 'suppressed'
  return event.type === 'email.bounced' && event.detail.bounceType === 'Permanent' ? 'bounced' : undefined
}

/** Whether an event proves that the provider took the mail, even if its answer was lost. */
export const provesSent = (type: MailEventType): boolean => type !== 'email.failed' && type !== 'email.received'
