// The two files of the register as they are read: bytes in, the kept facts of each row out, with nothing held but those.
import type { Day } from '../dates.ts'
import { type Sink, unpacked } from './archive.ts'
import { type CellOf, type CsvProblem, csvReader } from './csv.ts'
import { textDecoder } from './decoding.ts'
import { columns, dayFrom, type FileRow, requiredFacts, type TextFact, textFacts } from './facts.ts'
import { FileRefused, type Refusal } from './refusal.ts'
import type { Seen } from './register.ts'
import type { LinkRow } from './succession.ts'

export type Reading = {
  /** Rows of the register read so far, kept or not. */
  rows: number
  /** The kept rows by URN, each as its cells in the order of `present`, packed into one string: a tenth of the memory of objects. */
  kept: Map<string, string>
  /** The kept columns that the file has. */
  present: TextFact[]
  links: LinkRow[]
  hasRegister: boolean
  hasLinks: boolean
  /** URNs that came twice; the first row counts. */
  repeated: number
}

export const newReading = (): Reading => ({
  rows: 0,
  kept: new Map(),
  present: [],
  links: [],
  hasRegister: false,
  hasLinks: false,
  repeated: 0,
})

const between = '\u001f'
/** The whole register packs into about 25 million letters. */
const mostKept = 60_000_000
const mostLinks = 400_000

export const unpackRow = (packed: string, present: readonly TextFact[]): FileRow => {
  const cells = packed.split(between)
  const row: FileRow = {}
  present.forEach((fact, index) => {
    row[fact] = cells[index] ?? ''
  })
  if (row.openDate !== undefined) row.openDate = dayFrom(row.openDate)
  if (row.closeDate !== undefined) row.closeDate = dayFrom(row.closeDate)
  return row
}

/**
 * What matching needs of the rows that `wanted` names; the others are let go. Only the cells it needs are made: the whole register as
 * objects would be many times its size.
 */
export const seenRows = (reading: Reading, wanted: (row: { urn: string; laCode: string }) => boolean): Map<string, Seen> => {
  const at = (fact: TextFact): number => reading.present.indexOf(fact)
  const [laCode, laName, name, number, status] = (['laCode', 'laName', 'name', 'establishmentNumber', 'statusCode'] as const).map(at)
  const [town, postcode, openDate] = (['town', 'postcode', 'openDate'] as const).map(at)
  const seen = new Map<string, Seen>()
  for (const [urn, packed] of reading.kept) {
    const cells = packed.split(between)
    const cell = (place: number | undefined): string => cells[place ?? -1] ?? ''
    if (!wanted({ urn, laCode: cell(laCode) })) {
      reading.kept.delete(urn)
      continue
    }
    seen.set(urn, {
      urn,
      laCode: cell(laCode),
      laName: cell(laName),
      name: cell(name),
      establishmentNumber: cell(number),
      statusCode: cell(status),
      town: cell(town),
      postcode: cell(postcode),
      opensOn: dayFrom(cell(openDate)) || null,
    })
  }
  return seen
}

/** GIAS writes these where it has nothing to say. */
const nothing = new Set(['not applicable', 'does not apply'])
const emptied: readonly TextFact[] = ['trustName', 'federationName', 'closeReason', 'wardName', 'districtName']

const refuse = (refusal: Refusal): never => {
  throw new FileRefused(refusal)
}

/** What only Excel does to the register: large numbers in E notation, and codes without their leading zero. */
const excelDamage = (fact: TextFact, value: string): boolean =>
  fact === 'uprn' ? /\dE\+?\d/i.test(value) : fact === 'typeCode' ? /^\d$/.test(value) : fact === 'laCode' ? /^\d{1,2}$/.test(value) : false

const checked: readonly TextFact[] = ['uprn', 'typeCode', 'laCode']

/**
 * A sink for one uploaded file, a CSV or a zip. Which of the two files a CSV is shows in its header.
 *
 * @param slot where the person put the file: the register, or the links
 * @param keep whether a row must be held, by its authority, its URN, and whether links may still follow in the same zip
 */
