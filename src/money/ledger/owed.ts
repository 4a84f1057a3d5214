// What will be owed after an act, in the one sentence that the page shows before its button and the
// mail repeats.
import { sayMoney } from '#base/money.ts'

/** What a booking owes in pence with VAT; below zero it is credit. */
export type Owed = {
  bookingId: string
  reference: string
  schoolId: string
  schoolName: string
  owed: number
  /** null: no payer yet. */
  payerId: string | null
  /** The part of `owed` that the ledger credits when places are repriced or end. */
  ofPlaces: number
  /** The part of what was paid that is refunded automatically, and that to a card. */
  goesBack: number
  toCard: number
}

/**
 * What a booking owes after an act, for its page and its mail. @param pence with VAT; below zero:
 * credit @param payer who pays; undefined while nobody does @param school how a reader calls it
 * who does not act for it @param booking how the reader calls it, where there are several
 */
export const sayOwedAfter = (pence: number, payer: { payerId: string } | undefined, school?: string, booking = 'this booking'): string => {
  const trust = payer?.payerId.startsWith('payer-of-trust-') ? (school === undefined ? 'your trust' : `${school}’s trust`) : undefined
  const who = trust ?? school
  return pence < 0
    ? `After this ${sayMoney(-pence)} for ${booking} is in ${who === undefined ? 'your favour' : `favour of ${who}`}.`
    : `After this ${who === undefined ? 'you owe' : `${who} owes`} ${pence === 0 ? 'nothing' : sayMoney(pence)} for ${booking}.`
}

/** How a credit is returned; '' when there is none. */
export const sayGoesBack = (pence: number, { goesBack, toCard }: Pick<Owed, 'goesBack' | 'toCard'>): string => {
  if (pence >= 0) return ''
  if (toCard >= -pence) return 'It goes back to the card.'
  if (goesBack >= -pence) return 'It goes back by itself, the way it was paid.'
  const byHand = 'The council pays it back, or leaves it for what is owed next.'
  return goesBack > 0 ? `${sayMoney(goesBack)} of it goes back by itself, the way it was paid. For the rest: ${byHand}` : byHand
}

/** Charges for places cancelled earlier stand. */
export const afterCallingOff = ({ owed, ofPlaces }: Pick<Owed, 'owed' | 'ofPlaces'>): number => owed - ofPlaces

/** What happens to a booking's money when its event is called off, in sentences. */
export const sayCalledOffMoney = (booking: Pick<Owed, 'owed' | 'ofPlaces' | 'goesBack' | 'toCard' | 'payerId'>): string => {
  const after = afterCallingOff(booking)
  const payer = booking.payerId === null ? undefined : { payerId: booking.payerId }
  return [sayOwedAfter(after, payer), sayGoesBack(after, booking)].filter(Boolean).join(' ')
}
