import { Hono } from 'hono'
import { londonDay, sayShortDay } from '#base/dates.ts'
import { mapped } from '#base/db/read.ts'
import { list } from '#base/list/list.tsx'
import { moneyForFiles, sayMoney } from '#base/money.ts'
import { mayAsk } from '#base/web/access.ts'
import type { AppEnv } from '#base/web/env.ts'
import { withPages } from '#base/web/page.tsx'
import { Link, VisuallyHidden } from '#base/web/page-parts.tsx'
import { listForm } from '#money/payers/forms.ts'
import { daysOf, matching, sayTotalOwed } from './debt.ts'
import { selectEventMoney } from './income-store.ts'
import { AskedFor, DebtsAbove, EventMoney, Invoices, WhoOwes } from './views/event-money.tsx'

const pounds = (pence: number): number => Number(moneyForFiles(pence))

const money = list({
  at: '/:code/money',
  ask: ({ query }) => ({ q: listForm.parse(query).q, owes: query['owes'] === 'yes' }),
  beside: ({ db, part, now }) => mapped(selectEventMoney(db, part('code'), now), ({ event, ...money }) => event && { event, ...money }),
  also: ({ actor }) => ({
    records: mayAsk(actor, 'POST /organiser/finance/accounts/:payer/payment'),
    opensInvoices: mayAsk(actor, 'GET /organiser/finance/invoices/:number'),
  }),
  title: ({ event }) => `Money: ${event.title}`,
  heading: 'Who owes what',
  whole: {
    rows: ({ debts, q, owes }) =>
      matching(owes ? debts.filter(({ owed }) => owed > 0) : debts, q, ({ school, payer, reference }) => [school, payer, reference]),
    idOf: ({ number }) => String(number),
    sort: '-owed',
  },
  of: ['booking'],
  tableCaption: ({ debts }) => sayTotalOwed(debts, 'booking'),
  dense: true,
  columns: [
    { name: 'School', order: ({ school }) => school, cell: (debt) => <WhoOwes debt={debt} />, value: ({ school }) => school },
    { name: 'Booking', value: ({ reference }) => reference },
    { name: 'Payer', value: ({ payer }) => payer },
    {
      name: 'Booked on',
      isDay: true,
      order: ({ bookedAt }) => bookedAt,
      cell: ({ bookedAt }) => <span class="muster-nowrap">{sayShortDay(bookedAt)}</span>,
      value: ({ bookedAt }) => londonDay(bookedAt),
    },
    {
      name: 'Price',
      numeric: true,
      order: ({ price }) => price,
      cell: ({ price }) => sayMoney(price),
      value: ({ price }) => pounds(price),
    },
    { name: 'Paid', numeric: true, order: ({ paid }) => paid, cell: ({ paid }) => sayMoney(paid), value: ({ paid }) => pounds(paid) },
    { name: 'Owed', numeric: true, order: ({ owed }) => owed, cell: ({ owed }) => sayMoney(owed), value: ({ owed }) => pounds(owed) },
    {
      name: 'Invoice',
      order: ({ invoices }) => invoices[0]?.number ?? '~',
      cell: ({ invoices }, { opensInvoices }) => <Invoices invoices={invoices} linked={opensInvoices} />,
      value: ({ invoices }) => invoices.map(({ number }) => number).join(', '),
    },
    { name: 'Invoice due on', isDay: true, value: ({ invoices }) => invoices.findLast(({ dueOn }) => dueOn)?.dueOn },
    {
      name: 'Asked for',
      order: ({ askedOn }) => askedOn ?? '9999',
      cell: (debt, { act }) => <AskedFor debt={debt} now={act.now} />,
    },
    { name: 'Asked for on', isDay: true, value: ({ askedOn }) => askedOn },
    { name: 'Days since asked', value: (debt, { now }) => daysOf(debt, now) },
    {
      name: 'What to do',
      isFor: ({ records }) => records,
      cell: ({ owed, payerId, reference, school }) =>
        owed > 0 ? (
          <Link href={`/organiser/finance/accounts/${payerId}/payment?booking=${reference}`}>
            Record a payment<VisuallyHidden> of {school}</VisuallyHidden>
          </Link>
        ) : null,
    },
  ],
  above: ({ debts, ...shown }) => (debts.length > 0 ? <DebtsAbove debts={debts} {...shown} /> : null),
  none: ({ debts, q }) =>
    debts.length === 0
      ? 'Nothing has been charged for this event.'
      : q === ''
        ? 'Nobody owes anything.'
        : 'No booking matches. Try fewer letters.',
  below: (shown) => <EventMoney {...shown} now={shown.act.now} />,
  file: {
    name: ({ event, now }) => `owed-${event.code}-${londonDay(now)}`,
    log: ({ event, q, owes }, bookings, format) => ({
      act: 'event_money.exported',
      eventId: event.id,
      after: { format, bookings, owes, searched: q !== '' },
    }),
  },
})

/** Who owes what for an event, what it costs and brings in. Mounted at /organiser/events. */
export const organiserEventMoneyPages = withPages(new Hono<AppEnv>(), money)
