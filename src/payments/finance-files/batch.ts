// A batch is one file for the council's finance system: journals for schools that are recharged,
// requests for invoices for the others. Each ledger line goes into one file, or into the next if
// the finance system rejects it. Lines are held back while the school has not agreed to them or not
// been notified, while they are disputed, and while the finance system could not read them.
import type { Day, Instant } from '#base/dates.ts'
import { isCharge, type LineKind } from '#money/ledger/line.ts'
import type { Route } from '#money/payers/payer.ts'

export const batchKinds = ['journal', 'invoice_request'] as const
export type BatchKind = (typeof batchKinds)[number]

export const routeOfBatch: Record<BatchKind, Route> = { journal: 'recharge', invoice_request: 'invoice' }

/** Limits of one file; the rest goes into the next. */
export const mostLines = 2000

/** A line in no file yet, with what decides whether it may go. */
export type PendingLine = {
  number: number
  kind: LineKind
  payerId: string
  bookingId: string
  pence: number
  vatPence: number
  reversesNumber: number | null
  /** For a charge: the school accepted the price, or the terms for cancelling and not attending. */
  agreed: boolean
  /** A message about it was sent. */
  notified: boolean
  /** It, or the line that it takes back, has an open dispute. */
  disputed: boolean
  /** The line it takes back is in a file; for a write-off, any line of its booking and payer. */
  afterExported: boolean
  happenedOn: Day
  /** The last day of its event; '' when it has none. */
  heldOn: Day | ''
  /** '' when unknown, as with the next two. */
  costCentre: string
  customerNumber: string
  billingAddress: string
  reference: string
  schoolId: string
  school: string
  eventCode: string
  eventTitle: string
}

/** What a finance system may need to know of the payer. */
export const needs = ['cost_centre', 'customer_number', 'billing_address'] as const
export type Need = (typeof needs)[number]

type Known = Pick<PendingLine, 'costCentre' | 'customerNumber' | 'billingAddress'>

const knownOf: Record<Need, (line: Known) => string> = {
  cost_centre: (line) => line.costCentre,
  customer_number: (line) => line.customerNumber,
  billing_address: (line) => line.billingAddress,
}

const lacks = (line: Known, need: Need): boolean => knownOf[need](line).trim() === ''

/** Posted between these days, both included, of events over by `heldBy`; '' means no limit. */
export type Choice = { from: Day | ''; to: Day | ''; heldBy: Day | '' }

export const everything: Choice = { from: '', to: '', heldBy: '' }

const isChosen = (line: Pick<PendingLine, 'happenedOn' | 'heldOn'>, { from, to, heldBy }: Choice): boolean =>
  (from === '' || line.happenedOn >= from) &&
  (to === '' || line.happenedOn <= to) &&
  (heldBy === '' || (line.heldOn !== '' && line.heldOn <= heldBy))

export type HeldReason = 'not_agreed' | 'terms_not_agreed' | 'not_notified' | 'disputed' | 'with_its_line' | `no_${Need}` | 'not_chosen'

/** Why an agreed line waits: something in `needed` is missing, or it was not chosen. */
export const heldFor =
  (needed: readonly Need[], choice: Choice = everything) =>
  (line: PendingLine): HeldReason[] => [
    ...needed.filter((need) => lacks(line, need)).map((need) => `no_${need}` as const),
    ...(isChosen(line, choice) ? [] : (['not_chosen'] as const)),
  ]

export type SortedLines<L> = {
  going: L[]
  held: { line: L; reasons: HeldReason[] }[]
  /** Lines taken back in full before either was in a file, with what took them back. */
  cancelledOut: number
}

type Facts = Pick<
  PendingLine,
  | 'number'
  | 'kind'
  | 'payerId'
  | 'bookingId'
  | 'pence'
  | 'vatPence'
  | 'reversesNumber'
  | 'agreed'
  | 'notified'
  | 'disputed'
  | 'afterExported'
>

export const groupOf = (line: Pick<Facts, 'bookingId' | 'payerId'>): string => `${line.bookingId} ${line.payerId}`

export const grouped = <L>(lines: readonly L[], keyOf: (line: L) => string | number): Map<string | number, L[]> => {
  const groups = new Map<string | number, L[]>()
  for (const line of lines) {
    const there = groups.get(keyOf(line))
    if (there) there.push(line)
    else groups.set(keyOf(line), [line])
  }
  return groups
}

const whyHeld = (line: Facts): HeldReason[] => {
  const reasons: HeldReason[] = []
  if (!line.agreed) reasons.push(line.kind === 'charge' ? 'not_agreed' : 'terms_not_agreed')
  if (!line.notified) reasons.push('not_notified')
  if (line.disputed) reasons.push('disputed')
  return reasons
}

const sumOf = (lines: readonly Facts[], of: 'pence' | 'vatPence'): number => lines.reduce((sum, line) => sum + line[of], 0)

