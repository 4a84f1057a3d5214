import type { GuidanceInvariant } from './audit.ts'

export const guidanceViolations: Record<GuidanceInvariant, string> = {
  guidance_has_schools: `SELECT i.versionId AS id FROM GuidanceIssue i JOIN GuidanceVersion v ON v.id = i.versionId WHERE v.issuedAt IS NULL
    UNION SELECT v.id FROM GuidanceVersion v WHERE v.issuedAt IS NOT NULL AND NOT EXISTS (SELECT 1 FROM GuidanceIssue i WHERE i.versionId = v.id)`,

  guidance_answers_in_a_row: `SELECT a.issueId AS id FROM GuidanceAnswer a JOIN GuidanceIssue i ON i.id = a.issueId LEFT JOIN GuidanceAnswer b ON b.id = a.supersedesId
    WHERE a.versionId <> i.versionId OR (a.supersedesId IS NOT NULL AND b.issueId IS NOT a.issueId)
    UNION SELECT a.issueId FROM CurrentGuidanceAnswer a GROUP BY a.issueId HAVING COUNT(*) > 1`,
}
