// Who is invited when waiting places are confirmed.

import { nameKey } from '#base/person-name.ts'
import type { Booker } from '#booking/bookings/booker.ts'
import type { InvitedPlace } from '#calendars/invites/invite.ts'

type Asked = { id: string; schoolId: string; school: { name: string }; channel: string; booker: Booker }
type Seat = { id: string; personId: string | null; name: string | null; email: string | null } & Pick<InvitedPlace, 'attendance'>

/** Leaves out unnamed places, and people without an address. */
export const invitedOf = (booking: Asked, places: readonly Seat[]): InvitedPlace[] =>
  places.flatMap((place) =>
    place.personId && place.email
      ? [
          {
            placeId: place.id,
            personId: place.personId,
            name: place.name ?? '',
            email: place.email,
            schoolId: booking.schoolId,
            schoolName: booking.school.name,
            bookedByOther: !(place.email === booking.booker.email && nameKey(place.name ?? '') === nameKey(booking.booker.name ?? '')),
            byCouncil: booking.channel === 'organiser',
            bookingId: booking.id,
            attendance: place.attendance,
          },
        ]
      : [],
  )
