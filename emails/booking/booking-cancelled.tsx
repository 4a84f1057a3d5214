import { bookingWordsOf, whenOf } from '#emails/calendars/event-facts.ts'
import { footerOf, mail, type Rendered } from '#emails/messages/mail.tsx'
import { heading, paragraphsOf, type Slots, sentence, subject } from '#emails/messages/words.ts'
import type { BookingFacts } from './booking-confirmed.tsx'

export const bookingCancelledWords = {
  subjectAll: subject('Booking cancelled: {title}, {day}', ['title'], 'Subject, when nobody comes any more'),
  subjectSome: subject('Place cancelled: {title}, {day}', ['title'], 'Subject, when somebody still comes'),
  headingAll: heading('Your booking is cancelled', [], 'Heading, when nobody comes any more'),
  headingOne: heading('A place is cancelled', [], 'Heading, when one of several is cancelled'),
  headingSome: heading('Places are cancelled', [], 'Heading, when some are cancelled'),
  closing: sentence(
    'What is done',
    'We email each person whose place is cancelled and whose address we have, and take it out of their calendar.',
  ),
} satisfies Slots

/** To whoever booked: these places are cancelled, and who still comes. */
export const bookingCancelled = (
  of: BookingFacts & {
    cancelled: readonly string[]
    kept: readonly string[]
    why?: string | undefined
    charge?: string | undefined
    /** What the booking owes now, and what became cheaper. */
    owes?: string | undefined
  },
): Rendered => {
  const words = bookingWordsOf('booking_cancelled', bookingCancelledWords, of)
  return mail(words(of.kept.length === 0 ? 'subjectAll' : 'subjectSome'), footerOf(of.sender, of.contact), [
    { heading: words(of.kept.length === 0 ? 'headingAll' : of.cancelled.length === 1 ? 'headingOne' : 'headingSome') },
    {
      facts: [
        ['Event', of.event.title],
        ['When', whenOf(of.event)],
        ['For', of.schoolName],
        ['Not coming', of.cancelled.join(', ')],
        ['Still coming', of.kept.join(', ')],
        ['Why', of.why],
        ['Charge', of.charge],
        ['Owed', of.owes],
        ['Reference', of.reference],
      ],
    },
    ...paragraphsOf(words('closing')),
    { button: 'See your booking', href: of.bookingPage },
  ])
}
