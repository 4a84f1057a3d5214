// A zip archive written as it is read, so that a large one never lies in memory whole. https://pkware.cachefly.net/webdocs/casestudies/APPNOTE.TXT

const crcTable = Uint32Array.from({ length: 256 }, (_, n) => {
  let c = n
  for (let k = 0; k < 8; k += 1) c = c & 1 ? 0xedb8_8320 ^ (c >>> 1) : c >>> 1
  return c >>> 0
})

const crcOf = (before: number, bytes: Uint8Array): number => {
  let c = ~before
  // An index: an iterator would cost more than the sum itself.
  for (let at = 0; at < bytes.length; at += 1) c = (crcTable[(c ^ (bytes[at] ?? 0)) & 0xff] ?? 0) ^ (c >>> 8)
  return ~c >>> 0
}

/** Little-endian fields of 2 or 4 bytes. */
const packed = (...fields: (readonly [bytes: 2 | 4, value: number])[]): Uint8Array => {
  const view = new DataView(new ArrayBuffer(fields.reduce((sum, [bytes]) => sum + bytes, 0)))
  let at = 0
  for (const [bytes, value] of fields) {
    if (bytes === 2) view.setUint16(at, value, true)
    else view.setUint32(at, value >>> 0, true)
    at += bytes
  }
  return new Uint8Array(view.buffer)
}

// Sizes follow each entry (bit 3), names are UTF-8 (bit 11), the content is deflated; dated 1 January 1980, so that equal content is an equal file.
const common = [
  [2, 0x0808],
  [2, 8],
  [2, 0],
  [2, 0x21],
] as const

/**
 * The bytes of a zip of texts, each given in pieces and deflated as it comes.
 *
 * @param entries names and contents, in order; together under 4 GB
 */
export async function* zipped(entries: readonly (readonly [name: string, text: Iterable<string>])[]): AsyncGenerator<Uint8Array> {
  const encoder = new TextEncoder()
  const directory: Uint8Array[] = []
  let at = 0
  for (const [entry, text] of entries) {
    const name = encoder.encode(entry)
    const start = at
    let crc = 0
    let size = 0
    const head = packed([4, 0x0403_4b50], [2, 20], ...common, [4, 0], [4, 0], [4, 0], [2, name.length], [2, 0])
    yield head
    yield name
    at += head.length + name.length
    const deflate = new CompressionStream('deflate-raw')
    const writer = deflate.writable.getWriter()
    const written = (async () => {
      for (const piece of text) {
        const bytes = encoder.encode(piece)
        crc = crcOf(crc, bytes)
        size += bytes.length
        await writer.write(bytes)
      }
      await writer.close()
    })()
    // Whoever reads the archive meets the failure; this only keeps it from being nobody's as well.
    written.catch(() => {})
    let deflated = 0
    for await (const piece of deflate.readable) {
      deflated += piece.length
      yield piece
    }
    await written
    const sizes = [
      [4, crc],
      [4, deflated],
      [4, size],
    ] as const
    const foot = packed([4, 0x0807_4b50], ...sizes)
    yield foot
    at += deflated + foot.length
    directory.push(
      packed([4, 0x0201_4b50], [2, 20], [2, 20], ...common, ...sizes, [2, name.length], [2, 0], [2, 0], [2, 0], [2, 0], [4, 0], [4, start]),
      name,
    )
  }
  const length = directory.reduce((sum, part) => sum + part.length, 0)
  yield* directory
  yield packed([4, 0x0605_4b50], [2, 0], [2, 0], [2, entries.length], [2, entries.length], [4, length], [4, at], [2, 0])
}
