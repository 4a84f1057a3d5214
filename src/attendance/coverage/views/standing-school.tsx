import type { Names } from '#attendance/requirements/edition-sentence.ts'
import type { SchoolStanding } from '#attendance/requirements/school-standing.ts'
import { saySchoolStanding, saySchoolState, sayStanding } from '#attendance/requirements/sentence.ts'
import { sayState } from '#attendance/requirements/state.ts'
import { type Day, sayDay } from '#base/dates.ts'
import { DayField, type Problems } from '#base/web/field.tsx'
import { ErrorSummary, Link, P, Table, Title } from '#base/web/page-parts.tsx'
import { type SchoolName, schoolLabel } from '#schools/schools/school.ts'
import type { StandingAsked } from '../forms.ts'
import type { RequirementChoice } from '../standing.ts'
import { Asks } from './standings.tsx'

/** @param of.roles labels by id */
export const HoldersTable = ({
  found,
  holders,
  roles,
}: {
  found: SchoolStanding
  holders: ReadonlyMap<string, string>
  roles: ReadonlyMap<string, string>
}) => (
  <Table
    caption="Who holds the role"
    columns={['Name', 'Role', 'State', 'Why']}
    rows={found.holders.map(({ spell, standing }) => [
      holders.get(spell.id) ?? 'Somebody whose details are erased',
      roles.get(spell.roleId) ?? spell.roleId,
      sayState(standing),
      sayStanding(standing),
    ])}
  />
)

/** A school and one requirement on a day. */
export const StandingSchoolPage = ({
  school,
  asked,
  chosen,
  day,
  today,
  names,
  problems,
  found,
  holders,
}: {
  school: SchoolName & { id: string }
  asked: StandingAsked
  chosen: RequirementChoice
  day: Day
  today: Day
  names: Names
  problems: Problems
  /** undefined: it is not asked of the school on the day. */
  found: SchoolStanding | undefined
  /** Names by role held. */
  holders: ReadonlyMap<string, string>
}) => (
  <>
    <ErrorSummary problems={problems} />
    <span class="govuk-caption-l">{schoolLabel(school)}</span>
    <Title>{chosen.label}</Title>
    <p class="muster-answer">
      <span class="muster-figure">
        {found ? saySchoolState(found) : sayState({ state: 'not_asked' })}, as at {sayDay(day)}
      </span>
      {found ? saySchoolStanding(found) : 'No edition in force on that day binds the school.'}
    </p>
    {found?.turnsOn && day === today ? <P>If nothing happens this changes on {sayDay(found.turnsOn)}.</P> : null}
    <Asks chosen={chosen} names={names} day={day} />
    <form method="get" action={`/coverage/requirements/schools/${school.id}`} class="muster-filter muster-no-print">
      <input type="hidden" name="requirement" value={asked.requirement} />
      <input type="hidden" name="by" value={asked.by} />
      <DayField name="on" label="On an earlier day" value={asked.on || day} problems={problems} />
      <button type="submit" class="govuk-button govuk-button--secondary">
        Show
      </button>
    </form>
    {found && found.holders.length > 0 ? <HoldersTable {...{ found, holders }} roles={names.roles} /> : null}
    <P>
      <Link href={`/organiser/schools/${school.id}`}>Everything about this school</Link>
    </P>
  </>
)
