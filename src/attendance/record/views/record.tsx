import type { Child } from 'hono/jsx'
import { type GivenException, sayException } from '#attendance/requirements/exception.ts'
import type { State } from '#attendance/requirements/standing.ts'
import type { StandingRow } from '#attendance/requirements/standing-row.ts'
import { evidenceNames } from '#attendance/requirements/training.ts'
import { StateTag } from '#attendance/requirements/views/standing.tsx'
import { type Day, type Instant, sayDay, sayInstant, sayShortDay } from '#base/dates.ts'
import { Button, DayField, type Problems } from '#base/web/field.tsx'
import { ErrorSummary, Heading, Link, P, Table, Title } from '#base/web/page-parts.tsx'
import { counted, listed } from '#base/words.ts'
import { schoolLabel } from '#schools/schools/school.ts'
import { sayStates, sayWhatItIs, type TrainingRecord } from '../record.ts'

const Hint = ({ children }: { children: Child }) => (
  <div class="govuk-hint govuk-!-margin-bottom-0 govuk-!-font-weight-regular">{children}</div>
)

/** The state, and under it the sentence why. */
const StateAndWhy = ({ state, why }: { state: State; why: string }) => (
  <>
    <StateTag state={state} />
    <div>{why}</div>
  </>
)

const lastOf = ({ last, evidence }: StandingRow) =>
  last ? (
    <>
      {last.title}, {sayShortDay(last.on)}
      <Hint>{[last.where, evidence && evidenceNames[evidence]].filter(Boolean).join('. ')}</Hint>
    </>
  ) : (
    'None on record'
  )

const People = ({ people }: { people: readonly StandingRow[] }) => (
  <>
    <Heading>People in roles</Heading>
    {people.length === 0 ? (
      <P>Nobody is confirmed in a role of which something is asked.</P>
    ) : (
      <>
        <P>
          Of {counted(people.length, 'line')}: {sayStates(people)}.
        </P>
        <div class="muster-record__people">
          <Table
            dense
            caption="People in roles"
            captionClass="govuk-visually-hidden"
            columns={[
              'Person and role',
              'Requirement',
              'Last training on record, where, and how it is known',
              'Due',
              'State by our record, and why',
            ]}
            rows={people.map((row) => [
              <>
                {row.who}
                <Hint>{row.role}</Hint>
              </>,
              row.requirement,
              lastOf(row),
              row.due ? <span class="muster-nowrap">{sayShortDay(row.due)}</span> : '',
              <StateAndWhy {...row} />,
            ])}
          />
        </div>
      </>
    )}
  </>
)

const Gaps = ({ gaps, people }: { gaps: readonly StandingRow[]; people: readonly StandingRow[] }) => {
  const unrecorded = people.filter(({ state }) => state === 'no_record')
  return (
    <>
      <Heading>Gaps in this record</Heading>
      {gaps.length + unrecorded.length === 0 ? <P>None: every role has somebody confirmed in it, and nobody is without a record.</P> : null}
      {gaps.length > 0 ? (
        <Table
          dense
          caption="Roles in which nobody is confirmed"
          captionClass="govuk-visually-hidden"
          columns={['Role', 'Requirement', 'State by our record, and why']}
          rows={gaps.map((row) => [row.role, row.requirement, <StateAndWhy {...row} />])}
        />
      ) : null}
      {unrecorded.length > 0 ? (
        <P>No record of what is asked: {listed(unrecorded.map(({ who, requirement }) => `${who} (${requirement})`))}.</P>
      ) : null}
    </>
  )
}

const Stated = ({ statements }: { statements: readonly StandingRow[] }) => (
  <>
    <Heading>All staff, as the school states it</Heading>
    {statements.length === 0 ? (
      <P>Nothing is asked of all staff on that day.</P>
    ) : (
      <Table
        dense
        caption="All staff, as the school states it"
        captionClass="govuk-visually-hidden"
        columns={['Requirement', 'Staff', 'As at', 'Due', 'State by our record, and why']}
        rows={statements.map((row) => [
          row.requirement,
          row.last ? row.last.title : 'Nothing is stated',
          row.last ? sayShortDay(row.last.on) : '',
          row.due ? sayShortDay(row.due) : '',
          <StateAndWhy {...row} />,
        ])}
      />
    )}
  </>
)

const Exempt = ({ exceptions }: { exceptions: readonly GivenException[] }) => (
  <>
    <Heading>Exemptions and extensions</Heading>
    {exceptions.length === 0 ? (
      <P>None hold on that day.</P>
    ) : (
      <Table
        dense
        caption="Exemptions and extensions"
        captionClass="govuk-visually-hidden"
        columns={['Requirement', 'Whose', 'What', 'Reason']}
        rows={exceptions.map((one) => [
          one.requirement,
          one.personId ? (one.person ?? 'Not recorded') : 'The whole school',
          sayException(one),
          one.reason,
        ])}
      />
    )}
  </>
)

const What = ({ council }: { council: string }) => (
  <>
    <Heading>What this record is, and what it is not</Heading>
    <p class="govuk-body-s">{sayWhatItIs(council)}</p>
  </>
)

export type RecordPageProps = {
  record: TrainingRecord
  /** The address of the page, and what was typed if it is no day that can be asked of. */
  at: string
  typed?: string | undefined
  problems?: Problems | undefined
  madeAt: Instant
  council: string
}

const AsAt = ({ day, at, typed, problems }: Pick<RecordPageProps, 'at' | 'typed' | 'problems'> & { day: Day }) => (
  <div class="muster-no-print">
    <form method="get" action={at} novalidate>
      <DayField name="on" label="As at" value={typed ?? day} problems={problems} />
      <Button kind="secondary">Show</Button>
    </form>
    <P>
      <Link href={`${at}.csv?on=${day}`}>Download these rows (CSV)</Link>
      <br />
      <Link href={`${at}.pdf?on=${day}`}>Download the record (PDF)</Link>
    </P>
  </div>
)

/** The one page that a school prints for its governors or an inspection. */
export const RecordPage = ({ record, at, typed, problems, madeAt, council }: RecordPageProps) => {
  const { school, day, asked, people, gaps, statements, exceptions } = record
  return (
    <article class="muster-paper muster-record">
      <ErrorSummary problems={problems} />
      <span class="govuk-caption-l">{schoolLabel(school)}</span>
      <Title>Safeguarding training record</Title>
      <P>
        As at {sayDay(day)}, by the record of {council}.{school.trustName ? ` Of ${school.trustName}.` : ''} Made on {sayInstant(madeAt)}.
      </P>
      <AsAt {...{ day, at, typed, problems }} />
      {asked ? (
        <>
          <People people={people} />
          <Gaps gaps={gaps} people={people} />
          <Stated statements={statements} />
        </>
      ) : (
        <P>No requirement was in force on that day that binds this school.</P>
      )}
      <Exempt exceptions={exceptions} />
      <What council={council} />
    </article>
  )
}
