import type { Act } from '#base/act.ts'
import { readTogether } from '#base/db/read.ts'
import type { EventDetails } from '#events/events/event.ts'
import { sayOwedAfter } from '#money/ledger/owed.ts'
import { owedOf, selectOwed } from '#money/ledger/owed-store.ts'
import { selectAccepted } from '#money/terms/store.ts'
import { type SaidTerms, termsInWords } from '#money/terms/words.ts'
import { type PlacesPriced, pricing } from './price-places.ts'

/** `owes`: then, in a sentence; `terms`: what cancelling then costs, by the accepted terms. */
export type TakingOutcome = { priced: PlacesPriced; owes: string; terms: SaidTerms | undefined }

/**
 * What a booking owes once some places are confirmed; reads nothing for a free event with free
 * cancelling. @param placeIds in the order that entitlements are used @param more.withdrawn
 * pence with VAT of charges withdrawn with it @param more.school its name for the reader
 */
export const outcomeOfTaking = async (
  act: Act,
  event: EventDetails,
  booking: { id: string; reference: string },
  placeIds: readonly string[],
  { withdrawn = 0, school }: { withdrawn?: number; school?: string } = {},
): Promise<TakingOutcome> => {
  const priced = await pricing(act, event, booking.id, placeIds)
  if (event.priceId === null && event.termsId === null && withdrawn === 0)
    return { priced, owes: sayOwedAfter(0, undefined, school), terms: undefined }
  const {
    money: { owed, payerId },
    accepted,
  } = await readTogether(act.db, { money: selectOwed(act.db, booking.id, []), accepted: selectAccepted(act.db, booking.reference) })
  return {
    priced,
    terms: termsInWords(accepted, event, act.now),
    owes: sayOwedAfter(owed + priced.gross - withdrawn, priced.payer ?? (payerId === null ? undefined : { payerId }), school),
  }
}

/** After an act that does not change it, such as a swap. @param school its name for the reader */
export const owedAsBefore = async (act: Act, bookingId: string, school?: string): Promise<string> => {
  const { owed, payerId } = await owedOf(act.db, bookingId, [])
  return sayOwedAfter(owed, payerId === null ? undefined : { payerId }, school)
}
