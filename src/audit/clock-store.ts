import { manyTries } from '../db/failed-job.ts'
import type { ClockInvariant } from './audit.ts'

export const clockViolations: Record<ClockInvariant, string> = {
  clock_work_succeeds: `SELECT trim(job || ' ' || subjectId) AS id FROM FailedJob WHERE tries >= ${manyTries}`,
}
