import { lowerFirst } from '#attendance/requirements/state.ts'
import { type Day, sayDay } from '#base/dates.ts'
import { Button, Choices, type Problems, TextField } from '#base/web/field.tsx'
import {
  ErrorSummary,
  Heading,
  Link,
  NothingChanged,
  P,
  Page,
  Pagination,
  SummaryList,
  Table,
  Title,
  Warning,
} from '#base/web/page-parts.tsx'
import { counted } from '#base/words.ts'
import { arrivalUnknown } from '#people/notices/notice.ts'
import {
  answerLabels,
  decisionLabels,
  isOpen,
  type NamedSchool,
  type Progress,
  type ShownLine,
  type ShownReport,
  sayReached,
  sayShown,
  sayUntil,
  sayWorkedOut,
} from '../reply.ts'

const sayReply = ({ reply }: NamedSchool): string =>
  reply?.answer === undefined
    ? 'No answer'
    : `${answerLabels[reply.answer]}${reply.answer === 'right' ? '' : reply.decision === undefined ? ': to be decided' : `: ${decisionLabels[reply.decision].toLowerCase()}`}`

const sayDays = ({ reply }: NamedSchool, replyDays: number, today: Day): string =>
  reply?.reachedAt === undefined ? 'Not arrived yet' : `${sayUntil(reply, replyDays)}${isOpen(reply, today) ? '' : ' (over)'}`

export const RepliesPage = ({
  report,
  at,
  waits,
  namesNone,
  mayShow,
  answers,
  progress,
  showing,
  reported,
  today,
  page,
  pageSize,
  url,
}: {
  report: ShownReport
  /** The address of the report. */
  at: string
  waits: string
  /** It is final and names no school. */
  namesNone: boolean
  mayShow: boolean
  /** A page of the schools that were shown their line. */
  answers: readonly NamedSchool[]
  progress: Progress & { toWrite: number }
  /** `open`: it goes on. */
  showing: { open: boolean } | undefined
  /** The mail provider reports what became of mails. */
  reported: boolean
  today: Day
  page: number
  pageSize: number
  url: string
}) => {
  const { replyDays } = report
  const { reached, toWrite } = progress
  return (
    <>
      <Title>What schools answer to {lowerFirst(sayShown(report))}</Title>
      {namesNone ? (
        <P>{sayShown(report)} is final and names no school. Schools are not asked about it.</P>
      ) : (
        <>
          {reported ? null : <Warning>{arrivalUnknown}</Warning>}
          <P>
            Each school has {replyDays} school days to answer, from the first email that its mail server accepts, a call or letter that you
            note, or its own answer. No school is named before they are over, or if nothing arrived at it. {waits}
          </P>
        </>
      )}
      {showing && !namesNone ? (
        <>
          <P>
            {sayReached(progress)}
            {sayWorkedOut(progress)}
          </P>
          <SummaryList
            rows={[
              ['Days to answer not over', String(progress.open)],
              ['Answered', String(progress.answered)],
              ['To be decided', String(progress.toDecide)],
            ]}
          />
        </>
      ) : null}
      {progress.shown > reached && !namesNone ? (
        <P>
          <Link href={`/reached/line/${report.id}`}>Ring or write to schools at which no email arrived</Link>, and note it there: their days
          run from then.
        </P>
      ) : null}
      {showing?.open && !namesNone ? (
        <P>
          Schools are being shown their lines, fifty a minute. <Link href={`${at}/replies`}>Look again</Link>
        </P>
      ) : mayShow && (!showing || toWrite > 0) ? (
        <form method="post" action={`${at}/replies`}>
          <P>This sends an email to each address that is known of {counted(toWrite, 'school')}.</P>
          <Button>Show {counted(toWrite, 'school')} what the report says</Button>
        </form>
      ) : null}
      <Heading>Answers</Heading>
      {progress.shown === 0 ? (
        <P>No school was shown its line yet.</P>
      ) : (
        <>
          <Table
            caption={counted(progress.shown, 'school')}
            columns={['School', 'Town', 'URN', 'May answer', 'Answer']}
            rows={answers.map((one) => [
              <Link href={`${at}/replies/${one.schoolId}`}>{one.name}</Link>,
              one.town,
              one.urn,
              sayDays(one, replyDays, today),
              sayReply(one),
            ])}
          />
          <Pagination url={url} page={page} pageSize={pageSize} total={progress.shown} />
        </>
      )}
    </>
  )
}

export const Lines = ({ lines }: { lines: readonly ShownLine[] }) => (
  <Table caption="What the report says" columns={['About', 'What it says']} rows={lines.map(({ about, says }) => [about, says])} />
)

type ReplyPageProps = {
  report: ShownReport
  action: string
  school: NamedSchool
  typed: Readonly<Record<string, string>>
  problems?: Problems | undefined
  why?: string | undefined
}

export const ReplyPage = ({ report, action, school, typed, problems, why }: ReplyPageProps) => {
  const { reply } = school
  const decides = reply?.answer !== undefined && reply.answer !== 'right'
  return (
    <Page>
      <ErrorSummary problems={problems} />
      <NothingChanged why={why} />
      <span class="govuk-caption-l">{sayShown(report)}</span>
      <Title>{school.name}</Title>
      <Lines lines={school.says} />
      <SummaryList
        rows={[
          ['Shown', reply ? sayDay(reply.shownAt) : 'Not yet'],
          ['Arrived', reply?.reachedAt ? sayDay(reply.reachedAt) : 'Not yet'],
          ['May answer', reply ? sayUntil(reply, report.replyDays) : ''],
          ['Answer', reply?.answer ? answerLabels[reply.answer] : 'No answer'],
          ...(reply?.words ? [['In its words', reply.words] as const] : []),
          ...(reply?.decision ? [['Decided', `${decisionLabels[reply.decision]}: ${reply.reason}`] as const] : []),
        ]}
      />
      {decides ? (
        <form method="post" action={action} novalidate>
          <input type="hidden" name="replyId" value={reply.replyId} />
          <Choices
            type="radios"
            name="decision"
            label="What do you decide?"
            hint="Correct the record first: it then shows in the difference from the report."
            problems={problems}
            values={typed['decision'] ? [typed['decision']] : []}
            options={[
              { value: 'corrected', text: decisionLabels.corrected },
              { value: 'stands', text: decisionLabels.stands },
            ]}
          />
          <TextField
            name="reason"
            label="Reason"
            hint="It is printed beside the line. Name nobody."
            value={typed['reason']}
            problems={problems}
          />
          <Button>Save the decision</Button>
        </form>
      ) : null}
    </Page>
  )
}
