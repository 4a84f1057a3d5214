// An uploaded file for others to download. Its type follows from its bytes, never from the browser.
import type { Instant } from '#base/dates.ts'
import { oneLine } from '#base/web/form.ts'

export const mostBytes = 10_000_000

/** Without a bucket: 240,000 as text; D1 takes two million. */
export const pieceBytes = 180_000

const openXml = 'application/vnd.openxmlformats-officedocument'
const openDocument = 'application/vnd.oasis.opendocument'

/** By the ending of the name. */
export const fileTypes = {
  pdf: { type: 'application/pdf', word: 'PDF' },
  docx: { type: `${openXml}.wordprocessingml.document`, word: 'Word document' },
  pptx: { type: `${openXml}.presentationml.presentation`, word: 'PowerPoint presentation' },
  xlsx: { type: `${openXml}.spreadsheetml.sheet`, word: 'Excel workbook' },
  odt: { type: `${openDocument}.text`, word: 'OpenDocument text' },
  odp: { type: `${openDocument}.presentation`, word: 'OpenDocument presentation' },
  ods: { type: `${openDocument}.spreadsheet`, word: 'OpenDocument spreadsheet' },
  png: { type: 'image/png', word: 'picture (PNG)' },
  jpg: { type: 'image/jpeg', word: 'picture (JPG)' },
  txt: { type: 'text/plain', word: 'plain text' },
  csv: { type: 'text/csv', word: 'CSV file' },
} as const

export type FileEnding = keyof typeof fileTypes

/** The file types a browser offers first. */
export const acceptedFiles = Object.keys(fileTypes)
  .map((ending) => `.${ending}`)
  .join(',')

/** What in a document could harm its reader. */
export type Harm = 'has_macros' | 'has_objects' | 'fetches_more' | 'too_much_inside'

export type FileRefusal = Harm | 'no_file' | 'empty_file' | 'file_too_large' | 'wrong_type' | 'not_as_named' | 'infected' | 'not_scanned'

/** For several files; `name`: which one. */
export type FilesRefused = { ok: false; reason: FileRefusal | 'too_much_at_once'; name: string | undefined }

export type StoredFile = {
  id: string
  name: string
  type: string
  size: number
  sha256: string
  /** 0: in the bucket. */
  pieces: number
  at: Instant
}

export const endingOf = (name: string): FileEnding | undefined => {
  const ending = /\.([a-z]+)$/i.exec(name)?.[1]?.toLowerCase().replace('jpeg', 'jpg')
  return Object.keys(fileTypes).find((one): one is FileEnding => one === ending)
}

/** Without folders, and characters that file systems or headers refuse. */
export const cleanName = (sent: string, ending: FileEnding): string => {
  const bare = oneLine(sent.replace(/^.*[/\\]/s, '')).replace(/\.[^.]*$/, '')
  const cleaned = bare.replaceAll(/["<>:|?*%;]/g, ' ').replaceAll(/\s+/g, ' ')
  const short = [...cleaned.replace(/^[. ]+/, '')].slice(0, 100).join('').trim()
  return `${short || 'file'}.${ending}`
}

/** Such as “PDF, 1.2 MB”. */
export const sayFile = ({ name, size }: Pick<StoredFile, 'name' | 'size'>): string => {
  const ending = endingOf(name)
  return `${ending ? fileTypes[ending].word : 'file'}, ${saySize(size)}`
}

const saySize = (bytes: number): string => (bytes < 1_000_000 ? `${Math.ceil(bytes / 1000)} kB` : `${(bytes / 1_000_000).toFixed(1)} MB`)
