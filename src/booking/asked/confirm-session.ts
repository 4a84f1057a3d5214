import type { Act } from '#base/act.ts'
import { readNow } from '#base/db/read.ts'
import { type Booker, toBooker } from '#booking/bookings/booker.ts'
import { senderOf } from '#calendars/invites/invite-places.ts'
import { bookingConfirmed } from '#emails/booking/booking-confirmed.tsx'
import { queued } from '#messages/outbox/store.ts'
import { selectAllTerms } from '#money/terms/store.ts'
import { termsInWords } from '#money/terms/words.ts'
import { schoolLabel } from '#schools/schools/school.ts'
import type { AskedSession, SessionOffer } from './asked-session.ts'

/** Who asked, while they act for the school, and who accepted. */
const bookersOf = ({ actor }: Act, { askedById, askerEmail, askedBy, mayAct }: AskedSession): Booker[] => [
  ...(mayAct ? [{ accountId: askedById, email: askerEmail, name: askedBy === askerEmail ? null : askedBy }] : []),
  ...(actor.accountId && actor.accountId !== askedById
    ? [{ accountId: actor.accountId, email: actor.email ?? null, name: actor.name ?? null }]
    : []),
]

type Booked = { eventId: string; code: string; bookingId: string; reference: string; money: [label: string, value: string][] | undefined }

/** The confirmation of an accepted session, with its price, order number and terms. */
export const confirmSession = async (act: Act, session: AskedSession, offer: SessionOffer, booked: Booked): Promise<SqlStatement[]> => {
  const { title, place, startsAt, endsAt } = offer
  const contactEmail = session.answeredByEmail ?? ''
  const event = {
    id: booked.eventId,
    code: booked.code,
    title,
    attendanceMode: 'in_person' as const,
    joiningLink: '',
    calendarTitle: '',
    venueName: place,
    venueAddress: '',
    venuePostcode: '',
    contactName: '',
    contactEmail,
    contactTelephone: '',
    sessions: [{ id: session.id, title: '', startsAt, endsAt }],
  }
  const { terms, calendar } = await readNow(act.db, selectAllTerms(act.db, act.now))
  const accepted = { terms: terms.find(({ id }) => id === offer.termsId), calendar }
  const rendered = bookingConfirmed({
    sender: await senderOf(act),
    event,
    reference: booked.reference,
    schoolName: schoolLabel(session.school),
    money: booked.money,
    delegates: [],
    unnamed: 0,
    waiting: 0,
    waitsFor: undefined,
    namesDueAt: null,
    forSession: true,
    contact: contactEmail,
    bookingPage: `${act.baseUrl}/bookings/${booked.reference}`,
    terms: termsInWords(accepted, { sessions: event.sessions, freeUntil: null }, act.now),
  })
  return bookersOf(act, session)
    .flatMap((booker) =>
      toBooker(
        act,
        { id: event.id, contactEmail },
        { id: booked.bookingId, schoolId: session.school.id, booker },
        'booking_confirmed',
        rendered,
      ),
    )
    .flatMap((message) => queued(act, message))
}
