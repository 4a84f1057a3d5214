import type { Act } from '#base/act.ts'
import { readCouncil } from '#base/council/store.ts'
import { councilFrom } from '#base/council.ts'
import { atomically, guardBroken } from '#base/db/atomically.ts'
import { newId } from '#base/id.ts'
import { counted, limitReached } from '#base/limits/store.ts'
import { logged } from '#base/log/store.ts'
import { claimsWaiting } from '#emails/people/claims-waiting.tsx'
import { queued, readOwnWords } from '#messages/outbox/store.ts'
import { markClaimsNotified, noticesHourly, waitingClaims } from './notice-store.ts'

/** Job: at most one message an hour, in one batch with the mark, so none is lost or repeated. */
export const notifyCouncilOfClaims = async (act: Act): Promise<boolean> => {
  const { untold, ...waiting } = await waitingClaims(act.db)
  if (untold === 0) return false
  const council = await readCouncil(act.db, councilFrom(act.laCodes.join(',')))
  if (!council.contactEmail) return false
  const sender = {
    council,
    contactEmail: council.contactEmail,
    baseUrl: act.baseUrl,
    words: await readOwnWords(act.db),
  }
  const id = newId(act.now)
  const written = await atomically(
    act.db,
    [
      counted(act.db, act.now, noticesHourly),
      ...markClaimsNotified(act, { untold, ...waiting }),
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
