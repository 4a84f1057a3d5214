import { sayDeadline } from '#base/dates.ts'
import { atStart, inWords } from '#base/words.ts'
import { bookingWordsOf, whenOf } from '#emails/calendars/event-facts.ts'
import { footerOf, mail, type Rendered } from '#emails/messages/mail.tsx'
import { heading, paragraphsOf, type Slots, sentence, subject } from '#emails/messages/words.ts'
import type { BookingFacts } from './booking-confirmed.tsx'

export const placesReleasedWords = {
  subjectOne: subject('A place without a name is given back: {title}, {day}, {time}, for {school}', ['title'], 'Subject, for one place'),
  subject: subject('Places without a name are given back: {title}, {day}, {time}, for {school}', ['title'], 'Subject, for several places'),
  headingOne: heading('A place without a name is given back', [], 'Heading, for one place'),
  heading: heading('Places without a name are given back', [], 'Heading, for several places'),
  opening: sentence(
    'What happened',
    'Names for “{title}” were due by {namesDueAt}. {Places} of {school} had no name: another school can now have {places}. You pay nothing for that.',
    ['namesDueAt', 'places'],
  ),
  closing: sentence(
    'When the school still wants to come',
    'If you still want to send someone, book again: if no place is left, you can join the waiting list.',
  ),
} satisfies Slots

/** To whoever booked: unnamed places were cancelled at the deadline, and which remain. */
export const placesReleased = (
  of: BookingFacts & { released: number; kept: readonly string[]; namesDueAt: string; owes?: string | undefined },
): Rendered => {
  const words = bookingWordsOf('places_released', placesReleasedWords, of, {
    places: inWords(of.released, 'place'),
    Places: atStart(of.released, 'place'),
    namesDueAt: sayDeadline(of.namesDueAt),
  })
  return mail(words(of.released === 1 ? 'subjectOne' : 'subject'), footerOf(of.sender, of.contact), [
    { heading: words(of.released === 1 ? 'headingOne' : 'heading') },
    ...paragraphsOf(words('opening')),
    {
      facts: [
        ['Still coming', of.kept.join(', ') || 'Nobody'],
        ['When', whenOf(of.event)],
        ['Owed', of.owes],
        ['Reference', of.reference],
      ],
    },
    ...paragraphsOf(words('closing')),
    { button: 'See your booking', href: of.bookingPage },
  ])
}
