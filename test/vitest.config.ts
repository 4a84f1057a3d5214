import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { cloudflareTest, readD1Migrations } from '@cloudflare/vitest-plugin'
import { type Request as WorkerRequest, Response as WorkerResponse } from 'miniflare'
import { defineConfig } from 'vitest/config'

const here = dirname(fileURLToPath(import.meta.url))
const root = join(here, '..')

type Twin = { fetch: (request: Request) => Promise<Response> }

const twins = new Map<string, Promise<Twin>>()
const make: Record<string, () => Promise<Twin>> = {
  'api.stripe.com': async () => (await import('./twins/stripe/app.ts')).createStripeTwin(),
  'api.resend.com': async () => (await import('./twins/resend/app.ts')).createResendTwin(),
}
/** The twin that is reached there, made when it is first asked. */
const twinAt = (host: string): Promise<Twin> | undefined => {
  const name = host === 'inbound-cdn.resend.com' ? 'api.resend.com' : host
  const twin = twins.get(name) ?? make[name]?.()
  if (twin) twins.set(name, twin)
  return twin
}

/** Whatever the Worker asks of the outside: Stripe and Resend are twins, which need Node, and there is nobody else. */
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

export default defineConfig({
  root,
  test: {
    // As many at once as the smallest machine has processors: by itself vitest leaves one idle.
    maxWorkers: 2,
    projects: [
      {
        root,
        test: {
          name: 'domain',
          include: ['test/domain/**/*.test.ts', 'test/contract/**/*.test.ts', 'test/*.test.ts'],
          globalSetup: [join(here, 'support/twin-schemas.ts')],
          environment: 'node',
        },
      },
      {
        root,
        plugins: [
          cloudflareTest(async () => ({
            wrangler: { configPath: join(root, 'wrangler.toml') },
            miniflare: {
              outboundService: outbound,
              bindings: {
                TEST_MIGRATIONS: await readD1Migrations(join(root, 'prisma/migrations')),
                LOCAL_MAIL: '1',
                LOCAL_TOKEN: 'test-token',
              },
            },
          })),
        ],
        test: {
          name: 'worker',
          include: ['test/worker/**/*.test.{ts,tsx}'],
          globalSetup: [join(here, 'support/twin-schemas.ts')],
          setupFiles: [join(here, 'support/migrate.ts')],
          testTimeout: 30_000,
        },
      },
      {
        root,
        test: {
          name: 'browser',
          include: ['test/browser/**/*.test.ts'],
          globalSetup: [join(here, 'support/built-once.ts')],
          environment: 'node',
          testTimeout: 300_000,
          hookTimeout: 180_000,
          fileParallelism: false,
        },
      },
    ],
  },
})
