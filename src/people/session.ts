import type { Context } from 'hono'
import { deleteCookie, getCookie, setCookie } from 'hono/cookie'
import { codeMinutes } from '../accounts/sign-in.ts'
import type { AppEnv } from '../env.ts'

const name = 'muster-new-email'

/** Ties the code for a new address to the browser that asked for it. */
export const setEmailCookie = (c: Context<AppEnv>, browserToken: string): void =>
  setCookie(c, name, browserToken, {
    prefix: 'host',
    httpOnly: true,
    secure: true,
    sameSite: 'Lax',
    path: '/',
    // A little longer than the code, so that a late one is told "run out" and not "another browser".
    maxAge: codeMinutes * 60 * 3,
  })

export const emailCookie = (c: Context<AppEnv>): string | undefined => getCookie(c, name, 'host')

export const clearEmailCookie = (c: Context<AppEnv>): void => {
  deleteCookie(c, name, { prefix: 'host', secure: true, path: '/' })
}
