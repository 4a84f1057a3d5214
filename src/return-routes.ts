import type { Hono } from 'hono'
import type { AppEnv } from '#base/web/env.ts'
import { organiserProposalPages } from '#front/proposals/organiser-pages.tsx'
import { organiserReturnPages } from '#returns/progress/organiser-pages.tsx'
import { reportCountedPages } from '#returns/progress/report-pages.tsx'
import { organiserResultPages } from '#returns/results/organiser-pages.tsx'
import { reportResultPages } from '#returns/results/report-pages.tsx'

export const returnRoutes: readonly (readonly [string, Hono<AppEnv>])[] = [
  ['/', organiserReturnPages],
  ['/organiser/returns', organiserResultPages],
  ['/coverage/returns', reportCountedPages],
  ['/organiser/proposals', organiserProposalPages],
  ['/coverage/returns', reportResultPages],
]
