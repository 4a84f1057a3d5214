import { inWords } from '#base/words.ts'
import { whereOf } from '#calendars/invites/invite.ts'
import { bookingWordsOf, sayWho, termsBlocks, unnamedBlocks, whenOf } from '#emails/calendars/event-facts.ts'
import { footerOf, mail, type Rendered } from '#emails/messages/mail.tsx'
import { heading, paragraphsOf, type Slots, sentence, subject } from '#emails/messages/words.ts'
import type { OfferFacts, PriceFacts } from './offer.tsx'

export const bookingDecidedWords = {
  subject: subject('Approved: {title}, {day}, {time}, for {school}', ['title'], 'Subject, when approved'),
  subjectList: subject(
    'Approved, on the waiting list: {title}, {day}, {time}, for {school}',
    ['title'],
    'Subject, when approved and no place is free yet',
  ),
  subjectRefused: subject('Not approved: {title}, {day}, {time}, for {school}', ['title'], 'Subject, when not approved'),
  heading: heading('Your request is approved', [], 'Heading, when approved'),
  headingRefused: heading('Your request was not approved', [], 'Heading, when not approved'),
  approved: sentence('What the school has', '{school} has {places} at “{title}”.', ['places']),
  listedOne: sentence(
    'When one place waits',
    'One place is on the waiting list from when you asked. We send you an offer when it is free.',
  ),
  listed: sentence(
    'When several places wait',
    '{waiting} are on the waiting list from when you asked. We send you an offer when they are free.',
    ['waiting'],
  ),
  refused: sentence('When not approved', 'The organiser did not approve places for {school} at “{title}”.'),
} satisfies Slots

/** To whoever booked: an organiser approved or refused the booking, and why. */
export const bookingDecided = (
  of: OfferFacts &
    PriceFacts & {
      approved: boolean
      /** How many places went on the waiting list. */
      listed: number
      named: readonly string[]
      unnamed: number
      namesDueAt: string | null
      reason: string
      bookingPage: string
    },
): Rendered => {
  const words = bookingWordsOf('booking_decided', bookingDecidedWords, of, {
    places: inWords(of.places, 'place'),
    waiting: inWords(of.listed, 'place'),
  })
  return mail(words(of.approved ? (of.places > 0 ? 'subject' : 'subjectList') : 'subjectRefused'), footerOf(of.sender, of.contact), [
    { heading: words(of.approved ? 'heading' : 'headingRefused') },
    ...(of.approved && of.places > 0 ? paragraphsOf(words('approved')) : []),
    ...(of.listed > 0 ? paragraphsOf(words(of.listed === 1 ? 'listedOne' : 'listed')) : []),
    ...(of.approved ? [] : paragraphsOf(words('refused'))),
    ...(of.reason ? [{ paragraph: of.reason }] : []),
    ...unnamedBlocks(of.unnamed, of.namesDueAt),
    {
      facts: [
        ['When', whenOf(of.event)],
        ['Where', whereOf(of.event)],
        ['Coming', of.approved && of.places > 0 ? sayWho(of.named, of.unnamed) : undefined],
        ...(of.money ?? []),
        ['Owed', of.approved ? of.owes : 'You owe nothing for this.'],
        ['Reference', of.reference],
      ],
    },
    ...(of.approved ? termsBlocks(of.terms) : []),
    { button: 'See your booking', href: of.bookingPage },
  ])
}
