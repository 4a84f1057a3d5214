import { type Instant, londonDay, sayDeadline, sayInstant, sayLongDay } from '#base/dates.ts'
import { atStart, inWords } from '#base/words.ts'
import { type EventForInvites, whereOf } from '#calendars/invites/invite.ts'
import { bookingWordsOf, programmeBlocks, termsBlocks, unnamedBlocks, whenOf } from '#emails/calendars/event-facts.ts'
import { footerOf, mail, type Rendered, type Sender } from '#emails/messages/mail.tsx'
import { heading, paragraphsOf, type Slots, sentence, subject } from '#emails/messages/words.ts'
import type { SaidTerms } from '#money/terms/words.ts'

export const bookingConfirmedWords = {
  subject: subject('Booking {reference}: {title}, {day}', ['reference', 'title']),
  subjectApproval: subject('Request {reference}: {title}, {day}', ['reference', 'title'], 'Subject, while an organiser decides'),
  subjectList: subject('Waiting list, {reference}: {title}, {day}', ['reference', 'title'], 'Subject, when all places wait'),
  heading: heading('Your booking is confirmed'),
  headingApproval: heading('Your request is with the organiser', [], 'Heading, while an organiser decides'),
  headingList: heading('You are on the waiting list', [], 'Heading, when all places wait'),
  opening: sentence('What is booked', 'You have booked {places} at “{title}”.', ['places']),
  openingAsked: sentence(
    'What is booked, when the council was asked for it',
    'You asked us {how} on {asked} to book {places} at “{title}” for {school}, and we have.',
    ['places'],
  ),
  approval: sentence(
    'While an organiser decides',
    'An organiser looks at each request for this event. You get an email when it has been decided; until then nobody has a place and nothing is owed.',
  ),
  list: sentence(
    'When places wait',
    'You wait for {waiting}. Nobody has one yet, and nothing is owed. When a place is free for you we send you an offer that says what it costs and by when to accept it.',
    ['waiting'],
  ),
  next: sentence(
    'What happens next',
    'What happens next: each person coming gets an invitation for their calendar. It says that you booked for them and where they find our privacy notice.',
  ),
  nextAsked: sentence(
    'What happens next, when the council was asked for it',
    'What happens next: each person coming whose address we have gets an invitation for their calendar. It says that the council booked for them and where they find our privacy notice.',
  ),
  cannotComeAsked: sentence(
    'When someone cannot come, when the council was asked for it',
    'If someone cannot come, tell us as early as you can who comes instead, or that nobody does, so that another school can have the place. You can also do it yourself on the page of the booking: sign in with this address and say that you work there.',
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

/** `unnamed`: places to be named later; `waiting`: places not confirmed yet, and for what. */
export type BookedFacts = {
  delegates: readonly string[]
  unnamed: number
  namesDueAt: string | null
  choicesCloseAt?: string | null | undefined
  waiting: number
  waitsFor: 'approval' | 'list' | undefined
  /** How many other bookings were on the list; `inTurn`: they go first. */
  before?: { bookings: number; inTurn: boolean } | undefined
  /** What it costs, who pays and how. */
  money?: readonly (readonly [label: string, value: string])[] | undefined
  /** Booked by the council on request. `agree`: to the price; `withoutAddress`: no address. */
  asked?: { at: Instant; how: string; agree?: { link: string; until: Instant } | undefined; withoutAddress: readonly string[] } | undefined
  /** The accepted terms of cancelling. */
  terms?: SaidTerms | undefined
  /** What waiting places would cost, in a sentence. */
  wouldCost?: string | undefined
}

const position = ({ bookings, inTurn }: NonNullable<BookedFacts['before']>): string =>
  bookings === 0
    ? 'No other booking waits.'
    : inTurn
      ? `You are number ${bookings + 1}: whoever asked first is served first.`
      : `${atStart(bookings, 'other booking waits', 'other bookings wait')}. Schools with no attendance, or none for longest, may be served before you.`

/** What was asked for, its progress, where to follow it, and what it would cost. */
const notYet = (
  words: (slot: keyof typeof bookingConfirmedWords) => string,
  waitsFor: 'approval' | 'list',
  { sender, event, reference, schoolName, bookingPage, contact, ...booked }: BookingFacts & BookedFacts,
): Rendered =>
  mail(
    words(waitsFor === 'list' ? 'subjectList' : 'subjectApproval'),
    [
      { heading: words(waitsFor === 'list' ? 'headingList' : 'headingApproval') },
      ...paragraphsOf(words(waitsFor)),
      {
        facts: [
          ['Reference', reference],
          ['For', schoolName],
          ...(waitsFor === 'list' && booked.before ? [['On the list', position(booked.before)] as const] : []),
          ['When', whenOf(event)],
          ['Where', whereOf(event)],
          ['Asked for', [...booked.delegates, ...(booked.unnamed > 0 ? [`${booked.unnamed} to be named`] : [])].join(', ')],
          ['If you get the places', booked.wouldCost],
        ],
      },
      ...termsBlocks(booked.terms, 'Terms of cancelling that you accepted and that hold once you have a place'),
      { button: waitsFor === 'list' ? 'See your place on the list, or leave it' : 'See or withdraw your request', href: bookingPage },
    ],
    footerOf(sender, contact),
  )

/** To whoever booked: the confirmed or waiting places, who was invited, and how to change it. */
export const bookingConfirmed = (facts: BookingFacts & BookedFacts): Rendered => {
  const { sender, event, reference, schoolName, bookingPage, contact, ...booked } = facts
  const certain = booked.delegates.length + booked.unnamed - booked.waiting
  const words = bookingWordsOf(
    'booking_confirmed',
    bookingConfirmedWords,
    { sender, event, reference, schoolName },
    {
      places: inWords(certain, 'place'),
      waiting: inWords(booked.waiting, 'place'),
      how: booked.asked?.how ?? '',
      asked: booked.asked ? sayLongDay(londonDay(booked.asked.at)) : '',
    },
  )
  if (certain === 0 && booked.waitsFor) return notYet(words, booked.waitsFor, facts)
  const blocks = [...new Set(event.sessions.flatMap((session) => (session.block ? [`“${session.block}”`] : [])))]
  return mail(
    words('subject'),
    [
      { heading: words('heading') },
      ...paragraphsOf(words(booked.asked ? 'openingAsked' : 'opening')),
      ...(booked.waitsFor ? paragraphsOf(words(booked.waitsFor)) : []),
      {
        facts: [
          ['Reference', reference],
          ['For', schoolName],
          ['When', whenOf(event)],
          ['Where', whereOf(event)],
          ['Coming', booked.delegates.join(', ') || 'Not named yet'],
          ...(booked.money ?? []),
        ],
      },
      ...programmeBlocks(event),
      ...unnamedBlocks(booked.unnamed, booked.namesDueAt),
      ...(blocks.length > 0
        ? [
            {
              paragraph: `Choose workshops on the page of your booking: each person has one of ${blocks.join(' and one of ')}. ${booked.choicesCloseAt ? `Choose by ${sayDeadline(booked.choicesCloseAt)}; they` : 'They'} fill up, so choose soon.`,
            },
          ]
        : []),
      ...paragraphsOf(words(booked.asked ? 'nextAsked' : 'next')),
      ...(booked.asked && booked.asked.withoutAddress.length > 0
        ? [
            {
              paragraph: `We have no email address of ${booked.asked.withoutAddress.join(', ')}: they get nothing from us, neither an invitation nor a reminder nor word of a change. Please tell them when and where it is.`,
            },
          ]
        : []),
      ...paragraphsOf(words(booked.asked ? 'cannotComeAsked' : 'cannotCome')),
      ...termsBlocks(booked.terms, booked.asked ? 'Terms of cancelling of this booking' : undefined),
      ...(booked.asked?.agree
        ? [
            {
              paragraph: `Please agree for ${schoolName} to ${booked.money ? 'what it costs' : 'these terms'}. You need not sign in. The link is yours alone and works until ${sayInstant(booked.asked.agree.until)}.`,
            },
            { button: 'See what you agree to', href: booked.asked.agree.link },
          ]
        : []),
      { button: 'See or change your booking', href: bookingPage },
    ],
    footerOf(sender, contact),
  )
}
