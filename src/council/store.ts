import type { Act } from '../act.ts'
import { instant } from '../dates.ts'
import { logged } from '../log/store.ts'
import type { Council } from './council.ts'
import type { DatabaseHealth } from './health.ts'

// Settings change a few times a year and every page needs them, so an isolate keeps them for some seconds.
const keepSeconds = 10
const kept = new WeakMap<D1Database, { until: number; council: Council }>()

export const readCouncil = async (db: D1Database, defaults: Council): Promise<Council> => {
  const known = kept.get(db)
  if (known && known.until > Date.now()) return known.council
  const row = await db.prepare(`SELECT value FROM Setting WHERE key = 'council'`).first<{ value: string }>()
  const council: Council = row ? { ...defaults, ...JSON.parse(row.value) } : defaults
  kept.set(db, { until: Date.now() + keepSeconds * 1000, council })
  return council
}

export const saveCouncil = async (act: Act, before: Council, after: Council): Promise<void> => {
  await act.db.batch([
    act.db
      .prepare(
        `INSERT INTO Setting (key, value, changedAt) VALUES ('council', ?1, ?2) ON CONFLICT (key) DO UPDATE SET value = ?1, changedAt = ?2`,
      )
      .bind(JSON.stringify(after), instant(act.now)),
    logged(act, { act: 'council.changed', subject: ['setting', 'council'], before, after }),
  ])
  kept.delete(act.db)
}

/** Reads from tables of every part: an answer means that the database is there and has been migrated. */
export const databaseHealth = async (db: D1Database): Promise<DatabaseHealth> => {
  try {
    const row = await db
      .prepare(
        `SELECT (SELECT COUNT(*) FROM Role) AS roles, (SELECT MAX(at) FROM Log WHERE id = '') AS log,
           (SELECT COUNT(*) FROM Message WHERE id = '') AS messages, (SELECT COUNT(*) FROM RegisterSignOff WHERE id = '') AS registers`,
      )
      .first<{ roles: number }>()
    return row && row.roles > 0 ? 'ok' : 'not_migrated'
  } catch (error) {
    return error instanceof Error && error.message.includes('no such table') ? 'not_migrated' : 'no_answer'
  }
}
