import type { Act } from '#base/act.ts'
import { atomically } from '#base/db/atomically.ts'
import { logged } from '#base/log/store.ts'
import type { Publication } from './publication.ts'
import { withdrawPublic } from './store.ts'

/** Nothing is public any more. What others have downloaded stays with them. */
export const withdrawPublication = async (act: Act, byId: string, { id, number }: Publication): Promise<void> => {
  await atomically(act.db, [
    withdrawPublic(act, byId),
    logged(act, { act: 'open_data.withdrawn', subject: ['publication', id], after: { report: number } }),
  ])
}
