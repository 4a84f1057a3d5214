// How finance filters invoices.
import { type InvoiceState, stateWords } from './invoice.ts'

export const filterStates = ['', 'unpaid', 'draft', 'sent', 'overdue', 'paid', 'overpaid', 'void', 'uncollectible'] as const
export type FilterState = (typeof filterStates)[number]
export type InvoiceFilter = { state: FilterState; search: string }

export const filterWords: Record<FilterState, string> = {
  '': 'All',
  unpaid: 'Not paid: sent, overdue or uncollectible',
  overpaid: 'Paid, and something is to go back',
  ...(stateWords satisfies Record<InvoiceState, string>),
}
