import type { Act } from '../act.ts'
import { addMinutes, instant } from '../dates.ts'
import { newId, newToken, sha256 } from '../id.ts'
import { logged } from '../log/store.ts'
import { idleHours, schoolHours, staffHours } from './sign-in.ts'
import { insertSignIn, revokeBrowserOfToken } from './sign-in-store.ts'

/**
 * What signs a browser in to an account, however its holder was known: the statements for the batch, and the token for the cookie with how
 * long it is good for.
 *
 * @param act by the account itself
 * @param ask.oldSignInId the sign-in this browser had, which ends
 * @param ask.linkId of the provider that named the holder
 */
export const beginSignIn = async (
  act: Act,
  ask: { accountId: string; staff: boolean; browser: string; oldSignInId: string | undefined; linkId?: string },
): Promise<{ token: string; seconds: number; statements: D1PreparedStatement[] }> => {
  const { db, now } = act
  const hours = ask.staff ? staffHours : schoolHours
  const token = newToken()
  const browserId = newId(now)
  return {
    token,
    seconds: hours * 3600,
    statements: [
      ...(ask.oldSignInId ? [revokeBrowserOfToken(db, ask.oldSignInId, now)] : []),
      insertSignIn(db, now, {
        tokenHash: await sha256(token),
        accountId: ask.accountId,
        browserId,
        browser: ask.browser,
        expiresAt: instant(addMinutes(now, Math.min(idleHours, hours) * 60)),
        endsAt: instant(addMinutes(now, hours * 60)),
      }),
      logged(act, {
        act: 'account.signedIn',
        subject: ['account', ask.accountId],
        after: { browserId, ...(ask.linkId ? { linkId: ask.linkId } : {}) },
      }),
    ],
  }
}
