// Of whom it is said otherwise how they stand once rules, or what is known of trainings, change:
// the function of school-standing.ts, asked before and after.
import type { Day } from '#base/dates.ts'
import type { GiveWay, Steps } from '#base/steps.ts'
import { givingWay } from '#base/steps.ts'
import type { SchoolKnown } from './facts-store.ts'
import type { Edition } from './requirement.ts'
import { bareSchoolStandingOn, type SchoolStanding } from './school-standing.ts'
import { saySchoolState } from './sentence.ts'
import { isDue } from './standing.ts'
import { groupName, saidAs } from './state.ts'

/** What a school stands by. */
export type Ground = { editions: readonly Edition[]; known: SchoolKnown }

/** `says`: as of the school; `group`: the same without its day. */
type Said = { says: string; group: string }
export type Turn = { rootId: string; requirementId: string; from: Said; to: Said }

/** How many people are due of a rule: overdue, due soon, or with nothing on our record. */
export type DueChange = { requirementId: string; before: number; after: number }

export type Turns = { turns: Turn[]; due: DueChange[] }

const notAsked: Said = { says: 'Not asked', group: 'Not asked' }

const standingOf = ({ editions, known }: Ground, requirementId: string, day: Day): SchoolStanding | undefined =>
  bareSchoolStandingOn({ ...known, editions: editions.filter((one) => one.requirementId === requirementId) }, day)

const dueOf = (standing: SchoolStanding | undefined): string[] =>
  (standing?.holders ?? []).flatMap(({ spell, standing: { state } }) => (isDue(state) ? [spell.personId] : []))

const saidOf = (standing: SchoolStanding | undefined): Said =>
  standing ? { says: saySchoolState(standing), group: groupName(saidAs[standing.state], standing.edition.whose === 'statement') } : notAsked

const atOneStep = 40

function* turning(before: readonly Ground[], after: readonly Ground[], requirementIds: readonly string[], day: Day): Steps<Turns> {
  const turns: Turn[] = []
  const people = new Map(requirementIds.map((id) => [id, { before: new Set<string>(), after: new Set<string>() }]))
  for (const [n, ground] of before.entries()) {
    const then = after[n] ?? ground
    for (const requirementId of requirementIds) {
      const [was, becomes] = [standingOf(ground, requirementId, day), standingOf(then, requirementId, day)]
      const [from, to] = [saidOf(was), saidOf(becomes)]
      for (const id of dueOf(was)) people.get(requirementId)?.before.add(id)
      for (const id of dueOf(becomes)) people.get(requirementId)?.after.add(id)
      if (from.says !== to.says) turns.push({ rootId: ground.known.rootId, requirementId, from, to })
    }
    if (n % atOneStep === atOneStep - 1) yield
  }
  const due = [...people].map(([requirementId, { before: some, after: then }]) => ({ requirementId, before: some.size, after: then.size }))
  return { turns, due: due.filter((one) => one.before !== one.after) }
}

/** @param after of the same schools in the same order */
export const turnsOf = (
  before: readonly Ground[],
  after: readonly Ground[],
  requirementIds: readonly string[],
  day: Day,
  giveWay: GiveWay,
): Promise<Turns> => givingWay(turning(before, after, requirementIds, day), giveWay)
