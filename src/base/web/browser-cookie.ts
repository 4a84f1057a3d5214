import type { Context } from 'hono'
import { deleteCookie, getCookie, setCookie } from 'hono/cookie'

/**
 * Where Muster runs on one's own computer, without https. There a cookie is neither `Secure` nor begins its name with `__Host-`: Safari keeps no
 * such cookie of a page that came by plain http, not even from localhost.
 */
const isOwnComputer = (c: Context): boolean => /^http:\/\/(localhost|127\.0\.0\.1|\[::1\])(:|\/|$)/.test(c.req.url)

const shape = (c: Context) => (isOwnComputer(c) ? ({ path: '/' } as const) : ({ prefix: 'host', secure: true, path: '/' } as const))

/** A cookie of this site alone that no script reads; every cookie of the service is one. */
export const ownCookie = (name: string) => ({
  /** @param seconds how long the browser keeps it */
  set: (c: Context, value: string, seconds: number): void =>
    setCookie(c, name, value, { ...shape(c), httpOnly: true, sameSite: 'Lax', maxAge: seconds }),
  read: (c: Context): string | undefined => (isOwnComputer(c) ? getCookie(c, name) : getCookie(c, name, 'host')),
  clear: (c: Context): void => {
    deleteCookie(c, name, shape(c))
  },
  /** Whether an answer sets it, or clears it. */
  isIn: (c: Context, answer: Response): boolean =>
    answer.headers.getSetCookie().some((cookie) => cookie.startsWith(`${isOwnComputer(c) ? '' : '__Host-'}${name}=`)),
})

/** A cookie that ties what was begun in a browser to that browser, also when it comes back by a link from another site. */
export const browserCookie = (name: string, minutes: number) => {
  const cookie = ownCookie(name)
  return { ...cookie, set: (c: Context, token: string): void => cookie.set(c, token, minutes * 60) }
}
