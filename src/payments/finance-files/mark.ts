// A paid mark says that the council's finance system received money for a request: how much, on which day, under which reference of its own.
// The same reference for the same request is one payment, however often it is brought.
import type { Day } from '#base/dates.ts'
import { parsePounds } from '#base/money.ts'
import type { CsvRow } from '#base/web/csv.ts'
import { needsSecondPerson, type SecondPerson } from '#money/ledger/second-person.ts'
import { dayTyped } from '#schools/schools/earlier-attendance.ts'

export const markColumns = ['Reference', 'Amount', 'Date', 'Payment reference'] as const

/** Rows of one file of paid marks. */
export const mostMarks = 1000
const longestPaymentReference = 60

type MarkField = 'reference' | 'amount' | 'date' | 'payment'

// Headers as finance systems write them, in lower case with single spaces.
const headers: Record<MarkField, readonly string[]> = {
  reference: ['reference', 'request', 'request reference', 'invoice request', 'our reference', 'our ref', 'ref'],
  amount: ['amount', 'amount paid', 'paid', 'sum', 'value', 'gross'],
  date: ['date', 'date paid', 'paid on', 'payment date', 'received', 'received on', 'date received'],
  payment: [
    'payment reference',
    'payment ref',
    'payment',
    'receipt',
    'receipt number',
    'transaction',
    'transaction reference',
    'bank reference',
  ],
}

const plain = (header: string): string =>
  header
    .toLowerCase()
    .replaceAll(/[\s_.-]+/g, ' ')
    .trim()

/** Which column of a file holds which field; undefined of one that has none. */
export const columnsOf = (columns: readonly string[]): Record<MarkField, string | undefined> => {
  const find = (field: MarkField): string | undefined => columns.find((name) => headers[field].includes(plain(name)))
  return { reference: find('reference'), amount: find('amount'), date: find('date'), payment: find('payment') }
}

export type MarkFileRefusal = 'columns_missing' | 'no_rows' | 'too_many_rows'

export type MarkRefusal =
  | 'reference_missing'
  | 'reference_unknown'
  | 'request_rejected'
  | 'credit_note'
  | 'amount_wrong'
  | 'date_wrong'
  | 'date_in_future'
  | 'payment_missing'
  | 'payment_long'
  | 'known_otherwise'
  | 'known_already'
  | 'known_waits'
  | 'known_taken_back'
  | 'twice_in_file'

/** What a payment leaves to one booking of its request. */
export type MarkPart = { requestId: string; bookingId: string; pence: number; source: string; seen: number }

export type MarkAsk = {
  reference: string
  payerId: string
  pence: number
  happenedOn: Day
  payment: string
  /** It counts for nothing until a second person agrees. */
  waits: boolean
  /** Together the whole payment; one for a request that is not joined. */
  parts: readonly MarkPart[]
}

export type PlannedMark = { line: number; said: Record<MarkField, string> } & (
  | { outcome: 'refused' | 'skipped'; reason: MarkRefusal }
  | { outcome: 'marked'; mark: MarkAsk /** What is outstanding afterwards; below nothing it is over-paid. */; left: number }
)

/** What is known of a payment of a request that was brought before. */
export type KnownPayment = { pence: number; is: 'recorded' | 'waits' | 'taken_back' }

/** What a request asks of a booking: `waiting` is brought for it and counts for nothing until a second person agrees. */
type KnownPart = { id: string; bookingId: string; bookingReference: string; outstanding: number; waiting: number; seen: number }
type KnownRequest = {
  reference: string
  payerId: string
  gross: number
  outstanding: number
  rejected: boolean
  parts: readonly KnownPart[]
}

/** Which requests are there, and which marks: `sources` by the source of each. */
export type KnownForMarks = {
  requests: ReadonlyMap<string, KnownRequest>
  sources: ReadonlyMap<string, KnownPayment>
  secondPerson: SecondPerson
}

/** Where a payment of a request comes from: a line of that source is there once. */
const sourceOf = (reference: string, payment: string): string => `request:${reference}:${payment.toUpperCase()}`

/** What parts the source of a payment of a joined request from the booking; no reference of a payment holds one. */
const lineBreak = '\n'

/** The source of the whole payment of which a line is a part. */
export const wholeSource = (source: string): string => source.split(lineBreak)[0] ?? source

/**
 * What of a payment is for each booking of its request: the oldest booking first, as much as is outstanding of it and waits for nobody, then as
 * much as is outstanding; what is over stays with the last booking. The parts come to the whole payment.
 */
