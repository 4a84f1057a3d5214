import type { Hono } from 'hono'
import type { AppEnv } from '#base/web/env.ts'
import { organiserAuditPages } from '#upkeep/audit/organiser-pages.tsx'
import { organiserComplaintPages } from '#upkeep/complaints/organiser-pages.tsx'
import { publicComplaintPages } from '#upkeep/complaints/public-pages.tsx'
import { organiserErasePages } from '#upkeep/records/organiser-erase-pages.tsx'
import { organiserRecordsPages } from '#upkeep/records/organiser-pages.tsx'
import { organiserSubjectPages } from '#upkeep/records/organiser-subject-pages.tsx'
import { sealApi } from '#upkeep/seal/api.ts'
import { publicSealPages } from '#upkeep/seal/public-pages.tsx'
import { reportSealPages } from '#upkeep/seal/report-pages.tsx'

/** Complaints, keeping and erasing, the protected record, the data check. */
export const upkeepRoutes: readonly (readonly [path: string, sub: Hono<AppEnv>])[] = [
  ['/', publicComplaintPages],
  ['/organiser/complaints', organiserComplaintPages],
  ['/organiser/records', organiserErasePages],
  ['/organiser/records', organiserSubjectPages],
  ['/organiser/records', organiserRecordsPages],
  ['/log', sealApi],
  ['/log', reportSealPages],
  ['/log', publicSealPages],
  ['/organiser/audit', organiserAuditPages],
]
