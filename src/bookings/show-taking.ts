import type { Act } from '../act.ts'
import type { EventDetails } from '../events/event.ts'
import { sayOwedAfter } from '../ledger/owed.ts'
import { owedOf } from '../ledger/owed-store.ts'
import { type PlacesPriced, pricing } from './price-places.ts'

/** What places do to money when they become certain. `owes`: in a sentence, what the booking owes then. */
export type TakingOutcome = { priced: PlacesPriced; owes: string }

/**
 * What a booking owes once some of its places are certain. At an event that costs nothing nothing is read.
 *
 * @param placeIds the places, in the order in which they are to be free or covered first
 * @param withdrawn pence with VAT of charges that are withdrawn with it
 * @param school how the reader calls it
 */
export const outcomeOfTaking = async (
  act: Act,
  event: EventDetails,
  bookingId: string,
  placeIds: readonly string[],
  withdrawn = 0,
  school = 'your school',
): Promise<TakingOutcome> => {
  const priced = await pricing(act, event, bookingId, placeIds)
  if (event.priceId === null && withdrawn === 0) return { priced, owes: sayOwedAfter(0, undefined, school) }
  const { owed, payerId } = await owedOf(act.db, bookingId, [])
  return {
    priced,
    owes: sayOwedAfter(owed + priced.gross - withdrawn, priced.payer ?? (payerId === null ? undefined : { payerId }), school),
  }
}

/** What a booking owes after something that changes nothing of it, such as sending someone else. @param school how the reader calls it */
export const owedAsBefore = async (act: Act, bookingId: string, school?: string): Promise<string> => {
  const { owed, payerId } = await owedOf(act.db, bookingId, [])
  return sayOwedAfter(owed, payerId === null ? undefined : { payerId }, school)
}
