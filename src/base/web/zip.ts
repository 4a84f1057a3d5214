import { strToU8, Zip, ZipDeflate } from 'fflate'

/** Zips entries while they are read, so that a large sheet is never whole in memory. */
export function* zipping(entries: readonly (readonly [name: string, text: Iterable<string>])[]): Generator<Uint8Array> {
  const made: Uint8Array[] = []
  const zip = new Zip((error, bytes) => {
    if (error) throw error
    made.push(bytes)
  })
  const taken = (): Uint8Array[] => made.splice(0)
  for (const [name, text] of entries) {
    const entry = new ZipDeflate(name)
    // A fixed time, so that the same entries always make the same file.
    entry.mtime = '1980-01-02T12:00:00Z'
    zip.add(entry)
    for (const piece of text) {
      entry.push(strToU8(piece))
      yield* taken()
    }
    entry.push(new Uint8Array(), true)
  }
  zip.end()
  yield* taken()
}
