import type { Instant } from '#base/dates.ts'
import { sayInstant } from '#base/dates.ts'
import { sayMoney } from '#base/money.ts'
import { Button, type Problems, TextField } from '#base/web/field.tsx'
import { ErrorSummary, Link, P, Page, Table, Title } from '#base/web/page-parts.tsx'

/** A school changes the purchase order number of an unpaid invoice. */
export const PoPage = ({
  number,
  was,
  typed,
  back,
  problems,
}: {
  number: string
  was: string
  typed: string
  back: string
  problems?: Problems | undefined
}) => (
  <Page>
    <ErrorSummary problems={problems} />
    <Title>Change the purchase order number of {number}</Title>
    <P>
      The invoice stands, with its sums and the day by which to pay. The new number is on its page here, which you can print, and in
      reminders; what Stripe has sent keeps the old one. If you need it there too, ask the council to issue the invoice again.
    </P>
    <P>{was ? `The number is ${was} now.` : 'No number is given now.'}</P>
    <form method="post" novalidate>
      <TextField name="poNumber" label="New purchase order number" value={typed} problems={problems} width={20} />
      <div class="govuk-button-group">
        <Button>Save the number</Button>
        <Link href={back}>Leave it as it is</Link>
      </div>
    </form>
  </Page>
)

/** Finance records that an invoice was paid elsewhere. */
export const PaidPage = ({
  number,
  outstanding,
  typed,
  back,
  problems,
}: {
  number: string
  outstanding: number
  typed: Record<string, string>
  back: string
  problems?: Problems | undefined
}) => (
  <Page>
    <ErrorSummary problems={problems} />
    <Title>Record that {number} was paid elsewhere</Title>
    <P>
      Only for money that came without Stripe: to the council’s own account, by cheque or by transfer between departments. What comes
      through Stripe is recorded by itself. {sayMoney(outstanding)} is to be paid; only the whole of it can be recorded here.
    </P>
    <form method="post" novalidate>
      <TextField name="pounds" label="Amount in pounds" value={typed['pounds']} problems={problems} width={10} />
      <TextField
        name="reference"
        label="Reference under which it came"
        hint="For example: BACS 20 May, line 17"
        value={typed['reference']}
        problems={problems}
      />
      <TextField name="happenedOn" label="Day on which it came" type="date" value={typed['happenedOn']} problems={problems} />
      <div class="govuk-button-group">
        <Button>Record the payment</Button>
        <Link href={back}>It was not paid</Link>
      </div>
    </form>
  </Page>
)

/** Finance has an invoice voided and issued again. */
export const AgainPage = ({ number, back, problem }: { number: string; back: string; problem?: string | undefined }) => (
  <Page>
    <Title>Void {number} and issue it again?</Title>
    {problem ? <p class="govuk-inset-text">{problem}</p> : null}
    <P>
      {number} becomes void at Stripe and here. What it charges and is still owed goes on a new invoice with the next number, with the
      payer’s name, address and purchase order number as they are now. Whoever pays is written to.
    </P>
    <form method="post">
      <div class="govuk-button-group">
        <Button kind="warning">Void it and issue it again</Button>
        <Link href={back}>Leave it as it is</Link>
      </div>
    </form>
  </Page>
)

/** An invoice's history, and its unfinished calls to Stripe. */
export const HistoryOfInvoice = ({
  events,
  calls,
}: {
  events: readonly { at: Instant; words: string; who: string | null }[]
  calls: readonly { words: string; state: 'queued' | 'failed'; lastError: string | null }[]
}) => (
  <>
    {calls.length > 0 ? (
      <Table
        caption="Not done at Stripe yet"
        columns={['What', 'State', 'What Stripe said']}
        rows={calls.map((call) => [call.words, call.state === 'failed' ? 'Refused' : 'Being tried', call.lastError ?? ''])}
      />
    ) : null}
    <Table
      caption="What has happened"
      columns={['When', 'What', 'Who']}
      rows={events.map((event) => [sayInstant(event.at), event.words, event.who ?? 'By itself'])}
    />
  </>
)
