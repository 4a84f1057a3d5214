import type { Act } from '#base/act.ts'
import { forEveryone, type InvitedPlace } from '#calendars/invites/invite.ts'
import { inviteToOwn } from '#calendars/invites/invite-places.ts'
import { sayLastFree } from '#money/terms/words.ts'
import type { BookedPlace } from './booked-place.ts'
import { isBooker } from './booker.ts'
import type { FoundBooking } from './booking-store.ts'

/** Those of a booking's places that have a name and an address, as an invitation names them. */
export const invitedTo = (
  act: Act,
  { booking, event, accepted }: FoundBooking,
  places: readonly BookedPlace[],
): (InvitedPlace & { placeId: string })[] =>
  places.flatMap((place) =>
    place.personId === null || place.email === null
      ? []
      : [
          {
            placeId: place.id,
            personId: place.personId,
            name: place.name ?? '',
            email: place.email,
            bookingId: booking.id,
            schoolId: booking.schoolId,
            schoolName: booking.school.name,
            byCouncil: booking.channel === 'organiser',
            attendance: place.attendance,
            bookedByOther: !isBooker(booking.booker, place),
            cancelBy: sayLastFree(accepted.terms, event, accepted.calendar, act.now),
          },
        ],
  )

export const inviteBooked = (
  act: Act,
  found: FoundBooking,
  places: readonly BookedPlace[],
  workshops: ReadonlyMap<string, readonly string[]> = new Map(places.map(({ id, workshopIds }) => [id, workshopIds])),
): Promise<SqlStatement[]> =>
  inviteToOwn(
    act,
    found.event,
    invitedTo(act, found, places).map((place) => ({
      place,
      sessions: [
        ...forEveryone(found.event.sessions),
        ...found.event.sessions.filter(({ id }) => workshops.get(place.placeId)?.includes(id)),
      ],
    })),
  )
