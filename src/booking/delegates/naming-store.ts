import type { Act } from '#base/act.ts'
import { readNow } from '#base/db/read.ts'
import type { FoundBooking } from '#booking/bookings/booking-store.ts'
import { selectBookingContext } from '#booking/bookings/context-store.ts'
import type { NamedPeople } from '#booking/placing/compose-booking.ts'
import { emailsIn, type Row, representedIn } from '#booking/placing/forms.ts'
import { selectLiveInvitationsOfPlaces } from '#calendars/invites/store.ts'
import { selectOwed } from '#money/ledger/owed-store.ts'
import { selectKnown } from '#people/people/spelling-store.ts'
import { type Naming, peopleNamed } from './delegate.ts'

/** Read again if other people are meant. @param outgoing places that have a person */
export const selectNaming = (
  { db, now }: Act,
  { booking, event }: FoundBooking,
  rows: readonly Row[],
  outgoing: readonly string[],
): SqlStatement[] => [
  ...selectBookingContext(db, now, {
    code: event.code,
    schoolId: booking.schoolId,
    formId: '',
    emails: emailsIn(rows),
    represents: representedIn(rows),
  }).statements,
  ...selectOwed(db, booking.id, []).statements,
  ...(outgoing.length > 0 ? [selectLiveInvitationsOfPlaces(db, outgoing)] : []),
]

export const readPeopleNamed = async (
  act: Act,
  { booking, event }: Pick<FoundBooking, 'booking' | 'event'>,
  namings: readonly Naming[],
): Promise<NamedPeople> => {
  const emails = namings.map(({ delegate }) => delegate.email)
  const known = await readNow(act.db, selectKnown(act.db, act.now, { schoolId: booking.schoolId, emails, eventId: event.id }))
  return peopleNamed(act, booking, namings, known)
}