export const fileSink = (
  reading: Reading,
  slot: 'register' | 'links',
  keep: (laCode: string, urn: string, linksMayFollow: boolean) => boolean,
): Sink => {
  let keptLetters = 0
  const open = (entry: string | undefined): Sink | undefined => {
    if (entry !== undefined && !/\.csv$/i.test(entry)) return undefined
    let taker: ((cell: CellOf, count: number, line: number) => void) | undefined
    const decode = textDecoder()
    const reader = csvReader(
      (header) => {
        const names = header.map((cell) => cell.trim().toLowerCase())
        const placeOf = (name: string): number => names.indexOf(name.toLowerCase())
        if (placeOf('LinkURN') >= 0 && placeOf('URN') >= 0 && placeOf('LinkType') >= 0) {
          if (entry === undefined && slot === 'register') refuse({ reason: 'links_file_given' })
          reading.hasLinks = true
          taker = takeLink
          return ['URN', 'LinkURN', 'LinkType', 'LinkEstablishedDate'].map(placeOf).map((place) => (place < 0 ? header.length : place))
        }
        if (slot === 'links' && entry === undefined) refuse({ reason: 'not_links_file' })
        const missing = requiredFacts.filter((fact) => placeOf(columns[fact]) < 0)
        if (missing.length > requiredFacts.length / 2) {
          // Beside the register a zip may hold other lists, such as the groups.
          if (entry !== undefined) return []
          refuse({ reason: 'not_this_file' })
        }
        if (slot === 'links') refuse({ reason: 'not_links_file' })
        if (missing.length > 0) refuse({ reason: 'columns_missing', missing })
        reading.hasRegister = true
        reading.present = textFacts.filter((fact) => placeOf(columns[fact]) >= 0)
        taker = rowTaker(header.length)
        return reading.present.map((fact) => placeOf(columns[fact]))
      },
      (cell, count, line) => taker?.(cell, count, line),
    )

    const takeLink = (cell: CellOf): void => {
      if (reading.links.length >= mostLinks) refuse({ reason: 'too_large' })
      reading.links.push({ urn: cell(0).trim(), linkUrn: cell(1).trim(), type: cell(2).trim(), date: dayFrom(cell(3)) })
    }

    const rowTaker = (expected: number): ((cell: CellOf, count: number, line: number) => void) => {
      const placeOf = (fact: TextFact): number => reading.present.indexOf(fact)
      const [urnAt, laAt] = [placeOf('urn'), placeOf('laCode')]
      const checks = checked.map((fact) => [fact, placeOf(fact)] as const).filter(([, at]) => at >= 0)
      const empties = emptied.map(placeOf).filter((at) => at >= 0)
      let uneven: Extract<Refusal, { reason: 'uneven_row' }> | undefined
      return (cell, count, line) => {
        // A short row is a truncated file when it is the last, and a damaged one otherwise.
        if (uneven) refuse(uneven)
        if (count !== expected) {
          uneven = { reason: 'uneven_row', line, cells: count, expected }
          lastShort = count < expected ? line : undefined
          if (lastShort === undefined) refuse(uneven)
          return
        }
        for (const [fact, at] of checks) {
          const value = cell(at).trim()
          if (excelDamage(fact, value)) refuse({ reason: 'saved_by_excel', column: fact, value, line })
        }
        const urn = cell(urnAt).trim()
        if (!/^\d{5,7}$/.test(urn)) refuse({ reason: 'not_this_file' })
        reading.rows += 1
        if (!keep(cell(laAt).trim(), urn, entry !== undefined)) return
        if (reading.kept.has(urn)) {
          reading.repeated += 1
          return
        }
        const packed = reading.present
          .map((_, slot) => {
            const text = cell(slot).trim()
            return empties.includes(slot) && nothing.has(text.toLowerCase()) ? '' : text
          })
          .join(between)
        keptLetters += packed.length
        if (keptLetters > mostKept) refuse({ reason: 'too_large' })
        reading.kept.set(`${urn}`, packed)
      }
    }
    let lastShort: number | undefined

    const judge = (problem: CsvProblem | undefined): void => {
      if (!problem) return
      if (!taker) refuse({ reason: slot === 'links' ? 'not_links_file' : 'not_this_file' })
      refuse(problem.problem === 'unfinished' ? { reason: 'truncated', line: problem.line } : { reason: 'not_this_file' })
    }
    return {
      push: (bytes) => judge(reader.push(decode(bytes, false))),
      end: () => {
        judge(reader.push(decode(new Uint8Array(0), true)))
        judge(reader.end())
        if (lastShort !== undefined) refuse({ reason: 'truncated', line: lastShort })
        if (!taker && entry === undefined) refuse({ reason: slot === 'links' ? 'not_links_file' : 'not_this_file' })
      },
    }
  }
  return unpacked(open, () => refuse({ reason: 'truncated', line: reading.rows + 2 }))
}

/** What the two files said once both have ended. */
export const finished = (reading: Reading): Reading => {
  if (!reading.hasRegister) refuse({ reason: 'not_this_file' })
  if (reading.rows === 0) refuse({ reason: 'no_rows' })
  return reading
}

/** `edubasealldata20250422.csv` speaks for 22 April 2025. */
export const dayInName = (fileName: string): Day | undefined => {
  const found = fileName.match(/(?:^|\D)(20\d{2})(\d{2})(\d{2})(?:\D|$)/) ?? fileName.match(/(?:^|\D)(20\d{2})-(\d{2})-(\d{2})(?:\D|$)/)
  return found ? dayFrom(`${found[1]}-${found[2]}-${found[3]}`) || undefined : undefined
}
