// Reads a PDF that we made: what its objects say of structure and language, and the text of its pages by the maps of its fonts.
import { unzlibSync } from 'fflate'

const latin = (bytes: Uint8Array): string => {
  let text = ''
  for (let at = 0; at < bytes.length; at += 8192) text += String.fromCharCode(...bytes.subarray(at, at + 8192))
  return text
}

const utf16 = (hex: string): string => (hex.match(/[^ ]{4}/g) ?? []).map((unit) => String.fromCharCode(Number.parseInt(unit, 16))).join('')

const unpacked = (bytes: Uint8Array, file: string): string[] =>
  [...file.matchAll(/\/Length (\d+)[^>]*>>\s*stream\n/g)].map(({ index, 0: head, 1: length = '0' }) => {
    const begin = index + head.length
    const piece = bytes.subarray(begin, begin + Number(length))
    try {
      return latin(unzlibSync(piece))
    } catch {
      return ''
    }
  })

export const textsOf = (bytes: Uint8Array) => {
  const file = latin(bytes)
  const tags: Record<string, number> = {}
  for (const [, tag = ''] of file.matchAll(/\/S \/(\w+)/g)) tags[tag] = (tags[tag] ?? 0) + 1
  const streams = unpacked(bytes, file)
  const maps = streams
    .filter((stream) => stream.includes('beginbfrange') || stream.includes('beginbfchar'))
    .map((stream) => (stream.match(/\[([^\]]*)\]/)?.[1] ?? '').match(/<[0-9a-f ]*>/gi) ?? [])
    .map((units) => units.map((unit) => utf16(unit.slice(1, -1))))
  const shown = streams
    .filter((stream) => stream.includes(' Tf'))
    .flatMap((stream) => [...stream.matchAll(/\[((?:<[0-9a-f]*>|[\s\d.-])*)\] TJ/g)])
    .map(([, pieces = '']) => [...pieces.matchAll(/<([0-9a-f]*)>/g)].map(([, hex = '']) => hex).join(''))
  const texts = shown.flatMap((hex) =>
    maps.map((map) => (hex.match(/.{4}/g) ?? []).map((code) => map[Number.parseInt(code, 16)] ?? '').join('')),
  )
  // The information of the file says its title as an object of its own.
  const titleAt = file.match(/\/Producer [\s\S]{0,200}?\/Title (\d+) 0 R/)?.[1]
  const info = {
    tagged: /\/MarkInfo/.test(file) && /\/Marked true/.test(file),
    language: file.match(/\/Lang \(([^)]*)\)/)?.[1],
    title: file.match(new RegExp(`\n${titleAt} 0 obj\n[(]([^)]*)`))?.[1],
  }
  return { tags, texts, info, pages: (file.match(/\/Type \/Page\b(?!s)/g) ?? []).length }
}
