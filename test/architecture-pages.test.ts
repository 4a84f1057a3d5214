import { globSync, readFileSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, it } from 'vitest'
import { allPages, inStories, noPages, ofAdministrators, ofOfficers, ofOrganisers, ofSchools, pathOf } from '#test/support/pages.ts'

const here = dirname(fileURLToPath(import.meta.url))
const words = (lists: Record<string, string>): string[] => Object.values(lists).flatMap((list) => list.trim().split(/\s+/))

it('a test looks at every page that the service has', () => {
  const toured = [...ofSchools, ...ofOfficers, ...ofOrganisers, ...ofAdministrators].flatMap(({ stops }) => stops.map(pathOf))
  const known = new Set([...toured, ...words(inStories), ...words(noPages)])
  expect(allPages.filter((path) => !known.has(path))).toEqual([])
  expect([...known].filter((path) => !allPages.includes(path))).toEqual([])
})

it('each test that is said to look at pages is there, and looks', () => {
  const tests = globSync(join(here, '{browser,worker}/**/*.test.ts'))
  const blind = Object.keys(inStories).filter((name) => {
    const file = tests.find((test) => basename(test) === `${name}.test.ts`)
    return !(file && /\b(look|axeOn)\(/.test(readFileSync(file, 'utf8')))
  })
  expect(blind).toEqual([])
})
