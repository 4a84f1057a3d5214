import type { Act } from '#base/act.ts'
import { atomically } from '#base/db/atomically.ts'
import { logged } from '#base/log/store.ts'
import { saveSetting } from '#money/ledger/setting-store.ts'
import type { Supplier } from '#money/ledger/supplier.ts'
import type { InvoiceSetting } from './setting.ts'

/** Earlier papers keep the details they had. */
export const saveSupplier = (act: Act, supplier: Supplier) =>
  atomically(act.db, [
    ...saveSetting(act, 'supplier', supplier),
    logged(act, { act: 'setting.changed', subject: ['money_setting', 'supplier'] }),
  ])

/** Applies to invoices issued from now on; sent ones keep their due date. */
export const saveInvoiceSetting = (act: Act, setting: InvoiceSetting) =>
  atomically(act.db, [
    ...saveSetting(act, 'stripe_invoice', setting),
    logged(act, { act: 'setting.changed', subject: ['money_setting', 'stripe_invoice'], after: setting }),
  ])
