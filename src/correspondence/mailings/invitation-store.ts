import { bookableOf, mostLinks } from '#attendance/links/booking-link.ts'
import { countsFor, isSeen } from '#attendance/requirements/coming.ts'
import { isNotMarked, selectAhead, selectComing } from '#attendance/requirements/coming-store.ts'
import { selectEditions } from '#attendance/requirements/edition-store.ts'
import { editionsOn } from '#attendance/requirements/requirement.ts'
import { dueStates } from '#attendance/requirements/standing.ts'
import { selectHowSchoolsStand } from '#attendance/standings/school-store.ts'
import type { Act } from '#base/act.ts'
import { type Instant, instant, londonDay } from '#base/dates.ts'
import { guard } from '#base/db/atomically.ts'
import { type Condition, exists } from '#base/db/condition.ts'
import { triable } from '#base/db/failed-job.ts'
import { all, mapped, one, type Read, together } from '#base/db/read.ts'
import { update } from '#base/db/write.ts'
import { addressFails, notTried } from '#messages/outbox/message.ts'
import { hasCome } from '#schools/schools/attendance-store.ts'
import { telephoneSql } from '#schools/schools/contact-store.ts'
import type { SchoolCard } from '#schools/schools/school.ts'
import { dueAt, type InvitedSchool, type SchoolOffer, sayPrice } from './invitation.ts'
import { withSchool } from './mailing.ts'
import { individualOf } from './people-store.ts'

/** More free places than any price list gives. */
const afterFreePlaces = 101

/** What an invitation to an event says to each of these schools (roots); one round trip. */
export const selectOffers = ({ db, now, laCodes }: Act, eventId: string, rootIds: readonly string[]): Read<Map<string, SchoolOffer>> => {
  const ahead = selectAhead(db, { rootIds, now, laCodes, seer: 'school' })
  return mapped(selectHowSchoolsStand(db, rootIds, londonDay(now), { seer: 'school', ahead }), (schools) => {
    const offers = schools.map(({ schoolId, coming, ...stands }): [string, SchoolOffer] => {
      const event = coming?.events.find(({ id }) => id === eventId)
      if (!coming || !event) return [schoolId, { price: '', due: [] }]
      const due = dueAt(
        stands,
        (edition) => countsFor(edition, event),
        ({ next }) => isSeen(next),
      )
      const next = coming.school.quoteAt(event)
      const isPriced = event.priceId !== null
      const later = next?.basis === 'first_free' ? coming.school.quoteAt(event, afterFreePlaces) : undefined
      return [
        schoolId,
        { price: isPriced && !next ? '' : sayPrice(next, later), due, books: bookableOf(stands.rows, event.code).slice(0, mostLinks) },
      ]
    })
    return new Map(offers)
  })
}

/** SQL: why message `m` was withheld, other than for its address. */
const whyWithheldSql = `IIF(m.withheld = 1 AND m.lastError LIKE '${notTried}%' AND m.lastError <> '${addressFails}', substr(m.lastError, ${notTried.length + 1}), NULL)`

/** A requirement that an event counts towards, and the coming events that count towards it. */
type Counting = { requirementId: string; eventIds: readonly string[] }

/** The requirements that an event counts towards. @param rootIds whose people it is asked for */
export const selectCounting = (act: Act, eventId: string, rootIds: readonly string[]): Read<Counting[]> =>
  mapped(
    together({ editions: selectEditions(act.db), coming: selectComing(act.db, JSON.stringify(rootIds), instant(act.now)) }),
    ({ editions, coming }) => {
      const event = coming.find(({ id }) => id === eventId)
      return editionsOn(editions, londonDay(act.now))
        .filter((edition) => event && edition.whose !== 'statement' && countsFor(edition, event))
        .map((edition) => ({
          requirementId: edition.requirementId,
          eventIds: coming.filter((one) => countsFor(edition, one)).map(({ id }) => id),
        }))
    },
  )

/** SQL: place `p` is taken, or asked for, at an event that is not over at ?3. */
const isBooked = `(p.takenUntil > ?3 OR p.waitsFor = 'approval' AND p.state = 'held')
  AND (SELECT MAX(x.endsAt) FROM ActiveSession x WHERE x.eventId = p.eventId) > ?3`

