// Limits that keep a hostile mail from costing much time. Real mail has some thousand lines at
// most, and headers of a few kilobytes; one with more is not parsed.

const mostLines = 50_000
/** Lines that could separate parts. */
const mostBoundaries = 300
/** Such as `=E2=80=99`: the library keeps a piece for each, and one between. */
const mostEscapes = 30_000
const longestHeaders = 64_000
const longestHeader = 8000

const lineEnd = 10
const dash = 45
const equals = 61
const isBlank = (byte: number | undefined): boolean => byte === 32 || byte === 9

const isHex = (byte: number | undefined): boolean => byte !== undefined && /[\da-f]/i.test(String.fromCharCode(byte))

const escapesIn = (raw: Uint8Array): number => {
  let escapes = 0
  for (let at = raw.indexOf(equals); at >= 0; at = raw.indexOf(equals, at + 1))
    if (raw[at - 3] !== equals && isHex(raw[at + 1]) && isHex(raw[at + 2])) escapes += 1
  return escapes
}

/** Whether parsing takes time proportional to the mail's size; reads each byte once or twice. */
export const isReadable = (raw: Uint8Array): boolean => {
  let lines = 0
  let boundaries = 0
  let header = 0
  let inHeaders = true
  for (let start = 0; start < raw.length; ) {
    const index = raw.indexOf(lineEnd, start)
    const end = index < 0 ? raw.length : index
    lines += 1
    if (raw[start] === dash && raw[start + 1] === dash) boundaries += 1
    if (lines > mostLines || boundaries > mostBoundaries) return false
    if (inHeaders) {
      // Carriage returns before a line's end belong to it.
      inHeaders = raw.subarray(start, Math.min(end, start + 1)).some((byte) => byte !== 13)
      header = isBlank(raw[start]) ? header + end - start : end - start
      if (header > longestHeader || end > longestHeaders + (inHeaders ? 0 : 2)) return false
    }
    start = end + 1
  }
  return escapesIn(raw) <= mostEscapes
}
