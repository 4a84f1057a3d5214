import type { Context } from 'hono'
import { deleteCookie, getCookie, setCookie } from 'hono/cookie'

/** A cookie that ties what was begun in a browser to that browser, also when it comes back by a link from another site. */
export const browserCookie = (name: string, minutes: number) => ({
  set: (c: Context, token: string): void =>
    setCookie(c, name, token, { prefix: 'host', httpOnly: true, secure: true, sameSite: 'Lax', path: '/', maxAge: minutes * 60 }),
  read: (c: Context): string | undefined => getCookie(c, name, 'host'),
  clear: (c: Context): void => {
    deleteCookie(c, name, { prefix: 'host', secure: true, path: '/' })
  },
})
