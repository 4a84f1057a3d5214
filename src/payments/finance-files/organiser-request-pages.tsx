import { type Context, Hono } from 'hono'
import { hasRole } from '#base/act.ts'
import { sayChanged, shownNow } from '#base/changed.ts'
import { instant, londonDay } from '#base/dates.ts'
import { readNow } from '#base/db/read.ts'
import { notFound } from '#base/errors.ts'
import { logExport } from '#base/log/export-log.ts'
import { moneyForFiles, sayMoney } from '#base/money.ts'
import { type Column, csvHeaders, csvOf, decodeText, toCsv } from '#base/web/csv.ts'
import type { AppEnv } from '#base/web/env.ts'
import type { Problems } from '#base/web/field.tsx'
import { flash } from '#base/web/flash.ts'
import { problemsOf } from '#base/web/form.ts'
import { atStart } from '#base/words.ts'
import { applyForm, fileForm, markForm, pageForm } from './forms.ts'
import { type MarkRefusal, markColumns } from './mark.ts'
import { importPaidMarks, markPaid, planPaidMarks } from './mark-paid.ts'
import { eachOf, type Standing, standingOf } from './request.ts'
import { readRequest, selectOwing } from './request-store.ts'
import { MarksPreviewPage, MarksUploadPage } from './views/marks.tsx'
import { markFileRefusals, markRefusals } from './views/refusals.tsx'
import { RequestPage, UnpaidPage } from './views/requests.tsx'
import { paths, titles } from './views/words.tsx'

type C = Context<AppEnv>

const home = paths.invoice_request
const back = { href: home, text: titles.invoice_request }
const mayOpen = (c: C): boolean => hasRole(c.var.act.actor, 'organiser', 'administrator')

const unpaid = async (c: C): Promise<Standing[]> =>
  standingOf(await readNow(c.env.DB, selectOwing(c.env.DB)), instant(c.var.act.now)).filter((request) => request.outstanding > 0)

const unpaidColumns: Column<Awaited<ReturnType<typeof unpaid>>[number]>[] = [
  { name: 'Request', value: (request) => request.reference },
  { name: 'Payer', value: (request) => request.payer },
  { name: 'School', value: (request) => eachOf(request, 'school') },
  { name: 'Booking', value: (request) => eachOf(request, 'bookingReference') },
  { name: 'Event', value: (request) => request.eventTitle },
  { name: 'Event code', value: (request) => request.eventCode },
  { name: 'Purchase order number', value: (request) => eachOf(request, 'poNumber') },
  { name: 'Asked for', value: (request) => londonDay(request.askedAt) },
  { name: 'Days', value: (request) => request.age },
  { name: 'Net', value: (request) => moneyForFiles(request.pence) },
  { name: 'VAT', value: (request) => moneyForFiles(request.vatPence) },
  { name: 'Total', value: (request) => moneyForFiles(request.gross) },
  { name: 'Paid', value: (request) => moneyForFiles(request.paid) },
  { name: 'Outstanding', value: (request) => moneyForFiles(request.outstanding) },
]

const fieldOf: Partial<Record<MarkRefusal, string>> = {
  amount_wrong: 'amount',
  date_wrong: 'date',
  date_in_future: 'date',
}

const show = async (c: C, typed: Record<string, string> = {}, problems?: Problems) => {
  const reference = c.req.param('reference') ?? ''
  const { beside, marks, waiting } = await readRequest(c.env.DB, reference)
  const all = standingOf(beside, instant(c.var.act.now))
  const request = all.find((one) => one.reference === reference)
  if (!request) throw notFound('request')
  if (problems) c.status(422)
  const bookings = new Set(request.parts.map(({ bookingId }) => bookingId))
  const others = all.filter((one) => one !== request && one.parts.some(({ bookingId }) => bookings.has(bookingId)))
  return c.render(
    <RequestPage request={request} beside={others} marks={marks} waiting={waiting} open={mayOpen(c)} typed={typed} problems={problems} />,
    {
      title: `Invoice request ${reference}`,
      back,
      hasProblems: problems !== undefined,
    },
  )
}

