// A paid mark says that the finance system received money for a request: how much, on which day,
// under which payment reference. The same reference for the same request is one payment, however
// often it is imported.
import type { Day } from '#base/dates.ts'
import { parsePounds } from '#base/money.ts'
import type { CsvRow } from '#base/web/csv.ts'
import { needsSecondPerson, type SecondPerson } from '#money/ledger/second-person.ts'
import { dayTyped } from '#schools/schools/earlier-attendance.ts'

export const markColumns = ['Reference', 'Amount', 'Date', 'Payment reference'] as const

/** Rows of one import. */
export const mostMarks = 1000
const longestPaymentReference = 60

type MarkField = 'reference' | 'amount' | 'date' | 'payment'

// Header names of common finance systems, in lower case with single spaces.
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

/** Which column holds which field; undefined where there is none. */
export const columnsOf = (columns: readonly string[]): Record<MarkField, string | undefined> => {
  const find = (field: MarkField): string | undefined => columns.find((name) => headers[field].includes(plain(name)))
  return { reference: find('reference'), amount: find('amount'), date: find('date'), payment: find('payment') }
}

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

export type MarkPart = { requestId: string; bookingId: string; pence: number; source: string; seen: number }

export type MarkAsk = {
  reference: string
  payerId: string
  pence: number
  happenedOn: Day
  payment: string
  /** Does not count until a second person approves it. */
  waits: boolean
  /** They add up to the whole payment; a request that is not joined has one. */
  parts: readonly MarkPart[]
}

export type PlannedMark = { line: number; said: Record<MarkField, string> } & (
  | { outcome: 'refused' | 'skipped'; reason: MarkRefusal }
  | { outcome: 'added'; mark: MarkAsk /** What is outstanding afterwards; negative when over-paid. */; left: number }
)

/** A payment of a request that was imported before. */
export type KnownPayment = { pence: number; is: 'recorded' | 'waits' | 'taken_back' }

/** `waiting` is paid but not approved by a second person yet. */
type KnownPart = { id: string; bookingId: string; bookingReference: string; outstanding: number; waiting: number; seen: number }
type KnownRequest = {
  reference: string
  payerId: string
  gross: number
  outstanding: number
  rejected: boolean
  parts: readonly KnownPart[]
}

/** The known requests and, by source, the known marks. */
export type KnownForMarks = {
  requests: ReadonlyMap<string, KnownRequest>
  sources: ReadonlyMap<string, KnownPayment>
  secondPerson: SecondPerson
}

/** The source of a request's payment; a source has one ledger line. */
const sourceOf = (reference: string, payment: string): string => `request:${reference}:${payment.toUpperCase()}`

/** Between a joined request’s source and the booking; payment references contain none. */
const lineBreak = '\n'

export const wholeSource = (source: string): string => source.split(lineBreak)[0] ?? source

/**
 * Splits a payment (pence) over the bookings of its request, oldest first: what is outstanding and
 * not waiting, then what is outstanding, then the rest to the last booking. Parts add up to the
 * payment.
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

/** Normalises a payment reference for comparing and storing. */
const plainPayment = (text: string): string =>
  text
    .normalize('NFC')
    .replaceAll(/[\p{Cc}\p{Bidi_Control}\s]+/gu, ' ')
    .trim()

/** What is typed of a payment, or the field that is wrong and why. */
export const readPaid = (
  said: Record<'amount' | 'date' | 'payment', string>,
  today: Day,
): { pence: number; happenedOn: Day; payment: string } | { field: MarkField; reason: MarkRefusal } => {
  const pence = parsePounds(said.amount)
  if (!pence) return { field: 'amount', reason: 'amount_wrong' }
  const happenedOn = dayTyped(said.date)
  if (!happenedOn) return { field: 'date', reason: 'date_wrong' }
  if (happenedOn > today) return { field: 'date', reason: 'date_in_future' }
  const payment = plainPayment(said.payment)
  if (payment === '') return { field: 'payment', reason: 'payment_missing' }
  if (payment.length > longestPaymentReference) return { field: 'payment', reason: 'payment_long' }
  return { pence, happenedOn, payment }
}

/** Reads a mark from a row or form, or says what is wrong; `today` is the London day. */
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
  const paid = readPaid(said, today)
  if ('reason' in paid) return { reason: paid.reason }
  const { pence, happenedOn, payment } = paid
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

const afterMark = (request: KnownRequest, mark: MarkAsk): KnownRequest => ({
  ...request,
  outstanding: request.outstanding - (mark.waits ? 0 : mark.pence),
  parts: request.parts.map((part) => {
    const paid = mark.parts.find(({ requestId }) => requestId === part.id)?.pence ?? 0
    return mark.waits ? { ...part, waiting: part.waiting + paid } : { ...part, outstanding: Math.max(0, part.outstanding - paid) }
  }),
})

/** Refusals that need no action. */
const skipped: ReadonlySet<MarkRefusal> = new Set(['known_already', 'known_waits', 'known_taken_back'])

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
    return { line, said, outcome: 'added', mark, left: read.outstanding - (mark.waits ? 0 : mark.pence) }
  })
}
