import { type Context, Hono } from 'hono'
import { type Act, actsFor } from '#base/act.ts'
import { londonDay, sayShortDay } from '#base/dates.ts'
import { mapped, readNow, readTogether, together } from '#base/db/read.ts'
import { notFound } from '#base/errors.ts'
import { files, list } from '#base/list/list.tsx'
import { logExport } from '#base/log/export-log.ts'
import { sayMoney } from '#base/money.ts'
import { columnsOf } from '#base/web/csv.ts'
import type { AppEnv } from '#base/web/env.ts'
import { page, withPages } from '#base/web/page.tsx'
import { pdfHeaders, pdfOf } from '#base/web/pdf.ts'
import { type Asked, askedOf, gone, press } from '#base/web/press.tsx'
import { isCharge, routeWords } from '#money/ledger/line.ts'
import { raiseDispute, withdrawDispute } from '#money/ledger/raise-dispute.ts'
import { financialYearTo, statementColumns, statementOf, statementRows } from './account.ts'
import { selectLine, selectStatement } from './account-store.ts'
import { disputeForm, readSpan } from './forms.ts'
import {
  bookingMoneyRows,
  type OwnDispute,
  payerOfTrust,
  payersOfSchool,
  selectBookingLines,
  selectBookingWaits,
  selectOwnDisputes,
  selectReceipt,
  selectReceipts,
  selectSchoolInvoices,
  selectSchoolMoney,
  selectSchoolSums,
  selectStatedSchool,
} from './school-store.ts'
import { sayToPay } from './views/parts.tsx'
import { raiseRefusals } from './views/refusals.tsx'
import { BesideBookings, BookingMoneyPage, OwedSums, OwnBooking } from './views/school.tsx'
import { DisputedCharge, ReceiptPage, receiptDocument } from './views/school-papers.tsx'
import { StatementPage } from './views/statement.tsx'

type C = Context<AppEnv>

const idOf = (c: C): string => c.req.param('schoolId') ?? ''
const back = (c: C) => ({ href: `/school/${idOf(c)}/money`, text: 'What we owe' })

/** The requested statement: the school's, or its trust's for an account that acts for the trust. */
const readStatement = ({ db, now, part, query }: Asked) => {
  const today = londonDay(now)
  const ofTrust = query['payer'] === 'trust'
  const span = readSpan({ from: query['from'], to: query['to'] }, financialYearTo(today), today)
  const { from, to } = span
  return mapped(
    together({
      school: selectStatedSchool(db, part('schoolId')),
      said: selectStatement(db, part('schoolId'), from, to, ofTrust ? payerOfTrust : payersOfSchool),
    }),
    ({ school, said }) =>
      school && {
        school,
        payerName: ofTrust ? (school.trustName ?? 'The trust') : school.name,
        payer: ofTrust ? 'trust' : undefined,
        statement: statementOf({ from, to }, said.opening, said.lines),
        waits: said.waits,
        span,
        today,
      },
  )
}

type Statement = NonNullable<ReturnType<ReturnType<typeof readStatement>['from']>>

const mayRead = ({ actor }: Act, { school, payer }: Pick<Statement, 'school' | 'payer'>): boolean =>
  actsFor(actor, school.id) && (payer === undefined || school.speakers.includes(actor.accountId ?? ''))

const showStatement = async (c: C) => {
  const { act, council } = c.var
  const statement = await readNow(act.db, readStatement(askedOf(c)))
  if (!statement || !mayRead(act, statement)) throw notFound('school')
  const { school, ...read } = statement
  if (read.span.problems) c.status(422)
  return c.render(<StatementPage councilName={council.name} path={`/school/${school.id}/money/statement`} {...read} />, {
    title: 'Statement',
    hasProblems: read.span.problems !== undefined,
    back: back(c),
  })
}

const papersOf = async (c: C) => {
  const { act } = c.var
  const { school, receipt } = await readTogether(act.db, {
    school: selectSchoolMoney(act, idOf(c)),
    receipt: selectReceipt(act, idOf(c), Number(c.req.param('number'))),
  })
  if (!school || !receipt) throw notFound('receipt')
  return { receipt, school, council: c.var.council }
}

const at = '/:schoolId{[0-9a-f]{8}-[0-9a-f-]{27}}/money'

const home = ({ part }: Asked): string => `/school/${part('schoolId')}/money`
const toHome = ({ schoolId }: { schoolId: string }) => ({ href: `/school/${schoolId}/money`, text: 'What we owe' })

const withdraw = press({
  at: `${at}/disputes/:id/withdraw`,
  button: ({ pence, reference }: OwnDispute) => [
    { text: 'Undo', of: `and agree with ${sayMoney(pence)} of ${reference}`, kind: 'secondary' },
  ],
  act: (act, _, { part }) => withdrawDispute(act, part('id')),
  refused: { no_such_dispute: gone, already_settled: { after: 'It is settled already' } },
  done: 'It is undone',
  to: home,
})

