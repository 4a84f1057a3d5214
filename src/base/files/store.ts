import { addMinutes, type Instant, instant } from '#base/dates.ts'
import { type Condition, exists } from '#base/db/condition.ts'
import { all, readNow } from '#base/db/read.ts'
import { insert, pick } from '#base/db/write.ts'
import type { StoredFile } from './file.ts'

/** With the table as `f`. */
export const fileColumns = 'f.id, f.name, f.type, f.size, f.sha256, f.pieces, f.at'

/** A row that names it clears `spareFrom` by trigger. */
export const addFile = (db: SqlDatabase, file: StoredFile): SqlStatement =>
  insert(db, 'StoredFile', { ...pick(file, ['id', 'name', 'type', 'size', 'sha256', 'pieces', 'at']), spareFrom: file.at })

export const addPieces = (db: SqlDatabase, fileId: string, from: number, pieces: readonly string[]): Promise<unknown> =>
  db.batch(pieces.map((base64, n) => insert(db, 'FilePiece', { fileId, number: from + n, base64 })))

export const readPieces = (db: SqlDatabase, fileId: string, from: number, count: number): Promise<{ base64: string }[]> =>
  readNow(
    db,
    all<{ base64: string }>(
      db
        .prepare('SELECT base64 FROM FilePiece WHERE fileId = ?1 AND number >= ?2 AND number < ?3 ORDER BY number')
        .bind(fileId, from, from + count),
    ),
  )

const spare = `spareFrom IS NOT NULL AND spareFrom <= ?1`

const aDayBefore = (now: Date): Instant => instant(addMinutes(now, -24 * 60))

export const spareFilesDue = ({ now }: { now: Date }): Condition[] => [exists(`SELECT 1 FROM StoredFile WHERE ${spare}`, aDayBefore(now))]

export const spareFiles = (db: SqlDatabase, now: Date, most: number): Promise<{ id: string; pieces: number }[]> =>
  readNow(
    db,
    all<{ id: string; pieces: number }>(
      db.prepare(`SELECT id, pieces FROM StoredFile WHERE ${spare} ORDER BY spareFrom LIMIT ?2`).bind(aDayBefore(now), most),
    ),
  )

/** Only while nothing names it. */
export const deleteFile = (db: SqlDatabase, id: string): SqlStatement[] => [
  db.prepare('DELETE FROM FilePiece WHERE fileId IN (SELECT id FROM StoredFile WHERE id = ?1 AND spareFrom IS NOT NULL)').bind(id),
  db.prepare('DELETE FROM StoredFile WHERE id = ?1 AND spareFrom IS NOT NULL').bind(id),
]
