import type { Act, Moment } from '#base/act.ts'
import { londonDay } from '#base/dates.ts'
import { atomically } from '#base/db/atomically.ts'
import { type Condition, exists } from '#base/db/condition.ts'
import { all, one, only, type Read } from '#base/db/read.ts'
import type { Checkpoint, Overview } from '#base/seal/seal.ts'

/**
 * Once a London day, from that of the first entry on, when nothing waits to be sealed: so a
 * checkpoint has all that was written before it.
 */
export const checkpointDue = ({ now }: Moment): Condition =>
  exists(
    `SELECT 1 FROM SealedLeaf WHERE number = 0 AND NOT EXISTS (SELECT 1 FROM SealCheckpoint WHERE day >= ?1) AND NOT EXISTS (SELECT 1 FROM RowToSeal WHERE number > 0)`,
    londonDay(now),
  )

/** Keeps a checkpoint for good, unless there is one of its day. */
export const insertCheckpoint = async (act: Act, { day, size, root, note, signer, at }: Checkpoint): Promise<void> => {
  await atomically(
    act.db,
    [
      act.db
        .prepare('INSERT INTO SealCheckpoint (day, size, root, note, signer, at) VALUES (?1, ?2, ?3, ?4, ?5, ?6)')
        .bind(day, size, root, note, signer, at),
    ],
    { checkpoint_goes_back: 'is_there' },
  )
}

export const newestCheckpoint = (db: D1Database): Read<Checkpoint | undefined> =>
  one<Checkpoint>(db.prepare('SELECT day, size, root, note, signer, at FROM SealCheckpoint ORDER BY day DESC LIMIT 1'))

/** Newest first. */
export const lastCheckpoints = (db: D1Database, most: number): Read<Checkpoint[]> =>
  all<Checkpoint>(db.prepare('SELECT day, size, root, note, signer, at FROM SealCheckpoint ORDER BY day DESC LIMIT ?1').bind(most))

export const readOverview = (db: D1Database): Read<Overview> =>
  only<Overview>(
    db.prepare(
      `SELECT (SELECT COALESCE(MAX(number) + 1, 0) FROM SealedLeaf) AS entries, (SELECT COUNT(*) FROM RowToSeal) AS waiting,
         (SELECT at FROM SealedLeaf WHERE number = 0) AS begun`,
    ),
  )
