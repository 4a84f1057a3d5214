import { Hono } from 'hono'
import type { Act } from '#base/act.ts'
import { notFound } from '#base/errors.ts'
import type { AppEnv } from '#base/web/env.ts'
import { withPages } from '#base/web/page.tsx'
import { type Asked, press } from '#base/web/press.tsx'
import { readBooking } from '#booking/bookings/booking-store.ts'
import { newestOfferOf } from './offer-store.ts'
import { answering, answerOffer, offerPage } from './public-pages.tsx'

/** The newest offer of a booking the reader may see; 404 without one. */
const offerOf = async (act: Act, part: Asked['part']) => {
  const bookingAndEvent = await readBooking(act, part('reference'))
  const id = bookingAndEvent && (await newestOfferOf(act.db, bookingAndEvent.booking.id))
  if (!id) throw notFound('offer')
  return { id }
}

const answer = press({
  at: '/bookings/:reference/offer',
  ...answering,
  act: async (act, values, { part }) => answerOffer(act, await offerOf(act, part), values),
  to: ({ part }) => `/bookings/${part('reference').toUpperCase()}/offer`,
})

/** Answering an offer when signed in, from its booking; mounted at the root. */
export const schoolOfferPages = withPages(new Hono<AppEnv>(), offerPage(answer, offerOf))
