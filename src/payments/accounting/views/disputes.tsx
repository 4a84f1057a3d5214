import { sayInstant } from '#base/dates.ts'
import { Button, type Problems, TextArea } from '#base/web/field.tsx'
import { ErrorSummary, Link, P, Page, SummaryList, Table, Title } from '#base/web/page-parts.tsx'
import { outcomeWords } from '#money/ledger/dispute.ts'
import { kindWords, type LineKind } from '#money/ledger/line.ts'
import { money, Sum } from './parts.tsx'

type ShownDispute = {
  id: string
  lineNumber: number
  words: string
  raisedAt: string
  raisedBy: string | null
  outcome: keyof typeof outcomeWords | null
  answer: string
  settledAt: string | null
  pence: number
  vatPence: number
  kind: LineKind
  payerId: string
  reference: string
  eventTitle: string
  school: string
  asked: number
}

export const DisputesPage = ({ open, settled }: { open: readonly ShownDispute[]; settled: readonly ShownDispute[] }) => (
  <>
    <Title>Charges that schools do not agree with</Title>
    {open.length === 0 ? (
      <P>None is open. A school says so beside a charge, on its page of what it owes.</P>
    ) : (
      <Table
        caption="To settle"
        columns={['Charge', 'School and booking', 'Said', money('Total')]}
        rows={open.map((one) => [
          <Link href={`/organiser/finance/disputes/${one.id}`}>
            {kindWords[one.kind]}, line {one.lineNumber}
          </Link>,
          `${one.school}, ${one.reference}`,
          sayInstant(one.raisedAt),
          <Sum {...one} />,
        ])}
      />
    )}
    {settled.length > 0 ? (
      <Table
        dense
        caption="Settled lately"
        columns={['Charge', 'School and booking', 'Outcome', 'When', money('Total')]}
        rows={settled.map((one) => [
          `${kindWords[one.kind]}, line ${one.lineNumber}`,
          `${one.school}, ${one.reference}`,
          one.outcome ? outcomeWords[one.outcome] : '',
          one.settledAt ? sayInstant(one.settledAt) : '',
          <Sum {...one} />,
        ])}
      />
    ) : null}
  </>
)

export const SettlePage = ({
  dispute,
  writes,
  answer,
  problems,
}: {
  dispute: ShownDispute
  writes: boolean
  answer: string
  problems?: Problems | undefined
}) => (
  <Page>
    <ErrorSummary problems={problems} />
    <Title>{dispute.school} does not agree with a charge</Title>
    <SummaryList
      rows={[
        ['Charge', `${kindWords[dispute.kind]}, line ${dispute.lineNumber}`],
        ['Total', <Sum {...dispute} />],
        ['Booking', `${dispute.reference}, ${dispute.eventTitle}`],
        ['What the school says', <span class="muster-lines">{dispute.words}</span>],
        ['Said by', `${dispute.raisedBy ?? 'somebody'}, ${sayInstant(dispute.raisedAt)}`],
        ['Outcome', dispute.outcome ? outcomeWords[dispute.outcome] : undefined],
        ['What was said', dispute.answer],
      ]}
    />
    {dispute.outcome !== null || !writes ? null : (
      <>
        {dispute.asked ? (
          <P>Somebody has asked to waive it. When that is approved, this is settled.</P>
        ) : (
          <P>
            <Link href={`/organiser/finance/lines/${dispute.lineNumber}/waiver`}>Waive it, in part or whole</Link>: a second person approves
            it, and that settles this.
          </P>
        )}
        <form method="post" novalidate>
          <TextArea
            name="answer"
            label="The charge stands"
            labelClass="govuk-label--m"
            hint="Say why. Whoever booked gets these words by email."
            value={answer}
            problems={problems}
          />
          <Button>The charge stands</Button>
        </form>
      </>
    )}
  </Page>
)
