// Starting shapes for journals. They follow common import files of these systems; every council's
// set-up differs, so finance checks and changes them.
import type { Column, Field } from './column.ts'
import { type FileFormat, usualFormat } from './file-format.ts'

export const shapes = ['unit4', 'oracle', 'sap'] as const
export type Shape = (typeof shapes)[number]

export const shapeWords: Record<Shape, string> = { unit4: 'Unit4', oracle: 'Oracle', sap: 'SAP' }

const of = (heading: string, field: Field, longest?: number): Column => ({ heading, field, ...(longest ? { longest } : {}) })
const text = (heading: string, words: string, longest?: number): Column => ({ heading, text: words, ...(longest ? { longest } : {}) })

export const shapeOf: Record<Shape, { columns: readonly Column[]; format: FileFormat }> = {
  unit4: {
    columns: [
      ...[text('Voucher type', 'GL'), text('Transaction type', 'GL'), of('Account', 'subjective_code'), of('Dim 1', 'cost_centre')],
      ...[of('Dim 2', 'event_code'), of('Tax code', 'vat_code'), text('Currency', 'GBP'), of('Amount', 'gross')],
      ...[
        text('Description', '{event_title} {school}', 50),
        of('Transaction date', 'date'),
        of('Period', 'period'),
        of('Reference', 'reference'),
      ],
    ],
    format: { ...usualFormat, dates: 'slashes', periods: 'financial_from', plain: true, twoSided: true },
  },
  oracle: {
    columns: [
      ...[
        text('Status', 'NEW'),
        of('Accounting date', 'date'),
        text('Source', 'Muster'),
        text('Category', 'Recharge'),
        text('Currency', 'GBP'),
      ],
      ...[text('Actual flag', 'A'), of('Segment 1', 'cost_centre'), of('Segment 2', 'subjective_code'), of('Entered debit', 'debit')],
      ...[
        of('Entered credit', 'credit'),
        of('Period name', 'period'),
        of('Reference', 'reference'),
        text('Line description', '{event_title} {school}', 100),
      ],
    ],
    format: { ...usualFormat, dates: 'year_slashes', periods: 'month_name', plain: true, twoSided: true, headings: false },
  },
  sap: {
    columns: [
      ...[
        of('Document date', 'date'),
        of('Posting date', 'date'),
        text('Document type', 'SA'),
        text('Currency', 'GBP'),
        of('Period', 'period'),
      ],
      ...[of('Posting key', 'posting_key'), of('Account', 'subjective_code'), of('Cost centre', 'cost_centre'), of('Amount', 'amount')],
      ...[of('Tax code', 'vat_code'), of('Assignment', 'booking_reference'), text('Text', '{event_title} {school}', 50)],
    ],
    format: { ...usualFormat, separator: 'semicolon', dates: 'dots', periods: 'financial_month', plain: true, twoSided: true },
  },
}
