import { all, mapped, one, type Read, together } from '#base/db/read.ts'
import { deliveryStatusSql } from '#messages/outbox/message-list-store.ts'
import { type SchoolName, schoolLabel } from '#schools/schools/school.ts'
import type { History, LoggedAct, MadeCharge, MadeMark, SentMessage } from './history.ts'

const nameOf = (accountId: string): string =>
  `(SELECT COALESCE(n.name, a.email) FROM Account a LEFT JOIN Person n ON n.id = a.personId WHERE a.id = ${accountId})`

const booking = `(SELECT id FROM Booking WHERE reference = ?1)`
const places = `(SELECT id FROM Place WHERE bookingId = ${booking})`

/** SQL: log entries of the booking and its places, and of its event since the booking. */
const loggedActs = `
  SELECT l.id, l.at, l.act, l.subjectId, COALESCE((SELECT name FROM Person WHERE id = l.personId), ${nameOf('l.accountId')}) AS who, l.origin,
    EXISTS (SELECT 1 FROM json_each(l.schoolIds) j WHERE j.value = b.rootId) AS forSchool, COALESCE(NULLIF(l.before, 'null'), '{}') AS before,
    COALESCE(NULLIF(l.after, 'null'), '{}') AS after
  FROM (SELECT b.id, b.eventId, b.createdAt, s.rootId FROM Booking b JOIN School s ON s.id = b.schoolId WHERE b.reference = ?1) b
    JOIN Log l ON (l.subjectKind = 'booking' AND l.subjectId = b.id)
      OR (l.subjectKind = 'place' AND l.subjectId IN (SELECT id FROM Place WHERE bookingId = b.id) AND l.act NOT LIKE 'mark.%')
      OR (l.subjectKind = 'event' AND l.subjectId = b.eventId AND l.at >= b.createdAt AND l.act IN ('event.changed', 'session.called_off', 'event.cancelled'))
  ORDER BY l.id`

/** One round trip, without a check of the reader; undefined if unknown. */
export const selectHistory = (db: SqlDatabase, reference: string): Read<History | undefined> => {
  const of = (sql: string): SqlStatement => db.prepare(sql).bind(reference.toUpperCase())
  const names = (sql: string): Read<Map<string, string | null>> =>
    mapped(all<{ id: string; name: string | null }>(of(sql)), (rows) => new Map(rows.map(({ id, name }) => [id, name])))
  const read = together({
    head: one<{ reference: string; eventTitle: string } & SchoolName>(
      of(
        `SELECT b.reference, e.title AS eventTitle, r.name, r.town, r.urn FROM Booking b JOIN Event e ON e.id = b.eventId
         JOIN School s ON s.id = b.schoolId JOIN School r ON r.id = s.rootId WHERE b.reference = ?1`,
      ),
    ),
    acts: all<LoggedAct>(of(loggedActs), { forSchool: 'flag', before: 'json', after: 'json' }),
    messages: all<SentMessage>(
      of(
        `SELECT m.id, m.createdAt AS at, m.kind, ${deliveryStatusSql} AS became, m.sentAt, m.deliveryStatusAt, m.lastError,
           CASE WHEN m.recipient = m.eventId THEN 'the contact of the event'
             WHEN EXISTS (SELECT 1 FROM Account WHERE id = m.recipient) THEN ${nameOf('m.recipient')}
             ELSE (SELECT name FROM Person WHERE id = m.personId) END AS "to"
         FROM Message m WHERE m.bookingId = ${booking}`,
      ),
    ),
    charges: all<MadeCharge>(
      of(
        `SELECT c.id, c.at, c.kind, c.pence, c.placeId, ${nameOf('c.byId')} AS "by", c.rule ->> '$.waived' AS waived, c.withdrawnAt,
           ${nameOf('c.withdrawnById')} AS withdrawnBy
         FROM Charge c WHERE c.bookingId = ${booking}`,
      ),
    ),
    marks: all<MadeMark>(
      of(
        `SELECT m.id, m.receivedAt AS at, m.markType, m.placeId, ${nameOf('m.accountId')} AS "by", x.title AS session,
           m.correctsId IS NOT NULL AS corrects, m.reason, m.source
         FROM Mark m JOIN Session x ON x.id = m.sessionId WHERE m.placeId IN ${places}`,
      ),
      { corrects: 'flag' },
    ),
    placeNames: names(
      `SELECT p.id, COALESCE(n.name, IIF(p.personId IS NULL, NULL, 'an erased person')) AS name FROM Place p LEFT JOIN Person n ON n.id = p.personId
       WHERE p.id IN ${places}`,
    ),
    personNames: names(
      `SELECT n.id, n.name FROM Person n WHERE n.id IN (
         SELECT t.value FROM Log l, json_tree(json_array(json(l.before), json(l.after))) t
         WHERE (l.subjectKind = 'booking' AND l.subjectId = ${booking} OR l.subjectKind = 'place' AND l.subjectId IN ${places}) AND t.key = 'personId')`,
    ),
    request: one<NonNullable<History['request']>>(
      of(`SELECT q.requestedAt AS at, q.places, ${nameOf('q.accountId')} AS "by" FROM BookingRequest q WHERE q.bookingId = ${booking}`),
    ),
    sessionTitles: names(`SELECT x.id, x.title AS name FROM Booking b JOIN Session x ON x.eventId = b.eventId WHERE b.reference = ?1`),
  })
  return mapped(
    read,
    ({ head, ...besides }) =>
      head && {
        ...besides,
        reference: head.reference,
        eventTitle: head.eventTitle,
        school: schoolLabel(head),
      },
  )
}
