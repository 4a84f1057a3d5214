import { type Day, sayDay } from '#base/dates.ts'
import { Button, Choices, type Problems, TextArea } from '#base/web/field.tsx'
import { ErrorSummary, Heading, Link, NothingChanged, P, Page, SummaryList, Table, Title } from '#base/web/page-parts.tsx'
import type { OwnReport } from '../reply.ts'
import { answerLabels, decisionLabels, isOpen, replyAnswers, type ShownLine, sayShown, sayUntil } from '../reply.ts'
import { Lines } from './replies.tsx'

const sayAnswer = ({ reply, namesNone }: OwnReport, today: Day): string =>
  reply.answer ? answerLabels[reply.answer] : !namesNone && isOpen(reply, today) ? 'Not answered yet' : 'No answer'

export const OwnReportsPage = ({ base, reports, today }: { base: string; reports: readonly OwnReport[]; today: Day }) => (
  <>
    <Title>What we will publish about your school</Title>
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

type OwnReportPageProps = {
  base: string
  own: OwnReport
  lines: readonly ShownLine[]
  today: Day
  mayAnswer: boolean
  typed: Readonly<Record<string, string>>
  problems?: Problems | undefined
  why?: string | undefined
}

export const OwnReportPage = ({ base, own, lines, today, mayAnswer, typed, problems, why }: OwnReportPageProps) => {
  const { reply } = own
  const until = sayUntil(reply, own.replyDays)
  return (
    <Page>
      <ErrorSummary problems={problems} />
      <NothingChanged why={why} />
      <span class="govuk-caption-l">
        {sayShown(own)}, as our record was on {sayDay(own.knownAt)}
      </span>
      <Title>What we will publish about your school</Title>
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
      ) : mayAnswer ? (
        <form method="post" action={`${base}/reports/${encodeURIComponent(own.id)}`} novalidate>
          <Heading>{reply.answer ? 'Change your answer' : 'Is it right?'}</Heading>
          <P>You can answer, and change your answer, {until}. Your answer is shown wherever your school is named.</P>
          <Choices
            type="radios"
            name="answer"
            label="Your answer"
            problems={problems}
            values={typed['answer'] ? [typed['answer']] : []}
            options={replyAnswers.map((answer) => ({ value: answer, text: answerLabels[answer] }))}
          />
          <TextArea
            name="words"
            label="What is wrong, or what is to be corrected"
            hint="Name nobody: members of the council read it."
            value={typed['words']}
            problems={problems}
          />
          <Button>Send the answer</Button>
        </form>
      ) : (
        <P>Whoever approves colleagues at your school can answer {until}.</P>
      )}
    </Page>
  )
}
