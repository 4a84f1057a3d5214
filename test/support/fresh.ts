// Before each file of tests in workerd: an empty database with all migrations, and the helpers of tests as if nobody had used them. What the
// service itself is made of stays loaded: it is the same for all files, and loading it takes longer than most of them.
import { afterAll, inject, vi } from 'vitest'
// What a local copy has besides joins the app before anybody asks it for anything.
import '#tools/local/local.ts'
import { moveClock } from './clock.ts'
import { emptyDatabase } from './database.ts'
// Loaded with everything else rather than within whichever test is the first to ask it something.
import '#base/db/prisma-client.ts'

type Loaded = { idToModuleMap: Map<string, { id: string }>; invalidateModule: (module: { id: string }) => void }
type Runner = { hasBegun?: boolean; __vitest_worker__: { evaluatedModules: Loaded } }

const runner = globalThis as unknown as Runner
if (!runner.hasBegun) {
  const ahead = inject('clockAhead')
  if (ahead !== 0) moveClock(ahead)
  // However busy the machine is, an answer from outside is waited for until it comes, unless a test lets time go by.
  const trueTimeout = globalThis.setTimeout
  const patient = (work: () => void, after = 0, ...given: []) => trueTimeout(work, after < 5000 ? after : 2 ** 31 - 1, ...given)
  globalThis.setTimeout = patient as typeof setTimeout
  AbortSignal.timeout = () => new AbortController().signal
}
runner.hasBegun = true

const { evaluatedModules } = runner.__vitest_worker__
for (const module of evaluatedModules.idToModuleMap.values())
  if (/\/test\/(worker|support)\//.test(module.id) && !/\/support\/(fresh|clock|database)\.ts$/.test(module.id))
    evaluatedModules.invalidateModule(module)

await emptyDatabase()
afterAll(() => void vi.useRealTimers())
