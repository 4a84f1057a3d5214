// Made-up facts for previews and tests: long names, unusual letters, several schools. Nobody in it
// is real.

import type { Council } from '#base/council.ts'
import type { BookedFacts, BookingFacts } from '#emails/booking/booking-confirmed.tsx'
import type { OfferFacts } from '#emails/booking/offer.tsx'
import type { ContactFacts } from '#emails/calendars/event-changed-contact.tsx'
import type { EntryFacts } from '#emails/calendars/invitation.tsx'
import type { contactSessionCalledOff } from '#emails/calendars/session-called-off-contact.tsx'
import type { Sender } from '#emails/messages/mail.tsx'
import type { MoneyFacts } from '#emails/money/money-changed.tsx'
import type { CardFacts } from '#emails/payments/card-facts.tsx'
import type { InvoiceFacts } from '#emails/payments/invoice-sent.tsx'
import type { claimReceivedMail } from '#emails/people/claim-requested.tsx'

export const sampleSchool = 'Ysgol Gynradd Gymraeg Llanfihangel-y-Creuddyn a’r Cylch, Leominster'
export const otherSchool = 'St Bartholomew’s Church of England Voluntary Aided Primary School, Ross-on-Wye'
export const sampleName = 'Angharad Llŷr-Gwynfryn ap Rhŷs'
export const sampleNames = [sampleName, 'Siân Ŵyn Pritchard-Llewelyn', 'Tomáš O’Shaughnessy']
export const sampleReference = 'HRF4-K7QM'
export const acceptBy = '2027-05-20T11:00:00.000Z'
export const namesDueAt = '2027-05-28T14:00:00.000Z'
export const free = { until: 'until 23:59 on Monday 24 May 2027', at: '2027-05-24T22:59:00.000Z', moved: true }
export const samplePlacePage = (sender: Sender): string => `${sender.baseUrl}/place/sample`

export const sampleEvent: BookingFacts['event'] = {
  id: 'sample',
  code: 'SAMPLE',
  title: 'Annual conference for designated safeguarding leads: learning from practice reviews',
  attendanceMode: 'in_person',
  venueName: 'Three Counties Hotel and Conference Centre',
  venueAddress: 'Belmont Road\nHereford',
  venuePostcode: 'HR2 7BP',
  joiningLink: '',
  contactName: 'Jo Price',
  contactEmail: 'safeguarding.events@example.gov.uk',
  contactTelephone: '01432 000000',
  sessions: [
    { id: 'one', title: 'Conference', startsAt: '2027-06-08T08:00:00.000Z', endsAt: '2027-06-08T14:30:00.000Z' },
    {
      id: 'two',
      title: 'Listening to children',
      startsAt: '2027-06-08T12:00:00.000Z',
      endsAt: '2027-06-08T13:00:00.000Z',
      block: 'Afternoon',
    },
  ],
}

type CalledOff = Parameters<typeof contactSessionCalledOff>[0]['calledOff']

const lastPart: CalledOff = {
  session: {
    id: 'three',
    title: 'Panel',
    startsAt: '2027-06-08T14:30:00.000Z',
    endsAt: '2027-06-08T15:30:00.000Z',
  },
  why: 'The speaker is ill.',
  choose: undefined,
}
const workshop: CalledOff = {
  session: {
    id: 'four',
    title: 'Online harm',
    startsAt: '2027-06-08T14:30:00.000Z',
    endsAt: '2027-06-08T15:30:00.000Z',
    block: 'Afternoon',
  },
  why: 'The speaker is ill.',
  choose: 'again',
}

export const samplesCalledOff = [
  { label: 'A session for everyone', calledOff: lastPart, waits: false },
  { label: 'A workshop', calledOff: workshop, waits: false },
  { label: 'A workshop, when choosing has closed', calledOff: { ...workshop, choose: 'ask' as const }, waits: false },
  { label: 'The school waits for places', calledOff: lastPart, waits: true },
] as const

const times = sampleEvent.sessions.slice(0, 1)
export const earlierEvent: BookingFacts['event'] = {
  ...sampleEvent,
  title: 'Annual conference for designated safeguarding leads',
  venueName: 'Shirehall',
  sessions: times.map((session) => ({ ...session, startsAt: '2027-06-01T08:00:00.000Z', endsAt: '2027-06-01T14:30:00.000Z' })),
}

export const sampleShown: EntryFacts['shown'] = {
  title: sampleEvent.title,
  startsAt: '2027-06-08T08:00:00.000Z',
  endsAt: '2027-06-08T14:30:00.000Z',
  where: 'Online',
  joiningLink: 'https://meet.example.gov.uk/j/9482039482039482039482?pwd=Zm9vYmFyYmF6cXV4',
}

export const earlierShown: EntryFacts['shown'] = {
  title: earlierEvent.title,
  startsAt: '2027-06-01T08:00:00.000Z',
  endsAt: '2027-06-01T14:30:00.000Z',
  where: 'Shirehall, St Peter’s Square, Hereford, HR1 2HX',
  joiningLink: '',
}

