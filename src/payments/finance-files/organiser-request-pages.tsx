import { type Context, Hono } from 'hono'
import { sayChanged } from '#base/changed.ts'
import { instant, londonDay } from '#base/dates.ts'
import { mapped } from '#base/db/read.ts'
import { templateOf } from '#base/list/import.tsx'
import { list } from '#base/list/list.tsx'
import { moneyForFiles, sayMoney } from '#base/money.ts'
import type { Result } from '#base/result.ts'
import { decodeText } from '#base/web/csv.ts'
import type { AppEnv } from '#base/web/env.ts'
import { form } from '#base/web/fields.tsx'
import { page, withPages } from '#base/web/page.tsx'
import { Link } from '#base/web/page-parts.tsx'
import { type Asked, atField, gone, press } from '#base/web/press.tsx'
import { sayNumber } from '#base/words.ts'
import { applyForm, paidFields, uploadForm } from './forms.ts'
import { type MarkFileRefusal, markColumns, type PlannedMark, readPaid } from './mark.ts'
import { importPaidMarks, markPaid, planPaidMarks } from './mark-paid.ts'
import { eachOf, standingOf, stateOf } from './request.ts'
import { selectOwing, selectRequest } from './request-store.ts'
import { MarksPreviewPage, MarksUpload, sayRecord } from './views/marks.tsx'
import { applyRefusals, markFileRefusals, markRefusals } from './views/refusals.tsx'
import { Bookings, RequestPage, UnpaidSums } from './views/requests.tsx'
import { mayOpen, PayerLink, paths, StateTag, sayImported, sayRecorded, titles } from './views/words.tsx'

type C = Context<AppEnv>

const home = paths.invoice_request
const back = { href: home, text: titles.invoice_request }

const unpaid = list({
  at: '/unpaid',
  ask: ({ now }) => ({ today: londonDay(now) }),
  beside: ({ db, now }) =>
    mapped(selectOwing(db), (owing) => ({ requests: standingOf(owing, instant(now)).filter(({ outstanding }) => outstanding > 0) })),
  title: 'Unpaid invoice requests',
  back,
  whole: { rows: ({ requests }) => requests, idOf: ({ reference }) => reference },
  of: ['request'],
  tableCaption: () => 'Oldest first',
  dense: true,
  columns: [
    {
      name: 'Request',
      cell: ({ reference }) => <Link href={`${home}/${reference}`}>{reference}</Link>,
      value: ({ reference }) => reference,
    },
    { name: 'State', cell: (request) => <StateTag state={stateOf(request)} /> },
    { name: 'Payer', cell: ({ payerId, payer }) => <PayerLink payerId={payerId}>{payer}</PayerLink>, value: ({ payer }) => payer },
    { name: 'School', value: (request) => eachOf(request, 'school') },
    {
      name: 'Booking',
      cell: (request, { act }) => <Bookings request={request} open={mayOpen(act)} />,
      value: (request) => eachOf(request, 'bookingReference'),
    },
    { name: 'Event', cell: ({ eventTitle }) => eventTitle, value: ({ eventTitle }) => eventTitle },
    { name: 'Event code', value: ({ eventCode }) => eventCode },
    { name: 'Purchase order number', value: (request) => eachOf(request, 'poNumber') },
    { name: 'Asked for', value: ({ askedAt }) => londonDay(askedAt) },
    { name: 'Days', numeric: true, cell: ({ age }) => sayNumber(age), value: ({ age }) => age },
    { name: 'Net', value: ({ pence }) => moneyForFiles(pence) },
    { name: 'VAT', value: ({ vatPence }) => moneyForFiles(vatPence) },
    { name: 'Total', numeric: true, cell: ({ gross }) => sayMoney(gross), value: ({ gross }) => moneyForFiles(gross) },
    { name: 'Paid', value: ({ paid }) => moneyForFiles(paid) },
    {
      name: 'Outstanding',
      numeric: true,
      cell: ({ outstanding }) => sayMoney(outstanding),
      value: ({ outstanding }) => moneyForFiles(outstanding),
    },
  ],
  above: ({ requests, today }) => (requests.length > 0 ? <UnpaidSums requests={requests} today={today} /> : null),
  none: 'Every request that has gone to the finance system is paid, or covered by a credit note.',
  file: {
    name: ({ today }) => `unpaid-requests-${today}`,
    log: (_, requests, format) => ({ act: 'unpaid_requests.exported', after: { format, requests } }),
  },
})

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

const template = templateOf({ at: '/payments', columns: markColumns, template: 'paid-marks' })

/** Requests for invoices and their payments. Mounted at /organiser/finance/invoice-requests. */
export const organiserRequestedPages = withPages(new Hono<AppEnv>(), unpaid, payments, template, request)
