// What the code's shape is held to, as functions of paths and texts, so that each can be shown to find what it looks for.
import { importsOf } from '#commands/imports.ts'
import { placeOf } from './rooms.ts'

export type Source = { path: string; text: string }

export const importsIn = ({ path, text }: Source) => importsOf(path, text)

const arrow = (from: string, to: string): string => `${from} imports ${to}`

/** Files that stand in no group, or in none of its concepts. */
export const outsideRooms = (sources: readonly Source[]): string[] => sources.map(({ path }) => path).filter((path) => !placeOf(path))

/**
 * Imports that run back up: from a group to a later one, and within a group from a concept to a later one. A mail belongs to its group: it may
 * know the nouns of the group's concepts and of earlier groups.
 */
export const importsBackUp = (sources: readonly Source[]): string[] =>
  sources.flatMap((source) => {
    const from = placeOf(source.path)
    if (!from) return []
    return importsIn(source)
      .ours.filter((target) => {
        const to = placeOf(target)
        if (!to) return false
        if (to.order[0] !== from.order[0]) return to.order[0] > from.order[0]
        return to.concept !== 'emails' && to.order[1] > from.order[1]
      })
      .map((target) => arrow(source.path, target))
  })

/** Imports of tests and of what helps them, from what runs without them. */
export const importsOfTests = (sources: readonly Source[]): string[] =>
  sources.flatMap((source) =>
    importsIn(source)
      .ours.filter((target) => target.startsWith('test/'))
      .map((target) => arrow(source.path, target)),
  )

/** Groups of files that know each other, each in order; an import of a type counts too. */
export const cycles = (sources: readonly Source[]): string[][] => {
  const there = new Set(sources.map(({ path }) => path))
  const graph = new Map(sources.map((source) => [source.path, importsIn(source).ours.filter((target) => there.has(target))]))
  const found: string[][] = []
  const number = new Map<string, number>()
  const lowest = new Map<string, number>()
  const stack: string[] = []
  const visit = (path: string): void => {
    number.set(path, number.size)
    lowest.set(path, number.get(path) ?? 0)
    stack.push(path)
    for (const next of graph.get(path) ?? []) {
      if (!number.has(next)) visit(next)
      if (stack.includes(next)) lowest.set(path, Math.min(lowest.get(path) ?? 0, lowest.get(next) ?? 0))
    }
    if (lowest.get(path) !== number.get(path)) return
    const ring = stack.splice(stack.indexOf(path))
    if (ring.length > 1 || graph.get(path)?.includes(path)) found.push(ring.toSorted())
  }
  for (const path of graph.keys()) if (!number.has(path)) visit(path)
  return found
}

const isStore = (path: string): boolean => /(^|-|\/)store\.ts$/.test(path)
const withoutComments = (text: string): string => text.replaceAll(/\/\/.*|\/\*[\s\S]*?\*\//g, '')
const sql = /\.prepare\(\s*[`'"]|#base\/db\/write\.ts|\b(SELECT|INSERT INTO|UPDATE|DELETE FROM)\b[\s\S]{0,200}\b(FROM|VALUES|SET|WHERE)\b/

/** Files of concepts, besides those of `base/db`, that write SQL and are no store. */
export const sqlOutsideStores = (sources: readonly Source[]): string[] =>
  sources
    .filter(({ path, text }) => {
      const place = placeOf(path)
      if (!place?.concept || `${place.group}/${place.concept}` === 'base/db' || `${place.group}/${place.concept}` === 'base/web')
        return false
      return !isStore(path) && sql.test(withoutComments(text))
    })
    .map(({ path }) => path)

/** Files with more values of a statement than are told apart by number, or a row by number. */
export const numberedLists = (sources: readonly Source[]): string[] =>
  sources.filter(({ path, text }) => !path.startsWith('src/commands/') && /VALUES \(\?1\b|\?[1-9]\d\b/.test(text)).map(({ path }) => path)

/** Mails and views that read or write: they are given what they show. */
export const readersThatShouldNot = (sources: readonly Source[]): string[] => {
  const acting = new Set(sources.filter(({ text }) => /\bact: (Act\b|Pick<Act\b)/.test(text)).map(({ path }) => path))
  return sources
    .filter(({ path }) => path.startsWith('emails/') || /views(\.tsx|\/)/.test(path))
    .flatMap((source) =>
      importsIn(source)
        .ours.filter((target) => isStore(target) || (source.path.startsWith('emails/') && (acting.has(target) || isOfPages(target))))
        .map((target) => arrow(source.path, target)),
    )
}

const isOfPages = (path: string): boolean => /\.tsx$/.test(path) && placeOf(path)?.concept !== 'emails' && !path.startsWith('emails/')

const audiences = ['public', 'school', 'organiser', 'report', 'door', 'local']
const catchAlls = /^(utils?|helpers|misc|common|lib|shared|stuff|general)$/

/** Why a file may not be called so; undefined: it may. */
const strange = (path: string): string | undefined => {
  const place = placeOf(path)
  if (!place || place.group === 'commands' || place.group === '') return undefined
  const markup = path.endsWith('.tsx')
  const parts = place.name.replace(/(\.d)?\.tsx?$/, '').split('/')
  const words = (parts.at(-1) ?? '').split('-')
  if (parts.length > 2 || (parts.length === 2 && parts[0] !== 'views')) return 'a concept has no folder but views'
  if (words.some((word) => catchAlls.test(word))) return 'it could hold anything'
  if (parts[0] === 'views') return markup ? undefined : 'a view is markup'
  if (place.concept === 'emails' || ['base/web', 'base/list'].includes(`${place.group}/${place.concept}`)) return undefined
  if (words.at(-1) === 'pages') return markup && audiences.includes(words[0] ?? '') ? undefined : 'pages are named for who asks for them'
  return markup ? 'markup stands in views and pages' : undefined
}

/** Files whose names a reader could not guess, with what is wrong with them. */
export const strangeNames = (sources: readonly Source[]): string[] =>
  sources.flatMap(({ path }) => {
    const why = strange(path)
    return why ? [`${path}: ${why}`] : []
  })

type Comment = { at: number; lines: string[] }

/** The comments that stand on lines of their own, with the index of their first line. */
const commentsIn = (text: string): Comment[] => {
  const found: Comment[] = []
  let open: Comment | undefined
  let last: Comment | undefined
  for (const [at, line] of text.split('\n').entries()) {
    const isLine = /^\s*\/\//.test(line) && !/biome-ignore|@ts-/.test(line)
    const isBlock = /^\s*\{?\/\*/.test(line)
    if (open) open.lines.push(line)
    else if (isLine && last) last.lines.push(line)
    else if (isLine || isBlock) found.push({ at, lines: [line] })
    const newest = found.at(-1)
    last = isLine && !open ? newest : undefined
    if (isBlock || open) open = line.includes('*/') ? undefined : newest
  }
  return found
}

/** Comments of more than three lines (six at the head of a file), or wider than 100 columns. */
export const unwieldyComments = (sources: readonly Source[]): string[] =>
  sources.flatMap(({ path, text }) =>
    commentsIn(text).flatMap(({ at, lines }) => {
      const said = lines.filter((line) => !/^\s*(\/\*\*?|\*\/)\s*$/.test(line)).length
      const width = Math.max(...lines.map((line) => line.length))
      return [
        ...(said > (at === 0 ? 6 : 3) ? [`${path}:${at + 1} has ${said} lines`] : []),
        ...(width > 100 ? [`${path}:${at + 1} has ${width} columns`] : []),
      ]
    }),
  )
