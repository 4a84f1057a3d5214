import type { Act } from '#base/act.ts'
import { instant } from '#base/dates.ts'
import { atomically } from '#base/db/atomically.ts'
import { inBase64, inHex, newId } from '#base/id.ts'
import { noted } from '#base/log/refusal.ts'
import { logged } from '#base/log/store.ts'
import { ok, type Result, refuse } from '#base/result.ts'
import { filesLeftOut } from '#base/web/form.ts'
import { judgeContent, typeOf } from './content.ts'
import { cleanName, endingOf, type FileRefusal, type FilesRefused, mostBytes, pieceBytes, type StoredFile } from './file.ts'
import { scan } from './scan.ts'
import { addFile, addPieces } from './store.ts'

// About a megabyte of text a round trip.
const piecesAtOnce = 4

/** Whether files were too large to be read. */
export const areLeftOut = (sent: unknown): boolean => [sent].flat().includes(filesLeftOut)

/** The files sent under a name; a field left empty sends one without a name. */
export const filesSent = (sent: unknown): File[] => [sent].flat().filter((one): one is File => one instanceof File && one.name !== '')

/** Keeps the file of a field. It is deleted after a day unless a row clears `spareFrom`. */
export const saveFile = async (act: Act, sent: unknown): Promise<Result<StoredFile, FileRefusal>> => {
  if (areLeftOut(sent)) return refuse('file_too_large')
  const [file] = filesSent(sent)
  if (!file) return refuse('no_file')
  if (file.size === 0) return refuse('empty_file')
  if (file.size > mostBytes) return refuse('file_too_large')
  const ending = endingOf(file.name)
  if (!ending) return refuse('wrong_type')
  const bytes = new Uint8Array(await file.arrayBuffer())
  const judged = judgeContent(bytes, ending)
  if (!judged.ok) return judged
  const scanned = act.scanner ? await scan(act.scanner, bytes) : 'clean'
  if (scanned !== 'clean') return noted(act, refuse(scanned))
  const hash = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes))
  const stored: StoredFile = {
    id: newId(act.now),
    name: cleanName(file.name, ending),
    type: typeOf(bytes, ending),
    size: bytes.length,
    sha256: inHex(hash),
    pieces: act.files ? 0 : Math.ceil(bytes.length / pieceBytes),
    at: instant(act.now),
  }
  // Row first, so that an interrupted upload is found and deleted.
  const entry = logged(act, { act: 'file.saved', subject: ['file', stored.id], after: { ending, size: stored.size } })
  await atomically(act.db, [addFile(act.db, stored), entry], {})
  if (act.files) await act.files.put(stored.id, bytes, { sha256: hash, httpMetadata: { contentType: stored.type } })
  for (let from = 0; from < stored.pieces; from += piecesAtOnce) {
    const pieces = Array.from({ length: Math.min(piecesAtOnce, stored.pieces - from) }, (_, n) => (from + n) * pieceBytes)
    await addPieces(
      act.db,
      stored.id,
      from,
      pieces.map((at) => inBase64(bytes.subarray(at, at + pieceBytes))),
    )
  }
  return ok(stored)
}

/** Keeps all files sent under a name, or none if one is refused. */
export const saveFiles = async (act: Act, sent: unknown): Promise<{ ok: true; value: StoredFile[] } | FilesRefused> => {
  if (areLeftOut(sent)) return { ok: false, reason: 'too_much_at_once', name: undefined }
  const files = filesSent(sent)
  const stored: StoredFile[] = []
  for (const file of files) {
    const saved = await saveFile(act, file)
    if (!saved.ok) return { ok: false, reason: saved.reason, name: files.length > 1 ? file.name : undefined }
    stored.push(saved.value)
  }
  return { ok: true, value: stored }
}
