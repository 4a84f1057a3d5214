// An invoice asks one payer to pay for one booking, under our own number without gaps. Stripe sends
// it and takes the money by bank transfer or card; our ledger holds what is owed and received. An
// invoice never changes: a credit note takes back part of it, and a correction voids it and issues
// a new one.
import { addDays, type Day } from '#base/dates.ts'

const invoiceStates = ['draft', 'sent', 'overdue', 'paid', 'void', 'uncollectible'] as const
/** `draft`: not sent to the payer yet. */
export type InvoiceState = (typeof invoiceStates)[number]

export const stateWords: Record<InvoiceState, string> = {
  draft: 'Being sent',
  sent: 'Sent',
  overdue: 'Overdue',
  paid: 'Paid',
  void: 'Void',
  uncollectible: 'Written down as uncollectible',
}

/** The payer still owes it, as far as it is not credited or paid. */
export const isOpen = (state: InvoiceState): boolean => state === 'sent' || state === 'overdue' || state === 'uncollectible'

/** `INV-000123` */
export const invoiceNumber = (number: number): string => `INV-${String(number).padStart(6, '0')}`
/** `CN-000123` */
export const creditNoteNumber = (number: number): string => `CN-${String(number).padStart(6, '0')}`

/** The number in `INV-000123`, `inv-123` or `123`; undefined otherwise. */
export const readInvoiceNumber = (text: string): number | undefined => {
  const match = /^(?:INV-)?0*(\d{1,9})$/i.exec(text.trim())
  return match ? Number(match[1]) : undefined
}

/** Pence with VAT, never negative. */
export type InvoiceSums = {
  gross: number
  credited: number
  received: number
  /** The part of what was received that was refunded. */
  refunded: number
}

/** Still to be paid, at least 0. */
export const outstandingOf = ({ gross, credited, received, refunded }: InvoiceSums): number =>
  Math.max(0, gross - credited - received + refunded)

/** Received beyond what is asked for. */
export const overpaidOf = ({ gross, credited, received, refunded }: InvoiceSums): number =>
  Math.max(0, received - refunded - gross + credited)

/** The label of an invoice's state, or of an over-payment or credit that says more. */
export const sayState = (state: InvoiceState, sums: InvoiceSums): string => {
  if (state === 'paid' && sums.received === 0 && sums.credited >= sums.gross) return 'Credited'
  if (state === 'paid' && overpaidOf(sums) > 0) return sums.credited > 0 ? 'Paid, to be paid back' : 'Overpaid'
  // Stripe keeps it paid for good, so the debt is collected another way.
  if (state === 'paid' && outstandingOf(sums) > 0) return 'Owed again'
  if (isOpen(state) && sums.received > sums.refunded) return `${stateWords[state]}, paid in part`
  return stateWords[state]
}

export type StripeStatus = 'draft' | 'open' | 'paid' | 'uncollectible' | 'void'

const forward: Record<InvoiceState, readonly InvoiceState[]> = {
  draft: ['sent', 'overdue', 'paid', 'void'],
  sent: ['overdue', 'paid', 'void', 'uncollectible'],
  overdue: ['paid', 'void', 'uncollectible'],
  uncollectible: ['paid', 'void'],
  paid: [],
  void: [],
}

export const statesBefore = (to: InvoiceState): InvoiceState[] => invoiceStates.filter((from) => forward[from].includes(to))

/** undefined when there is no step forward. A draft open at Stripe stays one until it is sent. */
export const stateAfter = (state: InvoiceState, status: StripeStatus, dueOn: Day, today: Day): InvoiceState | undefined => {
  const wanted: InvoiceState | undefined =
    status === 'draft' || (status === 'open' && state === 'draft')
      ? undefined
      : status === 'open'
        ? dueOn < today
          ? 'overdue'
          : 'sent'
        : status
  return wanted !== undefined && forward[state].includes(wanted) ? wanted : undefined
}

const chargeKinds = ['charge', 'cancellation_charge', 'not_attending_charge'] as const
export type ChargeKind = (typeof chargeKinds)[number]

