import { sayDay, sayDeadline } from '#base/dates.ts'
import { Button, DayField, type Problems, TextArea, TextField } from '#base/web/field.tsx'
import { ErrorSummary, P, Page, SummaryList, Title, Warning } from '#base/web/page-parts.tsx'
import { counted } from '#base/words.ts'
import type { Reach } from '#people/notices/notice.ts'
import { ReachLine } from '#people/notices/views.tsx'
import type { DatedReturn, Postponement } from '../postponement.ts'
import type { Round } from '../round.ts'

type PutOffProps = {
  postponements: readonly Postponement[]
  /** undefined: whoever reads it sees no other school. */
  reached?: ReadonlyMap<string, readonly { reach: Reach }[]>
}

/** Each time that the dates of a round were put off, and which schools were reached with it. */
export const PutOff = ({ postponements, reached }: PutOffProps) => (
  <>
    {postponements.map(({ id, ownAlone, fromDeadlineAt, toDeadlineAt, fromFinalAt, toFinalAt, reason, by, at }) => (
      <>
        <P>
          {ownAlone ? 'For this school alone: put' : 'Put'} off on {sayDay(at)}
          {by ? ` by ${by}` : ''}:{' '}
          {[
            ...(fromDeadlineAt === toDeadlineAt
              ? []
              : [`the deadline from ${sayDeadline(fromDeadlineAt)} to ${sayDeadline(toDeadlineAt)}`]),
            ...(fromFinalAt === toFinalAt ? [] : [`the final date from ${sayDeadline(fromFinalAt)} to ${sayDeadline(toFinalAt)}`]),
          ].join('; ')}
          . {reason}
        </P>
        {reached?.has(id) ? <ReachLine of={{ notice: 'deadline', subjectId: id }} schools={reached.get(id) ?? []} /> : null}
      </>
    ))}
  </>
)

type DatesPageProps = {
  round: Round
  /** One school, which is given longer; undefined: all of the round. */
  own?: DatedReturn | undefined
  id: string
  /** How many schools have not submitted. */
  told: number
  typed: Readonly<Record<string, string | undefined>>
  problems?: Problems | undefined
}

export const DatesPage = ({ round, own, id, told, typed, problems }: DatesPageProps) => {
  const { deadlineAt, finalAt } = own ?? round
  return (
    <Page>
      <ErrorSummary problems={problems} />
      <span class="govuk-caption-l">
        {round.title}, {round.year}
      </span>
      <Title>{own ? `Give ${own.school} longer` : 'Put off the deadline'}</Title>
      <SummaryList
        rows={[
          ['Deadline now', sayDeadline(deadlineAt)],
          ['Final date now', sayDeadline(finalAt)],
        ]}
      />
      <form method="post" novalidate>
        <input type="hidden" name="id" value={id} />
        <input type="hidden" name="from" value={`${deadlineAt} ${finalAt}`} />
        <DayField name="deadlineOn" label="Deadline" value={typed['deadlineOn']} problems={problems} hint="It can stay as it is." />
        <TextField name="deadlineTime" type="time" width={5} label="Time" value={typed['deadlineTime']} problems={problems} />
        <DayField name="finalOn" label="Final date" value={typed['finalOn']} problems={problems} hint="At the same time of day." />
        <TextArea name="reason" label="Why" rows={2} hint="Schools read it." value={typed['reason']} problems={problems} />
        {own ? (
          <Warning>
            The school is told by message, with the reason. Other schools keep their dates. Nobody chases this school before its own
            deadline.
          </Warning>
        ) : (
          <Warning>
            {counted(told, 'school that has', 'schools that have')} not submitted {told === 1 ? 'is' : 'are'} told by message. What was
            counted at a date stays as it was. The dates cannot be brought forward again.
          </Warning>
        )}
        <Button>{own ? 'Give longer' : 'Put off'}</Button>
      </form>
    </Page>
  )
}
