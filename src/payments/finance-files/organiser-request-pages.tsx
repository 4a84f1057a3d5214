import { Hono } from 'hono'
import { sayChanged } from '#base/changed.ts'
import { instant, londonDay } from '#base/dates.ts'
import { mapped } from '#base/db/read.ts'
import { listImport } from '#base/list/import.tsx'
import { list } from '#base/list/list.tsx'
import { moneyForFiles, sayMoney } from '#base/money.ts'
import type { AppEnv } from '#base/web/env.ts'
import { form } from '#base/web/fields.tsx'
import { page, withPages } from '#base/web/page.tsx'
import { Link } from '#base/web/page-parts.tsx'
import { type Asked, gone, press } from '#base/web/press.tsx'
import { sayNumber } from '#base/words.ts'
import { paidFields } from './forms.ts'
import { markColumns, mostMarks, readPaid } from './mark.ts'
import { importPaidMarks, markPaid, planPaidMarks } from './mark-paid.ts'
import { eachOf, standingOf, stateOf } from './request.ts'
import { selectOwing, selectRequest } from './request-store.ts'
import { markCells, markHeads, markNote, sumOf } from './views/marks.tsx'
import { markRefusals } from './views/refusals.tsx'
import { Bookings, RequestPage, UnpaidSums } from './views/requests.tsx'
import { mayOpen, PayerLink, paths, StateTag, sayImported, sayRecorded, titles } from './views/words.tsx'

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

const payments = listImport({
  at: '/payments',
  path: `${home}/payments`,
  title: 'Import what was paid',
  back,
  about:
    'Each row is a payment that the finance system received for a request. You see what would be recorded before anything is saved, and the same file imported twice records each payment once. Columns with other headings are left alone.',
  columns: markColumns,
  template: 'paid-marks',
  needs: 'the columns reference, amount, date and payment reference',
  most: mostMarks,
  asksSource: false,
  plan: (act, { text }) => planPaidMarks(act, text),
  as: (_, planned) => `as payments, ${sayMoney(sumOf(planned))} in all`,
  heads: markHeads,
  cells: markCells,
  note: markNote,
  save: importPaidMarks,
  saved: sayImported,
  to: () => home,
})

/** Requests for invoices and their payments. Mounted at /organiser/finance/invoice-requests. */
export const organiserRequestedPages = withPages(new Hono<AppEnv>(), unpaid, payments, request)
