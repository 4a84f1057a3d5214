// All figures of how people in roles stand that a reader of reports can get: every page and file is
// opened that a link leads to, and sentences and tables are read as they stand there.

import { groupName, knownStates, lowerFirst } from '#attendance/requirements/state.ts'
import { kinds } from '#schools/schools/school.ts'
import { plain } from '#test/support/plain.ts'
import type { Report } from './attacker.ts'

/** What an address says; undefined: there is no such page. */
export type Asking = (path: string) => Promise<string | undefined>

const isFile = (path: string): boolean => /\.(pdf|xlsx|ods|json)$/.test(path)

/** Every page and CSV that links of readers lead to, by its address. */
export const everythingOf = async (ask: Asking, from: readonly string[]): Promise<Map<string, string>> => {
  const found = new Map<string, string>()
  const waiting = [...from]
  for (const path of waiting) {
    const text = isFile(path) ? undefined : await ask(path)
    if (text === undefined) continue
    found.set(path, text)
    for (const [, href = ''] of text.matchAll(/href="(\/(?:answer|coverage|open-data|reports|requirements)[^"#]*)"/g)) {
      const next = href.replaceAll('&amp;', '&')
      if (!waiting.includes(next)) waiting.push(next)
    }
  }
  return found
}

/** A school that is asked, in what a reader has not: how it stands. */
export type Truth = { urn: string; kind: string; sector: string; state: string }

export const cellsOf = (line: string): string[] =>
  [...line.matchAll(/("(?:[^"]|"")*"|[^,]*)(?:,|$)/g)].map(([, cell = '']) => cell.replaceAll(/^"|"$/g, ''))

/** The file of an officer, by requirement: those who are asked, their kind from the register, and how they stand. */
export const truthIn = (csv: string): Map<string, Truth[]> => {
  const [head = '', ...lines] = csv.replaceAll('\r', '').split('\n')
  const at = (name: string): number => {
    const found = cellsOf(head.replace('\uFEFF', '')).indexOf(name)
    if (found < 0) throw new Error(`the file has no column ${name}`)
    return found
  }
  // Files of other reports say nothing of it.
  if (!head.includes('State by our record')) return new Map()
  const truths = lines.filter(Boolean).flatMap((line) => {
    const cells = cellsOf(line)
    const [said = '', sector = ''] = [cells[at('State by our record')], cells[at('Sector and kind')]]
    const state = knownStates.find((one) => [true, false].some((stated) => said.replace(/, due soon$/, '') === groupName(one, stated)))
    const kind = Object.entries(kinds).find(([, label]) => sector.toLowerCase().endsWith(label.toLowerCase()))?.[0] ?? 'not_known'
    return state ? [{ requirement: cells[at('Training rule')] ?? '', urn: cells[at('URN')] ?? '', kind, sector, state }] : []
  })
  return Map.groupBy(truths, ({ requirement }) => requirement)
}

const sentence =
  /(In date|All staff, in date) (\d+)( · [^=]*)? = (\d+) schools?\.(?: Asked since the report before and in no figure here: (\d+)\.)?/

/** What a page or CSV says of the schools of one report, of which `asked` are asked. `known`: asked in the report before. */
export const figuresIn = (text: string, asked: readonly Truth[], known: ReadonlySet<string>): Report['figures'] => {
  const said = sentence.exec(plain(text))
  if (!said) return []
  const counted = asked.filter(({ urn }) => said[5] === undefined || known.has(urn))
  if (counted.length !== Number(said[4])) throw new Error(`${said[4]} schools are counted, and ${counted.length} are asked`)
  const schools = counted.map(({ urn }) => urn)
  const parts = said[0].split(' = ')[0]?.split(' · ') ?? []
  const table = text.split('<table').find((one) => plain(one).includes('By kind of school')) ?? ''
  const rows = [...table.matchAll(/<tr[^>]*>(.*?)<\/tr>/gs)].map(([, row = '']) =>
    [...row.matchAll(/<t[hd][^>]*>(.*?)<\/t[hd]>/gs)].map(([, cell = '']) => plain(cell).trim()),
  )
  return [
    ...parts.map((part) => ({
      schools,
      states: knownStates.filter((one) => [true, false].some((stated) => lowerFirst(part).includes(lowerFirst(groupName(one, stated))))),
      n: Number(/\d+$/.exec(part)?.[0]),
    })),
    ...rows.flatMap(([label = '', first, second]) => {
      const named = label.split(', ').map((one) => Object.entries(kinds).find(([, name]) => name.toLowerCase() === one.toLowerCase())?.[0])
      if (named.some((one) => one === undefined)) return []
      const own = counted.filter(({ kind }) => named.includes(kind))
      if (own.length !== Number(first)) throw new Error(`${label} are ${first} schools, and ${own.length} of them are asked`)
      return [{ schools: own.map(({ urn }) => urn), states: ['in_date'], n: Number(second) }]
    }),
  ]
}
