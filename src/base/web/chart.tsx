// Charts. Beside each, the page says the same in words or in a table.

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
    <rect class="muster-answer-bar__whole" x="0" y="0" width="100" height="12" />
    <rect class="muster-answer-bar__part" x="0" y="0" width={String(of === 0 ? 0 : Math.round((n / of) * 100))} height="12" />
  </svg>
)

const bar = { width: 600, row: 36, label: 170, value: 110 }

/** Named on the left, values on the right. @param says what it shows, read out */
export const BarChart = ({ bars, says }: { bars: readonly { label: string; n: number; value: string }[]; says: string }) => {
  const most = Math.max(1, ...bars.map(({ n }) => n))
  return (
    <svg class="muster-ages" role="img" aria-label={says} viewBox={`0 0 ${bar.width} ${bars.length * bar.row}`} width="100%">
      {bars.map(({ label, n, value }, at) => {
        const length = Math.round((n / most) * (bar.width - bar.label - bar.value))
        const top = at * bar.row
        return (
          <>
            <text x="0" y={top + 23} font-size="15" fill="#0b0c0c">
              {label}
            </text>
            <rect class={tone('ownAttended')} x={bar.label} y={top + 7} width={length} height="22" />
            <text x={bar.label + length + 8} y={top + 23} font-size="15" fill="#0b0c0c">
              {value}
            </text>
          </>
        )
      })}
    </svg>
  )
}

const line = { width: 640, height: 275, left: 44, bottom: 52, top: 14 }

/**
 * Percentages from left to right; without one there is no point.
 * @param props.points with labels in words, one below another @param props.says read out
 */
export const LineChart = ({ points, says }: { points: readonly { label: string; percent: number | undefined }[]; says: string }) => {
  const { width, height, left, bottom, top } = line
  const x = (n: number): number => Math.round(left + ((n + 0.5) * (width - left)) / points.length)
  const y = (percent: number): number => Math.round(height - bottom - ((height - bottom - top) * percent) / 100)
  const drawn = points.flatMap(({ percent }, n) => (percent === undefined ? [] : [{ x: x(n), y: y(percent), percent }]))
  return (
    <svg viewBox={`0 0 ${width} ${height}`} role="img" aria-label={says} width="100%">
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
          <circle cx={one.x} cy={one.y} r="5" class={tone('ownAttended')} />
          <text x={one.x} y={one.y > 40 ? one.y - 10 : one.y + 22} text-anchor="middle" font-size="14">
            {one.percent}%
          </text>
        </g>
      ))}
      {points.map(({ label }, n) => (
        <text text-anchor="middle" font-size="13">
          {label.split(' ').map((word, row) => (
            <tspan x={x(n)} y={height - 28 + 18 * row}>
              {word}
            </tspan>
          ))}
        </text>
      ))}
    </svg>
  )
}
