import { strToU8, Zip, ZipDeflate, zipSync } from 'fflate'

// Equal entries always make an equal file.
export const sameTime = '1980-01-02T12:00:00Z'

/** Zips while reading, so that a large sheet is never whole in memory. */
export function* zipping(entries: readonly (readonly [name: string, content: Iterable<string | Uint8Array>])[]): Generator<Uint8Array> {
  const made: Uint8Array[] = []
  const zip = new Zip((error, bytes) => {
    if (error) throw error
    made.push(bytes)
  })
  const taken = (): Uint8Array[] => made.splice(0)
  for (const [name, content] of entries) {
    const entry = new ZipDeflate(name)
    entry.mtime = sameTime
    zip.add(entry)
    for (const piece of content) {
      entry.push(typeof piece === 'string' ? strToU8(piece) : piece)
      yield* taken()
    }
    entry.push(new Uint8Array(), true)
  }
  zip.end()
  yield* taken()
}

/** The first entry is stored plain: OpenDocument's type must be readable at the start. */
export const zippedAsOpenDocument = (kind: string, entries: Readonly<Record<string, string>>): Uint8Array<ArrayBuffer> =>
  zipSync(
    {
      mimetype: [strToU8(kind), { level: 0 }],
      ...Object.fromEntries(Object.entries(entries).map(([name, text]) => [name, strToU8(text)])),
    },
    { mtime: sameTime },
  ) as Uint8Array<ArrayBuffer>
