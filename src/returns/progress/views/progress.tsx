import type { Child } from 'hono/jsx'
import { instant, sayDeadline, sayInstant } from '#base/dates.ts'
import { FileLinks } from '#base/list/views.tsx'
import { Button, Select } from '#base/web/field.tsx'
import { Heading, Link, P, SummaryList, Table } from '#base/web/page-parts.tsx'
import { counted } from '#base/words.ts'
import type { Reach } from '#people/notices/notice.ts'
import { ReachLine } from '#people/notices/views.tsx'
import { nameOfForm } from '#returns/forms/views/form.tsx'
import type { Postponement } from '#returns/rounds/postponement.ts'
import { cameWords, type Round, stateOfRound } from '#returns/rounds/round.ts'
import { PutOff } from '#returns/rounds/views/dates.tsx'
import { roundPath, whenOf } from '#returns/rounds/views/round.tsx'
import {
  type Counts,
  type Dimension,
  dimensionNames,
  dimensions,
  type KeptCount,
  missingOf,
  progressOf,
  returnStates,
  type SchoolProgress,
  type Show,
  sayCounts,
  showNames,
  shownOf,
  shows,
} from '../progress.ts'

const figures: readonly (readonly [string, keyof Counts])[] = [
  ['Asked', 'asked'],
  ['In time', 'inTime'],
  ['Late', 'late'],
  ['Paper or other audit', 'otherwise'],
  ['Begun', 'begun'],
  ['Not begun', 'notBegun'],
  ['Signature missing', 'unsigned'],
]

const Ways = ({ round, report, mayWrite }: Pick<ProgressProps, 'round' | 'report' | 'mayWrite'>) => {
  const at = roundPath(round)
  return (
    <ul class="govuk-list">
      {report === undefined ? null : (
        <li>
          <Link href={`/coverage/returns/reports/${report}`}>Results of this audit</Link>
        </li>
      )}
      {mayWrite && report !== undefined ? (
        <li>
          <Link href={`${at}/feedback`}>Write to schools about the results</Link>
        </li>
      ) : null}
      {mayWrite && round.closedAt === null ? (
        <li>
          <Link href={`${at}/dates`}>Put off the deadline</Link>
        </li>
      ) : null}
      {mayWrite ? (
        <>
          <li>
            <Link href={`${at}/moderation`}>Moderation: returns that are checked</Link>
          </li>
          <li>
            <Link href={`${at}/disputes`}>What schools dispute of our record</Link>
          </li>
          <li>
            <Link href={`${at}/actions`}>What schools mean to do</Link>
          </li>
          <li>
            Answers: <FileLinks at={`${at}/answers`} query="" of="all answers" />
          </li>
        </>
      ) : null}
      <li>
        All schools: <FileLinks at={`${at}/schools`} query="" of="all schools" />
      </li>
    </ul>
  )
}

type ProgressProps = {
  round: Round
  schools: readonly SchoolProgress[]
  counts: readonly KeptCount[]
  postponements: readonly Postponement[]
  /** Schools told that it is open, and of postponed dates. */
  reached: ReadonlyMap<string, readonly { reach: Reach }[]>
  report: number | undefined
  by: Dimension
  show: Show
  now: Date
  mayWrite: boolean
  followUp: (missing: number) => Child
  close: Child
  /** Makes the results final. */
  freeze: Child
}

export const Progress = (of: ProgressProps) => {
  const { round, schools, counts, postponements, reached, report, by, show, now, mayWrite } = of
  const { all, groups } = progressOf(schools, by, round)
  const shown = shownOf(schools, show, round)
  const at = roundPath(round)
  const missing = all.begun + all.notBegun
  const rowOf = (label: string, of: Counts) => [label, ...figures.map(([, name]) => String(of[name]))]
  return (
    <>
      <SummaryList
        rows={[
          ['State', stateOfRound(round, instant(now))],
          ['Dates', whenOf(round)],
          ['Now', `${all.inTime + all.late + all.otherwise} of ${all.asked} schools have answered`],
          ['Counted', counts.length > 0 ? sayCounts(counts) : undefined],
          [
            'Form',
            <Link href={`/organiser/returns/forms/${round.versionId}`}>{nameOfForm({ title: round.form, number: round.formNumber })}</Link>,
          ],
          ['Who will read the answers', round.readers],
          ['Opened before all texts were checked', round.uncheckedWhy || undefined],
        ]}
      />
      <ReachLine of={{ notice: 'return', subjectId: round.id }} schools={reached.get(round.id) ?? []} />
      <PutOff postponements={postponements} reached={reached} />
      {counts.length > 0 ? (
        <P>Counts stay as they were at each date. Answers after a date are not in its count: they are listed as late.</P>
      ) : null}
      {mayWrite && round.closedAt !== null && report === undefined ? of.freeze : null}
      <Ways round={round} report={report} mayWrite={mayWrite} />
      <form method="get" class="muster-actions">
        <Select name="by" label="Figures by" value={by} options={dimensions.map((one) => ({ value: one, text: dimensionNames[one] }))} />
        <Select name="show" label="Schools" value={show} options={shows.map((one) => ({ value: one, text: showNames[one] }))} />
        <Button kind="secondary">Show</Button>
      </form>
      <Table
        caption={`By ${dimensionNames[by].toLowerCase()}`}
        columns={[dimensionNames[by], ...figures.map(([text]) => ({ text, numeric: true as const }))]}
        rows={[rowOf('All', all), ...groups.map(({ label, counts: of }) => rowOf(label, of))]}
      />
      {shown.length === 0 ? (
        <>
          <Heading>{showNames[show]}</Heading>
          <P>No school.</P>
        </>
      ) : (
        <Table
          caption={`${showNames[show]}: ${counted(shown.length, 'school')}`}
          columns={['School', 'State', 'Came', 'Signature missing', 'Followed up']}
          rows={shown.map((one) => [
            mayWrite ? <Link href={`${at}/schools/${one.id}`}>{one.name}</Link> : one.name,
            returnStates[one.state],
            one.came === null
              ? one.hasLonger
                ? `Has until ${sayDeadline(one.deadlineAt)}`
                : ''
              : `${cameWords[one.came]}${one.submittedAt === null ? '' : `, ${sayInstant(one.submittedAt)}`}`,
            missingOf(one, round).join(', '),
            mayWrite && one.chased ? <Link href={`/organiser/schools/${one.schoolId}#follow-up`}>Yes</Link> : one.chased ? 'Yes' : '',
          ])}
        />
      )}
      {mayWrite && missing > 0 && round.closedAt === null ? of.followUp(missing) : null}
      {mayWrite && round.closedAt === null && instant(now) > round.finalAt ? of.close : null}
    </>
  )
}
