// Values as SQL for D1: one line a statement, none too long for D1, every value exactly as it
// was.

export type Value = null | bigint | number | string | Uint8Array

/** D1 refuses a statement of more than 100 KB. */
export const longestStatement = 95_000

const plain = (text: string): boolean => ![...text].some((character) => character < ' ' || character === '\u007f')

const quoted = (text: string): string => `'${text.replaceAll("'", "''")}'`

const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex')

/** A word that the text does not hold, to stand for a character that would end the line. */
const standIn = (text: string, letter: string): string | undefined =>
  [`\\${letter}`, `<${letter}>`, `{${letter}}`, `[[${letter}]]`].find((word) => !text.includes(word))

const textLiteral = (text: string): string => {
  if (plain(text)) return quoted(text)
  const [line, feed] = [standIn(text, 'n'), standIn(text, 'r')]
  const lines = text.replaceAll('\n', '').replaceAll('\r', '')
  // Any other character of control, NUL above all, survives as bytes.
  if (!line || !feed || !plain(lines)) return `CAST(X'${hex(Buffer.from(text, 'utf8'))}' AS TEXT)`
  const withoutLines = quoted(text.replaceAll('\n', line).replaceAll('\r', feed))
  const withFeeds = text.includes('\r') ? `replace(${withoutLines},'${feed}',char(13))` : withoutLines
  return text.includes('\n') ? `replace(${withFeeds},'${line}',char(10))` : withFeeds
}

const realLiteral = (value: number): string => {
  if (!Number.isFinite(value)) return value > 0 ? '9e999' : '-9e999'
  return Number.isInteger(value) && Math.abs(value) < 1e15 ? `${value}.0` : String(value)
}

/** @param value as `node:sqlite` reads big integers: whole numbers are bigint, a number is REAL */
export const literal = (value: Value): string => {
  if (value === null) return 'NULL'
  if (typeof value === 'bigint') return String(value)
  if (typeof value === 'number') return realLiteral(value)
  return typeof value === 'string' ? textLiteral(value) : `X'${hex(value)}'`
}

export const identifier = (name: string): string => `"${name.replaceAll('"', '""')}"`

// At most three bytes a character, and twice that as hexadecimal digits.
const charactersAPart = 15_000

/**
 * The parts of a value too long for one statement: pieces of text, or else of hexadecimal digits.
 */
export const partsOf = (value: string | Uint8Array): string[] => {
  const text = typeof value === 'string' ? value : hex(value)
  const parts: string[] = []
  for (let from = 0; from < text.length; ) {
    let to = Math.min(from + charactersAPart, text.length)
    // A character of two halves stays whole.
    if (to < text.length && /[\ud800-\udbff]/.test(text.charAt(to - 1))) to -= 1
    parts.push(text.slice(from, to))
    from = to
  }
  return parts
}

export type StoredRow = Record<string, string | number | null>

/** Writes a row again, as D1 gave it; its whole numbers are integers. */
export const insertOf = (table: string, row: StoredRow): string => {
  const values = Object.values(row).map((value) => literal(typeof value === 'number' && Number.isInteger(value) ? BigInt(value) : value))
  return `INSERT INTO ${identifier(table)} (${Object.keys(row).map(identifier).join(', ')}) VALUES (${values.join(', ')})`
}
