import { definitions } from '#base/council/health-store.ts'
import { schemaDifferences } from '#base/council/schema.ts'
import { instant } from '#base/dates.ts'
import { all, each, mapped, only, readNow, readTogether } from '#base/db/read.ts'
import type { GiveWay } from '#base/steps.ts'
import { checkRecord } from '#upkeep/seal/check-record.ts'
import { type Audit, type InvariantName, invariantNames, type SealedHashes } from './audit.ts'
import { automaticViolations, entriesAlwaysSent } from './automatic-store.ts'
import { violationsOfClaims } from './claim-store.ts'
import { clockViolations } from './clock-store.ts'
import { delegateViolations } from './delegate-store.ts'
import { deliveryViolations } from './delivery-store.ts'
import { evaluationViolations } from './evaluation-store.ts'
import { guidanceViolations } from './guidance-store.ts'
import { mailingViolations } from './mailing-store.ts'
import { moneyViolations } from './money-store.ts'
import { needsViolations } from './needs-store.ts'
import { recordsViolations } from './records-store.ts'
import { returnViolations } from './return-store.ts'
import { sealViolations } from './seal-store.ts'
import { seriesViolations } from './series-store.ts'
import { sessionViolations } from './session-store.ts'
import { differingRoots, selectSettledRoots } from './standing-store.ts'
import { termsViolations } from './terms-store.ts'
import { waitingViolations } from './waiting-store.ts'
import { workshopViolations } from './workshop-store.ts'

/** SQL: confirmed, or validly held at ?1. */
const taken = `p.takenUntil > ?1`

const card = ['name', 'urn', 'town', 'postcode', 'laCode', 'sector', 'kind', 'phase', 'trustUid', 'trustName', 'wardName', 'statusCode']

/** SQL: how long somebody attended an event at least and at most; in part is any length. */
const attendedSql = `SELECT eventId, personId, MIN(startsAt) AS first, MAX(startsAt) AS last, SUM(length * whole) AS least, SUM(length) AS most FROM (
    SELECT x.eventId, COALESCE(p.personId, w.personId) AS personId, x.startsAt, (unixepoch(x.endsAt) - unixepoch(x.startsAt)) / 60 AS length,
      MAX(k.markType = 'attended') AS whole
    FROM CurrentMark k JOIN ActiveSession x ON x.id = k.sessionId LEFT JOIN Place p ON p.id = k.placeId LEFT JOIN WalkIn w ON w.id = k.walkInId
    WHERE k.markType IN ('attended', 'part') GROUP BY x.id, 2) GROUP BY eventId, personId`

