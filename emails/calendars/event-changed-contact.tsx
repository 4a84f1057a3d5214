import { type Instant, sayWhen } from '#base/dates.ts'
import { type EventForInvites, programmeOf, whereOf } from '#calendars/invites/invite.ts'
import { type ChangeName, sayChanges } from '#calendars/invites/named-change.ts'
import { footerOf, mail, type Rendered, type Sender } from '#emails/messages/mail.tsx'
import { heading, paragraphsOf, type Slots, sentence, subject } from '#emails/messages/words.ts'
import { bookingWordsOf, freeBlocks, programmeBlocks, whenOf } from './event-facts.ts'

export const contactEventChangedWords = {
  subject: subject('New {changes}: {title}, {day}', ['title']),
  heading: heading('New {changes} of an event that you booked'),
  opening: sentence(
    'To a school with places',
    'Your booking for {school} at “{title}” is kept. We send each person whom it concerns an update for their calendar, where we have an address; the page of the booking says whom we could not reach.',
    ['title'],
  ),
  waits: sentence(
    'To a school that waits for places',
    'You still wait for a place for {school} at “{title}”. If it no longer suits you, withdraw the request on its page.',
    ['title'],
  ),
} satisfies Slots

export type ContactFacts = {
  sender: Sender
  bookingPage: string
  reference: string
  schoolName: string
  delegates: string[]
  contact: string
}

/** Kept workshops with another name or time. */
const workshopsChanged = (before: EventForInvites, after: EventForInvites): string[] =>
  after.sessions.flatMap((is) => {
    const was = before.sessions.find((session) => session.id === is.id)
    if (!is.block || !was) return []
    const same = was.title === is.title && was.startsAt === is.startsAt && was.endsAt === is.endsAt
    return same ? [] : [`The workshop “${was.title || is.title}” is now “${is.title}”, ${sayWhen(is.startsAt, is.endsAt)}.`]
  })

/** To whoever booked: what changed, and that each delegate is written to. */
export const contactEventChanged = ({
  before,
  after,
  freeUntil,
  waits,
  changes,
  ...facts
}: ContactFacts & {
  before: EventForInvites
  after: EventForInvites
  changes: readonly ChangeName[]
  freeUntil: Instant | undefined
  waits: boolean
}): Rendered => {
  const words = bookingWordsOf(
    'event_changed_contact',
    contactEventChangedWords,
    { ...facts, event: after },
    {
      changes: sayChanges(changes),
    },
  )
  return mail(
    words('subject'),
    [
      { heading: words('heading') },
      ...paragraphsOf(words(waits ? 'waits' : 'opening')),
      {
        list: [
          ...(before.title === after.title ? [] : [`It was called “${before.title}”.`]),
          ...(whenOf(before) === whenOf(after) ? [] : [`It was to be on ${whenOf(before)}.`]),
          ...(programmeOf(before.sessions).length > 0 && changes.includes('programme')
            ? [`The programme was: ${programmeOf(before.sessions).join('; ')}.`]
            : []),
          ...workshopsChanged(before, after),
          ...(whereOf(before) === whereOf(after) ? [] : [`The place was: ${whereOf(before)}.`]),
          ...(before.joiningLink === after.joiningLink ? [] : ['The link to join is new.']),
        ],
      },
      {
        facts: [
          ['When', whenOf(after)],
          ['Where', whereOf(after)],
          ['Coming', waits ? undefined : facts.delegates.join(', ') || 'Not named yet'],
          ['Reference', facts.reference],
        ],
      },
      ...(changes.includes('programme') ? programmeBlocks(after) : []),
      ...freeBlocks(freeUntil, 'the time or the place of the event has changed'),
      { button: 'See or change your booking', href: facts.bookingPage },
    ],
    footerOf(facts.sender, facts.contact),
  )
}
