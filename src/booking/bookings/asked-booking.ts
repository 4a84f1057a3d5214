// What pages and presses about the booking of an address have in common.

import type { Asked } from '#base/web/press.tsx'
import { type FoundBooking, maySeeBooking, selectBooking } from './booking-store.ts'

export const ofBooking = {
  read: ({ db, part, now }: Asked) => selectBooking(db, part('reference'), now),
  isFor: maySeeBooking,
}

export const toBooking = ({ part }: Pick<Asked, 'part'>): string => `/bookings/${part('reference').toUpperCase()}`

export const backToBooking = ({ booking }: Pick<FoundBooking, 'booking'>) => ({
  href: `/bookings/${booking.reference}`,
  text: 'Back to the booking',
})
