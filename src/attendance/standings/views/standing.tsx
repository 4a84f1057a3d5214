import { addressOf, isDate, type NextStep, sayBookDue, sayDate, sayNext } from '#attendance/requirements/coming.ts'
import type { SchoolStanding } from '#attendance/requirements/school-standing.ts'
import { saySchoolStanding } from '#attendance/requirements/sentence.ts'
import type { KeptState } from '#attendance/requirements/standing.ts'
import { noteOf, type StandingRow, sayLast, sayRowState, sayWhy } from '#attendance/requirements/standing-row.ts'
import { lowerFirst, type Seer } from '#attendance/requirements/state.ts'
import { type Day, sayDay, sayShortDay } from '#base/dates.ts'
import { FileLinks } from '#base/list/views.tsx'
import { Button, DayField, type Problems } from '#base/web/field.tsx'
import { PageHead } from '#base/web/page-head.tsx'
import { Details, ErrorSummary, Link, P, Table, Tag, type TagColour, VisuallyHidden } from '#base/web/page-parts.tsx'
import { ConfirmLink } from '#people/roles/views/question.tsx'
import { isSetting, placeWord, type SchoolCard, type SchoolOption, schoolLabel } from '#schools/schools/school.ts'

export const stateColours: Record<KeptState, TagColour> = {
  in_date: 'green',
  due_soon: 'yellow',
  not_in_date: 'orange',
  no_record: 'grey',
  vacant: 'purple',
  not_known: 'grey',
  exempt: 'blue',
  not_asked: 'grey',
}

/** A standing as a tag; a note in place of one is a sentence. */
export const RowState = ({ row, seer }: { row: Parameters<typeof sayRowState>[0]; seer: Seer }) =>
  noteOf(row, seer) ? <span>{sayRowState(row, seer)}</span> : <Tag colour={stateColours[row.state]}>{sayRowState(row, seer)}</Tag>

/** Who a row is about, in grey while nobody has confirmed them. */
export const Who = ({ row: { about, who } }: { row: Pick<StandingRow, 'about' | 'who'> }) => (
  <span class={about === 'proposed' ? 'muster-proposed' : undefined}>{who || 'Nobody'}</span>
)

export type StandsProps = {
  school: SchoolOption & Pick<SchoolCard, 'outsideKind'>
  found: readonly SchoolStanding[]
  rows: readonly StandingRow[]
  day: Day
  /** The address of the page, and what was typed if it is no day. */
  at: string
  problems?: Problems | undefined
  typed?: string | undefined
  mayBook: boolean
  seer: Seer
  /** Where the training record is that can be printed. */
  recordAt: string
  /** Where the reader says who holds which role, if they may. */
  rolesAt: string | undefined
  /** How many people wait to be confirmed in a role. */
  proposals: number
}

/** What follows for somebody: what they have, or what the school can do where it may. */
export const Next = ({ step, schoolId, who, mayBook = true }: { step: NextStep; schoolId: string; who: string; mayBook?: boolean }) => {
  const href = mayBook ? addressOf(step, schoolId) : undefined
  const date = isDate(step) ? step : step.instead
  return (
    <>
      {href ? (
        <Link href={href}>
          {sayNext(step)}
          <VisuallyHidden>
            : {step.title}, for {who}
          </VisuallyHidden>
        </Link>
      ) : (
        sayNext(step)
      )}
      {date && date !== step ? (
        <div>
          <Next step={date} schoolId={schoolId} who={who} mayBook={mayBook} />
        </div>
      ) : date && sayDate(date, who) ? (
        <div class="govuk-hint govuk-!-margin-bottom-0">{sayDate(date, who)}</div>
      ) : null}
    </>
  )
}

