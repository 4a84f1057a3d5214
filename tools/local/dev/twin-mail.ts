// Mail received by the twin of Resend beside a local Muster: read it, and answer as its recipients
// through the twin's control routes.
import { instant } from '#base/dates.ts'
import type { Bindings } from '#base/web/env.ts'
import type { LocalMail } from '#messages/outbox/message.ts'
import type { MailQuery } from './forms.ts'

export type Twin = { url: string; key: string }

/** The twin's address from `npm start`; none if this Muster stores its mail itself. */
export const twinOf = (env: Bindings): Twin | undefined =>
  env.MAIL_TWIN_URL && env.RESEND_API_KEY ? { url: env.MAIL_TWIN_URL, key: env.RESEND_API_KEY } : undefined

type Told = {
  id: string
  at: number
  from: string
  to: string[]
  reply_to: string[]
  subject: string
  html: string | null
  text: string | null
  tags: { name: string; value: string }[]
  attachments: { filename: string | null; content_type: string | null; content: string }[]
  last_event: string
  events: { type: string; at: number; to: string[]; detail: string | null }[]
}

/** A mail's outcome, and what is needed to answer it. */
export type Fate = {
  state: string
  events: { type: string; at: string; detail: string | null }[]
  tags: { name: string; value: string }[]
  holdsInvitation: boolean
  /** The provider sends nothing more to this address. */
  isSuppressed: boolean
  /** The outcome chosen for this address; '': decided by the address itself. */
  decided: string
  /** The message's headers as sent, and all of it. */
  headers: { name: string; value: string }[]
  source: string
}

export type ListedMail = Pick<LocalMail, 'id' | 'at' | 'to' | 'subject'> & { attached: string[]; state: string | undefined }

const ask = (twin: Twin, path: string, body?: Record<string, unknown>): Promise<Response> =>
  fetch(`${twin.url}/_twin/${path}`, {
    method: body ? 'POST' : 'GET',
    headers: { authorization: `Bearer ${twin.key}` },
    ...(body ? { body: JSON.stringify(body) } : {}),
  })

const heard = async <T>(answer: Response): Promise<T> => {
  if (!answer.ok) throw new Error(`The twin of Resend refused: ${answer.status} ${await answer.text()}`)
  return answer.json()
}

const asMail = (told: Told): LocalMail => ({
  id: told.id,
  at: instant(new Date(told.at)),
  from: told.from,
  to: told.to.join(', '),
  replyTo: told.reply_to.length > 0 ? told.reply_to.join(', ') : undefined,
  subject: told.subject,
  text: told.text ?? '',
  html: told.html ?? '',
  attachments: told.attachments.map((one) => ({
    filename: one.filename ?? 'attachment',
    contentType: one.content_type ?? 'application/octet-stream',
    content: one.content,
  })),
})

/** Every mail, newest last, or that to one address since an instant. */
export const allTwinMail = async (twin: Twin, query: MailQuery): Promise<LocalMail[]> =>
  (await heard<{ mails: Told[] }>(await ask(twin, `mails?${new URLSearchParams(query)}`))).mails.map(asMail)

/** One page, newest first. */
export const listTwinMail = async (
  twin: Twin,
  query: { q: string; page: number },
  size: number,
): Promise<{ total: number; mails: ListedMail[] }> => {
  const params = new URLSearchParams({ search: query.q, page: String(query.page), size: String(size), order: 'newest', brief: '1' })
  const { total, mails } = await heard<{ total: number; mails: Told[] }>(await ask(twin, `mails?${params}`))
  return {
    total,
    mails: mails.map((told) => ({
      id: told.id,
      at: instant(new Date(told.at)),
      to: told.to.join(', '),
      subject: told.subject,
      attached: told.attachments.map((one) => one.filename ?? 'attachment'),
      state: told.last_event,
    })),
  }
}

/** The raw message. */
export const twinSource = async (twin: Twin, id: string): Promise<Uint8Array<ArrayBuffer> | undefined> => {
  const answer = await ask(twin, `mails/${encodeURIComponent(id)}/eml`)
  return answer.ok ? new Uint8Array(await answer.arrayBuffer()) : undefined
}

const headersOf = (source: string): { name: string; value: string }[] => {
  const [head = ''] = source.split('\r\n\r\n', 1)
  return head
    .replaceAll(/\r\n[ \t]+/g, ' ')
    .split('\r\n')
    .map((line) => ({ name: line.slice(0, line.indexOf(':')), value: line.slice(line.indexOf(':') + 1).trim() }))
}

export const twinMail = async (twin: Twin, id: string): Promise<{ mail: LocalMail; fate: Fate } | undefined> => {
  const answer = await ask(twin, `mails/${encodeURIComponent(id)}`)
  if (answer.status === 404) return undefined
  const told = await heard<Told & { calendar: string | null; suppressed: boolean; decided: string | null }>(answer)
  const source = new TextDecoder().decode(await twinSource(twin, id))
  return {
    mail: asMail(told),
    fate: {
      state: told.last_event,
      events: told.events.map(({ type, at, detail }) => ({ type, at: instant(new Date(at)), detail })),
      tags: told.tags,
      holdsInvitation: /^METHOD:REQUEST/m.test(told.calendar ?? ''),
      isSuppressed: told.suppressed,
      decided: told.decided ?? '',
      headers: headersOf(source),
      source,
    },
  }
}

export type RecipientAct = 'ACCEPTED' | 'TENTATIVE' | 'DECLINED' | 'bounce' | 'complain'

/**
 * Acts as the recipient or their mail server. False for an unknown mail, or one with nothing to
 * answer.
 */
export const actAsRecipient = async (twin: Twin, id: string, act: RecipientAct): Promise<boolean> => {
  const [path, body] = act === 'bounce' || act === 'complain' ? [act, {}] : ['reply', { partStat: act }]
  const answer = await ask(twin, `mails/${encodeURIComponent(id)}/${path}`, body)
  await answer.arrayBuffer()
  return answer.ok
}

/**
 * Sets the outcome of mail to this address; '' restores the address's own, and lifts the
 * suppression.
 */
export const decideFor = async (twin: Twin, address: string, fate: string): Promise<void> => {
  await heard(await ask(twin, 'addresses', { address, fate }))
  if (fate === '') await heard(await ask(twin, 'unsuppress', { address }))
}