/** A line with everything that takes it back, or a whole written-off booking. */
const cancelled = (lines: readonly Facts[]): Set<number> => {
  const out = new Set<number>()
  const reversals = grouped(
    lines.filter((line) => line.reversesNumber !== null),
    (line) => line.reversesNumber ?? 0,
  )
  for (const line of lines) {
    const all = [line, ...(reversals.get(line.number) ?? [])]
    if (isCharge(line.kind) && sumOf(all, 'pence') === 0 && sumOf(all, 'vatPence') === 0) for (const { number } of all) out.add(number)
  }
  const left = grouped(
    lines.filter((line) => !out.has(line.number)),
    groupOf,
  )
  for (const group of left.values()) {
    const writtenOff = group.some((line) => line.kind === 'write_off') && !group.some((line) => line.afterExported)
    if (writtenOff && sumOf(group, 'pence') + sumOf(group, 'vatPence') === 0) for (const { number } of group) out.add(number)
  }
  return out
}

/**
 * Which lines may go into a file now. A charge goes once agreed, notified and undisputed; a credit
 * goes with the charge it takes back or later, and neither goes if they cancel out. @param lines
 * every line of the route in no file, except payments @param alsoHeld more reasons to hold back
 */
export const sortLines = <L extends Facts>(
  lines: readonly L[],
  alsoHeld: (line: L) => readonly HeldReason[] = () => [],
): SortedLines<L> => {
  const out = cancelled(lines)
  const left = lines.filter((line) => !out.has(line.number))
  const reasons = new Map<number, HeldReason[]>()
  for (const line of left) if (isCharge(line.kind)) reasons.set(line.number, [...whyHeld(line), ...alsoHeld(line)])
  const goes = (number: number | null): boolean => number !== null && reasons.get(number)?.length === 0
  const goingGroups = new Set(left.filter((line) => goes(line.number)).map(groupOf))
  for (const line of left) {
    if (isCharge(line.kind)) continue
    const after = line.afterExported || (line.reversesNumber === null ? goingGroups.has(groupOf(line)) : goes(line.reversesNumber))
    reasons.set(line.number, [
      ...(after ? [] : (['with_its_line'] as const)),
      ...(line.disputed ? (['disputed'] as const) : []),
      ...alsoHeld(line),
    ])
  }
  return {
    going: left.filter((line) => goes(line.number)),
    held: left.filter((line) => !goes(line.number)).map((line) => ({ line, reasons: reasons.get(line.number) ?? [] })),
    cancelledOut: out.size,
  }
}

/** The lines of the next file: as many as fit, never splitting a booking and payer. */
export const forOneFile = <L extends Pick<Facts, 'number' | 'bookingId' | 'payerId'>>(going: readonly L[], most = mostLines): L[] => {
  const taken: L[] = []
  for (const group of grouped(going, groupOf).values()) {
    if (taken.length > 0 && taken.length + group.length > most) continue
    taken.push(...group.slice(0, most))
  }
  return taken.sort((a, b) => a.number - b.number)
}

export type Totals = { lines: number; pence: number; vatPence: number }

export const totalsOf = (lines: readonly { pence: number; vatPence: number }[]): Totals =>
  lines.reduce<Totals>((sum, line) => ({ lines: sum.lines + 1, pence: sum.pence + line.pence, vatPence: sum.vatPence + line.vatPence }), {
    lines: 0,
    pence: 0,
    vatPence: 0,
  })

export const totalsBySchool = (lines: readonly PendingLine[]): (Totals & { schoolId: string; school: string })[] =>
  [...grouped(lines, (line) => line.schoolId).values()]
    .map((group) => ({ schoolId: group[0]?.schoolId ?? '', school: group[0]?.school ?? '', ...totalsOf(group) }))
    .sort((a, b) => a.school.localeCompare(b.school, 'en-GB'))

/** Payers whose lines are held back because `need` is missing, by name. */
export const payersLacking = (held: SortedLines<PendingLine>['held'], need: Need): { payerId: string; school: string; lines: number }[] =>
  [
    ...grouped(
      held.filter(({ reasons }) => reasons.includes(`no_${need}`)).map(({ line }) => line),
      (line) => line.payerId,
    ).values(),
  ]
    .map((group) => ({ payerId: group[0]?.payerId ?? '', school: group[0]?.school ?? '', lines: group.length }))
    .sort((a, b) => a.school.localeCompare(b.school, 'en-GB'))

export type Batch = {
  id: string
  kind: BatchKind
  number: number
  lines: number
  pence: number
  vatPence: number
  createdAt: Instant
  byEmail: string | null
  /** The finance system's answer, with the day and the account that entered it; null until then. */
  answer: FinanceFileAnswer | null
  reason: string
  answeredAt: Instant | null
  answeredByEmail: string | null
}

export type FinanceFileAnswer = 'accepted' | 'rejected'

/** `request_paid`: the file cannot have been rejected; `payment_waits`: for a second person. */
export type AnswerRefusal = 'no_such_file' | 'already_answered' | 'request_paid' | 'payment_waits'

/** File name without extension: `journal-000012`. */
export const fileNameOf = (batch: Pick<Batch, 'kind' | 'number'>): string =>
  `${batch.kind === 'journal' ? 'journal' : 'invoice-requests'}-${String(batch.number).padStart(6, '0')}`

/** `too_large`: with these columns the file exceeds what a row can store. */
export type MakeRefusal = 'nothing_chosen' | 'changed_meanwhile' | 'too_many' | 'too_large'