const AsAt = ({ day, at, typed, problems }: Pick<StandsProps, 'day' | 'at' | 'typed' | 'problems'>) => (
  <Details summary="What this says, and on another day" open={problems !== undefined}>
    <P>
      What was done elsewhere and not told us is not in it: “no training on our record” says that we hold none, not that nobody was trained.
    </P>
    <form method="get" action={at} class="muster-no-print" novalidate>
      <DayField name="on" label="As at" value={typed ?? day} problems={problems} />
      <Button kind="secondary">Show</Button>
    </form>
    <p class="govuk-body muster-no-print">
      Download these rows: <FileLinks at={at} query={`?on=${day}`} />
    </p>
  </Details>
)

type RowsProps = { rows: readonly StandingRow[]; seer: Seer; schoolId: string; mayBook: boolean }

const Rows = ({ rows, seer, schoolId, mayBook }: RowsProps) => (
  <Table
    dense
    caption="State by training and person"
    captionClass="govuk-visually-hidden"
    columns={['Training', 'Who', 'By our record', 'Due', 'Next']}
    rows={rows.map((row) => [
      row.requirement,
      <>
        <Who row={row} />
        {row.role ? <span class="muster-also">{row.role}</span> : null}
      </>,
      <RowState row={row} seer={seer} />,
      row.due ? <span class="muster-nowrap">{sayShortDay(row.due)}</span> : '',
      row.next ? (
        <>
          <Next step={row.next} schoolId={schoolId} who={row.who} mayBook={mayBook} />
          <span class="muster-also">
            <Link href={`/events/${row.next.code}`}>{row.next.title}</Link>
          </span>
        </>
      ) : (
        ''
      ),
    ])}
  />
)

/** A school of many deputies has a hundred rows. */
const firstRows = 25

const Why = ({ found, rows, seer }: { found: readonly SchoolStanding[]; rows: readonly StandingRow[]; seer: Seer }) => (
  <Details summary="Why, and what was done last">
    {found
      .filter(({ holders }) => holders.length > 1)
      .map((standing) => (
        <P>
          {standing.edition.label}: {lowerFirst(saySchoolStanding(standing, seer))}
        </P>
      ))}
    <Table
      dense
      caption="Why, and what they did last"
      captionClass="govuk-visually-hidden"
      columns={['Training', 'Who', 'Last', 'Why']}
      rows={rows.map((row) => [row.requirement, row.who || row.role, sayLast(row), sayWhy(row, seer)])}
    />
  </Details>
)

/** What is the same for a school and for officers; what they may do stands under it. */
export const Stands = ({ school, found, rows, day, at, problems, typed, mayBook, seer, recordAt, rolesAt, proposals }: StandsProps) => (
  <>
    <ErrorSummary problems={problems} />
    <PageHead
      title={`What the ${placeWord(school)}’s people need`}
      caption={schoolLabel(school)}
      facts={[`As at ${sayDay(day)}, by what our record holds`]}
      acts={
        <>
          {mayBook && sayBookDue(rows) ? (
            <a class="govuk-button" href={`/school/${school.id}/due`}>
              {sayBookDue(rows)}
            </a>
          ) : null}
          <Link href={recordAt}>
            {isSetting(school) ? 'Training record for an inspection' : 'Training record for governors and inspection'}
          </Link>
          {rolesAt ? <Link href={rolesAt}>Say who holds which role</Link> : null}
        </>
      }
    />
    {rolesAt ? <ConfirmLink proposals={proposals} rolesAt={rolesAt} /> : null}
    {found.length === 0 ? (
      <P>No requirement is in force that binds this {placeWord(school)} on that day.</P>
    ) : (
      <>
        <Rows rows={rows.slice(0, firstRows)} seer={seer} schoolId={school.id} mayBook={mayBook} />
        {rows.length > firstRows ? (
          <Details summary={`${rows.length - firstRows} more`}>
            <Rows rows={rows.slice(firstRows)} seer={seer} schoolId={school.id} mayBook={mayBook} />
          </Details>
        ) : null}
        <Why found={found} rows={rows} seer={seer} />
      </>
    )}
    <AsAt day={day} at={at} typed={typed} problems={problems} />
  </>
)
