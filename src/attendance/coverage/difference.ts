// How far one group of schools is from all others, in a sentence with its numbers. Which group that
// is follows from the figures, so that nobody chooses it. Of groups under the threshold below which
// no percentage is given, nothing is said.
import { counted } from '#base/words.ts'
import { share } from './figures.ts'

/** Of `of` schools of a group, `n` are what is asked. */
export type Part = { label: string; n: number; of: number }

type Difference = { part: Part; others: Part; percent: number; otherPercent: number; points: number }

/** The group that is furthest from all others together; the first of equals. */
export const widestDifference = (parts: readonly Part[]): Difference | undefined => {
  const whole = { n: parts.reduce((sum, { n }) => sum + n, 0), of: parts.reduce((sum, { of }) => sum + of, 0) }
  return parts
    .flatMap((part): Difference[] => {
      const others = { label: 'all others', n: whole.n - part.n, of: whole.of - part.of }
      const [percent, otherPercent] = [share(part.n, part.of), share(others.n, others.of)]
      if (percent === undefined || otherPercent === undefined) return []
      return [{ part, others, percent, otherPercent, points: Math.abs(percent - otherPercent) }]
    })
    .reduce<Difference | undefined>((widest, found) => (widest === undefined || found.points > widest.points ? found : widest), undefined)
}

/** `Special: 71% (10 of 14), all others: 88% (81 of 92), …` @param what the counted: `took part` */
export const sayDifference = (parts: readonly Part[], what: string): string => {
  const widest = widestDifference(parts)
  if (!widest) return 'No two groups have ten schools or more, so none are compared.'
  const { part, others, percent, otherPercent, points } = widest
  const which = `${part.label}: ${percent}% ${what} (${part.n} of ${counted(part.of, 'school')}), all others: ${otherPercent}% (${others.n} of ${others.of})`
  return points === 0
    ? `No group differs from all others. ${which}.`
    : `The widest difference: ${which}, difference ${counted(points, 'point')}.`
}
