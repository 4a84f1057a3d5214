import type { Act } from '#base/act.ts'
import type { Council } from '#base/council.ts'
import { instant } from '#base/dates.ts'
import { atomically, guardBroken } from '#base/db/atomically.ts'
import { newId } from '#base/id.ts'
import { limitReached } from '#base/limits/store.ts'
import { noted } from '#base/log/refusal.ts'
import { logged } from '#base/log/store.ts'
import { nameKey } from '#base/person-name.ts'
import { ok, type Result, refuse } from '#base/result.ts'
import { insertPeople, setAccountUser } from '#people/accounts/account-store.ts'
import { mailboxAsked } from '#people/claims/ask-mailbox.ts'
import { waitingLimit } from '#people/claims/claim.ts'
import { insertClaim, insertRoleAtSchool, type Standing, standingOf, stillHeld } from '#people/claims/claim-store.ts'
import { colleaguesToNotify } from '#people/claims/colleague-notice-store.ts'
import { insertEvidence } from '#people/claims/evidence-store.ts'
import { type Mailbox, mailboxToAsk } from '#people/claims/vouch.ts'
import { selectableSchool } from '#schools/schools/store.ts'

export type ClaimReason = 'no_such_school' | 'no_such_role' | 'already_claimed' | 'too_many_waiting'

/** `mailboxAsked`: the council holds a mailbox for the school, and a link is on its way there. */
export type Claimed = { approved: boolean; mailboxAsked: boolean }

type Me = Act & { actor: { accountId: string; email: string } }
export type ClaimSchoolAsk = { schoolId: string; name: string; roleId: string; council: Council }

/**
 * Claims a school. Confirmed at once if the council holds this address for that school. Otherwise
 * it waits: the council (`notifyCouncilOfClaims`) and approvers (`notifyColleagues`) are notified,
 * and the school's mailbox gets a link if one is held.
 */
export const claimSchool = async (act: Me, ask: ClaimSchoolAsk): Promise<Result<Claimed, ClaimReason>> => {
  const { db } = act
  const { accountId, email } = act.actor
  const school = await selectableSchool(db, ask.council.laCodes, ask.schoolId)
  if (!school) return refuse('no_such_school')
  const standing = await standingOf(db, { email, accountId, schoolId: school.id, roleId: ask.roleId })
  if (standing.role === undefined) return refuse('no_such_role')
  if (!standing.heldBy && standing.waiting >= waitingLimit) return noted(act, refuse('too_many_waiting'))
  const mailbox = standing.heldBy ? undefined : mailboxToAsk(standing.mailboxes, email)
  const result = await write(act, ask, standing, school, mailbox)
  if (result.ok) return ok({ approved: standing.heldBy !== undefined, mailboxAsked: mailbox !== undefined })
  // The mailbox has had too many links today; it can be asked later.
  if (result.reason === 'link_not_yet') {
    const without = await write(act, ask, standing, school, undefined)
    if (without.ok) return ok({ approved: false, mailboxAsked: false })
    return without.reason === 'already_claimed' ? refuse('already_claimed') : claimSchool(act, ask)
  }
  // The council has just given up the address, so the claim waits.
  return result.reason === 'look_again' ? claimSchool(act, ask) : noted(act, refuse(result.reason))
}

const write = async (
  act: Me,
  ask: ClaimSchoolAsk,
  standing: Standing,
  school: { id: string; name: string; town: string; urn: string | null },
  mailbox: Mailbox | undefined,
): Promise<Result<unknown, 'already_claimed' | 'too_many_waiting' | 'look_again' | 'link_not_yet'>> => {
  const { db, now } = act
  const { accountId, email } = act.actor
  // Another person may use the same address: the name decides whether it is the person we know.
  const isNew = act.actor.personId === undefined || nameKey(act.actor.name ?? '') !== nameKey(ask.name)
  const personId = isNew ? newId(now) : (act.actor.personId ?? newId(now))
  const id = newId(now)
  const approved = standing.heldBy !== undefined
  const claim = { id, schoolId: school.id, email }
  return atomically(
    db,
    [
      ...(approved ? [stillHeld(db, email, school.id)] : []),
      ...(isNew
        ? [...insertPeople(db, instant(now), [{ id: personId, name: ask.name, email }]), setAccountUser(db, accountId, personId)]
        : []),
      insertClaim(db, now, { id, accountId, schoolId: school.id, personId, roleId: ask.roleId, approved }),
      insertEvidence(act, { claimId: id, kind: 'self_asserted', accountId }),
      insertEvidence(act, { claimId: id, kind: 'code', accountId }),
      ...(approved
        ? [
            insertEvidence(act, { claimId: id, kind: 'council_holds_address', contactId: standing.heldBy }),
            insertRoleAtSchool(db, now, newId(now), id),
          ]
        : []),
      logged(act, {
        act: approved ? 'claim.confirmed' : 'claim.requested',
        subject: ['claim', id],
        schoolId: school.id,
        after: { accountId, personId, roleId: ask.roleId, evidence: approved ? 'council_holds_address' : 'self_asserted' },
      }),
      ...(approved ? [] : [colleaguesToNotify(db, id, colleaguesToTell(standing, mailbox))]),
      ...(mailbox ? await mailboxAsked(act, claim, mailbox) : []),
    ],
    {
      'Claim.accountId': 'already_claimed',
      too_many_waiting: 'too_many_waiting',
      [limitReached]: 'link_not_yet',
      own_contact: 'look_again',
      [guardBroken]: 'look_again',
    } as const,
  )
}

/** An approver who reads the asked mailbox gets the link there, and no second message. */
const colleaguesToTell = ({ approvers }: Standing, mailbox: Mailbox | undefined): string[] =>
  approvers.filter(({ email }) => email !== mailbox?.email).map(({ accountId }) => accountId)
