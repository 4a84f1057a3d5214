import type { Child } from 'hono/jsx'
import { Heading, P } from '#base/web/page-parts.tsx'

/** @param stripe nothing without Stripe keys */
export const SettingsPage = ({ supplier, stripe }: { supplier: Child; stripe: Child }) => (
  <>
    <Heading>The council as a supplier</Heading>
    <P>Invoices, receipts and statements say this. A change holds for everything that is shown from then on.</P>
    {supplier}
    {stripe ? (
      <>
        <Heading>Invoices through Stripe</Heading>
        {stripe}
      </>
    ) : null}
  </>
)
