// A form that is too large because of its files: what was typed is kept, and the files are let go
// by, so that its page comes back with every word and a sentence at the field.

/** What stands in a field of files that were too large to be read. */
export const filesLeftOut = 'files-left-out'

/** What is typed comes to less, and so does what is said of one file. */
const mostKept = 1_000_000
const mostHead = 10_000

const encode = (text: string): Uint8Array => new TextEncoder().encode(text)

const find = (bytes: Uint8Array, what: Uint8Array): number => {
  const first = what[0] ?? 0
  for (let at = bytes.indexOf(first); at >= 0 && at + what.length <= bytes.length; at = bytes.indexOf(first, at + 1))
    if (what.every((byte, n) => bytes[at + n] === byte)) return at
  return -1
}

const joined = (pieces: readonly Uint8Array[]): Uint8Array<ArrayBuffer> => {
  const all = new Uint8Array(pieces.reduce((sum, { length }) => sum + length, 0))
  let at = 0
  for (const piece of pieces) {
    all.set(piece, at)
    at += piece.length
  }
  return all
}

/** Such as `name="file"; filename="advice.pdf"`. */
const isFile = (head: Uint8Array): boolean => /;\s*filename\*?=/i.test(new TextDecoder().decode(head))

/**
 * The same form with every file empty; undefined: it is none, or too much besides its files.
 * @param type the content type, with its boundary
 */
export const withoutFiles = async (body: ReadableStream<Uint8Array>, type: string): Promise<FormData | undefined> => {
  const boundary = /boundary=(?:"([^"]{1,70})"|([^\s;"]{1,70}))/i.exec(type)
  if (!boundary) return undefined
  const edge = encode(`\r\n--${boundary[1] ?? boundary[2]}`)
  const kept: Uint8Array[] = []
  let size = 0
  const keep = (piece: Uint8Array): void => {
    kept.push(piece.slice())
    size += piece.length
  }
  // The first edge is then found as all others are.
  let rest: Uint8Array = encode('\r\n')
  let [within, skips, ended]: ['content' | 'head', boolean, boolean] = ['content', false, false]
  for await (const piece of body) {
    if (ended) continue
    rest = joined([rest, piece])
    for (;;) {
      const at = find(rest, within === 'content' ? edge : encode('\r\n\r\n'))
      if (at < 0) break
      const end = at + (within === 'content' ? edge.length : 4)
      if (within === 'head') skips = isFile(rest.subarray(0, at))
      keep(within === 'content' && skips ? edge : rest.subarray(0, end))
      rest = rest.slice(end)
      within = within === 'content' ? 'head' : 'content'
    }
    if (within === 'head') {
      ended = rest[0] === 45 && rest[1] === 45
      if (ended) keep(encode('--\r\n'))
      else if (rest.length > mostHead) return undefined
    } else {
      const until = Math.max(0, rest.length - edge.length)
      if (!skips) keep(rest.subarray(0, until))
      rest = rest.slice(until)
    }
    if (size > mostKept) return undefined
  }
  if (!ended) return undefined
  return new Response(joined(kept).subarray(2), { headers: { 'content-type': type } }).formData().catch(() => undefined)
}
