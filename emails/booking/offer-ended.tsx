import { sayDeadline } from '#base/dates.ts'
import { inWords } from '#base/words.ts'
import { bookingWordsOf, whenOf } from '#emails/calendars/event-facts.ts'
import { footerOf, mail, type Rendered } from '#emails/messages/mail.tsx'
import { heading, paragraphsOf, type Slots, sentence, subject } from '#emails/messages/words.ts'
import type { OfferFacts } from './offer.tsx'

/** An organiser withdrew it (`returned`: with the school's turn), or `removed` the school. */
export type OfferEnd = 'lapsed' | 'declined' | 'returned' | 'withdrawn' | 'removed' | 'began' | 'undecided'

export const offerEndedWords = {
  lapsedSubject: subject('Your offer has ended: {title}, {day}', ['title'], 'Subject, when nobody accepted in time'),
  lapsedHeading: heading('Your offer has ended', [], 'Heading, when nobody accepted in time'),
  lapsed: sentence('When nobody accepted in time', 'Nobody answered for {school} by {acceptBy}: the next school is offered the {places}.', [
    'places',
    'acceptBy',
  ]),
  declinedSubject: subject('You declined an offer: {title}, {day}', ['title'], 'Subject, when it was declined'),
  declinedHeading: heading('You declined an offer', [], 'Heading, when it was declined'),
  declined: sentence('When it was declined', 'You declined {places} for {school}. The next school is offered {them}.', ['places']),
  withdrawnSubject: subject('An offer was withdrawn: {title}, {day}', ['title'], 'Subject, when it was withdrawn'),
  withdrawnHeading: heading('An offer was withdrawn', [], 'Heading, when it was withdrawn'),
  returned: sentence(
    'When it was withdrawn and the school keeps its turn',
    'The organiser has withdrawn the offer of {places} to {school}. You keep your turn on the waiting list.',
    ['places'],
  ),
  withdrawn: sentence(
    'When it was withdrawn with the request',
    'The organiser has withdrawn the offer of {places} to {school}, and your request for {them} has ended.',
    ['places'],
  ),
  removedSubject: subject('You are no longer on the waiting list: {title}, {day}', ['title'], 'Subject, when taken off the list'),
  removedHeading: heading('You are no longer on the waiting list', [], 'Heading, when taken off the list'),
  removed: sentence(
    'When taken off the list',
    'The organiser has ended the request of {school} for {places}. {TheyAre} no longer on the waiting list.',
    ['places'],
  ),
  beganSubject: subject('No place came free: {title}, {day}', ['title'], 'Subject, when the event began'),
  beganHeading: heading('No place came free', [], 'Heading, when the event began'),
  began: sentence(
    'When the event began before a place was free',
    'The event has begun, and {places} that {school} waited for did not come free. The request has ended.',
    ['places'],
  ),
  undecidedSubject: subject('Your request was not decided: {title}, {day}', ['title'], 'Subject, when nobody had decided'),
  undecidedHeading: heading('Your request was not decided', [], 'Heading, when nobody had decided'),
  undecided: sentence(
    'When the event began before anybody had decided',
    'The event has begun, and the request of {school} for {places} was neither approved nor refused. It has ended.',
    ['places'],
  ),
  again: sentence(
    'When places are still needed',
    'If you still need places, join the waiting list again: you then come after those who wait.',
  ),
} satisfies Slots

/** Nothing to ask again for: the turn is kept, or the event has begun. */
const stays: ReadonlySet<OfferEnd> = new Set<OfferEnd>(['returned', 'began', 'undecided'])

/** To whoever booked: an offer or a place on the list has ended, why, and how to ask again. */
export const offerEnded = ({
  how,
  reason,
  stillWaiting,
  expiresAt,
  waitPage,
  ...facts
}: OfferFacts & { how: OfferEnd; reason: string; stillWaiting: number; expiresAt: string | null; waitPage: string }): Rendered => {
  const one = facts.places === 1
  const words = bookingWordsOf('offer_ended', offerEndedWords, facts, {
    places: inWords(facts.places, 'place'),
    them: one ? 'it' : 'them',
    TheyAre: one ? 'It is' : 'They are',
    acceptBy: expiresAt ? sayDeadline(expiresAt) : 'the time stated',
  })
  const head = how === 'returned' ? 'withdrawn' : how
  return mail(words(`${head}Subject`), footerOf(facts.sender, facts.contact), [
    { heading: words(`${head}Heading`) },
    ...paragraphsOf(words(how)),
    ...(reason ? [{ paragraph: reason }] : []),
    {
      facts: [
        ['Event', facts.event.title],
        ['When', whenOf(facts.event)],
        ['For', facts.schoolName],
        ['Cost', `Nothing is owed for ${one ? 'this place' : 'these places'}.`],
        ['Still waiting for', stillWaiting > 0 ? inWords(stillWaiting, 'place') : undefined],
        ['Reference', facts.reference],
      ],
    },
    ...(stays.has(how) ? [] : paragraphsOf(words('again'))),
    ...(how === 'began' || how === 'undecided' ? [] : [{ button: 'See the waiting list', href: waitPage }]),
  ])
}
