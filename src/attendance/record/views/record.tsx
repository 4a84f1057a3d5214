import type { Child } from 'hono/jsx'
import { type GivenException, sayException } from '#attendance/requirements/exception.ts'
import { type StandingRow, sayLast, sayWhy } from '#attendance/requirements/standing-row.ts'
import { evidenceNames } from '#attendance/requirements/training.ts'
import { RowState, Who } from '#attendance/standings/views/standing.tsx'
import { type Day, type Instant, sayDay, sayInstant } from '#base/dates.ts'
import { FileLinks } from '#base/list/views.tsx'
import { Button, DayField, type Problems } from '#base/web/field.tsx'
import { PageHead } from '#base/web/page-head.tsx'
import { Details, ErrorSummary, LongTable, P, Small, Table } from '#base/web/page-parts.tsx'
import { counted } from '#base/words.ts'
import { ConfirmLink } from '#people/roles/views/question.tsx'
import { placeWord, schoolLabel } from '#schools/schools/school.ts'
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
    {row.about === 'school' && row.who !== '' && !row.last ? 'Nothing is stated' : sayLast(row)}
    {row.last ? <Hint>{[row.last.where, row.evidence && evidenceNames[row.evidence]].filter(Boolean).join('. ')}</Hint> : null}
  </>
)

const Lines = ({ rows, caption }: { rows: readonly StandingRow[]; caption: string }) => (
  <LongTable
    dense
    first={25}
    of="lines"
    caption={caption}
    captionClass="govuk-visually-hidden"
    columns={['Person and role', 'Training', 'Last training on record', 'State by our record, and why']}
    rows={rows.map((row) => [
      <>
        <Who row={row} />
        <Hint>{row.role}</Hint>
      </>,
      row.requirement,
      lastOf(row),
      <StateAndWhy row={row} />,
    ])}
  />
)

/** Who is in a role, which roles nobody holds, and what is stated of all staff. */
const Standings = ({ record }: { record: TrainingRecord }) => {
  const { people, gaps, statements, school } = record
  const confirmed = people.filter(isConfirmed)
  const own = [...confirmed, ...gaps]
  const rows = [...own, ...statements]
  const proposed = people.filter((row) => !isConfirmed(row))
  return (
    <>
      <P>
        {confirmed.length === 0
          ? 'Nobody is confirmed in a role of which something is asked.'
          : `Of ${counted(own.length, 'line')}: ${sayStates(own)}.`}
      </P>
      {rows.length > 0 ? <Lines rows={rows} caption={`People in roles, and all staff as the ${placeWord(school)} states it`} /> : null}
      {proposed.length > 0 ? (
        <Details summary={`Not confirmed yet: ${sayProposals(people)}`}>
          <P>{proposedCount}</P>
          <Lines rows={proposed} caption="Named, and not confirmed" />
        </Details>
      ) : null}
    </>
  )
}

const Exempt = ({ exceptions }: { exceptions: readonly GivenException[] }) =>
  exceptions.length === 0 ? (
    <P>No exemption or extension on that day.</P>
  ) : (
    <Table
      dense
      caption="Exemptions and extensions"
      columns={['Training', 'Whose', 'What', 'Reason']}
      rows={exceptions.map((one) => [
        one.requirement,
        one.personId ? (one.person ?? 'Not recorded') : 'The whole school',
        sayException(one),
        one.reason,
      ])}
    />
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
    <P>
      Everybody on record here, one row a person: <FileLinks at={`${at}-people`} query={`?on=${day}`} of="everybody" />
    </P>
    <Details summary="On another day, and as files" open={problems !== undefined}>
      <form method="get" action={at} novalidate>
        <DayField name="on" label="As at" value={typed ?? day} problems={problems} />
        <Button kind="secondary">Show</Button>
      </form>
      <P>
        Download these rows: <FileLinks at={at} query={`?on=${day}`} />
      </P>
    </Details>
  </div>
)

/** The one page that a school prints for its governors or an inspection. */
export const RecordPage = ({ record, at, typed, problems, madeAt, council, rolesAt }: RecordPageProps) => {
  const { school, day, asked, exceptions } = record
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
      {asked ? <Standings record={record} /> : <P>No training rule applied to this {placeWord(school)} on that day.</P>}
      <Exempt exceptions={exceptions} />
      <What council={council} />
      <AsAt day={day} at={at} typed={typed} problems={problems} />
    </article>
  )
}
