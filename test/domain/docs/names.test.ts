// Whoever looks for what a document names must find it: files, folders, commands, and names in the code.
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, it } from 'vitest'
import { signInAs } from '#tools/local/demonstration/people.ts'

const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..', '..')
const read = (path: string): string => readFileSync(join(root, path), 'utf8')
const under = (folder: string): string[] =>
  readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => `${entry.parentPath.slice(root.length + 1).replaceAll('\\', '/')}/${entry.name}`)

const documents = [...readdirSync(root).filter((name) => name.endsWith('.md')), ...under('docs').filter((path) => path.endsWith('.md'))]
const files = ['src', 'emails', 'test', 'tools', 'docs', 'prisma', 'assets', '.ci']
  .flatMap(under)
  .filter((path) => !path.includes('/generated/'))
/** Made by programs, or by whoever reads: not in the repository. */
const made = [
  'test/screenshots/',
  'before-going-back.sql/',
  '00NN_words.sql/',
  'src/base/db/generated/',
  'src/base/web/generated/',
  'public/',
  '.wrangler/',
]
const code = files
  .filter((path) => /\.(tsx?|sql|js|prisma)$/.test(path) && !path.startsWith('test/domain/docs/'))
  .map(read)
  .join('\n')
const words = new Set(code.match(/[A-Za-z_]\w*/g))
const { scripts: written, dependencies, devDependencies } = JSON.parse(read('package.json'))
const scripts = new Set(Object.keys(written))
const packages = new Set(Object.keys({ ...dependencies, ...devDependencies }))
/** Of browsers. */
const platform = new Set(['postMessage'])

/** What stands between backticks in a document, blocks of several lines apart. */
const spansOf = (text: string): string[] =>
  [...text.replaceAll(/^```[\s\S]*?^```/gm, '').matchAll(/`([^`\n]+)`/g)].map(([, span = '']) => span)
const commandsOf = (text: string): string[] =>
  [
    ...(text.match(/`[^`\n]+`|^```[\s\S]*?^```/gm) ?? [])
      .join('\n')
      .matchAll(/npm (?:run )?([a-z][\w:-]*)|node (src\/commands\/[\w-]+\.ts)/g),
  ].map(([, script = '', file = '']) => script || file)

const isThere = (path: string): boolean => {
  const bare = path.replace(/\/$/, '')
  if (packages.has(bare)) return true
  if (made.some((folder) => `src/${bare}/`.includes(folder)) || existsSync(join(root, bare))) return true
  return files.some((file) => file.endsWith(`/${bare}`) || file.includes(`/${bare}/`))
}

const isPath = (span: string): boolean =>
  /^[\w.-]+(\/[\w.-]+)*\.(tsx?|md|sql|json|toml|py|scss|prisma|js)$/.test(span) ||
  /^(src|test|tools|emails|docs|prisma|assets)\/[\w/-]+\/?$/.test(span)
const isName = (span: string): boolean => /^[a-z]+[A-Z]\w*(\(…?\))?$/.test(span) || /^([A-Z][a-z]+){2,}(\.[a-z]\w*)?$/.test(span)
const npmOwn = new Set(['ci', 'install', 'run', 'start', 'test', 'audit'])

it.each(documents)('every file and folder that %s names is there', (document) => {
  expect(spansOf(read(document)).filter((span) => isPath(span) && !isThere(span))).toEqual([])
})

it.each(documents)('every command that %s names can be given', (document) => {
  const known = (command: string): boolean =>
    command.startsWith('src/') ? existsSync(join(root, command)) : scripts.has(command) || npmOwn.has(command)
  expect(commandsOf(read(document)).filter((command) => !known(command))).toEqual([])
})

it.each(documents)('every name of the code that %s names is in it', (document) => {
  const parts = (span: string): string[] => span.replace(/\(…?\)$/, '').split('.')
  expect(
    spansOf(read(document)).filter((span) => isName(span) && !parts(span).every((part) => words.has(part) || platform.has(part))),
  ).toEqual([])
})

it('control: what is not there is found', () => {
  const spans = spansOf('see `money/typed.ts`, `src/shop/`, `settleLapsed(…)`, `NoSuchThing.column`, `placeBooking` and `src/due.ts`')
  expect(spans.filter((span) => isPath(span) && !isThere(span))).toEqual(['money/typed.ts', 'src/shop/'])
  expect(spans.filter((span) => isName(span) && !words.has(span.replace(/\W.*$/, '')))).toEqual(['settleLapsed(…)', 'NoSuchThing.column'])
  expect(commandsOf('say `npm run fly`, or `node src/commands/fly.ts`').filter((command) => !scripts.has(command))).toEqual([
    'fly',
    'src/commands/fly.ts',
  ])
})

it('README names everybody of the demonstration whom one can sign in as', () => {
  const named = read('README.md')
  expect(signInAs.filter(({ email }) => !named.includes(`\`${email}\``)).map(({ email }) => email)).toEqual([])
})
