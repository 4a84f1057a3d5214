import type { Act } from '#base/act.ts'
import { atomically } from '#base/db/atomically.ts'
import { newId } from '#base/id.ts'
import { logged } from '#base/log/store.ts'
import { openChases } from '#people/ladder/chase-store.ts'

/**
 * Begins to chase schools (roots) that have not answered: a chase each, whose next step is proposed
 * to whoever begins it. One that is chased already is left as it is.
 */
export const chaseSchools = async (act: Act, documentId: string, schoolIds: readonly string[]): Promise<void> => {
  await atomically(act.db, [
    openChases(
      act,
      schoolIds.map((schoolId) => ({ id: newId(act.now), schoolId, matter: 'guidance', subjectId: documentId })),
    ),
    logged(act, { act: 'guidance.chased', subject: ['guidance_document', documentId], after: { schools: schoolIds.length } }),
  ])
}
