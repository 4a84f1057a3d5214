import { sayDeadline } from '#base/dates.ts'
import { atStart, inWords, plural } from '#base/words.ts'
import { type EventForInvites, whereOf } from '#calendars/invites/invite.ts'
import { bookingWordsOf, sayWho, termsBlocks, whenOf } from '#emails/calendars/event-facts.ts'
import { footerOf, mail, type Rendered, type Sender } from '#emails/messages/mail.tsx'
import { heading, paragraphsOf, type Slots, sentence, subject } from '#emails/messages/words.ts'
import type { SaidTerms } from '#money/terms/words.ts'

export const offerWords = {
  subjectOne: subject(
    'Accept by {acceptBy}: a place at {title}, {day}, {time}, for {school}',
    ['acceptBy', 'title'],
    'Subject, for one place',
  ),
  subject: subject(
    'Accept by {acceptBy}: {places} at {title}, {day}, {time}, for {school}',
    ['acceptBy', 'title'],
    'Subject, for several places',
  ),
  headingOne: heading('A place is free for you', [], 'Heading, for one place'),
  heading: heading('{places} are free for you', [], 'Heading, for several places'),
  openingOne: sentence('What is offered, for one place', 'One place at “{title}” is kept for {school} until {acceptBy}.', ['acceptBy']),
  opening: sentence('What is offered, for several places', '{Places} at “{title}” are kept for {school} until {acceptBy}.', [
    'Places',
    'acceptBy',
  ]),
} satisfies Slots

export type OfferFacts = {
  sender: Sender
  event: EventForInvites
  reference: string
  schoolName: string
  places: number
  contact: string
}

/** What places cost once they are confirmed. */
export type PriceFacts = {
  /** The cost, payer and route. */
  money?: readonly (readonly [label: string, value: string])[] | undefined
  /** What the booking then owes, in a sentence. */
  owes?: string | undefined
  terms?: SaidTerms | undefined
}

/** To whoever booked: places are offered until then. The link only opens a page with buttons. */
export const offer = (
  of: OfferFacts &
    PriceFacts & {
      expiresAt: string
      link: string
      named: readonly string[]
      stillWaiting: number
    },
): Rendered => {
  const words = bookingWordsOf('offer', offerWords, of, {
    places: inWords(of.places, 'place'),
    Places: atStart(of.places, 'place'),
    acceptBy: sayDeadline(of.expiresAt),
  })
  return mail(words(of.places === 1 ? 'subjectOne' : 'subject'), footerOf(of.sender, of.contact), [
    { heading: words(of.places === 1 ? 'headingOne' : 'heading') },
    ...paragraphsOf(words(of.places === 1 ? 'openingOne' : 'opening')),
    { button: 'Accept or decline', href: of.link },
    {
      paragraph: `If nobody answers, the next school gets ${plural(of.places, 'it', 'them')}. You need not sign in.`,
    },
    {
      facts: [
        ['When', whenOf(of.event)],
        ['Where', whereOf(of.event)],
        ['Coming', of.named.length > 0 ? sayWho(of.named) : 'You name them after accepting'],
        ['Still waiting for', of.stillWaiting > 0 ? inWords(of.stillWaiting, 'place') : undefined],
        ...(of.money ?? []),
        ['If you accept', of.owes],
        ['Reference', of.reference],
      ],
    },
    ...termsBlocks(of.terms, 'the page of the offer'),
  ])
}
