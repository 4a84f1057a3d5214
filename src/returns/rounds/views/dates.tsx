import type { Child } from 'hono/jsx'
import { sayDay, sayDeadline } from '#base/dates.ts'
import { P, SummaryList, Warning } from '#base/web/page-parts.tsx'
import { counted } from '#base/words.ts'
import type { Reach } from '#people/notices/notice.ts'
import { ReachLine } from '#people/notices/views.tsx'
import type { DatedReturn, Postponement } from '../postponement.ts'
import type { Round } from '../round.ts'

type PutOffProps = {
  postponements: readonly Postponement[]
  /** undefined: the reader sees no other school. */
  reached?: ReadonlyMap<string, readonly { reach: Reach }[]>
}

/** Postponements, with the schools told. */
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

type DatesProps = {
  round: Round
  /** One school; undefined: the whole round. */
  own: DatedReturn | undefined
  /** Schools that have not submitted. */
  told: number
  fields: Record<string, Child>
}

/** What postponing changes, with its fields. */
export const Dates = ({ round, own, told, fields }: DatesProps) => {
  const { deadlineAt, finalAt } = own ?? round
  return (
    <>
      <SummaryList
        rows={[
          ['Deadline now', sayDeadline(deadlineAt)],
          ['Final date now', sayDeadline(finalAt)],
        ]}
      />
      {Object.values(fields)}
      {own ? (
        <Warning>
          The school is told by message, with the reason. Other schools keep their dates. Nobody follows this school up before its own
          deadline.
        </Warning>
      ) : (
        <Warning>
          {counted(told, 'school that has', 'schools that have')} not submitted {told === 1 ? 'is' : 'are'} told by message. What was
          counted at a date stays as it was. The dates cannot be brought forward again.
        </Warning>
      )}
    </>
  )
}
