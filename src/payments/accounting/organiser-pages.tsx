import { type Context, Hono } from 'hono'
import { hasRole } from '#base/act.ts'
import { londonDay, sayShortDay } from '#base/dates.ts'
import { mapped, readNow, readTogether, together } from '#base/db/read.ts'
import { notFound } from '#base/errors.ts'
import { files, list } from '#base/list/list.tsx'
import { Search } from '#base/list/views.tsx'
import { moneyForFiles, sayMoney } from '#base/money.ts'
import { mayAsk } from '#base/web/access.ts'
import { columnsOf } from '#base/web/csv.ts'
import type { AppEnv } from '#base/web/env.ts'
import { withPages } from '#base/web/page.tsx'
import type { LinkGroup } from '#base/web/page-head.tsx'
import { Link, P } from '#base/web/page-parts.tsx'
import { type Asked, askedOf } from '#base/web/press.tsx'
import { BookingLink } from '#booking/bookings/views/booking-link.tsx'
import { bands, bandWords } from '#money/ledger/age.ts'
import { routeWords } from '#money/ledger/line.ts'
import { listForm } from '#money/payers/forms.ts'
import { financialYearTo, statementColumns, statementOf, statementRows } from './account.ts'
import { accountRows, selectPayer, selectPayerBookings, selectPayerSums, selectStatement, selectWaiting } from './account-store.ts'
import { type Debtor, matching, sayTotalOwed } from './debt.ts'
import { selectDebtors, selectInFavour, selectOwed, selectToReview } from './debt-store.ts'
import { readSpan } from './forms.ts'
import { BeforeLines, ToDo, What, WhoAndWhy } from './views/account.tsx'
import { OverviewPage } from './views/overview.tsx'
import { Sum, sayAny, sayOwed } from './views/parts.tsx'
import { StatementPage } from './views/statement.tsx'

type C = Context<AppEnv>

const account = '/accounts/:payer{[\\w-]{1,80}}'
const back = { href: '/organiser/finance', text: 'Money' }
const writes = (c: C): boolean => hasRole(c.var.act.actor, 'finance', 'administrator')

/** `may`: whose links these are; other organisers may not open those of finance. */
const groups: readonly { title: string; links: readonly (readonly [path: string, text: string, may?: 'finance' | 'stripe'])[] }[] = [
  {
    title: 'Charging and payments',
    links: [
      ['invoice-requests', 'Requests for invoices of the council', 'finance'],
      ['journals', 'Journals of recharges', 'finance'],
      ['invoices', 'Invoices through Stripe', 'stripe'],
      ['cards', 'Card payments', 'stripe'],
      ['stripe', 'What Stripe has refused', 'stripe'],
    ],
  },
  {
    title: 'The books',
    links: [
      ['debtors', 'Who owes what'],
      ['income', 'Income by event and by month'],
      ['reconciliation', 'What does not add up'],
      ['periods', 'Months, and closing them'],
    ],
  },
  {
    title: 'Prices and payers',
    links: [
      ['prices', 'Prices'],
      ['vat', 'VAT codes', 'finance'],
      ['payers', 'Who pays, and how'],
      ['agreements', 'Service agreements'],
      ['trusts', 'Trusts that pay centrally', 'finance'],
      ['routes', 'Routes by legal status', 'finance'],
    ],
  },
  {
    title: 'Settings',
    links: [
      ['file-columns', 'Columns of the files', 'finance'],
      ['second-person', 'Payments that need a second person', 'finance'],
      ['invoice-settings', 'Invoice settings', 'finance'],
    ],
  },
]

const groupsFor = (c: C): LinkGroup[] =>
  groups.map(({ title, links }) => ({
    title,
    links: links
      .filter(([, , may]) => may === undefined || (writes(c) && (may === 'finance' || c.var.act.stripe)))
      .map(([path, text]) => ({ href: `/organiser/finance/${path}`, text })),
  }))

const readStatement = ({ db, now, part, query }: Asked) => {
  const today = londonDay(now)
  const span = readSpan({ from: query['from'], to: query['to'] }, financialYearTo(today), today)
  const { from, to } = span
  return mapped(
    together({ payer: selectPayer(db, part('payer')), said: selectStatement(db, part('payer'), from, to) }),
    ({ payer, said }) => payer && { payer, statement: statementOf({ from, to }, said.opening, said.lines), waits: said.waits, span, today },
  )
}

const showStatement = async (c: C) => {
  const statement = await readNow(c.var.act.db, readStatement(askedOf(c)))
  if (!statement) throw notFound('payer')
  const { payer, ...read } = statement
  if (read.span.problems) c.status(422)
  const here = `/organiser/finance/accounts/${payer.id}`
  return c.render(<StatementPage councilName={c.var.council.name} payerName={payer.name} path={`${here}/statement`} {...read} />, {
    title: 'Statement',
    hasProblems: read.span.problems !== undefined,
    back: { href: here, text: payer.name },
  })
}

const statementFile = files({
  at: `${account}/statement`,
  beside: readStatement,
  title: 'Statement',
  whole: { rows: ({ statement }) => statementRows(statement) },
  columns: columnsOf(statementColumns),
  file: {
    name: ({ statement: { from, to } }) => `statement-${from}-to-${to}`,
    instead: ({ span }, c) => (span.problems ? showStatement(c) : undefined),
    log: ({ payer, statement: { from, to, lines } }) => ({
      act: 'statement.exported',
      after: { payerId: payer.id, from, to, lines: lines.length },
    }),
  },
})

