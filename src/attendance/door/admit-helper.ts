import { type Act, nobody } from '#base/act.ts'
import { instant } from '#base/dates.ts'
import { atomically } from '#base/db/atomically.ts'
import { readNow } from '#base/db/read.ts'
import { newId, newToken, sha256 } from '#base/id.ts'
import { signedIn } from '#base/log/refusal.ts'
import { logged } from '#base/log/store.ts'
import { ok, type Result, refuse } from '#base/result.ts'
import { insertAccount, insertPeople, setAccountUser } from '#people/accounts/account-store.ts'
import { insertRole } from '#people/accounts/role-store.ts'
import { insertSignIn, revokeBrowserOfToken } from '#people/sign-in/sign-in-store.ts'
import { helperAddress, helperName, type LinkRefusal, refusesHelper } from './door-link.ts'
import { selectDoorLink } from './link-store.ts'

/**
 * Signs in whoever opened the link of a door, for that door until its day ends: an account of no
 * address, which is nobody's to sign in with again. @param ask.browser what is shown of it
 * @param ask.oldSignInId the sign-in it replaces @returns the cookie's token and its life
 */
export const admitHelper = async (
  act: Act,
  ask: { token: string; name: string; browser: string; oldSignInId: string | undefined },
): Promise<Result<{ token: string; seconds: number; code: string }, LinkRefusal>> => {
  const { db, now } = act
  const link = await readNow(db, selectDoorLink(db, await sha256(ask.token)))
  const why = refusesHelper(link, now)
  if (!link || why) return refuse(why ?? 'ended')
  const [accountId, personId, roleId, browserId] = [newId(now), newId(now), newId(now), newId(now)]
  const token = newToken()
  const me: Act = { ...act, actor: { ...nobody, accountId, personId } }
  const { eventId, endsAt } = link
  const result = await atomically(
    db,
    [
      ...insertPeople(db, instant(now), [{ id: personId, name: helperName(ask.name), email: null }]),
      insertAccount(db, instant(now), accountId, helperAddress(accountId)),
      setAccountUser(db, accountId, personId),
      insertRole(db, instant(now), { id: roleId, accountId, role: 'door', eventId, grantedById: link.madeById, linkId: link.id }),
      logged(me, { act: 'role.granted', subject: ['staffRole', roleId], eventId, after: { accountId, role: 'door', linkId: link.id } }),
      ...(ask.oldSignInId ? [revokeBrowserOfToken(db, ask.oldSignInId, now)] : []),
      insertSignIn(db, now, {
        tokenHash: await sha256(token),
        accountId,
        browserId,
        browser: ask.browser,
        expiresAt: endsAt,
        endsAt,
        provider: undefined,
        factorShown: false,
      }),
      logged(me, { act: 'account.signed_in', subject: ['account', accountId], after: { browserId, linkId: link.id } }),
    ],
    { door_link_ended: 'ended', door_link_full: 'full' } as const,
  )
  if (!result.ok) return result
  signedIn(act, helperAddress(accountId))
  return ok({ token, seconds: Math.floor((Date.parse(endsAt) - now.getTime()) / 1000), code: link.code })
}
