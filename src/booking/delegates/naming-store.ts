import type { Act } from '#base/act.ts'
import type { FoundBooking } from '#booking/bookings/booking-store.ts'
import { selectBookingContext } from '#booking/bookings/context-store.ts'
import { selectOwed } from '#booking/bookings/entitlement-store.ts'
import { emailsIn, type Row, representedIn } from '#booking/bookings/forms.ts'
import { selectLiveInvitationsOfPlaces } from '#calendars/invites/store.ts'

/**
 * What naming these people depends on, read with their form; read again if other people are meant.
 * @param outgoing places that have a person
 */
export const selectNaming = (
  { db, now }: Act,
  { booking, event }: FoundBooking,
  rows: readonly Row[],
  outgoing: readonly string[],
): D1PreparedStatement[] => [
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
