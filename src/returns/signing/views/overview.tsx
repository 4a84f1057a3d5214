import { type Instant, sayDay, sayDeadline } from '#base/dates.ts'
import { Heading, Link, P, SummaryList, Table, Tag } from '#base/web/page-parts.tsx'
import { listed } from '#base/words.ts'
import { canType, type SchoolReturn, type Section } from '#returns/filling/school-return.ts'
import { stateTag } from '#returns/filling/views/returns.tsx'
import { sayShut } from '#returns/filling/views/section.tsx'
import { PutOff } from '#returns/rounds/views/dates.tsx'
import type { Signing } from '../sign-return.ts'
import { type Capacity, cameWords, capacities, saySignature, signersOf } from '../signature.ts'

/** Who asks. */
const asksWords = {
  council: 'The council asks your school',
  partners: 'The local safeguarding partners ask your school',
  voluntary: 'The council asks your school, which need not answer',
} as const

/** A part's progress and authors. */
export type SectionLine = { section: Section; asked: number; answered: number; waiting: number; writers: readonly string[] }

const sayHowFar = ({ asked, answered, waiting }: SectionLine): string =>
  `${answered} of ${asked} answered${waiting > 0 ? `, ${waiting} to confirm` : ''}`

const sayUnsigned = (as: Capacity, submitted: boolean): string =>
  as === 'head'
    ? 'Not submitted yet'
    : as === 'lead'
      ? 'Not signed yet'
      : `${submitted ? 'Not signed yet' : 'Signs once the head has submitted'}; somebody other than the head and the DSL`

export const Signers = ({ own, signatures }: Pick<Signing, 'own' | 'signatures'>) => (
  <SummaryList
    rows={signersOf(own.rule, signatures, own.school.sector).map(({ as, signature }) => [
      capacities[as],
      signature ? saySignature(signature) : sayUnsigned(as, own.submitted),
    ])}
  />
)

/** Submissions and reopenings. */
const Submissions = ({ submissions, reopenings }: Pick<Signing, 'submissions' | 'reopenings'>) =>
  submissions.length === 0 ? null : (
    <>
      <Heading>Submitted</Heading>
      {submissions.map(({ number, at, by, came, turn }) => {
        const reopened = reopenings.find((one) => one.turn === turn + 1)
        return (
          <P>
            Number <strong>{number}</strong>, {sayDay(at)}, by {by || 'the head'}: {cameWords[came]}.
            {reopened ? ` Opened again by the council on ${sayDay(reopened.at)}: ${reopened.reason}` : ''}
          </P>
        )
      })}
    </>
  )

/** What a passed deadline means; '' before. */
export const sayLate = ({ deadlineAt, finalAt }: Pick<SchoolReturn, 'deadlineAt' | 'finalAt'>, now: Instant): string =>
  now > finalAt
    ? 'The final date is over. You can still submit; the audit is then counted apart, as late.'
    : now > deadlineAt
      ? `The deadline is over. Submit by ${sayDeadline(finalAt)} to be in the last count.`
      : ''

type FrontPageProps = {
  signing: Signing
  base: string
  lines: readonly SectionLine[]
  now: Instant
}

export const FrontPage = ({ signing, base, lines, now }: FrontPageProps) => {
  const { own } = signing
  const state = stateTag(own)
  const open = canType(own)
  const next = lines.find(({ asked, answered, waiting }) => answered < asked || waiting > 0)
  return (
    <>
      <SummaryList
        rows={[
          ['State', <Tag colour={state.colour}>{state.text}</Tag>],
          ['Who asks', own.asks ? `${asksWords[own.asks]}. ${own.power}` : undefined],
          ['Who reads your answers', own.readers],
          ['Who answers for the data', own.controllers],
          ['Lawful basis', own.basis],
          ['Deadline', `${sayDeadline(own.deadlineAt)}. It is met when the head submits by then; other signatures may follow.`],
          ['Final date', sayDeadline(own.finalAt)],
        ]}
      />
      <PutOff postponements={signing.postponements} />
      {open && own.note ? <p class="govuk-body muster-typed">{own.note}</p> : null}
      {open ? <P>{sayLate(own, now)}</P> : <P>{sayShut(own)}</P>}
      {open && next ? (
        <P>
          <a class="govuk-button" href={`${base}/sections/${next.section.number}`} data-module="govuk-button">
            {own.begun ? 'Go on filling in' : 'Begin'}
          </a>
        </P>
      ) : null}
      <Table
        caption="Parts"
        columns={['Part', 'How far', 'Who has written']}
        rows={lines.map((line) => [
          <Link href={`${base}/sections/${line.section.number}`}>{line.section.title}</Link>,
          sayHowFar(line),
          line.writers.length > 0 ? listed(line.writers) : 'Nobody yet',
        ])}
      />
      <Heading>Who signs</Heading>
      <Signers {...signing} />
      <P>
        <Link href={`${base}/check`}>{own.submitted ? 'Sign, or see what was signed' : 'Check, sign and submit'}</Link>
      </P>
      <Submissions {...signing} />
      {own.submitted && now > own.deadlineAt ? (
        <P>
          <Link href={`${base}/feedback`}>How other schools answered</Link>
        </P>
      ) : null}
      <P>
        <Link href={`${base}/plan`}>Action plan: what the school will do, by when and who</Link>
      </P>
      <P>
        <Link href={`${base}/return.pdf`}>The audit so far, as a PDF</Link>
      </P>
    </>
  )
}
