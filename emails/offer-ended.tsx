import { sayInstant } from '../src/dates.ts'
import { footerOf, mail, type Rendered } from './mail.tsx'
import { dayOf, type OfferFacts, placesInWords, whenOf } from './offer.tsx'

/**
 * Why places that a school waited for are no longer to be had: nobody accepted in time, somebody declined, or an organiser took the offer
 * back (and the school keeps its turn, or not) or took the school off the list, or the event began before a place was free or the request decided.
 */
export type OfferEnd = 'lapsed' | 'declined' | 'returned' | 'withdrawn' | 'removed' | 'began' | 'undecided'

const heads: Record<OfferEnd, string> = {
  lapsed: 'Your offer has ended',
  declined: 'You declined an offer',
  returned: 'An offer was withdrawn',
  withdrawn: 'An offer was withdrawn',
  removed: 'You are no longer on the waiting list',
  began: 'No place came free',
  undecided: 'Your request was not decided',
}

const sentences: Record<OfferEnd, (facts: OfferFacts & { expiresAt: string | null }) => string> = {
  lapsed: ({ places, schoolName, expiresAt }) =>
    `Nobody accepted the ${placesInWords(places)} offered to ${schoolName} by ${expiresAt ? sayInstant(expiresAt) : 'the time stated'}, so the next school is offered ${places === 1 ? 'it' : 'them'}.`,
  declined: ({ places, schoolName }) => `The ${placesInWords(places)} offered to ${schoolName} go to the next school.`,
  returned: ({ places, schoolName }) =>
    `The organiser has withdrawn the offer of ${placesInWords(places)} to ${schoolName}. You keep your turn on the waiting list.`,
  withdrawn: ({ places, schoolName }) =>
    `The organiser has withdrawn the offer of ${placesInWords(places)} to ${schoolName}, and your request for ${places === 1 ? 'it' : 'them'} has ended.`,
  removed: ({ places, schoolName }) =>
    `The organiser has ended the request of ${schoolName} for ${placesInWords(places)}. ${places === 1 ? 'It is' : 'They are'} no longer on the waiting list.`,
  began: ({ places, schoolName }) =>
    `The event has begun, and ${placesInWords(places)} that ${schoolName} waited for did not come free. The request has ended.`,
  undecided: ({ places, schoolName }) =>
    `The event has begun, and the request of ${schoolName} for ${placesInWords(places)} was neither approved nor refused. It has ended.`,
}

/** After these there is nothing to join again: the turn is kept, or the event has begun. */
const stays: ReadonlySet<OfferEnd> = new Set<OfferEnd>(['returned', 'began', 'undecided'])

/** To whoever asked: an offer or a place on the list has ended, why, and how to ask again. */
export const offerEnded = ({
  how,
  reason,
  stillWaiting,
  expiresAt,
  waitPage,
  ...facts
}: OfferFacts & { how: OfferEnd; reason: string; stillWaiting: number; expiresAt: string | null; waitPage: string }): Rendered =>
  mail(
    `${heads[how]}: ${facts.event.title}${dayOf(facts.event)}`,
    [
      { heading: heads[how] },
      { paragraph: sentences[how]({ ...facts, expiresAt }) },
      ...(reason ? [{ paragraph: reason }] : []),
      {
        facts: [
          ['Event', facts.event.title],
          ['When', whenOf(facts.event)],
          ['School', facts.schoolName],
          ['Still waiting for', stillWaiting > 0 ? placesInWords(stillWaiting) : undefined],
          ['Reference', facts.reference],
        ],
      },
      ...(stays.has(how)
        ? []
        : [{ paragraph: 'If you still need places, join the waiting list again: you then come after those who wait.' }]),
      ...(how === 'began' || how === 'undecided' ? [] : [{ button: 'See the waiting list', href: waitPage }]),
    ],
    footerOf(facts.sender, facts.contact),
  )
