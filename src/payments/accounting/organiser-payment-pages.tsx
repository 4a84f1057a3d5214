import { Hono } from 'hono'
import { sayChanged } from '#base/changed.ts'
import { londonDay } from '#base/dates.ts'
import { mapped, together } from '#base/db/read.ts'
import { sayMoney } from '#base/money.ts'
import type { AppEnv } from '#base/web/env.ts'
import { question, withPages } from '#base/web/page.tsx'
import { P, SummaryList } from '#base/web/page-parts.tsx'
import type { Asked } from '#base/web/press.tsx'
import { putToBooking, recordPayment } from '#money/ledger/record-payment.ts'
import { saySecondPerson } from '#money/ledger/second-person.ts'
import { setSecondPerson } from '#money/ledger/set-second-person.ts'
import { selectSecondPerson } from '#money/ledger/setting-store.ts'
import { asPounds } from '#money/terms/forms.ts'
import { paymentForm, poundsIfAny, putForm, secondPersonForm } from './forms.ts'
import { accountOf, payerPath, readBooking, readPayer } from './organiser-entry-pages.tsx'
import { paymentRefusals, putRefusals } from './views/refusals.tsx'

const toAccount = ({ part }: Asked): string => accountOf({ id: part('payer'), name: '' }).href

const record = question({
  at: `${payerPath}/payment`,
  read: (asked) =>
    mapped(
      together({ of: readPayer(asked), rule: selectSecondPerson(asked.db) }),
      ({ of, rule }) => of && { ...of, rule, today: londonDay(asked.now) },
    ),
  title: 'Record a payment',
  caption: ({ payer }) => payer.name,
  back: ({ payer }) => accountOf(payer),
  above: ({ rule }) => <P>{saySecondPerson(rule)}</P>,
  form: (_, { bookings }) => paymentForm(bookings),
  filled: ({ asked, today }) => ({ booking: asked?.reference, amount: poundsIfAny(asked?.owed ?? 0), happenedOn: today }),
  button: 'Record the payment',
  act: (act, { booking: bookingId, amount: pence, ...paid }, { id, subject: { payer } }) =>
    recordPayment(act, { formId: id, payerId: payer.id, bookingId, pence, ...paid }),
  refused: paymentRefusals,
  done: ({ values }, { again, waits }) => {
    const ending = waits ? ' and waits for a second person. It counts for nothing until then' : ''
    return again && !waits ? 'It was recorded already' : `${sayMoney(values.amount)} is recorded${ending}`
  },
  to: toAccount,
})

const put = question({
  at: `${payerPath}/put`,
  read: readBooking,
  title: 'Use money on account for a booking',
  back: ({ payer }) => accountOf(payer),
  above: ({ payer, sums, reference, eventTitle, owed }) => (
    <SummaryList
      rows={[
        ['Payer', payer.name],
        ['On account', sayMoney(sums.onAccount)],
        ['Booking', `${reference}, ${eventTitle}`],
        ['Owed for it', sayMoney(owed)],
      ]}
    />
  ),
  form: putForm,
  filled: ({ sums, owed }) => ({ amount: poundsIfAny(Math.min(sums.onAccount, owed)) }),
  button: 'Use it for the booking',
  act: (act, { amount: pence }, { id, subject: { bookingId, payerId } }) => putToBooking(act, { formId: id, payerId, bookingId, pence }),
  refused: putRefusals,
  done: ({ values }, { again }) => (again ? 'It was done already' : `${sayMoney(values.amount)} is put to the booking`),
  to: toAccount,
})

const secondPerson = question({
  at: '/second-person',
  read: ({ db }) => selectSecondPerson(db),
  title: 'Payments that need a second person',
  back: { href: '/organiser/finance', text: 'Money' },
  above: (set) => (
    <>
      <P>At present: {saySecondPerson(set)}</P>
      <P>
        It holds for payments that are recorded by hand or brought as a file. What waits already goes on waiting. Those who record payments
        cannot agree to their own.
      </P>
    </>
  ),
  form: secondPersonForm,
  filled: ({ abovePence }) => ({ amount: asPounds(abovePence) }),
  button: 'Save',
  act: (act, { amount: abovePence }) => setSecondPerson(act, { abovePence }),
  refused: { changed_meanwhile: sayChanged('This has') },
  done: ({ values: { amount: abovePence } }) => `Saved. ${saySecondPerson({ abovePence })}`,
  to: '/organiser/finance/second-person',
})

/** Recording payments, and putting them to a booking. Mounted at /organiser/finance. */
export const organiserPaymentPages = withPages(new Hono<AppEnv>(), record, put, secondPerson)
