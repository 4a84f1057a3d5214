// What a file asks the finance system to invoice: one request a booking and payer, or one for all
// that a payer owes of an event if finance joins them. A credit note stays with its own booking, so
// that it is not set against another.
import { grouped, groupOf, type PendingLine, type Totals, totalsOf } from './batch.ts'
import type { FileLine } from './column.ts'

/** `IR000012` */
const requestReference = (number: number): string => `IR${String(number).padStart(6, '0')}`

/** What a request asks of one booking; rows with the same reference are one request. */
export type NewRequest = Totals & { reference: string; payerId: string; bookingId: string; poNumber: string; numbers: number[] }

type Facts = Pick<PendingLine, 'number' | 'bookingId' | 'payerId' | 'pence' | 'vatPence' | 'eventCode'>

/**
 * What is asked of each booking and payer, by request and then oldest booking first. Requests are
 * numbered on from `last`, in order of their first lines.
 * @param joined one request a payer and event; credits stay separate
 */
export const requestsOf = (lines: readonly (Facts & { poNumber: string })[], last: number, joined: boolean): NewRequest[] => {
  const asked = [...grouped(lines, groupOf).values()].map((group) => {
    const totals = totalsOf(group)
    const [first] = group
    const together = joined && totals.pence + totals.vatPence > 0
    return {
      ...totals,
      request: first ? (together ? `${first.payerId} ${first.eventCode}` : groupOf(first)) : '',
      payerId: first?.payerId ?? '',
      bookingId: first?.bookingId ?? '',
      poNumber: first?.poNumber ?? '',
      numbers: group.map((line) => line.number),
    }
  })
  return [...grouped(asked, ({ request }) => request).values()].flatMap((parts, index) =>
    parts
      .sort((a, b) => (a.bookingId < b.bookingId ? -1 : 1))
      .map(({ request: _, ...part }) => ({ ...part, reference: requestReference(last + 1 + index) })),
  )
}

/** The lines of a file of requests, grouped by request, each with its reference. */
export const inRequests = (lines: readonly FileLine[], requests: readonly NewRequest[]): FileLine[] => {
  const lineOf = new Map(lines.map((line) => [line.number, line]))
  return requests.flatMap(({ reference, numbers }) =>
    numbers.flatMap((number) => {
      const line = lineOf.get(number)
      return line ? [{ ...line, requestReference: reference }] : []
    }),
  )
}

export const countRequests = (lines: readonly Facts[], joined: boolean): number =>
  new Set(
    requestsOf(
      lines.map((line) => ({ ...line, poNumber: '' })),
      0,
      joined,
    ).map(({ reference }) => reference),
  ).size
