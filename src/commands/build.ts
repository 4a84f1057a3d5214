// The Worker as it would be deployed, bundled by wrangler, and the one with what only a local copy
// has (`tools/local/local.ts`), bundled here with wrangler's options.
import { execFileSync, spawn } from 'node:child_process'
import { existsSync, readdirSync, statSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { bundle } from './bundle.ts'
import { declared, declaredSettings } from './declared.ts'
import { fontFiles } from './fonts.ts'
import { root, settingsFile } from './settings.ts'

const require = createRequire(import.meta.url)

/** What changes with almost every source; what makes it is loaded only when it is asked for. */
const generateFiles = async (): Promise<void> => {
  const [{ makePlanner }, { makePublicFiles }] = await Promise.all([import('./planner.ts'), import('./public-files.ts')])
  makePlanner(root)
  makePublicFiles()
}

/** In a process of its own, which ends with this one: Ctrl+C need not wait for it. */
const generateAll = (): Promise<void> =>
  new Promise((done, fail) => {
    const child = spawn(process.execPath, [join(root, 'src/commands/generate.ts')], { cwd: root, stdio: ['ignore', 'ignore', 'pipe'] })
    let output = ''
    child.stderr.on('data', (text) => (output += String(text)))
    const end = (): void => void child.kill()
    process.once('exit', end)
    child.on('error', fail)
    child.on('close', (code) => {
      process.off('exit', end)
      if (code === 0) done()
      else fail(new Error(output.match(/^\w*Error: .+/m)?.[0] ?? 'npm run generate failed.', { cause: output }))
    })
  })

/** What `npm install` generates, made again when it is missing or older than its source. */
export const generate = async (): Promise<void> => {
  const migrations = join(root, 'prisma/migrations')
  const changedAt = Math.max(
    ...[migrations, ...readdirSync(migrations).map((name) => join(migrations, name))].map((path) => statSync(path).mtimeMs),
  )
  const old = ['src/base/db/generated/made-of', 'src/base/db/generated/expected-schema.ts'].some((file) => {
    const path = join(root, file)
    return !existsSync(path) || statSync(path).mtimeMs < changedAt
  })
  if (old || !existsSync(fontFiles(root).bold)) await generateAll()
  else await generateFiles()
}

/** Bundles what a deployment would upload, and returns the folder of its modules. */
export const buildDeployed = async (outdir: string): Promise<string> => {
  await generateFiles()
  const wrangler = join(dirname(require.resolve('wrangler/package.json')), 'bin', 'wrangler.js')
  execFileSync(process.execPath, [wrangler, 'deploy', '--dry-run', '--minify', '--outdir', outdir], {
    cwd: root,
    stdio: ['ignore', 'ignore', 'inherit'],
    env: { ...process.env, WRANGLER_SEND_METRICS: 'false', WRANGLER_LOG: 'error' },
  })
  return outdir
}

/** Bundles `entry` as wrangler would, into `index.js` or `local.js` and the modules beside it. */
export const bundleHere = (entry: 'src/index.ts' | 'tools/local/local.ts', outdir: string): Promise<void> =>
  bundle({ root, outdir, ...declared(), options: { entryPoints: [entry] } })

/**
 * Bundles the Worker of a local copy with its settings of wrangler.toml; a start reads nothing
 * else.
 */
export const buildLocal = async (outdir: string): Promise<void> => {
  await bundleHere('tools/local/local.ts', outdir)
  writeFileSync(join(outdir, settingsFile), JSON.stringify(declaredSettings()))
}
