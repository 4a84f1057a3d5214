import type { Act } from '#base/act.ts'
import { instant } from '#base/dates.ts'
import { atomically } from '#base/db/atomically.ts'
import { type Condition, exists } from '#base/db/condition.ts'
import { all, mapped, only, type Read, together } from '#base/db/read.ts'
import { fromBase64, inBase64 } from '#base/id.ts'
import type { SealedEntry } from '#base/seal/entry.ts'
import { readData } from '#base/seal/entry-store.ts'
import { canonical, ofErased } from '#base/seal/kind-store.ts'
import type { SealKind } from '#base/seal/seal.ts'
import type { Bytes, HashedNode, Node } from '#base/seal/tree.ts'

export const toSealDue: Condition = exists('SELECT 1 FROM RowToSeal WHERE number > 0')

/** The log as it stands: how many entries, and the hashes that its root is made of. */
export type Standing = { size: number; peaks: Bytes[] }

const size = 'COALESCE((SELECT number + 1 FROM SealedLeaf WHERE number >= 0 ORDER BY number DESC LIMIT 1), 0)'

/** SQL: the hash of a node; that of level 0 is an entry's own. */
const hashOf = (level: string, number: string): string =>
  `CASE ${level} WHEN 0 THEN (SELECT l.leafHash FROM SealedLeaf l WHERE l.number = ${number})
     ELSE (SELECT n.hash FROM SealNode n WHERE n.level = ${level} AND n.number = ${number}) END`

export const readStanding = (db: SqlDatabase): Read<Standing> =>
  together({
    size: mapped(only<{ size: number }>(db.prepare(`SELECT ${size} AS size`)), (row) => row.size),
    peaks: mapped(
      all<{ hash: string }>(
        db.prepare(
          `WITH RECURSIVE part (level, whole) AS (SELECT 0, ${size} UNION ALL SELECT level + 1, whole / 2 FROM part WHERE whole > 1)
           SELECT ${hashOf('b.level', 'b.whole - 1')} AS hash FROM part b WHERE b.whole % 2 = 1 ORDER BY b.level DESC`,
        ),
      ),
      (found) => found.map(({ hash }) => fromBase64(hash)),
    ),
  })

export type ToSeal = { number: number; kind: SealKind; subjectId: string; row: string | null }

/** The next rows that wait, in the order in which they were written. */
export const readQueue = (db: SqlDatabase, most: number): Read<ToSeal[]> =>
  all<ToSeal>(
    db
      .prepare(`SELECT q.number, q.kind, q.subjectId, ${canonical} AS row FROM RowToSeal q WHERE q.number > 0 ORDER BY q.number LIMIT ?1`)
      .bind(most),
  )

export type NewLeaf = ToSeal & { salt: Bytes; hash: Bytes }

/** False if the log has grown past `from` meanwhile. An erased person's leaf keeps no salt. */
export const appendLeaves = async (act: Act, from: number, leaves: readonly NewLeaf[], nodes: readonly HashedNode[]): Promise<boolean> => {
  const { db } = act
  const rows = leaves.map(({ kind, subjectId, salt, hash }, n) => [from + n, kind, subjectId, inBase64(salt), inBase64(hash)])
  const result = await atomically(
    db,
    [
      db
        .prepare(
          `INSERT INTO SealedLeaf (number, kind, subjectId, salt, leafHash, at)
           SELECT j.value ->> 0, j.value ->> 1, j.value ->> 2, j.value ->> 3, j.value ->> 4, ?2 FROM json_each(?1) j`,
        )
        .bind(JSON.stringify(rows), instant(act.now)),
      db
        .prepare('INSERT INTO SealNode (level, number, hash) SELECT j.value ->> 0, j.value ->> 1, j.value ->> 2 FROM json_each(?1) j')
        .bind(JSON.stringify(nodes.map(({ level, number, hash }) => [level, number, inBase64(hash)]))),
      db.prepare(`UPDATE SealedLeaf AS q SET salt = NULL WHERE q.number >= ?1 AND (${ofErased})`).bind(from),
      db.prepare('DELETE FROM RowToSeal WHERE number <= ?1').bind(leaves.at(-1)?.number ?? 0),
    ],
    { entry_out_of_turn: 'has_grown' },
  )
  return result.ok
}

export type Entry = { number: number; kind: string; leafHash: string; at: string }

export const readEntry = (db: SqlDatabase, number: number): Promise<Entry | null> =>
  db.prepare('SELECT number, kind, leafHash, at FROM SealedLeaf WHERE number = ?1').bind(number).first<Entry>()

/** An entry with what would be hashed of its row today: one trip, or two for a row of many. */
export const readSealedRow = async (
  db: SqlDatabase,
  number: number,
): Promise<{ entry: SealedEntry; kind: SealKind; data: string | null } | undefined> => {
  const leaf = await db
    .prepare(`SELECT q.number, q.kind, q.subjectId, q.salt, q.leafHash, q.at, ${canonical} AS row FROM SealedLeaf q WHERE q.number = ?1`)
    .bind(number)
    .first<SealedEntry & ToSeal>()
  if (!leaf) return undefined
  const { kind, subjectId, row, ...entry } = leaf
  return { entry, kind, data: await readData(db, { kind, subjectId, row }) }
}

/** The hashes of the nodes, in their order, of those that there are. */
export const readNodes = async (db: SqlDatabase, nodes: readonly Node[]): Promise<Bytes[]> =>
  (
    await db
      .prepare(`SELECT ${hashOf('(j.value ->> 0)', '(j.value ->> 1)')} AS hash FROM json_each(?1) j ORDER BY j.key`)
      .bind(JSON.stringify(nodes.map(({ level, number }) => [level, number])))
      .all<{ hash: string | null }>()
  ).results.flatMap(({ hash }) => (hash === null ? [] : [fromBase64(hash)]))
