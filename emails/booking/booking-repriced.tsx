import { bookingWordsOf } from '#emails/calendars/event-facts.ts'
import { type Block, footerOf, type Rendered, worded } from '#emails/messages/mail.tsx'
import { heading, paragraphsOf, type Slots, sentence, subject } from '#emails/messages/words.ts'
import type { BookingFacts } from './booking-confirmed.tsx'

export const bookingRepricedWords = {
  subject: subject('Who pays for booking {reference} has changed: {title}, {day}', ['reference', 'title']),
  heading: heading('What it costs or who pays has changed'),
  opening: sentence('What it means', '{why} Your places stay as they are.', ['why']),
} satisfies Slots

type Row = readonly [label: string, value: string]

/** Rows of one that the others do not have. */
const changed = (paragraph: string, rows: readonly Row[], others: readonly Row[]): Block[] => {
  const facts = rows.filter(([label, value]) => !others.some((other) => other[0] === label && other[1] === value))
  return facts.length === 0 ? [] : [{ paragraph }, { facts }]
}

/** To whoever booked: the price of their places, or the payer, is corrected. */
export const bookingRepriced = (of: BookingFacts & { why: string; before: readonly Row[]; after: readonly Row[] }): Rendered => {
  const words = bookingWordsOf('booking_repriced', bookingRepricedWords, of, { why: of.why })
  return worded(words, footerOf(of.sender, of.contact), [
    ...paragraphsOf(words('opening')),
    {
      facts: [
        ['Reference', of.reference],
        ['For', of.schoolName],
      ],
    },
    ...changed('It was:', of.before, of.after),
    ...changed('It is now:', of.after, of.before),
    { button: 'See your booking', href: of.bookingPage },
  ])
}
