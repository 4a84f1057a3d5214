// The one file that knows Resend. Its client returns { data, error, headers }, throws nothing and retries nothing.
import { Resend } from 'resend'
import { answerSeconds, type Outcome, type Sendable } from './message.ts'

/** Sends one mail; `mail.key` is the idempotency key, so that the same mail sent again within 24 hours arrives once. */
export const sendByResend = async (apiKey: string, baseUrl: string | undefined, mail: Sendable): Promise<Outcome> => {
  const resend = new Resend(apiKey, baseUrl ? { baseUrl } : {})
  const answer = await resend.emails.send(
    {
      from: mail.from,
      to: mail.to,
      ...(mail.replyTo ? { replyTo: mail.replyTo } : {}),
      subject: mail.subject,
      text: mail.text,
      html: mail.html,
      attachments: mail.attachments,
    },
    { idempotencyKey: mail.key, signal: AbortSignal.timeout(answerSeconds * 1000) },
  )
  if (answer.data) return { kind: 'sent', providerId: answer.data.id }
  const { statusCode, name, message } = answer.error
  const error = `${statusCode ?? 'unreachable'} ${name}: ${message}`.slice(0, 300)
  if (statusCode === 429) {
    const seconds = Number(answer.headers?.['retry-after'])
    return { kind: 'later', error, limited: true, retryAfterSeconds: seconds > 0 ? seconds : undefined }
  }
  // A wrong key is put right by the council, and then everything that waits can go.
  if (statusCode === 401) return { kind: 'later', error, limited: true }
  // Two requests with one key at the same time: the first one's fate is not known yet.
  const underWay = statusCode === 409 && String(name) === 'concurrent_idempotent_requests'
  if (!statusCode || statusCode >= 500 || statusCode === 408 || underWay) return { kind: 'later', error }
  return { kind: 'refused', error }
}
