import { linesOfChange, seenOfEvent } from '#calendars/invites/told-change.ts'
import { bookingCancelled, bookingCancelledWords } from '#emails/booking/booking-cancelled.tsx'
import { type BookedFacts, bookingConfirmed, bookingConfirmedWords } from '#emails/booking/booking-confirmed.tsx'
import { bookingMoved, bookingMovedWords } from '#emails/booking/booking-moved.tsx'
import { bookingRestored, bookingRestoredWords } from '#emails/booking/booking-restored.tsx'
import { delegateSays, delegateSaysWords } from '#emails/booking/delegate-statement.tsx'
import { type DelegateChange, delegatesChanged, delegatesChangedWords } from '#emails/booking/delegates-changed.tsx'
import { namesWanted, namesWantedWords } from '#emails/booking/names-due.tsx'
import { placesReleased, placesReleasedWords } from '#emails/booking/places-released.tsx'
import { contactEventCancelled, contactEventCancelledWords } from '#emails/calendars/event-cancelled-contact.tsx'
import { contactEventChanged, contactEventChangedWords } from '#emails/calendars/event-changed-contact.tsx'
import { contactSessionCalledOff, contactSessionCalledOffWords } from '#emails/calendars/session-called-off-contact.tsx'
import type { Sender } from '#emails/messages/mail.tsx'
import {
  bookingFacts,
  contactFacts,
  earlierEvent,
  free,
  namesDueAt,
  sampleBookedForSchool,
  sampleEvent,
  sampleMoney,
  sampleName,
  sampleNames,
  sampleOwedForBothBookings,
  sampleOwesSentence,
  sampleReference,
  sampleReturnedSentence,
  sampleSchool,
  samplesCalledOff,
} from './sample-data.ts'
import { eachOf, type Template } from './wording.ts'

const to = 'The person who booked'
const eventFields = ['title', 'day', 'time', 'school', 'reference'] as const

const sampleChanges = (sender: Sender, changes: readonly DelegateChange[], unnamed: number) =>
  delegatesChanged({ ...bookingFacts(sender), changes, unnamed, owes: sampleOwesSentence })

const booked: BookedFacts = {
  delegates: sampleNames,
  unnamed: 2,
  namesDueAt,
  waiting: 0,
  waitsFor: undefined,
  money: sampleMoney,
  terms: {
    label: 'standard terms, version 2',
    sentences: ['Free of charge until 23:59 on Monday 24 May 2027.', 'After that, £60.00 a place.'],
    lastFree: 'Cancelling is free of charge until 23:59 on Monday 24 May 2027.',
  },
}
const waitingBooked = { ...booked, unnamed: 0, waiting: 3 }

