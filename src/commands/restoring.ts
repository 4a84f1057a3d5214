// Loads a backup into an empty local database and proves that what is there is what was kept.
import type { Audit } from '#upkeep/audit/audit.ts'
import { askAudit } from './auditing.ts'
import { checkBackup, statementsOf } from './backup-file.ts'
import { countOf, differences, type Manifest, summariesOf } from './manifest.ts'
import { stateFolder, withOwnMuster } from './running.ts'
import { localSnapshot } from './snapshot.ts'
import { askDatabase, loadDatabase, type Reached } from './wrangler.ts'

// D1 takes a batch as one transaction; a few megabytes of it at a time.
const atOnce = 40

export type Restored = { manifest: Manifest; differ: string[]; audit: Audit; seconds: { load: number; all: number } }

/**
 * Loads the backup into the empty local data through the Worker's own D1, compares every row with
 * the manifest, migrates an earlier version, and audits as at the moment of the backup.
 */
export const restoreLocally = async (path: string): Promise<Restored> => {
  const startedAt = performance.now()
  const manifest = await checkBackup(path)
  let differ: string[] = []
  let load = 0
  const audit = await withOwnMuster(
    (at) => askAudit(at, manifest.madeAt),
    {},
    async ({ miniflare }) => {
      const db = await miniflare.getD1Database('DB')
      const held = await db
        .prepare(`SELECT COUNT(*) AS n FROM sqlite_schema WHERE name NOT LIKE '\\_cf\\_%' ESCAPE '\\'`)
        .first<number>('n')
      if (held !== 0) throw new Error('The local data is not empty. A backup is restored into a new database only.')
      const loadingFrom = performance.now()
      let batch: string[] = []
      const run = async (): Promise<void> => {
        if (batch.length > 0) await db.batch(batch.map((sql) => db.prepare(sql)))
        batch = []
      }
      for await (const statement of statementsOf(path)) {
        // It would hold for its own batch alone, and nothing needs it.
        if (/^PRAGMA/i.test(statement)) continue
        batch.push(statement)
        if (batch.length === atOnce) await run()
      }
      await run()
      load = performance.now() - loadingFrom
      const there = localSnapshot(stateFolder())
      try {
        differ = differences(manifest, summariesOf(there))
      } finally {
        there.close()
      }
    },
  )
  return { manifest, differ, audit, seconds: { load: load / 1000, all: (performance.now() - startedAt) / 1000 } }
}

const tablesThere = `SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE '\\_cf\\_%' ESCAPE '\\' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\'`

/**
 * Loads the backup into an empty database through wrangler; compares counts and newest instants.
 */
export const restoreReached = (reached: Reached, path: string, manifest: Manifest): { differ: string[]; seconds: number } => {
  const startedAt = performance.now()
  if (askDatabase(reached, [tablesThere])[0]?.length !== 0)
    throw new Error(
      `${reached.name} is not empty. A backup is restored into a new database only: wrangler d1 create NAME --jurisdiction eu`,
    )
  loadDatabase(reached, path)
  const there = new Set(askDatabase(reached, [tablesThere])[0]?.map(({ name }) => String(name)))
  const counts = askDatabase(
    reached,
    Object.entries(manifest.tables).flatMap(([name, { instants }]) => (there.has(name) ? [countOf(name, instants)] : [])),
  )
  const found = Object.fromEntries(
    counts.flatMap(([row]) => (row ? [[String(row['name']), { rows: Number(row['rows']), newest: row['newest'] as string | null }]] : [])),
  )
  return { differ: differences(manifest, found), seconds: (performance.now() - startedAt) / 1000 }
}
