import type { Context } from 'hono'
import { deleteCookie, getCookie, setCookie } from 'hono/cookie'

/** Without https, locally: Safari drops `Secure` and `__Host-` cookies even from localhost. */
const isOwnComputer = (c: Context): boolean => /^http:\/\/(localhost|127\.0\.0\.1|\[::1\])(:|\/|$)/.test(c.req.url)

const shape = (c: Context) => (isOwnComputer(c) ? ({ path: '/' } as const) : ({ prefix: 'host', secure: true, path: '/' } as const))

type CookieName = `muster${string}`

/** Cookies of the council's other sites do not count. */
export const hasOwnCookie = (c: Context): boolean => /(^|; *)(__Host-)?muster/.test(c.req.header('cookie') ?? '')

/** For this site only and hidden from scripts. Makes all cookies of the service. */
export const ownCookie = (name: CookieName) => ({
  /** @param seconds how long the browser keeps it */
  set: (c: Context, value: string, seconds: number): void =>
    setCookie(c, name, value, { ...shape(c), httpOnly: true, sameSite: 'Lax', maxAge: seconds }),
  read: (c: Context): string | undefined => (isOwnComputer(c) ? getCookie(c, name) : getCookie(c, name, 'host')),
  clear: (c: Context): void => {
    deleteCookie(c, name, shape(c))
  },
  /** Whether a response sets or clears it. */
  isIn: (c: Context, answer: Response): boolean =>
    answer.headers.getSetCookie().some((cookie) => cookie.startsWith(`${isOwnComputer(c) ? '' : '__Host-'}${name}=`)),
})

/** Ties something to a browser, even when it comes back by a link from another site. */
export const browserCookie = (name: CookieName, minutes: number) => {
  const cookie = ownCookie(name)
  return { ...cookie, set: (c: Context, token: string): void => cookie.set(c, token, minutes * 60) }
}
