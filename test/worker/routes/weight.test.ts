// With thousands of schools no page embeds them: what may be chosen of many is searched for.
import { expect, it, vi } from 'vitest'
import { request, run } from '#test/support/factories.ts'
import { sql } from '#test/support/row-of.ts'
import { pourSchools } from '#test/support/school-facts.ts'
import { pathOf } from './addresses.ts'
import { askerOf } from './asker.ts'
import { routeTable } from './route-table.ts'
import { aWorld } from './world.ts'

vi.setConfig({ testTimeout: 400_000 })

const most = 100_000
/** An id alone has 36 bytes: a page that embeds them all weighs more. */
const schools = 4000

/** Open schools of the area, each in a trust of its own. */
const pourRegister = () =>
  pourSchools(schools, {
    name: sql(`'Saint ' || printf('%c', 65 + i % 26) || 'lban’s Church of England Primary School ' || i`),
    laCode: '884',
    sector: 'academy',
    trustUid: sql(`'T' || i`),
    trustName: sql(`'The Trust of Learning Number ' || i`),
    wardName: sql(`'Ward ' || (i / 20)`),
  })

it('no page weighs more than 100 KB with 4,000 schools in the area', async () => {
  const world = await aWorld()
  await run('UPDATE StaffRole SET grantedAt = ?1', new Date().toISOString())
  await pourRegister()
  const heavy: string[] = []
  const pages = routeTable
    .filter(({ method, who, nothing, path }) => method === 'GET' && who !== 'command' && !nothing && !/\.\w+$/.test(path))
    .map((row) => ({ row, path: pathOf(world, row, askerOf(row)) }))
  const claims = pages.find(({ path }) => path === '/school/claims/new')
  if (claims) pages.push({ row: claims.row, path: '/school/claims/new?for=trust' })
  for (const { row, path } of pages) {
    const { cookie } = world.people[askerOf(row)]
    const page = await (await request(path, cookie ? { cookie } : {})).text()
    const bytes = new TextEncoder().encode(page).length
    if (bytes > most) heavy.push(`${path}: ${Math.round(bytes / 1000)} KB`)
  }
  expect(heavy).toEqual([])
})
