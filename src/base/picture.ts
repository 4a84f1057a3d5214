// A PNG or JPEG as an image of a PDF. A JPEG goes in as it is; a PNG is put on white, because what
// pdfkit decodes pictures with is left out of the Worker.
import { unzlibSync, zlibSync } from 'fflate'

/** `of`: what a PDF says of it. */
export type Picture = { width: number; height: number; bytes: Uint8Array; of: Record<string, unknown> }

/** More takes too long to decode. */
const mostPoints = 1_000_000

const channels: Record<number, number> = { 0: 1, 2: 3, 3: 1, 4: 2, 6: 4 }

type Chunks = Record<string, Uint8Array[]>

const chunksOf = (bytes: Uint8Array): Chunks => {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const chunks: Chunks = {}
  for (let at = 8; at + 12 <= bytes.length; at += 12 + view.getUint32(at)) {
    const name = String.fromCharCode(...bytes.subarray(at + 4, at + 8))
    chunks[name] = [...(chunks[name] ?? []), bytes.subarray(at + 8, at + 8 + view.getUint32(at))]
  }
  return chunks
}

const joined = (parts: readonly Uint8Array[]): Uint8Array => {
  const whole = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0))
  let at = 0
  for (const part of parts) {
    whole.set(part, at)
    at += part.length
  }
  return whole
}

const paeth = (left: number, up: number, corner: number): number => {
  const [toLeft, toUp, toCorner] = [Math.abs(up - corner), Math.abs(left - corner), Math.abs(left + up - 2 * corner)]
  return toLeft <= toUp && toLeft <= toCorner ? left : toUp <= toCorner ? up : corner
}

/** In place. @param step bytes from a point to the next */
const unfilter = (row: Uint8Array, above: Uint8Array, filter: number, step: number): void => {
  for (let n = 0; n < row.length; n += 1) {
    const [left, up] = [row[n - step] ?? 0, above[n] ?? 0]
    const plain = [0, left, up, (left + up) >> 1][filter]
    row[n] = (row[n] ?? 0) + (plain ?? paeth(left, up, n < step ? 0 : (above[n - step] ?? 0)))
  }
}

const pngOf = (bytes: Uint8Array): Picture | undefined => {
  const { IHDR: [head] = [], IDAT = [], PLTE: [palette] = [], tRNS: [clear] = [] } = chunksOf(bytes)
  if (!head) return undefined
  const view = new DataView(head.buffer, head.byteOffset, head.byteLength)
  const [width, height, bits, colour, interlaced] = [view.getUint32(0), view.getUint32(4), head[8] ?? 0, head[9] ?? -1, head[12]]
  const each = channels[colour]
  if (!each || bits > 8 || interlaced !== 0 || (clear && colour !== 3)) return undefined
  if (width === 0 || height === 0 || width * height > mostPoints) return undefined
  const stride = Math.ceil((width * each * bits) / 8)
  const raw = unzlibSync(joined(IDAT), { out: new Uint8Array(height * (stride + 1)) })
  const rgb = new Uint8Array(width * height * 3)
  let above = new Uint8Array(stride)
  for (let y = 0; y < height; y += 1) {
    const row = raw.subarray(y * (stride + 1) + 1, (y + 1) * (stride + 1))
    unfilter(row, above, raw[y * (stride + 1)] ?? 0, Math.max(1, (each * bits) / 8))
    above = row
    const sample = (n: number): number => ((row[(n * bits) >> 3] ?? 0) >> (8 - bits - ((n * bits) & 7))) & ((1 << bits) - 1)
    for (let x = 0; x < width; x += 1) {
      const first = sample(x * each)
      const alpha = colour === 3 ? (clear?.[first] ?? 255) : each % 2 === 0 ? sample(x * each + each - 1) : 255
      for (let c = 0; c < 3; c += 1) {
        const value = colour === 3 ? (palette?.[first * 3 + c] ?? 0) : each < 3 ? (first * 255) / ((1 << bits) - 1) : sample(x * each + c)
        rgb[(y * width + x) * 3 + c] = Math.round(255 - ((255 - value) * alpha) / 255)
      }
    }
  }
  return { width, height, bytes: zlibSync(rgb), of: { ColorSpace: 'DeviceRGB', BitsPerComponent: 8, Filter: 'FlateDecode' } }
}

const jpegOf = (bytes: Uint8Array): Picture | undefined => {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  for (let at = 2; at + 9 < bytes.length && bytes[at] === 0xff; at += 2 + view.getUint16(at + 2)) {
    const marker = bytes[at + 1] ?? 0
    if (marker < 0xc0 || marker > 0xcf || [0xc4, 0xc8, 0xcc].includes(marker)) continue
    const space = { 1: 'DeviceGray', 3: 'DeviceRGB' }[bytes[at + 9] ?? 0]
    if (!space) return undefined
    const size = { width: view.getUint16(at + 7), height: view.getUint16(at + 5) }
    return { ...size, bytes, of: { ColorSpace: space, BitsPerComponent: bytes[at + 4], Filter: 'DCTDecode' } }
  }
  return undefined
}

/** Undefined: one that files cannot show, such as an interlaced PNG or a JPEG for printing. */
export const pictureOf = (bytes: Uint8Array): Picture | undefined => {
  try {
    return bytes[0] === 0x89 ? pngOf(bytes) : jpegOf(bytes)
  } catch {
    return undefined
  }
}
