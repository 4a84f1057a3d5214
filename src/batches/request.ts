// A request asks the council's finance system for one invoice, or, when it comes to less than nothing, for a credit note. Finance brings back
// what was paid. What is still outstanding of a booking is spread over its requests, oldest first.
import type { Instant } from '../dates.ts'
import type { WhyTakenBack } from '../ledger/line.ts'

export type Request = {
  id: string
  reference: string
  batchNumber: number
  askedAt: Instant
  payerId: string
  bookingId: string
  bookingReference: string
  payer: string
  school: string
  eventCode: string
  eventTitle: string
  poNumber: string
  pence: number
  vatPence: number
  /** Paid with this reference. */
  paid: number
  /** Of its booking and payer: payments that name no request, less what was paid back. */
  paidElsewhere: number
}

export type Standing = Request & {
  gross: number
  /** What is still to be paid of it after what credit notes and other payments of its booking cover. */
  outstanding: number
  /** Paid beyond what it asks for, or credited by it, and still in the payer's favour: neither set against another request nor paid back. */
  over: number
  /** Whole days since it was asked for. */
  age: number
}

const day = 86_400_000

const groupOf = (request: Pick<Request, 'bookingId' | 'payerId'>): string => `${request.bookingId} ${request.payerId}`

/**
 * What is outstanding of each request. Whatever is in the payer's favour (credit notes, over-payments, payments without a reference) is set
 * against the requests of the same booking and payer, oldest first.
 *
 * @param requests all requests of each booking and payer among them, oldest first
 */
export const standingOf = (requests: readonly Request[], now: Instant): Standing[] => {
  const favour = new Map<string, number>()
  const leftOf = (request: Request): number => request.pence + request.vatPence - request.paid
  for (const request of requests) {
    const key = groupOf(request)
    favour.set(key, (favour.get(key) ?? request.paidElsewhere) + Math.max(0, -leftOf(request)))
  }
  const taken = (request: Request, most: number): number => {
    const key = groupOf(request)
    const sum = Math.min(Math.max(0, most), Math.max(0, favour.get(key) ?? 0))
    favour.set(key, (favour.get(key) ?? 0) - sum)
    return sum
  }
  const outstanding = requests.map((request) => Math.max(0, leftOf(request)) - taken(request, leftOf(request)))
  return requests.map((request, index) => ({
    ...request,
    gross: request.pence + request.vatPence,
    outstanding: outstanding[index] ?? 0,
    over: taken(request, -leftOf(request)),
    age: Math.floor((Date.parse(now) - Date.parse(request.askedAt)) / day),
  }))
}

export type RequestState = 'credit_note' | 'unpaid' | 'part' | 'paid' | 'over' | 'settled'

/** `settled`: a credit note or another payment covers it. */
export const stateOf = (request: Pick<Standing, 'gross' | 'paid' | 'outstanding' | 'over'>): RequestState => {
  if (request.gross < 0) return 'credit_note'
  if (request.over > 0) return 'over'
  if (request.outstanding > 0) return request.outstanding < request.gross ? 'part' : 'unpaid'
  return request.paid >= request.gross && request.gross > 0 ? 'paid' : 'settled'
}

/** How old debts are, in the steps that accounts use. */
const ages = [
  { text: 'Up to 30 days', from: 0, to: 30 },
  { text: '31 to 60 days', from: 31, to: 60 },
  { text: '61 to 90 days', from: 61, to: 90 },
  { text: 'More than 90 days', from: 91, to: Number.POSITIVE_INFINITY },
] as const

export const byAge = (requests: readonly Pick<Standing, 'age' | 'outstanding'>[]): { text: string; requests: number; pence: number }[] =>
  ages.map(({ text, from, to }) => {
    const those = requests.filter((request) => request.age >= from && request.age <= to)
    return { text, requests: those.length, pence: those.reduce((sum, request) => sum + request.outstanding, 0) }
  })

/** A payment brought back for a request, or what took one back, with who recorded it and when. */
export type PaidMark = {
  number: number
  kind: 'payment' | 'taken_back'
  pence: number
  happenedOn: string
  reason: string
  at: Instant
  byEmail: string | null
  /** Of what took a payment back. */
  because: WhyTakenBack | null
  /** A payment that nothing took back. */
  stands: number
}

/** A payment that counts for nothing until a second person agrees. */
export type WaitingMark = { id: string; pence: number; happenedOn: string; reason: string }

export const unpaidAPage = 50
