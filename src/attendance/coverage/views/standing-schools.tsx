import { sayState } from '#attendance/requirements/state.ts'
import { type Day, sayDay } from '#base/dates.ts'
import { TextField } from '#base/web/field.tsx'
import { Caption, Link, P, Pagination, Table, Title } from '#base/web/page-parts.tsx'
import { plural } from '#base/words.ts'
import { dimensionNames } from '../coverage.ts'
import { type StandingAsked, sameStandings } from '../forms.ts'
import { type RequirementChoice, type Sentences, type StandingSchool, standingAnswers } from '../standing.ts'
import { sayAnswer } from './standings.tsx'

type StandingSchoolsPageProps = {
  today: Day
  asked: StandingAsked
  chosen: RequirementChoice
  schools: readonly StandingSchool[]
  total: number
  sentences: Sentences
  pageSize: number
  url: string
}

export const StandingSchoolsPage = ({ today, asked, chosen, schools, total, sentences, pageSize, url }: StandingSchoolsPageProps) => {
  const more = { ...(asked.category === undefined ? {} : { category: asked.category }), ...(asked.q ? { q: asked.q } : {}) }
  const kept = { ...more, state: asked.state, requirement: asked.requirement, by: asked.by }
  return (
    <>
      <Caption>
        {chosen.label}, as at {sayDay(today)}
      </Caption>
      <Title>{sayAnswer(asked.state, chosen)}</Title>
      <nav aria-label="Which schools" class="muster-no-print">
        <ul class="govuk-list muster-actions">
          {standingAnswers.map((state) => (
            <li>
              {state === asked.state ? (
                <strong aria-current="true">{sayAnswer(state, chosen)}</strong>
              ) : (
                <Link href={`/coverage/requirements/schools?${sameStandings(asked, { ...more, state })}`}>{sayAnswer(state, chosen)}</Link>
              )}
            </li>
          ))}
          <li>
            <Link href={`/coverage/requirements/schools.csv?${sameStandings(asked, { ...more, state: asked.state })}`}>
              This list as CSV
            </Link>
          </li>
        </ul>
      </nav>
      <form method="get" action="/coverage/requirements/schools" class="muster-filter">
        {Object.entries(kept).map(([name, value]) => (name === 'q' ? null : <input type="hidden" name={name} value={value} />))}
        <TextField name="q" label="School, town or URN" value={asked.q} />
        <button type="submit" class="govuk-button govuk-button--secondary">
          Search
        </button>
      </form>
      {schools.length === 0 ? (
        <P>{total > 0 ? 'The list ends before this page.' : 'No schools.'}</P>
      ) : (
        <Table
          caption={`${total} ${plural(total, 'school')}`}
          columns={['School', 'Town', 'URN', dimensionNames[asked.by], 'State', 'Why']}
          rows={schools.map((school) => [
            <Link href={`/organiser/schools/${school.id}/requirements`}>{school.name}</Link>,
            school.town,
            school.urn,
            school.category,
            sentences.get(school.id)?.said ?? sayState(school),
            sentences.get(school.id)?.why ?? '',
          ])}
        />
      )}
      <Pagination url={url} page={asked.page} pageSize={pageSize} total={total} />
    </>
  )
}
