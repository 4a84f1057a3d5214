import type { Act } from '#base/act.ts'
import { ok, type Result, refuse } from '#base/result.ts'
import { cancelBooking } from '#booking/cancelling/cancel-booking.ts'
import { readPayGround } from './store.ts'

/** Cancels them free of charge, so that a payment that still arrives is refunded. */
export const releaseHeldPlaces = async (act: Act, reference: string): Promise<Result<number, 'no_such_booking' | 'changed_meanwhile'>> => {
  const ground = await readPayGround(act, reference)
  if (!ground) return refuse('no_such_booking')
  const ids = ground.held.map((place) => place.id)
  if (ids.length === 0) return ok(0)
  const done = await cancelBooking(act, ground.booking.reference, ids, { seen: 0 })
  return done.ok ? done : refuse(done.reason === 'no_such_booking' ? 'no_such_booking' : 'changed_meanwhile')
}
