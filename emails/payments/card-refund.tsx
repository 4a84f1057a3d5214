import { sayMoney } from '#base/money.ts'
import { footerOf, type Rendered, worded } from '#emails/messages/mail.tsx'
import { heading, paragraphsOf, type Slots, sentence, subject, wordsOf } from '#emails/messages/words.ts'
import { type CardFacts, cardBlock, cardFields } from './card-facts.tsx'

export const cardMoneyReturnedWords = {
  subject: subject('We pay money back to your card: {title}, {day}', ['title']),
  heading: heading('We pay money back to your card'),
  opening: sentence(
    'What happened',
    'You have paid more by card than the booking costs now. The difference goes back to the card; your bank takes five to ten days.',
  ),
} satisfies Slots

/** To whoever booked: money is refunded to the card. */
export const cardMoneyReturned = (of: CardFacts, pence: number): Rendered => {
  const words = wordsOf(
    'card_refund',
    cardMoneyReturnedWords,
    of.sender.words,
    { ...cardFields(of), sum: sayMoney(pence) },
    { title: of.subjectTitle },
  )
  return worded(words, footerOf(of.sender, of.contact), [
    ...paragraphsOf(words('opening')),
    cardBlock(of, ['Paid back', sayMoney(pence)]),
    { button: 'See your booking', href: of.bookingPage },
  ])
}
