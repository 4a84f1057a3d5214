import type { Act } from '#base/act.ts'
import { instant } from '#base/dates.ts'

/** What was written for whom and about which moment: an instant, or a day. */
export type SentOnce = { kind: string; subjectId: string; moment: string }

/** Notes that these were written; of what was written before, the whole batch breaks with `SentOnce.kind`. */
export const insertSentOnce = (act: Act, eventId: string, rows: readonly SentOnce[]): D1PreparedStatement =>
  act.db
    .prepare(
      `INSERT INTO SentOnce (kind, subjectId, moment, eventId, at)
       SELECT value ->> '$.kind', value ->> '$.subjectId', value ->> '$.moment', ?2, ?3 FROM json_each(?1)`,
    )
    .bind(JSON.stringify(rows), eventId, instant(act.now))
