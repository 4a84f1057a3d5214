// What a file is, by its bytes. A file whose name says otherwise is refused, and so is one that
// holds programs: whoever downloads it trusts the council.
import { ok, type Result, refuse } from '#base/result.ts'
import { type FileEnding, type FileRefusal, fileTypes } from './file.ts'

const begins = (bytes: Uint8Array, ...with_: number[]): boolean => with_.every((byte, n) => bytes[n] === byte)

const latin = (bytes: Uint8Array): string => new TextDecoder('latin1').decode(bytes)

/** The names of what an archive holds; undefined where it cannot be read. */
const namesIn = (bytes: Uint8Array): string[] | undefined => {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  let end = bytes.length - 22
  while (end >= 0 && end > bytes.length - 65_558 && view.getUint32(end, true) !== 0x06054b50) end -= 1
  if (end < 0 || view.getUint32(end, true) !== 0x06054b50) return undefined
  const names: string[] = []
  let at = view.getUint32(end + 16, true)
  for (let left = view.getUint16(end + 10, true); left > 0; left -= 1) {
    if (at + 46 > end || view.getUint32(at, true) !== 0x02014b50) return undefined
    const length = view.getUint16(at + 28, true)
    names.push(latin(bytes.subarray(at + 46, at + 46 + length)))
    at += 46 + length + view.getUint16(at + 30, true) + view.getUint16(at + 32, true)
  }
  return names
}

const parts: Readonly<Record<string, FileEnding>> = {
  'word/document.xml': 'docx',
  'ppt/presentation.xml': 'pptx',
  'xl/workbook.xml': 'xlsx',
}

/** Programs in a document of Microsoft or OpenDocument. */
const isProgram = /vbaproject|^(basic|scripts)\/|\/(activex|macrosheets)\//i

const inArchive = (bytes: Uint8Array): FileEnding | 'has_macros' | undefined => {
  const names = namesIn(bytes)
  if (!names) return undefined
  // OpenDocument begins with its type, which is not compressed.
  const first = latin(bytes.subarray(30, 120))
  const openDocument = (['odt', 'odp', 'ods'] as const).find(
    (ending) => first.startsWith(`mimetype${fileTypes[ending].type}`) && names.includes('content.xml'),
  )
  const office = names.includes('[Content_Types].xml') ? names.find((name) => name in parts) : undefined
  const found = openDocument ?? (office === undefined ? undefined : parts[office])
  return found && names.some((name) => isProgram.test(name)) ? 'has_macros' : found
}

/** Text that a browser could take for a page is none here. */
const isText = (bytes: Uint8Array): boolean =>
  !bytes.some((byte) => byte < 32 && byte !== 9 && byte !== 10 && byte !== 12 && byte !== 13) &&
  !/^(\u00ef\u00bb\u00bf)?\s*<[a-z!?/]/i.test(latin(bytes.subarray(0, 1000)))

/** @param named the ending of its name, of those that are taken */
export const judgeContent = (bytes: Uint8Array, named: FileEnding): Result<FileEnding, FileRefusal> => {
  if (named === 'txt' || named === 'csv') return isText(bytes) && found(bytes) === undefined ? ok(named) : refuse('not_as_named')
  const is = found(bytes)
  if (is === 'has_macros') return refuse('has_macros')
  return is === named ? ok(named) : refuse('not_as_named')
}

const found = (bytes: Uint8Array): FileEnding | 'has_macros' | undefined => {
  if (begins(bytes, 0x25, 0x50, 0x44, 0x46, 0x2d)) return 'pdf'
  if (begins(bytes, 0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a)) return 'png'
  if (begins(bytes, 0xff, 0xd8, 0xff)) return 'jpg'
  return begins(bytes, 0x50, 0x4b, 0x03, 0x04) ? inArchive(bytes) : undefined
}
