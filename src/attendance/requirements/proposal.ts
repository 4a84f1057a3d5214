// Whom somebody proposes for a role that the school or the council has not confirmed: it counts in
// no requirement. The school sees them in grey, with what they attended for the school itself.
import type { Day } from '#base/dates.ts'
import type { SchoolStanding } from './school-standing.ts'
import { bareStandingOn, type Spell, type Standing } from './standing.ts'
import type { Training } from './training.ts'

/** `trainings`: those that they attended for this school. */
export type Proposed = { spells: readonly Spell[]; trainings: readonly Training[] }

/**
 * Each who is proposed for a role of a requirement, and how they would stand with it by what they
 * attended for the school.
 */
export const proposedIn = (
  { edition, holders }: Pick<SchoolStanding, 'edition' | 'holders'>,
  { spells, trainings }: Proposed,
  day: Day,
): { spell: Spell; standing: Standing }[] => {
  const keyOf = ({ personId, roleId }: Spell): string => `${personId} ${roleId}`
  const known = new Set(holders.map(({ spell }) => keyOf(spell)))
  const once = new Map(spells.filter(({ roleId }) => edition.roleIds.includes(roleId)).map((spell) => [keyOf(spell), spell]))
  return [...once.values()].flatMap((spell) => {
    const standing = known.has(keyOf(spell)) ? undefined : bareStandingOn({ editions: [edition], spell, trainings, exceptions: [] }, day)
    return standing ? [{ spell, standing }] : []
  })
}
