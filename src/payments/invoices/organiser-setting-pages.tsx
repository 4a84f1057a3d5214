import { Hono } from 'hono'
import { together } from '#base/db/read.ts'
import type { AppEnv } from '#base/web/env.ts'
import { withStripe } from '#base/web/guard.ts'
import { page, withPages } from '#base/web/page.tsx'
import { press } from '#base/web/press.tsx'
import { selectSetting } from '#money/ledger/setting-store.ts'
import { type Supplier, supplierFrom } from '#money/ledger/supplier.ts'
import { settingForm, supplierForm } from './forms.ts'
import { saveInvoiceSetting, saveSupplier } from './save-setting.ts'
import { type InvoiceSetting, invoiceSettingFrom } from './setting.ts'
import { SettingsPage } from './views/settings.tsx'

const path = '/organiser/finance/invoice-settings'

const supplier = press({
  at: '/invoice-settings/supplier',
  form: supplierForm,
  filled: (supplier: Supplier) => supplier,
  button: 'Save the council’s details',
  act: saveSupplier,
  refused: {},
  done: 'The council’s details are saved',
  to: path,
})

const stripe = press({
  at: '/invoice-settings/stripe',
  form: settingForm,
  filled: ({ daysUntilDue, waitDays, remind }: InvoiceSetting) => ({ daysUntilDue: `${daysUntilDue}`, waitDays: `${waitDays}`, remind }),
  button: 'Save for invoices through Stripe',
  act: saveInvoiceSetting,
  refused: {},
  done: 'Saved for invoices that are issued from now on',
  to: path,
})

const settings = page({
  at: '/invoice-settings',
  read: ({ db }) => together({ supplier: selectSetting(db, 'supplier'), stripe: selectSetting(db, 'stripe_invoice') }),
  title: 'Invoice settings',
  back: { href: '/organiser/finance', text: 'Money' },
  presses: { supplier, stripe },
  show: (stored, forms, { act }) => (
    <SettingsPage
      supplier={forms.supplier(supplierFrom(stored.supplier?.value))}
      stripe={act.stripe ? forms.stripe(invoiceSettingFrom(stored.stripe?.value)) : null}
    />
  ),
})

/** The supplier's details and how Stripe invoices are sent. Mounted at /organiser/finance. */
export const organiserInvoiceSettingPages = withPages(new Hono<AppEnv>().use('/invoice-settings/stripe', withStripe), settings)
