import { claimRequestedMail } from '../../emails/claim-requested.tsx'
import type { Act } from '../act.ts'
import type { Council } from '../council/council.ts'
import { instant } from '../dates.ts'
import { atomically, guardBroken } from '../db/atomically.ts'
import { newId } from '../id.ts'
import { logged } from '../log/store.ts'
import { queued } from '../outbox/store.ts'
import { ok, type Result, refuse } from '../result.ts'
import { schoolLabel } from '../schools/school.ts'
import { selectableSchools } from '../schools/store.ts'
import { waitingLimit } from './claim.ts'
import { insertClaim, insertRoleAtSchool, standingOf, stillHeld } from './claim-store.ts'
import { insertPerson, usedBy } from './store.ts'

export type ClaimReason = 'no_such_school' | 'no_such_role' | 'already_claimed' | 'too_many_waiting'

/**
 * Asks to act for a school. Confirmed at once when the council holds the signed-in address for that school; it waits for an organiser
 * otherwise, and the council's mailbox is told.
 */
export const claimSchool = async (
  act: Act & { actor: { accountId: string; email: string } },
  ask: { schoolId: string; name: string; roleId: string; council: Council },
): Promise<Result<{ approved: boolean }, ClaimReason>> => {
  const { db, now } = act
  const { accountId, email } = act.actor
  const school = (await selectableSchools(db, ask.council.laCodes)).find((option) => option.id === ask.schoolId)
  if (!school) return refuse('no_such_school')
  const standing = await standingOf(db, { email, accountId, schoolId: school.id, roleId: ask.roleId })
  if (!standing.roleKnown) return refuse('no_such_role')
  if (!standing.held && standing.waiting >= waitingLimit) return refuse('too_many_waiting')
  // Somebody else at a shared address is somebody else: the name decides whether this is the person we know.
  const isNew = act.actor.personId === undefined || act.actor.name !== ask.name
  const personId = isNew ? newId(now) : (act.actor.personId ?? newId(now))
  const id = newId(now)
  const tell = !standing.held && ask.council.contactEmail !== ''
  const written = await atomically(
    db,
    [
      ...(standing.held ? [stillHeld(db, email, school.id)] : []),
      ...(isNew ? [insertPerson(db, instant(now), { id: personId, name: ask.name, email }), usedBy(db, accountId, personId)] : []),
      insertClaim(db, now, { id, accountId, schoolId: school.id, personId, roleId: ask.roleId, approved: standing.held }),
      ...(standing.held ? [insertRoleAtSchool(db, now, newId(now), id)] : []),
      logged(act, {
        act: standing.held ? 'claim.confirmed' : 'claim.requested',
        subject: ['claim', id],
        schoolId: school.id,
        after: { accountId, personId, roleId: ask.roleId, evidence: standing.held ? 'council_holds_address' : 'self_asserted' },
      }),
      ...(tell
        ? queued(act, {
            id: newId(now),
            kind: 'claim_requested',
            recipient: 'council',
            to: { email: ask.council.contactEmail },
            schoolId: school.id,
            ...claimRequestedMail({
              school: schoolLabel(school),
              serviceName: ask.council.serviceName,
              claimsUrl: `${act.baseUrl}/organiser/claims`,
            }),
          })
        : []),
    ],
    { 'Claim.accountId': 'already_claimed', [guardBroken]: 'look_again' } as const,
  )
  if (written.ok) return ok({ approved: standing.held })
  // The council gave the address up at this very instant: now the claim waits for an organiser.
  return written.reason === 'look_again' ? claimSchool(act, ask) : refuse(written.reason)
}
