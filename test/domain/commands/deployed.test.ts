import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { buildDeployed, buildWorker } from '../../../src/commands/worker.ts'

// Sentences that people read there, addresses, and names of the fictional county: no minifying changes them.
const localWords = ['Local inbox', '/dev/inbox', '/inbox.json', '/commands/audit', 'x-muster-token', '/floor/', 'Hedgerow Learning Trust']

const builtBy = (build: (outdir: string) => string): string => {
  const folder = mkdtempSync(join(tmpdir(), 'muster-test-'))
  try {
    build(folder)
    const scripts = readdirSync(folder).filter((file) => file.endsWith('.js'))
    return scripts.map((file) => readFileSync(join(folder, file), 'utf8')).join('\n')
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

it('what is deployed holds nothing of the local inbox, of the local commands and of the fictional county', { timeout: 120_000 }, () => {
  const [local, deployed] = [builtBy(buildWorker), builtBy(buildDeployed)]
  const heldBy = (bundle: string): string[] => localWords.filter((word) => bundle.includes(word))
  expect(heldBy(local)).toEqual(localWords)
  expect(heldBy(deployed)).toEqual([])
  expect(deployed).toContain('/sign-in')
})
