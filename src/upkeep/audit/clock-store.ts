import { manyTries } from '#base/db/failed-job.ts'
import type { ClockInvariant } from './audit.ts'

export const clockViolations: Record<ClockInvariant, string> = {
  clock_work_succeeds: `SELECT trim(job || ' ' || subjectId) AS id FROM FailedJob WHERE tries >= ${manyTries}`,

  nothing_due_was_missed: `SELECT kind || ' ' || night AS id FROM MissedDue WHERE at > strftime('%Y-%m-%dT%H:%M:%fZ', ?1, '-7 days')`,
}
