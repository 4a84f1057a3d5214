// The one file that reads raw mail. Its content is untrusted: the library's time is quadratic in
// lines, parts and headers, so the bytes are checked first, and for the same reason it must not
// turn HTML into text.

import PostalMime, { type Address } from 'postal-mime'
import { cutTo } from '#base/words.ts'
import { isReadable } from './mail-limit.ts'
import { calendarsAtMost, isVouchedFor, longestCalendar, longestRead, mostParts, type ReceivedMail } from './received.ts'
import { unflowed, wordsOf } from './words.ts'

/** A part without subparts. `charset` and `flowed` are from its own header. */
type Part = { type: string; disposition: string; filename: string; charset: string; flowed: boolean; content: () => ArrayBuffer | null }

type Params = Readonly<Partial<Record<string, string>>>

type Node = {
  content: ArrayBuffer | null
  contentType: { parsed: { value: string; params: Params } }
  contentDisposition: { parsed?: { value: string | false; params: Params } }
}

/** Only parses; what becomes of each part is decided here. */
class Parser extends PostalMime {
  readonly parts: Part[] = []

  /** The library asks this of each leaf part first; "no" leaves its text alone. */
  isInlineTextNode(node: Node): boolean {
    const { value, params } = node.contentType.parsed
    this.parts.push({
      type: value || 'text/plain',
      disposition: node.contentDisposition.parsed?.value || '',
      filename: node.contentDisposition.parsed?.params['filename'] ?? params['name'] ?? '',
      charset: params['charset'] ?? 'utf-8',
      flowed: params['format']?.toLowerCase() === 'flowed',
      content: () => node.content,
    })
    // Read as an attachment of unknown type, because the library changes line ends in a calendar.
    node.contentType.parsed = { value: 'application/octet-stream', params: {} }
    node.contentDisposition.parsed = { value: 'attachment', params: {} }
    return false
  }
}

const textOf = (part: Part): string => {
  const bytes = new Uint8Array(part.content() ?? new ArrayBuffer(0)).subarray(0, longestRead)
  try {
    return new TextDecoder(cutTo(part.charset.trim(), 40)).decode(bytes)
  } catch {
    return new TextDecoder('windows-1252').decode(bytes)
  }
}

const addressIn = (given: Address | undefined): string => (given?.address ?? '').trim().toLowerCase()

const isCalendar = (part: Part): boolean =>
  /^(text\/calendar|application\/ics)$/i.test(part.type) || part.filename.toLowerCase().endsWith('.ics')

/** The mail's text: plain, else the words of its HTML. */
const writtenIn = (parts: readonly Part[]): string => {
  const inline = parts.filter(({ disposition }) => disposition !== 'attachment')
  const plain = inline
    .filter(({ type }) => type === 'text/plain')
    .map((part) => (part.flowed ? unflowed(textOf(part)) : textOf(part)))
    .join('\n')
  if (plain.trim()) return plain
  return inline
    .filter(({ type }) => type === 'text/html')
    .map((part) => wordsOf(textOf(part)))
    .join('\n')
}

/** Parses a mail; undefined when it is unreadable or beyond the limits. */
export const readMail = async (raw: Uint8Array): Promise<ReceivedMail | undefined> => {
  if (!isReadable(raw)) return undefined
  const parser = new Parser({ attachmentEncoding: 'arraybuffer', maxNestingDepth: 20, maxHeadersSize: 64_000, maxRfc822NestingDepth: 0 })
  const mail = await parser.parse(raw).catch(() => undefined)
  const { parts } = parser
  const calendars = parts.filter(isCalendar)
  if (!mail || parts.length > mostParts || calendars.length > calendarsAtMost) return undefined
  const header = (name: string): string =>
    mail.headers
      .find((one) => one.key === name)
      ?.value.trim()
      .toLowerCase() ?? ''
  return {
    from: addressIn(mail.from),
    fromName: mail.from?.name ?? '',
    subject: mail.subject ?? '',
    text: writtenIn(parts),
    calendars: calendars.filter((part) => (part.content()?.byteLength ?? 0) <= longestCalendar).map(textOf),
    isVouched: isVouchedFor(
      addressIn(mail.from),
      mail.headers.filter((one) => one.key === 'authentication-results').map((one) => one.value),
    ),
    headers: {
      autoSubmitted: header('auto-submitted'),
      precedence: header('precedence'),
      returnPath: header('return-path'),
      contentType: header('content-type'),
      isAutoReply: ['x-autoreply', 'x-autorespond', 'list-id', 'list-unsubscribe', 'x-failed-recipients'].some(
        (name) => header(name) !== '',
      ),
      passedOn: header('x-muster-passed-on') !== '',
    },
  }
}
