import { type Context, Hono } from 'hono'
import { londonDay } from '#base/dates.ts'
import { readNow, readTogether } from '#base/db/read.ts'
import { notFound } from '#base/errors.ts'
import { newId } from '#base/id.ts'
import { logExport } from '#base/log/export-log.ts'
import { csvHeaders, toCsv } from '#base/web/csv.ts'
import type { AppEnv } from '#base/web/env.ts'
import { flash } from '#base/web/flash.ts'
import { formId, problemsOf, typedOf } from '#base/web/form.ts'
import { readPage } from '#base/web/page-number.ts'
import { pdfHeaders, pdfOf } from '#base/web/pdf.ts'
import { isCharge } from '#money/ledger/line.ts'
import { raiseDispute, withdrawDispute } from '#money/ledger/raise-dispute.ts'
import { financialYearTo, statementColumns, statementOf, statementRows } from './account.ts'
import { selectLine, selectStatement } from './account-store.ts'
import { disputeForm, readSpan } from './forms.ts'
import {
  bookingPage,
  selectBookingLines,
  selectBookingMoney,
  selectBookingWaits,
  selectOwnDisputes,
  selectPayersOf,
  selectReceipt,
  selectReceipts,
  selectSchoolInvoices,
  selectSchoolMoney,
  selectSchoolSums,
} from './school-store.ts'
import { disputeRefusals } from './views/refusals.tsx'
import { BookingMoneyPage, SchoolMoneyPage } from './views/school.tsx'
import { DisputePage, ReceiptPage, receiptDocument } from './views/school-papers.tsx'
import { StatementPage } from './views/statement.tsx'

type C = Context<AppEnv>

const idOf = (c: C): string => c.req.param('schoolId') ?? ''
const back = (c: C) => ({ href: `/school/${idOf(c)}/money`, text: 'What we owe' })

/** The requested statement: the school's, or its trust's for an account that acts for the trust. */
const readStatement = async (c: C) => {
  const { act } = c.var
  const { found, payers } = await readTogether(act.db, { found: selectSchoolMoney(act, idOf(c)), payers: selectPayersOf(act, idOf(c)) })
  const ofTrust = c.req.query('payer') === 'trust'
  if (!found || (ofTrust && !found.speaksForTrust)) throw notFound('school')
  const today = londonDay(act.now)
  const span = readSpan({ from: c.req.query('from'), to: c.req.query('to') }, financialYearTo(today), today)
  const ids = payers.flatMap(({ id, kind }) => ((kind === 'trust') === ofTrust ? [id] : []))
  const { opening, lines, waits } = await readNow(act.db, selectStatement(act.db, ids, span.from, span.to))
  return {
    payerName: ofTrust ? (found.trustName ?? 'The trust') : found.name,
    payer: ofTrust ? 'trust' : undefined,
    statement: statementOf({ from: span.from, to: span.to }, opening, lines),
    waits,
    span,
    today,
  }
}

const showStatement = (c: C, read: Awaited<ReturnType<typeof readStatement>>) => {
  if (read.span.problems) c.status(422)
  return c.render(<StatementPage councilName={c.var.council.name} path={`/school/${idOf(c)}/money/statement`} {...read} />, {
    title: 'Statement',
    hasProblems: read.span.problems !== undefined,
    back: back(c),
  })
}

/** The charge of this school that somebody wants to dispute. */
const chargeOf = async (c: C) => {
  const { act } = c.var
  const number = Number(c.req.param('number'))
  const { school, line } = await readTogether(act.db, { school: selectSchoolMoney(act, idOf(c)), line: selectLine(act.db, number) })
  if (!school || !line?.reference) throw notFound('line')
  const own = await readNow(act.db, selectBookingLines(act, idOf(c), line.reference))
  const found = own.find((one) => one.number === number)
  if (!found || !isCharge(found.kind)) throw notFound('line')
  return found
}

/** A receipt of this school, with what it names. */
const papersOf = async (c: C) => {
  const { act } = c.var
  const { school, receipt } = await readTogether(act.db, {
    school: selectSchoolMoney(act, idOf(c)),
    receipt: selectReceipt(act, idOf(c), Number(c.req.param('number'))),
  })
  if (!school || !receipt) throw notFound('receipt')
  return { receipt, school, council: c.var.council }
}

const uuid = '[0-9a-f]{8}-[0-9a-f-]{27}'

