import { type Act, accountOf } from '#base/act.ts'
import { addMinutes, type Instant, instant } from '#base/dates.ts'
import { all, mapped, one, together } from '#base/db/read.ts'
import { insert, pick } from '#base/db/write.ts'
import type { DoorEvent, DoorSession } from './day.ts'
import type { Device, DeviceRow } from './door.ts'

/** An event that is not a draft, and its sessions that take place. */
export const selectDoor = (db: SqlDatabase, code: string) =>
  together({
    event: one<DoorEvent>(
      db.prepare(`SELECT id, code, title, state, venueName FROM Event WHERE code = ?1 AND state <> 'draft'`).bind(code.toUpperCase()),
    ),
    sessions: all<DoorSession>(
      db
        .prepare(
          `SELECT s.id, s.title, s.position, s.startsAt, s.endsAt, s.block, r.signedAt FROM ActiveSession s LEFT JOIN RegisterSignOff r ON r.sessionId = s.id
           WHERE s.eventId = (SELECT id FROM Event WHERE code = ?1) ORDER BY s.startsAt, s.position`,
        )
        .bind(code.toUpperCase()),
    ),
  })

export const selectDevice = (db: SqlDatabase, tokenHash: string) =>
  one<Device>(
    db
      .prepare(
        `SELECT d.id, d.deviceId, d.eventId, d.accountId, a.personId, d.endsAt, d.revokedAt,
           (SELECT l.day FROM StaffRole r JOIN DoorLink l ON l.id = r.linkId WHERE r.accountId = d.accountId) AS helperOn
         FROM DoorDevice d JOIN Account a ON a.id = d.accountId
         WHERE d.tokenHash = ?1`,
      )
      .bind(tokenHash),
  )

export type NewDevice = { id: string; deviceId: string; eventId: string; tokenHash: string; endsAt: Instant; clockAhead: number }

export const insertDevice = (act: Act, device: NewDevice): SqlStatement =>
  insert(act.db, 'DoorDevice', {
    ...pick(device, ['id', 'deviceId', 'eventId', 'tokenHash', 'endsAt', 'clockAhead']),
    accountId: accountOf(act),
    registeredAt: instant(act.now),
    seenAt: instant(act.now),
  })

/** Everything of one device at one event. */
export const revokeDevices = (act: Act, eventId: string, id: string): SqlStatement =>
  act.db
    .prepare(
      `UPDATE DoorDevice SET revokedAt = ?3, revokedById = ?4
       WHERE eventId = ?1 AND deviceId = (SELECT deviceId FROM DoorDevice WHERE id = ?2 AND eventId = ?1) AND revokedAt IS NULL`,
    )
    .bind(eventId, id, instant(act.now), act.actor.accountId ?? null)

/** Whether a sign-in was ended by somebody, and not by time. */
export const selectSignedOut = (db: SqlDatabase, signInId: string) =>
  mapped(
    all<{ revokedAt: Instant }>(db.prepare('SELECT revokedAt FROM SignIn WHERE id = ?1 AND revokedAt IS NOT NULL').bind(signInId)),
    (rows) => rows.length > 0,
  )

/** When it was last heard of, to the minute. */
export const noteSeen = async (act: Act, id: string): Promise<void> => {
  await act.db
    .prepare('UPDATE DoorDevice SET seenAt = ?2 WHERE id = ?1 AND seenAt < ?3')
    .bind(id, instant(act.now), instant(addMinutes(act.now, -1)))
    .run()
}

/** The devices of an event's door, the newest first. */
export const selectDevices = (db: SqlDatabase, code: string) =>
  all<DeviceRow>(
    db
      .prepare(
        `SELECT d.id, d.deviceId, p.name, a.email, d.registeredAt, d.seenAt, d.clockAhead, d.revokedAt FROM DoorDevice d JOIN Account a ON a.id = d.accountId
           LEFT JOIN Person p ON p.id = a.personId
         WHERE d.eventId = (SELECT id FROM Event WHERE code = ?1) ORDER BY d.registeredAt DESC`,
      )
      .bind(code.toUpperCase()),
  )
