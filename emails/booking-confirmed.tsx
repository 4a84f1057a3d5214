import { sayInstant, sayWhen } from '../src/dates.ts'
import { type EventForInvites, forEveryone, whereOf } from '../src/invites/invite.ts'
import { dayOf, inSubjectOf, placesAtStart, placesInWords } from './event-facts.ts'
import { footerOf, mail, type Rendered, type Sender } from './mail.tsx'
import { heading, paragraphsOf, type Slots, sentence, subject, wordsOf } from './words.ts'

export const bookingConfirmedWords = {
  subject: subject('Booking {reference}: {title}, {day}', ['reference', 'title']),
  heading: heading('Your booking is confirmed'),
  headingApproval: heading('Your request is with the organiser', [], 'Heading, while an organiser decides'),
  headingList: heading('You are on the waiting list', [], 'Heading, when all places wait'),
  opening: sentence('What is booked', 'You have booked {places} at “{title}”.', ['places']),
  approval: sentence(
    'While an organiser decides',
    'An organiser looks at each request for this event. You get an email when it has been decided; until then nobody has a place.',
  ),
  list: sentence(
    'When places wait',
    'You wait for {waiting}. When a place is free for you we send you an offer with the time by which to accept it.',
    ['waiting'],
  ),
  next: sentence(
    'What happens next',
    'What happens next: each person coming gets an invitation for their calendar. It says that you booked for them and where they find our privacy notice.',
  ),
  cannotCome: sentence(
    'When someone cannot come',
    'If someone cannot come, send someone else on the page of your booking: it costs nothing, up to the start. Or cancel their place as early as you can, so that another school can have it.',
  ),
} satisfies Slots

export type BookingFacts = {
  sender: Sender
  event: EventForInvites
  reference: string
  schoolName: string
  bookingPage: string
  contact: string
}

/** `unnamed`: places to be named later; `waiting`: places that are not certain yet, and for what. */
export type BookedFacts = {
  delegates: readonly string[]
  unnamed: number
  namesDueAt: string | null
  waiting: number
  waitsFor: 'approval' | 'list' | undefined
  /** What it costs, who pays and how. */
  money?: readonly (readonly [label: string, value: string])[] | undefined
  /** The terms of cancelling that were accepted, in sentences for this event. */
  terms?: { label: string; sentences: readonly string[] } | undefined
}

/** Sessions that everyone attends; where there are workshops besides, from the first start to the last end. */
const timesOf = (sessions: EventForInvites['sessions']): string[] => {
  const ends = sessions.map((session) => session.endsAt).sort((a, b) => (a < b ? -1 : 1))
  const [first] = sessions
  const workshops = forEveryone(sessions).length < sessions.length
  return workshops && first
    ? [sayWhen(first.startsAt, ends.at(-1) ?? first.endsAt)]
    : sessions.map((session) => sayWhen(session.startsAt, session.endsAt))
}

/** To whoever booked: the places are yours, or what you wait for; who has been invited, and how to change it. */
export const bookingConfirmed = ({
  sender,
  event,
  reference,
  schoolName,
  bookingPage,
  contact,
  ...booked
}: BookingFacts & BookedFacts): Rendered => {
  const certain = booked.delegates.length + booked.unnamed - booked.waiting
  const words = wordsOf(
    'booking_confirmed',
    bookingConfirmedWords,
    sender.words,
    {
      reference,
      title: event.title,
      day: dayOf(event),
      school: schoolName,
      places: placesInWords(certain),
      waiting: placesInWords(booked.waiting),
    },
    inSubjectOf(event),
  )
  const blocks = [...new Set(event.sessions.flatMap((session) => (session.block ? [`“${session.block}”`] : [])))]
  return mail(
    words('subject'),
    [
      { heading: words(certain > 0 || !booked.waitsFor ? 'heading' : booked.waitsFor === 'list' ? 'headingList' : 'headingApproval') },
      ...(certain === 0 ? [] : paragraphsOf(words('opening'))),
      ...(booked.waitsFor ? paragraphsOf(words(booked.waitsFor)) : []),
      {
        facts: [
          ['Reference', reference],
          ['School', schoolName],
          ['When', timesOf(event.sessions).join('; ')],
          ['Where', whereOf(event)],
          ['Coming', booked.delegates.join(', ') || 'Not named yet'],
          ...(booked.money ?? []),
        ],
      },
      ...(booked.unnamed > 0
        ? [
            {
              paragraph: `${placesAtStart(booked.unnamed)} ${booked.unnamed === 1 ? 'has' : 'have'} no name yet. Name who is coming on the page of your booking${booked.namesDueAt ? `, by ${sayInstant(booked.namesDueAt)}` : ''}.`,
            },
          ]
        : []),
      ...(blocks.length > 0 && certain > 0
        ? [
            {
              paragraph: `Choose workshops on the page of your booking: each person has one of ${blocks.join(' and one of ')}. They fill up, so choose soon.`,
            },
          ]
        : []),
      ...paragraphsOf(words('next')),
      ...paragraphsOf(words('cannotCome')),
      ...(booked.terms
        ? [{ paragraph: `Terms of cancelling that you accepted (${booked.terms.label}):` }, { list: booked.terms.sentences }]
        : []),
      { button: 'See or change your booking', href: bookingPage },
    ],
    footerOf(sender, contact),
  )
}
