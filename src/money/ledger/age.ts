// A debt's age is counted the same everywhere: whole London days since the payer was first asked. A
// bill asks (a request to the council's finance system, an invoice through Stripe); where no bill
// is sent, the message about the charge does. What was never asked for has no age.
import type { Day } from '#base/dates.ts'
import type { Route } from '#money/payers/payer.ts'

export const bands = ['notAsked', 'to30', 'to60', 'to90', 'over90'] as const
export type Band = (typeof bands)[number]

export const bandWords: Record<Band, string> = {
  notAsked: 'Not asked for yet',
  to30: '0 to 30 days',
  to60: '31 to 60 days',
  to90: '61 to 90 days',
  over90: 'More than 90 days',
}

/** Pence. */
export type Ages = Record<Band, number>

export const noAges = (): Ages => ({ notAsked: 0, to30: 0, to60: 0, to90: 0, over90: 0 })

/** @returns whole days since the payer was first asked */
export const ageOf = (askedOn: Day, today: Day): number =>
  Math.max(0, Math.round((Date.parse(`${today}T12:00:00.000Z`) - Date.parse(`${askedOn}T12:00:00.000Z`)) / 86_400_000))

/** @param askedOn null: never asked */
export const bandOf = (askedOn: Day | null, today: Day): Band => {
  if (askedOn === null) return 'notAsked'
  const age = ageOf(askedOn, today)
  if (age <= 30) return 'to30'
  if (age <= 60) return 'to60'
  return age <= 90 ? 'to90' : 'over90'
}

/** What is left of a charge after credits, and when its payer was first asked for it. */
export type AskedCharge = { number: number; route: Route; pence: number; askedOn: Day | null }

export type OpenSum = { route: Route; pence: number; askedOn: Day | null }

/**
 * The open part of a payer's charges for one booking. Payments settle the charges asked for first.
 * A debt beyond all charges (such as a mistaken refund) was never asked for. @param owed pence,
 * above zero @param otherwise the route of a debt beyond the charges
 */
export const openOf = (charges: readonly AskedCharge[], owed: number, otherwise: Route): OpenSum[] => {
  const lastFirst = [...charges].sort((a, b) => (b.askedOn ?? '9999').localeCompare(a.askedOn ?? '9999') || b.number - a.number)
  let left = owed
  const open: OpenSum[] = []
  for (const { route, pence, askedOn } of lastFirst) {
    const sum = Math.min(left, pence)
    if (sum > 0) open.push({ route, pence: sum, askedOn })
    left -= Math.max(0, sum)
  }
  return left > 0 ? [...open, { route: otherwise, pence: left, askedOn: null }] : open
}

export const agesOfOpen = (open: readonly OpenSum[], today: Day): Ages => {
  const ages = noAges()
  for (const { pence, askedOn } of open) ages[bandOf(askedOn, today)] += pence
  return ages
}
