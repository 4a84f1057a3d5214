// `npm run measure`: how often what repeats is written by hand, as a table with the pattern of each
// row. `-- --write` keeps the counts in measures.json, where a test lets them only fall.
import { execFileSync } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { filesBehind } from './measure-path.ts'

export type Source = { path: string; text: string }

/** Lines from one that begins to the next that ends at the same indent. */
type Span = { begins: RegExp; ends: (indent: string) => RegExp }
type Row = { what: string; pattern: RegExp | Span; among?: RegExp; longerThan?: number } | { what: string; behind: readonly string[] }

const handlers: Span = { begins: /^( *)(?:export const \w+ = withPages\(.*\))?\.post\(/, ends: (indent) => new RegExp(`^${indent}\\}\\)`) }
// One without a block ends before what is declared next.
const functions: Span = { begins: /^()(?:export )?(?:async )?(?:const \w+.* =>|const \w+.*\($|function )/, ends: () => /^(?:[^\s)]|\)$)/ }
const shows: Span = { begins: /^()(?:export )?const show\w* = .*\{$/, ends: () => /^\}/ }
const props: Span = { begins: /^()(?:export )?const [A-Z]\w* = \(\{$/, ends: () => /^\}\)/ }
const rooms = /^src\/(payments|money|upkeep\/records|people|guidance)\//

/** Patterns rest on how the formatter lays out code. */
export const rows = {
  presses: { what: 'Handlers of a form', pattern: handlers },
  pressesInRooms: { what: 'of these in payments, money, records, people, guidance', pattern: handlers, among: rooms },
  shows: { what: 'Functions that show a form', pattern: shows },
  frames: { what: 'Frames of a form', pattern: /<form\b/ },
  fields: { what: 'Fields of forms', pattern: /<(TextField|TextArea|Select|Choices|DayField|TimeField|FileField)\b/ },
  props: { what: 'Components that name each property twice', pattern: props },
  lists: { what: 'Lists with pages', pattern: /<Pagination\b/ },
  csv: { what: 'Routes of a CSV file', pattern: /\.get\(.*\.csv/ },
  inserts: { what: 'INSERT with values by number', pattern: /VALUES \(\?1/ },
  spreads: { what: 'Literals spread only to be packed in one line', pattern: /\.\.\.[[{]/ },
  longFunctions: { what: 'Functions over 100 lines', pattern: functions, longerThan: 100 },
  bookingFiles: { what: 'Files that a booking runs through', behind: ['src/booking/placing/school-check-pages.tsx'] },
  returnFiles: {
    what: "Files that a school's audit runs through",
    behind: ['src/returns/filling/school-pages.tsx', 'src/returns/signing/school-pages.tsx'],
  },
} satisfies Record<string, Row>

export type Measure = keyof typeof rows

/** TypeScript that a council deploys. */
export const deployed = (): readonly Source[] =>
  execFileSync('git', ['ls-files', '-z', 'src', 'emails'], { encoding: 'utf8' })
    .split('\0')
    .filter((path) => /\.tsx?$/.test(path) && !/^src\/(commands|upkeep\/(demonstration|dev)|local\.ts)/.test(path))
    .map((path) => ({ path, text: readFileSync(path, 'utf8') }))

const spansIn = (lines: readonly string[], { begins, ends }: Span): number[] =>
  lines.flatMap((line, at) => {
    const indent = begins.exec(line)?.[1]
    if (indent === undefined) return []
    return [lines.slice(at + 1).findIndex((later) => ends(indent).test(later)) + 2]
  })

const linesOf = (text: string): number => text.split('\n').length - 1

/** @returns how many there are, and how many lines they have together */
export const measure = (sources: readonly Source[], key: Measure): { count: number; lines: number } => {
  const row: Row = rows[key]
  if ('behind' in row) {
    const files = filesBehind(sources, row.behind)
    const texts = sources.filter(({ path }) => files.includes(path)).map(({ text }) => text)
    return { count: files.length, lines: texts.reduce((sum, text) => sum + linesOf(text), 0) }
  }
  const { pattern, among, longerThan = 0 } = row
  const spans = sources
    .filter(({ path }) => among?.test(path) ?? true)
    .flatMap(({ text }) => {
      const lines = text.split('\n')
      return pattern instanceof RegExp ? lines.filter((line) => pattern.test(line)).map(() => 1) : spansIn(lines, pattern)
    })
    .filter((length) => length > longerThan)
  return { count: spans.length, lines: spans.reduce((sum, length) => sum + length, 0) }
}

const keptAt = fileURLToPath(new URL('measures.json', import.meta.url).href)
export const keptCounts = (): Record<string, number> => JSON.parse(readFileSync(keptAt, 'utf8'))

export const countsOf = (sources: readonly Source[]): Record<string, number> =>
  Object.fromEntries((Object.keys(rows) as Measure[]).map((key) => [key, measure(sources, key).count]))

/** A count may be so far below the kept one before it has to be written down. */
const slack = (kept: number): number => Math.max(2, Math.floor(kept / 50))

/** @returns a sentence for each count that rose, or that fell and is not written down */
export const unlikeKept = (counts: Record<string, number>, kept: Record<string, number>): string[] =>
  [...new Set([...Object.keys(counts), ...Object.keys(kept)])].flatMap((key) => {
    const [now, before] = [counts[key], kept[key]]
    if (now === undefined || before === undefined) return [`${key} is measured and kept, or neither. Run npm run measure -- --write`]
    if (now > before) return [`${key} rose from ${before} to ${now}: write the new ones with the kit instead`]
    if (now < before - slack(before)) return [`${key} fell from ${before} to ${now}. Run npm run measure -- --write`]
    return []
  })

if (import.meta.main) {
  const sources = deployed()
  if (process.argv.includes('--write')) writeFileSync(keptAt, `${JSON.stringify(countsOf(sources), null, 2)}\n`)
  console.table({
    'Lines that a council deploys': { count: sources.reduce((sum, { text }) => sum + linesOf(text), 0) },
    ...Object.fromEntries(
      (Object.keys(rows) as Measure[]).map((key) => {
        const row: Row = rows[key]
        const { count, lines } = measure(sources, key)
        const by = 'behind' in row ? row.behind.join(', ') : row.pattern instanceof RegExp ? row.pattern : row.pattern.begins
        return [row.what, { count, lines, pattern: String(by) }]
      }),
    ),
  })
}
