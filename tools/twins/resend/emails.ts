// What Resend takes, and what it refuses. The twin refuses besides what it does not speak of, so that nobody comes to depend on it unseen.
import { randomUUID } from 'node:crypto'
import type { CreateBatchSuccessResponse, CreateEmailResponseSuccess, GetEmailResponseSuccess, Tag } from 'resend'
import type { Account, KeptAttachment, Mail } from './account.ts'
import { bareAddress } from './addresses.ts'
import { letHappen } from './fates.ts'
import { countMails } from './limits.ts'
import { invalid, missing, Refusal } from './refusal.ts'

type Draft = Omit<Mail, 'id' | 'at' | 'key' | 'message_id' | 'last_event' | 'events'>

const fields = ['attachments', 'bcc', 'cc', 'from', 'headers', 'html', 'reply_to', 'subject', 'tags', 'text', 'to']
const notHere = ['scheduled_at', 'template', 'topic_id']

const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null && !Array.isArray(value)

const text = (value: unknown, field: string): string | undefined => {
  if (value === undefined || value === null) return undefined
  if (typeof value !== 'string') throw invalid(`The \`${field}\` field must be a \`string\`.`)
  return value
}

const wrongForm = (field: string): Refusal =>
  invalid(`Invalid \`${field}\` field. The email address needs to follow the \`email@example.com\` or \`Name <email@example.com>\` format.`)

// Resend refuses them, as mail to them can only bounce.
const nobodys = /@(example|test)\.(com|org|net)$/

const addresses = (value: unknown, field: string): string[] => {
  if (value === undefined || value === null) return []
  const list = typeof value === 'string' ? [value] : value
  if (!Array.isArray(list)) throw invalid(`The \`${field}\` field must be a \`string\` or an \`array\` of strings.`)
  for (const one of list) {
    if (typeof one !== 'string' || bareAddress(one) === '') throw wrongForm(field)
    if (field !== 'reply_to' && nobodys.test(bareAddress(one)))
      throw invalid(`Invalid \`${field}\` field. Please use our testing email address instead of domains like \`example.com\`.`)
  }
  if (list.length > 50) throw invalid(`The \`${field}\` field can contain at most 50 addresses.`)
  return list as string[]
}

const tagsOf = (value: unknown): Tag[] => {
  if (value === undefined || value === null) return []
  if (!Array.isArray(value)) throw invalid('The `tags` field must be an `array`.')
  return value.map((tag) => {
    if (!isRecord(tag)) throw invalid('Each tag must be an object with a `name` and a `value`.')
    const { name, value: content, ...more } = tag
    if (Object.keys(more).length > 0) throw invalid(`Unrecognized key in tags: ${Object.keys(more)[0]}.`)
    for (const part of [name, content])
      if (typeof part !== 'string' || !/^[\w-]{1,256}$/.test(part))
        throw invalid('Tags should only contain ASCII letters, numbers, underscores, or dashes.')
    return { name: String(name), value: String(content) }
  })
}

const headersOf = (value: unknown): Record<string, string> => {
  if (value === undefined || value === null) return {}
  if (!isRecord(value)) throw invalid('The `headers` field must be an `object`.')
  for (const [name, content] of Object.entries(value))
    if (!/^[\w-]+$/.test(name) || typeof content !== 'string' || /[\r\n]/.test(content)) throw invalid(`Invalid header \`${name}\`.`)
  return value as Record<string, string>
}

const attachmentsOf = (value: unknown): KeptAttachment[] => {
  if (value === undefined || value === null) return []
  const refused = (message: string): Refusal => new Refusal(422, 'invalid_attachment', message)
  if (!Array.isArray(value)) throw invalid('The `attachments` field must be an `array`.')
  return value.map((one) => {
    if (!isRecord(one)) throw refused('Each attachment must be an object.')
    const { content, path, filename, content_type, content_id, ...more } = one
    if (Object.keys(more).length > 0) throw invalid(`Unrecognized key in attachments: ${Object.keys(more)[0]}.`)
    if (path !== undefined) throw refused('The twin fetches no attachment from a `path`.')
    if (content === undefined) throw refused('Attachment must have either a `content` or `path`.')
    if (typeof content !== 'string' || content.length % 4 !== 0 || !/^[A-Za-z0-9+/]*={0,2}$/.test(content))
      throw refused('The `content` of an attachment must be base64.')
    return {
      filename: text(filename, 'attachments.filename') ?? null,
      content_type: text(content_type, 'attachments.content_type') ?? null,
      content_id: text(content_id, 'attachments.content_id') ?? null,
      content,
    }
  })
}