export const splitPayment = (pence: number, parts: readonly Pick<KnownPart, 'outstanding' | 'waiting'>[]): number[] => {
  const given = parts.map(() => 0)
  let rest = pence
  const upTo = (most: (part: (typeof parts)[number]) => number) => {
    for (const [index, part] of parts.entries()) {
      const more = Math.min(rest, Math.max(0, most(part) - (given[index] ?? 0)))
      given[index] = (given[index] ?? 0) + more
      rest -= more
    }
  }
  upTo(({ outstanding, waiting }) => outstanding - waiting)
  upTo(({ outstanding }) => outstanding)
  const last = parts.length - 1
  if (last >= 0) given[last] = (given[last] ?? 0) + rest
  return given
}

/** A reference of a payment as it is compared and kept. */
const plainPayment = (text: string): string =>
  text
    .normalize('NFC')
    .replaceAll(/[\p{Cc}\p{Bidi_Control}\s]+/gu, ' ')
    .trim()

/** The mark that a row or a form says, or what is wrong with it; `today` is the London day of the act. */
export const readMark = (
  said: Record<MarkField, string>,
  known: KnownForMarks,
  today: Day,
): { mark: MarkAsk; outstanding: number } | { reason: MarkRefusal } => {
  const reference = said.reference.toUpperCase().replaceAll(/\s/g, '')
  if (reference === '') return { reason: 'reference_missing' }
  const request = known.requests.get(reference)
  if (!request) return { reason: 'reference_unknown' }
  if (request.rejected) return { reason: 'request_rejected' }
  if (request.gross < 0) return { reason: 'credit_note' }
  const pence = parsePounds(said.amount)
  if (!pence) return { reason: 'amount_wrong' }
  const happenedOn = dayTyped(said.date)
  if (!happenedOn) return { reason: 'date_wrong' }
  if (happenedOn > today) return { reason: 'date_in_future' }
  const payment = plainPayment(said.payment)
  if (payment === '') return { reason: 'payment_missing' }
  if (payment.length > longestPaymentReference) return { reason: 'payment_long' }
  const there = known.sources.get(sourceOf(reference, payment))
  if (there?.is === 'taken_back') return { reason: 'known_taken_back' }
  if (there) return { reason: there.pence !== pence ? 'known_otherwise' : there.is === 'waits' ? 'known_waits' : 'known_already' }
  const { payerId, outstanding } = request
  const source = sourceOf(reference, payment)
  const split = splitPayment(pence, request.parts)
  const parts = request.parts.flatMap(({ id: requestId, bookingId, bookingReference, seen }, index): MarkPart[] => {
    const sum = split[index] ?? 0
    const own = request.parts.length > 1 ? `${source}${lineBreak}${bookingReference}` : source
    return sum > 0 ? [{ requestId, bookingId, pence: sum, source: own, seen }] : []
  })
  const waits = needsSecondPerson(known.secondPerson, pence)
  return { mark: { reference, payerId, pence, happenedOn, payment, waits, parts }, outstanding }
}

/** What is known when the mark is recorded as well. */
const afterMark = (request: KnownRequest, mark: MarkAsk): KnownRequest => ({
  ...request,
  outstanding: request.outstanding - (mark.waits ? 0 : mark.pence),
  parts: request.parts.map((part) => {
    const paid = mark.parts.find(({ requestId }) => requestId === part.id)?.pence ?? 0
    return mark.waits ? { ...part, waiting: part.waiting + paid } : { ...part, outstanding: Math.max(0, part.outstanding - paid) }
  }),
})

/** Refusals of a row that needs nothing more. */
const skipped: ReadonlySet<MarkRefusal> = new Set(['known_already', 'known_waits', 'known_taken_back'])

/** What each row of a file would do. */
export const planMarks = (rows: readonly CsvRow[], columns: readonly string[], known: KnownForMarks, today: Day): PlannedMark[] => {
  const at = columnsOf(columns)
  const inFile = new Set<string>()
  const requests = new Map(known.requests)
  return rows.map(({ line, cells }): PlannedMark => {
    const cell = (name: string | undefined): string => (name === undefined ? '' : (cells[name] ?? ''))
    const said = { reference: cell(at.reference), amount: cell(at.amount), date: cell(at.date), payment: cell(at.payment) }
    const read = readMark(said, { ...known, requests }, today)
    if ('reason' in read) return { line, said, outcome: skipped.has(read.reason) ? 'skipped' : 'refused', reason: read.reason }
    const { mark } = read
    const source = sourceOf(mark.reference, mark.payment)
    if (inFile.has(source)) return { line, said, outcome: 'skipped', reason: 'twice_in_file' }
    inFile.add(source)
    const request = requests.get(mark.reference)
    if (request) requests.set(mark.reference, afterMark(request, mark))
    return { line, said, outcome: 'marked', mark, left: read.outstanding - (mark.waits ? 0 : mark.pence) }
  })
}
