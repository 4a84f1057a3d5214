import { type Day, sayDay, sayShortDay } from '#base/dates.ts'
import { Button, Select, TextField } from '#base/web/field.tsx'
import { Heading, Link, P, Pagination, Table, Tag, type TagColour, Title } from '#base/web/page-parts.tsx'
import { counted } from '#base/words.ts'
import type { Reach } from '#people/notices/notice.ts'
import { ReachLine } from '#people/notices/views.tsx'
import { schoolLabel } from '#schools/schools/school.ts'
import {
  type ConfirmedState,
  confirmedStates,
  isNobodyThere,
  type ListedSchool,
  type ListFilter,
  listPage,
  listStates,
} from '../confirmed-schools.ts'

const colours: Record<ConfirmedState, TagColour> = { confirmed: 'green', not_yet: 'yellow', never: 'grey' }

const said = (count: number, text: string): string | false => count > 0 && `${count} ${text}`

const openSaid = ({ proposed, vacant, notKnown, disputed }: ListedSchool): string =>
  [said(proposed, 'proposed'), said(vacant, 'vacant'), said(notKnown, 'not known'), said(disputed, 'disputed')].filter(Boolean).join(', ')

const askedSaid = (school: ListedSchool, today: Day) =>
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

const fileOf = (url: string): string => {
  const target = new URL(url)
  target.searchParams.delete('page')
  return `/organiser/schools/people-in-roles.csv${target.search}`
}

export const ConfirmedSchoolsPage = ({
  schools,
  counts,
  total,
  today,
  mayChange,
  filter,
  page,
  url,
  since,
  asked,
}: {
  schools: readonly ListedSchool[]
  counts: Record<ConfirmedState, number>
  total: number
  today: Day
  mayChange: boolean
  filter: ListFilter
  page: number
  url: string
  since: Day
  /** Schools that were asked in the last autumn, by the day on which that began. */
  asked: ReadonlyMap<string, readonly { reach: Reach }[]>
}) => {
  const all = counts.confirmed + counts.not_yet + counts.never
  return (
    <>
      <Title>People in roles, by school</Title>
      <P>
        Open schools of the area. Confirmed is one for which somebody has said since {sayDay(since)} that all of its roles are right. Of one
        that is not confirmed yet something was said, then or before; of the others nobody has ever said anything. What a school has still
        to answer is what it was asked since and nobody has said anything of.
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
        <form method="get" class="muster-filter">
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
            options={[{ value: '', text: 'All' }, ...Object.entries(listStates).map(([value, text]) => ({ value, text }))]}
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
      <Heading>{counted(total, 'school')}</Heading>
      {schools.length === 0 ? (
        <P>
          {total > 0 && all > 0 ? 'There is no such page of this list. ' : 'No school matches. '}
          <Link href="/organiser/schools/people-in-roles">Show all schools</Link>
        </P>
      ) : (
        <Table
          caption="Schools, by name"
          captionClass="govuk-visually-hidden"
          columns={['School', 'State', 'Last confirmed', 'Still to answer', { text: 'People confirmed', numeric: true }, 'Open']}
          rows={schools.map((school) => [
            <Link href={`/organiser/schools/${school.id}/roles`}>{schoolLabel(school)}</Link>,
            <Tag colour={colours[school.state]}>{confirmedStates[school.state]}</Tag>,
            school.confirmedAt ? <span class="muster-nowrap">{sayShortDay(school.confirmedAt)}</span> : 'Never',
            askedSaid(school, today),
            school.confirmed,
            openSaid(school),
          ])}
        />
      )}
      <Pagination url={url} page={page} pageSize={listPage} total={total} />
      <p class="govuk-body muster-no-print">
        <Link href={fileOf(url)} download="">
          Download this list (CSV)
        </Link>
      </p>
    </>
  )
}
