import type { Act } from '#base/act.ts'
import { addMinutes, instant } from '#base/dates.ts'
import { newId, newToken, sha256 } from '#base/id.ts'
import { logged } from '#base/log/store.ts'
import type { SignInKind } from '#people/accounts/account.ts'
import { knowBrowser, knowBrowserWithoutFactor } from './browser-store.ts'
import { lasts } from './sign-in.ts'
import { insertSignIn, revokeBrowserOfToken } from './sign-in-store.ts'

/**
 * What signs a browser in to an account, however its holder was known: the statements for the batch, and the token for the cookie with how
 * long it is good for. The browser is known from then on, by a token of its own; where the account has a second factor, once that is shown.
 *
 * @param act by the account itself
 * @param ask.staffIdleMinutes how long the council's people may stay away, by its setting
 * @param ask.oldSignInId the sign-in this browser had, which ends
 * @param ask.knownToken by which this browser is known already, from its cookie
 * @param ask.linkId of the provider that named the holder; `provider` is the provider’s id
 * @param ask.factorShown the provider asked for a second factor
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
): Promise<{ token: string; knownToken: string; seconds: number; statements: D1PreparedStatement[] }> => {
  const { db, now } = act
  const { whole, unused } = lasts(ask.kind, ask.staffIdleMinutes)
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
