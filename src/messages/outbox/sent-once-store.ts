import type { Act } from '#base/act.ts'
import { instant } from '#base/dates.ts'

/** What was written, for whom, and for which instant or day. */
export type SentOnce = { kind: string; subjectId: string; moment: string }

/** Fails the whole batch with `SentOnce.kind` if one was recorded before. */
export const insertSentOnce = (act: Act, eventId: string, rows: readonly SentOnce[]): SqlStatement =>
  act.db
    .prepare(
      `INSERT INTO SentOnce (kind, subjectId, moment, eventId, at)
       SELECT value ->> '$.kind', value ->> '$.subjectId', value ->> '$.moment', ?2, ?3 FROM json_each(?1)`,
    )
    .bind(JSON.stringify(rows), eventId, instant(act.now))
