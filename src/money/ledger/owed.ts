// What is owed once something is done, in the one sentence that stands on the page before its button and in the mail after it.
import { sayMoney } from '#base/money.ts'

/** What a booking owes, with VAT; below nothing it is in favour of whoever pays. */
export type Owed = {
  bookingId: string
  reference: string
  schoolId: string
  schoolName: string
  owed: number
  /** null: nobody yet. */
  payerId: string | null
  /** How much of `owed` are prices of the places, which the ledger takes back when they are priced anew or end. */
  ofPlaces: number
  /** What was paid of it and goes back the way it came, by itself. */
  goesBack: number
}

/**
 * What a booking owes once something is done: on the page before its button, and in the mail after it.
 *
 * @param pence with VAT; below nothing it is in favour of whoever pays
 * @param payer who pays for the booking; undefined while nobody does
 * @param school how the reader calls it
 * @param booking how the reader calls that, where there are several
 */
export const sayOwedAfter = (
  pence: number,
  payer: { payerId: string } | undefined,
  school = 'your school',
  booking = 'this booking',
): string => {
  const who = payer?.payerId.startsWith('payer-of-trust-') ? `${school}’s trust` : school
  return pence < 0
    ? `After this ${sayMoney(-pence)} for ${booking} is in favour of ${who}.`
    : `After this ${who} owes ${pence === 0 ? 'nothing' : sayMoney(pence)} for ${booking}.`
}

/** How what is in somebody's favour comes back to them. @param goesBack pence of it that go back by themselves; '' when nothing comes back */
export const sayGoesBack = (pence: number, goesBack: number): string => {
  if (pence >= 0) return ''
  if (goesBack >= -pence) return 'It goes back by itself, the way it was paid.'
  const byHand = 'The council pays it back, or leaves it for what is owed next.'
  return goesBack > 0 ? `${sayMoney(goesBack)} of it goes back by itself, the way it was paid. For the rest: ${byHand}` : byHand
}

/** What a booking owes once its event is called off: nothing for its places any more. Charges for places that were cancelled before stand. */
export const afterCallingOff = ({ owed, ofPlaces }: Pick<Owed, 'owed' | 'ofPlaces'>): number => owed - ofPlaces

/** What becomes of a booking's money once its event is called off, in sentences. */
export const sayCalledOffMoney = (booking: Pick<Owed, 'owed' | 'ofPlaces' | 'goesBack' | 'payerId'>): string => {
  const after = afterCallingOff(booking)
  const payer = booking.payerId === null ? undefined : { payerId: booking.payerId }
  return [sayOwedAfter(after, payer), sayGoesBack(after, booking.goesBack)].filter(Boolean).join(' ')
}
