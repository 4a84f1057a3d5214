// Full events and schools that wait for them.

import { expect } from 'vitest'
import type { Act } from '#base/act.ts'
import { cancelBooking } from '#booking/cancelling/cancel-booking.ts'
import { placeBooking } from '#booking/placing/place-booking.ts'
import { offerFreedPlaces } from '#booking/waiting/offer-places.ts'
import { accepted, anAccount, anAct, anEvent, aSchool, db, rows, run, tick } from '#test/support/factories.ts'
import { add } from '#test/support/rows.ts'

export type Guest = { school: { id: string; name: string }; cookie: string; accountId: string; act: (now?: Date) => Act }

export const aGuest = async (facts: Parameters<typeof aSchool>[0] = {}): Promise<Guest> => {
  const school = await aSchool(facts)
  const { actor, cookie, accountId } = await anAccount({ schoolIds: [school.id] })
  return { school, cookie, accountId, act: (now) => anAct({ actor, now: now ?? tick() }) }
}

export const anOrganiser = async () => {
  const { actor, cookie } = await anAccount({ roles: ['organiser'], name: 'Olwen Organiser' })
  return { cookie, act: (now?: Date) => anAct({ actor, now: now ?? tick() }) }
}

/** Asks for n places without names; what is not to be had is waited for. */
export const asks = async (guest: Guest, code: string, n: number, facts: { acceptsFewer?: boolean; now?: Date; names?: string[] } = {}) => {
  const placed = await placeBooking(guest.act(facts.now), {
    code,
    schoolId: guest.school.id,
    formId: crypto.randomUUID(),
    delegates: (facts.names ?? []).map((name) => ({
      name,
      email: `${name.toLowerCase().replaceAll(' ', '.')}@example.sch.uk`,
      roleId: 'dsl',
      represents: [],
    })),
    unnamed: n - (facts.names?.length ?? 0),
    ifFull: 'wait',
    acceptsFewer: facts.acceptsFewer ?? false,
  }).then(accepted)
  return placed.reference
}

/** An event whose places are all taken by one school, and that school's booking. */
export const aFullEvent = async (capacity: number, facts: Parameters<typeof anEvent>[0] = {}) => {
  const event = await anEvent({ capacity, placesPerSchool: null, ...facts })
  const holder = await aGuest()
  const reference = await asks(holder, event.code, capacity)
  return {
    event,
    /** The school that has all places gives some up. */
    free: async (n: number, now?: Date) => {
      const ids = await rows<{ id: string }>(
        `SELECT p.id FROM Place p JOIN Booking b ON b.id = p.bookingId WHERE b.reference = ?1 AND p.state = 'confirmed' ORDER BY p.id LIMIT ?2`,
        reference,
        n,
      )
      await cancelBooking(
        holder.act(now),
        reference,
        ids.map(({ id }) => id),
      ).then(accepted)
    },
  }
}

export const setRules = (eventId: string, set: string): Promise<unknown> => run(`UPDATE Event SET ${set} WHERE id = ?1`, eventId)

/** Someone of the school was at the topic before Muster. */
export const wasThere = (schoolId: string, topicId: string, day: string, who = {}): Promise<unknown> =>
  add('EarlierAttendance', { batchId: 'b1', schoolId, topicId, title: 'Conference of old', heldOn: day, source: 'old system', ...who })

/** The job, as the clock runs it. */
export const offerNow = (now: Date = tick()): Promise<boolean> => offerFreedPlaces(anAct({ now, origin: 'schedule' }))

/** Offers of an event by school, in the order in which they were made. */
export const offersOf = (eventId: string): Promise<{ school: string; places: number; state: string; expiresAt: string }[]> =>
  rows(
    `SELECT s.name AS school, o.places, o.state, o.expiresAt FROM Offer o JOIN Booking b ON b.id = o.bookingId JOIN School s ON s.id = b.schoolId
     WHERE o.eventId = ?1 ORDER BY o.offeredAt, o.id`,
    eventId,
  )

/** The token in the newest offer that a booking was sent. */
export const tokenOf = async (reference: string): Promise<string> => {
  const [body] = await rows<{ text: string }>(
    `SELECT y.text FROM Message m JOIN MessageBody y ON y.messageId = m.id JOIN Booking b ON b.id = m.bookingId
     WHERE b.reference = ?1 AND m.kind = 'offer' ORDER BY m.rowid DESC LIMIT 1`,
    reference,
  )
  return body?.text.match(/\/offers\/([\w-]+)/)?.[1] ?? 'no token'
}

/** How many places of a booking are in each state, with what they wait for. */
export const placesOf = (reference: string): Promise<{ state: string; waitsFor: string | null; n: number }[]> =>
  rows(
    `SELECT p.state, p.waitsFor, COUNT(*) AS n FROM Place p JOIN Booking b ON b.id = p.bookingId WHERE b.reference = ?1
     GROUP BY p.state, p.waitsFor ORDER BY p.state, p.waitsFor`,
    reference,
  )

export const takenOf = async (eventId: string, at: Date): Promise<number> =>
  (
    await rows<{ n: number }>(
      `SELECT COUNT(*) AS n FROM Place WHERE eventId = ?1 AND (state = 'confirmed' OR (state = 'held' AND heldUntil > ?2))`,
      eventId,
      at.toISOString(),
    )
  )[0]?.n ?? -1

/** Runs a race with triggers dropped, for controls. */
export const without = async <T>(triggers: readonly string[], race: () => Promise<T>): Promise<T> => {
  const kept = await rows<{ name: string; sql: string }>(
    "SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND name IN (SELECT value FROM json_each(?1))",
    JSON.stringify(triggers),
  )
  expect(kept.map(({ name }) => name).sort()).toEqual([...triggers].sort())
  for (const { name } of kept) await run(`DROP TRIGGER ${name}`)
  try {
    return await race()
  } finally {
    for (const { sql } of kept) await db.prepare(sql).run()
  }
}
