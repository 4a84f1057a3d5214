// Wrangler's commands for the databases of a Cloudflare account, in the words of this project.
import { spawnSync } from 'node:child_process'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { root } from './settings.ts'

const require = createRequire(import.meta.url)

/**
 * A database that wrangler reaches: its name, and words that say where it is, such as `--remote`.
 */
export type Reached = { name: string; where: readonly string[] }

/** What wrangler.toml says for an environment; only what asks waits for wrangler to load. */
export const configOf = (env: string | undefined) => {
  const { unstable_readConfig } = require('wrangler') as typeof import('wrangler')
  return unstable_readConfig({ config: join(root, 'wrangler.toml'), ...(env === undefined ? {} : { env }) })
}

/** The database of wrangler.toml at Cloudflare. Production is what no environment is named for. */
export const remoteDatabase = (env: string | undefined, name?: string): Reached => {
  const named = name ?? configOf(env).d1_databases[0]?.database_name
  if (!named) throw new Error(`wrangler.toml names no database${env === undefined ? '' : ` for ${env}`}.`)
  return { name: named, where: ['--remote', `--env=${env ?? ''}`] }
}

export const wranglerPath = join(dirname(require.resolve('wrangler/package.json')), 'bin', 'wrangler.js')

/** What it printed of a failure, which it does on stdout where it was asked for JSON. */
const failureIn = (printed: unknown): string => {
  try {
    const { error } = JSON.parse(String(printed)) as { error: { text: string; notes?: { text: string }[] } }
    return `: ${[error.text, ...(error.notes ?? []).map(({ text }) => text)].join(' ')}`
  } catch {
    return '.'
  }
}

/**
 * Runs wrangler and returns what it printed; its errors go to our stderr.
 * @throws Error without the rest of the command line, which may be long and name people; its
 * cause is what wrangler said
 */
export const wrangler = (...words: readonly string[]): string => {
  const { status, stdout, stderr } = spawnSync(process.execPath, [wranglerPath, ...words], {
    cwd: root,
    encoding: 'utf8',
    maxBuffer: 1 << 30,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, WRANGLER_SEND_METRICS: 'false', NO_COLOR: '1' },
  })
  process.stderr.write(stderr)
  if (status !== 0) throw new Error(`wrangler ${words.slice(0, 3).join(' ')} failed${failureIn(stdout)}`, { cause: stderr })
  return stdout
}

export type Answer = Record<string, string | number | null>

/**
 * What the statements answer, a list of rows each. Together they must fit a command line (100 KB).
 */
export const askDatabase = ({ name, where }: Reached, statements: readonly string[]): Answer[][] =>
  statements.length === 0
    ? []
    : (JSON.parse(wrangler('d1', 'execute', name, ...where, '--json', '--command', statements.join(';\n'))) as { results: Answer[] }[]).map(
        ({ results }) => results,
      )

export const exportDatabase = ({ name, where }: Reached, path: string): void => {
  wrangler('d1', 'export', name, ...where, '--skip-confirmation', '--output', path)
}

export const loadDatabase = ({ name, where }: Reached, path: string): void => {
  wrangler('d1', 'execute', name, ...where, '--yes', '--file', path)
}
