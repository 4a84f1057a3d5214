import type { Act } from '#base/act.ts'
import { readCouncil } from '#base/council/store.ts'
import { councilFrom } from '#base/council.ts'
import { readTogether } from '#base/db/read.ts'
import { sayLineRule } from '#money/ledger/line.ts'
import { selectSetting } from '#money/ledger/setting-store.ts'
import { namedSupplier, supplierFrom } from '#money/ledger/supplier.ts'
import { selectCreditNotes } from './credit-store.ts'
import { selectInvoiced } from './issue-store.ts'
import { type InvoiceCall, type InvoiceEvent, selectHistory, selectOpenCalls } from './list-store.ts'
import { selectMoney, selectWaiting, type WaitingPayment } from './money-store.ts'
import type { FoundInvoice } from './store.ts'
import type { InvoiceDetails } from './views/invoice.tsx'

export type WholeInvoice = InvoiceDetails & {
  invoice: FoundInvoice
  events: InvoiceEvent[]
  calls: InvoiceCall[]
  waiting: WaitingPayment | undefined
}

/** What else is on an invoice's page; the page must check who may see it. */
export const readWholeInvoice = async (act: Act, invoice: FoundInvoice): Promise<WholeInvoice> => {
  const [council, { money, supplier, ...whole }] = await Promise.all([
    readCouncil(act.db, councilFrom('')),
    readTogether(act.db, {
      lines: selectInvoiced(act.db, invoice.id),
      notes: selectCreditNotes(act.db, invoice.id),
      money: selectMoney(act.db, invoice.id),
      supplier: selectSetting(act.db, 'supplier'),
      events: selectHistory(act.db, invoice.id),
      calls: selectOpenCalls(act.db, invoice.id),
      waiting: selectWaiting(act.db, invoice.id),
    }),
  ])
  return {
    invoice,
    ...whole,
    supplier: namedSupplier(supplierFrom(supplier?.value), council),
    money: money.map((line) => ({ ...line, words: sayLineRule(JSON.parse(line.rule) as Record<string, unknown>) })),
  }
}
