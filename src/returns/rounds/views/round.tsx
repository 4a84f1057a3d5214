import type { Child } from 'hono/jsx'
import { type Instant, instant, sayDeadline } from '#base/dates.ts'
import { Details, Link, P, SummaryList, Table, Warning } from '#base/web/page-parts.tsx'
import { counted } from '#base/words.ts'
import { nameOfForm } from '#returns/forms/views/form.tsx'
import { sectors } from '#schools/schools/school.ts'
import { type AskedSchool, type ListedRound, type Round, sayAudience, stateOfRound } from '../round.ts'

export const roundPath = (round: { id: string }): string => `/organiser/returns/${round.id}`

export const RoundsPage = ({ rounds, now, mayWrite }: { rounds: readonly ListedRound[]; now: Date; mayWrite: boolean }) => (
  <>
    <P>
      Once a year schools answer for the whole of their safeguarding, under sections 175 and 157 of the Education Act 2002.
      {mayWrite ? (
        <>
          {' '}
          <Link href="/organiser/returns/new">New audit</Link> or see the <Link href="/organiser/returns/forms">forms</Link>. Beside it are{' '}
          <Link href="/organiser/returns/case-records">audits of case records</Link>.
        </>
      ) : null}
    </P>
    {rounds.length === 0 ? (
      <P>No school was asked yet. Publish a form first, and open an audit with it.</P>
    ) : (
      <Table
        caption="Safeguarding audits"
        columns={['Audit', 'State', 'Deadline', 'Answered']}
        rows={rounds.map((round) => [
          <Link href={roundPath(round)}>
            {round.title}, {round.year}
          </Link>,
          stateOfRound(round, instant(now)),
          sayDeadline(round.deadlineAt),
          `${round.answered} of ${round.asked}`,
        ])}
      />
    )}
  </>
)

type PreparedRoundProps = {
  round: Round
  schools: readonly AskedSchool[]
  open: Child
}

export const PreparedRound = ({ round, schools, open }: PreparedRoundProps) => {
  const silent = schools.filter(({ hasAddress }) => !hasAddress)
  return (
    <>
      <SummaryList
        rows={[
          ['State', 'Being prepared: no school knows of it'],
          [
            'Form',
            <Link href={`/organiser/returns/forms/${round.versionId}`}>{nameOfForm({ title: round.form, number: round.formNumber })}</Link>,
          ],
          ['Deadline', sayDeadline(round.deadlineAt)],
          ['Final date', sayDeadline(round.finalAt)],
          ['Who will read the answers', round.readers],
          ['Who answers for the data', round.controllers],
          ['Lawful basis', round.basis],
          ['Schools', sayAudience(round.audience)],
        ]}
      />
      <P>
        <Link href={`${roundPath(round)}/edit`}>Change it</Link>
      </P>
      <P>
        {counted(schools.length, 'school is', 'schools are')} asked when it opens. Each address that we have for a school gets a message.
        The audit is on the school’s own page and in its weekly letter. Schools that open later are added automatically.
      </P>
      {silent.length > 0 ? (
        <P>No address is known of {counted(silent.length, 'school', 'schools')}: ask them by letter or telephone.</P>
      ) : null}
      <Details summary="Which schools">
        <ul class="govuk-list">
          {schools.map(({ name, sector, hasAddress }) => (
            <li>
              {name} ({sectors[sector]}){hasAddress ? '' : ', no address'}
            </li>
          ))}
        </ul>
      </Details>
      {open}
    </>
  )
}

export const BeforeOpening = ({ round, why }: { round: Round; why: Child }) => (
  <>
    {round.unchecked.length > 0 ? (
      <P>
        Not compared with the law yet: {round.unchecked.map((one) => sectors[one]).join(', ')}.{' '}
        <Link href={`/organiser/returns/forms/${round.versionId}/powers`}>Tick off these texts</Link>, or say why the audit opens before.
      </P>
    ) : null}
    {why}
    <Warning>Once it is open, its words stay as they are, and its dates can only be put off.</Warning>
  </>
)

export const whenOf = (round: { deadlineAt: Instant; finalAt: Instant }): string =>
  `Deadline ${sayDeadline(round.deadlineAt)}; final date ${sayDeadline(round.finalAt)}`
