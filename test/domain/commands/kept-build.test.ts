import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { keptBuild, noteGenerated } from '#commands/kept-build.ts'

let project: string
let [generated, built] = [0, 0]
let whileBundling: () => void

const write = (path: string, text: string): void => {
  mkdirSync(dirname(join(project, path)), { recursive: true })
  writeFileSync(join(project, path), text)
}
const read = (path: string): string => readFileSync(join(project, path), 'utf8')

/** A small project: a file is generated of its migration, and a build holds its source, what was generated and its only dependency. */
const build = async (): Promise<string> => {
  const folder = await keptBuild(project, async () => ({
    generate: async () => {
      generated += 1
      write('src/generated/schema.ts', `of ${read('prisma/migrations/0001.sql')}`)
    },
    bundle: async (outdir) => {
      built += 1
      writeFileSync(join(outdir, 'local.js'), [read('src/app.ts'), read('src/generated/schema.ts'), read('package-lock.json')].join(', '))
      whileBundling()
    },
  }))
  return readFileSync(join(folder, 'local.js'), 'utf8')
}

beforeEach(() => {
  project = mkdtempSync(join(tmpdir(), 'muster-test-'))
  generated = 0
  built = 0
  whileBundling = () => {}
  write('src/app.ts', 'app')
  write('prisma/migrations/0001.sql', 'table')
  write('package-lock.json', 'hono 1')
})
afterEach(() => rmSync(project, { recursive: true, force: true }))

it('is made once while nothing changes', async () => {
  expect([await build(), await build(), built]).toEqual(['app, of table, hono 1', 'app, of table, hono 1', 1])
})

it.each([
  ['a source', 'src/app.ts', 'app', 'new app', 'new app, of table, hono 1'],
  ['a migration', 'prisma/migrations/0001.sql', 'table', 'new table', 'app, of new table, hono 1'],
  ['a dependency', 'package-lock.json', 'hono 1', 'hono 2', 'app, of table, hono 2'],
])('is made again when %s has changed, and the one before serves when the change is taken back', async (_, path, before, after, holds) => {
  await build()
  write(path, after)
  expect([await build(), built]).toEqual([holds, 2])
  write(path, before)
  expect([await build(), built]).toEqual(['app, of table, hono 1', 2])
})

it.each([
  ['a new file', 'emails/new.tsx'],
  ['a file that pages load', 'public/muster.css'],
  ['what npm has installed', 'node_modules/.package-lock.json'],
  ['the settings of the Worker', 'wrangler.toml'],
])('is made again for %s', async (_, path) => {
  await build()
  write(path, 'new')
  await build()
  expect(built).toBe(2)
})

it('keeps nothing that was made while a source changed', async () => {
  whileBundling = () => {
    whileBundling = () => {}
    write('src/app.ts', 'app changed meanwhile')
  }
  expect([await build(), built]).toEqual(['app changed meanwhile, of table, hono 1', 2])
  write('src/app.ts', 'app')
  expect(await build()).toBe('app, of table, hono 1')
})

it('what the installation generated is not generated again before anything has changed', async () => {
  write('src/generated/schema.ts', 'of table')
  noteGenerated(project)
  expect([await build(), generated]).toEqual(['app, of table, hono 1', 0])
  write('prisma/migrations/0001.sql', 'new table')
  expect([await build(), generated]).toEqual(['app, of new table, hono 1', 1])
})

it('two that build at once have the same, and old builds go', async () => {
  expect(await Promise.all([build(), build()])).toEqual(['app, of table, hono 1', 'app, of table, hono 1'])
  for (const text of ['two', 'three', 'four', 'five']) {
    write('src/app.ts', text)
    expect(await build()).toBe(`${text}, of table, hono 1`)
  }
  expect(readdirSync(join(project, 'node_modules/.cache/muster/built'))).toHaveLength(3)
})

it('a build that fails is not kept', async () => {
  whileBundling = () => {
    throw new Error('no such module')
  }
  await expect(build()).rejects.toThrow('no such module')
  whileBundling = () => {}
  expect(await build()).toBe('app, of table, hono 1')
})
