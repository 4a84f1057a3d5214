// What code that was written for D1 meets when SQLite in this process stands in for it. Everything is asked of D1 in workerd and of its stand-in,
// and both must answer alike.
import { DatabaseSync } from 'node:sqlite'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { Miniflare } from '#commands/miniflare.ts'
import { NodeD1 } from '#commands/node-d1.ts'
import { asked, questions } from '#test/support/d1-questions.ts'

let miniflare: Miniflare
let real: D1Database
beforeAll(async () => {
  const modules = { 'index.js': { type: 'esm' as const, contents: 'export default { fetch: () => new Response() }' } }
  miniflare = new Miniflare({
    workers: [
      {
        config: {
          ...{ name: 'd1', compatibilityDate: '2026-07-01', manifest: { mainModule: 'index.js', modules } },
          env: { DB: { type: 'd1', id: 'contract' } },
        },
      },
    ],
  })
  real = (await miniflare.getD1Database('DB')) as unknown as D1Database
})
afterAll(() => miniflare.dispose())

it.each(Object.entries(questions))('%s', async (_, question) => {
  const stand = new DatabaseSync(':memory:')
  expect(await asked(new NodeD1(stand) as unknown as D1Database, question)).toEqual(await asked(real, question))
  stand.close()
})
