import type { Act } from '#base/act.ts'
import { readCouncil } from '#base/council/store.ts'
import { councilFrom } from '#base/council.ts'
import { sayLineRule } from '#money/ledger/line.ts'
import { selectSetting, settingIn } from '#money/ledger/setting-store.ts'
import { supplierFrom } from '#money/ledger/supplier.ts'
import { creditNotesIn, selectCreditNotes } from './credit-store.ts'
import { invoicedIn, selectInvoiced } from './issue-store.ts'
import { callsIn, historyIn, type InvoiceCall, type InvoiceEvent, selectHistory, selectOpenCalls } from './list-store.ts'
import { moneyIn, selectMoney, selectWaiting, type WaitingPayment, waitingIn } from './money-store.ts'
import { type FoundInvoice, readInvoice } from './store.ts'
import type { InvoiceDetails } from './views/invoice.tsx'

export type WholeInvoice = InvoiceDetails & {
  invoice: FoundInvoice
  events: InvoiceEvent[]
  calls: InvoiceCall[]
  waiting: WaitingPayment | undefined
}

/** Everything on an invoice's page; the page must check who may see it. */
export const readWholeInvoice = async (act: Act, number: number): Promise<WholeInvoice | undefined> => {
  const invoice = await readInvoice(act.db, { number })
  if (!invoice) return undefined
  const [council, [lines, notes, money, supplier, events, calls, waiting]] = await Promise.all([
    readCouncil(act.db, councilFrom('')),
    act.db.batch([
      selectInvoiced(act.db, invoice.id),
      selectCreditNotes(act.db, invoice.id),
      selectMoney(act.db, invoice.id),
      selectSetting(act.db, 'supplier'),
      selectHistory(act.db, invoice.id),
      selectOpenCalls(act.db, invoice.id),
      selectWaiting(act.db, invoice.id),
    ]),
  ])
  return {
    invoice,
    councilName: council.name,
    supplier: supplierFrom(settingIn(supplier)?.value),
    lines: invoicedIn(lines),
    notes: creditNotesIn(notes),
    money: moneyIn(money).map((one) => ({ ...one, words: sayLineRule(JSON.parse(one.rule) as Record<string, unknown>) })),
    events: historyIn(events),
    calls: callsIn(calls),
    waiting: waitingIn(waiting),
  }
}
