import type { Act } from '../act.ts'
import { sayMoney } from '../money.ts'
import type { FoundBooking } from './booking-store.ts'
import type { CancelCost } from './charge.ts'
import { owedOf } from './entitlement-store.ts'
import { type PassedOn, passOnEntitlements } from './pass-on-entitlements.ts'

/** What cancelling does to money. `afterwards`: pence that the booking owes then, with VAT; undefined: it never cost anything. */
export type CancelOutcome = { passedOn: PassedOn; afterwards: number | undefined }

/** @param ending ids of the places to be given up */
export const outcomeOfCancelling = async (
  act: Act,
  { booking, event }: Pick<FoundBooking, 'booking' | 'event'>,
  ending: readonly string[],
  cost: CancelCost,
): Promise<CancelOutcome> => {
  const passedOn = await passOnEntitlements(act, event, booking.schoolId, ending, booking.id)
  const own = passedOn.saved.find(({ bookingId }) => bookingId === booking.id)
  const { owed, lines, ofPlaces } = await owedOf(act.db, booking.id, [...ending, ...(own?.placeIds ?? [])])
  return { passedOn, afterwards: lines === 0 && cost.total === 0 ? undefined : owed - ofPlaces + (own?.gross ?? 0) + cost.total }
}

/** What a page says before the button, and a mail after it. */
export const sayAfterwards = ({ passedOn, afterwards }: CancelOutcome, bookingId: string): string[] => [
  ...(afterwards === undefined
    ? []
    : [
        afterwards > 0
          ? `Afterwards this booking owes ${sayMoney(afterwards)}.`
          : afterwards < 0
            ? `Afterwards ${sayMoney(-afterwards)} of this booking is in your school’s favour.`
            : 'Afterwards this booking owes nothing.',
      ]),
  ...passedOn.saved.map(({ bookingId: id, reference, pence }) =>
    id === bookingId
      ? `What the place was free or cheaper by passes to another place of this booking, which costs ${sayMoney(pence)} less.`
      : `What the place was free or cheaper by passes to booking ${reference}, which costs ${sayMoney(pence)} less.`,
  ),
]
