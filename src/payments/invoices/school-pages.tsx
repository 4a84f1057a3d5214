import { Hono } from 'hono'
import { actsFor } from '#base/act.ts'
import { mapped } from '#base/db/read.ts'
import { notFound } from '#base/errors.ts'
import type { AppEnv } from '#base/web/env.ts'
import { withStripe } from '#base/web/guard.ts'
import { page, question, withPages } from '#base/web/page.tsx'
import { P } from '#base/web/page-parts.tsx'
import type { Asked } from '#base/web/press.tsx'
import { selectSchoolName } from '#schools/schools/store.ts'
import { changePo } from './change-order-number.ts'
import { poForm } from './forms.ts'
import { invoiceNumber, isOpen, readInvoiceNumber } from './invoice.ts'
import { readInvoicesOf } from './list-store.ts'
import { schoolInvoicePath } from './notify-payer.ts'
import { readWholeInvoice } from './read-invoice.ts'
import { type FoundInvoice, selectInvoice } from './store.ts'
import { AboutPo } from './views/act.tsx'
import { InvoicePage } from './views/invoice.tsx'
import { SchoolInvoicesPage } from './views/list.tsx'
import { poRefusals } from './views/refusals.tsx'

const school = '/:schoolId{[0-9a-f]{8}-[0-9a-f-]{27}}/money/invoices'

/** The invoice of the address, if it is the school's own and has been sent. */
const readOwn = ({ db, part }: Asked) =>
  mapped(selectInvoice(db, { number: readInvoiceNumber(part('number')) ?? 0 }), (found) =>
    found?.schoolId === part('schoolId') && (found.sentAt !== null || found.state !== 'draft') ? found : undefined,
  )

const mayChangePo = (invoice: FoundInvoice): boolean => isOpen(invoice.state) && !invoice.voiding

const invoices = page({
  at: school,
  read: ({ db, part }) => selectSchoolName(db, part('schoolId')),
  also: async (act, _, { part }) => ({ schoolId: part('schoolId'), invoices: await readInvoicesOf(act, part('schoolId')) }),
  title: 'Invoices',
  caption: ({ name }) => name,
  back: ({ schoolId }) => ({ href: `/school/${schoolId}/money`, text: 'What we owe' }),
  wide: true,
  show: ({ schoolId, invoices }) => <SchoolInvoicesPage schoolId={schoolId} invoices={invoices} />,
})

const invoicePage = page({
  at: `${school}/:number`,
  read: readOwn,
  also: readWholeInvoice,
  title: ({ number }) => `Invoice ${invoiceNumber(number)}`,
  heading: ({ number }) => invoiceNumber(number),
  caption: ({ supplier }) => (supplier.vatNumber ? 'VAT invoice' : 'Invoice'),
  back: ({ schoolId }) => ({ href: `/school/${schoolId}/money/invoices`, text: 'Invoices' }),
  wide: true,
  show: ({ invoice, ...details }) => (
    <InvoicePage details={{ ...details, invoice }}>
      <div class="govuk-button-group">
        {mayChangePo(invoice) && invoice.hostedUrl ? (
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
    </InvoicePage>
  ),
})

const po = question({
  at: `${school}/:number/po`,
  read: readOwn,
  title: ({ number }) => `Purchase order number of ${invoiceNumber(number)}`,
  heading: ({ number }) => `Change the purchase order number of ${invoiceNumber(number)}`,
  back: (invoice) => ({ href: schoolInvoicePath(invoice), text: invoiceNumber(invoice.number) }),
  above: ({ givenPo }) => <AboutPo givenPo={givenPo} />,
  form: poForm,
  button: 'Save the number',
  or: (invoice) => ({ href: schoolInvoicePath(invoice), text: 'Leave it as it is' }),
  act: (act, { poNumber }, { subject }) => changePo(act, { id: subject.id, poNumber }),
  refused: poRefusals,
  done: 'The number is saved, and the invoice stands',
  to: ({ part }) => `/school/${part('schoolId')}/money/invoices/${part('number')}`,
})

/** A school's own invoices; 404 without Stripe keys. Mounted at /school. */
export const schoolInvoicePages = withPages(
  new Hono<AppEnv>().use(`${school}/*`, withStripe).use(`${school}/*`, async (c, next) => {
    if (!actsFor(c.var.act.actor, c.req.param('schoolId'))) throw notFound('school')
    await next()
  }),
  invoices,
  invoicePage,
  po,
)
