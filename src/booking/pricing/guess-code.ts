import { type Act, hasRole } from '#base/act.ts'
import { type Instant, instant } from '#base/dates.ts'
import { atomically } from '#base/db/atomically.ts'
import { all, together } from '#base/db/read.ts'
import { sha256 } from '#base/id.ts'
import { wrongCodesMost } from '#base/limits/budget.ts'
import type { Limit } from '#base/limits/limit.ts'
import { counted, limitedUntil, limitReached, notCounted, type Use } from '#base/limits/store.ts'
import { refused } from '#base/log/refusal.ts'
import { selectCodeLeft } from '#money/prices/store.ts'
import { networkOf } from '#people/sign-in/sign-in.ts'

/**
 * Counts a try of a price code before it is checked, so that codes cannot be guessed; a valid one
 * is uncounted. Returns until when no more are checked.
 * @param address the client's IP address, if known
 */
export const guessCode = async (
  act: Act,
  event: { priceId: string | null },
  typed: string,
  address: string | undefined,
): Promise<Instant | undefined> => {
  const { accountId } = act.actor
  if (!typed || event.priceId === null || hasRole(act.actor, 'organiser', 'administrator', 'finance')) return undefined
  const { hour, day, networkHour, networkDay } = wrongCodesMost
  const account = `price-code:account:${accountId}`
  const network = address === undefined ? undefined : `price-code:network:${await sha256(networkOf(address))}`
  const limits: Limit[] = [
    { key: account, minutes: 60, most: hour },
    { key: account, minutes: 24 * 60, most: day },
    ...(network === undefined
      ? []
      : [
          { key: network, minutes: 60, most: networkHour },
          { key: network, minutes: 24 * 60, most: networkDay },
        ]),
  ]
  const tries = together({
    counts: all<Use>(counted(act.db, act.now, limits)),
    code: selectCodeLeft(act.db, event.priceId, typed, act.now),
  })
  const tried = await atomically(act.db, [...tries.statements], { [limitReached]: 'limit_reached' } as const)
  if (!tried.ok) {
    refused(act, 'wrong_price_codes')
    return (await limitedUntil(act.db, act.now, limits)) ?? instant(act.now)
  }
  const { counts, code } = tries.from(tried.value)
  if (code) await notCounted(act.db, counts).run()
  return undefined
}