const pounds = (pence: number): number => Number(moneyForFiles(pence))

const debtors = list({
  at: '/debtors',
  ask: ({ now, query }) => ({ today: londonDay(now), q: listForm.parse(query).q }),
  beside: ({ db, today }) => together({ debtors: selectDebtors(db, today) }),
  title: 'Who owes what',
  back,
  whole: { rows: ({ debtors, q }) => matching(debtors, q, ({ name }) => [name]), idOf: ({ payerId }) => payerId, sort: '-owed' },
  of: ['payer'],
  tableCaption: ({ debtors }) => sayTotalOwed(debtors, 'payer'),
  dense: true,
  columns: ({ debtors: all }) => [
    {
      name: 'Payer',
      order: ({ name }) => name,
      cell: ({ payerId, name }) => <Link href={`/organiser/finance/accounts/${payerId}`}>{name}</Link>,
      value: ({ name }) => name,
    },
    { name: 'Kind', value: ({ kind }) => kind },
    { name: 'Owed', numeric: true, order: ({ owed }) => owed, cell: ({ owed }) => sayMoney(owed), value: ({ owed }) => pounds(owed) },
    ...bands.map((band) => ({
      name: bandWords[band],
      numeric: true,
      order: (debtor: Debtor) => debtor[band],
      cell: (debtor: Debtor) => sayAny(debtor[band]),
      isFor: () => all.some((debtor) => debtor[band] !== 0),
      value: (debtor: Debtor) => pounds(debtor[band]),
    })),
    {
      name: 'Credit',
      numeric: true,
      order: ({ inFavour }) => inFavour,
      cell: ({ inFavour }) => sayAny(inFavour),
      isFor: () => all.some(({ inFavour }) => inFavour !== 0),
      value: ({ inFavour }) => pounds(inFavour),
    },
    {
      name: 'Asked for since',
      order: ({ askedSince }) => askedSince ?? '9999',
      cell: ({ askedSince }) => (askedSince ? <span class="muster-nowrap">{sayShortDay(askedSince)}</span> : ''),
      value: ({ askedSince }) => askedSince,
    },
    { name: 'Bookings owed for', numeric: true, cell: ({ bookings }) => bookings, value: ({ bookings }) => bookings },
    { name: 'Payer id', value: ({ payerId }) => payerId },
  ],
  above: ({ q, query: { sort = '' } }) => <Search label="School or trust" q={q} kept={{ sort }} />,
  none: ({ q }) => (q === '' ? 'Nobody owes anything, and no payer has a credit.' : 'No payer matches. Try fewer letters.'),
  file: {
    name: ({ today }) => `owed-${today}`,
    log: (_, debtors, format) => ({ act: 'debtors.exported', after: { format, debtors } }),
  },
})

const ofPayer = list({
  at: account,
  beside: ({ db, part }) => {
    const id = part('payer')
    const read = { sums: selectPayerSums(db, id), bookings: selectPayerBookings(db, id), waiting: selectWaiting(db, id) }
    return mapped(together({ payer: selectPayer(db, id), ...read }), ({ payer, ...rest }) => payer && { payer, ...rest })
  },
  also: ({ actor }) => ({
    writes: hasRole(actor, 'finance', 'administrator'),
    opensSchool: mayAsk(actor, 'GET /organiser/schools/:id'),
  }),
  title: ({ payer }) => payer.name,
  caption: ({ payer }) => (payer.kind === 'trust' ? 'Trust' : 'School'),
  back: { href: '/organiser/finance/debtors', text: 'Who owes what' },
  rows: ({ part }) => accountRows(part('payer')),
  of: ['line'],
  tableCaption: () => 'Every line, newest first',
  dense: true,
  columns: [
    { name: 'Line', cell: ({ number }) => number },
    { name: 'What, and by which rule', cell: (line) => <What line={line} /> },
    { name: 'Booking', cell: ({ reference }) => (reference ? <BookingLink reference={reference} /> : 'On account') },
    { name: 'Route', cell: ({ route }) => routeWords[route] },
    { name: 'Month', cell: ({ period }) => <span class="muster-nowrap">{period}</span> },
    { name: 'Who, when and why', cell: (line) => <WhoAndWhy line={line} /> },
    { name: 'Total', numeric: true, cell: (line) => <Sum {...line} /> },
    { name: 'What to do', isFor: ({ writes }) => writes, cell: (line) => <ToDo line={line} /> },
  ],
  above: (shown) => <BeforeLines {...shown} />,
  none: 'There is no line yet.',
  below: ({ sums }) => <P>{sayOwed(sums.owed)}.</P>,
})

/** What is owed, by whom and for how long. Mounted at /organiser/finance. */
export const organiserMoneyPages = withPages(new Hono<AppEnv>(), debtors, ofPayer, statementFile)
  .get('/', async (c) => {
    const { act } = c.var
    const owed = await readTogether(act.db, {
      routes: selectOwed(act.db, londonDay(act.now)),
      inFavour: selectInFavour(act.db),
      toReview: selectToReview(act.db),
    })
    return c.render(<OverviewPage {...owed} stripe={act.stripe !== undefined} groups={groupsFor(c)} />, { title: 'Money' })
  })

  .get(`${account}/statement`, showStatement)
