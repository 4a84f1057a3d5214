import type { Child } from 'hono/jsx'
import { type Day, sayDay } from '#base/dates.ts'
import { Heading, Link, P, SummaryList, Table } from '#base/web/page-parts.tsx'
import type { OwnReport } from '../reply.ts'
import { answerLabels, decisionLabels, isOpen, type ShownLine, sayShown, sayUntil } from '../reply.ts'
import { Lines } from './replies.tsx'

const sayAnswer = ({ reply, namesNone }: OwnReport, today: Day): string =>
  reply.answer ? answerLabels[reply.answer] : !namesNone && isOpen(reply, today) ? 'Not answered yet' : 'No answer'

export const OwnReports = ({ base, reports, today }: { base: string; reports: readonly OwnReport[]; today: Day }) => (
  <>
    <P>Before a report names your school you read what it says, and can answer.</P>
    {reports.length === 0 ? (
      <P>No report names your school.</P>
    ) : (
      <Table
        caption="Newest first"
        columns={['Report', 'As our record was on', 'You can answer', 'Your answer']}
        rows={reports.map((one) => [
          <Link href={`${base}/reports/${encodeURIComponent(one.id)}`}>{sayShown(one)}</Link>,
          sayDay(one.knownAt),
          one.namesNone ? 'It is final and names no school' : sayUntil(one.reply, one.replyDays),
          sayAnswer(one, today),
        ])}
      />
    )}
  </>
)

type OwnReportLinesProps = {
  base: string
  own: OwnReport
  lines: readonly ShownLine[]
  today: Day
  /** Of those who may answer. */
  form: Child
}

export const OwnReportLines = ({ base, own, lines, today, form }: OwnReportLinesProps) => {
  const { reply } = own
  const until = sayUntil(reply, own.replyDays)
  return (
    <>
      <P>It says what our record held on that day. “No training on our record” says that we held none, not that nobody was trained.</P>
      <Lines lines={lines} />
      <P>
        What our record holds today, and why: <Link href={`${base}/record`}>who came</Link>,{' '}
        <Link href={`${base}/requirements`}>what your school’s people need</Link>, <Link href={`${base}/guidance`}>guidance</Link>
      </P>
      {reply.answer ? (
        <SummaryList
          rows={[
            ['Your answer', `${answerLabels[reply.answer]}, ${sayDay(reply.answeredAt ?? own.knownAt)}`],
            ...(reply.words ? [['In your words', reply.words] as const] : []),
            ...(reply.decision ? [['The council decided', `${decisionLabels[reply.decision]}: ${reply.reason}`] as const] : []),
          ]}
        />
      ) : null}
      {own.namesNone ? (
        <P>{sayShown(own)} is final and names no school, so you need not answer.</P>
      ) : !isOpen(reply, today) ? (
        <P>You could answer {until}. What you answered until then is shown with it.</P>
      ) : form ? (
        <>
          <Heading>{reply.answer ? 'Change your answer' : 'Is it right?'}</Heading>
          <P>You can answer, and change your answer, {until}. Your answer is shown wherever your school is named.</P>
          {form}
        </>
      ) : (
        <P>Colleagues who approve others at your school can answer {until}.</P>
      )}
    </>
  )
}
