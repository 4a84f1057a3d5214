import { sayInstant } from '#base/dates.ts'
import { Caption, Link, P, Small, Title } from '#base/web/page-parts.tsx'
import { counted, plural } from '#base/words.ts'
import { sayQuestion, sayReach } from '../answer.ts'
import type { Question } from '../coverage.ts'
import { sameQuestion } from '../forms.ts'
import type { Placed, Report } from '../report.ts'
import { DifferenceNote } from './difference.tsx'
import { FiguresTable } from './figures.tsx'

const wide = 600
const mostPoints = 3000

/** Circles and crosses in one path each: thousands of schools in a few kilobytes. */
const pathOf = (points: readonly (readonly [x: number, y: number])[], came: boolean): string =>
  points.map(([x, y]) => (came ? `M${x - 4},${y}a4,4 0 1,0 8,0a4,4 0 1,0 -8,0` : `M${x - 4},${y - 4}l8,8m0,-8l-8,8`)).join('')

/** North is up; metres of the national grid on a linear scale, without a map under it. */
const PlaceMap = ({ placed }: { placed: readonly Placed[] }) => {
  const [west, east] = [Math.min(...placed.map(({ easting }) => easting)), Math.max(...placed.map(({ easting }) => easting))]
  const [south, north] = [Math.min(...placed.map(({ northing }) => northing)), Math.max(...placed.map(({ northing }) => northing))]
  const scale = Math.min(wide / Math.max(1, east - west), 800 / Math.max(1, north - south))
  const at = ({ easting, northing }: Placed) =>
    [Math.round((easting - west) * scale) + 8, Math.round((north - northing) * scale) + 8] as const
  const high = Math.round((north - south) * scale) + 16
  const of = (came: boolean) => placed.filter((one) => one.came === came).map(at)
  return (
    <figure class="muster-bars">
      <p class="govuk-body-s" aria-hidden="true">
        ● took part &nbsp; × did not take part
      </p>
      <svg viewBox={`0 0 ${wide + 16} ${high}`} width="100%" aria-hidden="true">
        <path d={pathOf(of(false), false)} stroke="#d4351c" stroke-width="2" fill="none" />
        <path d={pathOf(of(true), true)} class="muster-bar--ownAttended" stroke="#fff" stroke-width="1" />
      </svg>
    </figure>
  )
}

type PlacePageProps = {
  question: Question
  report: Report
  placed: readonly Placed[]
  without: number
  knownAt: Date
}

export const PlacePage = ({ question, report, placed, without, knownAt }: PlacePageProps) => {
  const categories = report.tables[0]?.categories ?? []
  const list = (answer: string): string => `/coverage/schools?${sameQuestion(question, 'ward', { answer })}`
  return (
    <>
      <Caption>{sayQuestion(question)}</Caption>
      <Title>Where schools took part</Title>
      <P>{sayReach(report.whole)}. The table and the lists say all that the map shows.</P>
      <DifferenceNote
        parts={categories.map(({ label, tookPart, open }) => ({ label, n: tookPart, of: open }))}
        what="took part"
        by="ward"
      />
      <ul class="govuk-list muster-actions muster-no-print">
        <li>
          <Link href={list('did-not')}>Schools that did not take part, those not seen for longest first</Link>
        </li>
        <li>
          <Link href={list('took-part')}>Schools that took part</Link>
        </li>
      </ul>
      {placed.length === 0 ? (
        <P>The register gives no place of any of these schools, so there is nothing to draw.</P>
      ) : placed.length > mostPoints ? (
        <P>More than {mostPoints} schools are not drawn.</P>
      ) : (
        <PlaceMap placed={placed} />
      )}
      {without > 0 && placed.length > 0 ? (
        <Small>
          {counted(without, 'school')} {plural(without, 'has', 'have')} no place in the register and {plural(without, 'is', 'are')} not
          drawn.
        </Small>
      ) : null}
      <FiguresTable dimension="ward" categories={categories} whole={report.whole} />
      <Small>As known at {sayInstant(knownAt)}.</Small>
    </>
  )
}
