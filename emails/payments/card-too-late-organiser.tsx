import { sayMoney } from '#base/money.ts'
import { footerOf, type Rendered, worded } from '#emails/messages/mail.tsx'
import { heading, paragraphsOf, type Slots, sentence, subject, wordsOf } from '#emails/messages/words.ts'
import { type CardFacts, cardBlock, cardFields } from './card-facts.tsx'

export const cardTooLateForOrganiserWords = {
  subject: subject('A payment came too late: {title}, {day}', ['title']),
  heading: heading('A card payment came too late'),
  opening: sentence(
    'What happened',
    '{school} paid by card when its places were no longer held and there was no room for them. The whole sum goes back to the card automatically, and we email the school too. There is nothing that you must do.',
    ['school'],
  ),
} satisfies Slots

/** To the event's contact: a payment came too late and is refunded. */
export const cardTooLateForOrganiser = (of: CardFacts, pence: number): Rendered => {
  const words = wordsOf(
    'card_too_late_organiser',
    cardTooLateForOrganiserWords,
    of.sender.words,
    {
      ...cardFields(of),
      sum: sayMoney(pence),
    },
    { title: of.subjectTitle },
  )
  return worded(words, footerOf(of.sender, of.contact), [
    ...paragraphsOf(words('opening')),
    cardBlock(of, ['Paid back', sayMoney(pence)]),
    { button: 'See the booking', href: of.bookingPage },
  ])
}
