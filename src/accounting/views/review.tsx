import { sayInstant, sayShortDay } from '../../dates.ts'
import { outcomeWords } from '../../ledger/dispute.ts'
import { grossOf, kindWords, type LineKind } from '../../ledger/line.ts'
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

type ShownAbsence = {
  id: string
  eventCode: string
  eventTitle: string
  startsAt: string | null
  reference: string
  school: string
  person: string | null
  pence: number
  vatPence: number
  asked: number
}

export const AbsencesPage = ({
  absences,
  total,
  writes,
  problems,
}: {
  absences: readonly ShownAbsence[]
  total: number
  writes: boolean
  problems?: Problems | undefined
}) => {
  const byEvent = [...Map.groupBy(absences, ({ eventCode }) => eventCode).values()]
  return (
    <>
      <ErrorSummary problems={problems} />
      <h1 class="govuk-heading-l">Charges for not attending</h1>
      <p class="govuk-body">
        Closed registers proposed these by the terms that each school accepted. They are owed when they are posted. Somebody who came after
        all is marked at the register, which withdraws the charge.
      </p>
      {absences.length === 0 ? (
        <p class="govuk-body">Nothing to review: every charge of a closed register is posted, let off or withdrawn.</p>
      ) : (
        <form method="post" action="/organiser/finance/absences/check">
          {byEvent.map((of) => (
            <Table
              caption={`${of[0]?.eventTitle}${of[0]?.startsAt ? `, ${sayShortDay(of[0].startsAt)}` : ''}`}
              columns={[
                ...(writes ? ['Choose'] : []),
                'Who did not come',
                'School',
                'Booking',
                money('Total'),
                ...(writes ? ['Let off'] : []),
              ]}
              rows={of.map((one) => [
                ...(writes
                  ? [
                      one.asked ? (
                        <Tag colour="yellow">Asked to let off</Tag>
                      ) : (
                        <div class="govuk-checkboxes govuk-checkboxes--small" data-module="govuk-checkboxes">
                          <div class="govuk-checkboxes__item">
                            <input class="govuk-checkboxes__input" type="checkbox" name="charge" value={one.id} id={`charge-${one.id}`} />
                            <label class="govuk-label govuk-checkboxes__label" for={`charge-${one.id}`}>
                              <span class="govuk-visually-hidden">
                                {one.person ?? 'place without a name'}, {one.reference}
                              </span>
                            </label>
                          </div>
                        </div>
                      ),
                    ]
                  : []),
                one.person ?? 'Nobody named',
                one.school,
                <a class="govuk-link" href={`/bookings/${one.reference}`}>
                  {one.reference}
                </a>,
                <Sum {...one} />,
                ...(writes
                  ? [
                      one.asked ? (
                        ''
                      ) : (
                        <a class="govuk-link" href={`/organiser/finance/absences/${one.id}/waiver`}>
                          Let off
                          <span class="govuk-visually-hidden">
                            {' '}
                            {one.person ?? 'the place'} of {one.reference}
                          </span>
                        </a>
                      ),
                    ]
                  : []),
              ])}
            />
          ))}
          {total > absences.length ? (
            <p class="govuk-body">
              The first {absences.length} of {total} are shown; the others follow when these are done.
            </p>
          ) : null}
          {writes ? (
            <div class="govuk-button-group">
              <Button name="which" value="chosen">
                Post those chosen
              </Button>
              <Button name="which" value="all" kind="secondary">
                Post all that are shown
              </Button>
            </div>
          ) : null}
        </form>
      )}
    </>
  )
}

export const PostAbsencesPage = ({ chosen }: { chosen: readonly ShownAbsence[] }) => (
  <div class="govuk-grid-row">
    <div class="govuk-grid-column-two-thirds">
      <h1 class="govuk-heading-l">
        Post {chosen.length} {chosen.length === 1 ? 'charge' : 'charges'} for not attending?
      </h1>
      <SummaryList
        rows={[
          ['Together', sayMoney(chosen.reduce((sum, one) => sum + grossOf(one), 0))],
          ['Bookings', String(new Set(chosen.map(({ reference }) => reference)).size)],
        ]}
      />
      <p class="govuk-body">From now on they are owed. Whoever booked gets an email for each booking.</p>
      <form method="post" action="/organiser/finance/absences/post">
        {chosen.map(({ id }) => (
          <input type="hidden" name="charge" value={id} />
        ))}
        <Button>Post them</Button>
      </form>
      <p class="govuk-body">
        <a class="govuk-link" href="/organiser/finance/absences">
          Do nothing
        </a>
      </p>
    </div>
  </div>
)

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
    <h1 class="govuk-heading-l">Charges that schools do not agree with</h1>
    {open.length === 0 ? (
      <p class="govuk-body">None is open. A school says so beside a charge, on its page of what it owes.</p>
    ) : (
      <Table
        caption="To settle"
        columns={['Charge', 'School and booking', 'Said', money('Total')]}
        rows={open.map((one) => [
          <a class="govuk-link" href={`/organiser/finance/disputes/${one.id}`}>
            {kindWords[one.kind]}, line {one.lineNumber}
          </a>,
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
  <div class="govuk-grid-row">
    <div class="govuk-grid-column-two-thirds">
      <ErrorSummary problems={problems} />
      <h1 class="govuk-heading-l">{dispute.school} does not agree with a charge</h1>
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
            <p class="govuk-body">Somebody has asked for it to be let off. When that is approved, this is settled.</p>
          ) : (
            <p class="govuk-body">
              <a class="govuk-link" href={`/organiser/finance/lines/${dispute.lineNumber}/waiver`}>
                Let it off, in part or whole
              </a>
              : a second person approves it, and that settles this.
            </p>
          )}
          <form method="post" novalidate>
            <TextArea
              name="answer"
              label="The charge stands"
              labelClass="govuk-label--m"
              hint="Say why. Whoever booked gets these words by email."
              value={answer}
              {...(problems ? { problems } : {})}
            />
            <Button>The charge stands</Button>
          </form>
        </>
      )}
    </div>
  </div>
)
