// One payer's account: as finance reads it, and as a school reads it, by booking and as a statement
// of a span of days.
import type { Day, Instant } from '#base/dates.ts'
import type { Dispute } from '#money/ledger/dispute.ts'
import { grossOf, isMoney, kindWords, type Line, routeWords, sayLineRule } from '#money/ledger/line.ts'
import type { Waits } from '#money/ledger/second-person.ts'
import type { Route } from '#money/payers/payer.ts'

export type PayerCard = { id: string; name: string; kind: 'school' | 'trust'; schoolId: string | null }

export type PayerBooking = { bookingId: string; reference: string; eventTitle: string; owed: number; paid: number; goesBack: number }

export type AccountLine = Line & {
  reference: string | null
  eventTitle: string | null
  schoolName: string | null
  /** Whose place it is about, for the school alone. */
  person?: string | null
  byName: string | null
  approvedByName: string | null
  /** Part of it is not credited yet, so it can be waived or disputed. */
  left: number
  disputed: boolean
  /** For a payment: what took it back, whether finance may ask to, and whether somebody has. */
  takenBackBy: number | null
  mayTakeBack: boolean
  takeBackAsked: boolean
}

/** A charge for not attending that is not posted yet. `asked`: somebody proposed to waive it. */
export type Absence = {
  id: string
  eventId: string
  eventCode: string
  eventTitle: string
  startsAt: Instant | null
  bookingId: string
  reference: string
  school: string
  person: string | null
  pence: number
  vatPence: number
  rule: string
  at: Instant
  hasPayer: number
  owed: number
  asked: number
}

/** What a school does not agree with, as finance reads it. `asked`: somebody asked to waive it. */
export type ListedDispute = Dispute &
  Pick<Line, 'kind' | 'pence' | 'vatPence' | 'payerId'> & {
    raisedBy: string | null
    reference: string
    eventTitle: string
    school: string
    asked: number
  }

export type Period = { period: string; lines: number; pence: number; vatPence: number; closedAt: string | null; closedBy: string | null }

/** What a school owes for one booking; `due` is the due date of its earliest unpaid invoice. */
export type BookingMoney = Waits & {
  bookingId: string
  reference: string
  eventTitle: string
  startsAt: Instant | null
  payerId: string
  payerKind: 'school' | 'trust'
  route: Route
  poNumber: string
  pence: number
  vatPence: number
  paid: number
  owed: number
  due: Day | null
}

export type StatementLine = Pick<Line, 'number' | 'kind' | 'pence' | 'vatPence' | 'happenedOn' | 'rule' | 'reason' | 'route'> & {
  reference: string | null
  eventTitle: string | null
}

export type Statement = {
  from: Day
  to: Day
  opening: number
  lines: (StatementLine & { gross: number; balance: number })[]
  charged: number
  received: number
  closing: number
}

/**
 * A statement from `from` to `to`, both included, in pence: opening balance, each line with the
 * balance after it, closing balance. `received` is payments, less what was refunded or taken back,
 * plus credits and waivers.
 */
export const statementOf = (span: { from: Day; to: Day }, opening: number, lines: readonly StatementLine[]): Statement => {
  let balance = opening
  const entries = lines.map((line) => {
    const gross = grossOf(line)
    balance += gross
    return { ...line, gross, balance }
  })
  return {
    ...span,
    opening,
    lines: entries,
    charged: entries.reduce((sum, { kind, gross }) => sum + (isMoney(kind) ? 0 : Math.max(0, gross)), 0),
    received: entries.reduce((sum, { kind, gross }) => sum + (isMoney(kind) ? -gross : Math.max(0, -gross)), 0),
    closing: balance,
  }
}

/** Payments show their reference; finance’s own reasons for taking back are left out. */
export const sayLine = (line: Pick<StatementLine, 'kind' | 'eventTitle' | 'rule' | 'reason'>): string =>
  [
    kindWords[line.kind],
    line.eventTitle ?? 'On account',
    sayLineRule(line.rule),
    isMoney(line.kind) && line.kind !== 'taken_back' ? line.reason : '',
  ]
    .filter(Boolean)
    .join('. ')

export const statementColumns = ['Date', 'Line', 'What', 'Booking', 'Route', 'Net', 'VAT', 'Total', 'Balance'] as const

const pounds = (pence: number): number => pence / 100

/** Amounts are numbers; the first and last rows are the balances. */
export const statementRows = (statement: Statement): (string | number)[][] => [
  [statement.from, '', 'Balance brought forward', '', '', '', '', '', pounds(statement.opening)],
  ...statement.lines.map((line) => [
    line.happenedOn,
    line.number,
    sayLine(line),
    line.reference ?? '',
    routeWords[line.route],
    pounds(line.pence),
    pounds(line.vatPence),
    pounds(line.gross),
    pounds(line.balance),
  ]),
  [statement.to, '', 'Balance carried forward', '', '', '', '', '', pounds(statement.closing)],
]

/** The council's financial year so far: from 1 April to `day`. */
export const financialYearTo = (day: Day): { from: Day; to: Day } => {
  const year = Number(day.slice(0, 4)) - (day.slice(5) < '04-01' ? 1 : 0)
  return { from: `${year}-04-01`, to: day }
}
