// A request asks the council's finance system for one invoice, or for a credit note when it comes
// to less than nothing. It is for one booking, or joined: for several bookings of one payer at one
// event. Finance enters what was paid. What is outstanding of a booking is spread over its
// requests, oldest first.
import { type Day, type Instant, londonDay } from '#base/dates.ts'
import { ageOf, bandOf, bands, bandWords } from '#money/ledger/age.ts'
import type { WhyTakenBack } from '#money/ledger/line.ts'

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
  /** Payments with this reference for this booking. */
  paid: number
  /** Payments of its booking and payer that name no request, less refunds. */
  paidElsewhere: number
  /** Its file was rejected: it asks for nothing, and another request has its lines. */
  rejected: boolean
  /** Number of the last ledger line of its booking and payer. */
  seen: number
}

type Sums = {
  pence: number
  vatPence: number
  paid: number
  gross: number
  /** Still to be paid after credit notes and other payments of its booking. */
  outstanding: number
  /** Paid or credited beyond what it asks, and not yet used for another request or refunded. */
  over: number
}

type Part = Request & Sums

/** A whole request, for one booking or several. */
export type Standing = Pick<
  Request,
  'reference' | 'batchNumber' | 'askedAt' | 'payerId' | 'payer' | 'eventCode' | 'eventTitle' | 'rejected'
> &
  Sums & {
    /** Whole days since it was made. */
    age: number
    /** What it asks of each booking, oldest booking first. */
    parts: readonly Part[]
  }

const groupOf = (request: Pick<Request, 'bookingId' | 'payerId'>): string => `${request.bookingId} ${request.payerId}`

const summed = ['pence', 'vatPence', 'paid', 'gross', 'outstanding', 'over'] as const

const partsOf = (requests: readonly Request[]): Part[] => {
  const favour = new Map<string, number>()
  const askedBy = (request: Request): number => (request.rejected ? 0 : request.pence + request.vatPence)
  const leftOf = (request: Request): number => askedBy(request) - request.paid
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
  }))
}

/**
 * What is outstanding of each request, in pence. Credit (credit notes, over-payments, payments
 * without reference) is set against requests of the same booking and payer, oldest first.
 * @param requests all requests of each booking and payer among them, oldest first
 */
export const standingOf = (requests: readonly Request[], now: Instant): Standing[] => {
  const today = londonDay(now)
  const whole = new Map<string, Part[]>()
  for (const part of partsOf(requests)) whole.set(part.reference, [...(whole.get(part.reference) ?? []), part])
  return [...whole.values()].flatMap((parts) => {
    const [first] = parts
    if (!first) return []
    const sums = Object.fromEntries(summed.map((name) => [name, parts.reduce((sum, part) => sum + part[name], 0)])) as Sums
    const { reference, batchNumber, askedAt, payerId, payer, eventCode, eventTitle, rejected } = first
    return [
      {
        reference,
        batchNumber,
        askedAt,
        payerId,
        payer,
        eventCode,
        eventTitle,
        rejected,
        ...sums,
        age: ageOf(londonDay(askedAt), today),
        parts,
      },
    ]
  })
}

/** The distinct values of the parts, as one text. */
export const eachOf = (request: Pick<Standing, 'parts'>, name: 'school' | 'bookingReference' | 'poNumber'): string =>
  [...new Set(request.parts.map((part) => part[name]).filter((text) => text !== ''))].join('; ')

export type RequestState = 'rejected' | 'credit_note' | 'unpaid' | 'part' | 'paid' | 'over' | 'settled'

/** `settled`: covered by a credit note or another payment. */
export const stateOf = (request: Pick<Standing, 'gross' | 'paid' | 'outstanding' | 'over' | 'rejected'>): RequestState => {
  if (request.rejected) return 'rejected'
  if (request.gross < 0) return 'credit_note'
  if (request.outstanding > 0) return request.outstanding < request.gross ? 'part' : 'unpaid'
  if (request.over > 0) return 'over'
  return request.paid >= request.gross && request.gross > 0 ? 'paid' : 'settled'
}

export const byAge = (
  requests: readonly Pick<Standing, 'askedAt' | 'outstanding'>[],
  today: Day,
): { text: string; requests: number; pence: number }[] =>
  bands.flatMap((band) => {
    const those = requests.filter(({ askedAt }) => bandOf(londonDay(askedAt), today) === band)
    if (band === 'notAsked') return []
    return [{ text: bandWords[band], requests: those.length, pence: those.reduce((sum, request) => sum + request.outstanding, 0) }]
  })

/** A payment of a request, or what took one back, with who recorded it and when. */
export type PaidMark = {
  number: number
  kind: 'payment' | 'taken_back'
  bookingReference: string
  pence: number
  happenedOn: string
  reason: string
  at: Instant
  byEmail: string | null
  because: WhyTakenBack | null
  /** A payment that was not taken back. */
  stands: number
}

/** A payment that does not count until a second person approves it. */
export type WaitingMark = { id: string; bookingReference: string; pence: number; happenedOn: string; reason: string }
