import { mapped, one, type Read, readNow, together } from '#base/db/read.ts'
import { dataOf, isOfEntry, type SealedEntry } from './entry.ts'
import { canonical, selectRows } from './kind-store.ts'
import type { SealKind } from './seal.ts'

/** What is hashed of a row as it is now; null if it is gone. */
export const readData = async (db: SqlDatabase, of: { kind: SealKind; subjectId: string; row: string | null }): Promise<string | null> =>
  of.row === null ? null : dataOf(of.row, await readNow(db, selectRows(db, of.kind, of.subjectId)))

export type FoundEntry = { entry: SealedEntry; row: string | null; tables: string[][] }

/** undefined: not sealed yet. @param id SQL: the id of the row that `subject`, as ?1, names */
export const selectEntryOf = (db: SqlDatabase, kind: SealKind, subject: string | number, id = '?1'): Read<FoundEntry | undefined> =>
  mapped(
    together({
      entry: one<SealedEntry & { row: string | null }>(
        db
          .prepare(
            `SELECT q.number, q.at, q.salt, q.leafHash, ${canonical} AS row FROM SealedLeaf q WHERE q.subjectId = ${id} AND q.kind = ?2`,
          )
          .bind(subject, kind),
      ),
      tables: selectRows(db, kind, subject, id),
    }),
    ({ entry, tables }) => {
      if (!entry) return undefined
      const { row, ...sealed } = entry
      return { entry: sealed, row, tables }
    },
  )

/** undefined where an erased person's salt is gone. */
export const isAsSealed = async ({ entry, row, tables }: FoundEntry): Promise<boolean | undefined> =>
  isOfEntry(entry, row === null ? null : await dataOf(row, tables))