/** What a school owes, its receipts and statements, and its disputes. Mounted at /school. */
export const schoolMoneyPages = new Hono<AppEnv>()
  .get(`/:schoolId{${uuid}}/money`, async (c) => {
    const { act } = c.var
    const page = readPage(c.req.query('page'))
    const id = idOf(c)
    const { school, bookings, ...money } = await readTogether(act.db, {
      school: selectSchoolMoney(act, id),
      sums: selectSchoolSums(act, id),
      bookings: selectBookingMoney(act, id, (page - 1) * bookingPage),
      invoices: selectSchoolInvoices(act, id),
      receipts: selectReceipts(act, id),
      disputes: selectOwnDisputes(act, id),
    })
    if (!school) throw notFound('school')
    return c.render(
      <SchoolMoneyPage
        school={school}
        {...money}
        {...bookings}
        page={page}
        pageSize={bookingPage}
        url={c.req.url}
        withInvoices={act.stripe !== undefined}
      />,
      { title: 'What we owe', back: { href: `/school/${id}`, text: school.name } },
    )
  })

  .get(`/:schoolId{${uuid}}/money/statement`, async (c) => {
    return showStatement(c, await readStatement(c))
  })
  .get(`/:schoolId{${uuid}}/money/statement.csv`, async (c) => {
    const read = await readStatement(c)
    if (read.span.problems) return showStatement(c, read)
    const { statement } = read
    await logExport(c.var.act, {
      act: 'statement.exported',
      schoolId: idOf(c),
      after: { payer: read.payer, from: statement.from, to: statement.to, lines: statement.lines.length },
    })
    return c.body(toCsv(statementColumns, statementRows(statement)), 200, csvHeaders(`statement-${statement.from}-to-${statement.to}`))
  })

  .get(`/:schoolId{${uuid}}/money/receipts/:number{\\d{1,12}}`, async (c) => {
    const papers = await papersOf(c)
    const { number } = papers.receipt
    const file = `/school/${idOf(c)}/money/receipts/${number}/receipt.pdf`
    return c.render(<ReceiptPage {...papers} file={file} />, { title: `Receipt ${number}`, back: back(c) })
  })
  .get(`/:schoolId{${uuid}}/money/receipts/:number{\\d{1,12}}/receipt.pdf`, async (c) => {
    const papers = await papersOf(c)
    const { number } = papers.receipt
    await logExport(c.var.act, { act: 'receipt.exported', schoolId: idOf(c), after: { line: number } })
    return c.body(await pdfOf(receiptDocument(papers), c.var.act.now), 200, pdfHeaders(`receipt-${number}`))
  })

  .get(`/:schoolId{${uuid}}/money/lines/:number{\\d{1,12}}/dispute`, async (c) =>
    c.render(<DisputePage line={await chargeOf(c)} id={newId(c.var.act.now)} typed="" />, {
      title: 'We do not agree with this charge',
      back: back(c),
    }),
  )
  .post(`/:schoolId{${uuid}}/money/lines/:number{\\d{1,12}}/dispute`, async (c) => {
    const body = await c.req.parseBody()
    const line = await chargeOf(c)
    const id = formId(body, c.var.act.now)
    const { words = '' } = typedOf(body, ['words'])
    const show = (status: 409 | 422, problems: Record<string, string>) => {
      c.status(status)
      return c.render(<DisputePage line={line} id={id} typed={words} problems={problems} />, {
        title: 'We do not agree with this charge',
        hasProblems: true,
        back: back(c),
      })
    }
    const read = disputeForm.safeParse(body)
    if (!read.success) return show(422, problemsOf(read.error))
    const raised = await raiseDispute(c.var.act, { id, lineNumber: line.number, words: read.data.words })
    if (!raised.ok) return show(409, { words: disputeRefusals[raised.reason] })
    flash(c, 'The council is told. Nobody asks you for this charge meanwhile')
    return c.redirect(`/school/${idOf(c)}/money`, 303)
  })
  .post(`/:schoolId{${uuid}}/money/disputes/:id/withdraw`, async (c) => {
    const withdrawn = await withdrawDispute(c.var.act, c.req.param('id'))
    if (!withdrawn.ok && withdrawn.reason === 'no_such_dispute') throw notFound('dispute')
    flash(c, withdrawn.ok ? 'It is taken back' : disputeRefusals[withdrawn.reason], withdrawn.ok)
    return c.redirect(`/school/${idOf(c)}/money`, 303)
  })

  .get(`/:schoolId{${uuid}}/money/:reference{[A-Za-z0-9]{6}}`, async (c) => {
    const { act } = c.var
    const of = [act, idOf(c), c.req.param('reference')] as const
    const { lines, waits } = await readTogether(act.db, { lines: selectBookingLines(...of), waits: selectBookingWaits(...of) })
    if (lines.length === 0) throw notFound('booking')
    return c.render(<BookingMoneyPage schoolId={idOf(c)} lines={lines} waits={waits} />, {
      title: `Money of booking ${lines[0]?.reference ?? ''}`,
      back: back(c),
    })
  })
