import { type Day, londonDay } from '#base/dates.ts'
import { all, mapped, type Read, readNow, together } from '#base/db/read.ts'
import type { Event } from '#base/db/rows.ts'
import type { Choices, CoverageTopic } from './coverage.ts'

/** Current topics, and events a report may be about, latest first. */
export const selectChoices = (db: SqlDatabase, today: Day): Read<Choices> => {
  const read = together({
    topics: all<CoverageTopic>(
      db
        .prepare(
          `SELECT t.id, l.label FROM Topic t JOIN TopicLabel l ON l.topicId = t.id AND l.preferred = 1
             AND (l.fromDate IS NULL OR l.fromDate <= ?1) AND (l.toDate IS NULL OR ?1 < l.toDate)
           ORDER BY t.position, l.id`,
        )
        .bind(today),
    ),
    events: all<Pick<Event, 'id' | 'code' | 'title' | 'state'> & { startsAt: string; marked: number }>(
      db.prepare(
        `SELECT e.id, e.code, e.title, e.state, MIN(s.startsAt) AS startsAt,
           EXISTS (SELECT 1 FROM Session x JOIN Mark m ON m.sessionId = x.id WHERE x.eventId = e.id) AS marked
         FROM Event e JOIN ActiveSession s ON s.eventId = e.id
         WHERE e.state <> 'draft' GROUP BY e.id ORDER BY MIN(s.startsAt) DESC, e.id`,
      ),
    ),
  })
  return mapped(read, ({ topics, events }) => ({
    topics,
    events: events.map(({ id, code, title, state, startsAt, marked }) => ({
      id,
      code,
      title,
      startsOn: londonDay(startsAt),
      cancelled: state === 'cancelled',
      marked: marked === 1,
    })),
  }))
}

export const readChoices = (db: SqlDatabase, today: Day): Promise<Choices> => readNow(db, selectChoices(db, today))
