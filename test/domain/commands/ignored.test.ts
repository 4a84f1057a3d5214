import { readFileSync } from 'node:fs'
import { join, matchesGlob } from 'node:path'
import { expect, it } from 'vitest'
import { root } from '#commands/settings.ts'

const ignored = readFileSync(join(root, '.gitignore'), 'utf8')
  .split('\n')
  .filter((line) => line !== '')
// A line with a slash at its beginning is meant from the root, another one at any depth; one with a slash at its end is a folder.
const patterns = ignored.map((line) => (line.startsWith('/') ? line.slice(1) : `**/${line}`)).map((line) => line.replace(/\/$/, '/**'))

it('a copy of the data that a command has written, by its own name or by one that the guide gives, is never committed', () => {
  const copies = [
    'muster-2026-09-01T0930.sql',
    'muster.sql',
    'before-upgrade.sql',
    'before-going-back.sql',
    'out/muster.sqlite',
    'out/Person.csv',
  ]
  expect(copies.filter((copy) => !patterns.some((pattern) => matchesGlob(copy, pattern)))).toEqual([])
  // Migrations are committed.
  expect(patterns.some((pattern) => matchesGlob('prisma/migrations/0001_base.sql', pattern))).toBe(false)
})
