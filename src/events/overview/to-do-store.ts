import { instant } from '#base/dates.ts'
import { one, type Read } from '#base/db/read.ts'
import { engagementsOfEvent } from '#events/events/engagement-store.ts'
import type { EventToDo } from './event-to-do.ts'
import type { EventNearby } from './publish-check.ts'

const places = (which: string): string => `(SELECT COUNT(*) FROM Place p WHERE p.eventId = e.id AND ${which})`

const chosen = `EXISTS (SELECT 1 FROM PlaceSession c JOIN ActiveSession s ON s.id = c.sessionId WHERE c.placeId = p.id AND s.block = b.block)`

export const selectEventToDo = (db: SqlDatabase, code: string, now: Date): Read<(EventToDo & { nearby: EventNearby[] }) | undefined> =>
  one<EventToDo & { nearby: EventNearby[] }>(
    db
      .prepare(
        `SELECT ${places(`p.state = 'confirmed' AND p.personId IS NULL AND e.publishedAt IS NOT NULL`)} AS unnamed,
           ${places(`p.state = 'held' AND p.waitsFor = 'approval'`)} AS approvals,
           (SELECT COUNT(*) FROM BookingRequest r WHERE r.eventId = e.id AND r.state = 'waiting' AND r.asksSchool = 0) AS requests,
           ${places(`p.state = 'confirmed' AND EXISTS (SELECT 1 FROM (SELECT DISTINCT x.block FROM ActiveSession x
             WHERE x.eventId = e.id AND x.block <> '') b WHERE NOT ${chosen})`)} AS unchosen,
           (SELECT COUNT(*) FROM Need w WHERE w.eventId = e.id AND w.answerBy IS NOT NULL AND w.doneAt IS NULL
             AND NOT EXISTS (SELECT 1 FROM ReplacedPlace h WHERE h.placeId = w.placeId)) AS access,
           (SELECT COUNT(*) FROM ActiveSession s WHERE s.eventId = e.id AND s.endsAt <= ?1
             AND NOT EXISTS (SELECT 1 FROM RegisterSignOff o WHERE o.sessionId = s.id)
             AND EXISTS (SELECT 1 FROM PlaceSession ps WHERE ps.sessionId = s.id)) AS registers,
           (SELECT json_group_array(json_object('code', o.code, 'title', o.title, 'startsAt', s.startsAt)) FROM ActiveSession x
             CROSS JOIN Session s ON s.startsAt >= date(x.startsAt, '-1 day') AND s.startsAt < date(x.startsAt, '+2 days')
             JOIN Event o ON o.id = s.eventId AND o.id <> e.id AND o.state = 'published'
             WHERE x.eventId = e.id AND e.state = 'draft' AND s.calledOffAt IS NULL) AS nearby,
           ${engagementsOfEvent} AS atOnce
         FROM Event e WHERE e.code = ?2`,
      )
      .bind(instant(now), code.toUpperCase()),
    { nearby: 'json', atOnce: 'json' },
  )
