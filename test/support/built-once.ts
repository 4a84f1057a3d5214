// The built Worker and the loaded demonstration, made once for all browser tests: each starts on a copy. Other files of the run are not kept waiting.
import { mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { TestProject } from 'vitest/node'
import { builtWorker } from '#commands/worker.ts'
import { demonstrationIn } from './demonstration.ts'

declare module 'vitest' {
  interface ProvidedContext {
    /** A folder in which `prepared.json` appears. */
    prepared: string
  }
}

/** What stands in `prepared.json`. */
export type Prepared = { built: string; demonstration: string } | { failed: string }

const prepare = async (folder: string, clockAhead: number): Promise<Prepared> => {
  const demonstration = join(folder, 'demonstration')
  await demonstrationIn(demonstration, clockAhead)
  return { built: await builtWorker(), demonstration }
}

export default (project: TestProject): (() => Promise<void>) => {
  const folder = mkdtempSync(join(tmpdir(), 'muster-test-'))
  project.provide('prepared', folder)
  const prepared = prepare(folder, project.getProvidedContext().clockAhead)
    .catch((error: unknown): Prepared => ({ failed: error instanceof Error ? (error.stack ?? error.message) : String(error) }))
    .then((made) => {
      writeFileSync(join(folder, 'making.json'), JSON.stringify(made))
      renameSync(join(folder, 'making.json'), join(folder, 'prepared.json'))
    })
  return async () => {
    await prepared
    rmSync(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 50 })
  }
}
