import type { FrozenReport } from '#attendance/reports/frozen.ts'
import { aboutWords } from '#attendance/reports/frozen-standing.ts'
import { type Day, sayDay } from '#base/dates.ts'
import { Button, Choices, type Problems, TextField } from '#base/web/field.tsx'
import { ErrorSummary, Heading, Link, NothingChanged, P, Page, Pagination, SummaryList, Table, Title } from '#base/web/page-parts.tsx'
import { counted, plural } from '#base/words.ts'
import { meansWords } from '#people/ladder/contact.ts'
import { answerLabels, decisionLabels, type NamedSchool, type Progress, type ShownLine } from '../reply.ts'

const sayReply = ({ reply }: NamedSchool): string =>
  reply?.answer === undefined
    ? reply?.reached === false
      ? 'Not reached'
      : 'No answer'
    : `${answerLabels[reply.answer]}${reply.answer === 'right' ? '' : reply.decision === undefined ? ': to be decided' : `: ${decisionLabels[reply.decision].toLowerCase()}`}`

export const RepliesPage = ({
  report,
  answers,
  waiting,
  progress,
  showing,
  today,
  page,
  pageSize,
  url,
}: {
  report: FrozenReport
  /** A page of the schools that were shown their line. */
  answers: readonly NamedSchool[]
  /** The first of those that are to be rung. */
  waiting: readonly NamedSchool[]
  progress: Progress & { told: number; unreached: number; silent: number }
  /** `every`: to every school that the report counts; `open`: it goes on. */
  showing: { every: boolean; open: boolean }
  today: Day
  page: number
  pageSize: number
  url: string
}) => {
  const base = `/coverage/frozen/${report.number}`
  const { told } = progress
  const silent = waiting.filter(({ reply }) => reply === undefined)
  const unreached = waiting.filter(({ reply }) => reply !== undefined)
  const mayShowAll = report.about === 'attendance' && !showing.every
  const toRing = (some: readonly NamedSchool[], total: number) => (
    <>
      <Table
        caption={counted(total, 'school')}
        columns={['School', 'Town', 'URN', 'Note how it was told']}
        rows={some.map(({ schoolId, name, town, urn }) => [
          name,
          town,
          urn,
          <form method="post" action={`${base}/replies/${schoolId}/shown`}>
            {(['telephone', 'letter'] as const).map((means) => (
              <button type="submit" name="means" value={means} class="govuk-button govuk-button--secondary govuk-!-margin-bottom-1">
                {meansWords[means]}
                <span class="govuk-visually-hidden">: note that {name} was told</span>
              </button>
            ))}
          </form>,
        ])}
      />
      {total > some.length ? <P>{total - some.length} more stand here once these are noted.</P> : null}
    </>
  )
  return (
    <>
      <Title>What schools answer to report {report.number}</Title>
      <P>
        No paper names a school before it was shown its line and had {report.thresholds.replyDays} working days in term to answer.{' '}
        {showing.every
          ? 'Every school that the report counts is shown its line, as it must be before the report is published as open data. A paper waits only for those that it names.'
          : `Shown are the schools that a paper would name: those that ${aboutWords[report.about].named}.`}
      </P>
      <SummaryList
        rows={[
          [showing.every ? 'Schools that the report counts' : 'Schools that a paper names', String(progress.named)],
          ['Written to or told', String(progress.shown)],
          ['May still answer', String(progress.open)],
          ['Answered', String(progress.answered)],
          ['To be decided', String(progress.toDecide)],
        ]}
      />
      <P>
        <Link href={`/reached/line/${report.id}`}>Which schools were reached</Link>: an email that is only written or delivered reaches
        nobody.
      </P>
      {showing.open ? (
        <P>
          Schools are being shown their lines, fifty a minute. <Link href={`${base}/replies`}>Look again</Link>
        </P>
      ) : told > 0 || mayShowAll ? (
        <form method="post" action={`${base}/replies`}>
          <P>
            {counted(told, 'school')} {plural(told, 'gets', 'get')} a message at every address that is known of it. Its days begin when it
            goes.
          </P>
          {mayShowAll ? (
            <Choices
              name="every"
              label="Open data"
              hint="Before the report can be published, the schools that took part must have seen their lines too."
              type="checkboxes"
              small
              values={[]}
              options={[{ value: 'yes', text: 'Show every school that the report counts its line' }]}
            />
          ) : null}
          <Button>Show these schools their lines</Button>
        </form>
      ) : null}
      {unreached.length > 0 ? (
        <>
          <Heading>Not reached: ring them</Heading>
          <P>
            Every message to these schools came back, so they do not count as shown. Ring each, and note it here: its days run from then.
          </P>
          {toRing(unreached, progress.unreached)}
        </>
      ) : null}
      {silent.length > 0 ? (
        <>
          <Heading>Schools without an address</Heading>
          <P>No message can reach them. Ring or write to each, and note it here: its days run from then.</P>
          {toRing(silent, progress.silent)}
        </>
      ) : null}
      <Heading>Answers</Heading>
      {progress.shown === 0 ? (
        <P>No school was shown its line yet.</P>
      ) : (
        <>
          <Table
            caption={counted(progress.shown, 'school')}
            columns={['School', 'Town', 'URN', 'May answer until', 'Answer']}
            rows={answers.map((one) => [
              <Link href={`${base}/replies/${one.schoolId}`}>{one.name}</Link>,
              one.town,
              one.urn,
              `${sayDay(one.reply?.replyBy ?? today)}${one.reply && one.reply.replyBy < today ? ' (over)' : ''}`,
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
  <Table caption="What the report says" columns={['About', 'Line']} rows={lines.map(({ requirement, why }) => [requirement, why])} />
)

export const ReplyPage = ({
  report,
  school,
  lines,
  typed,
  problems,
  why,
}: {
  report: FrozenReport
  school: NamedSchool
  lines: readonly ShownLine[]
  typed: Readonly<Record<string, string>>
  problems?: Problems | undefined
  why?: string | undefined
}) => {
  const { reply } = school
  const decides = reply?.answer !== undefined && reply.answer !== 'right'
  return (
    <Page>
      <ErrorSummary problems={problems} />
      <NothingChanged why={why} />
      <span class="govuk-caption-l">Report {report.number}</span>
      <Title>{school.name}</Title>
      <Lines lines={lines} />
      <SummaryList
        rows={[
          [
            'Shown',
            reply
              ? `${sayDay(reply.shownAt)}, ${reply.how === 'officer' ? 'by an officer' : reply.reached ? 'by message' : 'by a message that came back'}`
              : 'Not yet',
          ],
          ['May answer until', reply ? sayDay(reply.replyBy) : ''],
          ['Answer', reply?.answer ? answerLabels[reply.answer] : 'No answer'],
          ...(reply?.words ? [['In its words', reply.words] as const] : []),
          ...(reply?.decision ? [['Decided', `${decisionLabels[reply.decision]}: ${reply.reason}`] as const] : []),
        ]}
      />
      {decides ? (
        <form method="post" action={`/coverage/frozen/${report.number}/replies/${school.schoolId}`} novalidate>
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
            hint="It stands beside the line in the paper. Name nobody."
            value={typed['reason']}
            problems={problems}
          />
          <Button>Save the decision</Button>
        </form>
      ) : null}
    </Page>
  )
}
