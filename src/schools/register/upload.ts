// Reads an upload form as it arrives, fields and files in order, never the whole body in memory.

export type Part = { name: string; fileName: string | undefined; bytes: AsyncIterable<Uint8Array> }

/** The body is not the form that its content type says, or ends early. */
export class UploadBroken extends Error {}

const longestHead = 16_384

const pieceBytes = 65_536

/** A body in pieces that reuse the same memory: each is valid until the next is read. */
export async function* piecesOf(body: ReadableStream<Uint8Array>): AsyncGenerator<Uint8Array> {
  const reader = body.getReader({ mode: 'byob' })
  for (let memory = new ArrayBuffer(pieceBytes); ; ) {
    const { value, done } = await reader.read(new Uint8Array(memory)).catch(() => {
      throw new UploadBroken('The connection broke')
    })
    if (done || !value) return
    yield value
    memory = value.buffer as ArrayBuffer
  }
}

/**
 * Reads the rest of a body: a browser answered before it has sent everything may show a broken
 * connection.
 */
export const drain = async (pieces: AsyncGenerator<Uint8Array>): Promise<void> => {
  try {
    for await (const _left of pieces);
  } catch {
    // The sender has gone.
  }
}

/** The boundary of `multipart/form-data; boundary=…`; undefined for other types. */
export const boundaryOf = (contentType: string): string | undefined => {
  if (!/^multipart\/form-data\b/i.test(contentType)) return undefined
  return contentType
    .match(/boundary=(?:"([^"]+)"|([^;\s]+))/i)
    ?.slice(1)
    .find(Boolean)
}

/**
 * The parts of a multipart body in order; unread content is skipped.
 * @param body pieces valid until the next is read
 * @param boundary from the content type
 */
export async function* partsOf(body: AsyncIterable<Uint8Array>, boundary: string): AsyncGenerator<Part> {
  const source = body[Symbol.asyncIterator]()
  const mark = new TextEncoder().encode(`\r\n--${boundary}`)
  // A leading CRLF makes the first boundary like the others.
  let buffer: Uint8Array = new Uint8Array([13, 10])
  const more = async (): Promise<void> => {
    // The next piece may reuse this memory.
    const rest = buffer.slice()
    const { value, done } = await source.next()
    if (done || !value) throw new UploadBroken('The body ends too early')
    buffer = rest.length === 0 ? value : joined(rest, value)
  }
  const need = async (length: number): Promise<void> => {
    while (buffer.length < length) await more()
  }
  const content = async function* (): AsyncGenerator<Uint8Array> {
    for (;;) {
      const at = find(buffer, mark)
      if (at >= 0) {
        const bytes = buffer.subarray(0, at)
        buffer = buffer.subarray(at + mark.length)
        if (bytes.length > 0) yield bytes
        return
      }
      // A boundary may be split, so its length is held back until more arrives.
      const safe = buffer.length - mark.length
      if (safe > 0) {
        const bytes = buffer.subarray(0, safe)
        buffer = buffer.subarray(safe)
        yield bytes
      }
      await more()
    }
  }
  for await (const _preamble of content());
  for (;;) {
    await need(2)
    if (buffer[0] === 45 && buffer[1] === 45) return
    let end = find(buffer, headEnd)
    while (end < 0) {
      if (buffer.length > longestHead) throw new UploadBroken('A part has no end of its head')
      await more()
      end = find(buffer, headEnd)
    }
    const head = new TextDecoder().decode(buffer.subarray(0, end))
    buffer = buffer.subarray(end + headEnd.length)
    const disposition = head.match(/^content-disposition:(.*)$/im)?.[1] ?? ''
    const bytes = content()
    yield { name: parameter(disposition, 'name') ?? '', fileName: parameter(disposition, 'filename'), bytes }
    for await (const _rest of bytes);
  }
}

/** A field's value, cut at `most` bytes. */
export const textOf = async (part: Part, most = 2000): Promise<string> => {
  let text = ''
  const decoder = new TextDecoder()
  for await (const chunk of part.bytes) if (text.length < most) text += decoder.decode(chunk, { stream: true })
  return text.slice(0, most).trim()
}

const headEnd = new TextEncoder().encode('\r\n\r\n')

const parameter = (disposition: string, name: string): string | undefined => {
  const found = disposition.match(new RegExp(`[;\\s]${name}="((?:[^"\\\\]|\\\\.)*)"`, 'i'))?.[1]
  return found === undefined ? undefined : found.replaceAll('%22', '"').replace(/\\(["\\])/g, '$1')
}

const joined = (a: Uint8Array, b: Uint8Array): Uint8Array => {
  const both = new Uint8Array(a.length + b.length)
  both.set(a)
  both.set(b, a.length)
  return both
}

const find = (bytes: Uint8Array, wanted: Uint8Array): number => {
  const first = wanted[0] ?? 0
  for (let at = bytes.indexOf(first); at >= 0 && at + wanted.length <= bytes.length; at = bytes.indexOf(first, at + 1)) {
    let same = 1
    while (same < wanted.length && bytes[at + same] === wanted[same]) same += 1
    if (same === wanted.length) return at
  }
  return -1
}
