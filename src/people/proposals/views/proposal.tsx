import { sayDay, sayInstant } from '#base/dates.ts'
import { Button, type Problems, Select, TextArea } from '#base/web/field.tsx'
import { P, SummaryList, Tag, type TagColour } from '#base/web/page-parts.tsx'
import { longestReason, type ProposalState, type StaffProposal } from '../proposal.ts'

const stateTags: Record<ProposalState, [TagColour, string]> = {
  proposed: ['yellow', 'Waits for a second person'],
  approved: ['green', 'Approved'],
  refused: ['red', 'Refused'],
  withdrawn: ['grey', 'Withdrawn'],
}

export const ProposalTag = ({ state }: { state: ProposalState }) => <Tag colour={stateTags[state][0]}>{stateTags[state][1]}</Tag>

/** What is proposed, by whom, why, and what became of it; the form for whoever decides. */
export const ProposalParts = ({
  proposal,
  own,
  isOut = false,
  lines,
  approving,
  action,
  note,
  why = 'Why',
  problems,
}: {
  proposal: StaffProposal
  own: boolean
  /** It was done at once: whoever proposed it takes nothing back. */
  isOut?: boolean
  lines: readonly string[]
  /** What approving does, and who is told. */
  approving: string
  action: string
  note: string
  why?: string
  problems?: Problems | undefined
}) => (
  <>
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
    {proposal.state !== 'proposed' ? null : (
      <form method="post" action={action} novalidate>
        {own && isOut ? (
          <P>You issued this at once. Somebody else now says whether they approve it.</P>
        ) : own ? (
          <>
            <P>You proposed this, so somebody else decides. Nothing changes until then.</P>
            <Button kind="secondary" name="decision" value="withdrawn">
              Withdraw it
            </Button>
          </>
        ) : (
          <>
            <P>{approving}</P>
            <TextArea
              name="note"
              label="What you say of it"
              hint={`Needed where you refuse it. Up to ${longestReason} characters.`}
              value={note}
              problems={problems}
              rows={3}
            />
            <div class="govuk-button-group">
              <Button name="decision" value="approved">
                Approve
              </Button>
              <Button kind="secondary" name="decision" value="refused">
                Refuse
              </Button>
            </div>
          </>
        )}
      </form>
    )}
  </>
)

/** By which whoever proposed something asks one person to decide. @param people nobody: no form */
export const AskForm = ({
  at,
  asked,
  people,
  problems,
}: {
  /** The page of the proposal. */
  at: string
  asked: string | null
  people: readonly { id: string; name: string; email: string }[]
  problems?: Problems | undefined
}) =>
  people.length === 0 ? null : (
    <form method="post" action={`${at}/asking`} novalidate>
      <Select
        name="person"
        label="Ask one person to decide"
        hint="They get a mail that leads here, and can decide for 14 days, whatever their role."
        value={asked ?? undefined}
        problems={problems}
        options={[
          { value: '', text: 'Choose' },
          ...people.map(({ id, name, email }) => ({ value: id, text: name === email ? email : `${name}, ${email}` })),
        ]}
      />
      <Button kind="secondary">Ask them by mail</Button>
    </form>
  )
