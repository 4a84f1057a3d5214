import type { Instant } from '#base/dates.ts'
import type { SchoolName } from '#schools/schools/school.ts'
import type { AddressProblem, BookedPlace } from './booked-place.ts'
import type { Channel } from './booking.ts'
import type { Charge } from './charge.ts'

/** What a page says about one booking. */
export type BookingDetails = {
  id: string
  reference: string
  eventId: string
  eventCode: string
  schoolId: string
  school: SchoolName
  channel: Channel
  createdAt: string
  cancelledAt: string | null
  /** Who asked and how, when an organiser booked for the school; `askedHow`: only how. */
  askedBy: string
  askedHow: string
  waitingSince: string | null
  acceptsFewer: boolean
  /** The terms that the booker accepted, by id of their version. */
  termsId: string | null
  refusedReason: string | null
  /** Bookings at other dates to which places of this one were moved, and when. */
  movedTo: { reference: string; at: Instant }[]
  /** Who booked: the account that gets the messages about it. */
  booker: { accountId: string | null; email: string | null; name: string | null; trouble?: AddressProblem | undefined }
  places: BookedPlace[]
  charges: Charge[]
  /** How many places of the event the school has, in all its bookings, or waits for. */
  schoolPlaces: number
}
