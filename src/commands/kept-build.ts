// A build is kept while sources, generated files, files of pages and packages stay the same. This
// reads files and nothing else, so that a start that finds its build loads no build tools.
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync, statSync } from 'node:fs'
import { join, relative } from 'node:path'

const folders = ['src', 'emails', 'assets', 'prisma', 'public']
// npm writes the last one: what is really installed, which a lockfile from elsewhere does not say.
const single = ['wrangler.toml', 'tsconfig.json', 'package.json', 'package-lock.json', 'node_modules/.package-lock.json']
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

/** Differs as soon as anything differs that a build is made of. */
export const fingerprintOf = (root: string): string => {
  const hash = createHash('sha256')
  for (const path of [...folders.flatMap((folder) => filesIn(root, folder)), ...single]) {
    const bytes = bytesOf(join(root, path))
    hash.update(`${path}\0${bytes.length}\0`).update(bytes)
  }
  return hash.digest('hex').slice(0, 32)
}

/** What a build takes: `generate` makes the generated sources, `bundle` the build itself. */
type Making = { generate: () => void; bundle: (outdir: string) => void }

/**
 * The folder of the build of `root` as it is now: the kept one, or a new one.
 * @param load the builder, asked for only when there is no kept build
 */
export const keptBuild = async (root: string, load: () => Promise<Making>): Promise<string> => {
  const kept = join(root, 'node_modules', '.cache', 'muster', 'built')
  const found = join(kept, fingerprintOf(root))
  if (existsSync(found)) return found
  const { generate, bundle } = await load()
  mkdirSync(kept, { recursive: true })
  for (;;) {
    generate()
    const print = fingerprintOf(root)
    const folder = join(kept, print)
    if (existsSync(folder)) return folder
    const outdir = mkdtempSync(join(kept, 'making-'))
    try {
      bundle(outdir)
      // What was changed while it was made may be half in it.
      if (fingerprintOf(root) !== print) continue
      keep(outdir, folder)
    } finally {
      rmSync(outdir, { recursive: true, force: true })
    }
    forgetOlder(kept)
    return folder
  }
}

const keep = (outdir: string, folder: string): void => {
  try {
    renameSync(outdir, folder)
  } catch (error) {
    // Another process has made the same one meanwhile.
    if (!existsSync(folder)) throw error
  }
}

const forgetOlder = (kept: string): void => {
  const byAge = readdirSync(kept)
    .map((name) => ({ path: join(kept, name), madeAt: statSync(join(kept, name)).mtimeMs }))
    .sort((a, b) => b.madeAt - a.madeAt)
  for (const { path } of byAge.slice(mostKept)) rmSync(path, { recursive: true, force: true })
}
