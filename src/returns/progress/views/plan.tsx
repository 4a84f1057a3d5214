import type { Child } from 'hono/jsx'
import { type Day, sayDay } from '#base/dates.ts'
import { Bullets, Heading, Link, P, SummaryList, Table, Tag, VisuallyHidden } from '#base/web/page-parts.tsx'
import type { PlannedAction } from '../answer.ts'

export const late = (dueOn: Day, today: Day) => (dueOn < today ? <Tag colour="red">Overdue</Tag> : null)

/** With everything said of it. */
export const Said = ({ said }: Pick<PlannedAction, 'said'>) => (
  <>
    {said.map(({ doneOn, words, by, at }) => (
      <p class="govuk-body-s govuk-!-margin-bottom-1 muster-break">
        {doneOn ? `Done on ${sayDay(doneOn)}` : 'Not done after all'}
        {words ? `: ${words}` : ''} ({by ?? 'somebody'}, {sayDay(at)})
      </p>
    ))}
  </>
)

/** An action typed to a question, in no plan yet. */
type Written = { questionId: string; label: string; action: string }
type Disputed = { label: string; words: string; owner: string; dueOn: Day }

type PlanPageProps = {
  base: string
  actions: readonly PlannedAction[]
  written: readonly Written[]
  disputes: readonly Disputed[]
  mayChange: boolean
  today: Day
}

export const PlanPage = ({ base, actions, written, disputes, mayChange, today }: PlanPageProps) => (
  <>
    <P>What your school said that it will do, by when and who does it. The council sees it too, and what you say of it.</P>
    {actions.length === 0 ? (
      <P>Nothing is in the plan yet.</P>
    ) : (
      <Table
        caption="The plan"
        columns={['What', 'Who', 'By', 'Done']}
        rows={actions.map((one) => [
          <span class="muster-break">{one.what}</span>,
          one.owner || 'Nobody named',
          <>
            {sayDay(one.dueOn)} {one.doneOn === null ? late(one.dueOn, today) : null}
          </>,
          <>
            <Said said={one.said} />
            {mayChange && one.doneOn === null ? (
              <Link href={`${base}/plan/${one.id}`}>
                Say that it is done<VisuallyHidden>: {one.what}</VisuallyHidden>
              </Link>
            ) : null}
          </>,
        ])}
      />
    )}
    {mayChange ? (
      <P>
        <Link href={`${base}/plan/new`}>Put something in the plan</Link>
      </P>
    ) : null}
    {written.length > 0 ? (
      <>
        <Heading>What you wrote in the audit, and is not in the plan</Heading>
        <ul class="govuk-list govuk-list--spaced">
          {written.map(({ questionId, label, action }) => (
            <li class="muster-break">
              <strong>{label}</strong> {action}
              {mayChange ? (
                <>
                  <br />
                  <Link href={`${base}/plan/new?question=${questionId}`}>
                    Put it in the plan<VisuallyHidden>: {label}</VisuallyHidden>
                  </Link>
                </>
              ) : null}
            </li>
          ))}
        </ul>
      </>
    ) : null}
    {disputes.length > 0 ? (
      <>
        <Heading>What you say is wrong in our record</Heading>
        <Bullets>
          {disputes.map(({ label, words, owner, dueOn }) => (
            <li class="muster-break">
              {label} “{words}” {owner || 'The council'} looks at it by {sayDay(dueOn)}.
            </li>
          ))}
        </Bullets>
      </>
    ) : null}
  </>
)

export const ActionPage = ({ action: { what, owner, dueOn, doneOn, said }, form }: { action: PlannedAction; form: Child }) => (
  <>
    <SummaryList
      rows={[
        ['What', what],
        ['Who', owner],
        ['By', sayDay(dueOn)],
      ]}
    />
    <Said said={said} />
    {doneOn === null ? form : <P>It is noted as done. The council can say that it is not.</P>}
  </>
)
