import type { Act } from '#base/act.ts'
import { selectCalendar } from '#base/council/calendar-store.ts'
import type { Council } from '#base/council.ts'
import { instant } from '#base/dates.ts'
import { atomically } from '#base/db/atomically.ts'
import { readTogether } from '#base/db/read.ts'
import { newId } from '#base/id.ts'
import { noted } from '#base/log/refusal.ts'
import { logged } from '#base/log/store.ts'
import { nameKey } from '#base/person-name.ts'
import { ok, type Result, refuse } from '#base/result.ts'
import { claimReceivedMail } from '#emails/people/claim-requested.tsx'
import { queued, readOwnWords } from '#messages/outbox/store.ts'
import { insertPeople, setAccountUser } from '#people/accounts/account-store.ts'
import { waitingLimit } from '#people/claims/claim.ts'
import { type Setting, settingLabel } from '#people/claims/unlisted-claim.ts'
import { insertUnlistedClaim, selectUnlistedStanding } from '#people/claims/unlisted-claim-store.ts'
import { councilRows } from '#people/claims/waiting-claim.ts'

export type ClaimUnlistedReason = 'no_such_role' | 'already_claimed' | 'too_many_waiting'

/** Only the council decides, and is notified; the claimant gets a receipt. */
export const claimUnlisted = async (
  act: Act & { actor: { accountId: string; email: string } },
  ask: { setName: string; postcode: string; setting: Setting; name: string; roleId: string; council: Council },
): Promise<Result<undefined, ClaimUnlistedReason>> => {
  const { db, now } = act
  const { accountId, email } = act.actor
  const { standing, calendar } = await readTogether(db, {
    standing: selectUnlistedStanding(db, { accountId, roleId: ask.roleId }),
    calendar: selectCalendar(db),
  })
  if (!standing.roleKnown) return refuse('no_such_role')
  if (standing.waiting >= waitingLimit) return noted(act, refuse('too_many_waiting'))
  const isNew = act.actor.personId === undefined || nameKey(act.actor.name ?? '') !== nameKey(ask.name)
  const personId = isNew ? newId(now) : (act.actor.personId ?? newId(now))
  const id = newId(now)
  const { postcode, setting, roleId, council } = ask
  const written = await atomically(
    db,
    [
      ...(isNew
        ? [...insertPeople(db, instant(now), [{ id: personId, name: ask.name, email }]), setAccountUser(db, accountId, personId)]
        : []),
      insertUnlistedClaim(act, { id, accountId, name: ask.setName, postcode, setting, personId, roleId }),
      // A setting's name may be a person's, so it is not logged.
      ...queued(act, {
        id: newId(now),
        kind: 'claim_requested',
        recipient: accountId,
        to: { name: ask.name, email },
        replyTo: council.contactEmail || undefined,
        ...claimReceivedMail({
          forWhat: settingLabel({ name: ask.setName, postcode }),
          rows: councilRows(instant(now), council, calendar, now),
          council,
          serviceUrl: act.baseUrl,
          words: await readOwnWords(db),
        }),
      }),
      logged(act, { act: 'unlisted_claim.requested', subject: ['unlistedClaim', id], after: { accountId, personId, roleId, setting } }),
    ],
    { UnlistedClaim_once: 'already_claimed', too_many_waiting: 'too_many_waiting' } as const,
  )
  return written.ok ? ok(undefined) : noted(act, written)
}
