import { type Instant, sayInstant } from '#base/dates.ts'
import { sayMoney } from '#base/money.ts'
import { P, Table } from '#base/web/page-parts.tsx'

/** What a school's new purchase order number changes, and what not. */
export const AboutPo = ({ givenPo }: { givenPo: string }) => (
  <>
    <P>
      The invoice stands, with its sums and the day by which to pay. The new number is on its page here, which you can print, and in
      reminders; what Stripe has sent keeps the old one. If you need it there too, ask the council to issue the invoice again.
    </P>
    <P>{givenPo ? `The number is ${givenPo} now.` : 'No number is given now.'}</P>
  </>
)

export const AboutPayment = ({ outstanding }: { outstanding: number }) => (
  <P>
    Only for money that came without Stripe: to the council’s own account, by cheque or by transfer between departments. What comes through
    Stripe is recorded by itself. {sayMoney(outstanding)} is to be paid; only the whole of it can be recorded here.
  </P>
)

export const AboutVoiding = ({ number }: { number: string }) => (
  <P>
    {number} becomes void at Stripe and here. What it charges and is still owed goes on a new invoice with the next number, with the payer’s
    name, address and purchase order number as they are now. The payer is written to.
  </P>
)

type HistoryProps = {
  events: readonly { at: Instant; words: string; who: string | null }[]
  calls: readonly { words: string; state: 'queued' | 'failed'; lastError: string | null }[]
}

export const HistoryOfInvoice = ({ events, calls }: HistoryProps) => (
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
