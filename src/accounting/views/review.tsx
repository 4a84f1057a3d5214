import { sayInstant } from '../../dates.ts'
import { grossOf } from '../../ledger/line.ts'
import { kindOfProposal, type Proposal } from '../../ledger/proposal.ts'
import { sayMoney } from '../../money.ts'
import { Button, type Problems, TextArea } from '../../web/field.tsx'
import { ErrorSummary, SummaryList, Table, Tag, type TagColour } from '../../web/page-parts.tsx'
import { money, Sum } from './parts.tsx'

type ShownProposal = Proposal & {
  reference: string
  eventTitle: string
  payer: string
  school: string
  proposedBy: string
  decidedBy: string | null
  disputed: number
}

const stateTags: Record<Proposal['state'], [TagColour, string]> = {
  proposed: ['yellow', 'Waits'],
  approved: ['green', 'Approved'],
  refused: ['red', 'Refused'],
  withdrawn: ['grey', 'Withdrawn'],
}

const StateTag = ({ state }: { state: Proposal['state'] }) => <Tag colour={stateTags[state][0]}>{stateTags[state][1]}</Tag>

export const ProposalsPage = ({ open, decided }: { open: readonly ShownProposal[]; decided: readonly ShownProposal[] }) => (
  <>
    <h1 class="govuk-heading-l">To let off, pay back or write off</h1>
    {open.length === 0 ? (
      <p class="govuk-body">
        Nothing waits for a second person. Such a request begins at the account of a payer, beside a line or a booking.
      </p>
    ) : (
      <Table
        caption="Waiting for a second person"
        columns={['What', 'Payer and booking', 'Asked by', money('Total')]}
        rows={open.map((one) => [
          <a class="govuk-link" href={`/organiser/finance/proposals/${one.id}`}>
            {kindOfProposal[one.kind]}
            <span class="govuk-visually-hidden">
              {' '}
              {sayMoney(grossOf(one))} of {one.reference}
            </span>
          </a>,
          `${one.payer}, ${one.reference}`,
          `${one.proposedBy}, ${sayInstant(one.proposedAt)}`,
          <Sum {...one} />,
        ])}
      />
    )}
    {decided.length > 0 ? (
      <Table
        caption="Decided lately"
        columns={['What', 'Payer and booking', 'Asked by', 'Decided by', 'State', money('Total')]}
        rows={decided.map((one) => [
          kindOfProposal[one.kind],
          `${one.payer}, ${one.reference}`,
          one.proposedBy,
          one.decidedBy ? `${one.decidedBy}, ${one.decidedAt ? sayInstant(one.decidedAt) : ''}` : '',
          <StateTag state={one.state} />,
          <Sum {...one} />,
        ])}
        dense
      />
    ) : null}
  </>
)

export const ProposalPage = ({
  proposal,
  decides,
  own,
  note,
  problems,
}: {
  proposal: ShownProposal
  /** May approve and refuse it. */
  decides: boolean
  own: boolean
  note: string
  problems?: Problems | undefined
}) => (
  <div class="govuk-grid-row">
    <div class="govuk-grid-column-two-thirds">
      <ErrorSummary problems={problems} />
      <h1 class="govuk-heading-l">
        {kindOfProposal[proposal.kind]} {sayMoney(grossOf(proposal))}?
      </h1>
      <SummaryList
        rows={[
          ['Payer', proposal.payer],
          ['School', proposal.school],
          ['Booking', `${proposal.reference}, ${proposal.eventTitle}`],
          ['Line', proposal.lineNumber === null ? undefined : String(proposal.lineNumber)],
          ['Without VAT', sayMoney(proposal.pence)],
          ['VAT', sayMoney(proposal.vatPence)],
          ['Why', <span class="muster-lines">{proposal.reason}</span>],
          ['The school does not agree with it', proposal.disputed ? 'Yes: approving settles that' : undefined],
          ['Asked by', `${proposal.proposedBy}, ${sayInstant(proposal.proposedAt)}`],
          ['State', <StateTag state={proposal.state} />],
          ['Decided by', proposal.decidedBy && proposal.decidedAt ? `${proposal.decidedBy}, ${sayInstant(proposal.decidedAt)}` : undefined],
          ['What was said', proposal.decision],
        ]}
      />
      {proposal.state !== 'proposed' ? null : own ? (
        <form method="post" action={`/organiser/finance/proposals/${proposal.id}/withdraw`}>
          <p class="govuk-body">You asked for this, so somebody else must decide.</p>
          <Button kind="secondary">Take it back</Button>
        </form>
      ) : decides ? (
        <form method="post" novalidate>
          <TextArea
            name="note"
            label="What do you say to it?"
            hint="Needed to refuse. Whoever asked reads it; the school does not."
            rows={3}
            value={note}
            {...(problems ? { problems } : {})}
          />
          <div class="govuk-button-group">
            <Button name="decision" value="approve">
              Approve
            </Button>
            <Button name="decision" value="refuse" kind="secondary">
              Refuse
            </Button>
          </div>
          <p class="govuk-body">Approving posts it at once, and whoever booked is told.</p>
        </form>
      ) : (
        <p class="govuk-body">Finance decides this.</p>
      )}
    </div>
  </div>
)
