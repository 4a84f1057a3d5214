import { type Context, Hono } from 'hono'
import { actsFor } from '#base/act.ts'
import { notFound } from '#base/errors.ts'
import type { AppEnv } from '#base/web/env.ts'
import type { Problems } from '#base/web/field.tsx'
import { flash } from '#base/web/flash.ts'
import { problemsOf, typedOf } from '#base/web/form.ts'
import { P } from '#base/web/page-parts.tsx'
import { changePo } from './change-order-number.ts'
import { poForm } from './forms.ts'
import { invoiceNumber, isOpen, readInvoiceNumber } from './invoice.ts'
import { invoicesOfSchool, schoolNameOf } from './list-store.ts'
import { schoolInvoicePath } from './notify-payer.ts'
import { readWholeInvoice } from './read-invoice.ts'
import { type FoundInvoice, readInvoice } from './store.ts'
import { PoPage } from './views/act.tsx'
import { InvoicePage } from './views/invoice.tsx'
import { SchoolInvoicesPage } from './views/list.tsx'
import { poRefusals } from './views/refusals.tsx'

type C = Context<AppEnv>

const school = '/:schoolId{[0-9a-f]{8}-[0-9a-f-]{27}}/money/invoices'

/** The invoice of the address, if it is the school's own and has been sent. */
const mayBeSeen = (c: C, invoice: FoundInvoice | undefined): invoice is FoundInvoice =>
  invoice !== undefined &&
  invoice.schoolId === c.req.param('schoolId') &&
  actsFor(c.var.act.actor, invoice.schoolId) &&
  (invoice.sentAt !== null || invoice.state !== 'draft')

const numberOf = (c: C): number => readInvoiceNumber(c.req.param('number') ?? '') ?? 0

const invoiceOf = async (c: C): Promise<FoundInvoice> => {
  const found = await readInvoice(c.env.DB, { number: numberOf(c) })
  if (!mayBeSeen(c, found)) throw notFound('invoice')
  return found
}

const mayChangePo = (invoice: FoundInvoice): boolean => isOpen(invoice.state) && !invoice.voiding

const showPo = (c: C, invoice: FoundInvoice, typed: string, problems?: Problems) =>
  c.render(
    <PoPage
      number={invoiceNumber(invoice.number)}
      was={invoice.givenPo}
      typed={typed}
      back={schoolInvoicePath(invoice)}
      problems={problems}
    />,
    {
      title: `Purchase order number of ${invoiceNumber(invoice.number)}`,
      back: { href: schoolInvoicePath(invoice), text: invoiceNumber(invoice.number) },
      hasProblems: problems !== undefined,
    },
  )

/** A school's own invoices; 404 without Stripe keys. Mounted at /school. */
export const schoolInvoicePages = new Hono<AppEnv>()
  .use(`${school}/*`, async (c, next) => {
    if (!c.var.act.stripe) throw notFound('page')
    await next()
  })
  .get(school, async (c) => {
    const { act } = c.var
    const schoolId = c.req.param('schoolId')
    const name = actsFor(act.actor, schoolId) ? await schoolNameOf(act.db, schoolId) : undefined
    if (name === undefined) throw notFound('school')
    return c.render(<SchoolInvoicesPage schoolId={schoolId} schoolName={name} invoices={await invoicesOfSchool(act, schoolId)} />, {
      title: 'Invoices',
      back: { href: `/school/${schoolId}/money`, text: 'What we owe' },
    })
  })
  .get(`${school}/:number`, async (c) => {
    const found = await readWholeInvoice(c.var.act, numberOf(c))
    const invoice = found?.invoice
    if (!found || !mayBeSeen(c, invoice)) throw notFound('invoice')
    return c.render(
      <InvoicePage details={found}>
        <div class="govuk-button-group">
          {isOpen(invoice.state) && !invoice.voiding && invoice.hostedUrl ? (
            <a class="govuk-button" href={invoice.hostedUrl}>
              Pay online
            </a>
          ) : null}
          {mayChangePo(invoice) ? (
            <a class="govuk-button govuk-button--secondary" href={`${schoolInvoicePath(invoice)}/po`}>
              Change the purchase order number
            </a>
          ) : null}
        </div>
        <P>To keep it as a PDF, print this page and choose “Save as PDF”.</P>
      </InvoicePage>,
      {
        title: `Invoice ${invoiceNumber(invoice.number)}`,
        back: { href: `/school/${invoice.schoolId}/money/invoices`, text: 'Invoices' },
      },
    )
  })
  .get(`${school}/:number/po`, async (c) => showPo(c, await invoiceOf(c), ''))
  .post(`${school}/:number/po`, async (c) => {
    const invoice = await invoiceOf(c)
    const form = await c.req.parseBody({ all: true })
    const typed = String(typedOf(form, ['poNumber'])['poNumber'])
    const read = poForm.safeParse(form)
    if (!read.success) {
      c.status(422)
      return showPo(c, invoice, typed, problemsOf(read.error))
    }
    const changed = await changePo(c.var.act, { id: invoice.id, poNumber: read.data.poNumber })
    if (!changed.ok) {
      c.status(409)
      return showPo(c, invoice, typed, { poNumber: poRefusals[changed.reason] })
    }
    flash(c, 'The number is saved, and the invoice stands')
    return c.redirect(schoolInvoicePath(invoice), 303)
  })
