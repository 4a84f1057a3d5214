import { type Day, sayLongDay } from '#base/dates.ts'
import { type EventForInvites, whereOf } from '#calendars/invites/invite.ts'
import { type ChangeName, sayChanges } from '#calendars/invites/named-change.ts'
import { footerOf, mail, type Rendered, type Sender } from '#emails/messages/mail.tsx'
import { heading, paragraphsOf, type Slots, sentence, subject } from '#emails/messages/words.ts'
import type { FreeAfter } from '#money/terms/words.ts'
import { bookingWordsOf, freeBlocks, programmeBlocks, whenOf } from './event-facts.ts'

export const contactEventChangedWords = {
  subject: subject('New {changes}: {title}, {day}', ['title']),
  heading: heading('New {changes} of an event that you booked'),
  headingWaits: heading('New {changes} of an event that you wait for', [], 'Heading, to a school that waits for places'),
  opening: sentence(
    'To a school with places',
    'Your booking for {school} at “{title}” is kept. We email an update for their calendar to each person whom it concerns and whose address we have.',
    ['title'],
  ),
  waits: sentence(
    'To a school that waits for places',
    'You still wait for a place for {school} at “{title}”. If it no longer suits you, withdraw your request.',
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

/** To whoever booked: what changed, and that each delegate is written to. */
export const contactEventChanged = ({
  after,
  newDay,
  free,
  waits,
  changes,
  lines,
  ...facts
}: ContactFacts & {
  after: EventForInvites
  /** The first day that is new; undefined: none is. */
  newDay: Day | undefined
  changes: readonly ChangeName[]
  lines: readonly string[]
  free: FreeAfter | undefined
  waits: boolean
}): Rendered => {
  const words = bookingWordsOf(
    'event_changed_contact',
    contactEventChangedWords,
    { ...facts, event: after },
    {
      changes: sayChanges(changes),
      ...(newDay ? { day: sayLongDay(newDay) } : {}),
    },
  )
  return mail(words('subject'), footerOf(facts.sender, facts.contact), [
    { heading: words(waits ? 'headingWaits' : 'heading') },
    ...paragraphsOf(words(waits ? 'waits' : 'opening')),
    { list: [...lines] },
    {
      facts: [
        ['When', whenOf(after)],
        ['Where', whereOf(after)],
        ['Coming', waits ? undefined : facts.delegates.join(', ') || 'Not named yet'],
        ['Reference', facts.reference],
      ],
    },
    ...(changes.includes('programme') ? programmeBlocks(after) : []),
    ...freeBlocks(free, 'the time or the place of the event has changed'),
    { button: 'See or change your booking', href: facts.bookingPage },
  ])
}
