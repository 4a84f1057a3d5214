import { addDays, type Day, sayShortDay } from '#base/dates.ts'
import { plural } from '#base/words.ts'
import { type Area, isStripeRoute, type PayerDecision, type PayerDetails, type Route, routes, type Status } from './payer.ts'

export const routeWords: Record<Route, string> = {
  recharge: 'Internal recharge',
  invoice: 'Invoice of the council',
  stripe_invoice: 'Invoice through Stripe',
  card: 'Card',
  agreement: 'Covered by a service agreement',
}

export const routeHints: Record<Route, string> = {
  recharge: 'A journal within the council, to the cost centre',
  invoice: 'Asked of the council’s finance system by a file',
  stripe_invoice: 'Sent and followed by this service; paid online or by bank transfer',
  card: 'Paid on Stripe’s page while the places are held',
  agreement: 'Nothing is asked for; what no service agreement covers stands until you settle it',
}

export const statusWords: Record<Status, string> = {
  maintained: 'Maintained',
  academy: 'Academy or free school',
  independent: 'Independent',
  further_education: 'Further education',
  other: 'Other organisation',
}

export const areaWords: Record<Area, string> = { inside: 'in the area', outside: 'outside the area' }

/** `Maintained, in the area` */
export const sayStatus = ({ status, area }: { status: Status; area: Area }): string => `${statusWords[status]}, ${areaWords[area]}`

/** The routes that a form offers; Stripe's only with keys. */
export const offeredRoutes = (stripe: boolean): Route[] => routes.filter((route) => stripe || !isStripeRoute(route))

/** Why this route, for finance: `maintained in the area: recharge`. */
export const sayWhy = ({ why, ...standing }: PayerDecision['rule']): string =>
  ({
    payer_override: 'finance has said so for these days',
    chosen: 'the person who booked chose to pay by card',
    status_default: `finance’s default: ${sayStatus(standing).toLowerCase()}`,
    maintained_in_area: 'maintained in the area: recharge',
    council_invoice: 'not recharged, and finance has said nothing else: invoice of the council',
  })[why]

/** A span with its last day included: `1 Apr 2026 to 31 Mar 2027`, `since 1 Apr 2026`. */
export const saySpan = ({ fromDay, toDay }: { fromDay: Day; toDay: Day | null }): string =>
  toDay === null ? `since ${sayShortDay(fromDay)}` : `${sayShortDay(fromDay)} to ${sayShortDay(addDays(toDay, -1))}`

/** `3 of 5 places left`, `any number of places` */
export const sayLeft = (places: number | null, used: number): string =>
  places === null ? 'any number of places' : `${Math.max(0, places - used)} of ${places} ${plural(places, 'place')} left`

const schoolIs: Record<Status, string> = {
  maintained: 'is a maintained school',
  academy: 'is an academy or free school',
  independent: 'is an independent school',
  further_education: 'is in further education',
  other: 'counts as an organisation outside the register of schools',
}

const payersPart = (route: Route, costCentre: string): string =>
  ({
    recharge: `the council recharges it to ${costCentre === '' ? 'the school’s cost centre' : `cost centre ${costCentre}`}`,
    invoice: 'the council sends an invoice',
    stripe_invoice: 'the council sends an invoice that can be paid online or by bank transfer',
    card: 'you pay by card when you book',
    agreement: 'a service agreement covers it, so nothing is asked for',
  })[route]

export const sayHowSchoolPays = (
  decision: Pick<PayerDecision, 'payer' | 'route' | 'rule'>,
  trustName: string | null,
  details: Pick<PayerDetails, 'costCentre'> | undefined,
): string => {
  const { status, area } = decision.rule
  const is = `Your school ${schoolIs[status]}${status === 'maintained' && area === 'outside' ? ' of another council' : ''}`
  const who = decision.payer.kind === 'trust' ? `its trust${trustName ? `, ${trustName},` : ''} pays` : 'it pays for itself'
  return `${is}; ${who}; ${payersPart(decision.route, details?.costCentre ?? '')}.`
}

export const noStripeNote = 'This service has no Stripe keys, so the council’s own invoice is used instead'