/** One charge on an invoice, less what had been taken back before the invoice was issued. */
export type InvoicedLine = {
  lineNumber: number
  kind: ChargeKind
  pence: number
  vatPence: number
  basisPoints: number
  vatCode: string
  eventTitle: string
  eventDay: Day
}

const kindWords: Record<ChargeKind, string> = {
  charge: 'a place',
  cancellation_charge: 'a place cancelled late',
  not_attending_charge: 'a place not used',
}

/** `Safeguarding conference, 12 Jun 2026: a place`. Never a person's name. */
export const sayLine = (line: Pick<InvoicedLine, 'kind' | 'eventTitle' | 'eventDay'>, sayDay: (day: Day) => string): string =>
  `${line.eventTitle}, ${sayDay(line.eventDay)}: ${kindWords[line.kind]}`

export const totalsOf = (lines: readonly { pence: number; vatPence: number }[]): { pence: number; vatPence: number } => ({
  pence: lines.reduce((sum, line) => sum + line.pence, 0),
  vatPence: lines.reduce((sum, line) => sum + line.vatPence, 0),
})

export const vatByRate = (
  lines: readonly Pick<InvoicedLine, 'basisPoints' | 'vatCode' | 'pence' | 'vatPence'>[],
): { vatCode: string; basisPoints: number; pence: number; vatPence: number }[] => {
  const rates = [...new Set(lines.map(({ vatCode, basisPoints }) => `${basisPoints} ${vatCode}`))]
  return rates.map((rate) => {
    const of = lines.filter(({ vatCode, basisPoints }) => `${basisPoints} ${vatCode}` === rate)
    return { vatCode: of[0]?.vatCode ?? '', basisPoints: of[0]?.basisPoints ?? 0, ...totalsOf(of) }
  })
}

/** `20%`, `17.5%` */
export const sayRate = (basisPoints: number): string => `${basisPoints / 100}%`

export const reminderSteps = ['before_due', 'overdue', 'overdue_again'] as const
export type ReminderStep = (typeof reminderSteps)[number]

export const stepWords: Record<ReminderStep, string> = {
  before_due: 'A week before it is due',
  overdue: 'The day after it was due',
  overdue_again: 'A fortnight later, if it is still not paid',
}

const stepDays: Record<ReminderStep, number> = { before_due: -7, overdue: 1, overdue_again: 15 }

/** Missed steps are skipped, and nothing is sent within a week of sending the invoice. */
export const reminderDue = (
  invoice: { sentOn: Day; dueOn: Day; reminded: readonly ReminderStep[] },
  steps: readonly ReminderStep[],
  today: Day,
): ReminderStep | undefined => {
  const step = reminderSteps.filter((one) => steps.includes(one) && addDays(invoice.dueOn, stepDays[one]) <= today).at(-1)
  if (step === undefined || invoice.reminded.includes(step)) return undefined
  if (step === 'before_due' && (today > invoice.dueOn || addDays(invoice.sentOn, 7) > today)) return undefined
  return step
}

/**
 * Splits a credit note (pence): first it lowers what is unpaid; then it refunds what came through
 * Stripe; the rest was paid elsewhere and is refunded elsewhere.
 */
export const splitCredit = (of: {
  gross: number
  remaining: number
  paidThere: number
  /** What earlier credit notes took back of what was paid. */
  creditedAfter: number
}): { unpaid: number; refund: number; elsewhere: number } => {
  const unpaid = Math.min(of.gross, of.remaining)
  const refund = Math.min(of.gross - unpaid, Math.max(0, of.paidThere - of.creditedAfter))
  return { unpaid, refund, elsewhere: of.gross - unpaid - refund }
}

/** Everything is taken back, nothing is paid, and the booking has no other charge. */
export const wholeTakenBack = (of: {
  gross: number
  credited: number
  kept: number
  chargedAnew: number
  lines: readonly { pence: number; vatPence: number }[]
}): boolean => {
  const { pence, vatPence } = totalsOf(of.lines)
  return of.credited === 0 && of.kept === 0 && of.chargedAnew === 0 && pence + vatPence === of.gross
}
