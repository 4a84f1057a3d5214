import { claimsWaiting } from '../../emails/claims-waiting.tsx'
import type { Act } from '../act.ts'
import { councilFrom } from '../council/council.ts'
import { readCouncil } from '../council/store.ts'
import { atomically, guardBroken } from '../db/atomically.ts'
import { newId } from '../id.ts'
import { counted, limitReached } from '../limits/store.ts'
import { logged } from '../log/store.ts'
import { queued } from '../outbox/store.ts'
import { readOwnWords } from '../words/store.ts'
import { markClaimsTold, toldHourly, waitingClaims } from './told-store.ts'

/**
 * Tells the council of the requests that wait, in one message an hour at most. What is told and that it was are one batch, which holds only
 * while what waits is what was counted: so none is told twice or forgotten, whatever ends the run.
 */
export const tellOfClaims = async (act: Act): Promise<boolean> => {
  const { untold, ...waiting } = await waitingClaims(act.db)
  if (untold === 0) return false
  const council = await readCouncil(act.db, councilFrom(act.laCodes.join(',')))
  if (!council.contactEmail) return false
  const sender = {
    councilName: council.name,
    contactEmail: council.contactEmail,
    baseUrl: act.baseUrl,
    words: await readOwnWords(act.db),
  }
  const id = newId(act.now)
  const written = await atomically(
    act.db,
    [
      counted(act.db, act.now, toldHourly),
      ...markClaimsTold(act, { untold, ...waiting }),
      ...queued(act, {
        id,
        kind: 'claims_waiting',
        recipient: 'council',
        to: { email: council.contactEmail },
        ...claimsWaiting({ sender, waiting, untold }),
      }),
      logged(act, { act: 'claim.told', subject: ['message', id], after: { untold, ...waiting } }),
    ],
    { [limitReached]: 'later', [guardBroken]: 'later' } as const,
  )
  return written.ok
}
