// One recipient's mail: the organiser's text with fields filled in. Typed text never becomes markup
// or a header.

import { sayLongDay } from '#base/dates.ts'
import { contactOf } from '#calendars/invites/invite.ts'
import { byHand } from '#emails/correspondence/mailing.tsx'
import type { Block, Rendered, Sender } from '#emails/messages/mail.tsx'
import { type EventDetails, firstStart } from '#events/events/event.ts'
import { oneLine } from '#messages/outbox/message.ts'
import type { Mailing } from './mailing.ts'

type Run = string | { text: string; href: string }
type To = { name: string; school: string; reference: string | null }

const linkFor = (base: string, event: EventDetails | undefined, to: To): string =>
  to.reference ? `${base}/bookings/${to.reference}` : event ? `${base}/events/${event.code}` : `${base}/events`

const valuesFor = (base: string, event: EventDetails | undefined, to: To): Record<string, string> => {
  const start = event && firstStart(event)
  return {
    name: to.name || 'colleague',
    school: to.school,
    title: event?.title ?? '',
    day: start ? sayLongDay(start) : '',
    link: linkFor(base, event, to),
  }
}

/** Makes links of page addresses in the text, without a following full stop or bracket. */
const withLinks = (text: string): Run[] =>
  text.split(/(https?:\/\/[^\s<>"]+[^\s<>"'.,;:!?)\]])/).map((part, at) => (at % 2 === 1 ? { text: part, href: part } : part))

const runsOf = (paragraph: string, values: Record<string, string>): Run[] =>
  paragraph
    .split(/\{([a-z]+)\}/)
    .flatMap((part, at): Run[] => {
      if (at % 2 === 0) return withLinks(part)
      const value = values[part] ?? ''
      return part === 'link' ? [{ text: value, href: value }] : [value]
    })
    .filter((run) => run !== '')

export const composed = (
  sender: Sender,
  mailing: Pick<Mailing, 'subject' | 'body' | 'nature'>,
  event: EventDetails | undefined,
  to: To,
  unsubscribe: string | undefined,
): Rendered => {
  const values = valuesFor(sender.baseUrl, event, to)
  const paragraphs: Block[] = mailing.body
    .split(/\n\s*\n/)
    .map((paragraph) => paragraph.trim())
    .filter(Boolean)
    .map((paragraph) => ({ paragraph: runsOf(paragraph, values) }))
  return byHand({
    sender,
    nature: mailing.nature,
    subject: oneLine(mailing.subject.replaceAll(/\{([a-z]+)\}/g, (whole, name: string) => values[name] ?? whole)),
    paragraphs,
    title: event?.title,
    contact: event ? contactOf(event) : sender.contactEmail,
    unsubscribe: mailing.nature === 'promotion' ? unsubscribe : undefined,
  })
}

/** Where replies to it go. */
export const repliesTo = (sender: Sender, event: EventDetails | undefined): string | undefined =>
  event?.contactEmail || sender.contactEmail || undefined
