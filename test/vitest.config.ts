import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { cloudflareTest, readD1Migrations } from '@cloudflare/vitest-plugin'
import { type Request as WorkerRequest, Response as WorkerResponse } from 'miniflare'
import { defineConfig } from 'vitest/config'
import type { StripeTwin } from './twins/stripe/app.ts'

const here = dirname(fileURLToPath(import.meta.url))
const root = join(here, '..')

let twin: Promise<StripeTwin> | undefined

/** Whatever the Worker asks of the outside: Stripe is the twin, which needs Node, and there is nobody else. */
const outbound = async (request: WorkerRequest): Promise<WorkerResponse> => {
  if (new URL(request.url).origin !== 'https://api.stripe.com')
    return new WorkerResponse(`No test may reach ${new URL(request.url).origin}`, { status: 502 })
  twin ??= import('./twins/stripe/app.ts').then(({ createStripeTwin }) => createStripeTwin())
  const body = await request.arrayBuffer()
  const answer = await (await twin).fetch(
    new Request(request.url, {
      method: request.method,
      headers: Object.fromEntries(request.headers),
      ...(body.byteLength > 0 ? { body } : {}),
    }),
  )
  return new WorkerResponse(await answer.text(), { status: answer.status, headers: Object.fromEntries(answer.headers) })
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
