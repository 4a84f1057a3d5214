import { createMiddleware } from 'hono/factory'
import type { AppEnv } from './env.ts'
import { urlOf } from './route.ts'

/** As headers take it: a path may hold typed text. */
export const encodeLocation = (location: string): string =>
  location.toWellFormed().replaceAll(/[^\x21-\x7e]+/g, (typed) => encodeURIComponent(typed))

/** Makes `c.redirect` encode addresses for headers. */
export const encodeRedirects = createMiddleware<AppEnv>(async (c, next) => {
  const redirect = c.redirect
  c.redirect = (location, status) => redirect(encodeLocation(String(location)), status)
  await next()
})

/** Redirects pages to https and refuses the rest, so that a program sending a secret is noticed. */
export const requireHttps = createMiddleware<AppEnv>(async (c, next) => {
  const { protocol, host, href } = urlOf(c)
  if (protocol === 'https:' || c.env.BASE_URL !== `https://${host}`) return next()
  const isPage = c.req.method === 'GET' && c.req.header('accept')?.includes('text/html')
  return isPage ? c.redirect(href.replace(/^http:/, 'https:'), 308) : c.text('Use https', 403)
})
