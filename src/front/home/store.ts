import type { Act } from '#base/act.ts'
import { thresholdsSql } from '#base/council/threshold-store.ts'
import { instant, londonDay } from '#base/dates.ts'
import { all, mapped, one, type Read, together } from '#base/db/read.ts'
import { selectDueAndStands } from '#front/due/store.ts'
import { selectSchoolSums } from '#payments/accounting/school-store.ts'
import { selectUnlistedClaims } from '#people/claims/unlisted-claim-store.ts'
import { selectProposals } from '#people/roles/proposal-store.ts'
import { selectRoleSchools } from '#returns/filling/return-store.ts'
import type { OwnTrust } from '#schools/schools/record.ts'
import type { SchoolCard } from '#schools/schools/school.ts'
import { cardColumns } from '#schools/schools/store.ts'
import { type ComingPlace, mayTell, nextEventOf, type Peers } from './home.ts'

const mostPlaces = 500

const selectComingPlaces = (act: Act, schoolId: string): Read<ComingPlace[]> =>
  all<ComingPlace>(
    act.db
      .prepare(
        `SELECT p.state, p.waitsFor, p.heldUntil, p.offerId, p.personId, n.name, b.reference, e.title, e.venueName,
           (SELECT MIN(x.startsAt) FROM ActiveSession x WHERE x.eventId = e.id) AS startsAt,
           (SELECT MAX(x.endsAt) FROM ActiveSession x WHERE x.eventId = e.id) AS endsAt
         FROM School m CROSS JOIN Place p ON p.schoolId = m.id AND p.state IN ('held', 'confirmed')
           CROSS JOIN Event e ON e.id = p.eventId AND e.state = 'published' JOIN Booking b ON b.id = p.bookingId
           LEFT JOIN Person n ON n.id = p.personId
         WHERE m.rootId = ?1 AND (SELECT MAX(x.endsAt) FROM ActiveSession x WHERE x.eventId = e.id) > ?2
         ORDER BY startsAt, b.reference, n.name LIMIT ${mostPlaces}`,
      )
      .bind(schoolId, instant(act.now)),
  )

const selectPeers = (act: Act, schoolId: string): Read<Peers[]> =>
  all<Peers>(
    act.db
      .prepare(
        `SELECT k.requirementId, COUNT(*) AS schools, SUM(k.state IN ('in_date', 'due_soon')) AS inDate,
           ${thresholdsSql} ->> '$.smallest' AS smallest
         FROM School s CROSS JOIN School r ON r.rootId = r.id AND r.laCode IN (SELECT value FROM json_each(?2)) AND r.phase = s.phase AND r.id <> s.id
           AND r.isOpen
         CROSS JOIN SchoolStanding k ON k.rootId = r.id AND k.state NOT IN ('not_asked', 'exempt')
         WHERE s.id = ?1 AND s.phase NOT IN ('', 'Not applicable') GROUP BY k.requirementId`,
      )
      .bind(schoolId, JSON.stringify(act.laCodes)),
  )

/** The school's trust, if they act for it too: its page is the only way to book for several. */
const selectOwnTrust = (act: Act, schoolId: string): Read<OwnTrust | undefined> =>
  one<OwnTrust>(
    act.db
      .prepare(
        `SELECT s.trustUid AS uid, s.trustName AS name FROM School s JOIN TrustClaim t ON t.trustUid = s.trustUid AND t.state = 'approved'
         WHERE s.id = ?1 AND t.accountId = ?2`,
      )
      .bind(schoolId, act.actor.accountId ?? null),
  )

/** Requests of whoever asks for settings that no list names, which wait. */
export const selectOwnUnlisted = (act: Act) =>
  selectUnlistedClaims(act.db, `u.accountId = ?1 AND u.state = 'requested'`, act.actor.accountId ?? '')

/** All that the home of a school shows, in one round trip; undefined: there is no such school. */
export const selectHome = (act: Act, schoolId: string) =>
  mapped(
    together({
      school: one<SchoolCard>(
        act.db.prepare(`SELECT ${cardColumns('s')} FROM School s WHERE s.id = ?1 AND s.rootId = s.id`).bind(schoolId),
      ),
      due: selectDueAndStands(act.db, { ...act, rootIds: [schoolId] }),
      places: selectComingPlaces(act, schoolId),
      sums: selectSchoolSums(act, schoolId),
      proposals: selectProposals(act.db, [schoolId]),
      peers: selectPeers(act, schoolId),
      trust: selectOwnTrust(act, schoolId),
      unlisted: selectOwnUnlisted(act),
      roleSchools: selectRoleSchools(act),
    }),
    ({ school, due: { dues, stands, calendar }, places, sums, proposals, peers, trust, unlisted, roleSchools }) =>
      school && {
        school,
        dues,
        sums,
        calendar,
        trust,
        unlisted,
        roleSchools,
        today: londonDay(act.now),
        next: nextEventOf(places, instant(act.now)),
        stands: stands[0],
        proposals: proposals.get(schoolId)?.length ?? 0,
        peers: peers.filter(mayTell),
      },
  )
