// Loads a backup into an empty local database and proves that what is there is what was kept.
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Audit } from '#upkeep/audit/audit.ts'
import { askAudit, auditCode, auditLines } from './auditing.ts'
import { filesBeside } from './backing-up.ts'
import { checkBackup, statementsOf } from './backup-file.ts'
import { type Bucket, bucketOf, putFiles, sayFiles, wrongFiles } from './kept-files.ts'
import { localSnapshot } from './local-data.ts'
import { countOf, differences, type Manifest, summariesOf } from './manifest.ts'
import { type At, stateFolder, withOwnMuster } from './running.ts'
import { askDatabase, loadDatabase, type Reached } from './wrangler.ts'

// D1 takes a batch as one transaction; a few megabytes of it at a time.
const atOnce = 40

/** `files`: in words; `wrong`: those that are not there as their rows say. */
export type Restored = {
  manifest: Manifest
  differ: string[]
  files: string
  wrong: string[]
  audit: Audit
  seconds: { load: number; all: number }
}

/**
 * Loads the backup into empty local data through the Worker's own D1, compares every row with the
 * manifest and every file with the hash in its row, migrates an earlier version, audits as at the
 * moment of the backup, then asks the service. @param folder of the files of its bucket
 */
export const restoreLocally = async (
  path: string,
  folder = filesBeside(path),
  then?: (at: At, manifest: Manifest) => Promise<void>,
): Promise<Restored> => {
  const startedAt = performance.now()
  const manifest = await checkBackup(path)
  let differ: string[] = []
  let [files, wrong] = ['', [] as string[]]
  // Its Muster has a bucket then, as the deployment has.
  if (manifest.files) mkdirSync(join(stateFolder(), 'r2'), { recursive: true })
  let load = 0
  const audit = await withOwnMuster(
    async (at) => {
      const broken = await askAudit(at, manifest.madeAt)
      await then?.(at, manifest)
      return broken
    },
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
        batch.push(statement)
        if (batch.length === atOnce) await run()
      }
      await run()
      load = performance.now() - loadingFrom
      const there = localSnapshot(stateFolder())
      try {
        differ = differences(manifest, summariesOf(there))
        files = sayFiles(there)
        wrong = wrongFiles(there, folder)
        if (manifest.files && wrong.length === 0) {
          const scratch = mkdtempSync(join(tmpdir(), 'muster-files-'))
          wrong = await putFiles(there, bucketOf(await miniflare.getR2Bucket('FILES')), folder, scratch)
          rmSync(scratch, { recursive: true, force: true })
        }
      } finally {
        there.close()
      }
    },
  )
  return { manifest, differ, files, wrong, audit, seconds: { load: load / 1000, all: (performance.now() - startedAt) / 1000 } }
}

/** What a restored backup turned out to be, a sentence each. */
export const restoredLines = ({ differ, files, wrong, audit }: Restored): string[] => [
  ...(differ.length === 0 ? ['Every table holds what the backup says, row for row.'] : differ),
  ...(wrong.length === 0 ? [`${files}, each with the bytes that its row says.`] : wrong),
  ...auditLines(audit),
]

/** What a command ends with: 0 only when all is as it was kept, and sound. */
export const restoredCode = ({ differ, wrong, audit }: Restored): number => (differ.length + wrong.length > 0 ? 1 : auditCode(audit))

/** As `restoreLocally`, into scratch data that is deleted again: can a backup be restored? */
export const proveBackup = async (path: string, folder?: string): Promise<Restored> => {
  const served = process.env['MUSTER_STATE']
  const scratch = mkdtempSync(join(tmpdir(), 'muster-proof-'))
  process.env['MUSTER_STATE'] = scratch
  try {
    return await restoreLocally(path, folder)
  } finally {
    if (served === undefined) delete process.env['MUSTER_STATE']
    else process.env['MUSTER_STATE'] = served
    rmSync(scratch, { recursive: true, force: true })
  }
}

const tablesThere = `SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE '\\_cf\\_%' ESCAPE '\\' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\'`

/**
 * Loads the backup into an empty database through wrangler; compares counts and newest instants.
 * @param loaded is called once all of it is there, also where the comparison fails
 */
export const restoreReached = (
  reached: Reached,
  path: string,
  manifest: Manifest,
  loaded: () => void = () => {},
): { differ: string[]; seconds: number } => {
  const startedAt = performance.now()
  if (askDatabase(reached, [tablesThere])[0]?.length !== 0)
    throw new Error(
      `${reached.name} is not empty. A backup is restored into a new database only: wrangler d1 create NAME --jurisdiction eu`,
    )
  try {
    loadDatabase(reached, path)
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error)
    throw new Error(`${why}\n${reached.name} may hold a part of the backup. Delete it, and restore into another new database.`)
  }
  try {
    const there = new Set(askDatabase(reached, [tablesThere])[0]?.map(({ name }) => String(name)))
    const counts = askDatabase(
      reached,
      Object.entries(manifest.tables).flatMap(([name, { instants }]) => (there.has(name) ? [countOf(name, instants)] : [])),
    )
    const tables = Object.fromEntries(
      counts.flatMap(([row]) =>
        row ? [[String(row['name']), { rows: Number(row['rows']), newest: row['newest'] as string | null }]] : [],
      ),
    )
    return { differ: differences(manifest, tables), seconds: (performance.now() - startedAt) / 1000 }
  } finally {
    loaded()
  }
}

/** Puts the files of a backup, restored on this machine, into the bucket of a deployment. */
export const restoreFiles = async (bucket: Bucket | undefined, folder: string, scratch: string): Promise<string[]> => {
  const there = localSnapshot(stateFolder())
  try {
    return await putFiles(there, bucket, folder, scratch)
  } finally {
    there.close()
  }
}
