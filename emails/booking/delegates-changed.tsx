import { atStart } from '#base/words.ts'
import { whereOf } from '#calendars/invites/invite.ts'
import { bookingWordsOf, whenOf } from '#emails/calendars/event-facts.ts'
import { footerOf, type Rendered, worded } from '#emails/messages/mail.tsx'
import { heading, paragraphsOf, type Slots, sentence, subject } from '#emails/messages/words.ts'
import type { BookingFacts } from './booking-confirmed.tsx'

export const delegatesChangedWords = {
  subject: subject('Who is coming: {title}, {day}', ['title']),
  heading: heading('Who is coming has changed'),
  opening: sentence('Before the list of changes', 'For {school}, at “{title}”:'),
  swapped: sentence(
    'When somebody comes instead of another',
    'Where we have an address, we email a calendar entry to the people who now come, and tell those who no longer come.',
  ),
  named: sentence('When places are named', 'Where we have an address, we email each of them a calendar entry.'),
} satisfies Slots

/** `instead`: who had the place; null: unnamed. `waiting`: not confirmed, nobody is invited. */
export type DelegateChange = { name: string; instead: string | null; waiting: boolean }

/** To whoever booked: who comes now, and who was invited. `owes`: in a sentence. */
export const delegatesChanged = (of: BookingFacts & { changes: readonly DelegateChange[]; unnamed: number; owes: string }): Rendered => {
  const words = bookingWordsOf('delegates_changed', delegatesChangedWords, of)
  return worded(words, footerOf(of.sender, of.contact), [
    ...paragraphsOf(words('opening')),
    {
      list: of.changes.map(({ name, instead }) =>
        instead === null ? `${name} is named for a place` : `${name} comes instead of ${instead}`,
      ),
    },
    {
      facts: [
        ['When', whenOf(of.event)],
        ['Where', whereOf(of.event)],
        ['Cost', `Nothing. What is owed for this booking stays as it is. ${of.owes}`],
        ['Reference', of.reference],
        ['Still without a name', of.unnamed === 0 ? undefined : atStart(of.unnamed, 'place')],
      ],
    },
    ...(of.changes.some((change) => !change.waiting)
      ? paragraphsOf(words(of.changes.some((change) => change.instead !== null) ? 'swapped' : 'named'))
      : []),
    { button: 'See or change your booking', href: of.bookingPage },
  ])
}
