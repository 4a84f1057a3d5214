import type { Child } from 'hono/jsx'
import { sayDay, sayInstant } from '#base/dates.ts'
import { sayMoney } from '#base/money.ts'
import { Link, P, SummaryList, Table, Tag, type TagColour, VisuallyHidden } from '#base/web/page-parts.tsx'
import { backOnAccount, grossOf, takeBackWords } from '#money/ledger/line.ts'
import { kindOfProposal, type ListedProposal, owedAfter, type Proposal } from '#money/ledger/proposal.ts'
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
    {open.length === 0 ? (
      <P>
        Nothing waits for a second person. What is to be waived, paid back, written off or undone begins at the account of a payer, beside a
        line or a booking; large payments come here when they are recorded.
      </P>
    ) : (
      <Table
        caption="Nothing of this counts yet"
        columns={['What', 'Payer and booking', 'Asked by', money('Total')]}
        rows={open.map((one) => [
          <Link href={`/organiser/finance/proposals/${one.id}`}>
            {kindOfProposal[one.kind]}
            <VisuallyHidden>
              {' '}
              {sayMoney(grossOf(one))} of {one.reference ?? one.payer}
            </VisuallyHidden>
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

const sayOwedThen = (proposal: Pick<Proposal, 'kind' | 'pence' | 'vatPence' | 'notOwed'>, owed: number): string => {
  const then = owedAfter(proposal, owed) ?? owed
  return then < 0 ? `Nothing: ${sayMoney(-then)} credit` : then === 0 ? 'Nothing' : sayMoney(then)
}

export const sayApproving = ({ kind, reference, notOwed, told }: ListedProposal): string => {
  if (kind === 'payment') return 'Approving counts the payment at once. Nobody is sent a message.'
  if (reference === null) return 'Approving posts it at once. It belongs to no booking, so nobody is sent a message.'
  const posts = notOwed ? 'Approving withdraws the charge, which is not owed yet' : 'Approving posts it at once'
  return told
    ? `${posts}, and the person who booked is told${kind === 'take_back' ? ' why' : ''}.`
    : `${posts}. Nobody who booked can be written to.`
}

export const titleOfProposal = ({ kind, pence, vatPence }: ListedProposal): string =>
  `${kindOfProposal[kind]}${kind === 'take_back' || kind === 'payment' ? ' of' : ''} ${sayMoney(grossOf({ pence, vatPence }))}?`

/** @param form what whoever looks can do about it */
export const ProposalPage = ({ proposal, form }: { proposal: ListedProposal; form: Child }) => (
  <>
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
    {proposal.state === 'proposed' ? form : null}
  </>
)
