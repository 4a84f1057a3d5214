import { browserCookie } from '#base/web/browser-cookie.ts'
import { codeMinutes } from '#people/sign-in/sign-in.ts'

/**
 * Ties the code for a new address to the browser that asked. Outlives the code, so that a late one
 * is called expired and not "another browser".
 */
export const emailCookie = browserCookie('muster-new-email', codeMinutes * 3)

/** Ties the code for an address that somebody came under before to the browser that asked. */
export const earlierCookie = browserCookie('muster-earlier-address', codeMinutes * 3)
