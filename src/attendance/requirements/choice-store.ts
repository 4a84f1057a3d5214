import type { Day } from '#base/dates.ts'
import { all, mapped, type Read, together } from '#base/db/read.ts'
import type { Names } from './edition-sentence.ts'

type Row = { id: string; label: string }

const byId = (rows: readonly Row[]): ReadonlyMap<string, string> => new Map(rows.map(({ id, label }) => [id, label]))

/** Roles and topics that a requirement can name, as they are called on a day. */
export const selectNames = (db: SqlDatabase, day: Day): Read<Names> =>
  mapped(
    together({
      roles: all<Row>(db.prepare('SELECT id, label FROM Role ORDER BY position, label')),
      topics: all<Row>(
        db
          .prepare(
            `SELECT t.id, l.label FROM Topic t JOIN TopicLabel l ON l.topicId = t.id AND l.preferred = 1
               AND (l.fromDate IS NULL OR l.fromDate <= ?1) AND (l.toDate IS NULL OR ?1 < l.toDate)
             ORDER BY t.position, l.id`,
          )
          .bind(day),
      ),
    }),
    ({ roles, topics }) => ({ roles: byId(roles), topics: byId(topics) }),
  )