/** Of these schools (roots) those at which training is due and nobody has booked it. */
export const selectDue = (act: Act, rootIds: readonly string[], counting: readonly Counting[]): Read<string[]> =>
  mapped(
    all<{ id: string }>(
      act.db
        .prepare(
          `SELECT j.value AS id FROM json_each(?1) j
           WHERE EXISTS (SELECT 1 FROM json_each(?2) q CROSS JOIN HolderStanding h ON h.rootId = j.value AND h.requirementId = q.value ->> 'requirementId'
               JOIN RoleAtSchool o ON o.id = h.roleAtSchoolId
               WHERE h.state IN (${dueStates.map((state) => `'${state}'`).join(', ')}) AND NOT EXISTS (SELECT 1 FROM Place p WHERE p.personId = o.personId AND (${isBooked} OR ${isNotMarked('?3')})
                 AND p.eventId IN (SELECT value FROM json_each(q.value -> 'eventIds'))))`,
        )
        .bind(JSON.stringify(rootIds), JSON.stringify(counting), instant(act.now)),
    ),
    (rows) => rows.map(({ id }) => id),
  )

/** By name. @param never only those that never came */
export const selectOutside = (db: SqlDatabase, never: boolean): Read<string[]> =>
  mapped(
    all<{ id: string }>(
      db
        .prepare(
          `SELECT r.id FROM School r WHERE r.origin = 'outside' AND r.rootId = r.id AND (?1 = 0 OR NOT ${hasCome('r.id')})
           ORDER BY r.name COLLATE NOCASE, r.id`,
        )
        .bind(never ? 1 : 0),
    ),
    (rows) => rows.map(({ id }) => id),
  )

/** SQL. @param who each of those that they were to, in recipients `t` */
const becameOf = (who: string, joined: string, settled: string): string => `
  SELECT ${who}, g.eventId, e.topicId, g.startedAt, COALESCE(group_concat(NULLIF(t.email, ''), ', '), '') AS emails,
    MAX(t.state <> 'skipped') AS written,
    MAX(t.why IS 'no_consent') AS noConsent, MAX(t.why IS 'unsubscribed' OR m.deliveryStatus IS 'complained') AS refused,
    MAX(COALESCE(m.state = 'sent' AND COALESCE(m.deliveryStatus, '') NOT IN ('bounced', 'suppressed', 'failed'), 0)) AS went,
    MAX(COALESCE(m.state = 'failed' AND ${whyWithheldSql} IS NULL OR m.deliveryStatus IN ('bounced', 'suppressed', 'failed'), 0)) AS cameBack,
    MAX(CASE t.why WHEN 'stopped' THEN 'the mailing was stopped' WHEN 'settled' THEN '${settled}' WHEN 'with_school' THEN '${withSchool}' ELSE ${whyWithheldSql} END) AS notSent
  FROM SendingRecipient t ${joined} JOIN Sending g ON g.id = t.sendingId JOIN Event e ON e.id = g.eventId LEFT JOIN Message m ON m.id = t.messageId
  WHERE t.sendingId = ?1 GROUP BY ${who}`

/** The schools of an invitation with what came of it, one a row, by name. */
export const selectInvitedSchools = (db: SqlDatabase, sendingId: string): Read<InvitedSchool[]> =>
  mapped(
    all<Omit<InvitedSchool, 'individual'> & Pick<SchoolCard, 'outsideKind'>>(
      db
        .prepare(
          `SELECT r.id AS schoolId, r.trustUid, r.name, r.town, r.urn, r.outsideKind, ${telephoneSql} AS telephone, q.emails, q.written, q.went, q.cameBack, q.noConsent, q.notSent,
           q.refused OR EXISTS (SELECT 1 FROM SendingRecipient z JOIN CurrentConsent c ON c.email = z.email AND c.topicId = q.topicId AND c.given = 0
             JOIN School m ON m.id = z.schoolId WHERE z.sendingId = ?1 AND z.state <> 'skipped' AND m.rootId = r.id) AS stopped,
           EXISTS (SELECT 1 FROM School m CROSS JOIN Booking b ON b.schoolId = m.id AND b.eventId = q.eventId AND b.createdAt >= q.startedAt
             JOIN Place p ON p.bookingId = b.id AND p.state IN ('confirmed', 'held') WHERE m.rootId = r.id) AS booked
         FROM (${becameOf('s.rootId', 'JOIN School s ON s.id = t.schoolId', 'the school had answered, or the matter was over')}) q
         JOIN School r ON r.id = q.rootId ORDER BY r.name COLLATE NOCASE, r.town, r.id`,
        )
        .bind(sendingId),
    ),
    (schools) => schools.map(({ outsideKind, ...one }) => ({ ...one, individual: individualOf(outsideKind) })),
  )

