import { type Act, signed, stamp } from '#base/act.ts'
import type { Instant } from '#base/dates.ts'
import { all, one } from '#base/db/read.ts'
import { insert, pick, update } from '#base/db/write.ts'
import type { DoorLink, DoorLinkRow, HelperRow } from './door-link.ts'

const used = '(SELECT COUNT(*) FROM StaffRole r WHERE r.linkId = l.id) AS used'

export const selectDoorLink = (db: SqlDatabase, tokenHash: string) =>
  one<DoorLink>(
    db
      .prepare(
        `SELECT l.id, l.eventId, e.code, e.title, e.venueName, l.day, l.most, l.madeById, l.endsAt, l.endedAt, ${used},
           e.state = 'published' AND EXISTS (SELECT 1 FROM ActiveSession s
             WHERE s.eventId = e.id AND l.day IN (date(s.startsAt), date(s.startsAt, '+1 hour'))) AS takesPlace
         FROM DoorLink l JOIN Event e ON e.id = l.eventId WHERE l.tokenHash = ?1`,
      )
      .bind(tokenHash),
  )

/** The links of an event's door, the newest first. */
export const selectDoorLinks = (db: SqlDatabase, code: string) =>
  all<DoorLinkRow>(
    db
      .prepare(
        `SELECT l.id, l.day, l.most, l.endsAt, l.endedAt, l.madeAt, COALESCE(p.name, a.email) AS madeBy, ${used}
         FROM DoorLink l JOIN Account a ON a.id = l.madeById LEFT JOIN Person p ON p.id = a.personId
         WHERE l.eventId = (SELECT id FROM Event WHERE code = ?1) ORDER BY l.madeAt DESC, l.id DESC`,
      )
      .bind(code.toUpperCase()),
  )

export const selectHelpers = (db: SqlDatabase, code: string) =>
  all<HelperRow>(
    db
      .prepare(
        `SELECT r.id, COALESCE(p.name, 'Name not given') AS name, r.linkId, r.grantedAt AS cameAt, r.revokedAt AS putOutAt
         FROM DoorLink l JOIN StaffRole r ON r.linkId = l.id JOIN Account a ON a.id = r.accountId LEFT JOIN Person p ON p.id = a.personId
         WHERE l.eventId = (SELECT id FROM Event WHERE code = ?1) ORDER BY r.grantedAt, r.id`,
      )
      .bind(code.toUpperCase()),
  )

export type NewDoorLink = { id: string; eventId: string; day: string; tokenHash: string; most: number; endsAt: Instant }

export const insertDoorLink = (act: Act, link: NewDoorLink): SqlStatement =>
  insert(act.db, 'DoorLink', { ...pick(link, ['id', 'eventId', 'day', 'tokenHash', 'most', 'endsAt']), ...signed(act, 'made') })

export const endDoorLinkRow = (act: Act, eventId: string, id: string): SqlStatement =>
  update(act.db, 'DoorLink', stamp(act, 'ended'), { id, eventId, endedAt: null })
