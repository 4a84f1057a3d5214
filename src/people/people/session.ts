import { browserCookie } from '#base/web/browser-cookie.ts'
import { codeMinutes } from '#people/sign-in/sign-in.ts'

/** Ties the code for a new address to the browser that asked for it. A little longer than the code, so that a late one is told "run out" and not "another browser". */
export const emailCookie = browserCookie('muster-new-email', codeMinutes * 3)
