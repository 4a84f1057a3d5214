// How many schools were reached as at the end of each term or school year, so that a committee sees
// which way it goes. Each point asks the usual question of the two years to that day, by what is
// known now; a frozen report says what was known then.
import { type Day, sayDay } from '#base/dates.ts'
import { counted } from '#base/words.ts'
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

/** What the points say, as a heading: from the first to the last with ten schools or more. */
export const sayTrend = (points: readonly Point[], did = 'took part'): string => {
  const [first, last] = [points[0], points.at(-1)]
  if (!first || !last) return 'There is nothing to compare yet'
  const [was, is] = [share(first.tookPart, first.open), share(last.tookPart, last.open)]
  if (was === undefined || is === undefined)
    return `${last.tookPart} of ${counted(last.open, 'school')} ${did}; ${first.tookPart} of ${first.open} on ${sayDay(first.on)}`
  const how = is === was ? `stayed at ${is}%` : `${is > was ? 'rose' : 'fell'} from ${was}% to ${is}%`
  return `Schools that ${did} ${how} since ${sayDay(first.on)}`
}
