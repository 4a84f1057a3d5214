import { readFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { cloudflareTest, readD1Migrations } from '@cloudflare/vitest-plugin'
import { transform } from 'esbuild'
import { type Request as WorkerRequest, Response as WorkerResponse } from 'miniflare'
import { defineConfig, type Plugin } from 'vitest/config'
import { declaredSettings } from '#commands/declared.ts'
import { moveClock } from './support/clock.ts'
import { emptyDatabases } from './support/empty-database.ts'
import { folderInMemory } from './support/in-memory.ts'
import { judgedFolder } from './support/judged-once.ts'
import { later } from './support/later.ts'
import { looks } from './support/looks.ts'
import Order from './support/order.ts'
import { service, serviceModule } from './support/service.ts'
import { sourceLines } from './support/source-lines.ts'

declare module 'vitest' {
  interface ProvidedContext {
    /** Milliseconds; see `support/clock.ts`. */
    clockAhead: number
    /** Of how many random counties an answer is counted anew. */
    counties: number
  }
}

const here = dirname(fileURLToPath(import.meta.url))
const root = join(here, '..')

type Twin = { fetch: (request: Request) => Promise<Response> }

const twins = new Map<string, Promise<Twin>>()
const make: Record<string, () => Promise<Twin>> = {
  'api.stripe.com': async () => {
    const stripe = await later<typeof import('#tools/twins/stripe/app.ts')>('tools/twins/stripe/app.ts')
    await stripe.prepareStripeTwin()
    return stripe.createStripeTwin()
  },
  'api.resend.com': async () => (await later<typeof import('#tools/twins/resend/app.ts')>('tools/twins/resend/app.ts')).createResendTwin(),
  'scanner.example': async () =>
    (await later<typeof import('#tools/twins/scanner/app.ts')>('tools/twins/scanner/app.ts')).createScannerTwin(),
  'sch.example': async () => {
    const sites = await (await later<typeof import('#tools/twins/sites/server.ts')>('tools/twins/sites/server.ts')).startSites()
    return {
      fetch: (request) =>
        sites.fetcher(request.url, { method: request.method, headers: Object.fromEntries(request.headers), redirect: 'manual' }),
    }
  },
}
/** The twin that is reached there, made when it is first asked. */
const twinAt = (host: string): Promise<Twin> | undefined => {
  const name =
    host === 'inbound-cdn.resend.com'
      ? 'api.resend.com'
      : (['sch.example', 'scanner.example'].find((shared) => host.endsWith(`.${shared}`)) ?? host)
  const twin = twins.get(name) ?? make[name]?.()
  if (twin) twins.set(name, twin)
  return twin
}

/** Whatever the Worker asks of the outside: Stripe, Resend, a virus scanner and sites of schools are twins, which need Node, and there is nobody else. */
const outbound = async (request: WorkerRequest): Promise<WorkerResponse> => {
  const twin = await twinAt(new URL(request.url).host)
  if (!twin) return new WorkerResponse(`No test may reach ${new URL(request.url).origin}`, { status: 502 })
  const body = await request.arrayBuffer()
  const asked = new Request(request.url, {
    method: request.method,
    headers: Object.fromEntries(request.headers),
    ...(body.byteLength > 0 ? { body } : {}),
  })
  try {
    const answer = await twin.fetch(asked)
    return new WorkerResponse(await answer.arrayBuffer(), { status: answer.status, headers: Object.fromEntries(answer.headers) })
  } catch {
    // A connection that broke: an answer that ends in its first word, which no client can read.
    return new WorkerResponse('{', { status: 200, headers: { 'content-type': 'application/json' } })
  }
}

/** What is deployed beside the Worker. */
const publicFile = ({ url }: WorkerRequest): WorkerResponse => new WorkerResponse(readFileSync(join(root, 'public', new URL(url).pathname)))

/** How far the clock of this run is ahead of the machine's, in milliseconds. */
const clockAhead = process.env['MUSTER_CLOCK'] ? Date.parse(process.env['MUSTER_CLOCK']) - Date.now() : 0
if (Number.isNaN(clockAhead)) throw new Error('MUSTER_CLOCK must be a date such as 2028-02-29, or an instant.')
if (clockAhead !== 0) moveClock(clockAhead)

/** Some packages name maps of sources that they do not hold: without the name, nobody looks for them. */
const withoutLostMaps: Plugin = {
  name: 'without-lost-maps',
  enforce: 'pre',
  load: (id) =>
    /\/node_modules\/(stripe|standardwebhooks|oauth4webapi)\//.test(id)
      ? readFileSync(id.replace(/\?.*/, ''), 'utf8').replace(/\/\/# sourceMappingURL=.*/, '')
      : undefined,
}

/** Miniflare keeps the databases of the Worker project there. Other tests use the usual folder, for not everything in memory may be executed. */
const env = { TMPDIR: tmpdir() }
process.env['TMPDIR'] = folderInMemory()
// A hundred processes of a run load the same modules of commands and packages: the first compiles them for all.
process.env['NODE_COMPILE_CACHE'] ??= join(judgedFolder(), 'compiled')

const looking = looks()
const settings = declaredSettings()

const databases = { className: 'Database', scriptName: 'databases', useSQLite: true }
const databaseObject = async () => ({
  ...{ name: 'databases', modules: true, compatibilityDate: settings.compatibilityDate, durableObjects: { DATABASES: databases } },
  script: (await transform(readFileSync(join(here, 'support/database-object.ts'), 'utf8'), { loader: 'ts' })).code,
})

const node = {
  environment: 'node' as const,
  isolate: false,
  setupFiles: [join(here, 'support/node-clock.ts')],
  provide: { clockAhead },
  env,
}

export default defineConfig({
  root,
  test: {
    // As many at once as the smallest machine has processors: by itself vitest leaves one idle.
    maxWorkers: 2,
    // What is logged on purpose is read by nobody; beside a failure it may say why.
    silent: 'passed-only',
    reporters: ['default', join(here, 'support/closing-line.ts')],
    sequence: { sequencer: Order },
    globalSetup: [join(here, 'support/judged-once.ts')],
    projects: [
      {
        root,
        test: {
          ...node,
          name: 'domain',
          // It loads all sources for what their constants say: Node alone does so in half of the time.
          server: { deps: { external: [/\/support\/read-statements/] } },
          include: ['test/domain/**/*.test.ts', 'test/contract/**/*.test.ts', 'test/*.test.ts'],
          // Only what hangs is to be ended: how long a test takes is the machine's business.
          testTimeout: 240_000,
          hookTimeout: 240_000,
        },
      },
      {
        root,
        plugins: [
          withoutLostMaps,
          sourceLines(),
          service(),
          cloudflareTest(async () => ({
            // Told by wrangler.toml itself, it does without wrangler, which takes half a second to load.
            miniflare: {
              compatibilityDate: settings.compatibilityDate,
              modulesRules: [{ type: 'CompiledWasm', include: ['**/*.wasm', '**/*.wasm?module'] }, serviceModule],
              d1Databases: { DB: settings.databaseId },
              outboundService: outbound,
              serviceBindings: { EMPTY_DATABASES: emptyDatabases(), LOOKS: looking.answer, ASSETS: publicFile },
              // vitest asks for the inspector, and goes on with a complaint when there is none.
              compatibilityFlags: [...settings.compatibilityFlags, 'enable_nodejs_inspector_module'],
              durableObjects: { DATABASES: databases },
              workers: [await databaseObject()],
              r2Buckets: ['CHECKPOINTS', 'KEPT_FILES'],
              bindings: {
                ...settings.vars,
                TEST_MIGRATIONS: await readD1Migrations(join(root, 'prisma/migrations')),
                LOCAL_MAIL: '1',
                LOCAL_TOKEN: 'test-token',
                TICKET_KEY: 'tickets of tests',
              },
            },
          })),
          looking.plugin,
        ],
        test: {
          name: 'worker',
          include: ['test/worker/**/*.test.{ts,tsx}'],
          setupFiles: [join(here, 'support/fresh.ts')],
          // What the service is made of is loaded once for all files, each of which begins with an empty database.
          isolate: false,
          provide: { clockAhead, counties: Number(process.env['RECOUNT_COUNTIES'] ?? 1) },
          testTimeout: 240_000,
          hookTimeout: 240_000,
        },
      },
      {
        root,
        test: {
          ...node,
          name: 'browser',
          include: ['test/browser/**/*.test.ts'],
          globalSetup: [join(here, 'support/built-once.ts')],
          testTimeout: 300_000,
          hookTimeout: 300_000,
          // Mail goes once a page is answered: on a busy machine a second is too little.
          expect: { poll: { timeout: 60_000, interval: 50 } },
        },
      },
    ],
  },
})
