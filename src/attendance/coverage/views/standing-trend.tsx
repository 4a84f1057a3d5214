import { sayDay } from '#base/dates.ts'
import { Link, P, Table, Title } from '#base/web/page-parts.tsx'
import { sayShare } from '../figures.ts'
import type { RequirementChoice, StandingPoint } from '../standing.ts'
import { sayTrend } from '../trend.ts'
import { TrendChart } from './trend.tsx'

const did = 'are in date on our record'

/** How many schools were in date at the last report of each term, and how many are today. */
export const StandingTrendPage = ({ chosen, points }: { chosen: RequirementChoice; points: readonly StandingPoint[] }) => {
  const drawn = points.map(({ asked, inDate, ...moment }) => ({ ...moment, open: asked, tookPart: inDate }))
  return (
    <>
      <span class="govuk-caption-l">{chosen.label}</span>
      <Title>{sayTrend(drawn, did)}</Title>
      <P>Each term’s last frozen report of this requirement says what was known then. Schools of which it was not asked are not counted.</P>
      <TrendChart points={drawn} did={did} />
      <Table
        caption="Schools in date on our record"
        columns={['Term', 'As at', ...['Schools asked', 'In date', 'Share'].map((text) => ({ text, numeric: true as const }))]}
        rows={points.map(({ label, on, number, asked, inDate }) => [
          label,
          number === undefined ? sayDay(on) : <Link href={`/coverage/frozen/${number}`}>{sayDay(on)}</Link>,
          asked,
          inDate,
          sayShare(inDate, asked),
        ])}
      />
      <P>No percentage is given of fewer than ten schools. What a requirement asks may have changed between two reports.</P>
    </>
  )
}
