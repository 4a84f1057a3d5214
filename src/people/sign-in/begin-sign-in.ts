import type { Act } from '#base/act.ts'
import { addMinutes, instant } from '#base/dates.ts'
import { newId, newToken, sha256 } from '#base/id.ts'
import { logged } from '#base/log/store.ts'
import type { SignInKind } from '#people/accounts/account.ts'
import { knowBrowser, knowBrowserWithoutFactor } from './browser-store.ts'
import { signInLength } from './sign-in.ts'
import { insertSignIn, revokeBrowserOfToken } from './sign-in-store.ts'

/**
 * Signs a browser in: statements, and the cookie's token with its life. The browser is known once
 * any second factor is shown. @param act by the account itself @param ask.oldSignInId the sign-in
 * it replaces @param ask.knownToken from the cookie @param ask.linkId of the provider
 */
export const beginSignIn = async (
  act: Act,
  ask: {
    accountId: string
    kind: SignInKind
    staffIdleMinutes: number
    browser: string
    oldSignInId: string | undefined
    knownToken: string | undefined
    linkId?: string
    provider?: string
    factorShown?: boolean
  },
): Promise<{ token: string; knownToken: string; seconds: number; statements: SqlStatement[] }> => {
  const { db, now } = act
  const { whole, unused } = signInLength(ask.kind, ask.staffIdleMinutes)
  const token = newToken()
  const knownToken = ask.knownToken ?? newToken()
  const browserId = newId(now)
  return {
    token,
    knownToken,
    seconds: whole * 60,
    statements: [
      ...(ask.oldSignInId ? [revokeBrowserOfToken(db, ask.oldSignInId, now)] : []),
      insertSignIn(db, now, {
        tokenHash: await sha256(token),
        accountId: ask.accountId,
        browserId,
        browser: ask.browser,
        expiresAt: instant(addMinutes(now, unused)),
        endsAt: instant(addMinutes(now, whole)),
        provider: ask.provider,
        factorShown: ask.factorShown ?? false,
      }),
      (ask.factorShown ? knowBrowser : knowBrowserWithoutFactor)(act, await sha256(knownToken), ask.accountId),
      logged(act, {
        act: 'account.signed_in',
        subject: ['account', ask.accountId],
        after: { browserId, ...(ask.linkId ? { linkId: ask.linkId } : {}) },
      }),
    ],
  }
}
