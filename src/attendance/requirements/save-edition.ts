import type { Act } from '#base/act.ts'
import { atomically, guardBroken } from '#base/db/atomically.ts'
import { logged } from '#base/log/store.ts'
import type { Result } from '#base/result.ts'
import type { EditionChange } from './edition-change.ts'
import { insertEdition, insertRequirement, supersedeEdition } from './edition-store.ts'

export type EditionReason = 'changed_meanwhile' | 'editions_overlap'

const reasons = { [guardBroken]: 'changed_meanwhile', editions_overlap: 'editions_overlap' } as const

/**
 * Saves an edition of a requirement; what it changes stays to be read. What was frozen under that
 * does not change.
 */
export const saveEdition = async (act: Act, { edition, instead, beside }: EditionChange): Promise<Result<undefined, EditionReason>> => {
  const written = await atomically(
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
  return written.ok ? { ok: true, value: undefined } : written
}

/** A requirement of the council's own, with its first edition. */
export const addRequirement = async (act: Act, edition: EditionChange['edition']): Promise<Result<undefined, EditionReason>> => {
  const written = await atomically(
    act.db,
    [
      insertRequirement(act, edition.requirementId),
      insertEdition(act, edition),
      logged(act, { act: 'requirement.added', subject: ['requirement', edition.requirementId], after: edition }),
    ],
    reasons,
  )
  return written.ok ? { ok: true, value: undefined } : written
}
