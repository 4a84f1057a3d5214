// What becomes of a mail that was accepted, by the address that it goes to; every step is an event.
import type { EmailBouncedEvent, EmailFailedEvent, EmailSentEvent, EmailSuppressedEvent, WebhookEventPayload } from 'resend'
import type { Account, Fate, Mail } from './account.ts'
import { bareAddress } from './addresses.ts'
import { newEventId, post } from './desk.ts'

export const fateKinds: readonly Fate[] = ['delivered', 'delayed', 'bounced', 'soft_bounced', 'complained', 'suppressed', 'failed']

// Resend's own (https://resend.com/docs/dashboard/emails/send-test-emails) and more of the kind, at any domain.
const byLocalPart: [start: RegExp, fate: Fate][] = [
  [/^bounce[sd]/, 'bounced'],
  [/^soft-bounce[sd]/, 'soft_bounced'],
  [/^complain(s|ed)/, 'complained'],
  [/^suppressed/, 'suppressed'],
  [/^delayed/, 'delayed'],
  [/^fail(s|ed)/, 'failed'],
]

const fateOf = (account: Account, address: string): Fate => {
  const decided = account.fates.get(address)
  if (account.suppressed.has(address)) return 'suppressed'
  return decided ?? byLocalPart.find(([start]) => start.test(address))?.[1] ?? 'delivered'
}

export const emit = (account: Account, event: WebhookEventPayload): void => {
  const id = newEventId()
  account.events.push({ id, event })
  account.changes += 1
  post(account.desk, id, event, account.now())
}

const about = (mail: Mail, to: string[]): EmailSentEvent['data'] => ({
  created_at: new Date(mail.at).toISOString(),
  email_id: mail.id,
  message_id: mail.message_id,
  from: mail.from,
  to,
  subject: mail.subject,
  ...(mail.tags.length > 0 ? { tags: Object.fromEntries(mail.tags.map((tag) => [tag.name, tag.value])) } : {}),
})

const note = (account: Account, mail: Mail, last: Mail['last_event'], to: string[], detail: string | null = null): string => {
  mail.last_event = last
  mail.events.push({ type: `email.${last}`, at: account.now(), to, detail })
  return new Date(account.now()).toISOString()
}

const delayedFor = 3600_000

const bounces = {
  bounced: {
    type: 'Permanent',
    subType: 'General',
    message:
      "The recipient's email provider sent a hard bounce message. 550 5.1.1 The email account that you tried to reach does not exist.",
  },
  soft_bounced: {
    type: 'Transient',
    subType: 'MailboxFull',
    message: "The recipient's email provider sent a bounce message because the recipient's inbox was full. 452 4.2.2",
  },
}
const onTheList = {
  type: 'OnAccountSuppressionList',
  message: 'Resend has suppressed sending to this address because it is on the account-level suppression list.',
}
const reason = 'reached_daily_quota'

const eventOf = (account: Account, mail: Mail, to: string, fate: Fate): WebhookEventPayload => {
  const at = [to]
  const data = about(mail, at)
  switch (fate) {
    case 'delivered':
      return { type: 'email.delivered', created_at: note(account, mail, 'delivered', at), data }
    case 'delayed':
      return { type: 'email.delivery_delayed', created_at: note(account, mail, 'delivery_delayed', at), data }
    case 'complained':
      return { type: 'email.complained', created_at: note(account, mail, 'complained', at), data }
    case 'suppressed':
      return {
        type: 'email.suppressed',
        created_at: note(account, mail, 'suppressed', at, onTheList.message),
        data: { ...data, suppressed: onTheList },
      } satisfies EmailSuppressedEvent
    case 'failed':
      return {
        type: 'email.failed',
        created_at: note(account, mail, 'failed', at, reason),
        data: { ...data, failed: { reason } },
      } satisfies EmailFailedEvent
    default: {
      const bounce = bounces[fate]
      return {
        type: 'email.bounced',
        created_at: note(account, mail, 'bounced', at, `${bounce.type}, ${bounce.subType}: ${bounce.message}`),
        data: { ...data, bounce },
      } satisfies EmailBouncedEvent
    }
  }
}

/** What the twin learns of one recipient's mail server. After a hard bounce or a complaint, nothing more is sent to the address. */
export const befall = (account: Account, mail: Mail, to: string, fate: Fate): void => {
  const isDelivered = mail.events.some((one) => one.type === 'email.delivered' && one.to.includes(to))
  if (fate === 'complained' && !isDelivered) befall(account, mail, to, 'delivered')
  if (fate === 'delayed') account.later.push({ mail: mail.id, to, fate: 'delivered', due: account.now() + delayedFor })
  emit(account, eventOf(account, mail, to, fate))
  // Resend's own testing addresses may be used again and again.
  if ((fate === 'bounced' || fate === 'complained') && !bareAddress(to).endsWith('@resend.dev'))
    account.suppressed.set(bareAddress(to), fate === 'bounced' ? 'bounce' : 'complaint')
}

/** Everything that happens to a mail at once after it was accepted. */
export const letHappen = (account: Account, mail: Mail): void => {
  const recipients = [...mail.to, ...mail.cc, ...mail.bcc].map((to) => ({ to, fate: fateOf(account, bareAddress(to)) }))
  const sent = recipients.filter(({ fate }) => fate !== 'suppressed' && fate !== 'failed').map(({ to }) => to)
  if (sent.length > 0) emit(account, { type: 'email.sent', created_at: note(account, mail, 'sent', sent), data: about(mail, sent) })
  for (const { to, fate } of recipients) befall(account, mail, to, fate)
}

/** What happens by itself as time goes by. */
export const letTimePass = (account: Account): void => {
  if (account.later.length === 0) return
  const ripe = account.later.filter((one) => one.due <= account.now())
  account.later = account.later.filter((one) => one.due > account.now())
  for (const one of ripe) {
    const mail = account.mails.get(one.mail)
    if (mail) befall(account, mail, one.to, one.fate)
  }
}
