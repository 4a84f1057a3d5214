import type { Act } from '#base/act.ts'
import { sayMoney } from '#base/money.ts'
import type { CancelCost } from '#booking/bookings/charge.ts'
import { type PassedOn, passOnEntitlements } from '#booking/pricing/pass-on-entitlements.ts'
import type { EventDetails } from '#events/events/event.ts'
import { sayGoesBack, sayOwedAfter } from '#money/ledger/owed.ts'
import { type OwedOfBooking, owedOf } from '#money/ledger/owed-store.ts'

/** What ending places does to money. `afterwards`: pence with VAT the booking then owes. */
export type CancelOutcome = Pick<OwedOfBooking, 'goesBack' | 'toCard'> & {
  passedOn: PassedOn
  afterwards: number
  payer: { payerId: string } | undefined
}

/**
 * @param ending ids of the places to end
 * @param cost the charge, with VAT
 */
export const outcomeOfCancelling = async (
  act: Act,
  { booking, event }: { booking: { id: string; schoolId: string }; event: EventDetails },
  ending: readonly string[],
  cost: Pick<CancelCost, 'total'>,
): Promise<CancelOutcome> => {
  const [passedOn, before] = await Promise.all([passOnEntitlements(act, event, booking, { ending }), owedOf(act.db, booking.id, ending)])
  const own = passedOn.saved.find(({ bookingId }) => bookingId === booking.id)
  const { owed, payerId, ofPlaces, ...back } = own ? await owedOf(act.db, booking.id, [...ending, ...own.placeIds]) : before
  const afterwards = owed - ofPlaces + (own?.gross ?? 0) + cost.total
  return { ...back, passedOn, afterwards, payer: payerId === null ? undefined : { payerId } }
}

/**
 * What the page says before the button, and the mail after.
 * @param school its name for the reader, if not “your school”
 * @param called the booking's name, if not “this booking”
 */
export const sayAfterwards = (
  { passedOn, afterwards, payer, ...back }: CancelOutcome,
  bookingId: string,
  school?: string,
  called = 'this booking',
): string[] => [
  [sayOwedAfter(afterwards, payer, school, called), sayGoesBack(afterwards, back)].filter(Boolean).join(' '),
  ...passedOn.saved.map(({ bookingId: id, reference, pence }) =>
    id === bookingId
      ? `What the place was free or cheaper by passes to another place of ${called}, which costs ${sayMoney(pence)} less.`
      : `What the place was free or cheaper by passes to booking ${reference}, which costs ${sayMoney(pence)} less.`,
  ),
]
