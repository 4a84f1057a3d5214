// Unpacks the register's zip as it arrives, entry by entry. Not by fflate's `Unzip`: it needs 1.5 s
// of CPU for a register's 63 MB where the runtime's stream needs 0.2, gives out up to 67 MB at once
// for 64 KiB of a hostile zip, and does not report a truncated one.
// https://pkware.cachefly.net/webdocs/casestudies/APPNOTE.TXT
import { FileRefused, type Refusal } from './refusal.ts'

type Pieces = AsyncIterable<Uint8Array>

/** `name` in a zip; undefined outside one. */
export type Entry = { name: string | undefined; bytes: Pieces }

const refuse = (refusal: Refusal): never => {
  throw new FileRefused(refusal)
}

/** A byte stream that can be inspected before it is consumed. */
const lookahead = (source: Pieces) => {
  const iterator = source[Symbol.asyncIterator]()
  let held: Uint8Array = new Uint8Array(0)
  let over = false
  /** Held bytes are copied, because the next piece may reuse the memory. */
  const more = async (): Promise<boolean> => {
    const copy = held.slice()
    const next = over ? undefined : await iterator.next()
    over ||= next === undefined || next.done === true
    held = next === undefined || next.done ? copy : joined(copy, next.value)
    return !over
  }
  return {
    held: (): Uint8Array => held,
    more,
    /** Whether this many bytes are held, after reading what is needed. */
    has: async (length: number): Promise<boolean> => {
      while (held.length < length && (await more()));
      return held.length >= length
    },
    take: (length: number): Uint8Array => {
      const taken = held.subarray(0, length)
      held = held.subarray(length)
      return taken
    },
  }
}

type Lookahead = ReturnType<typeof lookahead>

const joined = (a: Uint8Array, b: Uint8Array): Uint8Array => {
  if (a.length === 0) return b
  const both = new Uint8Array(a.length + b.length)
  both.set(a)
  both.set(b, a.length)
  return both
}

const u16 = (bytes: Uint8Array, at: number): number => (bytes[at] ?? 0) | ((bytes[at + 1] ?? 0) << 8)
const u32 = (bytes: Uint8Array, at: number): number => u16(bytes, at) + u16(bytes, at + 2) * 0x1_0000
/** Sizes above 2^53 lose precision and then match nothing. */
const u64 = (bytes: Uint8Array, at: number): number => u32(bytes, at) + u32(bytes, at + 4) * 0x1_0000_0000

const signature = { entry: 0x0403_4b50, directory: 0x0201_4b50, end: 0x0605_4b50 }
const headLength = 30
/** A register comes in a zip of one or two. */
const mostEntries = 20

/**
 * A zip's entries, or the file itself, by its first bytes. Read each to its end, or not at all,
 * before the next. @param cut makes the refusal of a truncated or damaged zip
 */
export async function* entriesOf(file: Pieces, cut: () => Refusal): AsyncGenerator<Entry> {
  const source = lookahead(file)
  if (!(await source.has(4)) || ![signature.entry, signature.end].includes(u32(source.held(), 0))) {
    yield { name: undefined, bytes: passing(source, Number.POSITIVE_INFINITY) }
    return
  }
  for (let entries = 1; (await source.has(4)) && u32(source.held(), 0) === signature.entry; entries += 1) {
    if (entries > mostEntries) refuse({ reason: 'too_many_files' })
    if (!(await source.has(headLength))) refuse(cut())
    const head = source.take(headLength).slice()
    const [nameLength, extraLength] = [u16(head, 26), u16(head, 28)]
    if (!(await source.has(nameLength + extraLength))) refuse(cut())
    const name = new TextDecoder().decode(source.take(nameLength))
    const size = packedSize(head, source.take(extraLength))
    const flags = u16(head, 6)
    const packed = flags & 8 ? untilDescriptor(source, cut) : exactly(source, size, cut)
    yield { name, bytes: unpacked(packed, flags & 1 ? locked : u16(head, 8), cut) }
    for await (const _left of packed);
  }
  // The central directory repeats what was read.
  if (!(await source.has(4)) || ![signature.directory, signature.end].includes(u32(source.held(), 0))) refuse(cut())
  for await (const _directory of passing(source, Number.POSITIVE_INFINITY));
}

const locked = -1

/** From the header or, above 4 GB, from extra field 1 (ZIP64). */
const packedSize = (head: Uint8Array, extra: Uint8Array): number => {
  const [packed, whole] = [u32(head, 18), u32(head, 22)]
  if (packed !== 0xffff_ffff) return packed
  for (let at = 0; at + 4 <= extra.length; at += 4 + u16(extra, at + 2))
    if (u16(extra, at) === 1) return u64(extra, at + (whole === 0xffff_ffff ? 12 : 4))
  return packed
}

