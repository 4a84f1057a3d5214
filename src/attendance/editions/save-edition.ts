import type { EditionChange } from '#attendance/requirements/edition-change.ts'
import { insertEdition, insertRequirement, selectEditions, supersedeEdition } from '#attendance/requirements/edition-store.ts'
import type { Edition } from '#attendance/requirements/requirement.ts'
import type { Act } from '#base/act.ts'
import { atomically, guardBroken } from '#base/db/atomically.ts'
import { readNow } from '#base/db/read.ts'
import { logged } from '#base/log/store.ts'
import { ok, type Result, refuse } from '#base/result.ts'

export type EditionReason = 'changed_meanwhile' | 'editions_overlap' | 'saved_otherwise'

const reasons: Record<string, EditionReason> = {
  [guardBroken]: 'changed_meanwhile',
  editions_overlap: 'editions_overlap',
  'RequirementEdition.id': 'saved_otherwise',
  'Requirement.id': 'saved_otherwise',
}

/** Whether an edition says all that a form says. */
export const saysSame = (edition: Edition, facts: Partial<Edition>): boolean =>
  Object.entries(facts).every(([name, value]) => JSON.stringify(edition[name as keyof Edition]) === JSON.stringify(value))

/** The same form, sent twice, has saved it; 'saved_otherwise' if it said something else then. */
const saved = async ({ db }: Act, edition: Edition, written: Result<unknown, EditionReason>): Promise<Result<undefined, EditionReason>> => {
  if (written.ok) return ok(undefined)
  const stored = (await readNow(db, selectEditions(db))).find(({ id }) => id === edition.id)
  if (!stored) return written
  return saysSame(stored, edition) ? ok(undefined) : refuse('saved_otherwise')
}

/**
 * Saves an edition of a requirement; what it changes stays to be read. What was frozen under that
 * does not change.
 */
export const saveEdition = async (act: Act, { edition, instead, beside }: EditionChange): Promise<Result<undefined, EditionReason>> => {
  const result = await atomically(
    act.db,
    [
      ...[instead, beside?.was].flatMap((one) => (one ? supersedeEdition(act, one.id) : [])),
      ...(beside ? [insertEdition(act, beside.now)] : []),
      insertEdition(act, edition),
      logged(act, {
        act: instead ? 'requirement.edition_changed' : 'requirement.edition_added',
        subject: ['requirement', edition.requirementId],
        before: instead ?? beside?.was,
        after: edition,
      }),
    ],
    reasons,
  )
  return saved(act, edition, result)
}

/** A requirement of the council's own, with its first edition. */
export const addRequirement = async (act: Act, edition: EditionChange['edition']): Promise<Result<undefined, EditionReason>> => {
  const result = await atomically(
    act.db,
    [
      insertRequirement(act, edition.requirementId),
      insertEdition(act, edition),
      logged(act, { act: 'requirement.added', subject: ['requirement', edition.requirementId], after: edition }),
    ],
    reasons,
  )
  return saved(act, edition, result)
}
