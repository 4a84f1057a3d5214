// The register is Windows-1252; other programs save UTF-8, with or without a byte order mark. The
// wrong one garbles the apostrophe of "LADY HAWKINS’ SCHOOL".

import { isUtf8 } from '#base/web/csv.ts'

/** A byte order mark means UTF-8; else the first non-ASCII bytes decide: UTF-8 if valid. */
export const textDecoder = (): ((bytes: Uint8Array, final: boolean) => string) => {
  let decided: TextDecoder | undefined
  let waiting = new Uint8Array(0)
  let begun = false
  return (bytes, final) => {
    const chunk = waiting.length > 0 ? joined(waiting, bytes) : bytes
    waiting = new Uint8Array(0)
    if (!begun && chunk.length < 3 && !final) {
      waiting = chunk.slice()
      return ''
    }
    if (!begun && chunk[0] === 0xef && chunk[1] === 0xbb && chunk[2] === 0xbf) decided = new TextDecoder('utf-8')
    begun = true
    if (decided) return decided.decode(chunk, { stream: !final })
    const whole = final ? chunk.length : completeLength(chunk)
    const part = chunk.subarray(0, whole)
    const firstSpecial = part.findIndex((byte) => byte > 127)
    waiting = chunk.slice(whole)
    if (firstSpecial < 0) return ascii.decode(part)
    decided = isUtf8(part) ? new TextDecoder('utf-8') : new TextDecoder('windows-1252')
    return decided.decode(part, { stream: !final })
  }
}

const ascii = new TextDecoder('windows-1252')

/** Without up to four trailing non-ASCII bytes, maybe half a UTF-8 character. */
const completeLength = (bytes: Uint8Array): number => {
  let end = bytes.length
  while (end > 0 && bytes.length - end < 4 && (bytes[end - 1] ?? 0) > 127) end -= 1
  return end
}

const joined = (a: Uint8Array, b: Uint8Array): Uint8Array<ArrayBuffer> => {
  const both = new Uint8Array(a.length + b.length)
  both.set(a)
  both.set(b, a.length)
  return both
}
