// Charts. Beside each, the page says the same in words or in a table.

import { sayNumber } from '../words.ts'
import { across, stepsTo, withRoom } from './scale.ts'

export type Tone = 'ownAttended' | 'ownPart' | 'representedAttended' | 'representedPart' | 'none'

const tone = (of: Tone = 'none'): string => `muster-bar--${of}`

export const StackedBar = ({ parts, of }: { parts: readonly { tone?: Tone | undefined; n: number }[]; of: number }) => {
  let x = 0
  return (
    <svg class="muster-bars__bar" viewBox="0 0 1000 20" preserveAspectRatio="none" aria-hidden="true">
      <rect class={tone()} x="0" y="0" width="1000" height="20" />
      {parts.map((part) => {
        const [from, width] = [x, Math.round((part.n / of) * 10_000) / 10]
        x += width
        return width > 0 ? <rect class={tone(part.tone)} x={from} y="0" width={width} height="20" /> : null
      })}
    </svg>
  )
}

/** Beside the part's name. */
export const Swatch = ({ of }: { of: Tone | undefined }) => (
  <svg class="muster-bars__swatch" viewBox="0 0 16 16" width="14" height="14" aria-hidden="true">
    <rect class={tone(of)} x="0.5" y="0.5" width="15" height="15" />
  </svg>
)

/** Beside the number that says the same. */
export const ShareBar = ({ n, of }: { n: number; of: number }) => (
  <svg class="muster-answer-bar" viewBox="0 0 100 12" width="100" height="12" aria-hidden="true">
    <rect width="100" height="12" fill="#cecece" />
    <rect class={tone('ownAttended')} width={String(of === 0 ? 0 : Math.round((n / of) * 100))} height="12" />
  </svg>
)

const barRow = 50

/** Each below its name, its value behind it. @param says what it shows, read out */
export const BarChart = ({ bars, says }: { bars: readonly { label: string; n: number; value: string }[]; says: string }) => {
  const most = Math.max(1, ...bars.map(({ n }) => n))
  return (
    <svg class="muster-chart govuk-!-margin-bottom-4" role="img" aria-label={says} width="100%" height={bars.length * barRow}>
      {bars.map(({ label, n, value }, at) => {
        const [top, length] = [at * barRow, `${Math.round((n / most) * 75)}%`]
        return (
          <>
            <text x="0" y={top + 16} fill="currentColor">
              {label}
            </text>
            <rect class={tone('ownAttended')} x="0" y={top + 22} width={length} height="16" />
            <text x={length} dx={n === 0 ? 0 : 8} y={top + 35} fill="currentColor">
              {value}
            </text>
          </>
        )
      })}
    </svg>
  )
}

const plot = { height: 230, top: 30, bottom: 180 }

/** `end`: what is written at its last point. An earlier one is drawn in dashes. */
type Line = { points: readonly { x: number; n: number }[]; end: string; isEarlier?: boolean }

type LineChartProps = {
  lines: readonly Line[]
  /** What the highest possible is, such as the schools or places in all. */
  whole: { n: number; says: string } | undefined
  /** Below, each in lines of few letters. */
  labels: readonly { x: number; says: readonly string[] }[]
  /** Where it ends on the right, if that is not its last point. */
  until?: number
  says: string
}

const highestOf = (counts: readonly number[], whole: LineChartProps['whole']): number => Math.max(1, whole?.n ?? 0, ...counts)

const heightOf = (highest: number) => (n: number) => Math.round(plot.bottom - ((plot.bottom - plot.top) * n) / highest)