const draftOf = (account: Account, body: unknown): Draft => {
  if (!isRecord(body)) throw invalid('An email must be an object.')
  for (const name of Object.keys(body)) {
    if (notHere.includes(name)) throw invalid(`The twin does not speak of \`${name}\`.`)
    if (!fields.includes(name)) throw invalid(`Unrecognized key in request: ${name}.`)
  }
  for (const name of ['from', 'to', 'subject']) if (body[name] === undefined || body[name] === null) throw missing(name)
  if (body['html'] === undefined && body['text'] === undefined) throw missing('html` or `text')
  const from = text(body['from'], 'from') ?? ''
  if (bareAddress(from) === '') throw wrongForm('from')
  const domain = bareAddress(from).split('@')[1] ?? ''
  const to = addresses(body['to'], 'to')
  if (to.length === 0) throw missing('to')
  const draft: Draft = {
    from,
    to,
    cc: addresses(body['cc'], 'cc'),
    bcc: addresses(body['bcc'], 'bcc'),
    reply_to: addresses(body['reply_to'], 'reply_to'),
    subject: text(body['subject'], 'subject') ?? '',
    html: text(body['html'], 'html') ?? null,
    text: text(body['text'], 'text') ?? null,
    headers: headersOf(body['headers']),
    tags: tagsOf(body['tags']),
    attachments: attachmentsOf(body['attachments']),
  }
  if (!account.settings.domains.includes(domain))
    throw new Refusal(
      403,
      'validation_error',
      `The ${domain} domain is not verified. Please, add and verify your domain on https://resend.com/domains`,
    )
  const size = [draft.html, draft.text, ...draft.attachments.map((one) => one.content)].reduce(
    (sum, part) => sum + Buffer.byteLength(part ?? ''),
    0,
  )
  if (size > account.settings.largest) throw invalid('The email exceeds the maximum size of 40MB, attachments in base64 included.')
  return draft
}

const accept = (account: Account, draft: Draft, key: string | null): Mail => {
  const id = randomUUID()
  const mail: Mail = {
    ...draft,
    id,
    at: account.now(),
    key,
    message_id: `<${id}@eu-west-1.amazonses.com>`,
    last_event: 'queued',
    events: [],
  }
  account.mails.set(id, mail)
  account.changes += 1
  letHappen(account, mail)
  return mail
}

/** Checks one mail; what is returned accepts it. */
export const sendOne = (account: Account, body: unknown, key: string | null): (() => CreateEmailResponseSuccess) => {
  const draft = draftOf(account, body)
  countMails(account, 1)
  return () => ({ id: accept(account, draft, key).id })
}

type Permissive = CreateBatchSuccessResponse<{ batchValidation: 'permissive' }>

/** Checks up to a hundred; strictly, all of them or none are accepted. */
export const sendBatch = (
  account: Account,
  body: unknown,
  key: string | null,
  validation: string,
): (() => Pick<Permissive, 'data'> & Partial<Permissive>) => {
  if (validation !== 'strict' && validation !== 'permissive') throw invalid('`x-batch-validation` must be `strict` or `permissive`.')
  if (!Array.isArray(body) || body.length === 0) throw invalid('The request must be an `array` of emails.')
  if (body.length > 100) throw invalid('The batch can contain at most 100 emails.')
  const errors: Permissive['errors'] = []
  const drafts = body.flatMap((one, index): Draft[] => {
    try {
      for (const name of ['attachments', 'scheduled_at'])
        if (isRecord(one) && one[name] !== undefined) throw invalid(`The \`${name}\` field is not supported in batch emails.`)
      return [draftOf(account, one)]
    } catch (error) {
      if (!(error instanceof Refusal) || validation === 'strict') throw error
      errors.push({ index, message: error.message })
      return []
    }
  })
  countMails(account, drafts.length)
  return () => ({
    data: drafts.map((draft) => ({ id: accept(account, draft, key).id })),
    ...(validation === 'permissive' ? { errors } : {}),
  })
}

const listed = (list: string[]): string[] | null => (list.length > 0 ? list : null)

export const shown = (mail: Mail): GetEmailResponseSuccess =>
  ({
    object: 'email',
    id: mail.id,
    to: mail.to,
    from: mail.from,
    created_at: new Date(mail.at).toISOString(),
    subject: mail.subject,
    html: mail.html,
    text: mail.text,
    bcc: listed(mail.bcc),
    cc: listed(mail.cc),
    reply_to: listed(mail.reply_to),
    message_id: mail.message_id,
    last_event: mail.last_event,
    scheduled_at: null,
    ...(mail.tags.length > 0 ? { tags: mail.tags } : {}),
  }) satisfies GetEmailResponseSuccess