const contact = 'Jo Price, safeguarding.events@example.gov.uk, 01432 000000'

/** Of a request for a setting that is not listed. */
export const sampleReceipt = (sender: Sender, council: Council): Parameters<typeof claimReceivedMail>[0] => ({
  forWhat: 'Little Acorns Nursery, HR4 9AB',
  rows: [
    ['Who decides', council.name],
    ['Answer by', 'Friday 17 April 2026'],
  ],
  council,
  serviceUrl: sender.baseUrl,
  words: sender.words,
})

export const sampleOwesSentence = 'After this your trust owes £240.00 for this booking.'

export const sampleReturnedSentence = 'After this £240.00 for this booking is in favour of your trust. It goes back to the card.'

export const sampleOwedForBothBookings = [sampleOwesSentence, 'After this your trust owes nothing for booking HRF4-AAAA.']

export const sampleMoney: readonly (readonly [string, string])[] = [
  ['Price', '£240.00, of which £40.00 is VAT'],
  ['Who pays', 'Marches Academies Trust'],
  ['How', 'By invoice of the council, purchase order PO-2027-000123'],
]

export const sampleBookedForSchool = (sender: Sender): BookedFacts['asked'] => ({
  at: '2027-04-12T09:30:00.000Z',
  how: 'by telephone',
  withoutAddress: sampleNames.slice(0, 1),
  agree: { link: `${sender.baseUrl}/agree/sample`, until: '2027-06-11T09:30:00.000Z' },
})

export const bookingFacts = (sender: Sender): BookingFacts => ({
  sender,
  event: sampleEvent,
  reference: sampleReference,
  schoolName: sampleSchool,
  bookingPage: `${sender.baseUrl}/bookings/sample`,
  contact,
})

export const offerFacts = (sender: Sender, places = 3): OfferFacts => ({
  sender,
  event: sampleEvent,
  reference: sampleReference,
  schoolName: sampleSchool,
  places,
  contact,
})

export const entryFacts = (sender: Sender): EntryFacts => ({
  sender,
  page: `${sender.baseUrl}/events/sample`,
  shown: sampleShown,
  contact,
  schoolName: sampleSchool,
})

export const contactFacts = (sender: Sender): ContactFacts => ({
  sender,
  bookingPage: `${sender.baseUrl}/bookings/sample`,
  reference: sampleReference,
  schoolName: otherSchool,
  delegates: [...sampleNames],
  contact,
})

export const moneyFacts = (sender: Sender): MoneyFacts => ({
  sender,
  eventTitle: sampleEvent.title,
  subjectTitle: sampleEvent.title,
  startsAt: '2027-06-08T08:00:00.000Z',
  reference: sampleReference,
  schoolName: sampleSchool,
  contact,
  bookingPage: `${sender.baseUrl}/bookings/sample`,
  moneyPage: `${sender.baseUrl}/school/sample/money`,
})

export const cardFacts = (sender: Sender): CardFacts => ({
  sender,
  title: sampleEvent.title,
  subjectTitle: sampleEvent.title,
  startsAt: '2027-06-08T08:00:00.000Z',
  reference: sampleReference,
  schoolName: sampleSchool,
  bookingPage: `${sender.baseUrl}/bookings/sample`,
  contact,
})

export const invoiceFacts = (sender: Sender): InvoiceFacts => ({
  sender,
  supplier: {
    name: sender.council.name,
    address: 'Plough Lane\nHereford\nHR4 0LE',
    vatNumber: 'GB 123 4567 89',
    email: 'finance@example.gov.uk',
    bankNote: 'If you pay by bank transfer, quote the number of the invoice.',
  },
  number: 'MU-2027-0042',
  eventTitle: sampleEvent.title,
  subjectTitle: sampleEvent.title,
  reference: sampleReference,
  payerName: 'Marches Academies Trust',
  poNumber: 'PO-2027-000123',
  gross: 24_000,
  outstanding: 12_000,
  dueOn: '2027-07-08',
  payOnline: `${sender.baseUrl}/school/sample/invoices/sample`,
  page: `${sender.baseUrl}/school/sample/invoices/sample`,
})

export const requestFacts = (sender: Sender) => ({
  sender,
  event: sampleEvent.title,
  subjectTitle: sampleEvent.title,
  school: sampleSchool,
  places: 2,
  requestedAt: '2027-05-10T09:30:00.000Z',
  contact,
})

/** Who was asked to confirm somebody, as messages say it. */
export const sampleWhoWasAsked = ({ council: { name } }: Sender): [string, string][] => [
  ['Who was asked', `The office’s mailbox (o•••@ashfield-park.example) and ${name}. The first answer decides`],
  ['Answer by', `Thursday 13 May 2027 at the latest: ${name} answers within 3 working days if nobody there does sooner`],
  ['Questions', `Ring ${name} on 01432 000000`],
]

export const councilFacts = (council: Council): Council => ({
  ...council,
  contactEmail: council.contactEmail || 'safeguarding.events@example.gov.uk',
  contactTelephone: council.contactTelephone || '01432 000000',
})
