import { sayDay, sayInstant } from '#base/dates.ts'
import { sayMoney } from '#base/money.ts'
import { Button, type Problems, TextArea } from '#base/web/field.tsx'
import { ErrorSummary, Link, P, Page, SummaryList, Table, Tag, type TagColour, Title } from '#base/web/page-parts.tsx'
import { backOnAccount, grossOf, takeBackWords } from '#money/ledger/line.ts'
import { kindOfProposal, type ListedProposal, owedAfter, type Proposal } from '#money/ledger/proposal.ts'
import { AskForm } from '#people/proposals/views/proposal.tsx'
import { money, Sum } from './parts.tsx'

const stateTags: Record<Proposal['state'], [TagColour, string]> = {
  proposed: ['yellow', 'Waits'],
  approved: ['green', 'Approved'],
  refused: ['red', 'Refused'],
  withdrawn: ['grey', 'Withdrawn'],
}

const StateTag = ({ state }: { state: Proposal['state'] }) => <Tag colour={stateTags[state][0]}>{stateTags[state][1]}</Tag>

export const ProposalsPage = ({ open, decided }: { open: readonly ListedProposal[]; decided: readonly ListedProposal[] }) => (
  <>
    <Title>Waiting for a second person</Title>
    {open.length === 0 ? (
      <P>
        Nothing waits for a second person. What is to be waived, paid back, written off or taken back begins at the account of a payer,
        beside a line or a booking; large payments come here when they are recorded.
      </P>
    ) : (
      <Table
        caption="Nothing of this counts yet"
        columns={['What', 'Payer and booking', 'Asked by', money('Total')]}
        rows={open.map((one) => [
          <Link href={`/organiser/finance/proposals/${one.id}`}>
            {kindOfProposal[one.kind]}
            <span class="govuk-visually-hidden">
              {' '}
              {sayMoney(grossOf(one))} of {one.reference ?? one.payer}
            </span>
          </Link>,
          `${one.payer}, ${one.reference ?? 'on account'}`,
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
          `${one.payer}, ${one.reference ?? 'on account'}`,
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

/** What is owed of the booking once it is approved. */
const sayOwedThen = (proposal: Pick<Proposal, 'kind' | 'pence' | 'vatPence' | 'notOwed'>, owed: number): string => {
  const then = owedAfter(proposal, owed) ?? owed
  return then < 0 ? `Nothing: ${sayMoney(-then)} in favour of the payer` : then === 0 ? 'Nothing' : sayMoney(then)
}

/** What approving does, and who is told. */
const sayApproving = ({ kind, reference, notOwed, told }: ListedProposal): string => {
  if (kind === 'payment') return 'Approving counts the payment at once. Nobody is sent a message.'
  if (reference === null) return 'Approving posts it at once. It belongs to no booking, so nobody is sent a message.'
  const posts = notOwed ? 'Approving withdraws the charge, which is not owed yet' : 'Approving posts it at once'
  return told
    ? `${posts}, and whoever booked is told${kind === 'take_back' ? ' why' : ''}.`
    : `${posts}. Nobody who booked can be written to.`
}

export const ProposalPage = ({
  proposal,
  decides,
  own,
  people,
  note,
  problems,
}: {
  proposal: ListedProposal
  /** May approve and refuse it. */
  decides: boolean
  own: boolean
  /** Whom its proposer can ask to decide. */
  people: readonly { id: string; name: string; email: string }[]
  note: string
  problems?: Problems | undefined
}) => (
  <Page>
    <ErrorSummary problems={problems} />
    <Title>
      {kindOfProposal[proposal.kind]}
      {proposal.kind === 'take_back' || proposal.kind === 'payment' ? ' of' : ''} {sayMoney(grossOf(proposal))}?
    </Title>
    <SummaryList
      rows={[
        ['Payer', proposal.payer],
        ['School', proposal.parts.length > 0 ? undefined : (proposal.school ?? undefined)],
        [
          proposal.parts.length > 0 ? 'Bookings' : 'Booking',
          proposal.reference ? `${proposal.reference}, ${proposal.eventTitle}` : 'None: on account',
        ],
        ['Line', proposal.lineNumber === null || proposal.parts.length > 0 ? undefined : String(proposal.lineNumber)],
        ...(proposal.kind === 'waiver'
          ? ([
              ['Without VAT', sayMoney(proposal.pence)],
              ['VAT', sayMoney(proposal.vatPence)],
            ] as const)
          : []),
        ['Recorded', proposal.paidAt ? `${sayInstant(proposal.paidAt)}, as “${proposal.paidAs}”` : undefined],
        ['Came in on', (proposal.happenedOn ?? proposal.paidOn) ? sayDay(proposal.happenedOn ?? proposal.paidOn ?? '') : undefined],
        ['Because', proposal.why ? takeBackWords[proposal.why] : undefined],
        [
          proposal.kind === 'payment' ? 'Reference' : proposal.kind === 'take_back' ? 'How it is known' : 'Why',
          <span class="muster-lines">{proposal.reason}</span>,
        ],
        [
          'Owed for the booking then',
          proposal.state === 'proposed' && proposal.reference && proposal.parts.length === 0
            ? sayOwedThen(proposal, proposal.owed)
            : undefined,
        ],
        ['The money', proposal.put && proposal.state === 'proposed' ? `${backOnAccount}.` : undefined],
        ['The school does not agree with it', proposal.disputed ? 'Yes: approving settles that' : undefined],
        ['Asked by', `${proposal.proposedBy}, ${sayInstant(proposal.proposedAt)}`],
        [
          'Asked to decide',
          proposal.askedName && proposal.askedUntil ? `${proposal.askedName}, until ${sayDay(proposal.askedUntil)}` : undefined,
        ],
        ['State', <StateTag state={proposal.state} />],
        ['Decided by', proposal.decidedBy && proposal.decidedAt ? `${proposal.decidedBy}, ${sayInstant(proposal.decidedAt)}` : undefined],
        ['What was said', proposal.decision],
      ]}
    />
    {proposal.parts.length > 0 ? (
      <Table
        caption="It is of one request for several bookings, and decided for all of them"
        columns={['Booking', 'School', money('Amount'), ...(proposal.state === 'proposed' ? [money('Owed then')] : [])]}
        rows={proposal.parts.map((part) => [
          part.reference,
          part.school,
          sayMoney(part.pence),
          ...(proposal.state === 'proposed' ? [sayOwedThen({ ...proposal, ...part }, part.owed)] : []),
        ])}
      />
    ) : null}
    {proposal.kind === 'payment' && proposal.state === 'proposed' ? (
      <P>
        <Tag colour="yellow">Waiting for a second person</Tag> It counts for nothing, and nobody outside finance sees it, until then.
        Compare it with the bank statement.
      </P>
    ) : null}
    {proposal.state !== 'proposed' ? null : own ? (
      <form method="post" action={`/organiser/finance/proposals/${proposal.id}/withdraw`}>
        <P>You asked for this, so somebody else must decide.</P>
        <Button kind="secondary">Withdraw what I asked for</Button>
      </form>
    ) : decides ? (
      <form method="post" novalidate>
        <TextArea
          name="note"
          label="What do you say to it?"
          hint="Needed to refuse. Whoever asked reads it; the school does not."
          rows={3}
          value={note}
          problems={problems}
        />
        <div class="govuk-button-group">
          <Button name="decision" value="approve">
            Approve
          </Button>
          <Button name="decision" value="refuse" kind="secondary">
            Refuse
          </Button>
        </div>
        <P>{sayApproving(proposal)}</P>
      </form>
    ) : (
      <P>Finance decides this.</P>
    )}
    <AskForm at={`/organiser/finance/proposals/${proposal.id}`} asked={proposal.askedId} people={people} problems={problems} />
  </Page>
)
