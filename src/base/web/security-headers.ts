import { Hono, type MiddlewareHandler } from 'hono'
import { secureHeaders } from 'hono/secure-headers'

/** Forms lead only here and, with Stripe, to `payingAt`. @param styles further sources of styles */
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

/** As `name: value`. */
export const headersOfPages = async (): Promise<string[]> => {
  const page = await new Hono()
    .use(headersFor(undefined))
    .get('/', (c) => c.body(null))
    .request('/')
  return [...page.headers].map(([name, value]) => `${name}: ${value}`)
}

/** A file may run nothing, whatever opens it. */
export const sandboxFiles: MiddlewareHandler = async (c, next) => {
  await next()
  if (c.res.headers.get('content-disposition')?.startsWith('attachment'))
    c.res.headers.set('content-security-policy', "sandbox; default-src 'none'; frame-ancestors 'none'")
}
