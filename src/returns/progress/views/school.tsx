import type { Child } from 'hono/jsx'
import { sayDay, sayInstant } from '#base/dates.ts'
import { Details, Heading, Link, P, SummaryList, Table, Tag, VisuallyHidden, Warning } from '#base/web/page-parts.tsx'
import type { Reach } from '#people/notices/notice.ts'
import type { StaffProposal, StaffProposalKind } from '#people/proposals/proposal.ts'
import { sayValue } from '#returns/filling/entry.ts'
import type { Question, ReturnForm } from '#returns/forms/return-form.ts'
import type { Postponement } from '#returns/rounds/postponement.ts'
import { cameWords, type Round } from '#returns/rounds/round.ts'
import { PutOff } from '#returns/rounds/views/dates.tsx'
import { roundPath, whenOf } from '#returns/rounds/views/round.tsx'
import { capacities, type KeptSignature, type Reopening, saySignature, toConfirm } from '#returns/signing/signature.ts'
import { type Answer, isWords, type Part, type PlannedAction, parts } from '../answer.ts'
import { missingOf, returnStates, type SchoolProgress } from '../progress.ts'
import { Said } from './plan.tsx'

export const returnPath = (round: { id: string }, of: { id: string }): string => `${roundPath(round)}/schools/${of.id}`

const waitsWords: Partial<Record<StaffProposalKind, string>> = {
  redaction: 'Words wait to be taken out',
  reopening: 'It waits to be reopened',
}

const PartOf = ({ question, answer, part, href }: { question: Question; answer: Answer; part: Part; href: string }) => {
  const text = answer[part]
  if (text === '') return null
  const isRedacted = answer.redacted.split(',').includes(part)
  return (
    <>
      {part === 'value' ? sayValue(question, text) : text}{' '}
      {isRedacted ? (
        <Tag colour="grey">Words taken out by {answer.redactedBy || 'the council'}</Tag>
      ) : isWords(question.kind, part) ? (
        <Link href={`${href}/redactions/${answer.entryId}?part=${part}`}>
          Take words out
          <VisuallyHidden>
            {' '}
            of {parts[part]} to {question.label}
          </VisuallyHidden>
        </Link>
      ) : null}
    </>
  )
}

/** Their role, who named them, and whether it counts. */
type SignaturesProps = { signatures: readonly KeptSignature[]; turn: number; confirm: (signature: KeptSignature) => Child }

const Signatures = ({ signatures, turn, confirm }: SignaturesProps) =>
  signatures.length === 0 ? null : (
    <>
      <Table
        caption="Signatures"
        columns={['As', 'Signed', 'Named in that role by']}
        rows={signatures.map((one) => [
          capacities[one.signedAs] + (one.alsoLead ? ' and lead' : ''),
          one.turn < turn ? `Before it was reopened, by ${one.by || 'somebody'}, ${sayInstant(one.at)}` : saySignature(one, sayInstant),
          one.namedAt ? `${one.namedBy}, ${sayDay(one.namedAt)}` : 'Not kept',
        ])}
      />
      {toConfirm(signatures.filter((one) => one.turn === turn)).map(confirm)}
    </>
  )

type SchoolReturnProps = {
  round: Round
  school: SchoolProgress
  form: ReturnForm
  answers: readonly Answer[]
  signatures: readonly KeptSignature[]
  reopenings: readonly Reopening[]
  postponements: readonly Postponement[]
  toldDates: ReadonlyMap<string, readonly { reach: Reach }[]>
  actions: readonly PlannedAction[]
  /** For a second officer to decide. */
  waiting: readonly StaffProposal[]
  /** After this form was refused. */
  wasSent: (form: 'reopen' | 'enter') => boolean
  confirm: (signature: KeptSignature) => Child
  forms: { reopen: Child; enter: Child; plan: Child }
}

