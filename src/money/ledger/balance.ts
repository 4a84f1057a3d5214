// What was paid for a booking and what is still to be paid, said from its lines at that instant.
// Every page and mail that says it of a booking asks here.
import { sayDay } from '#base/dates.ts'
import { sayMoney } from '#base/money.ts'
import { grossOf, isMoney, type Line, type LineRule, sumsOf } from './line.ts'
import { sayGoesBack } from './owed.ts'

/** `number`: of its receipt, once it is stored; `byItself`: SQL `returnsByItself`. */
export type BalanceLine = Pick<Line, 'kind' | 'pence' | 'vatPence' | 'happenedOn' | 'route' | 'rule'> & {
  number?: number
  reversesNumber?: number | null
  byItself?: number
}

const ways: Record<string, string> = {
  card: 'by card',
  invoice_paid: 'on our invoice',
  request_paid: 'on the council’s invoice',
  journalled: 'between cost centres',
  put_to_booking: 'from money on account',
  moved_with_places: 'with places from another date',
  card_refund_failed: 'as a refund that came back',
  refund_failed: 'as a refund that came back',
}

const waysBack: Record<string, string> = {
  card_terms: 'to the card',
  card_paid_late: 'to the card',
  card_approved: 'to the card',
  card_at_stripe: 'to the card',
  invoice_refunded: 'the way it was paid',
  moved_with_places: 'with places to another date',
  card_dispute_lost: 'by the bank of the card',
  dispute_lost: 'by the bank of the payer',
}

const why = (rule: LineRule): string => (typeof rule['why'] === 'string' ? rule['why'] : '')

/** `£95.00 by card on 30 November 2026` */
const sayMoved = (line: BalanceLine): string => {
  const way = (line.kind === 'refund' ? waysBack : ways)[why(line.rule)]
  return `${sayMoney(Math.abs(grossOf(line)))}${way ? ` ${way}` : ''} on ${sayDay(line.happenedOn)}`
}

/**
 * `paid`: payments that stand, with the number of their receipt; `back`: what was paid back;
 * `rest`: what is to pay, or owed to the payer. `owed`: the sum of the lines, and of what held
 * places cost.
 */
export type Balance = {
  paid: { number: number | undefined; text: string }[]
  back: string[]
  owed: number
  rest: [label: string, value: string]
}

/**
 * @param lines all of a booking @param held prices of places that are held until they are paid for
 * @param label how the reader calls what is owed to the payer
 */
export const balanceOf = (
  lines: readonly BalanceLine[],
  held: readonly { pence: number; vatPence: number }[] = [],
  label = 'We owe you',
): Balance => {
  const takenBack = new Set(lines.flatMap(({ kind, reversesNumber }) => (kind === 'taken_back' ? [reversesNumber] : [])))
  const paid = lines.filter(({ kind, number }) => kind === 'payment' && !takenBack.has(number ?? null))
  const back = lines.filter(({ kind }) => kind === 'refund')
  const owed = sumsOf(lines).owed + held.reduce((sum, price) => sum + grossOf(price), 0)
  const vat = [...lines, ...held].reduce((sum, { vatPence }) => sum + vatPence, 0)
  const ofVat = vat !== 0 && paid.length + back.length === 0 ? `, of which ${sayMoney(vat)} is VAT` : ''
  const moneyThat = (is: (line: BalanceLine) => boolean): number =>
    lines.reduce((sum, line) => sum - (isMoney(line.kind) && is(line) ? grossOf(line) : 0), 0)
  const goesBack = { goesBack: moneyThat(({ byItself }) => byItself === 1), toCard: moneyThat(({ route }) => route === 'card') }
  return {
    paid: paid.map((line) => ({ number: line.number, text: sayMoved(line) })),
    back: back.map(sayMoved),
    owed,
    rest:
      owed < 0
        ? [label, `${sayMoney(-owed)}. ${sayGoesBack(owed, goesBack)}`]
        : ['To pay', owed === 0 ? 'Nothing' : `${sayMoney(owed)}${ofVat}`],
  }
}

export const balanceRows = ({ paid, back, rest, owed }: Balance): { rows: [label: string, value: string][]; owed: number } => ({
  rows: [...paid.map(({ text }): [string, string] => ['Paid', text]), ...back.map((text): [string, string] => ['Paid back', text]), rest],
  owed,
})

/** In a mail that says that something was paid. */
export const receiptRow: [label: string, value: string] = ['Receipt', 'This email. It is also a PDF, on the page of your booking']
