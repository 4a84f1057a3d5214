import { sayDay, sayInstant } from '#base/dates.ts'
import { SummaryList, Tag, type TagColour } from '#base/web/page-parts.tsx'
import type { ProposalState, StaffProposal } from '../proposal.ts'

const stateTags: Record<ProposalState, [TagColour, string]> = {
  proposed: ['yellow', 'Waits for a second person'],
  approved: ['green', 'Approved'],
  refused: ['red', 'Refused'],
  withdrawn: ['grey', 'Withdrawn'],
}

export const ProposalTag = ({ state }: { state: ProposalState }) => <Tag colour={stateTags[state][0]}>{stateTags[state][1]}</Tag>

type ProposalPartsProps = {
  proposal: StaffProposal
  lines: readonly string[]
  why: string
}

export const ProposalParts = ({ proposal, lines, why }: ProposalPartsProps) => (
  <SummaryList
    rows={[
      [
        'What changes',
        <ul class="govuk-list">
          {lines.map((line) => (
            <li>{line}</li>
          ))}
        </ul>,
      ],
      [why, <span class="muster-lines">{proposal.reason}</span>],
      ['Proposed by', `${proposal.proposedBy}, ${sayInstant(proposal.proposedAt)}`],
      [
        'Asked to decide',
        proposal.askedName && proposal.askedUntil ? `${proposal.askedName}, until ${sayDay(proposal.askedUntil)}` : undefined,
      ],
      ['State', <ProposalTag state={proposal.state} />],
      ['Decided by', proposal.decidedBy && proposal.decidedAt ? `${proposal.decidedBy}, ${sayInstant(proposal.decidedAt)}` : undefined],
      ['What was said', proposal.decision === '' ? undefined : <span class="muster-lines">{proposal.decision}</span>],
    ]}
  />
)
