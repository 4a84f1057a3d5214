// What finance sees of a payer: what it is, what was said of how it pays, and what is known for its bills. Nothing of it is ever rewritten:
// a change supersedes.
import type { Day, Instant } from '#base/dates.ts'
import { type PayerDetails, payerIdOf, type Route, type Status, type WhoPays } from './payer.ts'

export const pageSize = 25

export const detailNames = [
  'costCentre',
  'subjectiveCode',
  'customerNumber',
  'billingName',
  'billingEmail',
  'billingAddress',
] as const satisfies readonly (keyof PayerDetails)[]

export const detailWords: Record<keyof PayerDetails, string> = {
  costCentre: 'Cost centre',
  subjectiveCode: 'Subjective code',
  customerNumber: 'Customer number',
  billingName: 'Name on bills',
  billingEmail: 'Email address for bills',
  billingAddress: 'Address on bills',
}

export const noDetails: PayerDetails = {
  costCentre: '',
  subjectiveCode: '',
  customerNumber: '',
  billingName: '',
  billingEmail: '',
  billingAddress: '',
}

/** Says when something was written down, and when it was taken back; `by`: an address, null of what nobody in particular wrote. */
type Written = { id: string; createdAt: Instant; by: string | null; supersededAt: Instant | null; supersededBy: string | null }

export type RouteSaid = Written & { route: Route; fromDay: Day; toDay: Day | null; reason: string }
export type CentralSaid = Written & { fromDay: Day; toDay: Day | null }
export type DetailsSaid = Omit<Written, 'supersededBy'> & PayerDetails

/** A school or trust as the list of payers shows it. */
export type ListedPayer = {
  kind: WhoPays['kind']
  /** Of the school, or the trust's number. */
  id: string
  name: string
  town: string
  urn: string | null
  trustName: string | null
  sector: string | null
  /** Schools of the trust that are open in the area; 0 of a school. */
  schools: number
  /** Finance has said something of it, or it has accepted to pay for something. */
  known: number
}

export type TrustSchool = { id: string; name: string; town: string; urn: string | null }

export type ListedTrust = { uid: string; name: string; schools: number; central: number }

export type DefaultSaid = { id: string; status: Status; area: 'inside' | 'outside'; route: Route }

/** `payer-of-…` of an address as what it stands for; undefined when it is not spelled like one. */
export const payerOfId = (payerId: string): WhoPays | undefined => {
  const school = /^payer-of-([0-9a-f]{8}-[0-9a-f-]{27})$/.exec(payerId)?.[1]
  if (school) return { kind: 'school', schoolId: school }
  const trustUid = /^payer-of-trust-([0-9A-Za-z-]{1,40})$/.exec(payerId)?.[1]
  return trustUid ? { kind: 'trust', trustUid } : undefined
}

export const payerPath = (payer: WhoPays): string => `/organiser/finance/payers/${payerIdOf(payer)}`

/** `past`, `now`, `to come`: where a span lies on a day. */
export const placeOf = ({ fromDay, toDay }: { fromDay: Day; toDay: Day | null }, day: Day): 'past' | 'now' | 'to_come' =>
  toDay !== null && toDay <= day ? 'past' : fromDay <= day ? 'now' : 'to_come'
