import { Hono } from 'hono'
import { secureHeaders } from 'hono/secure-headers'

/**
 * A browser lets a form lead nowhere but here and, where there is Stripe, to the page that takes the payment.
 *
 * @param payingAt where that page is
 * @param styles where styles may come from besides our own files
 */
export const headersFor = (payingAt: string | undefined, styles: readonly string[] = []) =>
  secureHeaders({
    contentSecurityPolicy: {
      defaultSrc: ["'self'"],
      objectSrc: ["'none'"],
      baseUri: ["'none'"],
      formAction: ["'self'", ...(payingAt === undefined ? [] : [payingAt])],
      frameAncestors: ["'none'"],
      imgSrc: ["'self'", 'data:'],
      ...(styles.length > 0 ? { styleSrc: ["'self'", ...styles] } : {}),
    },
    referrerPolicy: 'same-origin',
    strictTransportSecurity: 'max-age=31536000; includeSubDomains',
    xFrameOptions: 'DENY',
  })

/** Those of a page, as `name: value`. */
export const headersOfPages = async (): Promise<string[]> => {
  const page = await new Hono()
    .use(headersFor(undefined))
    .get('/', (c) => c.body(null))
    .request('/')
  return [...page.headers].map(([name, value]) => `${name}: ${value}`)
}
