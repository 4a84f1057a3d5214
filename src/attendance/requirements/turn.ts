// Of whom it is said otherwise how they stand once rules, or what is known of trainings, change:
// the function of school-standing.ts, asked before and after.
import type { Day } from '#base/dates.ts'
import type { GiveWay, Steps } from '#base/steps.ts'
import { givingWay } from '#base/steps.ts'
import type { SchoolKnown } from './facts-store.ts'
import type { Edition } from './requirement.ts'
import { bareSchoolStandingOn, type SchoolStanding } from './school-standing.ts'
import { saySchoolState } from './sentence.ts'
import { groupName, saidAs } from './state.ts'

/** What a school stands by. */
export type Ground = { editions: readonly Edition[]; known: SchoolKnown }

/** `says`: as of the school; `group`: the same without its day. */
type Said = { says: string; group: string }
export type Turn = { rootId: string; requirementId: string; from: Said; to: Said }

const notAsked: Said = { says: 'Not asked', group: 'Not asked' }

const saidOf = ({ editions, known }: Ground, requirementId: string, day: Day): Said => {
  const own = editions.filter((one) => one.requirementId === requirementId)
  const standing: SchoolStanding | undefined = bareSchoolStandingOn({ ...known, editions: own }, day)
  return standing
    ? { says: saySchoolState(standing), group: groupName(saidAs[standing.state], standing.edition.whose === 'statement') }
    : notAsked
}

const atOneStep = 40

function* turning(before: readonly Ground[], after: readonly Ground[], requirementIds: readonly string[], day: Day): Steps<Turn[]> {
  const turns: Turn[] = []
  for (const [n, ground] of before.entries()) {
    const then = after[n] ?? ground
    for (const requirementId of requirementIds) {
      const [from, to] = [saidOf(ground, requirementId, day), saidOf(then, requirementId, day)]
      if (from.says !== to.says) turns.push({ rootId: ground.known.rootId, requirementId, from, to })
    }
    if (n % atOneStep === atOneStep - 1) yield
  }
  return turns
}

/** @param after of the same schools in the same order */
export const turnsOf = (
  before: readonly Ground[],
  after: readonly Ground[],
  requirementIds: readonly string[],
  day: Day,
  giveWay: GiveWay,
): Promise<Turn[]> => givingWay(turning(before, after, requirementIds, day), giveWay)
