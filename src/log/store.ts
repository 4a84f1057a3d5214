import type { Act } from '../act.ts'
import { instant } from '../dates.ts'
import { newId } from '../id.ts'
import type { LogEntry } from './entry.ts'

/** The statement that appends `entry`; put it in the batch of the write that it describes. */
export const logged = (act: Act, entry: LogEntry): D1PreparedStatement =>
  act.db
    .prepare(
      `INSERT INTO Log (id, at, act, subjectKind, subjectId, eventId, schoolId, accountId, personId, schoolIds, origin, requestId, before, after)
       VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14)`,
    )
    .bind(
      newId(act.now),
      instant(act.now),
      entry.act,
      entry.subject[0],
      entry.subject[1],
      entry.eventId ?? null,
      entry.schoolId ?? null,
      act.actor.accountId ?? null,
      act.actor.personId ?? null,
      JSON.stringify(act.actor.schoolIds),
      act.origin,
      act.requestId,
      entry.before === undefined ? null : JSON.stringify(entry.before),
      entry.after === undefined ? null : JSON.stringify(entry.after),
    )
