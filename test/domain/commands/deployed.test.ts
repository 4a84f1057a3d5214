import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { buildDeployed, bundleHere } from '#commands/build.ts'
import { builtWorker } from '#commands/worker.ts'

// Sentences that people read there, addresses, and names of the fictional county: no minifying changes them.
const localWords = [
  'Try this copy',
  'Local inbox',
  '/dev/inbox',
  '/inbox.json',
  '/commands/audit',
  'x-muster-token',
  '/floor/',
  'Hedgerow Learning Trust',
]

const scriptsIn = (folder: string): string =>
  readdirSync(folder)
    .filter((file) => file.endsWith('.js'))
    .map((file) => readFileSync(join(folder, file), 'utf8'))
    .join('\n')

/** The modules of a bundle with what is in them; maps of sources are wrangler's alone. */
const modulesIn = (folder: string): Record<string, string> =>
  Object.fromEntries(
    readdirSync(folder)
      .filter((file) => /\.(js|wasm)$/.test(file))
      .map((file) => [file, readFileSync(join(folder, file), 'latin1').replace(/\/\/# sourceMappingURL=.*\n?$/, '')]),
  )

let folder: string
let deployed: string
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'muster-test-'))
  deployed = await buildDeployed(join(folder, 'deployed'))
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

it('what is deployed holds nothing of the local inbox, of the local commands and of the fictional county', async () => {
  const heldBy = (bundle: string): string[] => localWords.filter((word) => bundle.includes(word))
  expect(heldBy(scriptsIn(await builtWorker()))).toEqual(localWords)
  expect(heldBy(scriptsIn(deployed))).toEqual([])
  expect(scriptsIn(deployed)).toContain('/sign-in')
})

it('what a local copy is bundled with makes of the same entry the same modules as wrangler does, byte for byte', async () => {
  const here = join(folder, 'here')
  mkdirSync(here)
  await bundleHere('src/index.ts', here)
  const [ours, wranglers] = [modulesIn(here), modulesIn(deployed)]
  expect(Object.keys(ours)).toEqual(Object.keys(wranglers))
  expect(Object.keys(ours)).toHaveLength(2)
  // Compared by name: the text of one fills a page of a report with two megabytes.
  expect(Object.keys(ours).filter((file) => ours[file] !== wranglers[file])).toEqual([])
})
