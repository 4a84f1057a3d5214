// A folder for the skeletons of pages that axe has judged in this run, shared by all files; the end of the run says how many there were.
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
  mkdirSync(folder)
  const looks = join(folder, 'looks')
  writeFileSync(looks, '')
  project.provide('judged', folder)
  return () => {
    const lines = readdirSync(folder).flatMap((file) => readFileSync(join(folder, file), 'utf8').split('\n').slice(1))
    const [pages, skeletons] = [statSync(looks).size, lines.length]
    if (pages > 0) console.log(`axe was asked of ${pages} pages, and judged each of their ${skeletons} skeletons once.`)
    rmSync(folder, { recursive: true, force: true })
  }
}