const owed = list({
  at,
  find: async (act) => ({ act }),
  beside: ({ act, part }) => {
    const of = [act, part('schoolId')] as const
    const read = { sums: selectSchoolSums(...of), invoices: selectSchoolInvoices(...of) }
    return mapped(
      together({ school: selectSchoolMoney(...of), ...read, receipts: selectReceipts(...of), disputes: selectOwnDisputes(...of) }),
      ({ school, ...money }) => school && { school, ...money },
    )
  },
  title: 'What we owe',
  caption: ({ school }) => school.name,
  back: ({ school }) => ({ href: `/school/${school.id}`, text: school.name }),
  rows: ({ act, part }) => bookingMoneyRows(act, part('schoolId')),
  of: ['booking'],
  tableCaption: () => 'By booking',
  dense: true,
  columns: [
    { name: 'Booking', cell: (booking, { school }) => <OwnBooking booking={booking} schoolId={school.id} /> },
    { name: 'Price', numeric: true, cell: ({ pence }) => sayMoney(pence) },
    { name: 'VAT', numeric: true, cell: ({ vatPence }) => sayMoney(vatPence) },
    { name: 'Paid', numeric: true, cell: ({ paid }) => sayMoney(paid) },
    { name: 'To pay', numeric: true, cell: (booking) => sayToPay(booking.owed) },
    {
      name: 'How it is paid',
      cell: ({ payerKind, route }) => (payerKind === 'trust' ? `${routeWords[route]}, by the trust` : routeWords[route]),
    },
    { name: 'Purchase order', cell: ({ poNumber }) => poNumber || 'None' },
    { name: 'Due', cell: (booking) => (booking.due && booking.owed > 0 ? sayShortDay(booking.due) : '') },
  ],
  presses: { withdraw },
  above: ({ sums }) => <OwedSums sums={sums} />,
  none: 'Nothing has been charged to the school. What a place costs is on the page of each event, before you book it.',
  below: (shown, forms) => (
    <BesideBookings {...shown} withInvoices={shown.act.stripe !== undefined} withdraw={(one) => forms.withdraw(one, { id: one.id })} />
  ),
})

const raise = press({
  at: `${at}/lines/:number{\\d{1,12}}/dispute`,
  form: disputeForm,
  button: 'Tell the council',
  act: (act, { words }, { id, part }) => raiseDispute(act, { id, lineNumber: Number(part('number')), words }),
  refused: raiseRefusals,
  done: 'The council is told. Nobody asks you for this charge meanwhile',
  to: home,
})

const dispute = page({
  at: raise.at,
  read: ({ db, part }) => selectLine(db, Number(part('number'))),
  also: async (act, { number, reference }, { part }) => {
    const schoolId = part('schoolId')
    const own = await readNow(act.db, selectBookingLines(act, schoolId, reference ?? ''))
    const line = own.find((one) => one.number === number && isCharge(one.kind))
    if (!line) throw notFound('line')
    return { schoolId, line }
  },
  title: 'We do not agree with this charge',
  back: toHome,
  presses: { raise },
  show: ({ line }, forms) => (
    <>
      <DisputedCharge line={line} />
      {forms.raise()}
    </>
  ),
})

const ofBooking = page({
  at: `${at}/:reference{[A-Za-z0-9]{6}}`,
  also: async (act, _, { part }) => {
    const of = [act, part('schoolId'), part('reference')] as const
    const { lines, waits } = await readTogether(act.db, { lines: selectBookingLines(...of), waits: selectBookingWaits(...of) })
    const [first] = lines
    if (!first) throw notFound('booking')
    return { schoolId: part('schoolId'), first, lines, waits }
  },
  title: ({ first }) => `Money of booking ${first.reference ?? ''}`,
  caption: ({ first }) => first.eventTitle ?? '',
  back: toHome,
  wide: true,
  show: (found) => <BookingMoneyPage {...found} />,
})

const statementFile = files({
  at: `${at}/statement`,
  beside: readStatement,
  isFor: mayRead,
  title: 'Statement',
  whole: { rows: ({ statement }) => statementRows(statement) },
  columns: columnsOf(statementColumns),
  file: {
    name: ({ statement: { from, to } }) => `statement-${from}-to-${to}`,
    instead: ({ span }, c) => (span.problems ? showStatement(c) : undefined),
    log: ({ part, payer, statement: { from, to, lines } }) => ({
      act: 'statement.exported',
      schoolId: part('schoolId'),
      after: { payer, from, to, lines: lines.length },
    }),
  },
})

/** What a school owes, its receipts and statements, and its disputes. Mounted at /school. */
export const schoolMoneyPages = withPages(new Hono<AppEnv>(), owed, dispute, ofBooking, statementFile)
  .get(`${at}/statement`, showStatement)
  .get(`${at}/receipts/:number{\\d{1,12}}`, async (c) => {
    const papers = await papersOf(c)
    const { number } = papers.receipt
    const file = `/school/${idOf(c)}/money/receipts/${number}/receipt.pdf`
    return c.render(<ReceiptPage {...papers} file={file} />, { title: `Receipt ${number}`, back: back(c) })
  })
  .get(`${at}/receipts/:number{\\d{1,12}}/receipt.pdf`, async (c) => {
    const papers = await papersOf(c)
    const { number } = papers.receipt
    await logExport(c.var.act, { act: 'receipt.exported', schoolId: idOf(c), after: { line: number } })
    return c.body(
      await pdfOf(c.var.act, { ...receiptDocument(papers), colour: c.var.council.brandColour }),
      200,
      pdfHeaders(`receipt-${number}`),
    )
  })
