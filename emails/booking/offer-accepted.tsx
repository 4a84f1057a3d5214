import { inWords } from '#base/words.ts'
import { whereOf } from '#calendars/invites/invite.ts'
import { bookingWordsOf, sayWho, termsBlocks, unnamedBlocks, whenOf } from '#emails/calendars/event-facts.ts'
import { footerOf, type Rendered, worded } from '#emails/messages/mail.tsx'
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
export const offerAccepted = (
  of: OfferFacts &
    PriceFacts & {
      named: readonly string[]
      unnamed: number
      stillWaiting: number
      namesDueAt: string | null
      bookingPage: string
    },
): Rendered => {
  const words = bookingWordsOf('offer_accepted', offerAcceptedWords, of, { places: inWords(of.places, 'place') })
  return worded(words, footerOf(of.sender, of.contact), [
    ...paragraphsOf(words('opening')),
    ...unnamedBlocks(of.unnamed, of.namesDueAt),
    {
      facts: [
        ['When', whenOf(of.event)],
        ['Where', whereOf(of.event)],
        ['Coming', sayWho(of.named, of.unnamed)],
        ['Still waiting for', of.stillWaiting > 0 ? inWords(of.stillWaiting, 'place') : undefined],
        ...(of.money ?? []),
        ['Owed', of.owes],
        ['Reference', of.reference],
      ],
    },
    { button: 'See or change your booking', href: of.bookingPage },
    ...(of.named.length > 0 ? paragraphsOf(words('invited')) : []),
    ...paragraphsOf(words('cannotCome')),
    ...termsBlocks(of.terms),
  ])
}
