import type { Child } from 'hono/jsx'
import { Select } from '#base/web/field.tsx'
import { Link, Table } from '#base/web/page-parts.tsx'
import { plural } from '#base/words.ts'
import { type Dimension, dimensionNames, dimensions } from '../coverage.ts'
import { type Category, type Figures, figureHeadings, sayShare } from '../figures.ts'

/** By what a report is broken down. */
export const DimensionField = ({ by }: { by: Dimension }) => (
  <Select name="by" label="Broken down by" value={by} options={dimensions.map((one) => ({ value: one, text: dimensionNames[one] }))} />
)

/** A figure, always with its denominator. */
const CountOf = ({ n, of }: { n: number; of: number }) => (
  <span class={`muster-nowrap${n === 0 ? ' muster-of' : ''}`}>
    {n}
    <span class="muster-of"> of {of}</span>
  </span>
)

type LinkTo = (category: Category | undefined, answer: 'took-part' | 'did-not') => string

const mostRows = 200

/** Sectors, kinds and phases fit on one line; names of trusts and places may not. */
const labelled = (dimension: Dimension, { label }: Category): Child =>
  (['trust', 'ward', 'district', 'faith'] as readonly Dimension[]).includes(dimension) ? (
    label
  ) : (
    <span class="muster-coverage-label">{label}</span>
  )

const rowsOf = (
  dimension: Dimension,
  categories: readonly Category[],
  whole: Figures,
  row: (figures: Figures, category: Category | undefined) => Child[],
): Child[][] => [
  ...categories.slice(0, mostRows).map((category) => [labelled(dimension, category), ...row(category, category)]),
  [<strong>All schools</strong>, ...row(whole, undefined)],
]

const linked = (href: string | undefined, child: Child): Child => (href ? <Link href={href}>{child}</Link> : child)

/** Open, took part, share and did not, by category; `link` leads from a figure to its schools. */
export const ReachTable = ({
  dimension,
  categories,
  whole,
  link,
  caption,
}: {
  dimension: Dimension
  categories: readonly Category[]
  whole: Figures
  link?: LinkTo | undefined
  caption?: string | undefined
}) => (
  <>
    <Table
      caption={caption ?? `Schools that took part, by ${dimensionNames[dimension].toLowerCase()}`}
      columns={[
        dimensionNames[dimension],
        ...['Schools open', 'Took part', 'Share', 'Did not take part'].map((text) => ({ text, numeric: true as const })),
      ]}
      rows={rowsOf(dimension, categories, whole, (figures, category) => [
        figures.open,
        linked(figures.tookPart > 0 ? link?.(category, 'took-part') : undefined, <CountOf n={figures.tookPart} of={figures.open} />),
        sayShare(figures.tookPart, figures.open),
        linked(
          figures.tookPart < figures.open ? link?.(category, 'did-not') : undefined,
          <CountOf n={figures.open - figures.tookPart} of={figures.open} />,
        ),
      ])}
    />
    <TableNote categories={categories} whole={whole} />
  </>
)

/** Of the rows that are shown: a dash further down needs no explanation. */
const TableNote = ({ categories, whole }: { categories: readonly Category[]; whole: Figures }) => (
  <>
    <RowsNote categories={categories} />
    {[...categories.slice(0, mostRows), whole].some(({ open }) => open < 10) ? (
      <p class="govuk-body-s">– No percentage is given of fewer than ten schools.</p>
    ) : null}
  </>
)

const RowsNote = ({ categories }: { categories: readonly Category[] }) =>
  categories.length > mostRows ? (
    <p class="govuk-body-s">
      The first {mostRows} of {categories.length} rows. The CSV file has all of them.
    </p>
  ) : null

const breakdown =
  (names: readonly (keyof Figures)[], of: 'open' | 'tookPart') =>
  (figures: Figures): Child[] =>
    names.map((name) => <CountOf n={figures[name]} of={figures[of]} />)

const howNames = ['ownAttended', 'ownPart', 'representedAttended', 'representedPart'] as const
const basisNames = ['signed', 'earlier', 'provisional', 'predecessor'] as const

type Tabled = { dimension: Dimension; categories: readonly Category[]; whole: Figures }

