// The Worker as it would be deployed, bundled by wrangler, and with what only a local copy has
// (`src/local.ts`).
import { execFileSync } from 'node:child_process'
import { existsSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { unstable_readConfig as readConfig } from 'wrangler'
import { makePlanner } from './planner.ts'
import { makePublicFiles } from './public-files.ts'
import { root, type Settings, settingsFile } from './settings.ts'

const require = createRequire(import.meta.url)

const bundle = (outdir: string, entry: readonly string[]): void => {
  const wrangler = join(dirname(require.resolve('wrangler/package.json')), 'bin', 'wrangler.js')
  execFileSync(process.execPath, [wrangler, 'deploy', ...entry, '--dry-run', '--minify', '--outdir', outdir], {
    cwd: root,
    stdio: ['ignore', 'ignore', 'inherit'],
    env: { ...process.env, WRANGLER_SEND_METRICS: 'false', WRANGLER_LOG: 'error' },
  })
}

/** What `npm install` generates, made again when it is missing or older than its source. */
export const generate = (): void => {
  const migrations = join(root, 'prisma/migrations')
  const changedAt = Math.max(
    ...[migrations, ...readdirSync(migrations).map((name) => join(migrations, name))].map((path) => statSync(path).mtimeMs),
  )
  const old = ['src/base/db/generated/client.ts', 'src/base/db/generated/expected-schema.ts'].some((file) => {
    const path = join(root, file)
    return !existsSync(path) || statSync(path).mtimeMs < changedAt
  })
  if (old || !existsSync(join(root, 'src/base/web/generated/fonts.ts')))
    execFileSync(process.execPath, [join(root, 'src/commands/generate.ts')], { cwd: root, stdio: ['ignore', 'ignore', 'inherit'] })
  else {
    makePlanner(root)
    makePublicFiles()
  }
}

/** Bundles what a deployment would upload, and returns the folder of its modules. */
export const buildDeployed = (outdir: string): string => {
  makePlanner(root)
  makePublicFiles()
  bundle(outdir, [])
  return outdir
}

const settingsIn = (path: string): Settings => {
  const { name, compatibility_date: date, compatibility_flags: flags, d1_databases: databases, vars } = readConfig({ config: path })
  const [database] = databases
  if (!database || !date) throw new Error('wrangler.toml names no D1 database or no compatibility date')
  const text = Object.fromEntries(Object.entries(vars).map(([key, value]) => [key, String(value)]))
  return {
    name: name ?? 'muster',
    compatibilityDate: date,
    compatibilityFlags: flags,
    databaseId: database.database_id ?? database.binding,
    vars: text,
  }
}

/**
 * Bundles the Worker of a local copy with its settings of wrangler.toml; a start reads nothing
 * else.
 */
export const buildLocal = (outdir: string): void => {
  bundle(outdir, ['src/local.ts'])
  for (const file of readdirSync(outdir)) if (file.endsWith('.map')) rmSync(join(outdir, file))
  writeFileSync(join(outdir, settingsFile), JSON.stringify(settingsIn(join(root, 'wrangler.toml'))))
}
