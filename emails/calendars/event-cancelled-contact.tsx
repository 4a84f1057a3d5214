import type { EventForInvites } from '#calendars/invites/invite.ts'
import { footerOf, mail, type Rendered } from '#emails/messages/mail.tsx'
import { heading, paragraphsOf, type Slots, sentence, subject } from '#emails/messages/words.ts'
import type { ContactFacts } from './event-changed-contact.tsx'
import { bookingWordsOf, whenOf } from './event-facts.ts'

export const contactEventCancelledWords = {
  subject: subject('Cancelled: {title}, {day}', ['title']),
  heading: heading('An event that you booked is cancelled', [], 'Heading, to a school with places'),
  headingWaited: heading('An event that you waited for is cancelled', [], 'Heading, to a school that waited'),
  opening: sentence(
    'To a school with places',
    '“{title}” will not take place. Nothing is charged. We email each person coming whose address we have.',
    ['title'],
  ),
  waited: sentence('To a school that waited', '“{title}” will not take place. Your request for places has ended, and any offer with it.', [
    'title',
  ]),
} satisfies Slots

/** To whoever booked: the event is cancelled; delegates are told too. `owes`: in sentences. */
export const contactEventCancelled = ({
  event,
  why,
  waited,
  owes,
  ...facts
}: ContactFacts & { event: EventForInvites; why: string; waited: boolean; owes: string | undefined }): Rendered => {
  const words = bookingWordsOf('event_cancelled_contact', contactEventCancelledWords, { ...facts, event })
  return mail(words('subject'), footerOf(facts.sender, facts.contact), [
    { heading: words(waited ? 'headingWaited' : 'heading') },
    ...paragraphsOf(words(waited ? 'waited' : 'opening')),
    ...(why ? [{ paragraph: why }] : []),
    {
      facts: [
        ['Was to be', whenOf(event)],
        ['Booked for', facts.delegates.join(', ')],
        ['For', facts.schoolName],
        ['Reference', facts.reference],
        ['Owed', owes],
      ],
    },
    { button: 'See your booking', href: facts.bookingPage },
  ])
}
