import { bookingDecided, bookingDecidedWords } from '#emails/booking/booking-decided.tsx'
import { offer, offerWords } from '#emails/booking/offer.tsx'
import { offerAccepted, offerAcceptedWords } from '#emails/booking/offer-accepted.tsx'
import { type OfferEnd, offerEnded, offerEndedWords } from '#emails/booking/offer-ended.tsx'
import { requestBooked, requestBookedWords } from '#emails/booking/request-booked.tsx'
import { requestKept, requestKeptWords } from '#emails/booking/request-kept.tsx'
import { requestRefused, requestRefusedWords } from '#emails/booking/request-refused.tsx'
import { schoolAsked, schoolAskedWords } from '#emails/booking/school-asked.tsx'
import {
  acceptBy,
  namesDueAt,
  offerFacts,
  requestFacts,
  sampleMoney,
  sampleNames,
  sampleOwesSentence,
  sampleWhoWasAsked,
} from './sample-data.ts'
import { eachOf, type Template } from './wording.ts'

const to = 'The person who asked for places'

const ends: readonly [[OfferEnd, string], ...[OfferEnd, string][]] = [
  ['lapsed', 'Nobody accepted in time'],
  ['declined', 'Declined'],
  ['returned', 'Withdrawn, and the school keeps its turn'],
  ['withdrawn', 'Withdrawn with the request'],
  ['removed', 'Taken off the list'],
  ['began', 'The event began before a place was free'],
  ['undecided', 'The event began before anybody had decided'],
]

export const waitingTemplates: readonly Template[] = [
  {
    name: 'offer',
    label: 'Offer of places',
    audience: 'bookers',
    to,
    when: 'When places are free for a school that waits',
    slots: offerWords,
    fields: ['title', 'day', 'time', 'school', 'reference', 'places', 'Places', 'acceptBy'],
    samples: eachOf([3, 1], (places) => ({
      label: places === 1 ? 'One place' : 'Several places',
      render: (sender) =>
        offer({
          ...offerFacts(sender, places),
          expiresAt: acceptBy,
          link: `${sender.baseUrl}/offers/sample`,
          money: sampleMoney,
          owes: sampleOwesSentence,
          named: sampleNames.slice(0, places),
          stillWaiting: 2,
        }),
    })),
  },
  {
    name: 'offer_accepted',
    label: 'Offer accepted',
    audience: 'bookers',
    to,
    when: 'When the school has accepted',
    slots: offerAcceptedWords,
    fields: ['title', 'day', 'time', 'school', 'reference', 'places'],
    samples: [
      {
        label: 'As it goes',
        render: (sender) =>
          offerAccepted({
            ...offerFacts(sender),
            named: sampleNames,
            unnamed: 1,
            stillWaiting: 2,
            namesDueAt,
            bookingPage: `${sender.baseUrl}/bookings/sample`,
            money: sampleMoney,
            owes: sampleOwesSentence,
          }),
      },
    ],
  },
  {
    name: 'offer_ended',
    label: 'Offer or request ended',
    audience: 'bookers',
    to,
    when: 'When an offer or a place on the waiting list has ended without a place',
    slots: offerEndedWords,
    fields: ['title', 'day', 'time', 'school', 'reference', 'places', 'them', 'TheyAre', 'acceptBy'],
    samples: eachOf(ends, ([how, label]) => ({
      label,
      render: (sender) =>
        offerEnded({
          ...offerFacts(sender),
          how,
          reason: '',
          stillWaiting: how === 'returned' ? 3 : 0,
          expiresAt: acceptBy,
          waitPage: `${sender.baseUrl}/events/sample/waiting-list`,
        }),
    })),
  },
  {
    name: 'booking_decided',
    label: 'Approval decided',
    audience: 'bookers',
    to,
    when: 'When an organiser has approved or refused what they asked for',
    slots: bookingDecidedWords,
    fields: ['title', 'day', 'time', 'school', 'reference', 'places', 'waiting'],
    samples: eachOf(
      [
        ['Approved, with two places on the list', true, 3, 2],
        ['Approved, on the waiting list', true, 0, 1],
        ['Not approved', false, 0, 0],
      ] as const,
      ([label, approved, places, listed]) => ({
        label,
        render: (sender) =>
          bookingDecided({
            ...offerFacts(sender, places),
            approved,
            listed,
            named: sampleNames.slice(0, places),
            unnamed: 0,
            namesDueAt,
            reason: approved ? '' : 'This date is for schools that have not taken part yet. There is another in October.',
            bookingPage: `${sender.baseUrl}/bookings/sample`,
            ...(places > 0 ? { money: sampleMoney, owes: sampleOwesSentence } : {}),
          }),
      }),
    ),
  },
  {
    name: 'request_kept',
    label: 'Request kept until somebody confirms them',
    audience: 'bookers',
    to,
    when: 'When somebody asks for places whom nobody has confirmed for the school',
    slots: requestKeptWords,
    fields: ['title', 'school', 'places', 'asked'],
    samples: [
      {
        label: 'As it goes',
        render: (sender) => requestKept({ ...requestFacts(sender), waiting: sampleWhoWasAsked(sender), page: `${sender.baseUrl}/school` }),
      },
    ],
  },
  {
    name: 'request_refused',
    label: 'Nothing was booked for a request',
    audience: 'bookers',
    to,
    when: 'When what was asked for could not be booked once they were confirmed, they were not, or their school did not want it',
    slots: requestRefusedWords,
    fields: ['title', 'school', 'places', 'asked', 'because'],
    samples: [
      {
        label: 'As it goes',
        render: (sender) =>
          requestRefused({
            ...requestFacts(sender),
            because: 'Booking was closed when you asked.',
            eventPage: `${sender.baseUrl}/events/sample`,
          }),
      },
    ],
  },
  {
    name: 'request_booked',
    label: 'Their school has booked',
    audience: 'bookers',
    to,
    when: 'When their school has booked the place that they asked for, for somebody else',
    slots: requestBookedWords,
    fields: ['title', 'school', 'places', 'asked'],
    samples: eachOf([false, true], (isListed) => ({
      label: isListed ? 'On the waiting list' : 'Booked',
      render: (sender) => requestBooked({ ...requestFacts(sender), isListed, booked: 1, page: `${sender.baseUrl}/requests/sample` }),
    })),
  },
  {
    name: 'school_asked',
    label: 'Who asks their school for a place',
    audience: 'accounts',
    to: 'Contacts of the school',
    when: 'Once a day at most, when people there ask for places',
    slots: schoolAskedWords,
    fields: ['school'],
    samples: [
      {
        label: 'As it goes',
        render: (sender) =>
          schoolAsked({
            sender,
            school: requestFacts(sender).school,
            asked: [
              {
                people: [{ name: 'Nia Okoro', role: 'Designated safeguarding lead' }],
                asker: 'Nia Okoro',
                event: requestFacts(sender).event,
                startsAt: acceptBy,
              },
            ],
            link: `${sender.baseUrl}/asked/sample`,
          }),
      },
    ],
  },
]
