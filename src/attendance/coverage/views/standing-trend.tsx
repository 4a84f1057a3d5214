import { sayDay } from '#base/dates.ts'
import { Caption, Link, P, Table, Title } from '#base/web/page-parts.tsx'
import { counted } from '#base/words.ts'
import { sayShare } from '../figures.ts'
import type { RequirementChoice } from '../standing.ts'
import { sayTrend, type Taken, trendOf } from '../trend.ts'
import { TrendChart } from './trend.tsx'

const did = 'are in date on our record'

type StandingTrendPageProps = {
  chosen: RequirementChoice
  taken: readonly (Taken & { number: number | null })[]
}

/** How many of the same schools were in date at the last report of each term, and are today. */
export const StandingTrendPage = ({ chosen, taken }: StandingTrendPageProps) => {
  const { points, came, gone } = trendOf(taken)
  const first = points[0]
  return (
    <>
      <Caption>{chosen.label}</Caption>
      <Title>{sayTrend(points, did)}</Title>
      <P>
        These are the schools that were asked in the figures of this rule that were kept last in each term, and are asked today, as known on
        each day.{' '}
        {first && points.length > 1
          ? `${counted(came, 'school')} ${came === 1 ? 'is' : 'are'} in date today and ${came === 1 ? 'was' : 'were'} not on ${sayDay(first.on)}; ${counted(gone, 'school')} ${gone === 1 ? 'was' : 'were'} in date then and ${gone === 1 ? 'is' : 'are'} not today.`
          : ''}
      </P>
      <TrendChart points={points} did={did} />
      <Table
        caption="The same schools, in date on our record"
        columns={['Term', 'As at', ...['Schools', 'In date', 'Share'].map((text) => ({ text, numeric: true as const }))]}
        rows={points.map(({ label, on, open, tookPart }, n) => [
          label,
          taken[n]?.number ? <Link href={`/coverage/frozen/${taken[n].number}`}>{sayDay(on)}</Link> : sayDay(on),
          open,
          tookPart,
          sayShare(tookPart, open),
        ])}
      />
      <P>No percentage is given of fewer than ten schools. What a rule asks may have changed between two reports.</P>
    </>
  )
}
