// The mails that most people get are read on a phone between two lessons: what to do, when,
// where, and little else.
import { expect, it } from 'vitest'
import { councilFrom } from '#base/council.ts'
import { bookingConfirmed } from '#emails/booking/booking-confirmed.tsx'
import { offer } from '#emails/booking/offer.tsx'
import { invitation } from '#emails/calendars/invitation.tsx'
import { reminder } from '#emails/correspondence/reminder.tsx'
import { mostWords, wordsOfMail } from '#test/support/words-of-mail.ts'

const council = { ...councilFrom('884'), name: 'Alderwickshire County Council', concernTelephone: '01632 960999' }
const sender = { council, contactEmail: 'safeguarding@alderwickshire.example', baseUrl: 'https://muster.example', readsAnswers: true }
const title = 'Safeguarding records that stand up'
const session = { id: 'day', title: '', startsAt: '2026-12-10T13:30:00.000Z', endsAt: '2026-12-10T16:00:00.000Z' }
const event = {
  ...{ id: 'event', code: 'DTQPH7', title, attendanceMode: 'in_person' as const, joiningLink: '', sessions: [session] },
  ...{ venueName: 'Alderwickshire College, Conference Centre', venueAddress: 'Mill Street\nAlderwick', venuePostcode: 'AK1 7HJ' },
  ...{ contactName: 'Jo Underhill', contactEmail: 'safeguarding@alderwickshire.example', contactTelephone: '01632 960100' },
}
const where = 'Alderwickshire College, Conference Centre, Mill Street, Alderwick, AK1 7HJ'
const booking = {
  ...{ sender, event, reference: 'MRFGG6', schoolName: 'Fernley Bridge Primary Academy, Lydcombe (URN 900021)' },
  ...{ contact: 'Jo Underhill', bookingPage: 'https://muster.example/bookings/MRFGG6' },
}
const names = ['Yusuf Fernández', 'Imogen Weatherby']
const money = [
  ['Price', '2 places: £70.00 (each)'],
  ['Who pays', 'The council sends the school an invoice.'],
] as const
const terms = {
  label: 'Conferences and courses, version 1',
  sentences: ['Cancelling is free of charge until 23:59 on Wednesday 2 December 2026.'],
  lastFree: 'Cancelling is free of charge until 23:59 on Wednesday 2 December 2026.',
}
const place = 'https://muster.example/place/token'

it('a confirmation of two places says in at most 120 words what is booked, and in its subject for whom and when', () => {
  const mail = bookingConfirmed({
    ...booking,
    delegates: names,
    unnamed: 0,
    namesDueAt: null,
    waiting: 0,
    waitsFor: undefined,
    money,
    terms,
  })
  expect(mail.subject).toBe(
    'Booked: Safeguarding records that stand up, Thursday 10 December 2026, 1:30pm, for Fernley Bridge Primary Academy, Lydcombe',
  )
  expect(wordsOfMail(mail.text)).toBeLessThanOrEqual(mostWords.confirmation)
  expect(mail.text).toContain('Coming: Yusuf Fernández, Imogen Weatherby\n')
})

it('a confirmation of what the council was asked for, with a price to agree to, has at most 120 words too', () => {
  const agree = { link: 'https://muster.example/agree/token', until: '2026-12-01T16:00:00.000Z' }
  const asked = { at: '2026-11-24T10:00:00.000Z', how: 'by telephone', agree, withoutAddress: [] }
  const facts = { ...booking, delegates: names, unnamed: 0, namesDueAt: null, waiting: 0, waitsFor: undefined, money, terms, asked }
  const { text } = bookingConfirmed(facts)
  expect(wordsOfMail(text)).toBeLessThanOrEqual(mostWords.confirmation)
  expect(text).toContain(
    'Agree to what it costs by 1 December 2026 at 4pm.\n\nAgree without signing in:\nhttps://muster.example/agree/token',
  )
})

it('a confirmation with workshops to choose has at most 120 words, with a price to agree to as well', () => {
  const workshop = { startsAt: '2026-12-10T14:00:00.000Z', endsAt: '2026-12-10T15:00:00.000Z' }
  const workshops = ['First workshops', 'Second workshops'].map((block, n) => ({ ...workshop, id: block, title: `Records ${n}`, block }))
  const withWorkshops = { ...event, sessions: [session, ...workshops] }
  const facts = { ...booking, event: withWorkshops, delegates: names, unnamed: 0, namesDueAt: null, waiting: 0, waitsFor: undefined }
  const choose = { ...facts, choicesCloseAt: '2026-12-03T16:00:00.000Z', money, terms }
  const agree = { link: 'https://muster.example/agree/token', until: '2026-12-01T16:00:00.000Z' }
  const asked = { at: '2026-11-24T10:00:00.000Z', how: 'by telephone', agree, withoutAddress: [] }
  const mails = [bookingConfirmed(choose).text, bookingConfirmed({ ...choose, asked }).text]
  for (const text of mails) expect(wordsOfMail(text)).toBeLessThanOrEqual(mostWords.confirmation)
})

