import type { Act } from '#base/act.ts'
import { atomically } from '#base/db/atomically.ts'
import { logged } from '#base/log/store.ts'
import { endLaunch, insertLaunch } from './store.ts'

/** Says that a document was presented at an event, or that it was not. */
export const setLaunch = async (act: Act, documentId: string, code: string, ended: boolean): Promise<void> => {
  await atomically(act.db, [
    (ended ? endLaunch : insertLaunch)(act, documentId, code),
    logged(act, {
      act: ended ? 'guidance.launch_ended' : 'guidance.launch_set',
      subject: ['guidance_document', documentId],
      after: { code },
    }),
  ])
}
