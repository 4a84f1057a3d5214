import type { Child } from 'hono/jsx'
import { type GivenException, sayException } from '#attendance/requirements/exception.ts'
import { type StandingRow, sayLast, sayWhy } from '#attendance/requirements/standing-row.ts'
import { evidenceNames } from '#attendance/requirements/training.ts'
import { RowState, Who } from '#attendance/standings/views/standing.tsx'
import { type Day, type Instant, sayDay, sayInstant, sayShortDay } from '#base/dates.ts'
import { FileLinks } from '#base/list/views.tsx'
import { Button, DayField, type Problems } from '#base/web/field.tsx'
import { PageHead } from '#base/web/page-head.tsx'
import { Details, ErrorSummary, Heading, P, Small, Table } from '#base/web/page-parts.tsx'
import { counted, listed } from '#base/words.ts'
import { ConfirmLink } from '#people/roles/views/proposals.tsx'
import { isSetting, placeWord, schoolLabel } from '#schools/schools/school.ts'
import { isConfirmed, proposedCount, sayProposals, sayStates, sayWhatItIs, type TrainingRecord } from '../record.ts'

const Hint = ({ children }: { children: Child }) => (
  <div class="govuk-hint govuk-!-margin-bottom-0 govuk-!-font-weight-regular">{children}</div>
)

/** The state, and under it the sentence why. */
const StateAndWhy = ({ row }: { row: StandingRow }) => (
  <>
    <RowState row={row} seer="council" />
    <div>{sayWhy(row, 'council')}</div>
  </>
)

const lastOf = (row: StandingRow) => (
  <>
    {sayLast(row)}
    {row.last ? <Hint>{[row.last.where, row.evidence && evidenceNames[row.evidence]].filter(Boolean).join('. ')}</Hint> : null}
  </>
)

const PeopleTable = ({ people, caption }: { people: readonly StandingRow[]; caption: string }) =>
  people.length === 0 ? null : (
    <div class="muster-record__people">
      <Table
        dense
        caption={caption}
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
            <Who row={row} />
            <Hint>{row.role}</Hint>
          </>,
          row.requirement,
          lastOf(row),
          row.due ? <span class="muster-nowrap">{sayShortDay(row.due)}</span> : '',
          <StateAndWhy row={row} />,
        ])}
      />
    </div>
  )

const People = ({ people }: { people: readonly StandingRow[] }) => {
  const confirmed = people.filter(isConfirmed)
  const others = people.filter((row) => !isConfirmed(row))
  return (
    <>
      <Heading>People in roles</Heading>
      <P>
        {confirmed.length === 0
          ? 'Nobody is confirmed in a role of which something is asked.'
          : `Of ${counted(confirmed.length, 'line')}: ${sayStates(confirmed)}.`}
        {others.length > 0 ? ` ${proposedCount}` : ''}
      </P>
      <PeopleTable people={confirmed} caption="People in roles" />
      {others.length > 0 ? (
        <Details summary="Named, and not confirmed by the school">
          <PeopleTable people={others} caption="Named, and not confirmed" />
        </Details>
      ) : null}
    </>
  )
}

const Gaps = ({ gaps, people }: { gaps: readonly StandingRow[]; people: readonly StandingRow[] }) => {
  const unrecorded = people.filter(({ state }) => state === 'no_record')
  const proposals = sayProposals(people)
  return (
    <>
      <Heading>Gaps in this record</Heading>
      {gaps.length + unrecorded.length === 0 && proposals === '' ? (
        <P>None: every role has somebody confirmed in it, and nobody is without a record.</P>
      ) : null}
      {proposals ? <P>Proposed and not confirmed yet: {proposals}.</P> : null}
      {gaps.length > 0 ? (
        <Table
          dense
          caption="Roles in which nobody is confirmed"
          captionClass="govuk-visually-hidden"
          columns={['Role', 'Requirement', 'State by our record, and why']}
          rows={gaps.map((row) => [row.role, row.requirement, <StateAndWhy row={row} />])}
        />
      ) : null}
      {unrecorded.length > 0 ? (
        <P>No training on our record: {listed(unrecorded.map(({ who, requirement }) => `${who} (${requirement})`))}.</P>
      ) : null}
    </>
  )
}

const Stated = ({ statements, place }: { statements: readonly StandingRow[]; place: string }) => (
  <>
    <Heading>All staff, as the {place} states it</Heading>
    {statements.length === 0 ? (
      <P>Nothing is asked of all staff on that day.</P>
    ) : (
      <Table
        dense
        caption={`All staff, as the ${place} states it`}
        captionClass="govuk-visually-hidden"
        columns={['Requirement', 'Staff', 'As at', 'Due', 'State by our record, and why']}
        rows={statements.map((row) => [
          row.requirement,
          row.last ? row.last.title : 'Nothing is stated',
          row.last ? sayShortDay(row.last.on) : '',
          row.due ? sayShortDay(row.due) : '',
          <StateAndWhy row={row} />,
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
  <Details summary="What this record is, and what it is not">
    <Small>{sayWhatItIs(council)}</Small>
  </Details>
)

export type RecordPageProps = {
  record: TrainingRecord & { proposals: number }
  /** The address of the page, and what was typed if it is no day that can be asked of. */
  at: string
  typed?: string | undefined
  problems?: Problems | undefined
  madeAt: Instant
  council: string
  /** Where whoever reads it says who holds which role, if they may. */
  rolesAt: string | undefined
}

const AsAt = ({ day, at, typed, problems }: Pick<RecordPageProps, 'at' | 'typed' | 'problems'> & { day: Day }) => (
  <div class="muster-no-print">
    <Details summary="On another day, and as rows" open={problems !== undefined}>
      <form method="get" action={at} novalidate>
        <DayField name="on" label="As at" value={typed ?? day} problems={problems} />
        <Button kind="secondary">Show</Button>
      </form>
      <P>
        Download these rows: <FileLinks at={at} query={`?on=${day}`} />
      </P>
      <P>
        Everybody on record here, one row a person: <FileLinks at={`${at}-people`} query={`?on=${day}`} />
      </P>
    </Details>
  </div>
)

/** The one page that a school prints for its governors or an inspection. */
export const RecordPage = ({ record, at, typed, problems, madeAt, council, rolesAt }: RecordPageProps) => {
  const { school, day, asked, people, gaps, statements, exceptions } = record
  return (
    <article class="muster-paper muster-record">
      <ErrorSummary problems={problems} />
      <PageHead
        title="Safeguarding training record"
        caption={schoolLabel(school)}
        facts={[
          `As at ${sayDay(day)}, by the record of ${council}.`,
          school.trustName ? `Of ${school.trustName}.` : '',
          `Made on ${sayInstant(madeAt)}.`,
        ]}
        acts={
          <a class="govuk-button" href={`${at}.pdf?on=${day}`}>
            Download the record (PDF)
          </a>
        }
      />
      {rolesAt ? <ConfirmLink proposals={record.proposals} rolesAt={rolesAt} /> : null}
      {asked ? (
        <>
          <People people={people} />
          <Gaps gaps={gaps} people={people} />
          {isSetting(school) && statements.length === 0 ? null : <Stated statements={statements} place={placeWord(school)} />}
        </>
      ) : (
        <P>No requirement was in force on that day that binds this {placeWord(school)}.</P>
      )}
      <Exempt exceptions={exceptions} />
      <What council={council} />
      <AsAt day={day} at={at} typed={typed} problems={problems} />
    </article>
  )
}
