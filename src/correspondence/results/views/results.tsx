import { instant, sayInstant } from '#base/dates.ts'
import { Files } from '#base/list/views.tsx'
import { sayMoney } from '#base/money.ts'
import { Link, P, SummaryList, Table } from '#base/web/page-parts.tsx'
import { sayNumber } from '#base/words.ts'
import { EvaluationResults } from '#correspondence/evaluations/views/results.tsx'
import { lastEnd } from '#events/events/event.ts'
import { forTheDirector, partName, type Results, roleName, sayFigures, wayName } from '../results.ts'

const numbers = [
  { text: 'Booked', numeric: true },
  { text: 'Came', numeric: true },
] as const

const State = ({ results: { event, figures }, now }: { results: Results; now: Date }) => {
  const end = lastEnd(event)
  const came = '“Came” counts everybody who was there for at least part of it.'
  const needs = 'Food and access needs are deleted 30 days after the event, and then no longer counted.'
  if (event.state === 'draft') return <P>The event is a draft, so nobody can book yet.</P>
  if (event.state === 'cancelled')
    return (
      <P>
        The event was cancelled, and its places with it. {figures.came + figures.walkIns > 0 ? came : ''} What stays charged by the terms
        counts as income.
      </P>
    )
  if (figures.booked + figures.walkIns + figures.cancelled === 0) return <P>Nobody has booked yet.</P>
  return (
    <P>
      As the registers say now{end ? `; the event ${end <= instant(now) ? 'ended' : 'ends'} on ${sayInstant(end)}` : ''}. {came} {needs}
    </P>
  )
}

export const EventResults = ({ results, page, now }: { results: Results; page: string; now: Date }) => {
  const { event, figures, ways, roles, parts } = results
  const at = `/organiser/events/${event.code}`
  return (
    <>
      <State results={results} now={now} />
      <SummaryList
        rows={[
          ...sayFigures(results).map(([what, many]) => [what, sayNumber(many)] as const),
          ['Income without VAT', figures.income === 0 ? 'None' : sayMoney(figures.income)],
          [
            'Coverage',
            event.state === 'published' ? <Link href={`/coverage?event=${event.code}`}>Which schools it has reached</Link> : undefined,
          ],
        ]}
      />
      {ways.length > 0 ? (
        <Table
          caption="By way of coming"
          columns={['How', ...numbers]}
          rows={ways.map((way) => [wayName(way), sayNumber(way.booked), sayNumber(way.came)])}
        />
      ) : null}
      {roles.length > 0 ? (
        <Table
          caption="By role"
          columns={['Role', ...numbers]}
          rows={roles.map((role) => [roleName(role), sayNumber(role.booked), sayNumber(role.came)])}
        />
      ) : null}
      {parts.length > 1 ? (
        <Table
          caption="By part of the programme"
          columns={['Part', 'When', ...numbers]}
          rows={parts.map((part) => [partName(part), sayInstant(part.startsAt), sayNumber(part.booked), sayNumber(part.came)])}
        />
      ) : null}
      <Files at={`${at}/results`} query="" says="Download these figures" />
      <EvaluationResults code={event.code} results={results.evaluation} />
      {event.evaluated ? (
        <P>
          <Link href={`${at}/evaluation`}>What is asked of those who came, and of their heads</Link>
        </P>
      ) : null}
      <details class="govuk-details muster-no-print">
        <summary class="govuk-details__summary">
          <span class="govuk-details__summary-text">A copy for the director</span>
        </summary>
        <div class="govuk-details__text">
          <label class="govuk-label" for="copy">
            These figures as text, to copy into a message
          </label>
          <textarea class="govuk-textarea" id="copy" rows={16} readonly>
            {forTheDirector(results, page)}
          </textarea>
        </div>
      </details>
    </>
  )
}
