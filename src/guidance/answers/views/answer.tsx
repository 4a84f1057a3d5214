import { type Day, sayDay } from '#base/dates.ts'
import { Button, Choices, DayField, type Problems, Select, TextArea, TextField } from '#base/web/field.tsx'
import { ErrorSummary, Heading, NothingChanged, P, Page, SummaryList, Table, Title } from '#base/web/page-parts.tsx'
import {
  answerKinds,
  answerWords,
  type Body,
  beforeIssued,
  bodiesOf,
  bodyWords,
  howWords,
  levelWords,
  notDecided,
  saidWords,
} from '#guidance/issuing/answer.ts'
import { sayReceipt } from '#guidance/issuing/issuing.ts'
import { schoolLabel } from '#schools/schools/school.ts'
import type { Asked, KeptAnswer, KeptCheck, KeptReceipt } from '../asked.ts'
import { outcomeWords } from '../page.ts'
import type { Dates, GuidanceState } from '../state.ts'

export type Typed = Readonly<Record<string, string>>

/** Bodies that can decide for all of these schools. */
const bodiesFor = (asked: readonly Asked[]): readonly Body[] =>
  bodiesOf(asked[0] ?? { sector: 'not_known', kind: 'not_known' }).filter((body) => asked.every((one) => bodiesOf(one).includes(body)))

export const AnswerFields = ({
  asked,
  typed,
  problems,
  named,
}: {
  asked: readonly Asked[]
  typed: Typed
  problems?: Problems | undefined
  /** Whether who says so types their name and role. */
  named: boolean
}) => {
  const offered = bodiesFor(asked)
  return (
    <>
      <Choices
        type="radios"
        name="answer"
        label="What does the school do with it?"
        problems={problems}
        values={typed['answer'] ? [typed['answer']] : []}
        options={([...answerKinds, notDecided] as const).map((value) => ({ value, text: saidWords[value] }))}
      />
      <Select
        name="body"
        label="Body that decided"
        hint="Leave it if it does not apply to the school"
        problems={problems}
        value={typed['body'] || (offered.length === 1 ? offered[0] : '')}
        options={[{ value: '', text: 'Choose' }, ...offered.map((value) => ({ value, text: bodyWords[value] }))]}
      />
      <DayField
        name="decidedOn"
        label="Day of the decision, or of the planned meeting"
        hint="A decision may be from before the council issued it."
        problems={problems}
        value={typed['decidedOn']}
      />
      <TextField
        name="minute"
        label="Minute (optional)"
        hint="Its number, so that it can be found"
        width={20}
        maxlength={200}
        problems={problems}
        value={typed['minute']}
      />
      <TextArea
        name="reason"
        label="Reason, if it is not adopted as it is"
        hint="What was changed, or why another policy is kept or it does not apply. Name no child and no parent."
        rows={3}
        problems={problems}
        value={typed['reason']}
      />
      {named ? (
        <>
          <TextField
            name="name"
            label="Name of whoever says so"
            autocomplete="name"
            maxlength={100}
            problems={problems}
            value={typed['name']}
          />
          <TextField name="role" label="Their role at the school" maxlength={100} problems={problems} value={typed['role']} />
        </>
      ) : null}
    </>
  )
}

const said = (day: Day | undefined, otherwise: string): string => (day ? sayDay(day) : otherwise)

export const DatesList = ({ dates, publishedLevel }: { dates: Dates; publishedLevel: GuidanceState['publishedLevel'] }) => (
  <SummaryList
    rows={[
      ['Published nationally', said(dates.available, 'Not known')],
      ['Issued to the school', said(dates.issued, 'Not yet')],
      ['First opened, signed in', said(dates.opened, 'No record')],
      ['First confirmed', said(dates.acknowledged, 'No record')],
      ['Answered', said(dates.answered, 'No answer')],
      ['Adopted', said(dates.adopted, 'No adoption on record')],
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

export const ChecksTable = ({ checks, tickAt }: { checks: readonly KeptCheck[]; tickAt: string | undefined }) =>
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
        one.tickedAt ? (
          sayDay(one.tickedAt)
        ) : tickAt ? (
          <form method="post" action={tickAt}>
            <button class="govuk-button govuk-button--secondary govuk-!-margin-bottom-0" type="submit" name="check" value={one.id}>
              I read it: it is this version<span class="govuk-visually-hidden">, looked at {sayDay(one.checkedAt)}</span>
            </button>
          </form>
        ) : (
          'Not yet'
        ),
      ])}
    />
  )

/** @param at where the form goes */
export const AddressForm = ({ at, typed, problems }: { at: string; typed: Typed; problems?: Problems | undefined }) => (
  <form method="post" action={at} novalidate>
    <TextField
      type="url"
      name="address"
      label="Address of the page that shows it"
      hint="On the school’s or the trust’s own site. It is looked at once, now."
      maxlength={500}
      problems={problems}
      value={typed['address']}
    />
    <Button kind="secondary">Look at it now</Button>
  </form>
)

export type AnswerView = {
  asked: Asked
  found: GuidanceState | undefined
  answers: readonly KeptAnswer[]
  checks: readonly KeptCheck[]
}

/** The school’s page of one version: how it stands, its answer, and where it is published. */
export const AnswerPage = ({
  view: { asked, found, answers, checks },
  formId,
  at,
  named,
  mayAnswer,
  addressAt,
  typed,
  problems,
  why,
}: {
  /** Without answers for whoever has a link, which may have been passed on. */
  view: Omit<AnswerView, 'answers'> & Partial<Pick<AnswerView, 'answers'>>
  formId: string
  at: string
  named: boolean
  mayAnswer: boolean
  /** undefined: whoever reads it may not have a page looked at. */
  addressAt: string | undefined
  typed: Typed
  problems?: Problems | undefined
  why?: string | undefined
}) => (
  <Page>
    <ErrorSummary problems={problems} />
    <NothingChanged why={why} />
    <span class="govuk-caption-l">{schoolLabel(asked)}</span>
    <Title>
      {asked.title}, version {asked.version}
    </Title>
    {found ? <P>{found.why}</P> : null}
    {asked.whatToDo ? <P>What the council asks: {asked.whatToDo}</P> : null}
    {asked.dueOn && !found?.answer ? <P>Answer by {sayDay(asked.dueOn)}.</P> : null}
    {found ? <DatesList dates={found.dates} publishedLevel={found.publishedLevel} /> : null}
    {answers ? <AnswersTable answers={answers} /> : null}
    {asked.passed ? (
      <P>A newer version was issued, or the document was withdrawn. What the school answered stays as it was given.</P>
    ) : mayAnswer ? (
      <form method="post" action={at} novalidate>
        <Heading>{found?.answer ? 'Change the answer' : 'Answer for the school'}</Heading>
        <P>It stands from the day on which you send it, for this version. A later answer takes its place, and this one is kept.</P>
        {named ? <P>You have not signed in, so the answer is kept as stated, with the name and role that you type.</P> : null}
        <input type="hidden" name="id" value={formId} />
        <input type="hidden" name="seen" value={asked.answerId ?? ''} />
        <AnswerFields asked={[asked]} {...{ typed, problems, named }} />
        <Button>Send the answer</Button>
      </form>
    ) : (
      <P>The head and whoever approves colleagues at the school answer for it.</P>
    )}
    {addressAt ? (
      <>
        <Heading>Where it is published</Heading>
        <ChecksTable checks={checks} tickAt={undefined} />
        {asked.passed ? null : <AddressForm at={addressAt} {...{ typed, problems }} />}
      </>
    ) : null}
  </Page>
)
