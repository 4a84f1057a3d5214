// With thousands of schools no page embeds them: what may be chosen of many is searched for.
import { expect, it, vi } from 'vitest'
import { request, run } from '#test/support/factories.ts'
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
  run(
    `INSERT INTO School (id, rootId, origin, name, town, postcode, urn, laCode, statusCode, sector, kind, phase, trustUid, trustName, wardName, createdAt)
       WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ?1)
       SELECT printf('00000000-0000-7000-8000-%012d', 900000 + i), printf('00000000-0000-7000-8000-%012d', 900000 + i), 'register',
         'Saint ' || printf('%c', 65 + i % 26) || 'lban’s Church of England Primary School ' || i, 'Newcastle upon Tyne', 'NE1 1AA', 200000 + i,
         '884', '1', 'academy', 'primary', 'Primary', 'T' || i, 'The Trust of Learning Number ' || i, 'Ward ' || (i / 20), '2026-01-01T09:00:00.000Z' FROM n`,
    schools,
  )

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
