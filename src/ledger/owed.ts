// What is owed once something is done, in the one sentence that stands on the page before its button and in the mail after it.
import { sayMoney } from '../money.ts'

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