const upload = (c: C, problem?: string) => {
  if (problem) c.status(422)
  return c.render(<MarksUploadPage problems={problem ? { file: problem } : undefined} />, {
    title: 'Import what was paid',
    back,
    hasProblems: problem !== undefined,
  })
}

const preview = async (c: C, text: string, notice?: string) => {
  const plan = await planPaidMarks(c.var.act, text)
  if (!plan.ok) return upload(c, markFileRefusals[plan.reason])
  if (notice) c.status(409)
  return c.render(<MarksPreviewPage planned={plan.value.planned} form={{ text, state: plan.value.state }} notice={notice} />, {
    title: 'What this file would do',
    back: { href: `${home}/payments`, text: 'Import what was paid' },
  })
}

/** Requests for invoices and their payments. Mounted at /organiser/finance/invoice-requests. */
export const organiserRequestedPages = new Hono<AppEnv>()
  .get('/unpaid', async (c) => {
    const page = pageForm.parse(c.req.query())
    return c.render(
      <UnpaidPage requests={await unpaid(c)} today={londonDay(c.var.act.now)} page={page} url={c.req.url} open={mayOpen(c)} />,
      {
        title: 'Unpaid invoice requests',
        back,
      },
    )
  })
  .get('/unpaid.csv', async (c) => {
    const requests = await unpaid(c)
    await logExport(c.var.act, { act: 'unpaid_requests.exported', after: { requests: requests.length } })
    return c.body(csvOf(unpaidColumns, requests), 200, csvHeaders(`unpaid-requests-${londonDay(c.var.act.now)}`))
  })
  .get('/payments', (c) => upload(c))
  .get('/payments/template.csv', (c) => c.body(toCsv(markColumns, []), 200, csvHeaders('paid-marks-template')))
  .post('/payments', async (c) => {
    const form = fileForm.safeParse(await c.req.parseBody({ all: true }))
    if (!form.success) return upload(c, problemsOf(form.error)['file'] || 'Choose a CSV file')
    if (form.data.file.size > 1_000_000) return upload(c, 'The file must be smaller than 1 MB')
    return preview(c, decodeText(await form.data.file.arrayBuffer()))
  })
  .post('/payments/apply', async (c) => {
    const form = applyForm.safeParse(await c.req.parseBody({ all: true }))
    if (!form.success) return upload(c, 'Choose the file again')
    const done = await importPaidMarks(c.var.act, form.data)
    if (!done.ok)
      return preview(
        c,
        form.data.text,
        done.reason === 'nothing_to_do'
          ? 'Nothing is left to record: what the file says is recorded already, or cannot be'
          : sayChanged('What the file would do has', 'recorded', shownNow),
      )
    const { marked, pence, waiting } = done.value
    const waits = waiting === 0 ? '' : `. ${atStart(waiting, 'more waits', 'more wait')} for a second person`
    flash(c, `${atStart(marked, 'payment')} of ${sayMoney(pence)} recorded${waits}`)
    return c.redirect(home, 303)
  })
  .get('/:reference{IR[0-9]{6,9}}', (c) => show(c))
  .post('/:reference{IR[0-9]{6,9}}', async (c) => {
    const typed = markForm.parse(await c.req.parseBody({ all: true }))
    const done = await markPaid(c.var.act, { ...typed, reference: c.req.param('reference') })
    if (!done.ok) {
      if (done.reason === 'reference_unknown') throw notFound('request')
      if (done.reason === 'changed_meanwhile') return show(c, typed, { amount: sayChanged('Something about this request has', 'recorded') })
      return show(c, typed, { [fieldOf[done.reason] ?? 'payment']: markRefusals[done.reason] })
    }
    const { left, waits } = done.value
    flash(
      c,
      waits
        ? 'The payment is recorded and waits for a second person. It counts for nothing until then'
        : left > 0
          ? `The payment is recorded. ${sayMoney(left)} is still outstanding`
          : left < 0
            ? `The payment is recorded. It is ${sayMoney(-left)} more than was outstanding`
            : 'The payment is recorded, and the request is paid',
    )
    return c.redirect(`${home}/${c.req.param('reference')}`, 303)
  })
