// Who pays for a school's places, and how: by its legal status on the day of the event, unless
// finance has set otherwise for that day. A trust that pays centrally pays for its schools. A payer
// outlives names and URNs; what it owes is the sum of its ledger lines.
import type { Day } from '#base/dates.ts'

export const statuses = ['maintained', 'academy', 'independent', 'further_education', 'other'] as const
/** 'other': an organisation outside the register, or of unknown sector. */
export type Status = (typeof statuses)[number]
export const areas = ['inside', 'outside'] as const
export type Area = (typeof areas)[number]

/**
 * `recharge`: a journal within the council; `invoice`: the council's own invoice, requested by a
 * file; `stripe_invoice`, `card`: through Stripe; `agreement`: covered, nothing to pay.
 */
export type Route = 'recharge' | 'invoice' | 'stripe_invoice' | 'card' | 'agreement'

/** `canBeDefault`: it may be what holds of a legal status; `byStripe`: it needs Stripe keys. */
const routeFacts: Record<Route, { canBeDefault: boolean; byStripe: boolean }> = {
  recharge: { canBeDefault: true, byStripe: false },
  invoice: { canBeDefault: true, byStripe: false },
  stripe_invoice: { canBeDefault: true, byStripe: true },
  card: { canBeDefault: true, byStripe: true },
  agreement: { canBeDefault: false, byStripe: false },
}
export const routes = Object.keys(routeFacts) as Route[]
export const canBeDefault = (route: Route): boolean => routeFacts[route].canBeDefault
export const isStripeRoute = (route: Route): boolean => routeFacts[route].byStripe

/** What a school legally is on one day. `trustUid` only for an academy in a trust. */
export type Standing = { day: Day; status: Status; area: Area; trustUid: string | null }

export const standingFrom = (
  row: { sector: string | null; laCode: string | null; trustUid: string | null; origin: 'register' | 'outside' },
  day: Day,
  laCodes: readonly string[],
): Standing => {
  const known = statuses.find((status) => status === row.sector)
  const status = row.origin === 'outside' || !known ? 'other' : known
  return {
    day,
    status,
    area: row.laCode !== null && laCodes.includes(row.laCode) ? 'inside' : 'outside',
    trustUid: status === 'academy' ? row.trustUid : null,
  }
}

/** `left` null: any number of places. */
export type AgreementLeft = { id: string; name: string; left: number | null }

/** What decides a school's prices from a day. `agreements`: in the order of use, its own first. */
export type PriceGround = { rootId: string; standing: Standing; agreements: AgreementLeft[]; hasAgreement: boolean }

/** Of one school in the order of days: the latest that began by the day. */
export const priceGroundOn = (grounds: readonly PriceGround[], day: Day): PriceGround | undefined =>
  grounds.findLast(({ standing }) => standing.day <= day)

/** What finance has set that holds on the day. */
export type PayerRules = {
  central: boolean
  /** Finance's route on the day for the payer (the trust when it pays centrally). */
  override: Route | undefined
  defaults: readonly { status: Status; area: Area; route: Route }[]
}

/** `schoolId`: the root of a school. */
export type WhoPays = { kind: 'school'; schoolId: string } | { kind: 'trust'; trustUid: string }

/** A payer's id is derived from who pays, so no look-up is needed. */
export const payerIdOf = (payer: WhoPays): string =>
  payer.kind === 'school' ? `payer-of-${payer.schoolId}` : `payer-of-trust-${payer.trustUid}`

/** `customerNumber` is the one in the council's finance system. */
export type PayerDetails = {
  costCentre: string
  subjectiveCode: string
  customerNumber: string
  billingName: string
  billingEmail: string
  billingAddress: string
}

export type PayerDecision = {
  payer: WhoPays
  route: Route
  rule: {
    why: 'payer_override' | 'chosen' | 'status_default' | 'maintained_in_area' | 'council_invoice'
    status: Status
    area: Area
    day: Day
    central: boolean
  }
}

/**
 * Who pays, and by which route. By default the area's maintained schools are recharged and all
 * others get the council's invoice, also in place of Stripe routes without keys. @param schoolId a
 * root @param chosen the booker's choice of card, if allowed; never overrides recharge or finance
 */
export const decidePayer = (
  schoolId: string,
  standing: Standing,
  rules: PayerRules,
  options: { stripe: boolean; chosen?: 'card' | undefined },
): PayerDecision => {
  const central = rules.central && standing.trustUid !== null
  const payer =
    central && standing.trustUid !== null ? { kind: 'trust' as const, trustUid: standing.trustUid } : { kind: 'school' as const, schoolId }
  const { status, area, day } = standing
  const decided = (route: Route, why: PayerDecision['rule']['why']): PayerDecision => ({
    payer,
    route: isStripeRoute(route) && !options.stripe ? 'invoice' : route,
    rule: { why, status, area, day, central },
  })
  if (rules.override) return decided(rules.override, 'payer_override')
  const byStatus = rules.defaults.find((row) => row.status === status && row.area === area)?.route
  const recharged = byStatus === undefined ? status === 'maintained' && area === 'inside' : byStatus === 'recharge'
  if (options.chosen === 'card' && options.stripe && !recharged) return decided('card', 'chosen')
  if (byStatus) return decided(byStatus, 'status_default')
  return recharged ? decided('recharge', 'maintained_in_area') : decided('invoice', 'council_invoice')
}
