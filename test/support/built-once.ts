// The built Worker and the loaded demonstration, made once for all browser tests: each starts on a copy.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { TestProject } from 'vitest/node'
import { builtWorker } from '#commands/worker.ts'
import { demonstrationIn } from './demonstration.ts'

declare module 'vitest' {
  interface ProvidedContext {
    built: string
    demonstration: string
  }
}

export default async (project: TestProject): Promise<() => void> => {
  const folder = mkdtempSync(join(tmpdir(), 'muster-test-'))
  const built = await builtWorker()
  const demonstration = join(folder, 'demonstration')
  await demonstrationIn(demonstration, project.getProvidedContext().clockAhead)
  project.provide('built', built)
  project.provide('demonstration', demonstration)
  return () => rmSync(folder, { recursive: true, force: true })
}
