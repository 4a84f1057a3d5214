import { sayDay, sayInstant } from '#base/dates.ts'
import { sayMoney } from '#base/money.ts'
import { P, SummaryList } from '#base/web/page-parts.tsx'
import { isCharge, kindWords, sayLineRule } from '#money/ledger/line.ts'
import type { AccountLine } from '../account.ts'

type Facts = readonly (readonly [label: string, value: string])[]

export const ProposalFacts = ({ facts }: { facts: Facts }) => (
  <>
    <SummaryList rows={facts} />
    <P>Nothing changes until somebody else in finance approves it. You cannot approve it yourself.</P>
  </>
)

const bookingOf = ({ reference, eventTitle }: { reference: string | null; eventTitle: string | null }): string =>
  `${reference ?? ''}, ${eventTitle ?? ''}`

export const lineFacts = (line: AccountLine): Facts => [
  ['Line', `${line.number}, ${kindWords[line.kind]}`],
  ['School', line.schoolName ?? ''],
  ['Booking', bookingOf(line)],
  ['Rule', sayLineRule(line.rule)],
  ['Left of it, with VAT', sayMoney(isCharge(line.kind) ? line.left : 0)],
]

/** @param whole all parts of it, where it was for several bookings of one request */
export const paymentFacts = (line: AccountLine, whole: readonly { pence: number }[]): Facts => [
  ['Payment', sayMoney(-line.pence)],
  ['Came in on', sayDay(line.happenedOn)],
  ['Recorded', `${sayInstant(line.at)}${line.byName ? `, by ${line.byName}` : ''}`],
  ['Reference', line.reason],
  ['Booking', line.reference ? bookingOf(line) : 'None: on account'],
  [
    'It is part of',
    whole.length < 2
      ? ''
      : `A payment of ${sayMoney(whole.reduce((sum, { pence }) => sum + pence, 0))} for ${whole.length} bookings of one request. All of it is undone together`,
  ],
]
