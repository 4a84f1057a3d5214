// The only file that sends through Resend. Its client returns { data, error, headers }; it never
// throws and never retries.

import { type CreateEmailOptions, Resend } from 'resend'
import type { Sendable } from '#base/mail.ts'
import { cutTo } from '#base/words.ts'
import { answerSeconds, type BatchOutcome, type Outcome, type Pace } from './message.ts'

type Refused = { statusCode: number | null; name: string; message: string }

const clientOf = (apiKey: string, baseUrl: string | undefined): Resend => new Resend(apiKey, baseUrl ? { baseUrl } : {})

const optionsFor = (key: string) => ({ idempotencyKey: key, redirect: 'manual', signal: AbortSignal.timeout(answerSeconds * 1000) })

const bodyOf = (mail: Sendable) => ({
  from: mail.from,
  to: mail.to,
  ...(mail.replyTo ? { replyTo: mail.replyTo } : {}),
  subject: mail.subject,
  text: mail.text,
  html: mail.html,
  ...(Object.keys(mail.headers).length > 0 ? { headers: mail.headers } : {}),
  // Webhooks name the message by this tag even when Resend's answer to us was lost.
  ...(mail.messageId ? { tags: [{ name: 'message', value: mail.messageId }] } : {}),
})

/** `mail.key` is the idempotency key: the same mail within 24 hours arrives once. */
export const sendByResend = async (apiKey: string, baseUrl: string | undefined, mail: Sendable): Promise<Outcome> => {
  const payload: CreateEmailOptions = { ...bodyOf(mail), attachments: mail.attachments }
  const answer = await clientOf(apiKey, baseUrl).emails.send(payload, optionsFor(mail.key))
  const pace = paceOf(answer.headers)
  return answer.data?.id ? { kind: 'sent', providerId: answer.data.id, pace } : { ...failureOf(answer.error, answer.headers), pace }
}

/** All or none, or those it takes. @param key idempotency key: of these mails in this order */
export const sendTogetherByResend = async (
  apiKey: string,
  baseUrl: string | undefined,
  key: string,
  mails: readonly Sendable[],
  which: 'strict' | 'permissive' = 'strict',
): Promise<BatchOutcome> => {
  const answer = await clientOf(apiKey, baseUrl).batch.send(mails.map(bodyOf), { ...optionsFor(key), batchValidation: which })
  const pace = paceOf(answer.headers)
  const ids = answer.data?.data.map((sent) => sent.id) ?? []
  const { errors = [] } = (answer.data ?? {}) as { errors?: { index: number }[] }
  const refused = new Set(errors.map(({ index }) => index))
  return ids.length + refused.size === mails.length && mails.length > 0
    ? { kind: 'sent', providerIds: ids, refused, pace }
    : { ...failureOf(answer.error, answer.headers), pace }
}

const numberIn = (headers: Record<string, string> | null | undefined, name: string): number | undefined => {
  const value = Number(headers?.[name] ?? Number.NaN)
  return Number.isFinite(value) && value >= 0 ? value : undefined
}

const paceOf = (headers: Record<string, string> | null | undefined): Pace => ({
  limit: numberIn(headers, 'ratelimit-limit'),
  remaining: numberIn(headers, 'ratelimit-remaining'),
  resetSeconds: numberIn(headers, 'ratelimit-reset'),
})

const failureOf = (refused: Refused | null, headers: Record<string, string> | null | undefined): Exclude<Outcome, { kind: 'sent' }> => {
  if (!refused) return { kind: 'later', error: 'an answer without an id' }
  const { statusCode, name, message } = refused
  const error = cutTo(`${statusCode ?? 'unreachable'} ${name}: ${message}`, 300)
  if (statusCode === 429) {
    const seconds = numberIn(headers, 'retry-after') ?? numberIn(headers, 'ratelimit-reset')
    return { kind: 'later', error, limited: true, retryAfterSeconds: seconds && seconds > 0 ? seconds : undefined }
  }
  // The council can fix a wrong key, and then everything waiting is sent.
  if (statusCode === 401 || /_api_key$/.test(String(name)) || /api key is invalid/i.test(message))
    return { kind: 'later', error, limited: true }
  // Two concurrent requests with one key: the first one's outcome is not known yet.
  const underWay = statusCode === 409 && String(name) === 'concurrent_idempotent_requests'
  if (!statusCode || statusCode < 400 || statusCode >= 500 || statusCode === 408 || underWay) return { kind: 'later', error }
  return { kind: 'refused', error }
}
