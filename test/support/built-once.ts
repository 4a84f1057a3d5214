// The built Worker and the loaded demonstration, made once for all browser tests: each starts on a copy.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { TestProject } from 'vitest/node'
import { loadDemonstration } from '#commands/demonstrate.ts'
import { newCommandToken } from '#commands/running.ts'
import { builtWorker, migrate, startWorker } from '#commands/worker.ts'
import { scriptThatMoves } from './clock.ts'

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
  const token = newCommandToken()
  const ahead = project.getProvidedContext().clockAhead
  const first = ahead === 0 ? undefined : scriptThatMoves(ahead)
  const running = await startWorker({
    port: 0,
    persist: demonstration,
    vars: { LOCAL_MAIL: '1', LOCAL_TOKEN: token, TICKET_KEY: 'local' },
    built,
    first,
  })
  try {
    await migrate(running.miniflare)
    await loadDemonstration({ url: running.url, token }, () => {})
  } finally {
    await running.stop()
  }
  project.provide('built', built)
  project.provide('demonstration', demonstration)
  return () => rmSync(folder, { recursive: true, force: true })
}
