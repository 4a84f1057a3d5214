// Starts the deployed Worker on this machine in workerd, with the local inbox and the routes of
// commands. One process owns the local database (a second would meet SQLITE_BUSY), so every
// command goes through here.
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Request as WorkerRequest, Response as WorkerResponse } from 'miniflare'
import type { Definition } from '#base/council/schema.ts'
import { anotherLocalVersion, storedVersion } from '#base/db/version.ts'
import { migrationsIn, versionOf } from './data-version.ts'
import { listOfMigrations, writeEmptyDatabase } from './empty-database.ts'
import { keptBuild } from './kept-build.ts'
import { Miniflare, Response } from './miniflare.ts'
import { root, settingsOf } from './settings.ts'

/** For a copy of a deployment: a local Muster has a bucket where the folder of its data has one. */
export const bucketBinding = { FILES: { type: 'r2' as const, name: 'muster-files' } }

/** Where `wrangler dev` keeps local data too, so that `wrangler d1 execute --local` sees it. */
export const statePath = join(root, '.wrangler', 'state', 'v3')

/**
 * The folder of the local Worker (`tools/local/local.ts`) as its sources are now: a kept build or a
 * new one.
 */
export const builtWorker = (sayBuilding: () => void = () => {}): Promise<string> =>
  keptBuild(root, async () => {
    sayBuilding()
    const { generate, buildLocal } = await import('./build.ts')
    return { generate, bundle: buildLocal }
  })

type Modules = Record<string, { type: 'esm'; contents: string } | { type: 'wasm'; contents: Uint8Array<ArrayBuffer> }>

const modulesIn = (built: string): Modules =>
  Object.fromEntries(
    readdirSync(built)
      .filter((file) => /\.(js|wasm)$/.test(file))
      .map((file) => {
        const bytes = readFileSync(join(built, file))
        return [
          file,
          file.endsWith('.wasm') ? { type: 'wasm', contents: new Uint8Array(bytes) } : { type: 'esm', contents: bytes.toString('utf8') },
        ]
      }),
  )

/** The Worker with something that runs before it. */
const begunBy = (script: string): Modules => ({
  'first.js': { type: 'esm', contents: script },
  'begun.js': { type: 'esm', contents: `import './first.js'\nexport * from './local.js'\nexport { default } from './local.js'` },
})

export type Running = { url: string; miniflare: Miniflare; stop: () => Promise<void> }

/**
 * @param options.port 0 chooses a free one
 * @param options.persist folder of the local data; without it nothing is kept
 * @param options.vars bindings besides those of wrangler.toml
 */
export const startWorker = async (options: {
  port: number
  persist: string | undefined
  vars: Record<string, string>
  built: string
  /** Nothing is written into a folder without a database: whoever asks brings all of it. */
  withoutDatabase?: boolean
  /** A script that runs in the Worker before anything of it. */
  first?: string | undefined
  /** Opens the inspector of its isolates, at a free port. */
  inspected?: boolean
  /** Takes what the Worker logs, a line each time; without it, it goes to this process's output. */
  log?: (line: string) => void
  /** How far the data is that is still being made; without it, it is there. */
  loading?: () => { said: readonly string[]; isDone: boolean }
  /** Answers every request that the Worker makes to the outside; without it they go out. */
  outbound?: (request: WorkerRequest) => WorkerResponse | Promise<WorkerResponse>
}): Promise<Running> => {
  const { built, log, loading } = options
  const settings = settingsOf(built)
  if (options.persist && !options.withoutDatabase) writeEmptyDatabase(options.persist, settings.databaseId)
  const miniflare = new Miniflare({
    host: '127.0.0.1',
    port: options.port,
    ...(options.inspected ? { inspectorPort: 0 } : {}),
    ...(log ? { handleStructuredLogs: ({ message }) => log(message) } : {}),
    ...(options.persist ? { resourcePersistencePath: options.persist } : {}),
    workers: [
      {
        config: {
          name: settings.name,
          compatibilityDate: settings.compatibilityDate,
          compatibilityFlags: settings.compatibilityFlags,
          manifest: {
            mainModule: options.first === undefined ? 'local.js' : 'begun.js',
            modules: { ...modulesIn(built), ...(options.first === undefined ? {} : begunBy(options.first)) },
          },
          env: {
            DB: { type: 'd1', id: settings.databaseId },
            ASSETS: { type: 'assets' },
            ...(options.persist && existsSync(join(options.persist, 'r2')) ? bucketBinding : {}),
            ...(loading ? { LOADING: { type: 'fetcher' as const, handler: () => Response.json(loading()) } } : {}),
            ...Object.fromEntries(
              Object.entries({ ...settings.vars, ...options.vars }).map(([name, value]) => [name, { type: 'text' as const, value }]),
            ),
          },
          assets: { directory: join(root, 'public'), hasUserWorker: true },
        },
        ...(options.outbound ? { dev: { outboundService: { type: 'fetcher' as const, handler: options.outbound } } } : {}),
      },
    ],
  })
  const url = (await miniflare.ready).origin
  return { url, miniflare, stop: () => miniflare.dispose() }
}

/**
 * Applies the migrations to an empty database, all or none, and records them as `wrangler d1
 * migrations apply` does.
 * @throws Error naming the command that rebuilds a database that other migrations made
 */
export const migrate = async (miniflare: Miniflare): Promise<void> => {
  const db = await miniflare.getD1Database('DB')
  await db.exec(listOfMigrations)
  const files = migrationsIn(root)
  if (await db.prepare('SELECT 1 FROM d1_migrations').first()) {
    const stored = await db
      .prepare(storedVersion)
      .first<string>('value')
      .catch(() => undefined)
    if (stored !== JSON.stringify(versionOf(files))) throw new Error(anotherLocalVersion)
  } else
    await db.batch(
      files.flatMap(({ file, sql }) => [
        ...splitSql(sql).map((statement) => db.prepare(statement)),
        db.prepare('INSERT INTO d1_migrations (name) VALUES (?1)').bind(file),
      ]),
    )
  // Generated, perhaps by the command that asks: not there yet when this file is loaded.
  const [{ schemaDifferences }, { ourDefinitions }] = await Promise.all([
    import('#base/council/schema.ts'),
    import('#base/db/fingerprint.ts'),
  ])
  const { results } = await db.prepare(`SELECT type, name, sql FROM sqlite_schema WHERE ${ourDefinitions}`).all<Definition>()
  if (schemaDifferences(results).length > 0) throw new Error(anotherLocalVersion)
}

/** Takes SQL line by line and gives each whole statement; `cut.rest()` is what has no end yet. */
export const statementCutter = (): ((line: string) => string | undefined) & { rest: () => string } => {
  let lines: string[] = []
  let inTrigger = false
  const cut = (line: string): string | undefined => {
    if (lines.length === 0 && (line.trim() === '' || line.trim().startsWith('--'))) return undefined
    lines.push(line)
    if (/^CREATE TRIGGER/i.test(line)) inTrigger = true
    if (!(inTrigger ? /END;\s*$/ : /;\s*$/).test(line)) return undefined
    const statement = lines.join('\n')
    lines = []
    inTrigger = false
    return statement
  }
  return Object.assign(cut, { rest: () => lines.join('\n') })
}

/** Statements of a migration: they end with `;` at the end of a line, and a trigger with `END;`. */
export const splitSql = (sql: string): string[] => {
  const cut = statementCutter()
  const statements = sql.split(/\r?\n/).flatMap((line) => cut(line) ?? [])
  if (cut.rest() !== '') throw new Error('A migration ends in the middle of a statement')
  return statements
}