/** By name; `schoolId` is the UID. What a trust's schools booked is said of them. */
export const selectInvitedTrusts = (db: SqlDatabase, sendingId: string): Read<InvitedSchool[]> =>
  all<InvitedSchool>(
    db
      .prepare(
        `SELECT q.trustUid AS schoolId, q.trustUid, COALESCE((SELECT MAX(s.trustName) FROM School s WHERE s.trustUid = q.trustUid), 'Trust ' || q.trustUid) AS name,
           '' AS town, NULL AS urn, '' AS telephone, 'no' AS individual, q.emails, q.written, q.went, q.cameBack, q.noConsent, q.notSent, 0 AS booked,
           q.refused OR EXISTS (SELECT 1 FROM SendingRecipient z JOIN CurrentConsent c ON c.email = z.email AND c.topicId = q.topicId AND c.given = 0
             WHERE z.sendingId = ?1 AND z.state <> 'skipped' AND z.trustUid = q.trustUid) AS stopped
         FROM (${becameOf('t.trustUid', '', 'its schools had booked, or its address was confirmed no more')} HAVING t.trustUid IS NOT NULL) q ORDER BY name COLLATE NOCASE, schoolId`,
      )
      .bind(sendingId),
  )

export const selectRepeat = (db: SqlDatabase, id: string): Read<{ id: string; startedAt: Instant } | undefined> =>
  one(db.prepare('SELECT id, startedAt FROM Sending WHERE againOfId = ?1').bind(id))

/** Invitations of an event, the latest first. */
export const selectInvitations = (db: SqlDatabase, code: string): Read<{ id: string; subject: string; startedAt: Instant }[]> =>
  all<{ id: string; subject: string; startedAt: Instant }>(
    db
      .prepare(
        `SELECT s.id, s.subject, s.startedAt FROM Event e JOIN Sending s ON s.eventId = e.id AND s.nature = 'training' AND s.startedAt IS NOT NULL
         WHERE e.code = ?1 ORDER BY s.startedAt DESC, s.id DESC LIMIT 20`,
      )
      .bind(code.toUpperCase()),
  )

/** SQL: invitations that are to go once more by now. */
const toGoAgain = `FROM Sending s WHERE s.againAt <= ?1 AND s.state = 'done' AND ${triable('inviteAgain', 's.id')}`

export const againDue = ({ now }: Pick<Act, 'now'>): Condition[] => [exists(`SELECT 1 ${toGoAgain}`, instant(now))]

export const selectToGoAgain = (db: SqlDatabase, now: Date): Read<string[]> =>
  mapped(all<{ id: string }>(db.prepare(`SELECT s.id ${toGoAgain} ORDER BY s.againAt, s.id LIMIT 5`).bind(instant(now))), (rows) =>
    rows.map(({ id }) => id),
  )

/** Guard: an invitation repeats none, and none repeats it. */
export const notRepeated = (act: Act, id: string): SqlStatement =>
  guard(act.db, `NOT EXISTS (SELECT 1 FROM Sending WHERE againOfId = ?1) AND (SELECT againOfId FROM Sending WHERE id = ?1) IS NULL`, id)

/** Guard: an invitation is to go once more at the moment that was read. */
export const stillToGo = (act: Act, id: string, at: Instant): SqlStatement =>
  guard(act.db, 'EXISTS (SELECT 1 FROM Sending WHERE id = ?1 AND againAt = ?2)', id, at)

/** When an invitation goes once more; null: not, or no more. */
export const againAt = (act: Act, id: string, at: Instant | null): SqlStatement => update(act.db, 'Sending', { againAt: at }, { id })
