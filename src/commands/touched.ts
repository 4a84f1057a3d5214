// Which test files a change can reach: those that import it, that name an address of pages that
// import it, or whose folder mirrors it. The app is not followed: every test of a page imports
// it, and it imports everything.
import { importsOf } from './imports.ts'

/** Paths from the root of the project to what is in them. */
export type Texts = ReadonlyMap<string, string>

const hubs = new Set([
  'src/app.tsx',
  'src/routes.ts',
  'src/event-routes.ts',
  'src/guidance-routes.ts',
  'src/return-routes.ts',
  'src/index.ts',
  'src/local.ts',
])
/** Who changes one of these changes the ground under every test. */
const everywhere =
  /^(package(-lock)?\.json|wrangler\.toml|tsconfig\.json|prisma\/.*|test\/vitest\.config\.ts|src\/(app|routes|index|local)\.tsx?)$/
const outside = /^(docs\/|\.ci\/|[^/]+\.md$|LICENSE$)/

/** The changed files and all that import them, without passing through the app. */
const importersOf = (changed: ReadonlySet<string>, texts: Texts): Set<string> => {
  const imports = new Map([...texts].map(([path, text]) => [path, importsOf(path, text).ours]))
  const reached = new Set(changed)
  for (let before = -1; before < reached.size; ) {
    before = reached.size
    for (const [path, names] of imports)
      if (!hubs.has(path) && names.some((name) => !hubs.has(name) && reached.has(name))) reached.add(path)
  }
  return reached
}

/**
 * How the addresses of a file of pages begin, up to the first part that varies: '/events/' for
 * '/events/:code/book'.
 */
const addressesIn = (text: string): string[] =>
  [...text.matchAll(/\.(?:get|post|put|all|on|route|use)\(\s*'(\/[^']+)'/g)].map((match) => (match[1] ?? '').replace(/[:{].*$/, ''))

const isTest = (path: string): boolean => /\.test\.tsx?$/.test(path)

/**
 * @param changed paths from the root
 * @param texts every file of src, emails and test
 * @returns paths of test files, in order; those of the project's own shape and prose always
 */
export const touchedTests = (changed: readonly string[], texts: Texts): string[] => {
  const tests = [...texts.keys()].filter(isTest).sort()
  if (changed.some((path) => everywhere.test(path))) return tests
  const reached = importersOf(new Set(changed), texts)
  const code = [...reached].filter((path) => /^(src|emails)\//.test(path) && !path.startsWith('src/commands/'))
  const folders = new Set(code.flatMap((path) => path.match(/^src\/([^/]+\/[^/]+)\//)?.[1] ?? (path.startsWith('emails/') ? 'emails' : [])))
  const addresses = [...new Set(code.flatMap((path) => addressesIn(texts.get(path) ?? '')))].filter((address) => address !== '/')
  const seen = changed.some((path) => !outside.test(path) && !path.startsWith('test/'))
  return tests.filter((test) => {
    if (reached.has(test) || test === 'test/architecture.test.ts' || test.startsWith('test/domain/docs/')) return true
    // Whoever walks through pages meets whatever is behind them.
    if (test.startsWith('test/browser/')) return seen
    const text = texts.get(test) ?? ''
    const [, , group = '', concept = ''] = test.split('/')
    return folders.has(`${group}/${concept}`) || folders.has(group) || addresses.some((address) => text.includes(address))
  })
}
