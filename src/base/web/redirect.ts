import { createMiddleware } from 'hono/factory'
import type { AppEnv } from './env.ts'

/** The address as a header takes it: a path may hold what somebody typed. */
export const encodeLocation = (location: string): string =>
  location.toWellFormed().replaceAll(/[^\x21-\x7e]+/g, (typed) => encodeURIComponent(typed))

/** Makes `c.redirect`, which every page redirects with, encode what a header cannot hold. */
export const encodeRedirects = createMiddleware<AppEnv>(async (c, next) => {
  const redirect = c.redirect
  c.redirect = (location, status) => redirect(encodeLocation(String(location)), status)
  await next()
})
