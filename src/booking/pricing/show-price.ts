import type { Act } from '#base/act.ts'
import { type Instant, instant } from '#base/dates.ts'
import type { BookingPayer } from '#booking/bookings/pricing.ts'
import { asBooked, type MoneyGround, type Priced, priceOf } from '#booking/bookings/pricing.ts'
import { readMoneyGround } from '#booking/bookings/pricing-store.ts'
import type { EventDetails } from '#events/events/event.ts'
import type { PlacesToPrice } from '#money/prices/price.ts'
import { guessCode } from './guess-code.ts'
import type { TypedPaying } from './paying-forms.ts'

/** For a page before booking. `mayChoose`: may pay by card instead. */
export type ShownPrice = Priced & { ground: MoneyGround; mayChoose: boolean; chosen: boolean }

/** @returns undefined for a free event, for which nothing is read */
const showPrice = async (
  act: Act,
  event: EventDetails,
  rootId: string,
  places: PlacesToPrice,
  typed: Pick<TypedPaying, 'code' | 'card'>,
): Promise<ShownPrice | undefined> => {
  if (event.priceId === null) return undefined
  const ground = await readMoneyGround(act, event, rootId, { priceId: event.priceId, code: typed.code ? { text: typed.code } : undefined })
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
): Promise<{ price: ShownPrice | undefined; codeProblem: 'code_unknown' | 'code_used_up' | undefined; until: Instant | undefined }> => {
  const until = await guessCode(act, event, typed.code, address)
  const code = until ? '' : typed.code
  const price = await showPrice(act, event, rootId, places, { ...typed, code })
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
