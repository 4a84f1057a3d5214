import { sayInstant, sayLongDay, sayWhen } from '../src/dates.ts'
import { type EventForInvites, forEveryone, whereOf } from '../src/invites/invite.ts'
import { footerOf, mail, type Rendered, type Sender } from './mail.tsx'

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

const places = (n: number): string => (n === 1 ? 'one place' : `${n} places`)

/** Sessions that everyone attends; where there are workshops besides, from the first start to the last end. */
const timesOf = (sessions: EventForInvites['sessions']): string[] => {
  const ends = sessions.map((session) => session.endsAt).sort((a, b) => (a < b ? -1 : 1))
  const [first] = sessions
  const workshops = forEveryone(sessions).length < sessions.length
  return workshops && first
    ? [sayWhen(first.startsAt, ends.at(-1) ?? first.endsAt)]
    : sessions.map((session) => sayWhen(session.startsAt, session.endsAt))
}

const headings = { approval: 'Your request is with the organiser', list: 'You are on the waiting list' }

const waitingWords = ({ waiting, waitsFor }: BookedFacts): string | undefined =>
  waitsFor === 'approval'
    ? 'An organiser looks at each request for this event. You get an email when it has been decided; until then nobody has a place.'
    : waitsFor === 'list'
      ? `You wait for ${places(waiting)}. When a place is free for you we send you an offer with the time by which to accept it.`
      : undefined

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
  const waits = waitingWords(booked)
  const blocks = [...new Set(event.sessions.flatMap((session) => (session.block ? [`“${session.block}”`] : [])))]
  return mail(
    `Booking ${reference}: ${event.title}${event.sessions[0] ? `, ${sayLongDay(event.sessions[0].startsAt)}` : ''}`,
    [
      { heading: certain === 0 && booked.waitsFor ? headings[booked.waitsFor] : 'Your booking is confirmed' },
      ...(certain === 0 ? [] : [{ paragraph: `You have booked ${places(certain)} at “${event.title}”.` }]),
      ...(waits ? [{ paragraph: waits }] : []),
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
              paragraph: `${booked.unnamed === 1 ? 'One place has' : `${booked.unnamed} places have`} no name yet. Name who is coming on the page of your booking${booked.namesDueAt ? `, by ${sayInstant(booked.namesDueAt)}` : ''}.`,
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
      {
        paragraph:
          'What happens next: each person coming gets an invitation for their calendar. It says that you booked for them and where they find our privacy notice.',
      },
      {
        paragraph:
          'If someone cannot come, send someone else on the page of your booking: it costs nothing, up to the start. Or cancel their place as early as you can, so that another school can have it.',
      },
      ...(booked.terms
        ? [{ paragraph: `Terms of cancelling that you accepted (${booked.terms.label}):` }, { list: booked.terms.sentences }]
        : []),
      { button: 'See or change your booking', href: bookingPage },
    ],
    footerOf(sender, contact),
  )
}
