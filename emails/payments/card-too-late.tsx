import { sayMoney } from '#base/money.ts'
import { footerOf, type Rendered, worded } from '#emails/messages/mail.tsx'
import { heading, paragraphsOf, type Slots, sentence, subject, wordsOf } from '#emails/messages/words.ts'
import { type CardFacts, cardBlock, cardFields } from './card-facts.tsx'

export const cardTooLateWords = {
  subject: subject('Your payment came too late and is paid back: {title}, {day}', ['title']),
  heading: heading('Your payment came too late'),
  opening: sentence(
    'What happened',
    'Your card payment reached us when the places were no longer held for you and could not be given to you any more. We pay all of it back to the card; your bank takes five to ten days.',
  ),
  closing: sentence(
    'What it means',
    'Nobody has a place from this booking. If you still want to come, look at the event: you can book again, or wait for a place.',
  ),
} satisfies Slots

/** To whoever booked: the payment came after the places were gone and is refunded. */
export const cardTooLate = (of: CardFacts, pence: number): Rendered => {
  const words = wordsOf(
    'card_too_late',
    cardTooLateWords,
    of.sender.words,
    { ...cardFields(of), sum: sayMoney(pence) },
    { title: of.subjectTitle },
  )
  return worded(words, footerOf(of.sender, of.contact), [
    ...paragraphsOf(words('opening')),
    cardBlock(of, ['Paid back', sayMoney(pence)]),
    ...paragraphsOf(words('closing')),
    { button: 'See your booking', href: of.bookingPage },
  ])
}