/** Columns without schools become one sentence. Empty when none took part. */
const BreakdownTable = ({
  dimension,
  categories,
  whole,
  names,
  of,
  caption,
  among,
}: Tabled & { names: readonly (keyof Figures)[]; of: 'open' | 'tookPart'; caption: string; among: string }) => {
  const used = names.filter((name) => whole[name] > 0)
  const unused = names.filter((name) => whole[name] === 0)
  if (used.length === 0) return null
  return (
    <>
      <Table
        caption={caption}
        columns={[dimensionNames[dimension], ...used.map((name) => ({ text: figureHeadings[name], numeric: true as const }))]}
        rows={rowsOf(dimension, categories, whole, breakdown(used, of))}
      />
      <RowsNote categories={categories} />
      {unused.length > 0 ? (
        <p class="govuk-body-s">
          None of the {whole[of]} {plural(whole[of], 'school')} {among}:{' '}
          {unused.map((name) => figureHeadings[name].toLowerCase()).join('; ')}.
        </p>
      ) : null}
    </>
  )
}

/** Own staff and represented, attended and in part; each school once, at its best. */
export const HowTable = (tabled: Tabled) => (
  <BreakdownTable {...tabled} names={howNames} of="open" caption="How they took part, of the schools open" among="open" />
)

/** The kinds of record behind the schools that took part. */
export const BasisTable = (tabled: Tabled) => (
  <BreakdownTable
    {...tabled}
    names={basisNames}
    of="tookPart"
    caption="What that rests on, of the schools that took part"
    among="that took part"
  />
)

const barSegments = [
  ['ownAttended', 'Own staff attended'],
  ['ownPart', 'Own staff, in part only'],
  ['representedAttended', 'Represented'],
  ['representedPart', 'Represented, in part only'],
] as const

const mostBars = 40

/**
 * A bar per category, as long as its open schools and filled by those that took part; bars of
 * shares would show percentages of few schools, which the report omits. The tables have the same
 * numbers.
 */
export const Bars = ({ categories, whole }: { categories: readonly Category[]; whole: Figures }) => {
  if (categories.length === 0 || categories.length > mostBars) return null
  const longest = Math.max(...categories.map((category) => category.open), 1)
  const used = barSegments.filter(([name]) => whole[name] > 0)
  return (
    <figure class="muster-bars" aria-label="Schools that took part, drawn as bars; the table below has the same numbers">
      <ul class="muster-bars__key" aria-hidden="true">
        {[...used.map(([name, text]) => [`muster-bar--${name}`, text] as const), ['muster-bar--none', 'Did not take part'] as const].map(
          ([style, text]) => (
            <li>
              <svg class="muster-bars__swatch" viewBox="0 0 16 16" width="16" height="16" aria-hidden="true">
                <rect class={style} x="0.5" y="0.5" width="15" height="15" />
              </svg>{' '}
              {text}
            </li>
          ),
        )}
      </ul>
      <ul class="muster-bars__list">
        {categories.map((category) => (
          <li>
            <span aria-hidden="true">{category.label}</span>
            <Bar category={category} longest={longest} />
            <span class="muster-bars__value" aria-hidden="true">
              <CountOf n={category.tookPart} of={category.open} />
            </span>
          </li>
        ))}
      </ul>
    </figure>
  )
}

const Bar = ({ category, longest }: { category: Category; longest: number }) => {
  const width = (n: number): number => Math.round((n / longest) * 10_000) / 10
  let x = 0
  return (
    <svg
      class="muster-bars__bar"
      viewBox="0 0 1000 20"
      preserveAspectRatio="none"
      role="img"
      aria-label={`${category.label}: ${category.tookPart} of ${category.open} took part`}
    >
      <title>{`${category.label}: ${category.tookPart} of ${category.open} took part`}</title>
      <rect class="muster-bar--none" x="0" y="0" width={width(category.open)} height="20" />
      {barSegments.map(([name]) => {
        const from = x
        x += width(category[name])
        return category[name] > 0 ? <rect class={`muster-bar--${name}`} x={from} y="0" width={width(category[name])} height="20" /> : null
      })}
    </svg>
  )
}
