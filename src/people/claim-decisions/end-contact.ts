import type { Act } from '#base/act.ts'
import type { Council } from '#base/council.ts'
import { atomically, guardBroken } from '#base/db/atomically.ts'
import { readTogether } from '#base/db/read.ts'
import { newId } from '#base/id.ts'
import { logged } from '#base/log/store.ts'
import { ok, type Result, refuse } from '#base/result.ts'
import { claimDecidedMail } from '#emails/people/claim-decided.tsx'
import { queuedAll, readOwnWords } from '#messages/outbox/store.ts'
import { endedContacts, selectStandingContact } from '#schools/schools/contact-store.ts'
import { schoolLabel } from '#schools/schools/school.ts'
import { endedClaims, selectResting, stillResting } from './resting-store.ts'

/**
 * Ends a contact, which is then no evidence any more. People acting for the school on that address
 * alone stop at once and are notified; others go on. A second time is refused as 'gone'.
 * @returns how many people stop acting
 */
export const endContact = async (
  act: Act,
  ask: { rootId: string; contactId: string; council: Council },
): Promise<Result<number, 'gone'>> => {
  const [{ found, resting }, words] = await Promise.all([
    readTogether(act.db, {
      found: selectStandingContact(act.db, ask.rootId, ask.contactId),
      resting: selectResting(act.db, ask.rootId, ask.contactId),
    }),
    readOwnWords(act.db),
  ])
  if (!found) return refuse('gone')
  const { contact } = found
  const ids = resting.map(({ id }) => id)
  const result = await atomically(
    act.db,
    [
      stillResting(act.db, ask.rootId, contact.id, ids),
      endedContacts(act, [contact.id]),
      endedClaims(act, ids),
      logged(act, {
        act: 'school_contact.ended',
        subject: ['school_contact', contact.id],
        schoolId: ask.rootId,
        after: ids.length > 0 ? { claimsEnded: ids } : undefined,
      }),
      ...ids.map((id) =>
        logged(act, {
          act: 'claim.ended',
          subject: ['claim', id],
          schoolId: ask.rootId,
          before: { state: 'approved' },
          after: { state: 'ended', by: 'address', contactId: contact.id },
        }),
      ),
      ...queuedAll(
        act,
        resting.map((claim) => ({
          id: newId(act.now),
          kind: 'claim_decided' as const,
          recipient: claim.accountId,
          to: { name: claim.person ?? undefined, email: claim.email },
          replyTo: ask.council.contactEmail || undefined,
          schoolId: ask.rootId,
          ...claimDecidedMail({
            decision: 'ended',
            by: 'address',
            reason: undefined,
            forWhat: schoolLabel(claim),
            council: ask.council,
            serviceUrl: act.baseUrl,
            words,
          }),
        })),
      ),
    ],
    { [guardBroken]: 'look_again', claim_is_decided: 'look_again' } as const,
  )
  // A claim changed at this very moment, so decide again.
  return result.ok ? ok(ids.length) : endContact(act, ask)
}
