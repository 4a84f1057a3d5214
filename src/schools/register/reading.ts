// Reads the register's two files: kept facts of each row, nothing else in memory.
import type { Day } from '#base/dates.ts'
import { entriesOf } from './archive.ts'
import { type CellOf, type CsvProblem, csvReader } from './csv.ts'
import { textDecoder } from './decoding.ts'
import { columns, dayFrom, type FileRow, requiredFacts, type TextFact, textFacts } from './facts.ts'
import { headMark } from './head.ts'
import { type PackedRows, packedRows } from './packed-rows.ts'
import { FileRefused, type Refusal } from './refusal.ts'
import type { Seen } from './register.ts'
import { type LinkList, linkList } from './succession.ts'

export type Reading = {
  /** Kept or not. */
  rows: number
  /** By URN, with cells in the order of `present`. */
  kept: PackedRows
  /** Kept columns that the file has. */
  present: TextFact[]
  links: LinkList
  hasRegister: boolean
  hasLinks: boolean
  /** Repeated URNs; the first counts. */
  repeated: number
}

export const newReading = (): Reading => ({
  rows: 0,
  kept: packedRows(),
  present: [],
  links: linkList(),
  hasRegister: false,
  hasLinks: false,
  repeated: 0,
})

/** Bytes; the whole register takes about 25 million. */
const mostKept = 60_000_000
const mostLinks = 400_000
/** Unpacked bytes, several times the register: a small zip may hold far more. */
const mostRead = 400_000_000

export const unpackRow = (cells: readonly string[], present: readonly TextFact[]): FileRow => {
  const row: FileRow = {}
  present.forEach((fact, index) => {
    row[fact] = cells[index] ?? ''
  })
  if (row.openDate !== undefined) row.openDate = dayFrom(row.openDate)
  if (row.closeDate !== undefined) row.closeDate = dayFrom(row.closeDate)
  if (row.censusOn !== undefined) row.censusOn = dayFrom(row.censusOn)
  return row
}

/** The `wanted` rows in brief: the whole register as objects would be many times its size. */
export const seenRows = (reading: Reading, wanted: (urn: string, laCode: string) => boolean): Map<string, Seen> => {
  const seen = new Map<string, Seen>()
  const places = new Map(reading.present.map((fact, place) => [fact, place]))
  const laNames = new Map<string, string>()
  for (const urn of reading.kept.urns()) {
    const cell = (fact: TextFact): string => reading.kept.cell(urn, places.get(fact) ?? -1)
    const laCode = cell('laCode')
    if (!wanted(urn, laCode)) continue
    const laName = laNames.get(laCode) ?? cell('laName')
    laNames.set(laCode, laName)
    seen.set(urn, {
      urn,
      laCode,
      laName,
      name: cell('name'),
      establishmentNumber: cell('establishmentNumber'),
      statusCode: cell('statusCode'),
      town: cell('town'),
      postcode: cell('postcode'),
      opensOn: dayFrom(cell('openDate')) || null,
    })
  }
  return seen
}

/** GIAS's empty values. */
const nothing = new Set(['not applicable', 'does not apply'])
const described = ['urbanRural', 'gender', 'religiousCharacter', 'diocese', 'nurseryProvision'] as const
const emptied: readonly TextFact[] = ['trustName', 'federationName', 'closeReason', 'wardName', 'districtName', ...described]

const refuse = (refusal: Refusal): never => {
  throw new FileRefused(refusal)
}

/** Signs of Excel: numbers in E notation, and codes without leading zeros. */
const excelDamage = (fact: TextFact, value: string): boolean =>
  fact === 'uprn' ? /\dE\+?\d/i.test(value) : fact === 'typeCode' ? /^\d$/.test(value) : fact === 'laCode' ? /^\d{1,2}$/.test(value) : false

const checked: readonly TextFact[] = ['uprn', 'typeCode', 'laCode']

export type Taking = {
  /** The file's form field. */
  slot: 'register' | 'links'
  /** By authority and URN, and whether links may still follow. */
  keep: (laCode: string, urn: string, linksMayFollow: boolean) => boolean
}

/** A CSV's header tells which file it is, whatever field it was in. @returns what was in it */
export const readFile = async (
  reading: Reading,
  taking: Taking,
  bytes: AsyncIterable<Uint8Array>,
): Promise<{ register: boolean; links: boolean }> => {
  const before = { register: reading.hasRegister, links: reading.hasLinks }
  const cut = (): Refusal => ({ reason: 'truncated', line: reading.rows + 2 })
  let read = 0
  for await (const entry of entriesOf(bytes, cut)) {
    if (entry.name !== undefined && !/\.csv$/i.test(entry.name)) continue
    const sink = csvSink(reading, taking, entry.name !== undefined)
    for await (const piece of entry.bytes) {
      read += piece.length
      if (read > mostRead) refuse({ reason: 'too_large' })
      sink.push(piece)
    }
    sink.end()
  }
  return { register: reading.hasRegister && !before.register, links: reading.hasLinks && !before.links }
}

