// The only user of multipasta: reads a multipart form as it arrives, never all of it in memory.

import { make } from 'multipasta'
import { cutTo } from '#base/words.ts'
import { othersFirst } from './pace.ts'

type Head = { name: string; fileName: string | undefined; type: string }
export type Part = Head & { bytes: AsyncIterable<Uint8Array> }

/** Not what its content type says, or ends early. */
export class FormBroken extends Error {}

const pieceBytes = 65_536

/** Pieces reuse memory: each is valid until the next. Others are served in between. */
export async function* piecesOf(body: ReadableStream<Uint8Array>): AsyncGenerator<Uint8Array> {
  const reader = body.getReader({ mode: 'byob' })
  let since = 0
  for (let memory = new ArrayBuffer(pieceBytes); ; ) {
    const { value, done } = await reader.read(new Uint8Array(memory)).catch(() => {
      throw new FormBroken('The connection broke')
    })
    if (done || !value) return
    yield value
    memory = value.buffer as ArrayBuffer
    since += value.length
    if (since < pieceBytes) continue
    since = 0
    await othersFirst()
  }
}

/** Answered too early, a browser may show a broken connection. */
export const drain = async (pieces: AsyncGenerator<Uint8Array>): Promise<void> => {
  try {
    for await (const _left of pieces);
  } catch {
    // The sender has gone.
  }
}

/** Of `multipart/form-data; boundary=…`; undefined for other types. */
export const boundaryOf = (contentType: string): string | undefined => {
  if (!/^multipart\/form-data\b/i.test(contentType)) return undefined
  return contentType
    .match(/boundary=(?:"([^"\\]{1,70})"|([^;\s"\\]{1,70}))/i)
    ?.slice(1)
    .find(Boolean)
}

/** Heads of parts, each followed by its bytes. */
async function* foundIn(body: AsyncIterable<Uint8Array>, boundary: string): AsyncGenerator<Head | Uint8Array> {
  const pieces: (Head | Uint8Array)[] = []
  let [wrong, ended] = [false, false]
  const parser = make({
    headers: { 'content-type': `multipart/form-data; boundary="${boundary}"` },
    // Fields are given in pieces too.
    isFile: () => true,
    onField: () => undefined,
    onFile: ({ headers, contentType }) => {
      // The library reads no names with letters beyond Latin-1.
      const disposition = String(headers['content-disposition'])
      const name = parameter(disposition, 'name')
      if (name === undefined) wrong = true
      else pieces.push({ name, fileName: parameter(disposition, 'filename'), type: contentType })
      return (bytes) => void (bytes && pieces.push(bytes))
    },
    onError: () => {
      wrong = true
    },
    onDone: () => {
      ended = true
    },
  })
  let held: Uint8Array = new Uint8Array()
  for await (const piece of body) {
    if (ended) continue
    // The library misses an end whose two dashes are split, so dashes wait for the next piece.
    const whole = joined(held, piece)
    const until = whole.at(-1) === dash ? Math.max(0, whole.length - 2) : whole.length
    held = whole.subarray(until)
    parser.write(whole.subarray(0, until))
    if (wrong) throw new FormBroken('A part that cannot be read')
    yield* pieces.splice(0)
  }
  if (!ended) parser.write(held)
  parser.end()
  yield* pieces.splice(0)
  if (!ended) throw new FormBroken('The body ends too early')
}

/**
 * In order; unread content is skipped.
 * @param body pieces, which may reuse their memory @param boundary from the content type
 */
export async function* partsOf(body: AsyncIterable<Uint8Array>, boundary: string): AsyncGenerator<Part> {
  const pieces = foundIn(body, boundary)
  let next = await pieces.next()
  const content = async function* (): AsyncGenerator<Uint8Array> {
    for (next = await pieces.next(); next.value instanceof Uint8Array; next = await pieces.next()) yield next.value
  }
  while (!next.done) {
    if (next.value instanceof Uint8Array) next = await pieces.next()
    else {
      const bytes = content()
      yield { ...next.value, bytes }
      for await (const _rest of bytes);
    }
  }
}

/** Cut at `most` bytes. */
export const textOf = async (part: Part, most = 2000): Promise<string> => {
  let text = ''
  const decoder = new TextDecoder()
  for await (const chunk of part.bytes) if (text.length < most) text += decoder.decode(chunk, { stream: true })
  return cutTo(text, most).trim()
}

const dash = 45

const parameter = (disposition: string, name: string): string | undefined => {
  const value = disposition.match(new RegExp(`[;\\s]${name}="((?:[^"\\\\]|\\\\.)*)"`, 'i'))?.[1]
  return value === undefined ? undefined : value.replaceAll('%22', '"').replace(/\\(["\\])/g, '$1')
}

const joined = (a: Uint8Array, b: Uint8Array): Uint8Array => {
  const both = new Uint8Array(a.length + b.length)
  both.set(a)
  both.set(b, a.length)
  return both
}
