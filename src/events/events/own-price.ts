import type { Instant } from '#base/dates.ts'
import type { PriceGround } from '#money/payers/payer.ts'
import { type PriceList, quotePlaces } from '#money/prices/price.ts'
import type { NextQuotes } from '#money/prices/shown-price.ts'

/** What a school's next place costs, and the first that is not one of its free places. */
export const quoteNext = (
  list: PriceList,
  { standing, agreements, hasAgreement }: Omit<PriceGround, 'rootId'>,
  { earlyUntil, asOf, freeUsed }: { earlyUntil: Instant | null; asOf: Instant; freeUsed: number },
): NextQuotes | undefined => {
  const quote = (freeLeft: number) =>
    quotePlaces(
      { list, agreements, hasAgreement, status: standing.status, area: standing.area, earlyUntil, asOf, freeLeft, code: undefined },
      1,
    )[0]
  const free = Math.max(0, list.freePlaces - freeUsed)
  const [next, later] = [quote(free), quote(0)]
  return next && later && { free, next, later }
}
