import type { Child } from 'hono/jsx'
import { type Day, type Instant, sayDay } from '#base/dates.ts'
import { Heading, Link, P, SummaryList, Table, Warning } from '#base/web/page-parts.tsx'
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

export const sayReply = ({ reply }: NamedSchool): string =>
  reply?.answer === undefined
    ? 'No answer'
    : `${answerLabels[reply.answer]}${reply.answer === 'right' ? '' : reply.decision === undefined ? ': to be decided' : `: ${decisionLabels[reply.decision].toLowerCase()}`}`

export const sayDays = ({ reply }: NamedSchool, replyDays: number, today: Day): string =>
  reply?.reachedAt === undefined ? 'Not arrived yet' : `${sayUntil(reply, replyDays)}${isOpen(reply, today) ? '' : ' (over)'}`

type RepliesProgress = Progress & { toWrite: number }

/** What pressing it does. */
export const AboutShowing = ({ toWrite }: { toWrite: number }) => (
  <P>This sends an email to each address that is known of {counted(toWrite, 'school')}.</P>
)

type RepliesAboveProps = {
  report: ShownReport
  /** The address of the report. */
  base: string
  waits: string
  /** It is final and names no school. */
  namesNone: boolean
  mayShow: boolean
  progress: RepliesProgress
  showing: { doneAt: Instant | null } | undefined
  /** The mail provider reports what became of mails. */
  reported: boolean
  /** Shows schools what it says of them. */
  form: Child
}

export const RepliesAbove = ({ report, base, waits, namesNone, mayShow, progress, showing, reported, form }: RepliesAboveProps) => {
  const { replyDays } = report
  const { reached, toWrite } = progress
  return (
    <>
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
      {showing?.doneAt === null && !namesNone ? (
        <P>
          Schools are being shown their lines, fifty a minute. <Link href={`${base}/replies`}>Look again</Link>
        </P>
      ) : mayShow && (!showing || toWrite > 0) ? (
        form
      ) : null}
      <Heading>Answers</Heading>
    </>
  )
}

export const Lines = ({ lines }: { lines: readonly ShownLine[] }) => (
  <Table caption="What the report says" columns={['About', 'What it says']} rows={lines.map(({ about, says }) => [about, says])} />
)

/** Whether there is something to decide. */
export const isToDecide = ({ reply }: NamedSchool): boolean => reply?.answer !== undefined && reply.answer !== 'right'

export const ReplySoFar = ({ school, replyDays }: { school: NamedSchool; replyDays: number }) => {
  const { reply } = school
  return (
    <>
      <Lines lines={school.says} />
      <SummaryList
        rows={[
          ['Shown', reply ? sayDay(reply.shownAt) : 'Not yet'],
          ['Arrived', reply?.reachedAt ? sayDay(reply.reachedAt) : 'Not yet'],
          ['May answer', reply ? sayUntil(reply, replyDays) : ''],
          ['Answer', reply?.answer ? answerLabels[reply.answer] : 'No answer'],
          ...(reply?.words ? [['In its words', reply.words] as const] : []),
          ...(reply?.decision ? [['Decided', `${decisionLabels[reply.decision]}: ${reply.reason}`] as const] : []),
        ]}
      />
    </>
  )
}
