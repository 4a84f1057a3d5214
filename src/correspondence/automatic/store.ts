import type { Act } from '#base/act.ts'
import { selectCalendar } from '#base/council/calendar-store.ts'
import type { Calendar } from '#base/council/working-day.ts'
import { type Instant, instant } from '#base/dates.ts'
import { guard } from '#base/db/atomically.ts'
import { all, mapped, only, type Read, readTogether, together } from '#base/db/read.ts'
import { sql, update } from '#base/db/write.ts'
import type { EventDetails } from '#events/events/event.ts'
import { allEvents, eventRow, selectEventByCode } from '#events/events/store.ts'
import { kindsOf } from '#messages/outbox/kind.ts'
import type { Switch } from '#messages/outbox/switch.ts'
import type { EventSetting, Setting } from './automatic.ts'

const selectSettings = (db: SqlDatabase, of: string, value: string): Read<(EventSetting & { eventId: string })[]> =>
  all<EventSetting & { eventId: string }>(
    db
      .prepare(
        `SELECT m.eventId, m.kind, m.isOn, m.minutes, m.note FROM EventMessage m JOIN Event e ON e.id = m.eventId WHERE ${of} ORDER BY m.eventId, m.kind`,
      )
      .bind(value),
  )

export type Told = { event: EventDetails; settings: EventSetting[]; next: EventDetails[] }

export const eventsToTell = async (act: Act, ids: readonly string[]): Promise<Map<string, Told>> => {
  const wanted = JSON.stringify(ids)
  const among = 'e.id IN (SELECT value FROM json_each(?1))'
  const { events, rows, dates } = await readTogether(act.db, {
    events: allEvents(act.db.prepare(`${eventRow} WHERE e.id IN (SELECT value FROM json_each(?2))`).bind(instant(act.now), wanted)),
    rows: selectSettings(act.db, among, wanted),
    // Of the same topic, which a series shares; the same series comes first when chosen from.
    dates: allEvents(
      act.db
        .prepare(
          `${eventRow} WHERE e.state = 'published' AND e.publishedAt IS NOT NULL AND e.topicId IN (SELECT x.topicId FROM Event x WHERE x.id IN (SELECT value FROM json_each(?2)))
             AND (SELECT MIN(s.startsAt) FROM ActiveSession s WHERE s.eventId = e.id) > ?1
           ORDER BY (SELECT MIN(s.startsAt) FROM ActiveSession s WHERE s.eventId = e.id), e.id LIMIT 60`,
        )
        .bind(instant(act.now), wanted),
    ),
  })
  return new Map(
    events.map((event) => [
      event.id,
      {
        event,
        settings: rows.filter((row) => row.eventId === event.id),
        next: dates.filter((date) => date.topicId === event.topicId && date.id !== event.id),
      },
    ]),
  )
}

type Counted = { kind: string; written: number; sent: number; failed: number; last: Instant }
type Audience = { named: number; bookings: number }

export type MessagesOfEvent = Told & { counted: Counted[]; audience: Audience; calendar: Calendar }

/** An event's messages: settings, what was sent, and how many reminders would go. */
export const selectMessages = (db: SqlDatabase, code: string, now: Date): Read<MessagesOfEvent | undefined> => {
  const named = code.toUpperCase()
  const read = together({
    event: selectEventByCode(db, code, now),
    calendar: selectCalendar(db),
    settings: selectSettings(db, 'e.code = ?1', named),
    counted: all<Counted>(
      db
        .prepare(
          `SELECT m.kind, COUNT(*) AS written, SUM(m.state = 'sent') AS sent, SUM(m.state = 'failed') AS failed, MAX(m.createdAt) AS last
           FROM Message m JOIN Event e ON e.id = m.eventId WHERE e.code = ?1 GROUP BY m.kind`,
        )
        .bind(named),
    ),
    audience: only<Audience>(
      db
        .prepare(
          `SELECT COUNT(p.personId) AS named, COUNT(DISTINCT p.bookingId) AS bookings
           FROM Place p JOIN Event e ON e.id = p.eventId WHERE e.code = ?1 AND p.state = 'confirmed'`,
        )
        .bind(named),
    ),
    next: allEvents(
      db
        .prepare(
          `${eventRow} WHERE e.state = 'published' AND e.publishedAt IS NOT NULL AND e.code <> ?2 AND e.topicId = (SELECT x.topicId FROM Event x WHERE x.code = ?2)
             AND (SELECT MIN(s.startsAt) FROM ActiveSession s WHERE s.eventId = e.id) > ?1
           ORDER BY (SELECT MIN(s.startsAt) FROM ActiveSession s WHERE s.eventId = e.id), e.id LIMIT 60`,
        )
        .bind(instant(now), named),
    ),
  })
  return mapped(read, ({ event, ...found }) => event && { event, ...found })
}

/** For every kind of a message; guard: the event is the version that was read; raises it. */
export const writeSetting = (act: Act, event: Pick<EventDetails, 'id' | 'version'>, one: Switch, setting: Setting): SqlStatement[] => [
  guard(act.db, `(SELECT version FROM Event WHERE id = ?1 AND state <> 'cancelled') = ?2`, event.id, event.version),
  update(act.db, 'Event', { version: sql('version + 1'), changedAt: instant(act.now) }, { id: event.id }),
  act.db
    .prepare(
      `INSERT INTO EventMessage (eventId, kind, isOn, minutes, note, changedAt, changedById)
       SELECT ?1, value, ?3, ?4, ?5, ?6, ?7 FROM json_each(?2) WHERE true
       ON CONFLICT (eventId, kind) DO UPDATE SET isOn = excluded.isOn, minutes = excluded.minutes, note = excluded.note,
         changedAt = excluded.changedAt, changedById = excluded.changedById`,
    )
    .bind(
      event.id,
      JSON.stringify(kindsOf[one]),
      setting.isOn ? 1 : 0,
      setting.minutes,
      setting.note,
      instant(act.now),
      act.actor.accountId ?? null,
    ),
]
