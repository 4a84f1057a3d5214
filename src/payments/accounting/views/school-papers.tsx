import { sayDay } from '#base/dates.ts'
import { sayMoney } from '#base/money.ts'
import { Button, type Problems, TextArea } from '#base/web/field.tsx'
import { ErrorSummary, SummaryList } from '#base/web/page-parts.tsx'
import { kindWords, type LineRule, routeWords, sayLineRule } from '#money/ledger/line.ts'
import type { Route } from '#money/payers/payer.ts'
import type { AccountLine } from '../account.ts'
import { Sum } from './parts.tsx'

export type ShownReceipt = {
  number: number
  pence: number
  happenedOn: string
  reference: string | null
  eventTitle: string | null
  takenBack: string | null
}

export const DisputePage = ({
  line,
  id,
  typed,
  problems,
}: {
  line: AccountLine
  id: string
  typed: string
  problems?: Problems | undefined
}) => (
  <div class="govuk-grid-row">
    <div class="govuk-grid-column-two-thirds">
      <ErrorSummary problems={problems} />
      <h1 class="govuk-heading-l">We do not agree with this charge</h1>
      <SummaryList
        rows={[
          ['Charge', kindWords[line.kind]],
          ['Total', <Sum {...line} />],
          ['Booking', `${line.reference}, ${line.eventTitle}`],
          ['Charged on', sayDay(line.happenedOn)],
          ['Rule', sayLineRule(line.rule)],
        ]}
      />
      <form method="post" novalidate>
        <input type="hidden" name="id" value={id} />
        <TextArea
          name="words"
          label="Why does your school not agree?"
          labelClass="govuk-label--m"
          hint="Finance at the council reads this. Do not name children, and do not write about anybody’s health."
          value={typed}
          {...(problems ? { problems } : {})}
        />
        <p class="govuk-body">Nobody asks you for this charge until the council has looked at it. You can take it back.</p>
        <Button>Tell the council</Button>
      </form>
    </div>
  </div>
)

export const ReceiptPage = ({
  receipt,
  school,
  council,
}: {
  receipt: ShownReceipt & { route: string; reason: string; source: string; payerKind: 'school' | 'trust' }
  school: { name: string; trustName: string | null }
  council: { name: string; contactEmail: string }
}) => (
  <div class="muster-paper">
    <h1 class="govuk-heading-l">
      <span class="govuk-caption-l">{council.name}</span>
      Receipt {receipt.number}
    </h1>
    {receipt.takenBack ? (
      <p class="govuk-body">
        <strong>This receipt no longer holds.</strong> {sayLineRule(JSON.parse(receipt.takenBack) as LineRule)}.
      </p>
    ) : null}
    <SummaryList
      rows={[
        ['Received from', receipt.payerKind === 'trust' ? (school.trustName ?? 'The trust') : school.name],
        ['Amount', sayMoney(receipt.pence)],
        ['Received on', sayDay(receipt.happenedOn)],
        ['For', receipt.reference ? `Booking ${receipt.reference}, ${receipt.eventTitle ?? ''}` : 'On account'],
        ['Paid by', receipt.source.startsWith('stripe:') && receipt.route === 'card' ? 'Card' : routeWords[receipt.route as Route]],
        ['Reference', receipt.reason],
      ]}
    />
    <p class="govuk-body">
      This is a receipt and no VAT invoice. VAT is stated for each charge on the page of the booking and on the statement.
    </p>
    {council.contactEmail ? <p class="govuk-body">Questions: {council.contactEmail}.</p> : null}
  </div>
)
