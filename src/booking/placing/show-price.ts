import { type Act, hasRole } from '#base/act.ts'
import { type Instant, instant } from '#base/dates.ts'
import { atomically } from '#base/db/atomically.ts'
import { all, together } from '#base/db/read.ts'
import { sha256 } from '#base/id.ts'
import { wrongCodesMost } from '#base/limits/budget.ts'
import type { Limit } from '#base/limits/limit.ts'
import { counted, limitedUntil, limitReached, notCounted, type Use } from '#base/limits/store.ts'
import { refused } from '#base/log/refusal.ts'
import { networkOf } from '#base/network.ts'
import { asBooked, type BookingPayer, type MoneyGround, type Priced, priceOf } from '#booking/bookings/pricing.ts'
import { readMoneyGround } from '#booking/bookings/pricing-store.ts'
import type { EventDetails } from '#events/events/event.ts'
import type { PlacesToPrice } from '#money/prices/price.ts'
import { selectCodeLeft } from '#money/prices/store.ts'
import type { TypedPaying } from './paying-forms.ts'

/** For a page before booking. `mayChoose`: may pay by card instead. */
export type ShownPrice = Priced & { ground: MoneyGround; mayChoose: boolean; chosen: boolean }

/** @param known read with the event, without a code @returns undefined for a free event */
export const showPrice = async (
  act: Act,
  event: EventDetails,
  rootId: string,
  places: PlacesToPrice,
  typed: Pick<TypedPaying, 'code' | 'card'>,
  known: MoneyGround | undefined,
): Promise<ShownPrice | undefined> => {
  const { priceId } = event
  if (priceId === null) return undefined
  const ground =
    typed.code || !known
      ? await readMoneyGround(act, event, rootId, { priceId, code: typed.code ? { text: typed.code } : undefined })
      : known
  const priced = (chosen: 'card' | undefined) =>
    priceOf(ground, event, rootId, places, { asOf: instant(act.now), stripe: act.stripe !== undefined, chosen })
  const usual = priced(undefined)
  const byCard = priced('card')
  const mayChoose = ground.cardAtBooking && byCard.gross > 0 && usual.decision.route !== 'card' && byCard.decision.route === 'card'
  const chosen = mayChoose && typed.card
  return { ...(chosen ? byCard : usual), ground, mayChoose, chosen }
}

/**
 * The price with a typed code. `codeProblem`: must be fixed first; `until`: no codes are checked
 * before then, after too many invalid ones.
 * @param address the client's IP address, if known
 */
export const showTypedPrice = async (
  act: Act,
  event: EventDetails,
  rootId: string,
  places: PlacesToPrice,
  { address, ...typed }: TypedPaying & { address: string | undefined },
  known: MoneyGround | undefined,
): Promise<{ price: ShownPrice | undefined; codeProblem: 'code_unknown' | 'code_used_up' | undefined; until: Instant | undefined }> => {
  const until = await guessCode(act, event, typed.code, address)
  const code = until ? '' : typed.code
  const price = await showPrice(act, event, rootId, places, { ...typed, code }, known)
  const left = price?.ground.code?.left
  const codeProblem = !code || !price ? undefined : left === undefined ? 'code_unknown' : left <= 0 ? 'code_used_up' : undefined
  return { price, codeProblem, until }
}

/**
 * The price of a request: at the most, and as is likely, while the school's free places are unused.
 * Somebody not confirmed sees neither the school's agreements nor whether its free places are left.
 */
export type RequestPrice = ShownPrice & { likely: ShownPrice }

export const showRequestPrice = async (
  act: Act,
  event: EventDetails,
  rootId: string,
  places: PlacesToPrice,
): Promise<RequestPrice | undefined> => {
  if (event.priceId === null) return undefined
  const read = await readMoneyGround(act, event, rootId, { priceId: event.priceId })
  const priced = (freeUsed: number): ShownPrice => {
    const payer = { ...read.payer, agreements: [], hasAgreement: false, details: undefined, trustName: null }
    const ground: MoneyGround = { ...read, freeUsed, payer }
    const price = priceOf(ground, event, rootId, places, { asOf: instant(act.now), stripe: act.stripe !== undefined })
    return { ...price, ground, mayChoose: false, chosen: false }
  }
  return { ...priced(Number.MAX_SAFE_INTEGER), likely: priced(0) }
}

/** At the early price of when it was booked. `before`: what they cost now. */
export const showMoved = async (
  act: Act,
  to: EventDetails,
  rootId: string,
  places: readonly { id: string; online: boolean }[],
  payer: BookingPayer | undefined,
): Promise<(ShownPrice & { before: number }) | undefined> => {
  if (to.priceId === null) return undefined
  const code = payer?.codeId ? { id: payer.codeId } : undefined
  const ground = await readMoneyGround(act, to, rootId, { priceId: to.priceId, code, leaving: places.map(({ id }) => id) })
  const stripe = act.stripe !== undefined
  const priced = priceOf(ground, to, rootId, places, payer ? asBooked(payer, stripe) : { asOf: instant(act.now), stripe })
  const before = ground.leaving.reduce((sum, { pence, vatPence }) => sum + pence + vatPence, 0)
  return { ...priced, ground, mayChoose: false, chosen: false, before }
}

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