const csvSink = (reading: Reading, { slot, keep }: Taking, inZip: boolean): { push: (bytes: Uint8Array) => void; end: () => void } => {
  const notThis = (): never => refuse({ reason: slot === 'links' ? 'not_links_file' : 'not_this_file' })
  let taker: ((cell: CellOf, count: number, line: number) => void) | undefined
  let isOther = false
  let lastShort: number | undefined
  const decode = textDecoder()
  const reader = csvReader(
    (header) => {
      const names = header.map((cell) => cell.trim().toLowerCase())
      const placeOf = (name: string): number => names.indexOf(name.toLowerCase())
      if (placeOf('LinkURN') >= 0 && placeOf('URN') >= 0 && placeOf('LinkType') >= 0) {
        reading.hasLinks = true
        taker = takeLink
        return ['URN', 'LinkURN', 'LinkType', 'LinkEstablishedDate'].map(placeOf).map((place) => (place < 0 ? header.length : place))
      }
      const missing = requiredFacts.filter((fact) => placeOf(columns[fact]) < 0)
      if (missing.length > requiredFacts.length / 2) {
        if (!inZip) notThis()
        // A zip may hold other lists too, such as groups.
        isOther = true
        return []
      }
      if (missing.length > 0) refuse({ reason: 'columns_missing', missing })
      reading.hasRegister = true
      reading.present = textFacts.filter((fact) => placeOf(columns[fact]) >= 0)
      taker = rowTaker(header.length)
      const firstNames = placeOf('HeadFirstName')
      return [...reading.present.map((fact) => placeOf(columns[fact])), firstNames < 0 ? header.length : firstNames]
    },
    (cell, count, line) => taker?.(cell, count, line),
  )

  const takeLink = (cell: CellOf): void => {
    if (reading.links.count() >= mostLinks) refuse({ reason: 'too_large' })
    reading.links.add({ urn: cell(0).trim(), linkUrn: cell(1).trim(), type: cell(2).trim(), date: dayFrom(cell(3)) })
  }

  const rowTaker = (expected: number): ((cell: CellOf, count: number, line: number) => void) => {
    const placeOf = (fact: TextFact): number => reading.present.indexOf(fact)
    const [urnAt, laAt] = [placeOf('urn'), placeOf('laCode')]
    const checks = checked.map((fact) => [fact, placeOf(fact)] as const).filter(([, at]) => at >= 0)
    const headAt = placeOf('headMark')
    const empties = emptied.map(placeOf).filter((at) => at >= 0)
    let uneven: Extract<Refusal, { reason: 'uneven_row' }> | undefined
    return (cell, count, line) => {
      // A short last row means a truncated file, and any other a damaged one.
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
      // In swapped fields the register comes first, and the links after it.
      if (!keep(cell(laAt).trim(), urn, inZip || slot === 'links')) return
      if (reading.kept.has(urn)) {
        reading.repeated += 1
        return
      }
      const cells = reading.present.map((_, place) => {
        const text = cell(place).trim()
        if (place === headAt) return headMark(cell(reading.present.length), text)
        return empties.includes(place) && nothing.has(text.toLowerCase()) ? '' : text
      })
      reading.kept.put(urn, cells)
      if (reading.kept.size() > mostKept) refuse({ reason: 'too_large' })
    }
  }

  const judge = (problem: CsvProblem | undefined): void => {
    if (!problem || isOther) return
    if (!taker) notThis()
    if (problem.problem === 'too_many_rows') refuse({ reason: 'too_large' })
    refuse(problem.problem === 'unfinished' ? { reason: 'truncated', line: problem.line } : { reason: 'not_this_file' })
  }
  return {
    push: (bytes) => {
      if (!isOther) judge(reader.push(decode(bytes, false)))
    },
    end: () => {
      if (isOther) return
      judge(reader.push(decode(new Uint8Array(0), true)))
      judge(reader.end())
      if (lastShort !== undefined) refuse({ reason: 'truncated', line: lastShort })
      if (!taker && !inZip) notThis()
    },
  }
}

export const finished = (reading: Reading): Reading => {
  if (!reading.hasRegister) refuse({ reason: reading.hasLinks ? 'links_file_given' : 'not_this_file' })
  if (reading.rows === 0) refuse({ reason: 'no_rows' })
  return reading
}

/** `edubasealldata20250422.csv` describes 22 April 2025. */
export const dayInName = (fileName: string): Day | undefined => {
  const date = fileName.match(/(?:^|\D)(20\d{2})(\d{2})(\d{2})(?:\D|$)/) ?? fileName.match(/(?:^|\D)(20\d{2})-(\d{2})-(\d{2})(?:\D|$)/)
  return date ? dayFrom(`${date[1]}-${date[2]}-${date[3]}`) || undefined : undefined
}
