import type { Child } from 'hono/jsx'
import { londonDay, sayDay, sayShortDay } from '#base/dates.ts'
import { Link, P, Table, Tag } from '#base/web/page-parts.tsx'
import { counted } from '#base/words.ts'
import type { Demand } from '../demand.ts'

const dueOf = ({ counts }: Demand): number => counts.not_in_date + counts.no_record + counts.due_soon

/** `41 people due by 2 March 2027, 17 of them without a place; 24 places free by then` */
const Due = (demand: Demand) => {
  const { edition, counts, without, by } = demand
  const due = dueOf(demand)
  const [one, many] = edition.whose === 'one_holder' ? ['school', 'schools'] : ['person', 'people']
  const parts = [
    counts.not_in_date > 0 ? `${counts.not_in_date} overdue` : '',
    counts.no_record > 0 ? `${counts.no_record} with nothing on our record` : '',
    counts.due_soon > 0 ? `${counts.due_soon} due by ${sayDay(by)}` : '',
  ].filter(Boolean)
  if (due === 0) return edition.whose === 'one_holder' ? 'No school' : 'Nobody'
  return (
    <>
      <strong>{counted(due, one, many)}</strong>
      <div class="muster-quiet">{parts.join(', ')}</div>
      {edition.whose === 'one_holder' || without === due ? null : <div class="muster-quiet">Of them {due - without} with a place</div>}
    </>
  )
}

const Planned = ({ planned, mayPlan }: { planned: Demand['planned']; mayPlan: boolean }): Child =>
  planned.length === 0
    ? 'None'
    : planned.map(({ code, title, startsAt, draft, free }) => (
        <div>
          {mayPlan ? <Link href={`/organiser/events/${code}`}>{title}</Link> : title}, {sayShortDay(londonDay(startsAt))}:{' '}
          {counted(free, 'place')} free {draft ? <Tag colour="grey">Draft</Tag> : null}
        </div>
      ))

const Short = ({ demand }: { demand: Demand }) => {
  const short = demand.without - demand.free
  return short > 0 ? <Tag colour="yellow">{counted(short, 'place')} short</Tag> : dueOf(demand) === 0 ? '' : 'Enough'
}

/** Each rule: who is due and has no place, against the places of dates that count. */
export const DemandTable = ({ rules, mayPlan }: { rules: readonly Demand[]; mayPlan: boolean }) => (
  <>
    <P>
      People at open schools of our area whose training is overdue, is not on our record or runs out soon, and dates that count, with
      drafts. One place can count for several rules.
    </P>
    <Table
      caption="By rule"
      columns={['Rule', 'Due', 'Dates that count', { text: 'Free in time', numeric: true }, 'Against those without a place']}
      rows={rules.map((demand) => [
        <Link href={`/coverage/requirements?requirement=${encodeURIComponent(demand.edition.requirementId)}`}>{demand.edition.label}</Link>,
        <Due {...demand} />,
        <Planned planned={demand.planned} mayPlan={mayPlan} />,
        String(demand.free),
        <Short demand={demand} />,
      ])}
    />
    {mayPlan ? (
      <p class="govuk-body muster-no-print">
        <Link href="/organiser/events/new">Plan an event</Link>
      </p>
    ) : null}
  </>
)
