// The folder of this run, shared by all of its processes: for the skeletons of pages that axe has judged, of which the end of the run says how many
// there were, for what Chromium has taken, and for what Node has compiled.
import { mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { TestProject } from 'vitest/node'

declare module 'vitest' {
  interface ProvidedContext {
    judged: string
  }
}

/** Known to the process of the run, which looks too. */
export const judgedFolder = (): string => join(tmpdir(), `muster-axe-${process.pid}`)

export default (project: TestProject): (() => void) => {
  const folder = judgedFolder()
  mkdirSync(folder, { recursive: true })
  const looks = join(folder, 'looks')
  writeFileSync(looks, '')
  project.provide('judged', folder)
  return () => {
    const files = readdirSync(folder).filter((name) => name.startsWith('judged'))
    const lines = files.flatMap((file) => readFileSync(join(folder, file), 'utf8').split('\n').slice(1))
    const [pages, skeletons] = [statSync(looks).size, lines.length]
    if (pages > 0) console.log(`axe was asked of ${pages} pages, and judged each of their ${skeletons} skeletons once.`)
    // Processes that are just ending may still write to it.
    rmSync(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 50 })
  }
}
