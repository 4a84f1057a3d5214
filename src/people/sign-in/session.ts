import type { Context } from 'hono'
import { createMiddleware } from 'hono/factory'
import { nobody } from '#base/act.ts'
import { addMinutes, instant } from '#base/dates.ts'
import { hashedId, newToken, sha256 } from '#base/id.ts'
import { networkOf, widerNetworkOf } from '#base/network.ts'
import { browserCookie, ownCookie } from '#base/web/browser-cookie.ts'
import { clientAddress } from '#base/web/client-address.ts'
import { type AppEnv, mailOf, scannerOf, stripeOf } from '#base/web/env.ts'
import { text } from '#base/web/form.ts'
import { urlOf } from '#base/web/route.ts'
import { afterSignIn, normalEmail } from '#people/accounts/account.ts'
import type { SignedIn } from './enter-code.ts'
import { linkMinutes, visitMinutes } from './provider.ts'
import { codeMinutes, kindOf, knownDays, rotateMinutes, safeNext, sayBrowser, signInLength, touchMinutes } from './sign-in.ts'
import { confirmToken, replaceToken, touchSignIn } from './sign-in-store.ts'
import { actorOfSignIn, type SignInRow } from './store.ts'

const signInCookie = ownCookie('muster')

/** An open door asks every few seconds what others said: that is nobody's use of a sign-in. */
const asksByItself = /^\/door\/[^/]+\/changes$/

/** On a shared tablet the page of the door holds the token, under the PIN, and no cookie does. */
const askedByDoor = /^\/door\/[^/]+\/(devices|snapshot|changes|entries)$/
const doorHeader = 'x-muster-sign-in'

export const shownSignIn = async (c: Context<AppEnv>): Promise<string | undefined> => {
  const token = signInToken(c)
  return token === undefined ? undefined : sha256(token)
}

/** Of the address that asks, as keys of limits have them. */
const networksOf = (address: string | undefined): { own: string; wider: string } | undefined =>
  address === undefined ? undefined : { own: hashedId(networkOf(address)), wider: hashedId(widerNetworkOf(address)) }

/** Sets `c.var.act`: who asks, when and from where. Requests without a cookie read nothing. */
export const readActor = createMiddleware<AppEnv>(async (c, next) => {
  const { now, shownSignIn } = c.var
  const read = shownSignIn === undefined ? undefined : await actorOfSignIn(c.env.DB, shownSignIn, instant(now))
  // Until the second factor is shown they are nobody, except to the page that asks for it.
  const signedIn = read?.factorToShow ? undefined : read
  c.set('signInId', signedIn?.signInId)
  c.set('halfSignedIn', read?.factorToShow ? read : undefined)
  c.set('provenAt', signedIn?.provenAt)
  c.set('staff', signedIn?.staff)
  c.set('hasFactor', signedIn?.hasFactor ?? false)
  c.set('act', {
    db: c.env.DB,
    now,
    actor: signedIn?.actor ?? nobody,
    origin: 'web',
    requestId: c.get('requestId'),
    baseUrl: c.env.BASE_URL ?? urlOf(c).origin,
    mailFrom: c.env.MAIL_FROM,
    laCodes: c.var.council.laCodes,
    stripe: stripeOf(c.env),
    mail: mailOf(c.env),
    files: c.env.FILES,
    assets: c.env.ASSETS,
    scanner: scannerOf(c.env),
    ticketKey: c.env.TICKET_KEY,
    plan: { mailsPerDay: c.var.council.mailsPerDay, network: c.req.method === 'GET' ? undefined : networksOf(clientAddress(c)) },
    soFar: { wrote: false, refusals: [], follows: [], limits: [], signIns: [] },
  })
  const fresh = signedIn && !c.env.MAINTENANCE && !asksByItself.test(c.req.path) ? await keepAlive(c, signedIn, now) : undefined
  await next()
  // A provider's callback in this request has made a new sign-in.
  if (fresh && signedIn?.endsAt && !signInCookie.isIn(c, c.res))
    setSignInCookie(c, fresh, Math.floor((Date.parse(signedIn.endsAt) - now.getTime()) / 1000))
})

/**
 * Extends a sign-in in use and sometimes replaces its token; returns the new token. Only for pages,
 * because responses to forms may set the cookie themselves.
 */
const keepAlive = async (c: Context<AppEnv>, found: SignInRow, now: Date): Promise<string | undefined> => {
  if (!found.endsAt) return undefined
  if (found.replacesId) await confirmToken(c.env.DB, found.signInId, found.replacesId, now)
  const kind = kindOf(found.actor.roles)
  const unused = addMinutes(now, signInLength(kind, c.var.council.staffIdleMinutes).unused)
  const expiresAt = instant(new Date(Math.min(unused.getTime(), Date.parse(found.endsAt))))
  if (found.seenAt <= instant(addMinutes(now, -touchMinutes[kind]))) await touchSignIn(c.env.DB, found.signInId, now, expiresAt)
  const { createdAt, provenAt = createdAt } = found
  const isProvenSince = provenAt > createdAt && provenAt <= instant(now)
  if (c.req.method !== 'GET' || askedByDoor.test(c.req.path) || (createdAt > instant(addMinutes(now, -rotateMinutes)) && !isProvenSince))
    return undefined
  const fresh = newToken()
  return (await replaceToken(c.env.DB, found.signInId, await sha256(fresh), now)) ? fresh : undefined
}

/** The browser's token, whether its sign-in has ended or not. */
export const signInToken = (c: Context<AppEnv>): string | undefined =>
  (askedByDoor.test(c.req.path) ? c.req.header(doorHeader) : undefined) ?? signInCookie.read(c)

/** Lasts a day longer than the sign-in (`seconds`), so that a late form is known as theirs. */
export const setSignInCookie = (c: Context<AppEnv>, token: string, seconds: number): void => signInCookie.set(c, token, seconds + 24 * 3600)

/** Where they want to go on to, from the address or the form. */
export const nextOf = async (c: Context<AppEnv>): Promise<string | undefined> =>
  safeNext(c.req.query('next') ?? text(await c.req.parseBody(), 'next'))

export const signingIn = (c: Context<AppEnv>) => ({
  knownToken: knownCookie.read(c),
  browser: sayBrowser(c.req.header('user-agent') ?? ''),
  oldSignInId: c.var.signInId,
  staffIdleMinutes: c.var.council.staffIdleMinutes,
  firstAdministrator: c.env.FIRST_ADMINISTRATOR ? normalEmail(c.env.FIRST_ADMINISTRATOR) : undefined,
})

/** Signs the browser in; gives where they go on to. */
export const letIn = async (c: Context<AppEnv>, { token, knownToken, seconds, next }: SignedIn): Promise<string> => {
  setSignInCookie(c, token, seconds)
  knownCookie.set(c, knownToken)
  return afterSignIn(await actorOfSignIn(c.env.DB, await sha256(token), instant(c.var.act.now)), safeNext(next))
}

export const clearSignInCookie = (c: Context<AppEnv>): void => signInCookie.clear(c)

/** Ties a code to its browser. Outlives it, so that a late code is called expired. */
export const codeCookie = browserCookie('muster-code', codeMinutes * 3)

/** Marks a browser from which somebody has signed in. It signs nobody in. */
export const knownCookie = browserCookie('muster-known', knownDays * 24 * 60)

/** Ties a visit to the browser. Outlives it, so that a late return is called expired. */
export const visitCookie = browserCookie('muster-visit', (visitMinutes + linkMinutes) * 2)
