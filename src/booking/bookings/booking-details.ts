import type { Instant } from '#base/dates.ts'
import type { SchoolName } from '#schools/schools/school.ts'
import type { AddressProblem, BookedPlace } from './booked-place.ts'
import type { Channel } from './booking.ts'
import type { Charge } from './charge.ts'

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
  /** When an organiser booked for the school: who asked and how; `askedHow` is only how. */
  askedBy: string
  askedHow: string
  waitingSince: string | null
  acceptsFewer: boolean
  /** The id of the accepted version of the terms. */
  termsId: string | null
  refusedReason: string | null
  /** When places that were held to be paid for were given back last; null: never. */
  givenBackAt: Instant | null
  movedTo: { reference: string; at: Instant }[]
  /** The account that gets the booking's messages. */
  booker: { accountId: string | null; email: string | null; name: string | null; trouble?: AddressProblem | undefined }
  places: BookedPlace[]
  charges: Charge[]
  /** Places the school has or waits for at the event, over all its bookings. */
  schoolPlaces: number
}
