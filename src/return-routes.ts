import type { Hono } from 'hono'
import type { AppEnv } from '#base/web/env.ts'
import { organiserProposalPages } from '#front/proposals/organiser-pages.tsx'
import { organiserCasePages } from '#returns/cases/organiser-pages.tsx'
import { organiserSchoolCasePages, schoolCasePages } from '#returns/cases/school-pages.tsx'
import { organiserReturnPages } from '#returns/progress/organiser-pages.tsx'
import { reportCountedPages } from '#returns/progress/report-pages.tsx'
import { organiserResultPages } from '#returns/results/organiser-pages.tsx'
import { reportResultPages } from '#returns/results/report-pages.tsx'

export const returnRoutes: readonly (readonly [string, Hono<AppEnv>])[] = [
  ['/', organiserReturnPages],
  ['/school', schoolCasePages],
  ['/organiser/schools', organiserSchoolCasePages],
  ['/organiser/returns', organiserCasePages],
  ['/organiser/returns', organiserResultPages],
  ['/coverage/returns', reportCountedPages],
  ['/organiser/proposals', organiserProposalPages],
  ['/coverage/returns', reportResultPages],
]
