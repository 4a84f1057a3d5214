// How often each page asks the database, as whoever it is for: never more often than the table says, for a trip costs more than what it fetches.
import { expect, it, vi } from 'vitest'
import { counting, request, run } from '#test/support/factories.ts'
import { pathOf } from './addresses.ts'
import { askerOf } from './asker.ts'
import { routeTable } from './route-table.ts'
import { aWorld } from './world.ts'

vi.setConfig({ testTimeout: 240_000 })

it('no page makes more round trips to the database than its row allows', async () => {
  // What an isolate keeps for seconds is kept as long as this takes.
  vi.useFakeTimers({ toFake: ['Date'], now: new Date() })
  const world = await aWorld()
  await run('UPDATE StaffRole SET grantedAt = ?1', new Date().toISOString())
  const counted = counting()
  const bindings = {
    DB: counted.db,
    STRIPE_SECRET_KEY: `sk_test_trips${crypto.randomUUID().replaceAll('-', '')}`,
    STRIPE_WEBHOOK_SECRET: 'whsec_pretend',
  }
  const found: string[] = []
  for (const row of routeTable.filter(({ method, who, nothing }) => method === 'GET' && who !== 'command' && !nothing)) {
    const { cookie } = world.people[askerOf(row)]
    const ask = () => request(pathOf(world, row, askerOf(row)), { ...(cookie ? { cookie } : {}), bindings })
    // The council's settings and words are read by the first.
    await (await ask()).text()
    const before = counted.trips()
    await (await ask()).text()
    const trips = counted.trips() - before
    if (row.trips === undefined || trips > row.trips) found.push(`${row.path}: ${trips}, allowed are ${row.trips}`)
  }
  expect(found).toEqual([])
})
