import type { Act } from '#base/act.ts'
import { instant } from '#base/dates.ts'
import { mapped, only, type Read } from '#base/db/read.ts'
import { upsert } from '#base/db/write.ts'
import { type Thresholds, usualThresholds } from './thresholds.ts'

/** SQL: the thresholds as JSON, each as usual until it is set. */
export const thresholdsSql = `json_patch('${JSON.stringify(usualThresholds)}', COALESCE((SELECT value FROM Setting WHERE key = 'thresholds'), '{}'))`

export const selectThresholds = (db: SqlDatabase): Read<Thresholds> =>
  mapped(only<{ value: string }>(db.prepare(`SELECT ${thresholdsSql} AS value`)), ({ value }) => JSON.parse(value) as Thresholds)

export const updateThresholds = ({ db, now }: Pick<Act, 'db' | 'now'>, thresholds: Thresholds): SqlStatement =>
  upsert(db, 'Setting', ['key'], { key: 'thresholds', value: JSON.stringify(thresholds), changedAt: instant(now) })
