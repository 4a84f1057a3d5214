import type { Act } from '#base/act.ts'
import { instant } from '#base/dates.ts'
import { insertEach } from '#base/db/write.ts'

/** What was written, for whom, and for which instant or day. */
export type SentOnce = { kind: string; subjectId: string; moment: string }

/** Fails the whole batch with `SentOnce.kind` if one was recorded before. */
export const insertSentOnce = (act: Act, eventId: string, rows: readonly SentOnce[]): SqlStatement =>
  insertEach(act.db, 'SentOnce', rows, ['kind', 'subjectId', 'moment'], { eventId, at: instant(act.now) })
