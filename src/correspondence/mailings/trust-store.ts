// Trusts that are invited beside their schools: at which addresses, and which of its schools the
// mail of each names.
import type { Act } from '#base/act.ts'
import { addMinutes, instant } from '#base/dates.ts'
import { all, mapped, type Read, together } from '#base/db/read.ts'
import { hasBooked } from '#messages/outbox/reason-store.ts'
import type { SchoolOfTrust, TrustUnit } from './people.ts'
import { addressStates, type CandidateRow, candidateOf } from './people-store.ts'

/** SQL: root `r` is an open school of a trust. */
const inTrust = `r.trustUid IS NOT NULL AND r.trustName <> '' AND r.isOpen`

/**
 * The trusts of these schools (roots), by name, each with its confirmed addresses; without those
 * invited to the event in the day before.
 * @param againOfId of an invitation that goes once more: only those that it went to before
 */
export const selectTrusts = (act: Act, rootIds: readonly string[], eventId: string, againOfId: string | null): Read<TrustUnit[]> => {
  const roots = JSON.stringify(rootIds)
  return mapped(
    together({
      trusts: all<{ uid: string; name: string; schools: string }>(
        act.db
          .prepare(
            `SELECT r.trustUid AS uid, MAX(r.trustName) AS name, json_group_array(json_object('id', r.id, 'name', r.name)) AS schools
             FROM (SELECT r.* FROM json_each(?1) j CROSS JOIN School r ON r.id = j.value WHERE ${inTrust} ORDER BY r.name COLLATE NOCASE, r.id) r
             WHERE NOT EXISTS (SELECT 1 FROM SendingRecipient t JOIN Sending g ON g.id = t.sendingId AND g.nature = 'training' AND g.eventId = ?2 AND g.startedAt > ?3
                 WHERE t.trustUid = r.trustUid AND t.state <> 'skipped' AND NOT EXISTS (SELECT 1 FROM Message w WHERE w.id = t.messageId AND w.withheld = 1))
               AND (?4 IS NULL OR EXISTS (SELECT 1 FROM SendingRecipient t JOIN Message w ON w.id = t.messageId AND w.withheld = 0 WHERE t.trustUid = r.trustUid AND t.sendingId = ?4))
             GROUP BY r.trustUid ORDER BY name COLLATE NOCASE, uid`,
          )
          .bind(roots, eventId, instant(addMinutes(act.now, -24 * 60)), againOfId),
      ),
      addresses: all<CandidateRow & { uid: string }>(
        act.db
          .prepare(
            `SELECT q.*, ${addressStates} FROM (
               SELECT c.trustUid AS uid, a.email, p.name, a.personId, a.id AS accountId, c.roleId, c.id FROM TrustClaim c JOIN Account a ON a.id = c.accountId
                 LEFT JOIN Person p ON p.id = a.personId
               WHERE c.state = 'approved' AND c.trustUid IN (SELECT r.trustUid FROM json_each(?1) j CROSS JOIN School r ON r.id = j.value WHERE ${inTrust})) q
             LEFT JOIN Role o ON o.id = q.roleId ORDER BY q.roleId IS NOT 'trust_lead', COALESCE(o.position, 1000), q.id`,
          )
          .bind(roots),
      ),
    }),
    ({ trusts, addresses }) =>
      trusts.map(({ uid, name, schools }) => ({
        schoolId: uid,
        school: { name, town: '', urn: null },
        telephone: '',
        name: '',
        individual: 'no',
        bookingId: null,
        reference: null,
        placeId: null,
        candidates: addresses.filter((one) => one.uid === uid).map(candidateOf),
        trustSchools: JSON.parse(schools) as SchoolOfTrust[],
      })),
  )
}

/** SQL: the schools `r` of recipients of mailing ?1 that have not booked its event. */
const notBooked = `SendingRecipient t JOIN Sending g ON g.id = t.sendingId JOIN School s ON s.id = t.schoolId JOIN School r ON r.id = s.rootId
  WHERE t.sendingId = ?1 AND ${inTrust} AND NOT ${hasBooked('g.eventId', 'r.id')}`

/** Schools invited beside them that have not booked, by name; none for an unconfirmed address. */
export const selectNamed = (
  db: SqlDatabase,
  sendingId: string,
  numbers: readonly number[],
): Read<(SchoolOfTrust & { uid: string; trustName: string })[]> =>
  all<SchoolOfTrust & { uid: string; trustName: string }>(
    db
      .prepare(
        `SELECT DISTINCT r.trustUid AS uid, r.trustName, r.id, r.name FROM ${notBooked} AND EXISTS (SELECT 1 FROM json_each(?2) j JOIN SendingRecipient z ON z.sendingId = ?1 AND z.number = j.value
           JOIN TrustClaim c ON c.accountId = z.accountId AND c.trustUid = z.trustUid AND c.state = 'approved' WHERE z.trustUid = r.trustUid)
         ORDER BY r.name COLLATE NOCASE, r.id`,
      )
      .bind(sendingId, JSON.stringify(numbers)),
  )
