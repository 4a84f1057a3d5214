import type { ChasedMatter } from '#people/ladder/contact.ts'
import { rows } from '#test/support/factories.ts'
import { add } from '#test/support/rows.ts'

/** A chase of a school that somebody began. */
export const aChase = async (schoolId: string, ownerId: string, matter: ChasedMatter, subjectId = ''): Promise<string> => {
  const id = await add('Chase', { schoolId, matter, subjectId, ownerId, openedById: ownerId })
  return id
}

export const endingOf = async (chaseId: string) => (await rows('SELECT endedAt, endedWhy FROM Chase WHERE id = ?1', chaseId))[0]
