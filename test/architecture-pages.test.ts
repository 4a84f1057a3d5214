import { globSync, readFileSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, it } from 'vitest'
import { inStories, noPages, ofAdministrators, ofOfficers, ofOrganisers, ofSchools } from '#test/support/pages.ts'
import { routeTable } from '#test/worker/routes/route-table.ts'

const here = dirname(fileURLToPath(import.meta.url))
const isFile = (path: string): boolean => /\.(csv|css|eml|ics|json|ods|pdf|svg|txt|xlsx|xml|zip)$/.test(path)
const words = (lists: Record<string, string>): string[] => Object.values(lists).flatMap((list) => list.trim().split(/\s+/))

it('a test looks at every page that the service has', () => {
  const toured = [...ofSchools, ...ofOfficers, ...ofOrganisers, ...ofAdministrators].flatMap(({ stops }) =>
    stops.map((stop) => (typeof stop === 'string' ? stop : stop[0]).replace(/\?.*/, '')),
  )
  const known = new Set([...toured, ...words(inStories), ...words(noPages)])
  const pages = routeTable.filter(({ method, path }) => method === 'GET' && !isFile(path)).map(({ path }) => path)
  expect(pages.filter((path) => !known.has(path))).toEqual([])
  expect([...known].filter((path) => !pages.includes(path))).toEqual([])
})

it('each test that is said to look at pages is there, and looks', () => {
  const tests = globSync(join(here, '{browser,worker}/**/*.test.ts'))
  const blind = Object.keys(inStories).filter((name) => {
    const file = tests.find((test) => basename(test) === `${name}.test.ts`)
    return !(file && /\b(look|axeOn)\(/.test(readFileSync(file, 'utf8')))
  })
  expect(blind).toEqual([])
})