/** Counts on the left, and the whole above. */
const Axis = ({ highest, whole }: { highest: number; whole: LineChartProps['whole'] }) => {
  const y = heightOf(highest)
  return (
    <>
      {stepsTo(highest)
        .filter((n) => !whole || n === 0 || whole.n - n >= highest / 9)
        .map((n) => (
          <>
            <line x1="0" x2="100%" y1={y(n)} y2={y(n)} stroke={n === 0 ? 'currentColor' : '#b1b4b6'} />
            <text x="0" y={y(n) - 5} fill="currentColor">
              {sayNumber(n)}
            </text>
          </>
        ))}
      {whole ? (
        <>
          <line x1="0" x2="100%" y1={y(whole.n)} y2={y(whole.n)} stroke="currentColor" stroke-dasharray="2 4" />
          <text x="0" y={y(whole.n) - 5} fill="currentColor">
            {whole.says}
          </text>
        </>
      ) : null}
    </>
  )
}

const Below = ({ labels, room }: { labels: readonly { at: number; says: readonly string[] }[]; room: number }) => (
  <>
    {withRoom(labels, room).map(({ at, says }) => (
      <text text-anchor="middle" fill="currentColor">
        {says.map((words, row) => (
          <tspan x={`${at}%`} y={plot.bottom + 20 + 20 * row}>
            {words}
          </tspan>
        ))}
      </text>
    ))}
  </>
)

/** Counts over time, on one scale. @param props.says read out in its place */
export const LineChart = ({ lines, whole, labels, until, says }: LineChartProps) => {
  const points = lines.flatMap((line) => line.points)
  const [from, to] = [Math.min(...points.map(({ x }) => x)), until ?? Math.max(...points.map(({ x }) => x))]
  const highest = highestOf(
    points.map(({ n }) => n),
    whole,
  )
  const y = heightOf(highest)
  const ends = lines.map((line) => line.points.at(-1)?.n ?? 0)
  return (
    <svg class="muster-chart" width="100%" height={plot.height} role="img" aria-label={says}>
      <Axis highest={highest} whole={whole} />
      {lines.map(({ points, end, isEarlier }, at) => {
        const last = points.at(-1)
        const drawn = points.map(({ x, n }) => `${across(x, from, to)},${y(n)}`).join(' ')
        const isLower = ends.some((other, n) => n !== at && other > (last?.n ?? 0))
        return (
          <>
            <svg width="100%" height={plot.height} viewBox={`0 0 100 ${plot.height}`} preserveAspectRatio="none" aria-hidden="true">
              <polyline
                points={drawn}
                fill="none"
                stroke="currentColor"
                stroke-width={isEarlier ? 2 : 3}
                stroke-dasharray={isEarlier ? '6 5' : undefined}
                vector-effect="non-scaling-stroke"
              />
            </svg>
            {isEarlier
              ? null
              : points.map(({ x, n }) => <circle cx={`${across(x, from, to)}%`} cy={y(n)} r="4" class={tone('ownAttended')} />)}
            {last ? (
              <text
                x={`${across(last.x, from, to) + 7}%`}
                y={y(last.n) + (isLower ? 24 : -12)}
                text-anchor="end"
                font-weight="bold"
                fill="currentColor"
              >
                {end}
              </text>
            ) : null}
          </>
        )
      })}
      <Below labels={labels.map((one) => ({ at: across(one.x, from, to), says: one.says }))} room={14} />
    </svg>
  )
}

/** How often in each span of time. @param props.says read out in its place */
export const ColumnChart = ({ columns, says }: { columns: readonly { label: string; n: number }[]; says: string }) => {
  const highest = highestOf(
    columns.map(({ n }) => n),
    undefined,
  )
  const y = heightOf(highest)
  // Room for counts on the left, and for half a word on the right.
  const [from, wide] = [10, 80 / columns.length]
  return (
    <svg class="muster-chart" width="100%" height={plot.height} role="img" aria-label={says}>
      <Axis highest={highest} whole={undefined} />
      {columns.map(({ n }, at) => (
        <rect
          x={`${from + (at + 0.1) * wide}%`}
          width={`${wide * 0.8}%`}
          y={y(n)}
          height={plot.bottom - y(n)}
          class={tone('ownAttended')}
        />
      ))}
      <Below labels={columns.map(({ label }, at) => ({ at: from + (at + 0.5) * wide, says: [label] }))} room={18} />
    </svg>
  )
}
