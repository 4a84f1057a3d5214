// Reads a zip in memory by its directory, with a limit on what is unpacked.
// https://pkware.cachefly.net/webdocs/casestudies/APPNOTE.TXT
import { Inflate } from 'fflate'

export type ArchiveEntry = { name: string; method: number; packed: number; size: number; at: number }

const mostEntries = 5_000
/** Total by its directory: thirty times as much as a file may have. */
const mostUnpacked = 300_000_000

const signature = { end: 0x06054b50, entry: 0x02014b50, head: 0x04034b50 }
const viewOf = (bytes: Uint8Array): DataView => new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)

/** The entries of a zip; undefined where it cannot be read. */
export const entriesOf = (bytes: Uint8Array): ArchiveEntry[] | 'too_much_inside' | undefined => {
  const view = viewOf(bytes)
  let end = bytes.length - 22
  while (end >= 0 && end > bytes.length - 65_558 && view.getUint32(end, true) !== signature.end) end -= 1
  if (end < 0 || view.getUint32(end, true) !== signature.end) return undefined
  const count = view.getUint16(end + 10, true)
  if (count > mostEntries) return 'too_much_inside'
  const entries: ArchiveEntry[] = []
  let at = view.getUint32(end + 16, true)
  for (let left = count; left > 0; left -= 1) {
    if (at + 46 > end || view.getUint32(at, true) !== signature.entry) return undefined
    const length = view.getUint16(at + 28, true)
    entries.push({
      name: new TextDecoder('latin1').decode(bytes.subarray(at + 46, at + 46 + length)),
      method: view.getUint16(at + 10, true),
      packed: view.getUint32(at + 20, true),
      size: view.getUint32(at + 24, true),
      at: view.getUint32(at + 42, true),
    })
    at += 46 + length + view.getUint16(at + 30, true) + view.getUint16(at + 32, true)
  }
  return entries.reduce((sum, { size }) => sum + size, 0) > mostUnpacked ? 'too_much_inside' : entries
}

// Each piece may unpack to a thousand times as much.
const pieceBytes = 2_048

/** undefined: over `most` bytes, or unreadable. */
export const unpack = (
  bytes: Uint8Array,
  { method, packed, at }: ArchiveEntry,
  most: number,
): Uint8Array | 'too_much_inside' | undefined => {
  const view = viewOf(bytes)
  if (at + 30 > bytes.length || view.getUint32(at, true) !== signature.head) return undefined
  const from = at + 30 + view.getUint16(at + 26, true) + view.getUint16(at + 28, true)
  if (from + packed > bytes.length) return undefined
  const content = bytes.subarray(from, from + packed)
  if (method === 0) return content.length > most ? 'too_much_inside' : content
  if (method !== 8) return undefined
  const pieces: Uint8Array[] = []
  let size = 0
  const inflate = new Inflate((piece) => {
    pieces.push(piece)
    size += piece.length
  })
  try {
    for (let next = 0; next < content.length && size <= most; next += pieceBytes)
      inflate.push(content.subarray(next, next + pieceBytes), next + pieceBytes >= content.length)
  } catch {
    return undefined
  }
  if (size > most) return 'too_much_inside'
  const whole = new Uint8Array(size)
  let filled = 0
  for (const piece of pieces) {
    whole.set(piece, filled)
    filled += piece.length
  }
  return whole
}
