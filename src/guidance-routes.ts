import type { Hono } from 'hono'
import { reportDemandPages } from '#attendance/demand/report-pages.tsx'
import { organiserRequirementPages } from '#attendance/editions/organiser-pages.tsx'
import { reportRequirementPages } from '#attendance/editions/report-pages.tsx'
import { reportRecommendationPages } from '#attendance/recommendations/report-pages.tsx'
import type { AppEnv } from '#base/web/env.ts'
import { organiserTemplatePages } from '#front/answer/organiser-pages.tsx'
import { publicAnswerLinkPages, reportLinkPages } from '#front/answer/report-link-pages.tsx'
import { formerReportPages, publicReportPages, reportLinePages, reportMadePages } from '#front/answer/report-made-pages.tsx'
import { reportAnswersPages } from '#front/answer/report-pages.tsx'
import { reportAdvicePages } from '#guidance/advice/report-pages.tsx'
import { publicAnswerPages } from '#guidance/answers/public-pages.tsx'
import { reportAnswerPages } from '#guidance/answers/report-pages.tsx'
import { schoolGuidanceAnswerPages } from '#guidance/answers/school-pages.tsx'
import { schoolTrustAnswerPages } from '#guidance/answers/school-trust-pages.tsx'
import { reportGuidancePages } from '#guidance/documents/report-pages.tsx'
import { publicGuidancePages } from '#guidance/issuing/public-pages.tsx'
import { reportIssuePages } from '#guidance/issuing/report-pages.tsx'
import { schoolGuidancePages } from '#guidance/issuing/school-pages.tsx'
import { reportUptakePages } from '#guidance/uptake/report-pages.tsx'
import { reportReachPages } from '#people/notices/report-pages.tsx'

export const guidanceRoutes: readonly (readonly [string, Hono<AppEnv>])[] = [
  ['/answer', reportAnswersPages],
  ['/answer', reportLinkPages],
  ['/answer-link', publicAnswerLinkPages],
  ['/reports', reportMadePages],
  ['/coverage', formerReportPages],
  ['/reports', reportLinePages],
  ['/r', publicReportPages],
  ['/organiser/settings', organiserTemplatePages],
  ['/reached', reportReachPages],
  ['/guidance', reportAdvicePages],
  ['/requirements', reportDemandPages],
  ['/requirements', organiserRequirementPages],
  ['/requirements', reportRequirementPages],
  ['/coverage', reportRecommendationPages],
  ['/guidance', reportUptakePages],
  ['/guidance', reportIssuePages],
  ['/guidance', reportGuidancePages],
  ['/read', publicGuidancePages],
  ['/school', schoolGuidancePages],
  ['/guidance', reportAnswerPages],
  ['/read', publicAnswerPages],
  ['/school', schoolGuidanceAnswerPages],
  ['/trusts', schoolTrustAnswerPages],
]
