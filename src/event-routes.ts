import type { Hono } from 'hono'
import { organiserCorrectionPages } from '#attendance/corrections/organiser-pages.tsx'
import { organiserCountedPages } from '#attendance/editions/organiser-event-pages.tsx'
import { organiserPrintPages } from '#attendance/print/organiser-pages.tsx'
import type { AppEnv } from '#base/web/env.ts'
import { organiserAskedPages } from '#booking/asked/organiser-pages.tsx'
import { organiserRingPages } from '#booking/delegates/organiser-ring-pages.tsx'
import { organiserAccessPages } from '#booking/needs/organiser-access-pages.tsx'
import { organiserNeedsPages } from '#booking/needs/organiser-pages.tsx'
import { organiserWaitingPages } from '#booking/waiting/organiser-pages.tsx'
import { organiserAutomaticPages } from '#correspondence/automatic/organiser-pages.tsx'
import { organiserInvitePages } from '#correspondence/mailings/organiser-invite-pages.tsx'
import { organiserResultsPages } from '#correspondence/results/organiser-pages.tsx'
import { organiserMaterialPages } from '#events/materials/organiser-pages.tsx'
import { organiserQuestionPages } from '#events/questions/organiser-pages.tsx'
import { schoolDuePages } from '#front/due/school-pages.tsx'
import { organiserEventMoneyPages } from '#payments/accounting/organiser-event-pages.tsx'

/** The mounts of what an organiser sees of one event, and of sessions that schools ask for. */
export const eventRoutes: readonly (readonly [path: string, sub: Hono<AppEnv>])[] = [
  ['/school', schoolDuePages],
  ['/organiser', organiserCorrectionPages],
  ['/organiser', organiserAskedPages],
  ['/organiser', organiserResultsPages],
  ['/organiser/events', organiserWaitingPages],
  ['/organiser/events', organiserRingPages],
  ['/organiser/events', organiserQuestionPages],
  ['/organiser/events', organiserMaterialPages],
  ['/organiser/events', organiserAutomaticPages],
  ['/organiser/events', organiserInvitePages],
  ['/organiser/events', organiserNeedsPages],
  ['/organiser/events', organiserAccessPages],
  ['/organiser/events', organiserPrintPages],
  ['/organiser/events', organiserEventMoneyPages],
  ['/organiser/events', organiserCountedPages],
]