/** Up to a number of bytes, as they arrive; resumes when called again. */
async function* passing(source: Lookahead, most: number): AsyncGenerator<Uint8Array> {
  for (let left = most; left > 0 && (await source.has(1)); ) {
    const piece = source.take(Math.min(left, source.held().length))
    left -= piece.length
    yield piece
  }
}

async function* exactly(source: Lookahead, size: number, cut: () => Refusal): AsyncGenerator<Uint8Array> {
  let passed = 0
  for await (const piece of passing(source, size)) {
    passed += piece.length
    yield piece
  }
  if (passed < size) refuse(cut())
}

// A streamed zip gives an entry's size after it: [signature] checksum, packed size, size; sizes of
// 4 or 8 bytes.
const descriptors = [
  { length: 16, packedAt: 8, size: u32 },
  { length: 24, packedAt: 8, size: u64 },
  { length: 12, packedAt: 4, size: u32 },
  { length: 20, packedAt: 4, size: u64 },
]
const longestDescriptor = 24

/** Up to the next header or the central directory; the descriptor before it states their number. */
async function* untilDescriptor(source: Lookahead, cut: () => Refusal): AsyncGenerator<Uint8Array> {
  let passed = 0
  for (let from = 0; ; ) {
    const held = source.held()
    for (let at = held.indexOf(0x50, from); at >= 0 && at + 4 <= held.length; at = held.indexOf(0x50, at + 1)) {
      const mark = u32(held, at)
      if (mark !== signature.entry && mark !== signature.directory) continue
      const descriptor = descriptors.find(
        ({ length, packedAt, size }) => at >= length && size(held, at - length + packedAt) === passed + at - length,
      )
      if (!descriptor) continue
      yield source.take(at - descriptor.length)
      source.take(descriptor.length)
      return
    }
    const safe = held.length - longestDescriptor - 3
    if (safe > 0) {
      passed += safe
      yield source.take(safe)
    }
    from = Math.max(0, source.held().length - 3)
    if (!(await source.more())) refuse(cut())
  }
}

async function* unpacked(packed: Pieces, method: number, cut: () => Refusal): AsyncGenerator<Uint8Array> {
  if (method === 0) yield* packed
  else if (method === 8) yield* inflated(packed, cut)
  else refuse({ reason: 'zip_unreadable' })
}

/** Bytes unpacked at once: they may become a thousand times as many, all buffered. */
const pieceBytes = 1024
const viewBytes = 65_536

async function* inflated(packed: Pieces, cut: () => Refusal): AsyncGenerator<Uint8Array> {
  const { readable, writable } = new DecompressionStream('deflate-raw')
  const [reader, writer] = [readable.getReader({ mode: 'byob' }), writable.getWriter()]
  let read = reader.read(new Uint8Array(viewBytes))
  const failed = (): never => refuse(cut())
  // Errors are handled where these are awaited.
  for (const promise of [reader.closed, writer.closed, read]) promise.catch(() => {})
  try {
    for await (const piece of inPieces(packed)) {
      const writing = writer.write(piece)
      writing.catch(() => {})
      // A full view means there may be more; an empty one needs more input.
      for (let full = true; full; ) {
        const got = await Promise.race([read, writing])
          // A timer per piece would cost more than unpacking.
          .then((first) => first ?? Promise.race([read, aMoment()]))
          .catch(failed)
        if (got === undefined) break
        if (got.done || !got.value) return failed()
        full = got.value.length === viewBytes
        yield got.value
        read = reader.read(new Uint8Array(got.value.buffer))
        read.catch(() => {})
      }
    }
    const closed = writer.close()
    closed.catch(() => {})
    for (;;) {
      const { value, done } = await read.catch(failed)
      if (done || !value) break
      yield value
      read = reader.read(new Uint8Array(value.buffer))
      read.catch(() => {})
    }
    await closed.catch(failed)
  } finally {
    await Promise.allSettled([reader.cancel(), writer.abort()])
  }
}

const aMoment = (): Promise<undefined> => new Promise((done) => setTimeout(() => done(undefined), 0))

/** The last may be shorter. */
async function* inPieces(packed: Pieces): AsyncGenerator<Uint8Array> {
  let piece = new Uint8Array(pieceBytes)
  let used = 0
  for await (const bytes of packed) {
    for (let at = 0; at < bytes.length; ) {
      const part = bytes.subarray(at, at + pieceBytes - used)
      piece.set(part, used)
      at += part.length
      used += part.length
      if (used < pieceBytes) continue
      yield piece
      piece = new Uint8Array(pieceBytes)
      used = 0
    }
  }
  if (used > 0) yield piece.subarray(0, used)
}
