// Type of a file by its bytes. Refused: another type than its name says, and programs or fetching
// in it, because people who download it trust the council.
import { ok, type Result, refuse } from '#base/result.ts'
import { isUtf8 } from '#base/web/csv.ts'
import { type ArchiveEntry, entriesOf, unpack } from './archive.ts'
import { type FileEnding, type FileRefusal, fileTypes, type Harm, mostBytes } from './file.ts'

const begins = (bytes: Uint8Array, ...with_: number[]): boolean => with_.every((byte, n) => bytes[n] === byte)

const latin = (bytes: Uint8Array): string => new TextDecoder('latin1').decode(bytes)

const parts: Readonly<Record<string, FileEnding>> = {
  'word/document.xml': 'docx',
  'ppt/presentation.xml': 'pptx',
  'xl/workbook.xml': 'xlsx',
}

/** Programs in a document of Microsoft or OpenDocument. */
const isProgram = /vbaproject|vbadata|^(basic|scripts)\/|\/(activex|macrosheets)\//i
/** By the document's list of contents, whatever the files are called. */
const programTypes = /macroEnabled|vbaProject|vbaData|activeX|macrosheet/i

type Found = FileEnding | Harm | undefined
const isHarm = (is: Found): is is Harm => is === 'has_macros' || is === 'has_objects' || is === 'fetches_more' || is === 'too_much_inside'

/** Bytes of one list of a document, and of all. */
const mostListed = 2_000_000
const mostRead = 20_000_000

const plain = (text: string): string =>
  text.replaceAll(/&#(?:x([0-9a-f]+)|(\d+));/gi, (whole, hex: string | undefined, digits: string | undefined) => {
    const code = Number.parseInt(hex ?? digits ?? '', hex === undefined ? 10 : 16)
    return code <= 0x10ffff ? String.fromCodePoint(code) : whole
  })

const attribute = (tag: string, name: string): string =>
  plain(
    new RegExp(`\\s${name}\\s*=\\s*(?:"([^"]*)"|'([^']*)')`)
      .exec(tag)
      ?.slice(1)
      .find((value) => value !== undefined) ?? '',
  )

/** Whether it fetches something outside when opened, such as a template; links do not count. */
const fetches = (list: string): boolean =>
  [...list.matchAll(/<(?:[\w.-]+:)?Relationship\s[^>]*>/g)].some(
    ([tag]) => attribute(tag, 'TargetMode').trim().toLowerCase() === 'external' && !/\/hyperlink$/i.test(attribute(tag, 'Type').trim()),
  )

/** `left`: bytes that may still be unpacked. */
const harmIn = (
  bytes: Uint8Array,
  entries: readonly ArchiveEntry[],
  left: { bytes: number },
  isInside: boolean,
): Harm | 'damaged' | undefined => {
  for (const entry of entries) {
    const isTypes = entry.name === '[Content_Types].xml'
    const isEmbedded = /\/embeddings\/./i.test(entry.name)
    if (isEmbedded && (isInside || !/\.(docx|pptx|xlsx)$/i.test(entry.name))) return 'has_objects'
    if (!isTypes && !isEmbedded && !/\.rels$/i.test(entry.name)) continue
    const content = unpack(bytes, entry, Math.min(isEmbedded ? mostBytes : mostListed, left.bytes))
    if (content === undefined) return 'damaged'
    if (content === 'too_much_inside') return content
    left.bytes -= content.length
    const is = isEmbedded ? harmOfEmbedded(content, left) : harmOfList(new TextDecoder().decode(content), isTypes)
    if (is) return is
  }
  return undefined
}

const harmOfList = (list: string, isTypes: boolean): Harm | 'damaged' | undefined => {
  // Another encoding or own entities can hide content.
  if (list.includes('\0') || /<!DOCTYPE/i.test(list)) return 'damaged'
  if (isTypes) return programTypes.test(plain(list)) ? 'has_macros' : undefined
  return fetches(list) ? 'fetches_more' : undefined
}

const harmOfEmbedded = (bytes: Uint8Array, left: { bytes: number }): Harm | undefined => {
  const is = inArchive(bytes, left, true)
  return isHarm(is) ? is : is === undefined ? 'has_objects' : undefined
}

const inArchive = (bytes: Uint8Array, left = { bytes: mostRead }, isInside = false): Found => {
  const entries = entriesOf(bytes)
  if (entries === undefined || entries === 'too_much_inside') return entries
  const names = entries.map(({ name }) => name)
  // OpenDocument begins with its type, which is not compressed.
  const first = latin(bytes.subarray(30, 120))
  const openDocument = (['odt', 'odp', 'ods'] as const).find(
    (ending) => first.startsWith(`mimetype${fileTypes[ending].type}`) && names.includes('content.xml'),
  )
  const office = names.includes('[Content_Types].xml') ? names.find((name) => name in parts) : undefined
  const is = openDocument ?? (office === undefined ? undefined : parts[office])
  if (!is) return undefined
  if (names.some((name) => isProgram.test(name))) return 'has_macros'
  const harm = openDocument ? undefined : harmIn(bytes, entries, left, isInside)
  return harm === 'damaged' ? undefined : (harm ?? is)
}

/** A browser must not take text for a page. */
const isText = (bytes: Uint8Array): boolean =>
  !bytes.some((byte) => byte < 32 && byte !== 9 && byte !== 10 && byte !== 12 && byte !== 13) &&
  !/^(\u00ef\u00bb\u00bf)?\s*<[a-z!?/]/i.test(latin(bytes.subarray(0, 1000)))

/** Content type, with the encoding of text. */
export const typeOf = (bytes: Uint8Array, ending: FileEnding): string => {
  const { type } = fileTypes[ending]
  return type.startsWith('text/') ? `${type}; charset=${isUtf8(bytes) ? 'utf-8' : 'windows-1252'}` : type
}

/** @param named the ending of its name */
export const judgeContent = (bytes: Uint8Array, named: FileEnding): Result<FileEnding, FileRefusal> => {
  if (named === 'txt' || named === 'csv') return isText(bytes) && kindOf(bytes) === undefined ? ok(named) : refuse('not_as_named')
  const is = kindOf(bytes)
  if (isHarm(is)) return refuse(is)
  return is === named ? ok(named) : refuse('not_as_named')
}

const kindOf = (bytes: Uint8Array): Found => {
  if (begins(bytes, 0x25, 0x50, 0x44, 0x46, 0x2d)) return 'pdf'
  if (begins(bytes, 0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a)) return 'png'
  if (begins(bytes, 0xff, 0xd8, 0xff)) return 'jpg'
  return begins(bytes, 0x50, 0x4b, 0x03, 0x04) ? inArchive(bytes) : undefined
}
