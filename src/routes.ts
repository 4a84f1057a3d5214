import type { Hono } from 'hono'
import { publicAccountPages } from './accounts/public-pages.tsx'
import { publicCouncilPages } from './council/public-pages.tsx'
import { localDemonstrationPages } from './demonstration/local-pages.tsx'
import { localInboxPages } from './dev/local-pages.tsx'
import type { AppEnv } from './env.ts'

/** Every mount of the service, in one list. Each sub-app guards its own paths. */
export const routes: readonly (readonly [path: string, sub: Hono<AppEnv>])[] = [
  ['/', publicCouncilPages],
  ['/', publicAccountPages],
  ['/dev', localDemonstrationPages],
  ['/dev', localInboxPages],
]
