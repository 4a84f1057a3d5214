import type { Hono } from 'hono'
import type { AppEnv } from '#base/web/env.ts'
import { schoolReturnPages } from '#returns/filling/school-pages.tsx'
import { schoolSigningPages } from '#returns/signing/school-pages.tsx'

export const returnRoutes: readonly (readonly [string, Hono<AppEnv>])[] = [
  ['/school', schoolReturnPages],
  ['/school', schoolSigningPages],
]
