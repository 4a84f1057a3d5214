import type { Child } from 'hono/jsx'
import { StackedBar, Swatch, type Tone } from '#base/web/chart.tsx'
import { Select } from '#base/web/field.tsx'
import { Link, Small, Table } from '#base/web/page-parts.tsx'
import { type Dimension, dimensionNames, offered } from '../coverage.ts'
import { type Category, type ColumnSet, columnSetNames, type Figures, figureHeadings, sayShare } from '../figures.ts'
import { type Groups, tabs, usualGroups, type WhichSchools } from '../report.ts'

/** By what a report is broken down: by those that the council offers, or by what was asked. */
export const DimensionField = ({ by, every }: { by: Dimension; every: boolean }) => (
  <Select
    name="by"
    label="Broken down by"
    value={by}
    options={offered(every, by).map((one) => ({ value: one, text: dimensionNames[one] }))}
  />
)

const CountOf = ({ n, of }: { n: number; of: number }) => (
  <span class={`muster-nowrap${n === 0 ? ' muster-of' : ''}`}>
    {n}
    <span class="muster-of"> of {of}</span>
  </span>
)

const mostRows = 200

/** Sectors, kinds and phases fit on one line; names of trusts and places may not. */
const labelled = (dimension: Dimension, { label }: Category): Child =>
  (['trust', 'ward', 'district', 'faith'] as readonly Dimension[]).includes(dimension) ? (
    label
  ) : (
    <span class="muster-coverage-label">{label}</span>
  )

type Shown = Figures & { onTopic?: number }

/** Of `of` schools; `answer`: the list behind it. Without `n`: a share of them. */
type Column = { text: string; n: (figures: Shown) => number; of: 'open' | 'tookPart'; answer?: WhichSchools }

const named = (names: readonly (keyof Figures)[], of: Column['of']): Column[] =>
  names.map((name) => ({ text: figureHeadings[name], n: (figures) => figures[name], of }))

/** What the groups are made of that the table shows; `onTopic` is known of what is so now alone. */
const countOf: Partial<Record<WhichSchools, Column['n']>> = {
  'took-part': ({ tookPart }) => tookPart,
  'did-not': ({ open, tookPart }) => open - tookPart,
  lapsed: ({ onTopic = 0, tookPart }) => onTopic - tookPart,
  'other-topic': ({ open, onTopic = 0, never }) => open - onTopic - never,
  never: ({ never }) => never,
}

const groupColumns = (groups: Groups, which: readonly WhichSchools[]): Column[] =>
  which.flatMap((answer) => {
    const [text, n] = [groups[answer], countOf[answer]]
    return text && n ? [{ text, n, of: 'open', answer }] : []
  })

const columnsOf = (set: ColumnSet, groups: Groups | undefined): Column[] =>
  set === 'how'
    ? named(['ownAttended', 'ownPart', 'representedAttended', 'representedPart'], 'open')
    : set === 'basis'
      ? named(['signed', 'earlier', 'provisional', 'predecessor'], 'tookPart')
      : groups
        ? groupColumns(groups, tabs)
        : groupColumns(usualGroups, ['took-part', 'did-not'])

type FiguresTableProps = {
  dimension: Dimension
  categories: readonly (Category & Shown)[]
  whole: Shown
  columns?: ColumnSet
  /** What groups of schools are called, of what is so now. */
  groups?: Groups | undefined
  link?: ((category: Category | undefined, answer: WhichSchools) => string) | undefined
}

/** What no school has is a sentence below it. @param props.link from a figure to its schools */
export const FiguresTable = ({ dimension, categories, whole, columns = 'reach', groups, link }: FiguresTableProps) => {
  const shown = columnsOf(columns, groups)
  const used = columns === 'reach' ? shown : shown.filter(({ n }) => n(whole) > 0)
  const unused = shown.filter((one) => !used.includes(one)).map(({ text }) => text.toLowerCase())
  const row = (label: Child, figures: Shown, category: Category | undefined): Child[] => [
    label,
    figures.open,
    ...used.flatMap(({ n, of, answer }) => {
      const count = <CountOf n={n(figures)} of={figures[of]} />
      const cell = answer && link && n(figures) > 0 ? <Link href={link(category, answer)}>{count}</Link> : count
      return answer === 'took-part' ? [cell, sayShare(n(figures), figures.open)] : [cell]
    }),
  ]
  return (
    <>
      <Table
        dense
        caption={`${columnSetNames[columns]}, by ${dimensionNames[dimension].toLowerCase()}`}
        columns={[
          dimensionNames[dimension],
          ...['Schools open', ...used.flatMap(({ text, answer }) => (answer === 'took-part' ? [text, 'Share'] : [text]))].map((text) => ({
            text,
            numeric: true as const,
          })),
        ]}
        rows={[
          ...categories.slice(0, mostRows).map((category) => row(labelled(dimension, category), category, category)),
          row(<strong>All schools</strong>, whole, undefined),
        ]}
      />
      {categories.length > mostRows ? (
        <Small>
          The first {mostRows} of {categories.length} rows. The CSV file has all of them.
        </Small>
      ) : null}
      {columns === 'reach' && [...categories.slice(0, mostRows), whole].some(({ open }) => open < 10) ? (
        <Small>– No percentage is given of fewer than ten schools.</Small>
      ) : null}
      {unused.length > 0 ? <Small>No school: {unused.join('; ')}.</Small> : null}
    </>
  )
}

const tones: Partial<Record<WhichSchools, Tone>> = { 'took-part': 'ownAttended', lapsed: 'ownPart', 'other-topic': 'representedAttended' }

type SplitBarProps = {
  parts: readonly { which: WhichSchools; text: string; n: number; href?: string | undefined }[]
  now?: WhichSchools
}

/** As one bar and as the way to each. @param props.now the group that is shown */
export const SplitBar = ({ parts, now }: SplitBarProps) => (
  <figure class="muster-bars">
    <StackedBar
      of={Math.max(
        1,
        parts.reduce((sum, { n }) => sum + n, 0),
      )}
      parts={parts.map(({ which, n }) => ({ tone: tones[which], n }))}
    />
    <ul class="muster-bars__key">
      {parts.map(({ which, text, n, href }) => (
        <li>
          <Swatch of={tones[which]} />{' '}
          {which === now || !href ? (
            <strong aria-current={which === now ? 'true' : undefined}>{text}</strong>
          ) : (
            <Link href={href}>{text}</Link>
          )}{' '}
          {n}
        </li>
      ))}
    </ul>
  </figure>
)
