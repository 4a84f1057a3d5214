// What finance sees of a payer: who it is, how it pays, and its billing details. Rows are
// superseded, never rewritten.
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

/** `by` is an address, null when the system wrote the row. */
type Written = { id: string; createdAt: Instant; by: string | null; supersededAt: Instant | null; supersededBy: string | null }

export type RouteSaid = Written & { route: Route; fromDay: Day; toDay: Day | null; reason: string }
export type CentralSaid = Written & { fromDay: Day; toDay: Day | null }
export type DetailsSaid = Omit<Written, 'supersededBy'> & PayerDetails

export type ListedPayer = {
  kind: WhoPays['kind']
  /** The school's id, or the trust's number. */
  id: string
  name: string
  town: string
  urn: string | null
  trustName: string | null
  sector: string | null
  /** Open schools of the trust in the area; 0 for a school. */
  schools: number
  /** Finance has set something for it, or it has agreed to pay for something. */
  known: number
}

export type TrustSchool = { id: string; name: string; town: string; urn: string | null }

export type ListedTrust = { uid: string; name: string; schools: number; central: number }

export type DefaultSaid = { id: string; status: Status; area: 'inside' | 'outside'; route: Route }

/** Reads `payer-of-…`; undefined when malformed. */
export const payerOfId = (payerId: string): WhoPays | undefined => {
  const school = /^payer-of-([0-9a-f]{8}-[0-9a-f-]{27})$/.exec(payerId)?.[1]
  if (school) return { kind: 'school', schoolId: school }
  const trustUid = /^payer-of-trust-([0-9A-Za-z-]{1,40})$/.exec(payerId)?.[1]
  return trustUid ? { kind: 'trust', trustUid } : undefined
}

export const payerPath = (payer: WhoPays): string => `/organiser/finance/payers/${payerIdOf(payer)}`

/** Whether a span is `past`, `now` or `to come` on a day. */
export const placeOf = ({ fromDay, toDay }: { fromDay: Day; toDay: Day | null }, day: Day): 'past' | 'now' | 'to_come' =>
  toDay !== null && toDay <= day ? 'past' : fromDay <= day ? 'now' : 'to_come'
