import { type Act, signed } from '#base/act.ts'
import { one, type Read } from '#base/db/read.ts'
import { insert } from '#base/db/write.ts'
import { fileColumns } from '#base/files/store.ts'
import type { Template } from './template.ts'

export const selectTemplate = (db: SqlDatabase): Read<Template | undefined> =>
  one<Template>(db.prepare(`SELECT ${fileColumns}, t.chosenAt FROM ReportTemplate t JOIN StoredFile f ON f.id = t.fileId`))

export const insertTemplate = ({ db, now, actor }: Act, fileId: string): SqlStatement =>
  insert(db, 'ReportTemplate', { fileId, ...signed({ now, actor }, 'chosen') })

export const deleteTemplate = (db: SqlDatabase): SqlStatement => db.prepare('DELETE FROM ReportTemplate')
