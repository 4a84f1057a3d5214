import { sayInstant } from '#base/dates.ts'
import { Caption, Link, P, Small, Title } from '#base/web/page-parts.tsx'
import { overlap, withoutOverlap } from '#base/web/scale.ts'
import { counted, plural } from '#base/words.ts'
import { sayQuestion, sayReach } from '../answer.ts'
import type { Question } from '../coverage.ts'
import { sameQuestion } from '../forms.ts'
import type { Placed, Report } from '../report.ts'
import { DifferenceNote } from './difference.tsx'
import { FiguresTable } from './figures.tsx'

const wide = 480
const edge = 12
const mostPoints = 1000

/** On the paper of the map: north is up, one scale both ways. */
type Drawn = Placed & { x: number; y: number }

const drawnOf = (placed: readonly Placed[]): { schools: Drawn[]; high: number } => {
  const eastings = placed.map(({ easting }) => easting)
  const northings = placed.map(({ northing }) => northing)
  const [west, north] = [Math.min(...eastings), Math.max(...northings)]
  const [across, down] = [Math.max(...eastings) - west, north - Math.min(...northings)]
  const scale = Math.min((wide - 2 * edge) / Math.max(1, across), 640 / Math.max(1, down))
  const schools = placed.map((one) => ({
    ...one,
    x: Math.round((one.easting - west) * scale) + edge,
    y: Math.round((north - one.northing) * scale) + edge,
  }))
  return { schools, high: Math.round(down * scale) + 2 * edge }
}

const median = (of: readonly number[]): number => of.toSorted((a, b) => a - b)[Math.floor(of.length / 2)] ?? 0

/** Of 17 units, or of the 22 that are 16 px on a phone. */
const lengthOf = (words: string, isPhone = true): number => words.length * (isPhone ? 11 : 8.5) + 8

/** Words keep on the paper. */
const middleOf = (x: number, words: string): number => Math.max(lengthOf(words) / 2, Math.min(wide - lengthOf(words) / 2, x))

/** Each near the middle of its schools where it hides fewest; the larger of two stays. */
const townsOf = (schools: readonly Drawn[]) => {
  const towns = withoutOverlap(
    [...Map.groupBy(schools, ({ town }) => town)]
      .filter(([town]) => town !== '')
      .toSorted(([a, inA], [b, inB]) => inB.length - inA.length || a.localeCompare(b, 'en-GB'))
      .map(([town, of]) => {
        const [x, middle] = [middleOf(median(of.map((one) => one.x)), town), median(of.map((one) => one.y))]
        const box = { x, wide: lengthOf(town, false), high: 22 }
        const hides = (y: number): number => schools.filter((one) => overlap({ ...box, y }, { ...one, wide: 8, high: 8 })).length
        const [y = middle] = [0, -14, 14, -28, 28].map((down) => middle + down).toSorted((a, b) => hides(a) - hides(b))
        return { ...box, town, y }
      }),
  )
  const onPhones = new Set(withoutOverlap(towns.map((one) => ({ ...one, wide: lengthOf(one.town), high: 28 }))).map(({ town }) => town))
  return towns.map((one) => ({ ...one, isOnPhones: onPhones.has(one.town) }))
}

type WordsProps = { x: number; y: number; children: string; bold?: boolean; isOnPhones?: boolean }

const Words = ({ x, y, children, bold, isOnPhones = true }: WordsProps) => (
  <text
    class={isOnPhones ? undefined : 'muster-map__wide'}
    x={x}
    y={y}
    text-anchor="middle"
    font-weight={bold ? 'bold' : undefined}
    fill="#0b0c0c"
    stroke="#fff"
    stroke-width="4"
    paint-order="stroke"
    pointer-events="none"
  >
    {children}
  </text>
)

/** Its name is shown while it is pointed at or has the focus. */
const SchoolOnMap = ({ id, name, came, x, y }: Drawn) => {
  const says = `${name}: ${came ? 'took part' : 'did not take part'}`
  return (
    <a href={`/organiser/schools/${id}`} aria-label={says}>
      <title>{says}</title>
      <circle cx={x} cy={y} r="10" fill="transparent" />
      {came ? (
        <circle cx={x} cy={y} r="5" class="muster-bar--ownAttended" stroke="#fff" />
      ) : (
        <path d={`M${x - 4},${y - 4}l8,8m0,-8l-8,8`} stroke="#d4351c" stroke-width="3" />
      )}
      <Words x={middleOf(x, name)} y={y < 40 ? y + 28 : y - 14} bold>
        {name}
      </Words>
    </a>
  )
}

/** Without a map under it. */
const PlaceMap = ({ placed }: { placed: readonly Placed[] }) => {
  const { schools, high } = drawnOf(placed)
  return (
    <figure class="muster-bars">
      <p class="govuk-body-s" aria-hidden="true">
        ● took part &nbsp; × did not take part
      </p>
      <a href="#by-ward" class="govuk-skip-link">
        Skip the map
      </a>
      <svg class="muster-chart muster-map" viewBox={`0 0 ${wide} ${high}`} width="100%">
        <title>Map of schools</title>
        {schools.map((one) => (
          <SchoolOnMap {...one} />
        ))}
        <g>
          {townsOf(schools).map(({ town, x, y, isOnPhones }) => (
            <Words x={x} y={y + 6} isOnPhones={isOnPhones}>
              {town}
            </Words>
          ))}
        </g>
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
      <div id="by-ward">
        <FiguresTable dimension="ward" categories={categories} whole={report.whole} />
      </div>
      <Small>As known at {sayInstant(knownAt)}.</Small>
    </>
  )
}
