import { inWords } from '#base/words.ts'
import { footerOf, mail, type Rendered } from '#emails/messages/mail.tsx'
import { heading, paragraphsOf, type Slots, sentence, subject, wordsOf } from '#emails/messages/words.ts'
import { type CardFacts, cardBlock, cardFields } from './card-facts.tsx'

export const cardHoldEndedWords = {
  subjectOne: subject('Your place is no longer held: {title}, {day}', ['title'], 'Subject, for one place'),
  subject: subject('Your places are no longer held: {title}, {day}', ['title'], 'Subject, for several places'),
  headingOne: heading('Your place is no longer held', [], 'Heading, for one place'),
  heading: heading('Your places are no longer held', [], 'Heading, for several places'),
  openingOne: sentence(
    'What happened, for one place',
    'The card payment was not finished in time, so the place is free for others again. Nothing has been charged.',
  ),
  opening: sentence(
    'What happened, for several places',
    'The card payment was not finished in time, so the places are free for others again. Nothing has been charged.',
  ),
  closing: sentence('When they still want to come', 'If you still want to come, book again on the page of the event.'),
} satisfies Slots

/** To whoever booked: nothing was paid in time, so the places are free again. */
export const cardHoldEnded = (of: CardFacts, places: number): Rendered => {
  const words = wordsOf(
    'card_hold_ended',
    cardHoldEndedWords,
    of.sender.words,
    { ...cardFields(of), places: inWords(places, 'place') },
    { title: of.subjectTitle },
  )
  return mail(words(places === 1 ? 'subjectOne' : 'subject'), footerOf(of.sender, of.contact), [
    { heading: words(places === 1 ? 'headingOne' : 'heading') },
    ...paragraphsOf(words(places === 1 ? 'openingOne' : 'opening')),
    cardBlock(of),
    ...paragraphsOf(words('closing')),
    { button: 'See your booking', href: of.bookingPage },
  ])
}
