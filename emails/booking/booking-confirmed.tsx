import { type Instant, londonDay, sayDeadline, sayInstant, sayLongDay } from '#base/dates.ts'
import { atStart, inWords } from '#base/words.ts'
import { type EventForInvites, whereOf } from '#calendars/invites/invite.ts'
import { bookingWordsOf, sayWho, termsBlocks, unnamedBlocks, whenOf } from '#emails/calendars/event-facts.ts'
import { type Block, footerOf, mail, type Rendered, type Sender, worded } from '#emails/messages/mail.tsx'
import { heading, paragraphsOf, type Slots, sentence, subject } from '#emails/messages/words.ts'
import type { SaidTerms } from '#money/terms/words.ts'

export const bookingConfirmedWords = {
  subject: subject('Booked: {title}, {day}, {time}, for {school}', ['title']),
  subjectApproval: subject('Asked for: {title}, {day}, {time}, for {school}', ['title'], 'Subject, while an organiser decides'),
  subjectList: subject('Waiting list: {title}, {day}, {time}, for {school}', ['title'], 'Subject, when all places wait'),
  heading: heading('Your booking is confirmed'),
  headingApproval: heading('Your request is with the organiser', [], 'Heading, while an organiser decides'),
  headingList: heading('You are on the waiting list', [], 'Heading, when all places wait'),
  opening: sentence('What is booked', 'You have booked {places} at “{title}”.', ['places']),
  openingAsked: sentence(
    'What is booked, when the council was asked for it',
    'As you asked {how} on {asked}, we booked {places} at “{title}”.',
    ['places'],
  ),
  openingSession: sentence('What is booked, of a session for one school', 'The session “{title}” is booked.', ['title']),
  approval: sentence('While an organiser decides', 'You have no place yet, and owe nothing. An organiser decides, and we email you.'),
  list: sentence(
    'When places wait',
    'You wait for {waiting}: you have no place yet, and owe nothing. When one is free we send you an offer, with its price and the time to accept.',
    ['waiting'],
  ),
  next: sentence('What happens next', 'Each person coming gets their own email, with a calendar entry.'),
  nextSession: sentence('What happens next, of a session for one school', 'Nobody needs to book a place: a list says afterwards who came.'),
  nextAsked: sentence('What happens next, when the council was asked for it', 'Everyone with an address gets a calendar entry.'),
  cannotComeAsked: sentence('When someone cannot come, when the council was asked for it', 'If someone cannot come, tell us.'),
  cannotCome: sentence('When someone cannot come', 'If someone cannot come, send someone else free of charge, or cancel.'),
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
  /** A session for one school, at which nobody books a place. */
  forSession?: true
  /** The accepted terms of cancelling. */
  terms?: SaidTerms | undefined
  /** What waiting places would cost, in a sentence. */
  wouldCost?: string | undefined
}

const position = ({ bookings, inTurn }: NonNullable<BookedFacts['before']>): string =>
  bookings === 0
    ? 'No other booking waits.'
    : inTurn
      ? `You are number ${bookings + 1}: who asked first is offered places first.`
      : `${atStart(bookings, 'other booking waits', 'other bookings wait')}. Schools with no attendance, or none for longest, may be served before you.`

/** What was asked for, its progress, where to follow it, and what it would cost. */
const notYet = (
  words: (slot: keyof typeof bookingConfirmedWords) => string,
  waitsFor: 'approval' | 'list',
  { sender, event, reference, schoolName, bookingPage, contact, ...booked }: BookingFacts & BookedFacts,
): Rendered =>
  mail(words(waitsFor === 'list' ? 'subjectList' : 'subjectApproval'), footerOf(sender, contact), [
    { heading: words(waitsFor === 'list' ? 'headingList' : 'headingApproval') },
    ...paragraphsOf(words(waitsFor)),
    {
      facts: [
        ['When', whenOf(event)],
        ['Where', whereOf(event)],
        ['For', schoolName],
        ...(waitsFor === 'list' && booked.before ? [['On the list', position(booked.before)] as const] : []),
        ['Asked for', sayWho(booked.delegates, booked.unnamed)],
        ['If you get the places', booked.wouldCost],
        ['Reference', reference],
      ],
    },
    ...termsBlocks(booked.terms),
    { button: waitsFor === 'list' ? 'See your place on the list, or leave it' : 'See or withdraw your request', href: bookingPage },
  ])

/** What whoever booked must do first. */
const toDo = ({ event, bookingPage, asked, unnamed, namesDueAt, choicesCloseAt, money }: BookingFacts & BookedFacts): Block[] => {
  return [
    ...(asked?.agree
      ? [
          {
            paragraph: `Agree to ${money ? 'what it costs' : 'these terms'} by ${sayInstant(asked.agree.until)}.`,
          },
          { button: 'Agree without signing in', href: asked.agree.link },
        ]
      : []),
    ...(asked && asked.withoutAddress.length > 0
      ? [
          {
            paragraph: `We have no email address of ${asked.withoutAddress.join(', ')}. Please tell them when and where it is: they get nothing from us.`,
          },
        ]
      : []),
    ...unnamedBlocks(unnamed, namesDueAt),
    ...(unnamed > 0 && asked
      ? [{ paragraph: 'To name them yourself, sign in with this address and, if asked, say that you work there.' }]
      : []),
    ...(unnamed > 0 && !asked ? [{ button: 'Name the people who are coming', href: `${bookingPage}/names` }] : []),
    ...(event.sessions.some(({ block }) => block)
      ? [
          {
            paragraph: `Choose workshops for each person on the page of your booking${choicesCloseAt ? ` by ${sayDeadline(choicesCloseAt)}` : ': they fill up'}.`,
          },
        ]
      : []),
  ]
}

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
  return worded(words, footerOf(sender, contact), [
    ...paragraphsOf(words(booked.forSession ? 'openingSession' : booked.asked ? 'openingAsked' : 'opening')),
    ...(booked.waitsFor ? paragraphsOf(words(booked.waitsFor)) : []),
    ...toDo(facts),
    {
      facts: [
        ['When', whenOf(event)],
        ['Where', whereOf(event)],
        ['For', schoolName],
        ['Coming', booked.forSession ? undefined : sayWho(booked.delegates, booked.unnamed)],
        ...(booked.money ?? []),
        ['Reference', reference],
      ],
    },
    { button: 'See or change your booking', href: bookingPage },
    ...paragraphsOf(words(booked.forSession ? 'nextSession' : booked.asked ? 'nextAsked' : 'next')),
    ...(booked.forSession ? [] : paragraphsOf(words(booked.asked ? 'cannotComeAsked' : 'cannotCome'))),
    ...termsBlocks(booked.terms),
  ])
}
