import { Hono, type MiddlewareHandler } from 'hono'
import { secureHeaders } from 'hono/secure-headers'

/**
 * Forms may lead only to this site and, with Stripe, to its payment page `payingAt`.
 * @param styles where styles may come from besides our own files
 */
export const headersFor = (payingAt: string | undefined, styles: readonly string[] = [], camera = false) =>
  secureHeaders({
    permissionsPolicy: { camera: camera ? ['self'] : [], microphone: [], geolocation: [] },
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

/** The headers of pages, as `name: value`. */
export const headersOfPages = async (): Promise<string[]> => {
  const page = await new Hono()
    .use(headersFor(undefined))
    .get('/', (c) => c.body(null))
    .request('/')
  return [...page.headers].map(([name, value]) => `${name}: ${value}`)
}

/** Nothing that is given out as a file may run anything, whatever opens it here. */
export const sandboxFiles: MiddlewareHandler = async (c, next) => {
  await next()
  if (c.res.headers.get('content-disposition')?.startsWith('attachment'))
    c.res.headers.set('content-security-policy', "sandbox; default-src 'none'; frame-ancestors 'none'")
}
