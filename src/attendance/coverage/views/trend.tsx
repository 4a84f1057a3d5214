import { sayDay, sayInstant } from '#base/dates.ts'
import { Select } from '#base/web/field.tsx'
import { Link, P, Table, Title } from '#base/web/page-parts.tsx'
import { sayBeginning } from '../answer.ts'
import type { CoverageTopic } from '../coverage.ts'
import type { Beginning } from '../evidence.ts'
import { sayShare, share } from '../figures.ts'
import { type Point, type Step, sayBetween, sayTrend, stepNames, steps, type Trend } from '../trend.ts'

const [width, height, left, bottom, top] = [640, 275, 44, 52, 14]

/** A point for each moment; those of fewer than ten schools have no percentage and no point. */
export const TrendChart = ({ points, did }: { points: readonly Point[]; did?: string }) => {
  const x = (n: number): number => Math.round(left + ((n + 0.5) * (width - left)) / points.length)
  const y = (percent: number): number => Math.round(height - bottom - ((height - bottom - top) * percent) / 100)
  const drawn = points.flatMap(({ tookPart, open, label }, n) => {
    const percent = share(tookPart, open)
    return percent === undefined ? [] : [{ x: x(n), y: y(percent), percent, label }]
  })
  return (
    <figure class="muster-bars">
      <svg
        viewBox={`0 0 ${width} ${height}`}
        role="img"
        aria-label={`${sayTrend(points, did)}. The table has the same numbers.`}
        width="100%"
      >
        {[0, 50, 100].map((percent) => (
          <g>
            <line x1={left} x2={width} y1={y(percent)} y2={y(percent)} stroke="#b1b4b6" />
            <text x={left - 6} y={y(percent) + 5} text-anchor="end" font-size="14">
              {percent}%
            </text>
          </g>
        ))}
        <polyline points={drawn.map((one) => `${one.x},${one.y}`).join(' ')} fill="none" stroke="#0b0c0c" stroke-width="2" />
        {drawn.map((one) => (
          <g>
            <circle cx={one.x} cy={one.y} r="5" class="muster-bar--ownAttended" />
            <text x={one.x} y={one.y > 40 ? one.y - 10 : one.y + 22} text-anchor="middle" font-size="14">
              {one.percent}%
            </text>
          </g>
        ))}
        {points.map(({ label }, n) => (
          <text text-anchor="middle" font-size="13">
            {label
              .replace('School year to ', '')
              .split(' ')
              .map((word, line) => (
                <tspan x={x(n)} y={height - 28 + 18 * line}>
                  {word}
                </tspan>
              ))}
          </text>
        ))}
      </svg>
    </figure>
  )
}

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
    <span class="govuk-caption-l">{topic?.label ?? 'All topics'}</span>
    <Title>{sayTrend(trend.points)}</Title>
    <P>
      These are the schools of the area that are open on every one of these days, of which somebody came to an event in the two years to it.{' '}
      {sayBetween(trend)}
    </P>
    <form method="get" action="/coverage/trends" class="muster-filter muster-coverage-filter">
      <div class="muster-coverage-filter__fields">
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
    <ul class="govuk-list govuk-list--bullet">
      <li>Terms are taken to end on 31 December, 30 April and 31 August, so that holidays belong to the term before.</li>
      <li>
        Figures are as known at {sayInstant(knownAt)}: what was corrected since is corrected here too. Kept figures say what was known then.
      </li>
      <li>{sayBeginning(beginning)} Two years that begin before it hold less than there was.</li>
      <li>No percentage is given of fewer than ten schools.</li>
    </ul>
  </>
)
