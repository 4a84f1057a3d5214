import type { Child } from 'hono/jsx'
import { type Day, sayDay, sayInstant } from '#base/dates.ts'
import { sayAnswer } from '#base/questions/kind.ts'
import { Heading, Link, P, Page, Table, Tag, VisuallyHidden } from '#base/web/page-parts.tsx'
import type { Round } from '#returns/rounds/round.ts'
import { roundPath } from '#returns/rounds/views/round.tsx'
import type { Checked, Dispute, GradedAnswer, ModeratedReturn, PlannedAction, Sample } from '../answer.ts'
import { late, Said } from './plan.tsx'

type DisputesPageProps = {
  round: Round
  disputes: readonly Dispute[]
  today: Day
  settle: (dispute: Dispute) => Child
}

export const DisputesPage = ({ round, disputes, today, settle }: DisputesPageProps) => (
  <>
    <P>A dispute delays no audit. Correct our record, or say why it is right.</P>
    {disputes.length === 0 ? (
      <P>No school disputes anything.</P>
    ) : (
      <Table
        caption="Disputes"
        columns={['School', 'What was shown', 'What the school says', 'Owner', 'By', 'Settled']}
        rows={disputes.map((one) => [
          <Link href={`${roundPath(round)}/schools/${one.returnId}`}>{one.school}</Link>,
          `${one.question} ${one.shown} (as held on ${sayDay(one.heldOn)})`,
          <>
            {one.words}{' '}
            {one.redacted ? (
              <Tag colour="grey">Words taken out</Tag>
            ) : (
              <Link href={`${roundPath(round)}/schools/${one.returnId}/redactions/${one.id}?part=dispute`}>
                Take words out<VisuallyHidden> of the dispute of {one.school}</VisuallyHidden>
              </Link>
            )}
          </>,
          one.owner ?? 'Nobody yet',
          <>
            {sayDay(one.dueOn)} {one.settledAt === null ? late(one.dueOn, today) : null}
          </>,
          one.settledAt === null ? settle(one) : `${sayInstant(one.settledAt)}: ${one.settled}`,
        ])}
      />
    )}
  </>
)

type ActionsPageProps = {
  round: Round
  actions: readonly PlannedAction[]
  today: Day
  /** After its form was refused. */
  wasSent: (action: PlannedAction) => boolean
  mark: (action: PlannedAction) => Child
  unmark: (action: PlannedAction) => Child
}

export const ActionsPage = ({ round, actions, today, wasSent, mark, unmark }: ActionsPageProps) => (
  <>
    {actions.length === 0 ? (
      <P>Nothing is planned yet. Schools put actions in their plan, and so can you, on the page of each school’s return.</P>
    ) : (
      <Table
        caption="Action plans"
        columns={['School', 'What', 'Who', 'By', 'Done']}
        rows={actions.map((one) => [
          <Link href={`${roundPath(round)}/schools/${one.returnId}`}>{one.school}</Link>,
          one.what,
          one.owner,
          <>
            {sayDay(one.dueOn)} {one.doneOn === null ? late(one.dueOn, today) : null}
          </>,
          <>
            <Said said={one.said} />
            {one.doneOn === null ? (
              mark(one)
            ) : (
              <details class="govuk-details govuk-!-margin-bottom-0" open={wasSent(one)}>
                <summary class="govuk-details__summary">
                  <span class="govuk-details__summary-text">
                    It is not done<VisuallyHidden>: {one.what}</VisuallyHidden>
                  </span>
                </summary>
                <div class="govuk-details__text">{unmark(one)}</div>
              </details>
            )}
          </>,
        ])}
      />
    )}
  </>
)

export const ModerationPage = ({ round, samples, form }: { round: Round; samples: readonly Sample[]; form: Child }) => (
  <>
    <P>A sample of submitted returns is drawn by chance. The school’s own grades stay beside those that are found.</P>
    {form}
    {samples.map(({ size, among, at, by, returns }) => (
      <>
        <Table
          caption={`Drawn on ${sayInstant(at)} by ${by}: ${size} of ${among}`}
          columns={[
            'School',
            'Visited',
            { text: 'Grades', numeric: true },
            { text: 'Checked', numeric: true },
            { text: 'Found otherwise', numeric: true },
          ]}
          rows={returns.map((one) => [
            <Link href={`${roundPath(round)}/moderation/${one.id}`}>{one.school}</Link>,
            one.visitedOn === null ? 'Not yet' : sayDay(one.visitedOn),
            ...[one.graded, one.checked, one.changed].map(String),
          ])}
        />
      </>
    ))}
  </>
)

type GradesFieldsProps = { graded: readonly GradedAnswer[]; checked: readonly Checked[]; fields: Readonly<Record<string, Child>> }

export const GradesFields = ({ graded, checked, fields }: GradesFieldsProps) => (
  <>
    {graded.map(({ question, answer: { entryId, value } }) => {
      const check = checked.find((one) => one.entryId === entryId)
      return (
        <>
          <Heading>{question.label}</Heading>
          <P>
            The school: {sayAnswer(question, value)}.{' '}
            {check ? `Found: ${sayAnswer(question, check.grade)}, by ${check.by}. ${check.note}` : 'Not checked yet.'}
          </P>
          {fields[`grade-${entryId}`]}
          {fields[`note-${entryId}`]}
        </>
      )
    })}
  </>
)

type ModeratedPageProps = { moderated: ModeratedReturn; graded: readonly GradedAnswer[]; visit: Child; grade: Child }

export const ModeratedPage = ({ moderated, graded, visit, grade }: ModeratedPageProps) =>
  moderated.visitedOn === null ? (
    <Page>{visit}</Page>
  ) : (
    <>
      <P>
        Visited on {sayDay(moderated.visitedOn)}. {moderated.note}
      </P>
      {graded.length === 0 ? <P>The school graded nothing.</P> : grade}
    </>
  )
