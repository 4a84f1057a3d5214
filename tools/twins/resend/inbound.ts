// Mail that arrives for an address of the account: kept as it came, told by an event, and read as Resend lets it be read.
import { randomBytes, randomUUID } from 'node:crypto'
import PostalMime, { type Address, type Email } from 'postal-mime'
import type { AttachmentData, EmailReceivedEvent, GetReceivingEmailResponseSuccess, ListAttachmentsResponseSuccess } from 'resend'
import type { Account, Arrived } from './account.ts'
import { bareAddress } from './addresses.ts'
import { emit } from './fates.ts'
import { notFound } from './refusal.ts'

const hour = 3600_000

const parsed = (arrived: Arrived): Promise<Email> => PostalMime.parse(Buffer.from(arrived.raw, 'base64'))

const spelled = (list: Address[] | undefined): string[] =>
  (list ?? []).flatMap((one) => (one.address ? [one.name ? `${one.name} <${one.address}>` : one.address] : []))

const bytesOf = (content: ArrayBuffer | Uint8Array | string): Buffer =>
  typeof content === 'string' ? Buffer.from(content) : Buffer.from(content as Uint8Array)

/** The id of an attachment follows from its place, so that it is the same however often it is asked for. */
const attachmentId = (arrived: Arrived, index: number): string => `${arrived.id.slice(0, -2)}${index.toString(16).padStart(2, '0')}`

/**
 * A message arrives; `email.received` says so.
 *
 * @param to the address that it was delivered to, whatever its headers say
 * @param raw the whole message, as it came over SMTP
 */
export const arrive = async (account: Account, to: string, raw: Buffer): Promise<Arrived> => {
  const arrived: Arrived = {
    id: randomUUID(),
    at: account.now(),
    receivedFor: [bareAddress(to) || to],
    raw: raw.toString('base64'),
    token: randomBytes(16).toString('hex'),
  }
  const mail = await parsed(arrived)
  account.arrived.set(arrived.id, arrived)
  const event: EmailReceivedEvent = {
    type: 'email.received',
    created_at: new Date(account.now()).toISOString(),
    data: {
      email_id: arrived.id,
      created_at: new Date(arrived.at).toISOString(),
      from: spelled(mail.from ? [mail.from] : [])[0] ?? '',
      to: spelled(mail.to),
      bcc: spelled(mail.bcc),
      cc: spelled(mail.cc),
      received_for: arrived.receivedFor,
      message_id: mail.messageId ?? '',
      subject: mail.subject ?? '',
      attachments: mail.attachments.map((one, index) => ({
        id: attachmentId(arrived, index),
        filename: one.filename,
        content_type: one.mimeType,
        content_disposition: one.disposition,
        content_id: one.contentId ?? null,
      })),
    },
  }
  emit(account, event)
  return arrived
}

/** @param files where the twin hands out what was received */
export const shownArrival = async (account: Account, id: string, files: string): Promise<GetReceivingEmailResponseSuccess> => {
  const arrived = account.arrival(id)
  const mail = await parsed(arrived)
  const none = (list: string[]): string[] | null => (list.length > 0 ? list : null)
  return {
    object: 'email',
    id,
    to: spelled(mail.to),
    from: spelled(mail.from ? [mail.from] : [])[0] ?? '',
    created_at: new Date(arrived.at).toISOString(),
    subject: mail.subject ?? '',
    bcc: none(spelled(mail.bcc)),
    cc: none(spelled(mail.cc)),
    reply_to: none(spelled(mail.replyTo)),
    received_for: arrived.receivedFor,
    html: mail.html ?? null,
    text: mail.text ?? null,
    headers: Object.fromEntries(mail.headers.map((one) => [one.key, one.value])),
    message_id: mail.messageId ?? '',
    raw: { download_url: `${files}/raw/${arrived.token}`, expires_at: new Date(account.now() + hour).toISOString() },
    attachments: mail.attachments.map((one, index) => ({
      id: attachmentId(arrived, index),
      filename: one.filename,
      size: bytesOf(one.content).byteLength,
      content_type: one.mimeType,
      content_id: one.contentId ?? null,
      content_disposition: one.disposition,
    })),
  } satisfies GetReceivingEmailResponseSuccess
}

export const shownAttachments = async (account: Account, id: string, files: string): Promise<ListAttachmentsResponseSuccess> => {
  const arrived = account.arrival(id)
  const mail = await parsed(arrived)
  return {
    object: 'list',
    has_more: false,
    data: mail.attachments.map(
      (one, index): AttachmentData => ({
        id: attachmentId(arrived, index),
        ...(one.filename === null ? {} : { filename: one.filename }),
        size: bytesOf(one.content).byteLength,
        content_type: one.mimeType,
        content_disposition: one.disposition === 'inline' ? 'inline' : 'attachment',
        ...(one.contentId ? { content_id: one.contentId } : {}),
        download_url: `${files}/raw/${arrived.token}/${index}`,
        expires_at: new Date(account.now() + hour).toISOString(),
      }),
    ),
  } satisfies ListAttachmentsResponseSuccess
}

/** What a `download_url` gives: the whole message, or one of its attachments. It asks for no key. */
export const download = async (accounts: readonly Account[], token: string, index: string | undefined): Promise<Response> => {
  for (const account of accounts)
    for (const arrived of account.arrived.values()) {
      if (arrived.token !== token) continue
      const raw = Buffer.from(arrived.raw, 'base64')
      if (index === undefined) return new Response(new Uint8Array(raw), { headers: { 'content-type': 'message/rfc822' } })
      const attachment = (await parsed(arrived)).attachments[Number(index)]
      if (!attachment) break
      return new Response(new Uint8Array(bytesOf(attachment.content)), { headers: { 'content-type': attachment.mimeType } })
    }
  throw notFound('File')
}
