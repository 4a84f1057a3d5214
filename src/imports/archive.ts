// The zip in which the register comes, unpacked as it arrives. fflate is known only here.
import { Unzip, UnzipInflate } from 'fflate'

export type Sink = { push: (bytes: Uint8Array) => void; end: () => void }

const isZip = (bytes: Uint8Array): boolean => bytes[0] === 0x50 && bytes[1] === 0x4b && (bytes[2] === 3 || bytes[2] === 5)

/**
 * Sends the bytes of a file to a sink, or of a zip, each entry to a sink of its own. What it is shows in its first bytes, not in its name.
 *
 * @param open makes the sink of one file; `entry` is its name inside the zip, undefined for a file that is no zip; no sink: pass it over
 * @param cut is called when a zip ends inside an entry or cannot be unpacked
 */
export const unpacked = (open: (entry: string | undefined) => Sink | undefined, cut: () => never): Sink => {
  let begun: Sink | undefined
  let first = new Uint8Array(0)
  const begin = (): Sink => (isZip(first) ? zipSink(open, cut) : (open(undefined) ?? { push: () => {}, end: () => {} }))
  return {
    push: (bytes) => {
      if (begun) return begun.push(bytes)
      const both = new Uint8Array(first.length + bytes.length)
      both.set(first)
      both.set(bytes, first.length)
      first = both
      if (first.length < 4) return
      begun = begin()
      begun.push(first)
      first = new Uint8Array(0)
    },
    end: () => {
      if (!begun) {
        begun = begin()
        if (first.length > 0) begun.push(first)
      }
      begun.end()
    },
  }
}

const pieceBytes = 8192

const zipSink = (open: (entry: string | undefined) => Sink | undefined, cut: () => never): Sink => {
  let unfinished = 0
  let entries = 0
  // What a sink throws must reach the reader as it is; only what fflate throws means a damaged zip.
  let thrown: { error: unknown } | undefined
  const unzip = new Unzip((file) => {
    entries += 1
    if (file.name.endsWith('/')) return
    const sink = open(file.name)
    if (!sink) return
    unfinished += 1
    file.ondata = (error, bytes, final) => {
      if (error || thrown) return
      try {
        sink.push(bytes)
        if (final) {
          unfinished -= 1
          sink.end()
        }
      } catch (caught) {
        thrown = { error: caught }
      }
    }
    file.start()
  })
  unzip.register(UnzipInflate)
  const push = (bytes: Uint8Array, final: boolean): void => {
    try {
      unzip.push(bytes, final)
    } catch {
      if (!thrown) cut()
    }
    if (thrown) throw thrown.error
  }
  return {
    // A small piece of a zip may unpack to a thousand times its size, so it goes in by little pieces.
    push: (bytes) => {
      for (let at = 0; at < bytes.length; at += pieceBytes) push(bytes.subarray(at, at + pieceBytes), false)
    },
    end: () => {
      push(new Uint8Array(0), true)
      if (unfinished > 0 || entries === 0) cut()
    },
  }
}
