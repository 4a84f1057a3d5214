import { join } from 'node:path'
import { expect, it } from 'vitest'
import { root } from '#commands/settings.ts'
import { service } from './support/service.ts'

type Key = (module: { id: string }) => false | undefined

// A kept one would name the bundle of another day: tests would run against sources that are no more.
it('what vitest makes of a module of the service is made in each run, and that of anything else kept', () => {
  let key: Key = () => undefined
  const plugin = service() as unknown as { configureVitest: (given: { defineCacheKeyGenerator: (made: Key) => void }) => void }
  plugin.configureVitest({
    defineCacheKeyGenerator: (made) => {
      key = made
    },
  })
  const kept = ['src/app.tsx', 'emails/layout.tsx', 'test/support/factories.ts', 'node_modules/fflate/index.js'].map(
    (path) => key({ id: join(root, path) }) !== false,
  )
  expect([...kept, key({ id: '\0service:hono' }) !== false]).toEqual([false, false, true, true, false])
})
