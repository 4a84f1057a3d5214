import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { cloudflareTest, readD1Migrations } from '@cloudflare/vitest-plugin'
import { defineConfig } from 'vitest/config'

const here = dirname(fileURLToPath(import.meta.url))
const root = join(here, '..')

export default defineConfig({
  root,
  test: {
    // As many at once as the smallest machine has processors: by itself vitest leaves one idle.
    maxWorkers: 2,
    projects: [
      { root, test: { name: 'domain', include: ['test/domain/**/*.test.ts', 'test/*.test.ts'], environment: 'node' } },
      {
        root,
        plugins: [
          cloudflareTest(async () => ({
            wrangler: { configPath: join(root, 'wrangler.toml') },
            miniflare: {
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
