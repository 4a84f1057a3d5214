import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { buildDeployed } from '#commands/build.ts'
import { builtWorker } from '#commands/worker.ts'

// Sentences that people read there, addresses, and names of the fictional county: no minifying changes them.
const localWords = ['Local inbox', '/dev/inbox', '/inbox.json', '/commands/audit', 'x-muster-token', '/floor/', 'Hedgerow Learning Trust']

const scriptsIn = (folder: string): string =>
  readdirSync(folder)
    .filter((file) => file.endsWith('.js'))
    .map((file) => readFileSync(join(folder, file), 'utf8'))
    .join('\n')

it('what is deployed holds nothing of the local inbox, of the local commands and of the fictional county', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'muster-test-'))
  const [local, deployed] = [scriptsIn(await builtWorker()), scriptsIn(buildDeployed(folder))]
  rmSync(folder, { recursive: true, force: true })
  const heldBy = (bundle: string): string[] => localWords.filter((word) => bundle.includes(word))
  expect(heldBy(local)).toEqual(localWords)
  expect(heldBy(deployed)).toEqual([])
  expect(deployed).toContain('/sign-in')
})
