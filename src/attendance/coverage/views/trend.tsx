import { type Day, sayDay, sayInstant, sayShortDay } from '#base/dates.ts'
import { LineChart } from '#base/web/chart.tsx'
import { Select } from '#base/web/field.tsx'
import { Bullets, Caption, Link, P, Table, Title } from '#base/web/page-parts.tsx'
import { counted } from '#base/words.ts'
import { sayBeginning } from '../answer.ts'
import type { CoverageTopic } from '../coverage.ts'
import type { Beginning } from '../evidence.ts'
import { sayShare, share } from '../figures.ts'
import { type Point, type Step, sayBetween, sayTrend, stepNames, steps, type Trend } from '../trend.ts'

/** A point for each day, of the schools that were counted on all of them. */
export const TrendChart = ({ points, did }: { points: readonly Point[]; did?: string }) => {
  const last = points.at(-1)
  if (!last || points.length < 2) return null
  const percent = share(last.tookPart, last.open)
  const dated = points.map(({ on, tookPart }) => ({ on, x: Date.parse(on), n: tookPart }))
  return (
    <figure class="muster-bars">
      <LineChart
        says={`${sayTrend(points, did)}. The table has the same numbers.`}
        lines={[{ points: dated, end: `${last.tookPart}${percent === undefined ? '' : ` (${percent}%)`}` }]}
        whole={{ n: last.open, says: counted(last.open, 'school') }}
        labels={dated.map(({ on, x }) => ({ x, says: linesOfDay(on) }))}
      />
    </figure>
  )
}

/** `31 Dec` above `2024`. */
const linesOfDay = (day: Day): string[] => [sayShortDay(day).slice(0, -5), day.slice(0, 4)]

type TrendPageProps = {
  trend: Trend
  step: Step
  topic: CoverageTopic | undefined
  topics: readonly CoverageTopic[]
  beginning: Beginning | undefined
  knownAt: Date
}

export const TrendPage = ({ trend, step, topic, topics, beginning, knownAt }: TrendPageProps) => (
  <>
    <Caption>{topic?.label ?? 'All topics'}</Caption>
    <Title>{sayTrend(trend.points)}</Title>
    <P>
      These are the schools of the area that are open on every one of these days, of which somebody came to an event in the two years to it.{' '}
      {sayBetween(trend)}
    </P>
    <form method="get" action="/coverage/trends" class="muster-filter muster-coverage-filter">
      <div class="muster-fields">
        <Select
          name="topic"
          label="Topic"
          value={topic?.id ?? ''}
          options={[{ value: '', text: 'All topics' }, ...topics.map(({ id, label }) => ({ value: id, text: label }))]}
        />
        <Select name="step" label="As at the end of" value={step} options={steps.map((one) => ({ value: one, text: stepNames[one] }))} />
      </div>
      <button type="submit" class="govuk-button govuk-button--secondary">
        Show
      </button>
    </form>
    <TrendChart points={trend.points} />
    <Table
      caption="The same schools, in the two years to each day"
      columns={['As at', 'Day', ...['Schools', 'Took part', 'Share'].map((text) => ({ text, numeric: true as const }))]}
      rows={trend.points.map(({ label, on, open, tookPart }) => [
        label,
        <Link href={`/coverage?to=${on}${topic ? `&topic=${topic.id}` : ''}`}>{sayDay(on)}</Link>,
        open,
        `${tookPart} of ${open}`,
        sayShare(tookPart, open),
      ])}
    />
    <Bullets>
      <li>Terms are taken to end on 31 December, 30 April and 31 August, so that holidays belong to the term before.</li>
      <li>
        Figures are as known at {sayInstant(knownAt)}: what was corrected since is corrected here too. Kept figures say what was known then.
      </li>
      <li>{sayBeginning(beginning)} Two years that begin before it hold less than there was.</li>
      <li>No percentage is given of fewer than ten schools.</li>
    </Bullets>
  </>
)
