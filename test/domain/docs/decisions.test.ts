// Whoever is led to a decision by its number finds it: by one file, or by the index that says which decision has it now.
import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, it } from 'vitest'

const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..', '..')
const folder = join(root, 'docs/decisions')
const files = readdirSync(folder).filter((name) => name !== 'README.md')
const index = readFileSync(join(folder, 'README.md'), 'utf8')
const folded = [...(index.split('## Folded')[1] ?? '').matchAll(/^- .*: ([\d, ]+)$/gm)].flatMap(([, numbers = '']) =>
  numbers.split(', ').map(Number),
)

it('each decision has a number of its own, which its title says', () => {
  const numbers = [...files.map((name) => Number(name.slice(0, 4))), ...folded]
  expect(numbers.filter((number, at) => numbers.indexOf(number) !== at)).toEqual([])
  const wrong = files.filter((name) => !readFileSync(join(folder, name), 'utf8').startsWith(`# ${Number(name.slice(0, 4))}. `))
  expect(wrong).toEqual([])
})

it('every number that the code or a document names is a decision', () => {
  const known = new Set([...files.map((name) => Number(name.slice(0, 4))), ...folded])
  const texts = ['src', 'emails', 'assets', 'tools', 'prisma', 'docs', 'README.md', 'ARCHITECTURE.md', 'CONTRIBUTING.md'].flatMap((path) =>
    path.endsWith('.md') ? [path] : readdirSync(join(root, path), { recursive: true, encoding: 'utf8' }).map((name) => `${path}/${name}`),
  )
  const named = texts
    .filter((path) => /\.(tsx?|js|sql|md)$/.test(path) && !path.includes('/generated/'))
    .flatMap((path) =>
      [...readFileSync(join(root, path), 'utf8').matchAll(/\bdecisions? (\d+)(?: and (\d+))?/gi)].map((match) => ({ path, match })),
    )
    .flatMap(({ path, match }) => match.slice(1).flatMap((number) => (number ? [{ path, number: Number(number) }] : [])))
  expect(named.length).toBeGreaterThan(20)
  expect(named.filter(({ number }) => !known.has(number))).toEqual([])
})
