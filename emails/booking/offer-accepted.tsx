import { inWords } from '#base/words.ts'
import { whereOf } from '#calendars/invites/invite.ts'
import { bookingWordsOf, sayWho, termsBlocks, unnamedBlocks, whenOf } from '#emails/calendars/event-facts.ts'
import { footerOf, mail, type Rendered } from '#emails/messages/mail.tsx'
import { heading, paragraphsOf, type Slots, sentence, subject } from '#emails/messages/words.ts'
import type { OfferFacts, PriceFacts } from './offer.tsx'

export const offerAcceptedWords = {
  subject: subject('Booked: {title}, {day}, {time}, for {school}', ['title']),
  heading: heading('The offer is accepted'),
  opening: sentence('What the school has', 'Booked for {school}: {places} at “{title}”, as offered.', ['places']),
  invited: sentence('When places have names', 'Each person coming gets their own email, with a calendar entry.'),
  cannotCome: sentence('When someone cannot come', 'If someone cannot come, send someone else free of charge, or cancel.'),
} satisfies Slots

/** To whoever booked: the offered places are confirmed. */
export const offerAccepted = ({
  sender,
  event,
  reference,
  schoolName,
  places,
  contact,
  named,
  unnamed,
  stillWaiting,
  namesDueAt,
  bookingPage,
  money,
  owes,
  terms,
}: OfferFacts &
  PriceFacts & {
    named: readonly string[]
    unnamed: number
    stillWaiting: number
    namesDueAt: string | null
    bookingPage: string
  }): Rendered => {
  const words = bookingWordsOf(
    'offer_accepted',
    offerAcceptedWords,
    { sender, event, reference, schoolName },
    {
      places: inWords(places, 'place'),
    },
  )
  return mail(
    words('subject'),
    [
      { heading: words('heading') },
      ...paragraphsOf(words('opening')),
      ...unnamedBlocks(unnamed, namesDueAt),
      {
        facts: [
          ['When', whenOf(event)],
          ['Where', whereOf(event)],
          ['Coming', sayWho(named, unnamed)],
          ['Still waiting for', stillWaiting > 0 ? inWords(stillWaiting, 'place') : undefined],
          ...(money ?? []),
          ['Owed', owes],
          ['Reference', reference],
        ],
      },
      { button: 'See or change your booking', href: bookingPage },
      ...(named.length > 0 ? paragraphsOf(words('invited')) : []),
      ...paragraphsOf(words('cannotCome')),
      ...termsBlocks(terms),
    ],
    footerOf(sender, contact),
  )
}
