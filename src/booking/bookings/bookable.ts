// What of an event decides whether a school can book or wait, where the whole event is not read.
import type { EventDetails } from '#events/events/event.ts'

export type Bookable = Pick<
  EventDetails,
  | 'state'
  | 'capacity'
  | 'onlineCapacity'
  | 'placesPerSchool'
  | 'bookingOpensAt'
  | 'bookingClosesAt'
  | 'bookingClosedAt'
  | 'taken'
  | 'waiting'
  | 'heldBack'
  | 'takenOnline'
  | 'waitingOnline'
> & {
  sessions: readonly Pick<EventDetails['sessions'][number], 'startsAt' | 'endsAt'>[]
  audience: Pick<EventDetails['audience'], 'kinds' | 'otherKinds'>
  rules: Pick<EventDetails['rules'], 'placesPerTrust'>
}
