// How many of the same schools were reached as at the end of each term or school year: those open
// at every point. Each point asks the usual question of the two years to that day, by what is known
// now. A school that came before those two years alone is in none of them: that is no fall.
import { type Day, sayDay } from '#base/dates.ts'
import { counted } from '#base/words.ts'
import { usualPeriod } from './coverage.ts'
import type { Figures } from './figures.ts'
import { share } from './figures.ts'

export const steps = ['term', 'year'] as const
export type Step = (typeof steps)[number]
export const stepNames: Record<Step, string> = { term: 'Each term', year: 'Each school year' }

/** Where terms end in any year is stated, not known; holidays belong to the term before. */
const termEnds = [
  { name: 'Autumn', end: '12-31' },
  { name: 'Spring', end: '04-30' },
  { name: 'Summer', end: '08-31' },
] as const

export type Moment = { label: string; on: Day }
export type Point = Moment & Pick<Figures, 'open' | 'tookPart'>

/** Numbers that stand for schools: those open at a moment, and of these by what they are known. */
export type Taken = Moment & { open: readonly number[]; came: readonly number[]; imported: readonly number[] }

/** `came`, `gone`: of the same schools those that are in the last alone, and in the first alone. */
export type Trend = { points: Point[]; came: number; gone: number; imported: number }

/** Of the schools that are open at every moment. */
export const trendOf = (taken: readonly Taken[]): Trend => {
  const everywhere = taken.map(({ open }) => new Set(open))
  const same = (taken[0]?.open ?? []).filter((one) => everywhere.every((open) => open.has(one)))
  const cameAt = taken.map(({ came }) => new Set(came))
  const countIf = (is: (one: number) => boolean | undefined): number => same.filter(is).length
  const [first, last] = [cameAt[0], cameAt.at(-1)]
  const isGone = (one: number) => first?.has(one) && !last?.has(one)
  const imported = new Set(taken[0]?.imported)
  return {
    points: taken.map(({ label, on }, n) => ({ label, on, open: same.length, tookPart: countIf((one) => cameAt[n]?.has(one)) })),
    came: countIf((one) => last?.has(one) && !first?.has(one)),
    gone: countIf(isGone),
    imported: countIf((one) => isGone(one) && imported.has(one)),
  }
}

/** What is between the first point and the last. */
export const sayBetween = ({ points, came, gone, imported }: Trend): string => {
  const [first, last] = [points[0], points.at(-1)]
  if (!first || !last) return ''
  const known = imported > 0 ? ` (${imported} of them known by imported records)` : ''
  return `${counted(came, 'school')} took part in the two years to ${sayDay(last.on)} and not in those to ${sayDay(first.on)}. ${counted(gone, 'school')} took part in those alone${known} and ${gone === 1 ? 'has' : 'have'} not come since ${sayDay(usualPeriod(last.on).from)}.`
}

/** The last ends of terms or years before today, the first first, and today. */
export const momentsUntil = (today: Day, step: Step, many = 6): Moment[] => {
  const year = Number(today.slice(0, 4))
  const years = Array.from({ length: many + 2 }, (_, n) => year - many - 1 + n)
  const ends = years
    .flatMap((of) =>
      termEnds
        .filter(({ name }) => step === 'term' || name === 'Summer')
        .map(({ name, end }) => ({ label: step === 'term' ? `${name} ${of}` : `School year to ${of}`, on: `${of}-${end}` })),
    )
    .filter(({ on }) => on < today)
    .toSorted((a, b) => (a.on < b.on ? -1 : 1))
  return [...ends.slice(-many), { label: 'Today', on: today }]
}

/** The term of a day; holidays belong to the term before. */
export const termOf = (day: Day): string => {
  const month = Number(day.slice(5, 7))
  return `${month > 8 ? 'Autumn' : month > 4 ? 'Summer' : 'Spring'} ${day.slice(0, 4)}`
}

/** As a heading, without judging: the schools, or what is asked, may be others. */
export const sayTrend = (points: readonly Point[], did = 'took part'): string => {
  const [first, last] = [points[0], points.at(-1)]
  if (!first || !last) return 'There is nothing to compare yet'
  const of = ({ tookPart, open }: Point): string => {
    const percent = share(tookPart, open)
    return `${tookPart} of ${open}${percent === undefined ? '' : ` (${percent}%)`}`
  }
  return `${of(last)} schools ${did} as at ${sayDay(last.on)}, ${of(first)} as at ${sayDay(first.on)}`
}
