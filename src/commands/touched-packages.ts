// Which packages a change of package.json and its lockfile touches: those that differ, and those
// that need them.

type Manifest = {
  dependencies?: Record<string, string>
  devDependencies?: Record<string, string>
  optionalDependencies?: Record<string, string>
}
type Locked = Manifest & { version?: string; integrity?: string }

const parsed = <T extends object>(text: string): T => (text === '' ? {} : JSON.parse(text)) as T
const neededBy = (one: Manifest): Record<string, string> => ({ ...one.dependencies, ...one.devDependencies, ...one.optionalDependencies })

const differing = (before: Record<string, unknown>, after: Record<string, unknown>): string[] =>
  Object.keys({ ...before, ...after }).filter((name) => JSON.stringify(before[name]) !== JSON.stringify(after[name]))

/** Names of packages whose version is another, in package.json or, by its lockfile, below. */
export const touchedPackages = (path: string, before: string, after: string): Set<string> => {
  if (path === 'package.json') return new Set(differing(neededBy(parsed(before)), neededBy(parsed(after))))
  const [old, now] = [before, after].map((text) => parsed<{ packages?: Record<string, Locked> }>(text).packages ?? {})
  const nameOf = (at: string): string => at.replace(/^.*node_modules\//, '')
  const touched = new Set(differing({ ...old, '': 0 }, { ...now, '': 0 }).map(nameOf))
  for (let before = -1; before < touched.size; ) {
    before = touched.size
    for (const [at, one] of Object.entries(now ?? {}))
      if (at !== '' && Object.keys(neededBy(one)).some((name) => touched.has(name))) touched.add(nameOf(at))
  }
  return touched
}
