import { createMiddleware } from 'hono/factory'
import type { AppEnv } from './env.ts'
import { urlOf } from './route.ts'

/** The address as a header takes it: a path may hold what somebody typed. */
export const encodeLocation = (location: string): string =>
  location.toWellFormed().replaceAll(/[^\x21-\x7e]+/g, (typed) => encodeURIComponent(typed))

/** Makes `c.redirect`, which every page redirects with, encode what a header cannot hold. */
export const encodeRedirects = createMiddleware<AppEnv>(async (c, next) => {
  const redirect = c.redirect
  c.redirect = (location, status) => redirect(encodeLocation(String(location)), status)
  await next()
})

/**
 * Leads pages asked for over plain http to https, and refuses everything else, so that a program
 * that sends a secret that way is noticed.
 */
export const requireHttps = createMiddleware<AppEnv>(async (c, next) => {
  const { protocol, host, href } = urlOf(c)
  if (protocol === 'https:' || c.env.BASE_URL !== `https://${host}`) return next()
  const isPage = c.req.method === 'GET' && c.req.header('accept')?.includes('text/html')
  return isPage ? c.redirect(href.replace(/^http:/, 'https:'), 308) : c.text('Use https', 403)
})
