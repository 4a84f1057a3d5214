import { Hono } from 'hono'
import { mapped, together } from '#base/db/read.ts'
import { sayMoney } from '#base/money.ts'
import type { AppEnv } from '#base/web/env.ts'
import { question, withPages } from '#base/web/page.tsx'
import type { Asked } from '#base/web/press.tsx'
import { grossOf } from '#money/ledger/line.ts'
import { proposeRefund, proposeTakeBack, proposeWaiver, proposeWaiverOfCharge, proposeWriteOff } from '#money/ledger/propose-money.ts'
import { refundable } from '#money/ledger/store.ts'
import { selectPayment } from '#money/ledger/taken-back-store.ts'
import { selectAbsences } from './absence-store.ts'
import type { PayerCard } from './account.ts'
import { selectLine, selectPayer, selectPayerBookings, selectPayerSums } from './account-store.ts'
import { poundsIfAny, reasonForm, refundForm, takeBackForm, waiverForm } from './forms.ts'
import { lineFacts, ProposalFacts, paymentFacts } from './views/facts.tsx'
import { proposalRefusals } from './views/refusals.tsx'

/** A payer, what it owes, and the booking that is asked about, if any. */
export const readPayer = ({ db, part, query: { booking = '' } }: Asked) => {
  const of = [db, part('payer')] as const
  return mapped(
    together({ payer: selectPayer(...of), sums: selectPayerSums(...of), bookings: selectPayerBookings(...of) }),
    ({ payer, sums, bookings }) =>
      payer && { payer, sums, bookings, asked: bookings.find(({ reference }) => reference === booking.toUpperCase()) },
  )
}

/** Where the address names no booking, there is nothing. */
export const readBooking = (asked: Asked) =>
  mapped(readPayer(asked), (read) => read?.asked && { ...read, ...read.asked, payerId: read.payer.id })

export const accountOf = ({ id, name }: { id: string; name: string }) => ({ href: `/organiser/finance/accounts/${id}`, text: name })

export const payerPath = '/accounts/:payer{[\\w-]{1,80}}'

const asking = {
  refused: proposalRefusals,
  done: 'Asked for. Somebody else in finance decides',
  to: '/organiser/finance/proposals',
}

const bookingFacts = ({ payer, reference, eventTitle }: { payer: PayerCard; reference: string; eventTitle: string }) =>
  [
    ['Payer', payer.name],
    ['Booking', `${reference}, ${eventTitle}`],
  ] as const

const refund = question({
  at: `${payerPath}/refund`,
  read: readBooking,
  title: 'Pay money back',
  back: ({ payer }) => accountOf(payer),
  above: (booking) => {
    const byItself = Math.min(booking.goesBack, -booking.owed - refundable(booking))
    return (
      <ProposalFacts
        facts={[
          ...bookingFacts(booking),
          ['Credit', sayMoney(Math.max(0, -booking.owed))],
          ['Goes back by itself', byItself > 0 ? sayMoney(byItself) : ''],
        ]}
      />
    )
  },
  form: (_, booking) => refundForm(refundable(booking)),
  filled: (booking) => ({ amount: poundsIfAny(refundable(booking)) }),
  button: 'Ask for it to be paid back',
  act: (act, { amount: pence, reason }, { id, subject: { bookingId, payerId } }) =>
    proposeRefund(act, { id, bookingId, payerId, pence, reason }),
  ...asking,
})

const writeOff = question({
  at: `${payerPath}/write-off`,
  read: readBooking,
  title: 'Write off',
  heading: 'Write off what is owed',
  back: ({ payer }) => accountOf(payer),
  above: (booking) => <ProposalFacts facts={[...bookingFacts(booking), ['Owed, with VAT', sayMoney(Math.max(0, booking.owed))]]} />,
  form: reasonForm,
  button: 'Ask for it to be written off',
  act: (act, { reason }, { id, subject: { bookingId, payerId } }) => proposeWriteOff(act, { id, bookingId, payerId, reason }),
  ...asking,
})

const linePath = '/lines/:number{\\d{1,12}}'
const numberOf = ({ part }: { part: (name: string) => string }): number => Number(part('number'))
const toAccount = ({ payerId }: { payerId: string }) => accountOf({ id: payerId, name: 'The account' })

const waive = question({
  at: `${linePath}/waiver`,
  read: (asked) => mapped(selectLine(asked.db, numberOf(asked)), (line) => (line && line.left > 0 ? line : undefined)),
  title: 'Waive a charge',
  back: toAccount,
  above: (line) => <ProposalFacts facts={lineFacts(line)} />,
  form: waiverForm,
  button: 'Ask to waive it',
  act: (act, { amount, reason }, { id, subject: { number: lineNumber } }) =>
    proposeWaiver(act, { id, lineNumber, pence: amount ?? undefined, reason }),
  ...asking,
})

const takeBack = question({
  at: `${linePath}/take-back`,
  read: (asked) =>
    mapped(together({ line: selectLine(asked.db, numberOf(asked)), whole: selectPayment(asked.db, numberOf(asked)) }), ({ line, whole }) =>
      line?.kind === 'payment' ? { ...line, whole } : undefined,
    ),
  title: 'Undo a payment',
  back: toAccount,
  above: ({ whole, ...line }) => <ProposalFacts facts={paymentFacts(line, whole)} />,
  form: takeBackForm,
  button: 'Ask to undo it',
  act: (act, values, { id, subject: { number: lineNumber } }) => proposeTakeBack(act, { id, lineNumber, ...values }),
  ...asking,
})

const waiveAbsence = question({
  at: '/absences/:charge/waiver',
  read: ({ db, part }) => mapped(selectAbsences(db, [part('charge')]), ({ absences: [absence] }) => absence),
  title: 'Waive a charge',
  back: { href: '/organiser/finance/absences', text: 'Charges for not attending' },
  above: (absence) => (
    <ProposalFacts
      facts={[
        ['Charge', 'For not attending, not posted yet'],
        ['Who did not come', absence.person ?? 'Nobody named'],
        ['School', absence.school],
        ['Booking', `${absence.reference}, ${absence.eventTitle}`],
        ['Total', sayMoney(grossOf(absence))],
      ]}
    />
  ),
  form: reasonForm,
  button: 'Ask to waive it',
  act: (act, { reason }, { id, part }) => proposeWaiverOfCharge(act, { id, chargeId: part('charge'), reason }),
  ...asking,
})

/** What somebody proposes about money and another decides. Mounted at /organiser/finance. */
export const organiserEntryPages = withPages(new Hono<AppEnv>(), refund, writeOff, waive, takeBack, waiveAbsence)
