// A build is kept while sources, generated files, files of pages and packages stay the same. This
// reads files and nothing else, so that a start that finds its build loads no build tools.
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { cacheOf, keepFolder, newFolder } from './kept-folder.ts'

const folders = ['src', 'emails', 'tools/local', 'assets', 'prisma', 'public']
// npm writes the last one: what is really installed, which a lockfile from elsewhere does not say.
export const single = ['wrangler.toml', 'tsconfig.json', 'package.json', 'package-lock.json', 'node_modules/.package-lock.json']
const mostKept = 3

const filesIn = (root: string, folder: string): string[] =>
  existsSync(join(root, folder))
    ? readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
        .filter((entry) => entry.isFile())
        .map((entry) => relative(root, join(entry.parentPath, entry.name)))
        .sort()
    : []

/** Nothing for a file that is not there, or that another process has just taken away. */
const bytesOf = (path: string): Buffer => {
  try {
    return readFileSync(path)
  } catch {
    return Buffer.alloc(0)
  }
}

/** Differs as soon as anything in these differs: by default in what a build is made of. */
export const fingerprintOf = (root: string, within: readonly string[] = folders, besides: readonly string[] = single): string => {
  const hash = createHash('sha256')
  for (const path of [...within.flatMap((folder) => filesIn(root, folder)), ...besides]) {
    const bytes = bytesOf(join(root, path))
    hash.update(`${path}\0${bytes.length}\0`).update(bytes)
  }
  return hash.digest('hex').slice(0, 32)
}

/** What a build takes: `generate` makes the generated sources, `bundle` the build itself. */
type Making = { generate: () => Promise<void>; bundle: (outdir: string) => Promise<void> }

const generatedFile = (root: string): string => join(cacheOf(root), 'generated')

/** Says that everything that is generated was made from `root` as it is now. */
export const noteGenerated = (root: string): void => {
  mkdirSync(cacheOf(root), { recursive: true })
  writeFileSync(generatedFile(root), fingerprintOf(root))
}

const isGenerated = (root: string, print: string): boolean => String(bytesOf(generatedFile(root))) === print

/**
 * The folder of the build of `root` as it is now: the kept one, or a new one.
 * @param load the builder, asked for only when there is no kept build
 */
export const keptBuild = async (root: string, load: () => Promise<Making>): Promise<string> => {
  const kept = join(cacheOf(root), 'built')
  let print = fingerprintOf(root)
  if (existsSync(join(kept, print))) return join(kept, print)
  const { generate, bundle } = await load()
  for (;;) {
    if (!isGenerated(root, print)) {
      await generate()
      print = fingerprintOf(root)
    }
    const folder = join(kept, print)
    if (existsSync(folder)) return folder
    const outdir = newFolder(kept)
    try {
      await bundle(outdir)
      const made = print
      print = fingerprintOf(root)
      // What was changed while it was made may be half in it.
      if (print !== made) continue
      keepFolder(outdir, folder, mostKept)
      return folder
    } finally {
      rmSync(outdir, { recursive: true, force: true })
    }
  }
}
