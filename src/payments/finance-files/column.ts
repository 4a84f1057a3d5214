// What a column of a file may hold: fields of a ledger line, and texts between them. No field
// names a delegate or repeats a reason that somebody typed.
import { type Day, sayShortDay } from '#base/dates.ts'
import { moneyForFiles } from '#base/money.ts'
import type { Cell } from '#base/web/csv.ts'
import { grossOf, kindWords, type LineKind } from '#money/ledger/line.ts'
import type { BatchKind } from './batch.ts'

/** A line with every value a column may show. */
export type FileLine = {
  number: number
  kind: LineKind
  pence: number
  vatPence: number
  happenedOn: Day
  period: string
  reversesNumber: number | null
  payerId: string
  bookingId: string
  bookingReference: string
  /** The reference of its request; '' in a journal. */
  requestReference: string
  costCentre: string
  subjectiveCode: string
  poNumber: string
  customerNumber: string
  billingName: string
  billingAddress: string
  billingEmail: string
  school: string
  urn: string
  laestab: string
  eventCode: string
  eventTitle: string
  eventDay: Day | ''
  vatCode: string
  basisPoints: number
}

/** `Charge: Safeguarding conference, 12 Jun 2026` */
export const describeLine = (line: Pick<FileLine, 'kind' | 'eventTitle' | 'eventDay' | 'reversesNumber'>): string =>
  `${kindWords[line.kind]}: ${line.eventTitle}${line.eventDay ? `, ${sayShortDay(line.eventDay)}` : ''}${line.reversesNumber === null ? '' : `; takes back line ${line.reversesNumber}`}`

/** `20`, `17.5` */
const rateOf = (basisPoints: number): string => String(basisPoints / 100)

/** The fields a column may hold: label and cell value. */
export const fields = {
  line_number: ['Line number', (line) => line.number],
  reference: [
    'Reference: the request for an invoice, or booking and line',
    (line) => line.requestReference || `${line.bookingReference}-${line.number}`,
  ],
  date: ['Date of the line', (line) => line.happenedOn],
  period: ['Accounting period', (line) => line.period],
  cost_centre: ['Cost centre', (line) => line.costCentre],
  subjective_code: ['Subjective code', (line) => line.subjectiveCode],
  school: ['School', (line) => line.school],
  urn: ['URN', (line) => line.urn],
  laestab: ['LAESTAB', (line) => line.laestab],
  event_code: ['Event code', (line) => line.eventCode],
  event_title: ['Event', (line) => line.eventTitle],
  event_date: ['Event date', (line) => line.eventDay],
  description: ['Description', describeLine],
  net: ['Net', (line) => moneyForFiles(line.pence)],
  vat: ['VAT', (line) => moneyForFiles(line.vatPence)],
  gross: ['Gross', (line) => moneyForFiles(grossOf(line))],
  vat_code: ['VAT code', (line) => line.vatCode],
  vat_rate: ['VAT rate in per cent', (line) => (line.vatCode ? rateOf(line.basisPoints) : '')],
  debit: ['Debit: the gross sum of a charge', (line) => (grossOf(line) > 0 ? moneyForFiles(grossOf(line)) : '')],
  credit: ['Credit: the gross sum of what is credited', (line) => (grossOf(line) < 0 ? moneyForFiles(-grossOf(line)) : '')],
  po_number: ['Purchase order number', (line) => line.poNumber],
  customer_number: ['Customer number', (line) => line.customerNumber],
  billing_name: ['Billing name', (line) => line.billingName],
  billing_address: ['Billing address', (line) => line.billingAddress.replaceAll(/\s*\n\s*/g, ', ')],
  billing_email: ['Billing email', (line) => line.billingEmail],
  booking_reference: ['Booking reference', (line) => line.bookingReference],
  amount: ['Amount: the gross sum without a sign', (line) => moneyForFiles(Math.abs(grossOf(line)))],
  side: ['D for a debit, C for a credit', (line) => (grossOf(line) < 0 ? 'C' : 'D')],
  posting_key: ['Posting key: 40 for a debit, 50 for a credit', (line) => (grossOf(line) < 0 ? '50' : '40')],
} as const satisfies Record<string, readonly [words: string, cell: (line: FileLine) => Cell]>

export type Field = keyof typeof fields

export const isField = (text: string): text is Field => Object.hasOwn(fields, text)

/** Fields whose format the file sets: days, accounting months and signed sums. */
export const fieldKinds: Partial<Record<Field, 'day' | 'month' | 'sum'>> = {
  date: 'day',
  event_date: 'day',
  period: 'month',
  net: 'sum',
  vat: 'sum',
  gross: 'sum',
}

/** Fields that may be cut; a cut code or sum would be a wrong one. */
export const shortened: readonly Field[] = ['school', 'event_title', 'description', 'billing_name', 'billing_address']

/** A column: a text in which `{event_code}` stands for that field, cut to `longest` characters. */
export type Column = { heading: string; text: string; longest?: number }

export const textIn = (text: string): string[] => [...text.matchAll(/\{([^{}]*)\}/g)].map(([, name = '']) => name)

/** Replaces names in braces; unknown names stay as typed. */
export const fill = (text: string, of: (name: string) => string | undefined): string =>
  text.replaceAll(/\{([^{}]*)\}/g, (typed, name: string) => of(name) ?? typed)

/** Cuts by code points, so that no character is split. */
export const cut = (text: string, longest: number): string => [...text].slice(0, longest).join('').trimEnd()

/** Made-up lines for the preview. */
export const sampleLines = (kind: BatchKind): FileLine[] => {
  const line: FileLine = {
    number: 1204,
    kind: 'charge',
    pence: 8500,
    vatPence: 1700,
    happenedOn: '2026-05-18',
    period: '2026-05',
    reversesNumber: null,
    payerId: '',
    bookingId: '',
    bookingReference: 'K7M2PX',
    requestReference: kind === 'journal' ? '' : 'IR000012',
    costCentre: 'S1234',
    subjectiveCode: '40150',
    poNumber: 'PO-5521',
    customerNumber: '300142',
    billingName: 'Example Primary School',
    billingAddress: 'School Lane, Exampleton, EX1 1AA',
    billingEmail: 'finance@school.example',
    school: 'Example Primary School',
    urn: '100001',
    laestab: '884/2001',
    eventCode: 'H3WQ8D',
    eventTitle: 'Safeguarding conference',
    eventDay: '2026-06-12',
    vatCode: 'S',
    basisPoints: 2000,
  }
  return [line, { ...line, number: 1219, kind: 'credit', pence: -8500, vatPence: -1700, happenedOn: '2026-05-29', reversesNumber: 1204 }]
}
