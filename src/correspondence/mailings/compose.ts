// One recipient's mail: the organiser's text with fields filled in. Typed text never becomes markup
// or a header.

import { instant, sayLongDay } from '#base/dates.ts'
import { calendarTitleOf, contactOf } from '#calendars/invites/invite.ts'
import { type LinkedFacts, linkedBlocks } from '#emails/correspondence/linked-material.ts'
import { byHand } from '#emails/correspondence/mailing.tsx'
import type { Block, Rendered, Sender } from '#emails/messages/mail.tsx'
import { type EventDetails, firstStart } from '#events/events/event.ts'
import { oneLine } from '#messages/outbox/message.ts'
import { type SchoolOffer, sayOffer, sayTrust, type TrustOffer } from './invitation.ts'
import type { Mailing } from './mailing.ts'

type Run = string | { text: string; href: string }
/** `schoolId`: a root, where the mail is to a school; `trust`: where it is to one. */
type To = {
  name: string
  school: string
  reference: string | null
  schoolId?: string | undefined
  offer?: SchoolOffer | undefined
  /** Links that book who is due, where the recipient may book for the school. */
  books?: readonly { text: string; href: string }[]
  trust?: TrustOffer | undefined
  /** The material that it links to. */
  material?: LinkedFacts | 'removed' | undefined
  /** Where they stop such messages. */
  unsubscribe: string | undefined
  /** Where what is asked of the school opens, of a message that follows something up. */
  asked?: string | undefined
}

/** What is asked of a school opens, else its own page; news of no event leads to all events. */
const linkFor = (base: string, nature: Mailing['nature'], event: EventDetails | undefined, to: To): string =>
  to.reference
    ? `${base}/bookings/${to.reference}`
    : event
      ? `${base}/events/${event.code}`
      : nature === 'statutory' && to.schoolId
        ? `${base}${to.asked ?? `/school/${to.schoolId}`}`
        : `${base}/events`

const valuesFor = (base: string, nature: Mailing['nature'], event: EventDetails | undefined, to: To): Record<string, string> => {
  const start = event && firstStart(event)
  return {
    name: to.name || 'colleague',
    school: to.trust ? sayTrust(to.school, to.trust.schools) : to.school,
    title: event?.title ?? '',
    day: start ? sayLongDay(start) : '',
    link: linkFor(base, nature, event, to),
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
  mailing: Pick<Mailing, 'subject' | 'body' | 'nature' | 'basis'>,
  event: EventDetails | undefined,
  to: To,
  now: Date,
): Rendered => {
  const values = valuesFor(sender.baseUrl, mailing.nature, event, to)
  const inSubject: Record<string, string> = { ...values, ...(event ? { title: calendarTitleOf(event) } : {}) }
  const paragraphs: Block[] = mailing.body
    .split(/\n\s*\n/)
    .map((paragraph) => paragraph.trim())
    .filter(Boolean)
    .map((paragraph) => ({ paragraph: runsOf(paragraph, values) }))
  return byHand({
    sender,
    nature: mailing.nature,
    subject: oneLine(mailing.subject.replaceAll(/\{([a-z]+)\}/g, (whole, name: string) => inSubject[name] ?? whole)),
    paragraphs: [...paragraphs, ...(to.material ? linkedBlocks(to.material) : [])],
    basis: mailing.basis,
    event,
    invited:
      mailing.nature === 'training' && event
        ? {
            school: to.school,
            topic: event.topicLabel,
            ...(to.offer ?? { price: '', due: [] }),
            schools: to.trust?.schools.map(sayOffer) ?? [],
            books: to.books ?? [],
            href: bookAt(sender.baseUrl, event, to),
            opensAt: event.bookingOpensAt && event.bookingOpensAt > instant(now) ? event.bookingOpensAt : undefined,
          }
        : undefined,
    contact: event ? contactOf(event) : sender.contactEmail,
    unsubscribe: hasStop(mailing.nature) ? to.unsubscribe : undefined,
  })
}

/** Whether each mail holds a link to stop such messages. */
export const hasStop = (nature: Mailing['nature']): boolean => nature === 'promotion' || nature === 'training'

const bookAt = (base: string, event: EventDetails, { schoolId, trust }: To): string =>
  trust ? `${base}/trusts/${trust.uid}/events/${event.code}` : `${base}/events/${event.code}/book${schoolId ? `?invited=${schoolId}` : ''}`

export const repliesTo = (sender: Sender, event: EventDetails | undefined): string | undefined =>
  event?.contactEmail || sender.contactEmail || undefined
