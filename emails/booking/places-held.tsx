import { type Instant, sayDeadline } from '#base/dates.ts'
import { inWords } from '#base/words.ts'
import { whereOf } from '#calendars/invites/invite.ts'
import { bookingWordsOf, whenOf } from '#emails/calendars/event-facts.ts'
import { footerOf, type Rendered, worded } from '#emails/messages/mail.tsx'
import { heading, paragraphsOf, type Slots, sentence, subject } from '#emails/messages/words.ts'
import type { BookedFacts, BookingFacts } from './booking-confirmed.tsx'

export const placesHeldWords = {
  subject: subject('Pay by {until}: {places} at {title}', ['until', 'title']),
  heading: heading('{Places} held until you pay', ['Places']),
  opening: sentence('What is held', 'You asked for {places} at “{title}” for {school}, to be paid by card. We hold them until {until}.', [
    'until',
  ]),
  next: sentence(
    'What happens next',
    'Once you have paid, the people coming get their invitations. If you do not pay, the places are given back, and nothing is charged.',
  ),
} satisfies Slots

/** To whoever booked: places are held until then. The link leads to paying for them. */
export const placesHeld = ({
  until,
  ...facts
}: BookingFacts & Pick<BookedFacts, 'delegates' | 'unnamed' | 'money'> & { until: Instant }): Rendered => {
  const { sender, event, reference, schoolName, bookingPage, contact, delegates, unnamed, money = [] } = facts
  const places = inWords(delegates.length + unnamed, 'place')
  const words = bookingWordsOf(
    'places_held',
    placesHeldWords,
    { sender, event, reference, schoolName },
    { places, Places: places.slice(0, 1).toUpperCase() + places.slice(1), until: sayDeadline(until) },
  )
  return worded(words, footerOf(sender, contact), [
    ...paragraphsOf(words('opening')),
    {
      facts: [
        ['Held until', sayDeadline(until)],
        ['When', whenOf(event)],
        ['Where', whereOf(event)],
        ['For', schoolName],
        ['Coming', [...delegates, ...(unnamed > 0 ? [`${unnamed} to be named`] : [])].join(', ')],
        ...money,
        ['Reference', reference],
      ],
    },
    ...paragraphsOf(words('next')),
    { button: 'Pay by card', href: `${bookingPage}/pay` },
  ])
}
