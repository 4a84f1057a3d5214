// Which test files a change can reach: those that import it, that name it or an address of pages
// that import it, or whose folder mirrors it. The app is not followed: every test of a page imports
// it, and it imports everything.
import { versionFile } from './data-version.ts'
import { importsOf } from './imports.ts'
import { addressesOf } from './touched-addresses.ts'
import { touchedPackages } from './touched-packages.ts'
import { standsOn, touchedTables } from './touched-tables.ts'

/** Paths from the root of the project to what is in them. */
export type Texts = ReadonlyMap<string, string>

/** A changed file before and after; '' where it is not there. */
export type Change = { path: string; before: string; after: string }

const mounts = ['src/routes.ts', 'src/event-routes.ts', 'src/guidance-routes.ts', 'src/return-routes.ts']
const hubs = new Set([...mounts, ...['app.tsx', 'index.ts', 'jobs.ts', 'ahead.ts'].map((file) => `src/${file}`), 'tools/local/local.ts'])
/** Who changes one of these changes the ground under every test. */
const everywhere =
  /^(wrangler\.toml|tsconfig\.json|test\/vitest\.config\.ts|test\/support\/(fresh|node-clock|clock|built-once)\.ts|src\/(app|index)\.tsx?|tools\/local\/local\.ts)$/
const outside = /^(docs\/|\.ci\/|\.github\/|[^/]+\.md$|LICENSE$)/

const isTest = (path: string): boolean => /\.test\.tsx?$/.test(path)
/** The version changes with all others, and says nothing of its own. */
const isMigration = (path: string): boolean => path.startsWith('prisma/migrations/') && !path.endsWith(versionFile)

/** Of a list of mounts, the files of pages in the lines that stand in one of both texts alone. */
const mountedAnew = ({ path, before, after }: Change): string[] => {
  const [old, now] = [before.split('\n'), after.split('\n')]
  const changed = [...old.filter((line) => !now.includes(line)), ...now.filter((line) => !old.includes(line))].join('\n')
  const imports = [...`${before}\n${after}`.matchAll(/^import \{([^}]*)\} from '[^']+'$/gm)]
  return imports.flatMap(([line, names = '']) =>
    (names.match(/\w+/g) ?? []).some((name) => new RegExp(`\\b${name}\\b`).test(changed)) ? importsOf(path, line).ours : [],
  )
}

/** Tells of a file whether it imports a package that changed, or one that stands on it. */
const importsChanged = (changes: readonly Change[]): ((path: string, text: string) => boolean) => {
  const packages = new Set(
    changes.flatMap(({ path, before, after }) => (/^package(-lock)?\.json$/.test(path) ? [...touchedPackages(path, before, after)] : [])),
  )
  const nameOf = (imported: string): string => imported.match(/^(@[^/]+\/)?[^/]+/)?.[0] ?? ''
  return (path, text) => packages.size > 0 && importsOf(path, text).packages.some((name) => packages.has(nameOf(name)))
}

/** Files that change with their tables, with the list that mounts them or with what they read. */
const changedBeside = (changes: readonly Change[], texts: Texts): string[] => {
  const migrations = changes.filter(({ path }) => isMigration(path))
  const schema = [...texts].flatMap(([path, text]) => (isMigration(path) ? text : [])).join('\n')
  const stands = standsOn(touchedTables(migrations, schema))
  const mayStand = (path: string): boolean => /^src\/.*store\.ts$/.test(path) || isTest(path)
  const read = changes.flatMap(({ path }) => (/^(prisma|assets)\//.test(path) ? [path, path.replace(/\/[^/]+$/, '')] : []))
  const reads = (path: string, text: string): boolean => path.startsWith('test/') && read.some((one) => text.includes(one))
  return [
    ...changes.flatMap((change) => (mounts.includes(change.path) ? mountedAnew(change) : [])),
    ...[...texts].flatMap(([path, text]) => ((mayStand(path) && stands(text)) || reads(path, text) ? path : [])),
  ]
}

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
 * @param changes each with its path from the root
 * @param texts every file of src, emails, test, tools and prisma/migrations
 * @returns paths of test files, in order; those of the project's own shape and prose always
 */
export const touchedTests = (changes: readonly Change[], texts: Texts): string[] => {
  const tests = [...texts.keys()].filter(isTest).sort()
  const changed = changes.map(({ path }) => path)
  const isNewBelow = importsChanged(changes)
  const newBelow = [...texts].flatMap(([path, text]) => (isNewBelow(path, text) ? path : []))
  if ([...changed, ...newBelow].some((path) => everywhere.test(path))) return tests
  const reached = importersOf(new Set([...changed, ...newBelow, ...changedBeside(changes, texts)]), texts)
  const code = [...reached].filter((path) => /^(src|emails|tools\/local)\//.test(path) && !path.startsWith('src/commands/'))
  const folders = new Set(
    code.flatMap((path) => path.match(/^(?:src|tools)\/([^/]+\/[^/]+)\//)?.[1] ?? (path.startsWith('emails/') ? 'emails' : [])),
  )
  if (changed.some(isMigration)) folders.add('base/db')
  const known = addressesOf(texts)
  const addresses = code.flatMap((path) => known.get(path) ?? [])
  const seen = changed.some((path) => !outside.test(path) && !path.startsWith('test/'))
  const seenEverywhere = changed.some((path) => /^(assets|emails|src\/base)\//.test(path))
  const names = (text: string, parts: readonly string[]): boolean => parts.every((part) => new RegExp(`${part}(?![\\w-])`).test(text))
  return tests.filter((test) => {
    if (reached.has(test) || test === 'test/architecture.test.ts' || test.startsWith('test/domain/docs/')) return true
    const text = texts.get(test) ?? ''
    // Whoever walks through pages goes on from where they begin, and the tours see every page.
    if (test.startsWith('test/browser/'))
      return seen && (seenEverywhere || test.includes('/pages-of-') || addresses.some((parts) => names(text, parts.slice(0, 2))))
    const [, , group = '', concept = ''] = test.split('/')
    return folders.has(`${group}/${concept}`) || folders.has(group) || addresses.some((parts) => names(text, parts))
  })
}