/** Each finds ids of violations. ?1 is the audit's instant. */
const violationsOf: Record<Exclude<InvariantName, 'schema_is_this_version' | 'standings_agree' | SealedHashes>, string> = {
  event_not_oversold: `SELECT e.id FROM Event e JOIN Place p ON p.eventId = e.id WHERE ${taken} GROUP BY e.id HAVING COUNT(*) > e.capacity`,

  school_within_limit: `SELECT e.id || ' ' || s.rootId AS id FROM Event e JOIN Place p ON p.eventId = e.id JOIN School s ON s.id = p.schoolId
    WHERE ${taken} AND e.placesPerSchool IS NOT NULL GROUP BY e.id, s.rootId HAVING COUNT(*) > e.placesPerSchool`,

  one_live_place_per_person: `SELECT MIN(p.id) AS id FROM Place p WHERE ${taken} AND p.personId IS NOT NULL
    GROUP BY p.eventId, p.personId HAVING COUNT(*) > 1`,

  merged_record_names_nothing: `SELECT g.mergedId AS id FROM PersonMerge g WHERE g.undoneAt IS NULL AND (
      g.mergedId NOT IN (SELECT k.mergedId FROM PersonMergedInto k)
      OR g.mergedId IN (SELECT x.personId FROM Place x)
      OR g.mergedId IN (SELECT x.personId FROM Invitation x)
      OR g.mergedId IN (SELECT x.bookerPersonId FROM Booking x)
      OR g.mergedId IN (SELECT x.personId FROM WalkIn x)
      OR g.mergedId IN (SELECT x.personId FROM RoleAtSchool x)
      OR g.mergedId IN (SELECT x.personId FROM Claim x)
      OR g.mergedId IN (SELECT x.personId FROM TrustClaim x)
      OR g.mergedId IN (SELECT x.personId FROM UnlistedClaim x)
      OR g.mergedId IN (SELECT x.personId FROM EarlierAttendance x)
      OR g.mergedId IN (SELECT x.personId FROM Certificate x)
      OR g.mergedId IN (SELECT x.personId FROM GuidanceReceipt x)
      OR g.mergedId IN (SELECT x.personId FROM RequirementException x)
      OR g.mergedId IN (SELECT x.personId FROM Account x)
      OR g.mergedId IN (SELECT x.personId FROM SignIn x)
      OR g.mergedId IN (SELECT x.personId FROM Need x)
      OR g.mergedId IN (SELECT x.personId FROM PlaceLink x)
      OR g.mergedId IN (SELECT x.personId FROM Feed x WHERE x.endedAt IS NULL))`,

  address_as_confirmed: `SELECT a.id FROM Account a JOIN EmailChange c ON c.accountId = a.id AND c.usedAt IS NOT NULL
    WHERE c.newEmail <> a.email AND NOT EXISTS (SELECT 1 FROM EmailChange l WHERE l.accountId = a.id AND l.usedAt > c.usedAt)`,

  link_opens_one_account: `SELECT MIN(i.id) AS id FROM OidcIdentity i WHERE i.endedAt IS NULL GROUP BY i.issuer, i.subject HAVING COUNT(*) > 1`,

  role_ends_after_it_began: `SELECT r.id FROM RoleAtSchool r WHERE r.supersededAt IS NULL AND r.toDate < r.fromDate`,

  place_has_booking: `SELECT p.id FROM Place p LEFT JOIN Booking b ON b.id = p.bookingId
    WHERE b.id IS NULL OR b.eventId <> p.eventId OR b.schoolId <> p.schoolId`,

  place_at_sessions_of_its_event: `SELECT ps.placeId AS id FROM PlaceSession ps LEFT JOIN Place p ON p.id = ps.placeId LEFT JOIN Session x ON x.id = ps.sessionId
    WHERE p.id IS NULL OR x.id IS NULL OR x.eventId <> p.eventId`,

  cancelled_booking_has_no_live_place: `SELECT p.id FROM Booking b JOIN Place p ON p.bookingId = b.id WHERE b.cancelledAt IS NOT NULL AND ${taken}`,

  cancelled_event_has_no_live_place: `SELECT p.id FROM Event e JOIN Place p ON p.eventId = e.id WHERE e.state = 'cancelled' AND ${taken}`,

  log_for_every_booking: `SELECT b.id FROM Booking b WHERE NOT EXISTS (SELECT 1 FROM Log l WHERE l.subjectKind = 'booking' AND l.subjectId = b.id)`,

  // Somebody without an address cannot be invited; erasing removes the address.
  confirmed_place_invited: `SELECT p.id || ' ' || x.id AS id FROM ActiveSession x JOIN Event e ON e.id = x.eventId JOIN PlaceSession ps ON ps.sessionId = x.id
      JOIN Place p ON p.id = ps.placeId JOIN Person n ON n.id = p.personId
    WHERE x.startsAt > ?1 AND e.state = 'published' AND p.state = 'confirmed' AND n.email IS NOT NULL AND ${entriesAlwaysSent('e.id')} AND NOT EXISTS (
      SELECT 1 FROM Invitation i JOIN Message m ON m.invitationId = i.id
      WHERE i.placeId = p.id AND i.state = 'live' AND m.state IN ('queued', 'sending', 'sent') AND (i.sessionId = x.id
        OR (e.calendarEntries = 'day' AND i.shown ->> '$.startsAt' <= x.startsAt AND i.shown ->> '$.endsAt' >= x.endsAt)))`,

  invitation_of_live_place: `SELECT i.id FROM Session x JOIN Invitation i ON i.sessionId = x.id JOIN Place p ON p.id = i.placeId
    WHERE x.startsAt > ?1 AND i.state = 'live' AND p.state = 'cancelled'`,

  ...delegateViolations,
  ...automaticViolations,
  ...clockViolations,
  ...needsViolations,
  ...evaluationViolations,
  ...guidanceViolations,
  ...returnViolations,
  ...recordsViolations,
  ...workshopViolations,
  ...sessionViolations,
  ...seriesViolations,
  ...waitingViolations,
  ...termsViolations,

  invitation_sequence_matches_last_message: `SELECT i.id FROM Invitation i JOIN Person n ON n.id = i.personId JOIN Message m ON m.invitationId = i.id
    WHERE n.email IS NOT NULL AND ${entriesAlwaysSent('m.eventId')} GROUP BY i.id
    HAVING MAX(m.sequence) IS NOT i.sequence OR (i.state = 'cancelled') <> MAX(m.method = 'CANCEL')`,

  message_has_body: `SELECT m.id FROM Message m WHERE m.state IN ('queued', 'sending') AND NOT EXISTS (SELECT 1 FROM MessageBody b WHERE b.messageId = m.id)`,

  mark_has_place_or_walk_in: `SELECT m.id FROM Mark m
    WHERE NOT EXISTS (SELECT 1 FROM PlaceSession ps WHERE ps.placeId = m.placeId AND ps.sessionId = m.sessionId)
      AND NOT EXISTS (SELECT 1 FROM WalkIn w WHERE w.id = m.walkInId AND w.sessionId = m.sessionId)`,

  one_standing_mark_per_person: `SELECT MIN(m.id) AS id FROM CurrentMark m GROUP BY m.sessionId, m.placeId, m.walkInId HAVING COUNT(*) > 1`,

  correction_has_reason: `SELECT m.id FROM Mark m LEFT JOIN Mark o ON o.id = m.correctsId WHERE m.correctsId IS NOT NULL AND (
      COALESCE(trim(m.reason), '') = '' OR o.id IS NULL OR o.sessionId <> m.sessionId OR o.placeId IS NOT m.placeId OR o.walkInId IS NOT m.walkInId)`,

  signed_register_complete: `SELECT o.sessionId AS id FROM RegisterSignOff o WHERE EXISTS (
      SELECT 1 FROM PlaceSession ps JOIN Place p ON p.id = ps.placeId WHERE ps.sessionId = o.sessionId AND p.state = 'confirmed'
        AND p.stateAt <= o.signedAt AND NOT EXISTS (SELECT 1 FROM WalkIn w WHERE w.insteadOfId = p.id) AND NOT EXISTS (SELECT 1 FROM Mark m WHERE m.placeId = p.id AND m.sessionId = o.sessionId))
    OR EXISTS (
      SELECT 1 FROM WalkIn w WHERE w.sessionId = o.sessionId AND NOT EXISTS (SELECT 1 FROM Mark m WHERE m.walkInId = w.id AND m.sessionId = o.sessionId))`,

  // Not what a job has yet to follow, nor while a register is open. Days are of London.
  certificate_says_what_is: `SELECT c.id FROM Certificate c JOIN Event e ON e.id = c.eventId JOIN Person n ON n.id = c.personId AND n.erasedAt IS NULL
      LEFT JOIN (${attendedSql}) a ON a.eventId = c.eventId AND a.personId = c.personId
    WHERE NOT EXISTS (SELECT 1 FROM CertificateEnd x WHERE x.certificateId = c.id)
      AND NOT EXISTS (SELECT 1 FROM CertificateToFollow f WHERE f.eventId = c.eventId)
      AND NOT EXISTS (SELECT 1 FROM ActiveSession x WHERE x.eventId = c.eventId AND NOT EXISTS (SELECT 1 FROM RegisterSignOff o WHERE o.sessionId = x.id))
      AND (c.title <> e.title OR c.level <> e.level OR e.provider NOT IN ('', c.provider) OR c.name <> n.name OR a.first IS NULL
        OR c.fromDay NOT IN (date(a.first), date(a.first, '+1 hour')) OR c.toDay NOT IN (date(a.last), date(a.last, '+1 hour'))
        OR c.minutes NOT BETWEEN a.least AND a.most)`,

  school_reached_agrees: `SELECT DISTINCT COALESCE(c.markId, k.markId) AS id FROM MarkCountsFor c FULL JOIN SchoolReached k
      ON k.schoolId = c.schoolId AND k.sessionId = c.sessionId AND k.markId = c.markId AND k.how = c.how
    WHERE c.markType IS NOT k.markType`,

  sessions_end_after_start: `SELECT id FROM Session WHERE endsAt <= startsAt`,

  urn_held_once_per_day: `SELECT DISTINCT i.urn AS id FROM SchoolIdentity i JOIN SchoolIdentity o ON o.urn = i.urn AND o.supersededAt IS NULL AND o.schoolId > i.schoolId
    WHERE i.supersededAt IS NULL
      AND COALESCE(i.validFrom, '') < COALESCE(o.validTo, '9999') AND COALESCE(o.validFrom, '') < COALESCE(i.validTo, '9999')`,

  school_card_agrees: `SELECT s.id FROM SchoolCard c JOIN School s ON s.id = c.rootId
    WHERE s.rootId = s.id AND (${card.map((column) => `s.${column} IS NOT c.${column}`).join(' OR ')})`,

  root_is_itself: `SELECT s.id FROM School s LEFT JOIN School r ON r.id = s.rootId WHERE r.id IS NULL OR r.rootId <> r.id OR r.origin <> s.origin`,

  outside_never_in_register: `SELECT s.id FROM School s WHERE s.origin = 'outside' AND (
      s.urn IS NOT NULL OR EXISTS (SELECT 1 FROM SchoolIdentity i WHERE i.schoolId = s.id) OR EXISTS (SELECT 1 FROM Succession n WHERE n.fromSchoolId = s.id OR n.toSchoolId = s.id))`,

  school_is_followed: `SELECT s.id FROM School s WHERE s.rootId = s.id AND NOT EXISTS (SELECT 1 FROM SchoolFollowed f WHERE f.rootId = s.id)
      AND NOT EXISTS (SELECT 1 FROM StandingToFollow t WHERE t.rootId = s.id)`,

  ...violationsOfClaims,
  ...moneyViolations,
  ...deliveryViolations,
  ...mailingViolations,
  ...sealViolations,
}

