import type { Act } from '#base/act.ts'
import { instant } from '#base/dates.ts'
import { one, type Read } from '#base/db/read.ts'
import { fileColumns } from '#base/files/store.ts'
import type { Template } from './template.ts'

export const selectTemplate = (db: SqlDatabase): Read<Template | undefined> =>
  one<Template>(db.prepare(`SELECT ${fileColumns}, t.chosenAt FROM ReportTemplate t JOIN StoredFile f ON f.id = t.fileId`))

export const insertTemplate = ({ db, now, actor }: Act, fileId: string): SqlStatement =>
  db
    .prepare('INSERT INTO ReportTemplate (fileId, chosenAt, chosenById) VALUES (?1, ?2, ?3)')
    .bind(fileId, instant(now), actor.accountId ?? null)

export const deleteTemplate = (db: SqlDatabase): SqlStatement => db.prepare('DELETE FROM ReportTemplate')
