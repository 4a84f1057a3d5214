// Webhooks of the mail provider as it signs them, made by hand: for what no twin would send, and for a browser beside which no test runs.
import { Webhook } from 'standardwebhooks'

export const webhookSecret = `whsec_${btoa('a secret of thirty-two bytes....')}`

export type Told = {
  type: string
  /** Of our message, as its mail is tagged. */
  message?: string
  emailId?: string
  at?: string
  data?: Record<string, unknown>
}

export const payloadOf = ({ type, message, emailId, at, data }: Told): string =>
  JSON.stringify({
    type,
    created_at: at ?? new Date().toISOString(),
    data: {
      email_id: emailId ?? (message ? `local-${message}` : crypto.randomUUID()),
      created_at: '2026-11-01T09:00:00.000Z',
      message_id: '<m@example.gov.uk>',
      from: 'Muster <muster@example.gov.uk>',
      to: ['someone@example.sch.uk'],
      subject: 'Your place',
      ...(message ? { tags: { message } } : {}),
      ...data,
    },
  })

export const signed = (
  body: string,
  id = `msg_${crypto.randomUUID()}`,
  at = new Date(),
  secret = webhookSecret,
): Record<string, string> => ({
  'svix-id': id,
  'svix-timestamp': String(Math.floor(at.getTime() / 1000)),
  'svix-signature': new Webhook(secret).sign(id, at, body),
  'content-type': 'application/json',
})

export const permanent = { bounce: { type: 'Permanent', subType: 'General', message: 'No mailbox someone@example.sch.uk' } }
export const transient = { bounce: { type: 'Transient', subType: 'MailboxFull', message: 'Full' } }
