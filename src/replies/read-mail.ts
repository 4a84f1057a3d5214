// The one file that reads mail as it came over SMTP. Whatever it holds is strangers' work: sizes are bounded before and after it is taken apart.
import PostalMime, { type Address, type Email } from 'postal-mime'
import { isVouchedFor, type ReceivedMail } from './received.ts'

const mostParts = 50
const longestCalendar = 100_000

const decoded = (content: ArrayBuffer | Uint8Array | string): string =>
  typeof content === 'string' ? content : new TextDecoder().decode(content)

const addressIn = (given: Address | undefined): string => (given?.address ?? '').trim().toLowerCase()

/** The words of a mail that is HTML alone: enough to see what somebody wants. */
const wordsOf = (html: string): string =>
  html
    .replaceAll(/<(style|script|head)\b[\s\S]*?<\/\1>/gi, ' ')
    .replaceAll(/<(br|\/p|\/div|\/tr|\/li|\/h\d)\b[^>]*>/gi, '\n')
    .replaceAll(/<[^>]*>/g, ' ')
    .replaceAll('&nbsp;', ' ')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&#39;', "'")
    .replaceAll('&amp;', '&')
    .replaceAll(/[^\S\n]+/g, ' ')

const isCalendar = (part: Email['attachments'][number]): boolean =>
  /^(text\/calendar|application\/ics)$/i.test(part.mimeType) || /\.ics$/i.test(part.filename ?? '')

/** Takes a mail apart; undefined when it cannot be read, or holds more parts than any answer does. */
export const readMail = async (raw: Uint8Array): Promise<ReceivedMail | undefined> => {
  let mail: Email
  try {
    mail = await PostalMime.parse(raw, {
      attachmentEncoding: 'arraybuffer',
      maxNestingDepth: 20,
      maxHeadersSize: 200_000,
      maxRfc822NestingDepth: 2,
    })
  } catch {
    return undefined
  }
  if (mail.attachments.length > mostParts) return undefined
  const header = (name: string): string =>
    mail.headers
      .find((one) => one.key === name)
      ?.value.trim()
      .toLowerCase() ?? ''
  return {
    from: addressIn(mail.from),
    fromName: mail.from?.name ?? '',
    subject: mail.subject ?? '',
    text: mail.text?.trim() ? mail.text : wordsOf(mail.html ?? ''),
    calendars: mail.attachments
      .filter(isCalendar)
      .map((part) => decoded(part.content))
      .filter((text) => text.length <= longestCalendar),
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
