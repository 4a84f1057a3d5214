import { whereOf } from '#calendars/invites/invite.ts'
import { bookingWordsOf, whenOf } from '#emails/calendars/event-facts.ts'
import { footerOf, mail, type Rendered } from '#emails/messages/mail.tsx'
import { heading, paragraphsOf, type Slots, sentence, subject } from '#emails/messages/words.ts'
import type { BookingFacts } from './booking-confirmed.tsx'
import type { PriceFacts } from './offer.tsx'

export const bookingRestoredWords = {
  subject: subject('Place given back: {title}, {day}', ['title']),
  headingOne: heading('A cancelled place is yours again', [], 'Heading, for one place'),
  heading: heading('Cancelled places are yours again', [], 'Heading, for several places'),
  opening: sentence(
    'What happened',
    'The organiser has undone the cancellation. Each person coming gets a new invitation for their calendar.',
  ),
  charges: sentence('When cancelling had cost something', 'What cancelling cost is withdrawn.'),
} satisfies Slots

/** To whoever booked: cancelled places are restored. `charges`: withdrawn ones for cancelling. */
export const bookingRestored = (
  of: BookingFacts & Omit<PriceFacts, 'terms'> & { restored: readonly string[]; charges: boolean },
): Rendered => {
  const words = bookingWordsOf('booking_restored', bookingRestoredWords, of)
  return mail(words('subject'), footerOf(of.sender, of.contact), [
    { heading: words(of.restored.length === 1 ? 'headingOne' : 'heading') },
    ...paragraphsOf(words('opening')),
    ...(of.charges ? paragraphsOf(words('charges')) : []),
    {
      facts: [
        ['Event', of.event.title],
        ['When', whenOf(of.event)],
        ['Where', whereOf(of.event)],
        ['For', of.schoolName],
        ['Coming', of.restored.join(', ')],
        ['Reference', of.reference],
        ...(of.money ?? []),
        ['Owed', of.owes],
      ],
    },
    { button: 'See or change your booking', href: of.bookingPage },
  ])
}
