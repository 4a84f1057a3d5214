// What saving an edition of a requirement does to the others: one that begins on a day ends the one
// that was in force, and one whose first day moves takes the end of the one before it along.
import type { Day } from '#base/dates.ts'
import { ok, type Result, refuse } from '#base/result.ts'
import { type Edition, editionOn } from './requirement.ts'

/** What somebody types of an edition. */
export type EditionFacts = Omit<Edition, 'id' | 'requirementId'>

export type EditionChange = {
  edition: Edition
  /** The edition that it corrects. */
  instead?: Edition | undefined
  /** The one before it, which now ends on its first day. */
  beside?: { was: Edition; now: Edition } | undefined
}

type Ids = { id: string; besideId: string }

export const endedOn = (was: Edition, day: Day, id: string) => ({ was, now: { ...was, id, validTo: day } })

/** An edition with other words or days. */
export const correctedEdition = (editions: readonly Edition[], of: Edition, facts: EditionFacts, { id, besideId }: Ids): EditionChange => {
  const before = editions.find(({ validTo }) => validTo === of.validFrom)
  const moves = facts.validFrom !== of.validFrom && before !== undefined && before.validFrom < facts.validFrom
  return {
    edition: { ...facts, id, requirementId: of.requirementId },
    instead: of,
    beside: moves ? endedOn(before, facts.validFrom, besideId) : undefined,
  }
}

/** A new edition from a day on, until the one that was in force would have ended. */
export const newEdition = (
  requirementId: string,
  editions: readonly Edition[],
  facts: EditionFacts,
  { id, besideId }: Ids,
): Result<EditionChange, 'begins_already'> => {
  const day = facts.validFrom
  if (editions.some(({ validFrom }) => validFrom === day)) return refuse('begins_already')
  const present = editionOn(editions, day)
  const next = editions.map(({ validFrom }) => validFrom).filter((validFrom) => validFrom > day)
  const edition = { ...facts, id, requirementId, validTo: present ? present.validTo : next.toSorted()[0] }
  return ok({ edition, beside: present && endedOn(present, day, besideId) })
}
