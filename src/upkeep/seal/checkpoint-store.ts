import type { Act, Moment } from '#base/act.ts'
import { type Day, instant, londonDay } from '#base/dates.ts'
import { atomically } from '#base/db/atomically.ts'
import { type Condition, exists } from '#base/db/condition.ts'
import { all, one, only, type Read } from '#base/db/read.ts'
import { insert } from '#base/db/write.ts'
import type { Checkpoint, Overview } from '#base/seal/seal.ts'

/** Once a London day when nothing waits to be sealed: it covers all written before. */
export const checkpointDue = ({ now }: Moment): Condition =>
  exists(
    `SELECT 1 FROM SealedLeaf WHERE number = 0 AND NOT EXISTS (SELECT 1 FROM SealCheckpoint WHERE day >= ?1) AND NOT EXISTS (SELECT 1 FROM RowToSeal WHERE number > 0)`,
    londonDay(now),
  )

/** SQL: the checkpoint of day ?1, while the council names an address and it was not sent. */
const toMail = `FROM SealCheckpoint c JOIN Setting s ON s.key = 'council' AND COALESCE(s.value ->> 'sealEmail', '') <> ''
  WHERE c.day = ?1 AND NOT EXISTS (SELECT 1 FROM CheckpointMail m WHERE m.day = c.day)`

export const checkpointMailDue = ({ now }: Moment): readonly Condition[] => [exists(`SELECT 1 ${toMail}`, londonDay(now))]

export const selectToMail = ({ db, now }: Act): Read<(Checkpoint & { email: string }) | undefined> =>
  one(db.prepare(`SELECT c.day, c.size, c.root, c.note, c.signer, c.at, s.value ->> 'sealEmail' AS email ${toMail}`).bind(londonDay(now)))

export const insertCheckpointMail = ({ db, now }: Act, messageId: string, day: Day): SqlStatement =>
  insert(db, 'CheckpointMail', { messageId, day, at: instant(now) })

/** Keeps a checkpoint for good, unless there is one of its day. */
export const insertCheckpoint = async (act: Act, { day, size, root, note, signer, at }: Checkpoint): Promise<void> => {
  await atomically(act.db, [insert(act.db, 'SealCheckpoint', { day, size, root, note, signer, at })], { checkpoint_goes_back: 'is_there' })
}

export const newestCheckpoint = (db: SqlDatabase): Read<Checkpoint | undefined> =>
  one<Checkpoint>(db.prepare('SELECT day, size, root, note, signer, at FROM SealCheckpoint ORDER BY day DESC LIMIT 1'))

export const lastCheckpoints = (db: SqlDatabase, most: number): Read<Checkpoint[]> =>
  all<Checkpoint>(db.prepare('SELECT day, size, root, note, signer, at FROM SealCheckpoint ORDER BY day DESC LIMIT ?1').bind(most))

export const readOverview = (db: SqlDatabase): Read<Overview> =>
  only<Overview>(
    db.prepare(
      `SELECT (SELECT COALESCE(MAX(number) + 1, 0) FROM SealedLeaf) AS entries, (SELECT COUNT(*) FROM RowToSeal) AS waiting,
         (SELECT at FROM SealedLeaf WHERE number = 0) AS begun`,
    ),
  )
