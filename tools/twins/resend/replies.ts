// What a recipient's calendar sends when somebody presses Accept, Tentative or Decline: RFC 6047, as Outlook and Gmail spell it.
import { randomUUID } from 'node:crypto'
import MailComposer from 'nodemailer/lib/mail-composer'
import type { Mail } from './account.ts'
import { bareAddress } from './addresses.ts'
import { invalid } from './refusal.ts'

export const partStats = ['ACCEPTED', 'TENTATIVE', 'DECLINED'] as const
export type PartStat = (typeof partStats)[number]
export const replyStyles = ['outlook', 'gmail'] as const
export type ReplyStyle = (typeof replyStyles)[number]

const says: Record<PartStat, string> = { ACCEPTED: 'Accepted', TENTATIVE: 'Tentative', DECLINED: 'Declined' }

/** The calendar object that a mail carries, or undefined. */
export const calendarOf = (mail: Mail): string | undefined => {
  const found = mail.attachments.find((one) => one.content_type?.startsWith('text/calendar'))
  return found && Buffer.from(found.content, 'base64').toString('utf8')
}

const folded = (line: string): string => {
  const parts: string[] = []
  let part = ''
  for (const letter of line) {
    if (Buffer.byteLength(part + letter) > (parts.length === 0 ? 75 : 74)) {
      parts.push(part)
      part = ''
    }
    part += letter
  }
  return [...parts, part].join('\r\n ')
}

const stamp = (at: number): string => new Date(at).toISOString().replaceAll(/[-:]|\.\d+/g, '')

/** The answer in iCalendar: what RFC 5546 3.2.3 asks of a REPLY, taken from the invitation. */
const replyTo = (request: string, attendee: string, partStat: PartStat, at: number, comment?: string): string => {
  const [, event = ''] = request.replaceAll(/\r?\n[ \t]/g, '').split('BEGIN:VEVENT')
  const line = (name: string): string[] => {
    const found = event.match(new RegExp(`^${name}[;:].*$`, 'm'))?.[0]
    return found ? [found.trim()] : []
  }
  const name = event.match(/^ATTENDEE[^\n]*CN=("[^"]*"|[^;:]*)/m)?.[1]
  return [
    'BEGIN:VCALENDAR',
    'PRODID:-//Muster//A recipient of its twin of Resend//EN',
    'VERSION:2.0',
    'METHOD:REPLY',
    'BEGIN:VEVENT',
    `ATTENDEE;PARTSTAT=${partStat}${name ? `;CN=${name}` : ''}:mailto:${attendee}`,
    ...(comment ? [`COMMENT:${comment.replaceAll(/([\\;,])/g, '\\$1').replaceAll('\n', '\\n')}`] : []),
    ...line('UID'),
    ...line('RECURRENCE-ID'),
    ...line('SUMMARY'),
    ...line('DTSTART'),
    ...line('DTEND'),
    ...line('ORGANIZER'),
    `DTSTAMP:${stamp(at)}`,
    ...(line('SEQUENCE').length > 0 ? line('SEQUENCE') : ['SEQUENCE:0']),
    'END:VEVENT',
    'END:VCALENDAR',
    '',
  ]
    .map(folded)
    .join('\r\n')
}

/** What the provider writes above a mail of somebody whose domain vouches for them: as Amazon SES spells it, which takes mail in for Resend. */
const foundOf = (address: string): string => {
  const domain = address.split('@')[1] ?? ''
  return [
    'Authentication-Results: amazonses.com;',
    ` spf=pass (spfCheck: domain of ${domain} designates 192.0.2.1 as permitted sender) client-ip=192.0.2.1; envelope-from=${address}; helo=mail.${domain};`,
    ` dkim=pass header.i=@${domain};`,
    ` dmarc=pass header.from=${domain};`,
    '',
  ].join('\r\n')
}

/**
 * The mail that answers an invitation, as it stands at the provider.
 *
 * @param attendee who answers; the recipient of the invitation unless another is named
 * @returns the address that it goes to, and the whole message
 */
export const replyMail = async (
  mail: Mail,
  partStat: PartStat,
  at: number,
  options: { style?: ReplyStyle; comment?: string; attendee?: string } = {},
): Promise<{ to: string; raw: Buffer }> => {
  const request = calendarOf(mail)
  if (!request || !/^METHOD:REQUEST/m.test(request)) throw invalid('That mail holds no invitation to answer.')
  const to = request
    .replaceAll(/\r?\n[ \t]/g, '')
    .match(/^ORGANIZER[^\n]*?mailto:([^\s"]+)/im)?.[1]
    ?.trim()
  if (!to) throw invalid('That invitation names no organiser.')
  const from = mail.to[0] ?? ''
  const attendee = options.attendee ?? bareAddress(from)
  const content = replyTo(request, attendee, partStat, at, options.comment)
  const subject = `${says[partStat]}: ${mail.subject}`
  const words = options.comment ?? `${attendee} has ${says[partStat].toLowerCase()} this invitation.`
  const shared = {
    from: options.attendee ?? from,
    to,
    subject,
    date: new Date(at),
    messageId: `<${randomUUID()}@${attendee.split('@')[1]}>`,
    inReplyTo: mail.message_id,
    references: mail.message_id,
    text: words,
    html: `<p>${words.replaceAll('&', '&amp;').replaceAll('<', '&lt;')}</p>`,
  }
  const composer =
    options.style === 'gmail'
      ? new MailComposer({ ...shared, icalEvent: { method: 'REPLY', content, filename: 'invite.ics' } })
      : new MailComposer({
          ...shared,
          alternatives: [{ contentType: 'text/calendar; charset=utf-8; method=REPLY', content: Buffer.from(content), encoding: 'utf-8' }],
          headers: { 'X-MS-Has-Attach': '' },
        })
  return { to, raw: Buffer.concat([Buffer.from(foundOf(attendee)), await composer.compile().build()]) }
}