export const bookerTemplates: readonly Template[] = [
  {
    name: 'booking_confirmed',
    label: 'Booking or request received',
    audience: 'bookers',
    to,
    when: 'When they have booked, asked for approval or joined the waiting list',
    slots: bookingConfirmedWords,
    fields: [...eventFields, 'places', 'waiting', 'how', 'asked'],
    samples: [
      { label: 'Booked', render: (sender) => bookingConfirmed({ ...bookingFacts(sender), ...booked }) },
      {
        label: 'The council was asked for it',
        render: (sender) => bookingConfirmed({ ...bookingFacts(sender), ...booked, asked: sampleBookedForSchool(sender) }),
      },
      { label: 'For one school', render: (sender) => bookingConfirmed({ ...bookingFacts(sender), ...booked, forSession: true }) },
      {
        label: 'An organiser decides',
        render: (sender) => bookingConfirmed({ ...bookingFacts(sender), ...waitingBooked, waitsFor: 'approval' }),
      },
      {
        label: 'All places wait',
        render: (sender) =>
          bookingConfirmed({ ...bookingFacts(sender), ...waitingBooked, waitsFor: 'list', before: { bookings: 4, inTurn: true } }),
      },
    ],
  },
  {
    name: 'booking_cancelled',
    label: 'Booking or places cancelled',
    audience: 'bookers',
    to,
    when: 'When places of the booking are cancelled',
    slots: bookingCancelledWords,
    fields: eventFields,
    samples: [
      {
        label: 'Nobody comes any more',
        render: (sender) =>
          bookingCancelled({
            ...bookingFacts(sender),
            cancelled: sampleNames,
            kept: [],
            charge: '£60.00, because there were 3 working days left',
          }),
      },
      {
        label: 'One of several',
        render: (sender) => bookingCancelled({ ...bookingFacts(sender), cancelled: sampleNames.slice(0, 1), kept: sampleNames.slice(1) }),
      },
      {
        label: 'Some of several',
        render: (sender) => bookingCancelled({ ...bookingFacts(sender), cancelled: sampleNames.slice(0, 2), kept: sampleNames.slice(2) }),
      },
    ],
  },
  {
    name: 'booking_restored',
    label: 'Cancellation undone',
    audience: 'bookers',
    to,
    when: 'When an organiser gives back places that were cancelled',
    slots: bookingRestoredWords,
    fields: eventFields,
    samples: [
      {
        label: 'Several places',
        render: (sender) =>
          bookingRestored({ ...bookingFacts(sender), restored: sampleNames, charges: true, money: sampleMoney, owes: sampleOwesSentence }),
      },
      { label: 'One place', render: (sender) => bookingRestored({ ...bookingFacts(sender), restored: [sampleName], charges: false }) },
    ],
  },
  {
    name: 'booking_moved',
    label: 'Booking moved to another date',
    audience: 'bookers',
    to,
    when: 'When places go from one date of a series to another',
    slots: bookingMovedWords,
    fields: [...eventFields, 'mails'],
    samples: eachOf([undefined, sampleMoney], (money) => ({
      label: money ? 'Places are paid for' : 'Places cost nothing',
      render: (sender) =>
        bookingMoved({
          ...bookingFacts(sender),
          from: earlierEvent,
          to: sampleEvent,
          oldReference: 'HRF4-AAAA',
          moved: sampleNames,
          unnamed: 1,
          kept: 2,
          mails: '2 emails',
          money,
          owed: sampleOwedForBothBookings,
        }),
    })),
  },
  {
    name: 'names_due',
    label: 'Names wanted for places',
    audience: 'bookers',
    to,
    when: 'While places have no name, as the event has it or when an organiser asks',
    slots: namesWantedWords,
    fields: [...eventFields, 'places', 'namesDueAt'],
    samples: [
      {
        label: 'Before names are due',
        render: (sender) => namesWanted({ ...bookingFacts(sender), unnamed: 2, namesDueAt, release: true, overdue: false }),
      },
      {
        label: 'After names were due, one place',
        render: (sender) => namesWanted({ ...bookingFacts(sender), unnamed: 1, namesDueAt, release: true, overdue: true }),
      },
    ],
  },
  {
    name: 'places_released',
    label: 'Places without a name released',
    audience: 'bookers',
    to,
    when: 'When names were due and places still had none',
    slots: placesReleasedWords,
    fields: [...eventFields, 'places', 'Places', 'namesDueAt'],
    samples: [
      {
        label: 'Several places',
        render: (sender) =>
          placesReleased({ ...bookingFacts(sender), released: 2, kept: sampleNames, namesDueAt, owes: sampleOwesSentence }),
      },
      { label: 'One place', render: (sender) => placesReleased({ ...bookingFacts(sender), released: 1, kept: [], namesDueAt }) },
    ],
  },
  {
    name: 'delegates_changed',
    label: 'Who is coming has changed',
    audience: 'bookers',
    to,
    when: 'When somebody is named for a place or comes instead of another',
    slots: delegatesChangedWords,
    fields: eventFields,
    samples: [
      {
        label: 'Somebody comes instead',
        render: (sender) => sampleChanges(sender, [{ name: sampleName, instead: 'Siân Ŵyn Pritchard-Llewelyn', waiting: false }], 1),
      },
      {
        label: 'Places are named',
        render: (sender) =>
          sampleChanges(
            sender,
            sampleNames.map((name) => ({ name, instead: null, waiting: false })),
            0,
          ),
      },
    ],
  },
  {
    name: 'delegate_statement',
    label: 'A delegate cannot come, or can after all',
    audience: 'bookers',
    to,
    when: 'When somebody says on their own page that they cannot come, come after all, or are not the one who was meant',
    slots: delegateSaysWords,
    fields: ['name', 'title', 'when', 'school', 'reference'],
    samples: eachOf(['cannot_come', 'begun', 'not_me', 'comes'] as const, (sample) => ({
      label: {
        cannot_come: 'They cannot come',
        begun: 'They cannot come, and the event has begun',
        not_me: 'It is not they who were meant',
        comes: 'They come after all',
      }[sample],
      render: (sender) =>
        delegateSays({
          ...bookingFacts(sender),
          statement: sample === 'begun' ? 'cannot_come' : sample,
          hasBegun: sample === 'begun',
          name: sampleName,
          title: sampleEvent.title,
          subjectTitle: sampleEvent.title,
          when: '9am to 3:30pm on Tuesday 8 June 2027',
          schoolName: sampleSchool,
          reference: sampleReference,
          free: sample === 'begun' ? undefined : free,
        }),
    })),
  },
  {
    name: 'event_changed_contact',
    label: 'Event changed, to the person who booked',
    audience: 'bookers',
    to: 'The person who booked, and schools that wait',
    when: 'When the event has changed for people of their booking',
    slots: contactEventChangedWords,
    fields: [...eventFields, 'changes'],
    samples: eachOf([false, true], (waits) => ({
      label: waits ? 'The school waits for places' : 'The school has places',
      render: (sender) =>
        contactEventChanged({
          ...contactFacts(sender),
          after: sampleEvent,
          newDay: undefined,
          free: waits ? undefined : free,
          waits,
          changes: ['title', 'date', 'place'],
          lines: linesOfChange(seenOfEvent(earlierEvent, new Set()), seenOfEvent(sampleEvent, new Set())),
        }),
    })),
  },
  {
    name: 'session_called_off_contact',
    label: 'A part of the event called off, to the person who booked',
    audience: 'bookers',
    to: 'The person who booked, and schools that wait',
    when: 'When an organiser calls off a session, and the event goes on',
    slots: contactSessionCalledOffWords,
    fields: [...eventFields, 'part'],
    samples: eachOf(samplesCalledOff, ({ label, calledOff, waits }) => ({
      label,
      render: (sender) => contactSessionCalledOff({ ...contactFacts(sender), event: sampleEvent, calledOff, free, waits }),
    })),
  },
  {
    name: 'event_cancelled_contact',
    label: 'Event cancelled, to the person who booked',
    audience: 'bookers',
    to: 'The person who booked, and schools that wait',
    when: 'When an organiser cancels the event',
    slots: contactEventCancelledWords,
    fields: eventFields,
    samples: eachOf([false, true], (waited) => ({
      label: waited ? 'The school waited for places' : 'The school had places',
      render: (sender) =>
        contactEventCancelled({
          ...contactFacts(sender),
          event: sampleEvent,
          why: 'The hall is flooded. We are looking for another day.',
          waited,
          owes: waited ? undefined : sampleReturnedSentence,
        }),
    })),
  },
]
