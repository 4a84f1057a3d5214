// Warnings about an accepted file, a sentence each.
import { type Day, sayDay } from '#base/dates.ts'
import { counted } from '#base/words.ts'
import type { Plan } from './plan.ts'
import type { Reading } from './reading.ts'
import type { Area } from './register.ts'
import type { Links } from './succession.ts'

type Ask = { area: Area; asAt: Day; reading: Reading; plan: Plan; links: Links; lastAsAt: Day | null }

export const warningsOf = ({ area, asAt, reading, plan, links, lastAsAt }: Ask): string[] => {
  const contradictory = links.contradictory.filter(([a, b]) => plan.schools.has(a) && plan.schools.has(b))
  return [
    ...(reading.hasLinks ? [] : ['No links file was given, so no school can be recognised under a new URN.']),
    ...(lastAsAt !== null && asAt < lastAsAt ? [`A file for a later day (${sayDay(lastAsAt)}) has been applied already.`] : []),
    ...(reading.repeated > 0 ? [`${counted(reading.repeated, 'row repeats', 'rows repeat')} a URN; the first of them counts.`] : []),
    ...(contradictory.length > 0
      ? [`Of ${counted(contradictory.length, 'pair')} of URNs the links say that each succeeded the other; nothing is concluded from that.`]
      : []),
    ...plan.keptApart.map(
      ({ from, to }) => `The links say that ${to} continues ${from}, which a person decided are different schools; they stay apart.`,
    ),
    ...(area === 'all' ? [] : absent(area, plan)),
  ]
}

/** Many omitted schools mean a truncated or partial file. */
const absent = (area: readonly string[], plan: Plan): string[] => {
  const omitted = plan.reviews.filter((review) => review.kind === 'not_in_file').length
  return omitted > 5 && omitted > plan.inArea / 10
    ? [`The file omits ${omitted} schools that we hold in ${area.join(', ')}: check that it is complete.`]
    : []
}
