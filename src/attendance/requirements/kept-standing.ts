// How schools and holders stand is kept, so that many can be counted: what the function says on the
// day on which it was last asked, and the day on which it must be asked again though nothing
// happens. Whatever it follows from has it asked again (`…_to_follow`).
import { addDays, type Day } from '#base/dates.ts'
import { asSchoolSees, type SchoolKnown } from './facts-store.ts'
import type { Edition } from './requirement.ts'
import { type SchoolStanding, standingsOn } from './school-standing.ts'
import type { KeptState, State } from './standing.ts'

/** `shown`: as the school sees it. `day`, `shownDay`: of what is said of each. */
export type KeptStanding = { rootId: string; requirementId: string; turnsOn: Day | undefined } & Record<'state' | 'shown', KeptState> &
  Record<'day' | 'shownDay', Day | undefined>

export type KeptHolder = { rootId: string; roleAtSchoolId: string; requirementId: string; state: State; turnsOn: Day | undefined }

/** What is kept of a school. `lookOn`: the first day on which any of it can be another. */
export type Kept = { rootId: string; standings: KeptStanding[]; holders: KeptHolder[]; lookOn: Day | undefined }

const turnings = (found: SchoolStanding | undefined): (Day | undefined)[] =>
  found
    ? [found.turnsOn, ...found.holders.flatMap(({ standing: { turnsOn, inductionUntil: end } }) => [turnsOn, end && addDays(end, 1)])]
    : []

/** Days on which what is known begins or ends to count. */
const daysKnown = ({ changesOn, spells, gaps, trainings, exceptions, statements }: SchoolKnown): (Day | undefined)[] => [
  changesOn,
  ...[...spells, ...gaps].flatMap(({ from, to }) => [from, to]),
  ...exceptions.flatMap(({ from, until }) => [from, until && addDays(until, 1)]),
  ...trainings.map(({ on }) => on),
  ...statements.map(({ asAt }) => asAt),
]

export const keptOn = (editions: readonly Edition[], known: SchoolKnown, day: Day): Kept => {
  const { rootId } = known
  const stands = standingsOn(editions, known, day)
  const seen = known.asked.size === 0 ? stands : standingsOn(editions, asSchoolSees(known), day)
  const days = [
    ...editions.flatMap(({ validFrom, validTo }) => [validFrom, validTo]),
    ...daysKnown(known),
    ...[...stands, ...seen].flatMap(({ found }) => turnings(found)),
  ]
  return {
    rootId,
    standings: stands.map(({ requirementId, found }) => {
      const shown = seen.find((one) => one.requirementId === requirementId)?.found
      return {
        rootId,
        requirementId,
        state: found?.state ?? 'not_asked',
        shown: shown?.state ?? 'not_asked',
        day: found?.day,
        shownDay: shown?.day,
        turnsOn: found?.turnsOn,
      }
    }),
    holders: stands.flatMap(({ requirementId, found }) =>
      (found?.holders ?? []).map(({ spell, standing: { state, turnsOn } }) => ({
        rootId,
        roleAtSchoolId: spell.id,
        requirementId,
        state,
        turnsOn,
      })),
    ),
    lookOn: days.filter((one) => one !== undefined && one > day).toSorted()[0],
  }
}