export const SchoolReturnPage = ({ round, school, answers, reopenings, actions, wasSent, ...of }: SchoolReturnProps) => {
  const at = returnPath(round, school)
  const answerTo = new Map(answers.map((answer) => [answer.questionId, answer]))
  const isOpen = round.closedAt === null
  return (
    <>
      <SummaryList
        rows={[
          ['State', returnStates[school.state]],
          ['Dates', whenOf(school)],
          ['Submission', school.number ?? undefined],
          ['Came', school.came === null ? undefined : cameWords[school.came]],
          ['Signature missing', missingOf(school, round).join(', ')],
          ['School', <Link href={`/organiser/schools/${school.schoolId}#follow-up`}>Contacts with the school</Link>],
        ]}
      />
      <PutOff postponements={of.postponements} reached={of.toldDates} />
      {isOpen && (school.state === 'not_begun' || school.state === 'begun' || school.state === 'reopened') ? (
        <P>
          <Link href={`${at}/dates`}>Give this school longer</Link>
        </P>
      ) : null}
      <Signatures signatures={of.signatures} turn={reopenings.length} confirm={of.confirm} />
      {of.waiting.map((one) => (
        <P>
          <Link href={`/organiser/proposals/${one.id}`}>{waitsWords[one.kind]} until a second officer decides</Link>
        </P>
      ))}
      {school.state === 'submitted' || school.state === 'reopened' ? (
        <P>
          <Link href={`${at}/feedback`}>The school’s feedback against its phase</Link>
        </P>
      ) : null}
      {isOpen && school.state === 'submitted' ? (
        <Details summary="Reopen it" open={wasSent('reopen')}>
          {of.forms.reopen}
        </Details>
      ) : null}
      {isOpen && (school.state === 'begun' || school.state === 'not_begun') ? (
        <Details summary="It came on paper, or another audit came" open={wasSent('enter')}>
          {of.forms.enter}
        </Details>
      ) : null}
      {of.form.sections.map((section) => (
        <Table
          caption={section.title}
          columns={['Question', 'Answer', 'What shows it', 'What the school will do', 'By']}
          rows={section.questions.map((question) => {
            const answer = answerTo.get(question.id)
            const partOf = (part: Part) => (answer ? <PartOf question={question} answer={answer} part={part} href={at} /> : '')
            return [
              question.label,
              partOf('value'),
              partOf('evidence'),
              partOf('action'),
              answer ? `${answer.by}, ${sayInstant(answer.at)}` : '',
            ]
          })}
        />
      ))}
      <Heading>Action plan</Heading>
      {actions.length === 0 ? (
        <P>Nothing is planned yet.</P>
      ) : (
        <Table
          caption="What the school means to do"
          columns={['What', 'Who', 'By', 'Done', 'Words']}
          rows={actions.map(({ id, what, owner, dueOn, said }) => [
            what,
            owner,
            sayDay(dueOn),
            <Said said={said} />,
            [id, ...said.filter(({ words }) => words !== '').map((one) => one.id)].map((ofId, n) => (
              <>
                <Link href={`${at}/redactions/${ofId}`}>
                  Take words out<VisuallyHidden> of {n === 0 ? what : 'what was said of it'}</VisuallyHidden>
                </Link>{' '}
              </>
            )),
          ])}
        />
      )}
      {of.forms.plan}
    </>
  )
}

type RedactPageProps = {
  question: string
  /** What waits for a second officer, of a signed return. */
  waits: string | undefined
  form: Child
}

export const RedactPage = ({ question, waits, form }: RedactPageProps) => (
  <>
    <P>{question}</P>
    {waits ? (
      <P>
        <Link href={`/organiser/proposals/${waits}`}>Words wait to be taken out until a second officer decides</Link>. That is decided
        before others are taken out here.
      </P>
    ) : (
      form
    )}
  </>
)

export const BeforeRedacting = () => (
  <Warning>
    We remove these words from the record for good, also where they were typed before, in the plan, in disputes and in mails. In their place
    we show that they were removed, and on which day. We keep by whom and why, and tell the head. Where somebody has signed the audit, a
    second officer decides.
  </Warning>
)
