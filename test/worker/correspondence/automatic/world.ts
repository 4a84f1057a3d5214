// An event on 12 June 2026 with bookings made through the verb that makes them all, and the clock that follows it.

import type { Act } from '#base/act.ts'
import { tryAgain } from '#base/db/failed-job.ts'
import { upsert } from '#base/db/write.ts'
import { followAutomatic } from '#correspondence/automatic/follow-automatic.ts'
import { changeEvent } from '#events/editing/save-event.ts'
import { eventById } from '#events/events/store.ts'
import { kindFacts, kinds } from '#messages/outbox/kind.ts'
import { anAct, type anEvent, db, existing, rows } from '#test/support/factories.ts'
import { aBooking } from '#test/worker/booking/delegates/bookings.ts'

const june = { startsAt: '2026-06-12T08:30:00.000Z', endsAt: '2026-06-12T15:00:00.000Z' }
/** 8am in London, a week and a day before. */
export const weekBefore = '2026-06-05T07:00:00.000Z'
export const dayBefore = '2026-06-11T07:00:00.000Z'

export const actAt = (now: string, more: Partial<Act> = {}): Act => anAct({ now: new Date(now), origin: 'schedule', ...more })
/** What failed in an earlier run is tried again, as the clock has it done. */
export const runClock = async (now: string, more: Partial<Act> = {}): Promise<boolean> => {
  await tryAgain(db, actAt(now))
  return followAutomatic(actAt(now, more))
}

export const booked = (
  names: readonly string[],
  unnamed = 0,
  facts: Parameters<typeof anEvent>[0] & { now?: Date; ifFull?: 'wait' } = {},
) => aBooking(names, unnamed, { ...june, ...facts })

const automatic = kinds.filter((kind) => kindFacts(kind).automatic)

/** What went by itself about an event, in order: kind, to whom, and when. */
export const sent = async (eventId: string): Promise<string[]> =>
  (
    await rows<{ kind: string; email: string; at: string }>(
      `SELECT m.kind, b.email, m.createdAt AS at FROM Message m JOIN MessageBody b ON b.messageId = m.id
       WHERE m.eventId = ?1 AND m.kind IN (SELECT value FROM json_each(?2)) ORDER BY m.createdAt, m.kind, b.email`,
      eventId,
      JSON.stringify(automatic),
    )
  ).map(({ kind, email, at }) => `${at.slice(5, 16)} ${kind} ${email.split('@')[0]}`)

export const mails = (eventId: string, kind: string) =>
  rows<{
    subject: string
    text: string
    html: string
    replyTo: string
    toAddress: string
    placeId: string | null
    personId: string | null
  }>(
    `SELECT b.subject, b.text, b.html, b.replyTo, b.toAddress, m.placeId, m.personId FROM Message m JOIN MessageBody b ON b.messageId = m.id
     WHERE m.eventId = ?1 AND m.kind = ?2 ORDER BY m.rowid`,
    eventId,
    kind,
  )

type How = { isOn?: boolean; minutes?: number | null; note?: string }

export const set = (eventId: string, kind: string, { isOn = true, minutes = null, note = '' }: How): Promise<SqlResult> => {
  const row = { eventId, kind, isOn, minutes, note, changedAt: '2026-03-01T09:00:00.000Z' }
  return upsert(db, 'EventMessage', ['eventId', 'kind'], row, ['isOn', 'minutes', 'note']).run()
}

/** An organiser moves the event by so many minutes, as with the form. */
export const move = async (eventId: string, minutes: number, now: string) => {
  const event = await eventById(db, eventId, new Date(now)).then(existing)
  const later = (at: string) => new Date(Date.parse(at) + minutes * 60_000).toISOString()
  const done = await changeEvent(anAct({ now: new Date(now) }), {
    event,
    version: event.version,
    draft: {
      facts: event,
      sessions: event.sessions.map((session) => ({ ...session, startsAt: later(session.startsAt), endsAt: later(session.endsAt) })),
      breaks: event.breaks,
      roleIds: [],
      kinds: [],
    },
  })
  if (!done.ok) throw new Error(String(done.reason))
}
