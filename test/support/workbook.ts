// Reads a workbook back: the little XML that a sheet of inline text and numbers is, out of its zip.
import { strFromU8, unzipSync } from 'fflate'

const named: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" }

// XML makes a newline of a carriage return that is not written as a reference.
const unescaped = (text: string): string =>
  text
    .replaceAll(/\r\n?/g, '\n')
    .replaceAll(/&(?:#(\d+)|#x([0-9a-f]+)|(\w+));/gi, (_, decimal, hex, name) =>
      decimal ? String.fromCodePoint(Number(decimal)) : hex ? String.fromCodePoint(Number.parseInt(hex, 16)) : (named[name] ?? '?'),
    )
    .replaceAll(/_x([0-9A-Fa-f]{4})_/g, (_, hex) => String.fromCharCode(Number.parseInt(hex, 16)))

const columnOf = (at: string): number => [...at.replace(/\d+/, '')].reduce((sum, letter) => sum * 26 + letter.charCodeAt(0) - 64, 0) - 1

/** The text of one file in a workbook. */
export const partOf = (bytes: Uint8Array, name: string): string => {
  const part = new Map(Object.entries(unzipSync(bytes))).get(name)
  if (!part) throw new Error(`The workbook has no ${name}`)
  return strFromU8(part)
}

/** The cells of the first sheet by row and column; a cell that is not there is ''. */
export const cellsOf = (bytes: Uint8Array): (string | number)[][] => {
  const xml = partOf(bytes, 'xl/worksheets/sheet1.xml')
  const columns = [...xml.matchAll(/<col /g)].length
  return [...xml.matchAll(/<row r="(\d+)">(.*?)<\/row>/gs)].map(([, , inside = '']) => {
    const row: (string | number)[] = Array.from({ length: columns }, () => '')
    for (const [, at = '', type, content = ''] of inside.matchAll(/<c r="([A-Z]+)\d+"(?: s="\d")?(?: t="(\w+)")?>(.*?)<\/c>/gs))
      row[columnOf(at)] =
        type === 'inlineStr'
          ? unescaped(content.replace(/^<is><t[^>]*>/, '').replace(/<\/t><\/is>$/, ''))
          : Number(content.replace(/<\/?v>/g, ''))
    return row
  })
}
