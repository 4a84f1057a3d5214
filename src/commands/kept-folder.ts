// Folders that are made once and kept, whole or not at all.
import { existsSync, mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync, statSync } from 'node:fs'
import { join } from 'node:path'

export const cacheOf = (root: string): string => join(root, 'node_modules', '.cache', 'muster')

/** An empty folder beside the kept ones, for `keepFolder`. */
export const newFolder = (kept: string): string => {
  mkdirSync(kept, { recursive: true })
  return mkdtempSync(join(kept, 'making-'))
}

/** Keeps `made` under its name, and of all that are kept there the latest. */
export const keepFolder = (made: string, folder: string, most: number): void => {
  try {
    renameSync(made, folder)
  } catch (error) {
    // Another process has made the same one meanwhile.
    if (!existsSync(folder)) throw error
  }
  forgetOlder(join(folder, '..'), most)
}

const forgetOlder = (kept: string, most: number): void => {
  const byAge = readdirSync(kept)
    .map((name) => ({ path: join(kept, name), madeAt: statSync(join(kept, name)).mtimeMs }))
    .sort((a, b) => b.madeAt - a.madeAt)
  for (const { path } of byAge.slice(most)) rmSync(path, { recursive: true, force: true })
}

/** Takes away what was being made in a folder when its process was killed. */
export const removeUnfinished = (kept: string): void => {
  mkdirSync(kept, { recursive: true })
  for (const name of readdirSync(kept)) if (name.startsWith('making-')) rmSync(join(kept, name), { recursive: true, force: true })
}
