import type { Act } from '#base/act.ts'
import { atomically } from '#base/db/atomically.ts'
import { logged } from '#base/log/store.ts'
import type { Result } from '#base/result.ts'
import { updateThresholds } from './threshold-store.ts'
import type { Thresholds } from './thresholds.ts'

/** They hold from now on. 'smallest_only_rises': somebody raised it higher meanwhile. */
export const saveThresholds = (act: Act, before: Thresholds, after: Thresholds): Promise<Result<unknown, 'smallest_only_rises'>> =>
  atomically(
    act.db,
    [updateThresholds(act, after), logged(act, { act: 'thresholds.changed', subject: ['setting', 'thresholds'], before, after })],
    { smallest_only_rises: 'smallest_only_rises' } as const,
  )
