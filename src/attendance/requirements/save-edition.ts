import type { Act } from '#base/act.ts'
import { atomically, guardBroken } from '#base/db/atomically.ts'
import { logged } from '#base/log/store.ts'
import type { Result } from '#base/result.ts'
import { insertEdition, supersedeEdition } from './edition-store.ts'
import type { Edition } from './requirement.ts'

export type EditionReason = 'changed_meanwhile' | 'editions_overlap'

/**
 * Saves an edition of a requirement; the one that it changes stays to be read. What was frozen
 * under that one does not change. @param ask.instead the edition that it changes, if any
 * @param ask.until the same, ended on the day on which the new one begins
 */
export const saveEdition = async (
  act: Act,
  ask: { edition: Edition; instead?: Edition | undefined; until?: Edition | undefined },
): Promise<Result<undefined, EditionReason>> => {
  const { edition, instead, until } = ask
  const written = await atomically(
    act.db,
    [
      ...(instead ? supersedeEdition(act, instead.id) : []),
      ...(until ? [insertEdition(act, until)] : []),
      insertEdition(act, edition),
      logged(act, {
        act: instead ? 'requirement.changed' : 'requirement.added',
        subject: ['requirement', edition.requirementId],
        before: instead && { editionId: instead.id },
        after: edition,
      }),
    ],
    { [guardBroken]: 'changed_meanwhile', editions_overlap: 'editions_overlap' } as const,
  )
  return written.ok ? { ok: true, value: undefined } : written
}
