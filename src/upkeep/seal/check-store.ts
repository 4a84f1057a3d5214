// What the audit reads of the protected record.
import { all, only, type Read, together } from '#base/db/read.ts'
import { canonical, everyRow, ofErased } from '#base/seal/kind-store.ts'
import type { SealKind } from '#base/seal/seal.ts'

export type LeafRow = {
  number: number
  kind: SealKind
  subjectId: string
  salt: string | null
  leafHash: string
  /** What would be hashed of the row now; null if it is not there. */
  row: string | null
  erased: number
}

export const leavesFrom = (db: SqlDatabase, from: number, most: number): Read<LeafRow[]> =>
  all<LeafRow>(
    db
      .prepare(
        `SELECT q.number, q.kind, q.subjectId, q.salt, q.leafHash, ${canonical} AS row, (${ofErased}) AS erased
         FROM SealedLeaf q WHERE q.number >= ?1 ORDER BY q.number LIMIT ?2`,
      )
      .bind(from, most),
  )

export type NodeRow = { level: number; number: number; hash: string }

/** The nodes that the given leaves complete: those whose last leaf is one of them. */
export const nodesFrom = (db: SqlDatabase, from: number, most: number): Read<NodeRow[]> =>
  all<NodeRow>(
    db
      .prepare(
        `WITH RECURSIVE part (level) AS (SELECT 1 UNION ALL SELECT level + 1 FROM part WHERE level < 40)
         SELECT n.level, n.number, n.hash FROM part CROSS JOIN SealNode n ON n.level = part.level
           AND n.number >= ((?1 + 1 + (1 << part.level) - 1) >> part.level) - 1 AND n.number < ((?1 + ?2) >> part.level)`,
      )
      .bind(from, most),
  )

export type StatedRow = { day: string; size: number; root: string; note: string }

/** What was stated, and how many nodes there are. */
export const statedOfLog = (db: SqlDatabase): Read<{ checkpoints: StatedRow[]; nodes: { n: number } }> =>
  together({
    checkpoints: all<StatedRow>(db.prepare('SELECT day, size, root, note FROM SealCheckpoint ORDER BY day')),
    nodes: only<{ n: number }>(db.prepare('SELECT COUNT(*) AS n FROM SealNode')),
  })

/** SQL: rows that are neither sealed nor wait to be. */
export const unsealedRows = `SELECT kind || ' ' || subjectId AS id FROM (
  SELECT kind, subjectId FROM (${everyRow}) EXCEPT SELECT kind, subjectId FROM SealedLeaf EXCEPT SELECT kind, subjectId FROM RowToSeal)`

/** SQL: rows that say that they are an hour older than a checkpoint that does not have them. */
export const backdatedRows = `SELECT q.kind || ' ' || q.subjectId AS id FROM SealedLeaf l JOIN (${everyRow}) q ON q.subjectId = l.subjectId AND q.kind = l.kind
  WHERE l.at > strftime('%Y-%m-%dT%H:%M:%fZ', q.at, '+1 hour') AND EXISTS (
    SELECT 1 FROM SealCheckpoint c WHERE c.size <= l.number AND c.at > strftime('%Y-%m-%dT%H:%M:%fZ', q.at, '+1 hour'))`
