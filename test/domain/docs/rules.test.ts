// Every sentence of a rule is quoted by the test that proves it, in its title or above it.
import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, it } from 'vitest'

const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..', '..')
const files = (folder: string, ending: string): string[] =>
  readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith(ending))
    .map((path) => `${folder}/${path.replaceAll('\\', '/')}`)
const read = (path: string): string => readFileSync(join(root, path), 'utf8')

const topics = files('docs/rules', '.md').filter((path) => !path.endsWith('/README.md'))

/** As one reads it aloud: emphasis, quotation marks, line ends and capitals do not matter. */
const plain = (text: string): string =>
  text
    .replaceAll(/\n\s*\/\/ /g, ' ')
    .replaceAll(/[*_`]/g, '')
    .replaceAll(/[“”]/g, '"')
    .replaceAll(/\\?['‘’]/g, "'")
    .replaceAll(/\s+/g, ' ')
    .trim()
    .toLowerCase()

/** The sentences of the bullet points; a paragraph beside them explains and states no rule. */
const rulesOf = (path: string): string[] =>
  [...read(path).matchAll(/^- (.*(?:\n {2}.*)*)/gm)].flatMap((bullet) =>
    (bullet[1] ?? '').split(/(?<=[.?!]["”]?)\s+(?=[A-Z“"])/).map((sentence) => sentence.replaceAll(/\s+/g, ' ').trim()),
  )

const quoting = files('test', '.ts')
  .filter((path) => !path.startsWith('test/domain/docs/'))
  .map((path) => plain(read(path)))

const isQuoted = (rule: string): boolean => {
  const at = quoting.findIndex((text) => text.includes(plain(rule).replace(/\.$/, '')))
  // The next rule is mostly quoted by the same file.
  quoting.unshift(...quoting.splice(at, at < 0 ? 0 : 1))
  return at >= 0
}

it.each(topics)('every sentence of %s is quoted word for word by a test', (topic) => {
  const rules = rulesOf(topic)
  expect(rules.length).toBeGreaterThan(10)
  expect(rules.filter((rule) => !isQuoted(rule))).toEqual([])
})

it('the table of rules names every topic, and no other', () => {
  const linked = [...read('docs/rules/README.md').matchAll(/\]\(([a-z-]+\.md)\)/g)].map((link) => `docs/rules/${link[1]}`)
  expect(linked.toSorted()).toEqual(topics.toSorted())
})

it('links of README, architecture, guides, rules and decisions lead to files that are there', () => {
  const pages = ['README.md', 'ARCHITECTURE.md', 'CONTRIBUTING.md', 'SECURITY.md', ...files('docs', '.md')]
  const there = new Set([...files('docs', ''), 'ARCHITECTURE.md', 'CONTRIBUTING.md', 'README.md', 'SECURITY.md'])
  const broken = pages.flatMap((page) =>
    [...read(page).matchAll(/\]\(([^)#:\s]+)(?:#[^)]*)?\)/g)]
      .map((link) => join(dirname(page), link[1] ?? '').replaceAll('\\', '/'))
      // Pages of the repository's host.
      .filter((target) => !target.startsWith('../../actions/') && !there.has(target.replace(/\/$/, '')))
      .map((target) => `${page} → ${target}`),
  )
  expect(broken).toEqual([])
})
