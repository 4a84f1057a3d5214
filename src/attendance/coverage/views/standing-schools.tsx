import { TextField } from '#base/web/field.tsx'
import { Link } from '#base/web/page-parts.tsx'
import { type StandingAsked, sameStandings } from '../forms.ts'
import { type RequirementChoice, standingAnswers } from '../standing.ts'
import { sayAnswer } from './standings.tsx'

export const StandingSchoolsAbove = ({ asked, chosen }: { asked: StandingAsked; chosen: RequirementChoice }) => {
  const more = { ...(asked.category === undefined ? {} : { category: asked.category }), ...(asked.q ? { q: asked.q } : {}) }
  const query = { ...more, state: asked.state, requirement: asked.requirement, by: asked.by }
  return (
    <>
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
        </ul>
      </nav>
      <form method="get" action="/coverage/requirements/schools" class="muster-filter muster-filter--beside">
        {Object.entries(query).map(([name, value]) => (name === 'q' ? null : <input type="hidden" name={name} value={value} />))}
        <TextField name="q" label="School, town or URN" value={asked.q} />
        <button type="submit" class="govuk-button govuk-button--secondary">
          Search
        </button>
      </form>
    </>
  )
}
