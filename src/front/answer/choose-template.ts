import type { Act } from '#base/act.ts'
import { atomically } from '#base/db/atomically.ts'
import { endingOf } from '#base/files/file.ts'
import { filesSent, saveFile } from '#base/files/save-file.ts'
import { logged } from '#base/log/store.ts'
import { ok, type Result, refuse } from '#base/result.ts'
import { takesReport } from '#base/web/docx.ts'
import type { NotChosen } from './template.ts'
import { deleteTemplate, insertTemplate } from './template-store.ts'

/** In place of the one before. @param sent the field of the form */
export const chooseTemplate = async (act: Act, sent: unknown): Promise<Result<undefined, NotChosen>> => {
  const [file] = filesSent(sent)
  if (file && endingOf(file.name) !== 'docx') return refuse('no_word_file')
  const saved = await saveFile(act, sent)
  if (!saved.ok) return saved
  if (!file || !takesReport(new Uint8Array(await file.arrayBuffer()))) return refuse('no_place_for_report')
  const fileId = saved.value.id
  await atomically(act.db, [insertTemplate(act, fileId), logged(act, { act: 'report_template.chosen', subject: ['file', fileId] })], {})
  return ok(undefined)
}

/** Reports are written into the plain one again. */
export const dropTemplate = async (act: Act, fileId: string): Promise<Result<undefined, never>> => {
  await atomically(act.db, [deleteTemplate(act.db), logged(act, { act: 'report_template.dropped', subject: ['file', fileId] })], {})
  return ok(undefined)
}
