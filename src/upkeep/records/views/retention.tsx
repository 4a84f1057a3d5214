import type { Child } from 'hono/jsx'
import { type Day, sayDay } from '#base/dates.ts'
import { Heading, Link, P, Table, Tag, VisuallyHidden } from '#base/web/page-parts.tsx'
import { counted, sayNumber } from '#base/words.ts'
import { type ClassState, classWords, type HoldRow, mostCounted, otherRules, periods, type RunClass, type RunRow } from '../record.ts'
import { requestWords, type SubjectRequestRow } from '../subject.ts'
import { sayHeld } from './holds.tsx'

const home = '/organiser/records'

const sayMonths = (months: number): string => (months % 12 === 0 ? counted(months / 12, 'year') : counted(months, 'month'))
const orMore = (n: number): string => (n >= mostCounted ? `${sayNumber(mostCounted)} or more` : sayNumber(n))

type Forms = {
  propose: (state: ClassState) => Child
  decide: (run: RunRow & { own: boolean }, parts: { id: string }) => Child
  review: (hold: HoldRow, parts: { id: string }) => Child
}

const Run = ({ run, accountId, forms }: { run: RunRow; accountId: string | undefined; forms: Forms }) =>
  run.state === 'approved' ? (
    <>
      <Tag colour="blue">Under way</Tag> {sayNumber(run.destroyed)} of {orMore(run.found)} gone, approved by {run.decidedBy}
    </>
  ) : (
    <>
      <p class="govuk-body govuk-!-margin-bottom-2">
        {orMore(run.found)} proposed by {run.proposedBy} on {sayDay(run.proposedAt)}
      </p>
      {forms.decide({ ...run, own: run.proposedById === accountId }, { id: run.id })}
    </>
  )

const Act = ({ state, accountId, forms }: { state: ClassState; accountId: string | undefined; forms: Forms }) =>
  state.run ? <Run run={state.run} accountId={accountId} forms={forms} /> : state.due === 0 ? <>Nothing is due</> : forms.propose(state)

const Period = ({ state, administrator }: { state: ClassState; administrator: boolean }) => (
  <>
    {sayMonths(state.months)} from {periods[state.class].from}
    {administrator ? (
      <>
        {' '}
        <Link href={`${home}/periods/${state.class}`}>
          Change<VisuallyHidden> how long is kept: {classWords[state.class]}</VisuallyHidden>
        </Link>
      </>
    ) : null}
  </>
)

const Holds = ({ holds, today, administrator, forms }: { holds: readonly HoldRow[]; today: Day; administrator: boolean; forms: Forms }) => (
  <>
    {holds.length === 0 ? (
      <P>Nothing is held.</P>
    ) : (
      <Table
        caption="Held: not destroyed, whatever is due or asked"
        captionClass="govuk-visually-hidden"
        columns={['What', 'Why', 'By', 'Review', 'End']}
        rows={holds.map((hold) => [
          sayHeld(hold),
          <span class="muster-break">{hold.reason}</span>,
          `${hold.createdBy ?? ''}, ${sayDay(hold.createdAt)}`,
          <>
            {hold.reviewOn <= today ? <Tag colour="red">Due since</Tag> : null} {sayDay(hold.reviewOn)}
            {forms.review(hold, { id: hold.id })}
          </>,
          administrator ? (
            <Link href={`${home}/holds/${hold.id}/end`}>
              End<VisuallyHidden> the hold: {sayHeld(hold)}</VisuallyHidden>
            </Link>
          ) : (
            'An administrator ends it'
          ),
        ])}
      />
    )}
    <P>
      <Link href={`${home}/holds/new`}>Place a legal hold</Link>
    </P>
  </>
)

type RecordsPageProps = {
  classes: readonly ClassState[]
  runs: readonly RunRow[]
  holds: readonly HoldRow[]
  requests: readonly (SubjectRequestRow & { name: string | null })[]
  today: Day
  accountId: string | undefined
  administrator: boolean
  forms: Forms
}

export const RecordsPage = ({ classes, runs, holds, requests, today, accountId, administrator, forms }: RecordsPageProps) => {
  const past = runs.filter((run) => run.state === 'done' || run.state === 'refused')
  return (
    <>
      <P>
        How long things are kept. What is due is proposed by one person and approved by another, then goes in pieces; the log certifies it.
        To erase one person, open their record under <Link href="/organiser/people">People</Link>.
      </P>
      <Table
        caption="What is due for destruction"
        columns={['Records', 'Kept for', { text: 'Due', numeric: true }, { text: 'On hold', numeric: true }, 'Destroy']}
        rows={classes.map((state) => [
          classWords[state.class],
          <Period state={state} administrator={administrator} />,
          orMore(state.due),
          orMore(state.held),
          <Act state={state} accountId={accountId} forms={forms} />,
        ])}
      />
      {requests.length === 0 ? null : (
        <Table
          caption="What people ask of their own data"
          columns={['Who', 'What', 'Received', 'Answer by']}
          rows={requests.map((request) => [
            <Link href={`${home}/people/${request.personId}`}>{request.name ?? 'An erased person'}</Link>,
            requestWords[request.kind],
            sayDay(request.receivedOn),
            <>
              {sayDay(request.dueOn)} {request.dueOn < today ? <Tag colour="red">Late</Tag> : null}
            </>,
          ])}
        />
      )}
      <Heading>Legal holds</Heading>
      <Holds holds={holds} today={today} administrator={administrator} forms={forms} />
      <Heading>What is deleted automatically, and what stays</Heading>
      <Table
        caption="Other records"
        captionClass="govuk-visually-hidden"
        columns={['Records', 'How long']}
        rows={Object.entries(otherRules).map(([of, rule]) => [classWords[of as keyof typeof otherRules], rule])}
      />
      {past.length === 0 ? null : (
        <Table
          caption="Runs of the past"
          columns={['Records', 'From before', { text: 'Destroyed', numeric: true }, 'Proposed', 'Decided']}
          rows={past.map((run) => [
            classWords[run.class],
            sayDay(run.dueBefore),
            run.state === 'done' ? sayNumber(run.destroyed) : 'Refused',
            `${run.proposedBy}, ${sayDay(run.proposedAt)}`,
            run.decidedAt ? `${run.decidedBy}, ${sayDay(run.decidedAt)}` : '',
          ])}
        />
      )}
    </>
  )
}

/** Shown before it is set. */
export const CheckedPeriod = ({ state, months, due }: { state: ClassState; months: number; due: number }) => (
  <>
    <Heading>Keep for {sayMonths(months)}?</Heading>
    <Table
      caption={`${classWords[state.class]}, counted from ${periods[state.class].from}`}
      columns={['Kept for', 'Due to be destroyed today']}
      rows={[
        [`${sayMonths(state.months)}, as now`, orMore(state.due)],
        [`${sayMonths(months)}, if you save it`, orMore(due)],
      ]}
    />
    <P>Saving destroys nothing. What is due can then be proposed by one person and approved by another. What is held is not counted.</P>
  </>
)

export const PeriodReason = ({ of }: { of: RunClass }) => (
  <P>
    Kept for so long from {periods[of].from}. {periods[of].why} Agree another period with your data protection officer first, and say it in
    your <Link href="/organiser/settings/pages/privacy">privacy notice</Link>.
  </P>
)
