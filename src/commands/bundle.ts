// Bundles the local Worker in this process, with the options that wrangler bundles what is deployed
// with (`deployed.test.ts` holds the two together).
import { createHash } from 'node:crypto'
import { readFileSync, writeFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { type BuildOptions, build, type Plugin } from 'esbuild'

/** Modules of WebAssembly stay files of their own beside the bundle, named as by wrangler. */
const wasmBeside = (outdir: string): Plugin => ({
  name: 'wasm-beside',
  setup: ({ onResolve, resolve }) => {
    onResolve({ filter: /\.wasm(\?module)?$/ }, async ({ path, kind, importer, resolveDir, pluginData }) => {
      if (pluginData === 'found') return undefined
      const { path: file } = await resolve(path.replace(/\?module$/, ''), { kind, importer, resolveDir, pluginData: 'found' })
      const bytes = readFileSync(file)
      const name = `${createHash('sha1').update(bytes).digest('hex')}-${basename(file)}`
      writeFileSync(join(outdir, name), bytes)
      return { path: `./${name}`, external: true }
    })
  },
})

/** As wrangler takes its aliases: esbuild's own would read tsconfig.json for them. */
const inPlaceOf = (alias: Readonly<Record<string, string>>, root: string): Plugin => ({
  name: 'in-place-of',
  setup: ({ onResolve }) => {
    for (const [name, file] of Object.entries(alias))
      onResolve({ filter: new RegExp(`^${name.replaceAll('.', '\\.')}$`) }, () => ({ path: join(root, file) }))
  },
})

export const bundle = async (options: {
  root: string
  outdir: string
  /** Of wrangler.toml. */
  define: Readonly<Record<string, string>>
  alias: Readonly<Record<string, string>>
  /** What it is made of, and what is otherwise than in a deployment. */
  options: BuildOptions
}): Promise<void> => {
  const production = '"production"'
  await build({
    absWorkingDir: options.root,
    outdir: options.outdir,
    bundle: true,
    format: 'esm',
    target: 'es2024',
    supported: { 'import-source': true, using: true },
    conditions: ['workerd', 'worker', 'browser'],
    loader: { '.js': 'jsx', '.mjs': 'jsx', '.cjs': 'jsx' },
    minify: true,
    define: {
      'navigator.userAgent': '"Cloudflare-Workers"',
      'process.env.NODE_ENV': production,
      'global.process.env.NODE_ENV': production,
      'globalThis.process.env.NODE_ENV': production,
      ...options.define,
    },
    external: ['node:async_hooks', 'cloudflare:*'],
    plugins: [wasmBeside(options.outdir), inPlaceOf(options.alias, options.root)],
    // What is wrong is in the error that it throws.
    logLevel: 'silent',
    ...options.options,
  })
}
