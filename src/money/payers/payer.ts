// Who pays for a school's places, and how: by its legal status on the day of the event, unless finance has said otherwise for that day.
// A trust pays where it pays centrally. A payer outlives names and URNs; what it owes is the sum of its ledger lines.
import type { Day } from '#base/dates.ts'

export const statuses = ['maintained', 'academy', 'independent', 'further_education', 'other'] as const
/** Legal status as prices know it; 'other': an organisation outside the register, or a school whose sector the register does not tell. */
export type Status = (typeof statuses)[number]
export type Area = 'inside' | 'outside'

export const routes = ['recharge', 'invoice', 'stripe_invoice', 'card', 'agreement'] as const
/**
 * `recharge`: a journal within the council; `invoice`: the council's own invoice, asked for by export; `stripe_invoice`, `card`: through
 * Stripe; `agreement`: covered, nothing is paid.
 */
export type Route = (typeof routes)[number]

/** Routes that exist only where the deployment has Stripe keys. */
export const isStripeRoute = (route: Route): boolean => route === 'stripe_invoice' || route === 'card'

/** What a school legally is on one day, from its dated identity; `trustUid` only of an academy that is in a trust. */
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

/** What finance has said that may hold on the day; rows of other days are not among them. */
export type PayerRules = {
  /** The trust of the standing pays centrally on the day. */
  central: boolean
  /** Finance's route for the payer (the trust, when it pays centrally) on the day. */
  override: Route | undefined
  defaults: readonly { status: Status; area: Area; route: Route }[]
}

/** `schoolId`: the root of a school. */
export type WhoPays = { kind: 'school'; schoolId: string } | { kind: 'trust'; trustUid: string }

/** The id follows from who pays, so that nobody has to look it up. */
export const payerIdOf = (payer: WhoPays): string =>
  payer.kind === 'school' ? `payer-of-${payer.schoolId}` : `payer-of-trust-${payer.trustUid}`

/** What is known of a payer for its bills. `customerNumber`: in the council's finance system. */
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
 * Who pays, and by which route. Without word of finance an area's maintained school is recharged and everybody else gets the council's own
 * invoice. A Stripe route falls back to the council's invoice where there are no Stripe keys.
 *
 * @param schoolId the root of the school
 * @param chosen the booker's own choice of card, where finance allows it; never instead of recharge or an override
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
  const said = (route: Route, why: PayerDecision['rule']['why']): PayerDecision => ({
    payer,
    route: isStripeRoute(route) && !options.stripe ? 'invoice' : route,
    rule: { why, status, area, day, central },
  })
  if (rules.override) return said(rules.override, 'payer_override')
  const byStatus = rules.defaults.find((row) => row.status === status && row.area === area)?.route
  const recharged = byStatus === undefined ? status === 'maintained' && area === 'inside' : byStatus === 'recharge'
  if (options.chosen === 'card' && options.stripe && !recharged) return said('card', 'chosen')
  if (byStatus) return said(byStatus, 'status_default')
  return recharged ? said('recharge', 'maintained_in_area') : said('invoice', 'council_invoice')
}
