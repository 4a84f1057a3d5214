import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { root } from '#commands/settings.ts'

type Entry = { integrity?: string; resolved?: string }

const lockfiles = [
  ['package-lock.json', 200],
  ['tools/stripe-cli/package-lock.json', 1],
] as const

it('one runtime is installed, for everything that runs the Worker', () => {
  const { packages } = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')) as { packages: Record<string, Entry> }
  expect(Object.keys(packages).filter((path) => path.endsWith('node_modules/workerd'))).toEqual(['node_modules/workerd'])
})

it.each(lockfiles)('of every package that is installed the lockfile says which bytes it must be: %s', (lockfile, least) => {
  const { packages } = JSON.parse(readFileSync(join(root, lockfile), 'utf8')) as { packages: Record<string, Entry> }
  const entries = Object.entries(packages).filter(([path]) => path !== '')
  expect(entries.length).toBeGreaterThanOrEqual(least)
  expect(entries.filter(([, { integrity }]) => !/^sha512-[\w+/]{86}==$/.test(integrity ?? '')).map(([path]) => path)).toEqual([])
  const elsewhere = entries.filter(
    ([, { resolved = 'https://registry.npmjs.org/' }]) => !resolved.startsWith('https://registry.npmjs.org/'),
  )
  expect(elsewhere.map(([path]) => path)).toEqual([])
})
