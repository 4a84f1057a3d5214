import { type Context, Hono } from 'hono'
import { sayChanged } from '#base/changed.ts'
import { instant, londonDay } from '#base/dates.ts'
import { mapped, readNow } from '#base/db/read.ts'
import { logExport } from '#base/log/export-log.ts'
import { moneyForFiles } from '#base/money.ts'
import type { Result } from '#base/result.ts'
import { type Column, csvHeaders, csvOf, decodeText, toCsv } from '#base/web/csv.ts'
import type { AppEnv } from '#base/web/env.ts'
import { form } from '#base/web/fields.tsx'
import { page, withPages } from '#base/web/page.tsx'
import { type Asked, atField, gone, press } from '#base/web/press.tsx'
import { applyForm, pageForm, paidFields, uploadForm } from './forms.ts'
import { type MarkFileRefusal, markColumns, type PlannedMark, readPaid } from './mark.ts'
import { importPaidMarks, markPaid, planPaidMarks } from './mark-paid.ts'
import { eachOf, type Standing, standingOf } from './request.ts'
import { selectOwing, selectRequest } from './request-store.ts'
import { MarksPreviewPage, MarksUpload, sayRecord } from './views/marks.tsx'
import { applyRefusals, markFileRefusals, markRefusals } from './views/refusals.tsx'
import { RequestPage, UnpaidPage } from './views/requests.tsx'
import { mayOpen, paths, sayImported, sayRecorded, titles } from './views/words.tsx'

type C = Context<AppEnv>

const home = paths.invoice_request
const back = { href: home, text: titles.invoice_request }

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

const one = '/:reference{IR[0-9]{6,9}}'

const readOne = ({ db, now, part }: Asked) =>
  mapped(selectRequest(db, part('reference')), ({ beside, ...payments }) => {
    const all = standingOf(beside, instant(now))
    const request = all.find(({ reference }) => reference === part('reference'))
    const bookings = new Set(request?.parts.map(({ bookingId }) => bookingId))
    const others = all.filter(({ parts }) => parts.some(({ bookingId }) => bookings.has(bookingId)))
    return request && { request, beside: others.filter((other) => other !== request), ...payments }
  })

const record = press({
  at: one,
  read: readOne,
  form: (now, { request }) =>
    form(paidFields(request.parts.length > 1), (typed) =>
      typed.superRefine((said, context) => {
        const read = readPaid(said, londonDay(now))
        if ('reason' in read) context.addIssue({ code: 'custom', path: [read.field], message: markRefusals[read.reason] })
      }),
    ),
  button: 'Record the payment',
  act: (act, paid, { part }) => markPaid(act, { ...paid, reference: part('reference') }),
  refused: { ...markRefusals, reference_unknown: gone, changed_meanwhile: sayChanged('Something about this request has', 'recorded') },
  done: (_, recorded) => sayRecorded(recorded),
  to: ({ part }) => `${home}/${part('reference')}`,
})

const request = page({
  at: one,
  read: readOne,
  title: ({ request }) => `Invoice request ${request.reference}`,
  heading: ({ request }) => `${request.gross < 0 ? 'Credit note' : 'Invoice request'} ${request.reference}`,
  back,
  wide: true,
  presses: { record },
  show: (subject, forms, { act }) => <RequestPage {...subject} open={mayOpen(act)} form={forms.record(subject)} />,
})

/** What a file would do, above the button that does it. @param why nothing was recorded before */
const preview = async (c: C, text: string, why?: string): Promise<Response | Result<never, MarkFileRefusal>> => {
  const plan = await planPaidMarks(c.var.act, text)
  if (!plan.ok) return plan
  const { planned, state } = plan.value
  const form = apply.show(c, home, undefined, { text, state, planned })
  if (why) c.status(409)
  return c.render(<MarksPreviewPage planned={planned} form={form} why={why} />, {
    title: 'What this file would do',
    back: { href: `${home}/payments`, text: 'Import what was paid' },
  })
}

const upload = press({
  at: '/payments',
  form: uploadForm,
  button: 'Show what it would do',
  act: async (_, { file }, { c }) => preview(c, decodeText(await file.arrayBuffer())),
  refused: atField('file', markFileRefusals, 422),
  to: home,
})

const apply = press({
  at: '/payments/apply',
  form: applyForm,
  hidden: ({ text, state }: { text: string; state: string; planned: readonly PlannedMark[] }) => ({ text, state }),
  button: ({ planned }) => sayRecord(planned),
  act: async (act, file, { c }) => {
    const done = await importPaidMarks(act, file)
    return done.ok ? done : preview(c, file.text, applyRefusals[done.reason])
  },
  refused: atField('file', markFileRefusals, 422),
  done: (_, recorded) => sayImported(recorded),
  to: home,
})

const payments = page({
  at: '/payments',
  title: 'Import what was paid',
  back,
  wide: true,
  presses: { upload, apply },
  show: (_, forms) => <MarksUpload form={forms.upload()} />,
})

/** Requests for invoices and their payments. Mounted at /organiser/finance/invoice-requests. */
export const organiserRequestedPages = withPages(new Hono<AppEnv>(), payments, request)
  .get('/unpaid', async (c) => {
    const { act } = c.var
    const at = pageForm.parse(c.req.query())
    const list = <UnpaidPage requests={await unpaid(c)} today={londonDay(act.now)} page={at} url={c.req.url} open={mayOpen(act)} />
    return c.render(list, { title: 'Unpaid invoice requests', back })
  })
  .get('/unpaid.csv', async (c) => {
    const requests = await unpaid(c)
    await logExport(c.var.act, { act: 'unpaid_requests.exported', after: { requests: requests.length } })
    return c.body(csvOf(unpaidColumns, requests), 200, csvHeaders(`unpaid-requests-${londonDay(c.var.act.now)}`))
  })
  .get('/payments/template.csv', (c) => c.body(toCsv(markColumns, []), 200, csvHeaders('paid-marks-template')))
