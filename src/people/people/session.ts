import { browserCookie } from '#base/web/browser-cookie.ts'
import { codeMinutes } from '#people/sign-in/sign-in.ts'

/** Ties a code to its browser. Outlives it, so that a late code is called expired. */
export const emailCookie = browserCookie('muster-new-email', codeMinutes * 3)

/** Ties the code for an address that somebody came under before to the browser that asked. */
export const earlierCookie = browserCookie('muster-earlier-address', codeMinutes * 3)
