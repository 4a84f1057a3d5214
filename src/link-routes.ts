import type { Hono } from 'hono'
import { schoolBookingLinkPages } from '#attendance/links/school-pages.tsx'
import type { AppEnv } from '#base/web/env.ts'
import { publicAskedPages as publicSessionPages } from '#booking/asked/public-pages.tsx'
import { publicOfferPages } from '#booking/waiting/public-pages.tsx'
import { publicAskedPages } from '#front/due/public-asked-pages.tsx'
import { publicBookingLinkPages } from '#front/due/public-link-pages.tsx'
import { publicRolesLinkPages } from '#people/roles/public-link-pages.tsx'

/** The mounts of what somebody does for a school by the link of a mail, without signing in. */
export const linkRoutes: readonly (readonly [path: string, sub: Hono<AppEnv>])[] = [
  ['/offers', publicOfferPages],
  ['/roles-link', publicRolesLinkPages],
  ['/book-link', publicBookingLinkPages],
  ['/session-offer', publicSessionPages],
  ['/', publicAskedPages],
  ['/school', schoolBookingLinkPages],
]
