import { type Context, Hono } from 'hono'
import { notFound } from '#base/errors.ts'
import type { AppEnv } from '#base/web/env.ts'
import type { Problems } from '#base/web/field.tsx'
import { flash } from '#base/web/flash.ts'
import { problemsOf, typedOf } from '#base/web/form.ts'
import { readSetting, readSupplier } from '#money/ledger/setting-store.ts'
import type { Supplier } from '#money/ledger/supplier.ts'
import { settingForm, supplierFields, supplierForm } from './forms.ts'
import { saveInvoiceSetting, saveSupplier } from './save-setting.ts'
import { invoiceSettingFrom } from './setting.ts'
import { SettingsPage } from './views/settings.tsx'

type C = Context<AppEnv>

const path = '/organiser/finance/invoice-settings'

const show = async (c: C, typed: { supplier?: Supplier; days?: string; wait?: string; remind?: string[] } = {}, problems?: Problems) => {
  const [supplier, stored] = await Promise.all([readSupplier(c.env.DB), readSetting(c.env.DB, 'stripe_invoice')])
  const setting = invoiceSettingFrom(stored?.value)
  return c.render(
    <SettingsPage
      supplier={typed.supplier ?? supplier}
      days={typed.days ?? String(setting.daysUntilDue)}
      wait={typed.wait ?? String(setting.waitDays)}
      remind={typed.remind ?? setting.remind}
      withStripe={c.var.act.stripe !== undefined}
      problems={problems}
    />,
    { title: 'Invoice settings', back: { href: '/organiser/finance', text: 'Money' }, hasProblems: problems !== undefined },
  )
}

/**
 * The supplier's details and how Stripe invoices are sent. Mounted at
 * /organiser/finance/invoice-settings.
 */
export const organiserInvoiceSettingPages = new Hono<AppEnv>()
  .get('/', (c) => show(c))
  .post('/supplier', async (c) => {
    const form = await c.req.parseBody({ all: true })
    const read = supplierForm.safeParse(form)
    if (!read.success) {
      c.status(422)
      return show(c, { supplier: typedOf(form, supplierFields) as Supplier }, problemsOf(read.error))
    }
    await saveSupplier(c.var.act, read.data)
    flash(c, 'The council’s details are saved')
    return c.redirect(path, 303)
  })
  .post('/stripe', async (c) => {
    if (!c.var.act.stripe) throw notFound('page')
    const form = await c.req.parseBody({ all: true })
    const read = settingForm.safeParse(form)
    if (!read.success) {
      c.status(422)
      const remind = [form['remind']].flat().filter((one) => typeof one === 'string')
      const days = typedOf(form, ['daysUntilDue', 'waitDays'])
      return show(c, { days: String(days['daysUntilDue']), wait: String(days['waitDays']), remind }, problemsOf(read.error))
    }
    await saveInvoiceSetting(c.var.act, read.data)
    flash(c, 'Saved for invoices that are issued from now on')
    return c.redirect(path, 303)
  })