it('whoever asked the council is not led to a page of names that is not theirs, but told how to get there', () => {
  const asked = { at: '2026-11-24T10:00:00.000Z', how: 'by telephone', withoutAddress: [] }
  const facts = { ...booking, delegates: names, unnamed: 1, namesDueAt: null, waiting: 0, waitsFor: undefined }
  const [council, school] = [bookingConfirmed({ ...facts, asked }).text, bookingConfirmed(facts).text]
  expect([council.includes('MRFGG6/names'), school.includes('MRFGG6/names')]).toEqual([false, true])
  const how = 'sign in with this address and, if asked, say that you work there.'
  expect([council.includes(how), school.includes(how)]).toEqual([true, false])
})

it('more than three names are on the page of the booking', () => {
  const many = [...names, 'Ann Lee', 'Bo Price']
  const { text } = bookingConfirmed({ ...booking, delegates: many, unnamed: 1, namesDueAt: null, waiting: 0, waitsFor: undefined })
  expect(text).toContain('Coming: 4 people, named on the page of the booking, 1 to be named\n')
  for (const name of many) expect(text).not.toContain(name)
})

it('under a discreet title the subject has the reference, by which a booker tells two of them apart', () => {
  const facts = { ...booking, event: { ...event, sensitive: true, calendarTitle: null } }
  const { subject } = bookingConfirmed({ ...facts, delegates: names, unnamed: 0, namesDueAt: null, waiting: 0, waitsFor: undefined })
  expect(subject).toMatch(/^Booked: Safeguarding training \(MRFGG6\), Thursday 10 December 2026, 1:30pm, for /)
})

it('an invitation has at most 120 words between greeting and small print', () => {
  const mail = invitation({
    ...{ sender, page: 'https://muster.example/events/DTQPH7', contact: 'Jo Underhill', schoolName: 'Fernley Bridge Primary Academy' },
    ...{ shown: { title, startsAt: session.startsAt, endsAt: session.endsAt, where, joiningLink: '' }, name: 'Yusuf Fernández' },
    ...{ bookedByOther: true, byCouncil: false, placePage: place, ticket: 'ticket', evaluated: true },
  })
  expect(mail.subject).toBe(
    'Your place: Safeguarding records that stand up, Thursday 10 December 2026, 1:30pm, for Fernley Bridge Primary Academy',
  )
  expect(wordsOfMail(mail.text)).toBeLessThanOrEqual(mostWords.invitation)
})

it('an invitation to one day of a course of two has at most 120 words, and says that the other comes apart', () => {
  const shown = { title: `${title}: day 1 of 2`, startsAt: session.startsAt, endsAt: session.endsAt, where, joiningLink: '' }
  const mail = invitation({
    ...{ sender, page: 'https://muster.example/events/DTQPH7', contact: 'Jo Underhill', schoolName: 'Fernley Bridge Primary Academy' },
    ...{ shown, name: 'Yusuf Fernández', bookedByOther: true, byCouncil: false, placePage: place, ticket: 'ticket', evaluated: true },
    others: 1,
  })
  expect(wordsOfMail(mail.text)).toBeLessThanOrEqual(mostWords.invitation)
  expect(mail.text).toContain('The other part comes in an email of its own: keep both.')
})

it('an offer of two places has at most 90 words', () => {
  const facts = { ...booking, places: 2, expiresAt: '2026-11-24T16:00:00.000Z', link: 'https://muster.example/offers/token' }
  const owes = 'After this your school owes £140.00 for this booking.'
  const mail = offer({ ...facts, named: names, stillWaiting: 0, money, owes, terms })
  expect(wordsOfMail(mail.text)).toBeLessThanOrEqual(mostWords.offer)
})

it('a reminder has at most 80 words between greeting and small print', () => {
  const facts = { sender, event, contact: 'Jo Underhill', note: '', schoolName: 'Fernley Bridge Primary Academy' }
  const mail = reminder({ ...facts, name: 'Yusuf Fernández', sessions: [session], placePage: place, ticket: 'ticket' })
  expect(wordsOfMail(mail.text)).toBeLessThanOrEqual(mostWords.reminder)
})
