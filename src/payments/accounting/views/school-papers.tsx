import { sayDay } from '#base/dates.ts'
import { sayMoney } from '#base/money.ts'
import { Button, type Problems, TextArea } from '#base/web/field.tsx'
import { ErrorSummary, P, Page, SummaryList, Title } from '#base/web/page-parts.tsx'
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
  <Page>
    <ErrorSummary problems={problems} />
    <Title>We do not agree with this charge</Title>
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
        problems={problems}
      />
      <P>Nobody asks you for this charge until the council has looked at it. You can take it back.</P>
      <Button>Tell the council</Button>
    </form>
  </Page>
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
    <Title>
      <span class="govuk-caption-l">{council.name}</span>
      Receipt {receipt.number}
    </Title>
    {receipt.takenBack ? (
      <P>
        <strong>This receipt no longer holds.</strong> {sayLineRule(JSON.parse(receipt.takenBack) as LineRule)}.
      </P>
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
    <P>This is a receipt and no VAT invoice. VAT is stated for each charge on the page of the booking and on the statement.</P>
    {council.contactEmail ? <P>Questions: {council.contactEmail}.</P> : null}
  </div>
)
