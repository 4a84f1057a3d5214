import { type Day, sayDay } from '#base/dates.ts'
import { sayMoney } from '#base/money.ts'
import { footerOf, type Rendered, worded } from '#emails/messages/mail.tsx'
import { heading, paragraphsOf, type Slots, sentence, subject, wordsOf } from '#emails/messages/words.ts'
import { receiptRow } from '#money/ledger/balance.ts'
import { type CardFacts, cardBlock, cardFields } from './card-facts.tsx'

export const cardReceivedWords = {
  subject: subject('We have your payment: {title}, {day}', ['title']),
  heading: heading('We have your payment'),
  opening: sentence('What happened', 'Thank you. What you paid is taken off what the booking owes.'),
} satisfies Slots

/** `how` it was paid, in mid-sentence. `billing`: the reader may not open the booking. */
export type Received = { pence: number; on: Day; how: string; left: number; billing: boolean }

/** To whoever booked or pays: what was owed is paid, or a part of it. */
export const cardReceived = (of: CardFacts, { pence, on, how, left, billing }: Received): Rendered => {
  const words = wordsOf(
    'card_received',
    cardReceivedWords,
    of.sender.words,
    { ...cardFields(of), sum: sayMoney(pence) },
    { title: of.subjectTitle },
  )
  return worded(words, footerOf(of.sender, of.contact), [
    ...paragraphsOf(words('opening')),
    cardBlock(
      of,
      ['Paid', `${sayMoney(pence)} ${how} on ${sayDay(on)}`],
      ['Still to pay', left > 0 ? sayMoney(left) : 'Nothing'],
      billing ? ['Receipt', 'This email. People who can book find it as a PDF on the page of the booking'] : receiptRow,
    ),
    ...(billing ? [] : [{ button: 'See your booking', href: of.bookingPage }]),
  ])
}
