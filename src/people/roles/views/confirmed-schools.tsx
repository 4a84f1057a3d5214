import { type Day, sayDay, sayShortDay } from '#base/dates.ts'
import { Button, optionsOf, Select, TextField } from '#base/web/field.tsx'
import { Link, P, type TagColour } from '#base/web/page-parts.tsx'
import { counted } from '#base/words.ts'
import type { Reach } from '#people/notices/notice.ts'
import { ReachLine } from '#people/notices/views.tsx'
import {
  type ConfirmedState,
  confirmedStates,
  isNobodyThere,
  type ListedSchool,
  type ListFilter,
  listStates,
} from '../confirmed-schools.ts'

export const colours: Record<ConfirmedState, TagColour> = { confirmed: 'green', not_yet: 'yellow', never: 'grey' }

const countOf = (count: number, text: string): string | false => count > 0 && `${count} ${text}`

export const openSaid = ({ proposed, vacant, notKnown, disputed }: ListedSchool): string =>
  [countOf(proposed, 'proposed'), countOf(vacant, 'vacant'), countOf(notKnown, 'not known'), countOf(disputed, 'disputed')]
    .filter(Boolean)
    .join(', ')

export const askedSaid = (school: ListedSchool, today: Day) =>
  school.open === 0 ? (
    'Nothing'
  ) : isNobodyThere(school) ? (
    <>{counted(school.open, 'role')}: nobody there to ask</>
  ) : (
    <>
      {counted(school.open, 'role')}, asked {sayShortDay(school.askedOn ?? '')}, {(school.dueOn ?? '') < today ? 'was due' : 'due'}{' '}
      {sayShortDay(school.dueOn ?? '')}
    </>
  )

type ConfirmedAboveProps = {
  counts: Record<ConfirmedState, number>
  mayChange: boolean
  filter: ListFilter
  since: Day
  /** Schools that were asked in the last autumn, by the day on which that began. */
  asked: ReadonlyMap<string, readonly { reach: Reach }[]>
}

export const ConfirmedAbove = ({ counts, mayChange, filter, since, asked }: ConfirmedAboveProps) => (
  <>
    <P>
      Open schools of the area. Confirmed is one for which somebody has said since {sayDay(since)} that all of its roles are right. Of one
      that is not confirmed yet something was said, then or before; of the others nobody has ever said anything. What a school has still to
      answer is what it was asked since and nobody has said anything of.
    </P>
    {[...asked].map(([subjectId, told]) => (
      <>
        <P>Schools were asked on their own page. The weekly email says it to approvers, on the day that the council has chosen.</P>
        <ReachLine of={{ notice: 'roles', subjectId }} schools={told} />
      </>
    ))}
    {mayChange ? (
      <P>
        <Link href="/organiser/schools/people-in-roles/asking">When schools are asked</Link>
      </P>
    ) : null}
    <search>
      <form method="get" class="muster-filter muster-filter--beside">
        <TextField
          name="q"
          label="Search for a school"
          hint="Name, town, postcode or URN"
          type="search"
          value={filter.q}
          autocomplete="off"
        />
        <Select
          name="state"
          label="What it has said, or has still to answer"
          value={filter.state}
          options={[{ value: '', text: 'All' }, ...optionsOf(listStates)]}
        />
        <Button>Search</Button>
      </form>
    </search>
    <P>
      {Object.entries(confirmedStates)
        .map(([state, text]) => `${text}: ${counts[state as ConfirmedState]}`)
        .join('. ')}
      .
    </P>
  </>
)
