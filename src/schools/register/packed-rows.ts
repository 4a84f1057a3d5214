// Rows as bytes: a JavaScript string would hold on to its piece of the file, at two bytes a letter
// if that has a curly apostrophe.
const between = '\u001f'
const betweenByte = 0x1f
const blockBytes = 1_048_576

export type PackedRows = {
  has: (urn: string) => boolean
  /** In order. */
  get: (urn: string) => string[] | undefined
  /** '' when missing. */
  cell: (urn: string, place: number) => string
  put: (urn: string, cells: readonly string[]) => void
  urns: () => IterableIterator<string>
  size: () => number
}

export const packedRows = (): PackedRows => {
  const places = new Map<string, number>()
  const blocks: Uint8Array[] = []
  const [encoder, decoder] = [new TextEncoder(), new TextDecoder()]
  let used = blockBytes
  let size = 0
  const bytesOf = (urn: string): Uint8Array | undefined => {
    const place = places.get(urn)
    const block = place === undefined ? undefined : blocks[Math.floor(place / blockBytes)]
    if (place === undefined || !block) return undefined
    const at = place % blockBytes
    return block.subarray(at + 4, at + 4 + new DataView(block.buffer).getUint32(at))
  }
  return {
    has: (urn) => places.has(urn),
    get: (urn) => {
      const bytes = bytesOf(urn)
      return bytes && decoder.decode(bytes).split(between)
    },
    cell: (urn, place) => {
      const bytes = bytesOf(urn)
      if (!bytes || place < 0) return ''
      let from = 0
      for (let passed = 0; passed < place; passed += 1) {
        from = bytes.indexOf(betweenByte, from) + 1
        if (from === 0) return ''
      }
      const end = bytes.indexOf(betweenByte, from)
      return decoder.decode(bytes.subarray(from, end < 0 ? bytes.length : end))
    },
    put: (urn, cells) => {
      const text = cells.map((cell) => cell.replaceAll(between, ' ')).join(between)
      // A UTF-16 unit takes at most three bytes in UTF-8.
      const most = 4 + text.length * 3
      if (used + most > blockBytes) {
        blocks.push(new Uint8Array(Math.max(blockBytes, most)))
        used = 0
      }
      const block = blocks.at(-1) ?? new Uint8Array(0)
      const { written } = encoder.encodeInto(text, block.subarray(used + 4))
      new DataView(block.buffer).setUint32(used, written)
      places.set(urn, (blocks.length - 1) * blockBytes + used)
      used += 4 + written
      size += 4 + written
    },
    urns: () => places.keys(),
    size: () => size,
  }
}
