// The service as the tests in workerd import it: one bundle with the options of a deployment, kept while its sources stay the same. That vite makes
// its two thousand modules one by one, and workerd loads them one by one, takes longer than most files of tests.
import { existsSync, globSync, rmSync } from 'node:fs'
import { join, relative } from 'node:path'
import type { Plugin } from 'vitest/config'
import { declared } from '#commands/declared.ts'
import { fingerprintOf, single } from '#commands/kept-build.ts'
import { cacheOf, keepFolder, newFolder } from '#commands/kept-folder.ts'
import { root } from '#commands/settings.ts'
import { later } from './later.ts'

/** Packages of which tests must have what the service has: the context of a request is in them. */
const packages = ['hono', 'hono/context-storage', 'hono/cookie']
const kept = join(cacheOf(root), 'tested')

/** Workerd loads the bundle itself. */
export const serviceModule = { type: 'ESModule' as const, include: ['**/.cache/muster/tested/*/service.js'] }

/** The bundle that a line of a stack names, in whatever way workerd writes its path. */
export const serviceIn = (file: string): string | undefined => {
  const [path] = file.match(/node_modules\/\.cache\/muster\/tested\/\w+\/service\.js/) ?? []
  return path && join(root, path)
}

const keptService = async (): Promise<string> => {
  const folder = join(kept, fingerprintOf(root, ['src', 'emails', 'tools/local'], [...single, 'test/support/service.ts']))
  if (existsSync(folder)) return join(folder, 'service.js')
  const sources = globSync('{src,emails,tools/local}/**/*.{ts,tsx}', { cwd: root }).filter(
    (file) => !/^src\/commands\/|\.d\.ts$/.test(file),
  )
  const modules = [...packages.map((name) => [name, name]), ...sources.map((file) => [file, `./${file}`])]
  const contents = `export default {${modules.map(([name, path]) => `'${name}': () => import('${path}')`)}}`
  const { bundle } = await later<typeof import('#commands/bundle.ts')>('src/commands/bundle.ts')
  const outdir = newFolder(kept)
  try {
    const readable = { minify: false, keepNames: true, sourcemap: 'external', sourcesContent: false } as const
    await bundle({
      ...{ root, outdir, ...declared() },
      options: { stdin: { contents, resolveDir: root }, entryNames: 'service', ...readable },
    })
    keepFolder(outdir, folder, 3)
  } finally {
    rmSync(outdir, { recursive: true, force: true, maxRetries: 10, retryDelay: 50 })
  }
  return join(folder, 'service.js')
}

/** The name under which the bundle has a module that vite asks for. */
const nameOf = (id: string): string | undefined => {
  const name = id.startsWith('\0') ? id.replace('\0service:', '') : relative(root, id)
  return /^(src|emails|tools\/local)\/.*\.tsx?$/.test(name) || packages.includes(name) ? name : undefined
}

/** What a test imports of the service is what the service itself uses: each of its modules is asked of the bundle. */
export const service = (): Plugin => {
  let made: Promise<string> | undefined
  return {
    name: 'service',
    enforce: 'pre',
    resolveId: (id) => packages.map((name) => [name, `\0service:${name}`]).find((names) => names.includes(id))?.[1],
    // Vitest keeps what it makes of a file while that file is the same, though here it names the bundle of all of them.
    configureVitest: ({ defineCacheKeyGenerator }) => defineCacheKeyGenerator(({ id }) => (nameOf(id) === undefined ? undefined : false)),
    async load(id) {
      const name = nameOf(id)
      if (name === undefined) return
      made ??= keptService()
      // Vite's own words: it must not look into the bundle.
      return `const module = await (await __vite_ssr_import__('/${relative(root, await made)}')).default['${name}']()
__vite_ssr_exportAll__(module)
export default module.default`
    },
  }
}
