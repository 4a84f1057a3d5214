import { Button, Choices, type Problems, TextArea, TextField } from '#base/web/field.tsx'
import { ErrorSummary, Heading, P, Page, Title } from '#base/web/page-parts.tsx'
import type { Supplier } from '#money/ledger/supplier.ts'
import { reminderSteps, stepWords } from '../invoice.ts'

export const SettingsPage = ({
  supplier,
  days,
  wait,
  remind,
  withStripe,
  problems,
}: {
  supplier: Supplier
  /** As typed. */
  days: string
  wait: string
  remind: readonly string[]
  withStripe: boolean
  problems?: Problems | undefined
}) => (
  <Page>
    <ErrorSummary problems={problems} />
    <Title>Invoice settings</Title>
    <form method="post" action="/organiser/finance/invoice-settings/supplier" novalidate>
      <Heading>The council as a supplier</Heading>
      <P>Invoices, receipts and statements say this. A change holds for everything that is shown from then on.</P>
      <TextField name="name" label="Name" value={supplier.name} problems={problems} />
      <TextArea
        name="address"
        label="Address"
        hint="Leave it empty if it is the council’s postal address."
        value={supplier.address}
        problems={problems}
        rows={4}
      />
      <TextField
        name="vatNumber"
        label="VAT registration number"
        hint="For example: GB 123 4567 89. A VAT invoice must have it."
        value={supplier.vatNumber}
        problems={problems}
        width={20}
      />
      <TextField name="email" label="Email for questions about invoices" type="email" value={supplier.email} problems={problems} />
      <TextArea
        name="bankNote"
        label="How else to pay"
        hint="Said only where an invoice has no account of its own to pay to."
        value={supplier.bankNote}
        problems={problems}
        rows={3}
      />
      <Button>Save the council’s details</Button>
    </form>
    {withStripe ? (
      <form method="post" action="/organiser/finance/invoice-settings/stripe" novalidate>
        <Heading>Invoices through Stripe</Heading>
        <TextField
          name="daysUntilDue"
          label="Days until an invoice is due"
          hint="Holds for invoices that are issued from now on."
          value={days}
          problems={problems}
          width={3}
          inputmode="numeric"
        />
        <TextField
          name="waitDays"
          label="Days to wait for a purchase order number"
          hint="An invoice without one is issued after these days, or as soon as the school has given it."
          value={wait}
          problems={problems}
          width={3}
          inputmode="numeric"
        />
        <Choices
          type="checkboxes"
          name="remind"
          label="Remind of an invoice that is not paid"
          problems={problems}
          values={remind}
          options={reminderSteps.map((step) => ({ value: step, text: stepWords[step] }))}
        />
        <Button>Save for invoices through Stripe</Button>
      </form>
    ) : null}
  </Page>
)
