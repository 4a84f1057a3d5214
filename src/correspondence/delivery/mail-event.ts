// The provider tells of each mail by webhooks: that it went out, that the recipient's mail server accepted, delayed or refused it, that
// somebody marked it as spam, that mail came in. Each is kept once, with nothing of a mail's content and none of its addresses.
import type { Instant } from '#base/dates.ts'

/** The types that are kept; whatever else comes is acknowledged and forgotten. Opens and clicks are none of ours. */
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

/** Those about a mail that we sent. */
export const toldOfSent = mailEventTypes.filter((type) => type !== 'email.received')

/** `bounceType`: Permanent, Transient or Undetermined, as the provider says it. */
export type MailEventDetail = { bounceType?: string | undefined; subType?: string | undefined; reason?: string | undefined }

export type KeptMailEvent = {
  id: string
  type: MailEventType
  at: Instant
  providerId: string
  /** What the mail was tagged with when it was sent: the id of our message. */
  tag: string | undefined
  detail: MailEventDetail
}

export type AddressTroubleKind = 'bounced' | 'complained' | 'suppressed'

/** Whether an event says that its address does not work. One that may work again by itself, such as a full mailbox, says nothing of it. */
export const addressProblemIn = (event: Pick<KeptMailEvent, 'type' | 'detail'>): AddressTroubleKind | undefined => {
  if (event.type === 'email.complained') return 'complained'
  if (event.type === 'email.suppressed') return 'suppressed'
  return event.type === 'email.bounced' && event.detail.bounceType === 'Permanent' ? 'bounced' : undefined
}

/** Whether an event proves that the provider took the mail, whatever became of its answer to us. */
export const provesSent = (type: MailEventType): boolean => type !== 'email.failed' && type !== 'email.received'
