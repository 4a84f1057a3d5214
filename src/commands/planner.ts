// One number for the sources that decide when a resting kind is due (docs/due.md): when it
// changes, the sweep looks at every kind again.
import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { ownPath } from './imports.ts'

/** Paths from the root of the project to what is in them. */
type Texts = ReadonlyMap<string, string>

/** What it takes of modules: types come to nothing when it runs. */
const importsOf = (path: string, text: string): { names: string[]; from: string }[] =>
  [...text.matchAll(/^import (?!type\b)([^;]*?) from '([.#][^']+)'$/gm)].map(([, names = '', from = '']) => ({
    names: [...names.matchAll(/(?<!type )\b\w+/g)].map(([name]) => name),
    from: ownPath(path, from) ?? '',
  }))

/** The modules of `jobs.ts` that say when a resting kind is due, with all that they import. */
export const modulesOfPlanner = (texts: Texts): string[] => {
  const due = texts.get('src/jobs.ts') ?? ''
  const asked = [...due.matchAll(/rests: \{([^}]*)\}/g)].flatMap(([, rests = '']) =>
    [...rests.matchAll(/\b(?:due|until|pages): (\w+)/g)].map(([, name = '']) => name),
  )
  const imported = importsOf('src/jobs.ts', due)
  const open = asked.map((name) => {
    const from = imported.find(({ names }) => names.includes(name))?.from
    if (!from) throw new Error(`src/jobs.ts asks ${name} of a kind that rests and imports it from nowhere`)
    return from
  })
  if (open.length === 0) throw new Error('src/jobs.ts has no kind that rests')
  const reached = new Set<string>()
  for (let path = open.pop(); path !== undefined; path = open.pop()) {
    if (reached.has(path) || path.includes('/generated/')) continue
    reached.add(path)
    open.push(...importsOf(path, texts.get(path) ?? '').map(({ from }) => from))
  }
  return [...reached].sort()
}

/** Eight hexadecimal digits of those modules and of the triggers that wake a kind. */
export const plannerOf = (texts: Texts): string => {
  const triggers = [...texts]
    .filter(([path]) => path.endsWith('.sql'))
    .flatMap(([, sql]) => [...sql.matchAll(/^CREATE TRIGGER [\s\S]*?END;$/gm)].map(([trigger]) => trigger))
    .filter((trigger) => /UPDATE\s+NextLook/.test(trigger))
  const parts = [...modulesOfPlanner(texts).map((path) => texts.get(path) ?? ''), ...triggers.sort()]
  return createHash('sha256').update(parts.join('\n')).digest('hex').slice(0, 8)
}

export const sourcesOf = (root: string): Texts =>
  new Map(
    ['src', 'prisma/migrations']
      .flatMap((folder) =>
        readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' }).map((file) => `${folder}/${file.replaceAll('\\', '/')}`),
      )
      .filter((path) => /\.(tsx?|sql)$/.test(path) && !path.includes('/generated/'))
      .map((path) => [path, readFileSync(join(root, path), 'utf8').replaceAll('\r\n', '\n')]),
  )

/** Writes it where the Worker reads it. */
export const makePlanner = (root: string): void => {
  const path = join(root, 'src/base/db/generated/planner.ts')
  const text = `export const planner = '${plannerOf(sourcesOf(root))}'\n`
  if (!existsSync(path) || readFileSync(path, 'utf8') !== text) writeFileSync(path, text)
}