const mostNamed = 20

type AskedInvariant = keyof typeof violationsOf

const askedInvariants = Object.keys(violationsOf) as AskedInvariant[]

type Asked = { id: string; n: number }

const nothingStored = `SELECT '' AS id, NOT EXISTS (SELECT 1 FROM School) AND NOT EXISTS (SELECT 1 FROM Event) AND NOT EXISTS (SELECT 1 FROM Account) AS n`

/** Read in one trip while others are served too: the database does one trip at a time. */
const atOneTrip = 20
const schoolsAtOneTrip = 20

const selectBroken = (db: SqlDatabase, now: Date, names: readonly AskedInvariant[]) =>
  each(
    names.map((name) => {
      const statement = db.prepare(`SELECT id, COUNT(*) OVER () AS n FROM (${violationsOf[name]}) ORDER BY id LIMIT ${mostNamed}`)
      return mapped(
        all<Asked>(violationsOf[name].includes('?1') ? statement.bind(instant(now)) : statement),
        (broken) => [name, broken] as const,
      )
    }),
  )

/**
 * Checks all invariants at one instant, then a sample of standings and the protected record.
 * @param giveWay lets others be served meanwhile; without it one batch reads all invariants
 */
export const auditAll = async (db: SqlDatabase, now: Date, giveWay?: GiveWay): Promise<Audit> => {
  const first = giveWay ? atOneTrip : askedInvariants.length
  const { defined, stored, settled, answers } = await readTogether(db, {
    settled: selectSettledRoots(db, now),
    defined: definitions(db),
    stored: only<Asked>(db.prepare(nothingStored)),
    answers: selectBroken(db, now, askedInvariants.slice(0, first)),
  })
  const answered = new Map<InvariantName, Asked[]>(answers)
  for (let at = first; at < askedInvariants.length; at += atOneTrip) {
    await giveWay?.()
    for (const [name, broken] of await readNow(db, selectBroken(db, now, askedInvariants.slice(at, at + atOneTrip))))
      answered.set(name, broken)
  }
  const name = (of: InvariantName, ids: readonly string[]) =>
    answered.set(
      of,
      ids.slice(0, mostNamed).map((id) => ({ id, n: ids.length })),
    )
  name('schema_is_this_version', schemaDifferences(defined))
  const differing: string[] = []
  const schools = giveWay ? schoolsAtOneTrip : Math.max(1, settled.length)
  for (let at = 0; at < settled.length; at += schools) {
    await giveWay?.()
    differing.push(...(await differingRoots(db, now, settled.slice(at, at + schools))))
  }
  name('standings_agree', differing.toSorted())
  const sealed = await checkRecord(db, giveWay)
  name('sealed_as_written', sealed.rows)
  name('sealed_adds_up', sealed.log)
  return {
    nothing: stored.n === 1,
    invariants: invariantNames.map((name) => {
      const broken = answered.get(name) ?? []
      return { name, ok: broken.length === 0, count: broken[0]?.n ?? 0, violations: broken.map(({ id }) => id) }
    }),
  }
}
