import type { Act } from '#base/act.ts'
import { atomically } from '#base/db/atomically.ts'
import { logged } from '#base/log/store.ts'
import { saveSetting } from '#money/ledger/setting-store.ts'
import type { Supplier } from '#money/ledger/supplier.ts'
import type { InvoiceSetting } from './setting.ts'

/** Finance says who supplies: from now on every invoice, receipt and statement names it. What was said before is kept. */
export const saveSupplier = async (act: Act, supplier: Supplier): Promise<void> => {
  await atomically(act.db, [
    ...saveSetting(act, 'supplier', supplier),
    logged(act, { act: 'setting.changed', subject: ['money_setting', 'supplier'] }),
  ])
}

/** Holds for invoices that are issued from now on; those that are out keep their day. */
export const saveInvoiceSetting = async (act: Act, setting: InvoiceSetting): Promise<void> => {
  await atomically(act.db, [
    ...saveSetting(act, 'stripe_invoice', setting),
    logged(act, { act: 'setting.changed', subject: ['money_setting', 'stripe_invoice'], after: setting }),
  ])
}
