// A file in the register's own shape, made up for one test.
import { columns, type TextFact, textFacts } from '#schools/register/facts.ts'

export type Row = Partial<Record<TextFact, string>>

const usual: Row = {
  laCode: '884',
  laName: 'Herefordshire, County of',
  typeCode: '01',
  typeName: 'Community school',
  typeGroupCode: '4',
  typeGroupName: 'Local authority maintained schools',
  statusCode: '1',
  statusName: 'Open',
  phaseCode: '2',
  phase: 'Primary',
}

const quoted = (cell: string): string => `"${cell.replaceAll('"', '""')}"`

/** CSV text of these rows; every fact has its column unless `facts` names fewer, in that order. */
export const registerCsv = (rows: readonly Row[], facts: readonly TextFact[] = textFacts, lineEnd = '\r\n'): string =>
  [facts.map((fact) => columns[fact]), ...rows.map((row) => facts.map((fact) => ({ ...usual, ...row })[fact] ?? ''))]
    .map((cells) => cells.map(quoted).join(','))
    .join(lineEnd) + lineEnd

export const linksCsv = (links: readonly (readonly [urn: string, linkUrn: string, type: string, date?: string])[]): string =>
  [
    'URN,LinkURN,LinkName,LinkType,LinkEstablishedDate',
    ...links.map(([urn, other, type, date]) => `${urn},${other},"A, B",${type},${date ?? ''}`),
  ].join('\r\n')

export const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text)

/** What Windows-1252 has beyond Latin-1 and tests use. */
const cp1252: Record<string, number> = { '’': 0x92, '‘': 0x91, '–': 0x96, '“': 0x93, '”': 0x94 }
export const windows1252 = (text: string): Uint8Array => Uint8Array.from(text, (letter) => cp1252[letter] ?? letter.charCodeAt(0))

/** The bytes in pieces of a size, as a network brings them. */
export async function* inPieces(bytes: Uint8Array, size: number): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.slice(at, at + size)
}

/** The rows of a file whose every cell is quoted, by column name. */
export const rowsOf = (bytes: Uint8Array): Record<string, string>[] => {
  const [header = [], ...lines] = new TextDecoder('windows-1252')
    .decode(bytes)
    .trimEnd()
    .split('\r\n')
    .map((line) => line.slice(1, -1).split('","'))
  return lines.map((cells) => Object.fromEntries(header.map((name, n) => [name, cells[n] ?? ''])))
}
