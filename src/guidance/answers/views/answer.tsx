import type { Child } from 'hono/jsx'
import { type Day, sayDay } from '#base/dates.ts'
import { Heading, P, SummaryList, Table } from '#base/web/page-parts.tsx'
import { answerWords, beforeIssued, bodyWords, howWords, levelWords } from '#guidance/issuing/answer.ts'
import { sayReceipt } from '#guidance/issuing/issuing.ts'
import type { Asked, KeptAnswer, KeptCheck, KeptReceipt } from '../asked.ts'
import { outcomeWords } from '../page.ts'
import type { Dates, GuidanceState } from '../state.ts'

const sayIf = (day: Day | undefined, otherwise: string): string => (day ? sayDay(day) : otherwise)

export const DatesList = ({ dates, publishedLevel }: { dates: Dates; publishedLevel: GuidanceState['publishedLevel'] }) => (
  <SummaryList
    rows={[
      ['Published nationally', sayIf(dates.available, 'We do not know when')],
      ['Issued to the school', sayIf(dates.issued, 'Not yet')],
      ['First opened, signed in', sayIf(dates.opened, 'No record')],
      ['First confirmed', sayIf(dates.acknowledged, 'No record')],
      ['Answered', sayIf(dates.answered, 'No answer')],
      ['Adopted', sayIf(dates.adopted, 'No adoption on record')],
      [
        'Published',
        dates.published
          ? `${sayDay(dates.published)}${publishedLevel === 'ticked' ? ', read by an officer' : ', found on its site'}`
          : 'No record',
      ],
    ]}
  />
)

const sayKept = (one: KeptAnswer): string =>
  [
    answerWords[one.answer],
    one.body ? bodyWords[one.body] : '',
    one.decidedOn ? `${sayDay(one.decidedOn)}${one.early ? beforeIssued : ''}` : '',
    one.minute ? `minute ${one.minute}` : '',
    one.reason,
  ]
    .filter(Boolean)
    .join('; ')

const sayBy = ({ by, role, how, trust }: KeptAnswer): string =>
  `${by || 'Name taken out'}${role ? `, ${role}` : ''}${trust ? ', for the trust' : ''}, ${howWords[how]}`

export const AnswersTable = ({ answers }: { answers: readonly KeptAnswer[] }) =>
  answers.length === 0 ? (
    <P>No answer yet.</P>
  ) : (
    <Table
      caption="Answers, the last first"
      columns={['Told on', 'Version', 'Answer', 'By whom', 'How we know']}
      rows={answers.map((one) => [
        sayDay(one.answeredAt),
        `Version ${one.version}`,
        `${sayKept(one)}${one.stands ? '' : ' (replaced since)'}`,
        sayBy(one),
        `${levelWords[one.level]}${one.checkedAt ? `, ${sayDay(one.checkedAt)}${one.checkedBy ? `, ${one.checkedBy}` : ''}: ${one.note}` : ''}`,
      ])}
    />
  )

const receiptWords: Record<KeptReceipt['what'], string> = {
  sent: 'Email written',
  opened: 'Opened it, signed in',
  acknowledged: 'Confirmed it',
  planned: 'Planned it for the meeting of',
}

export const ReceiptsTable = ({ receipts }: { receipts: readonly KeptReceipt[] }) =>
  receipts.length === 0 ? (
    <P>Nobody is recorded.</P>
  ) : (
    <Table
      caption="Named people, the last first"
      columns={['Day', 'Who', 'Role', 'What', 'Version', 'How we know']}
      rows={receipts.map((one) => [
        sayDay(one.day),
        one.by || 'Name taken out',
        one.role,
        sayReceipt(receiptWords, one),
        `Version ${one.version}`,
        one.level === 'seen' ? 'By our own record' : 'As they typed it',
      ])}
    />
  )

const sayFound = ({ outcome, status }: KeptCheck): string => `${outcomeWords[outcome]}${status === null ? '' : ` (${status})`}`

/** @param tick the form with which an officer says that they read it */
export const ChecksTable = ({ checks, tick }: { checks: readonly KeptCheck[]; tick?: (check: KeptCheck) => Child }) =>
  checks.length === 0 ? (
    <P>Nobody has looked at a page yet.</P>
  ) : (
    <Table
      caption="Where it is published, looked at last first"
      columns={['Looked at', 'Address', 'What was found', 'Read by an officer']}
      rows={checks.map((one) => [
        sayDay(one.checkedAt),
        <span class="muster-break">{one.address}</span>,
        `${sayFound(one)}${one.hash ? `, fingerprint ${one.hash.slice(0, 12)}` : ''}`,
        one.tickedAt ? sayDay(one.tickedAt) : (tick?.(one) ?? 'Not yet'),
      ])}
    />
  )

type AnswerProps = {
  asked: Asked
  found: GuidanceState | undefined
  /** undefined for whoever has a link, which may have been passed on. */
  answers?: readonly KeptAnswer[]
  checks: readonly KeptCheck[]
  /** Whether who says so types their name and role. */
  named?: true
  /** null: whoever reads it may not answer. */
  form: Child
  /** undefined: whoever reads it may not have a page looked at. */
  look?: Child
}

export const AnswerOfSchool = ({ asked, found, answers, checks, named, form, look }: AnswerProps) => (
  <>
    {found ? <P>{found.why}</P> : null}
    {asked.whatToDo ? <P>What the council asks: {asked.whatToDo}</P> : null}
    {asked.dueOn && !found?.answer ? <P>Answer by {sayDay(asked.dueOn)}.</P> : null}
    {found ? <DatesList dates={found.dates} publishedLevel={found.publishedLevel} /> : null}
    {answers ? <AnswersTable answers={answers} /> : null}
    {asked.passed ? (
      <P>A newer version was issued, or the document was withdrawn. What the school answered stays as it was given.</P>
    ) : form ? (
      <>
        <Heading>{found?.answer ? 'Change the answer' : 'Answer for the school'}</Heading>
        <P>It counts from the day on which you send it, for this version. A later answer takes its place, and this one is kept.</P>
        {named ? <P>You have not signed in, so the answer is kept as stated, with the name and role that you type.</P> : null}
        {form}
      </>
    ) : (
      <P>The head and those who approve colleagues at the school answer for it.</P>
    )}
    {look ? (
      <>
        <Heading>Where it is published</Heading>
        <ChecksTable checks={checks} />
        {asked.passed ? null : look}
      </>
    ) : null}
  </>
)
