import { settingSql } from '#base/council/store.ts'
import { instant } from '#base/dates.ts'
import { all, mapped, only, type Read, readTogether } from '#base/db/read.ts'
import { joinNotified, nameOfNotified } from '#people/accounts/account-store.ts'
import { telephoneSql } from '#schools/schools/contact-store.ts'
import type { SchoolCard } from '#schools/schools/school.ts'
import type { EventAudience } from './audience.ts'
import type { Candidate, Unit } from './people.ts'

const fails = (email: string): string =>
  `EXISTS (SELECT 1 FROM AddressProblem t WHERE t.email = lower(${email}) AND t.solvedAt IS NULL) AS fails`
const consents = (email: string): string =>
  `EXISTS (SELECT 1 FROM CurrentConsent k WHERE k.email = lower(${email}) AND k.topicId = '' AND k.given = 1) AS consents`
/** The topics of which an address wants no invitations to training, as JSON. */
const stopped = `(SELECT json_group_array(k.topicId) FROM CurrentConsent k WHERE k.email = lower(q.email) AND k.topicId <> '' AND k.given = 0) AS stopped`

/** SQL: how the addresses of rows `q` stand. */
export const addressStates = `${fails('q.email')}, ${consents('q.email')}, ${stopped}`

export const schoolColumns = `r.id AS schoolId, r.name AS schoolName, r.town, r.urn, r.kind, r.origin, r.outsideKind`
export type SchoolColumns = { schoolId: string; schoolName: string; telephone: string } & Pick<
  SchoolCard,
  'town' | 'urn' | 'kind' | 'origin' | 'outsideKind'
>
export type CandidateRow = {
  email: string
  name: string | null
  personId: string | null
  accountId: string | null
  fails: number
  consents: number
  stopped?: string | undefined
}

/** Whose kind does not say whether one person runs them. */
export const settingKinds = ['nursery', 'partner_agency'] as const satisfies readonly SchoolCard['outsideKind'][]

export const individualOf = (outsideKind: SchoolCard['outsideKind']): Unit['individual'] => {
  if (outsideKind === 'childminder') return 'yes'
  return settingKinds.some((one) => one === outsideKind) ? 'not_known' : 'no'
}

export const schoolOf = ({ schoolId, schoolName: name, town, urn, kind, origin, outsideKind }: SchoolColumns) => ({
  schoolId,
  school: { name, town, urn },
  kind,
  origin,
  individual: individualOf(outsideKind),
})
export const candidateOf = (row: CandidateRow): Candidate => ({
  email: row.email.toLowerCase(),
  name: row.name ?? '',
  personId: row.personId,
  accountId: row.accountId,
  fails: row.fails === 1,
  consents: row.consents === 1,
  stopped: row.stopped ? (JSON.parse(row.stopped) as string[]) : [],
})

const came = `EXISTS (SELECT 1 FROM CurrentMark k WHERE k.placeId = pl.id AND k.markType IN ('attended', 'part'))`
const coming = `pl.state = 'confirmed' AND NOT EXISTS (SELECT 1 FROM ReplacedPlace h WHERE h.placeId = pl.id)`
export const placesWho: Partial<Record<EventAudience['who'], string>> = {
  everyone: `(${coming} OR ${came})`,
  delegates: coming,
  unchosen: `${coming} AND EXISTS (SELECT 1 FROM ActiveSession b WHERE b.eventId = pl.eventId AND b.block <> '' AND NOT EXISTS (
    SELECT 1 FROM PlaceSession c JOIN ActiveSession s ON s.id = c.sessionId WHERE c.placeId = pl.id AND s.block = b.block))`,
  attended: came,
  ticked: `pl.state <> 'cancelled'`,
  absent: `EXISTS (SELECT 1 FROM CurrentMark k WHERE k.placeId = pl.id AND k.markType IN ('absent', 'apologies')) AND NOT ${came}`,
}

/** SQL: the id of the event with the code ?1. */
const asked = '(SELECT id FROM Event WHERE code = ?1)'

/** SQL: of places `pl`, those of the way ?3, the role ?4, the workshop ?5 (each: empty for all),
 * and those ticked, ?6. */
const ofOnly = `(?3 = '' OR pl.attendance = ?3) AND (?4 = '' OR pl.roleId = ?4)
  AND (?5 = '' OR EXISTS (SELECT 1 FROM PlaceSession c WHERE c.placeId = pl.id AND c.sessionId = ?5))
  AND (?6 IS NULL OR pl.id IN (SELECT value FROM json_each(?6)))`

const onlyValues = ({ way, role, workshop, places }: EventAudience) => [
  way ?? '',
  role ?? '',
  workshop ?? '',
  places ? JSON.stringify(places) : null,
]

/** How many of the places that were ticked are cancelled since. */
export const selectCancelled = (db: SqlDatabase, { places = [] }: EventAudience): Read<number> =>
  mapped(
    only<{ n: number }>(
      db
        .prepare(`SELECT COUNT(*) AS n FROM json_each(?1) j CROSS JOIN Place pl ON pl.id = j.value AND pl.state = 'cancelled'`)
        .bind(JSON.stringify(places)),
    ),
    ({ n }) => n,
  )

/** One unit per person: an event's places, and for attendance also people without a place. */
export const readPeople = async (db: SqlDatabase, audience: EventAudience): Promise<Unit[]> => {
  const { event: code, who } = audience
  const { results } = await db
    .prepare(
      `SELECT q.*, p.name, p.email, p.telephone AS own, ${schoolColumns}, ${telephoneSql} AS telephone, ${fails('p.email')}, ${consents('p.email')} FROM (
         SELECT pl.personId, pl.schoolId AS ofSchool, pl.id AS placeId, pl.bookingId FROM Place pl
         WHERE pl.eventId = ${asked} AND pl.personId IS NOT NULL AND ${placesWho[who] ?? 'FALSE'} AND ${ofOnly}
         UNION ALL
         SELECT w.personId, w.schoolId, NULL, NULL FROM WalkIn w WHERE w.eventId = ${asked} AND w.schoolId IS NOT NULL AND ?2 IN ('attended', 'everyone')
           AND ?3 = '' AND (?4 = '' OR w.roleId = ?4) AND ?5 = ''
           AND EXISTS (SELECT 1 FROM CurrentMark k WHERE k.walkInId = w.id AND k.markType IN ('attended', 'part'))) q
       JOIN Person p ON p.id = q.personId JOIN School s ON s.id = q.ofSchool JOIN School r ON r.id = s.rootId
       ORDER BY r.name COLLATE NOCASE, r.id, p.name COLLATE NOCASE, q.personId`,
    )
    .bind(code.toUpperCase(), who, ...onlyValues(audience))
    .all<
      SchoolColumns &
        Omit<CandidateRow, 'email' | 'accountId' | 'personId'> & {
          personId: string
          email: string | null
          own: string | null
          placeId: string | null
          bookingId: string | null
        }
    >()
  return results.map((row) => ({
    ...schoolOf(row),
    telephone: row.own || row.telephone,
    name: row.name ?? '',
    bookingId: row.bookingId,
    reference: null,
    placeId: row.placeId,
    candidates: row.email ? [candidateOf({ ...row, email: row.email, accountId: null })] : [],
  }))
}

/** SQL: the role whose address the council has chosen to write to first. */
export const writtenFirst = settingSql('writtenFirst')

/**
 * Contacts, then confirmed accounts, of the schools whose roots `set` selects: whom the council
 * writes to first, then safeguarding lead, head, others.
 */
export const addressesOf = (db: SqlDatabase, set: string): SqlStatement =>
  db.prepare(
    `SELECT q.*, ${addressStates} FROM (
         SELECT m.rootId, c.email, c.name, NULL AS personId, NULL AS accountId, c.roleId, 0 AS later, c.id
         FROM SchoolContact c JOIN School m ON m.id = c.schoolId
         WHERE c.endedAt IS NULL AND c.email <> '' AND m.rootId IN (${set})
         UNION ALL
         SELECT m.rootId, a.email, p.name, a.personId, a.id, c.roleId, 1, c.id FROM Claim c JOIN School m ON m.id = c.schoolId
           JOIN Account a ON a.id = c.accountId LEFT JOIN Person p ON p.id = a.personId
         WHERE c.state = 'approved' AND m.rootId IN (${set})) q LEFT JOIN Role o ON o.id = q.roleId
       ORDER BY COALESCE(q.roleId, 'business_manager') <> ${writtenFirst}, CASE q.roleId WHEN 'dsl' THEN 0 WHEN 'head' THEN 1 ELSE 2 END, q.later, COALESCE(o.position, 1000), q.id`,
  )

export type AddressRow = CandidateRow & { rootId: string }
export const bySchool = (rows: readonly AddressRow[]): Map<string, Candidate[]> => {
  const candidates = new Map<string, Candidate[]>()
  for (const row of rows) candidates.set(row.rootId, [...(candidates.get(row.rootId) ?? []), candidateOf(row)])
  return candidates
}

export const bookingsWho: Partial<Record<EventAudience['who'], string>> = {
  everyone: `pl.state = 'confirmed'`,
  contacts: `pl.state = 'confirmed'`,
  unnamed: `pl.state = 'confirmed' AND pl.personId IS NULL`,
  ticked: `pl.state <> 'cancelled' AND pl.personId IS NULL`,
  waiting: `pl.state = 'held' AND (pl.waitsFor = 'approval' OR (pl.waitsFor = 'list' AND pl.heldUntil <= ?2))`,
}

type BookerRow = SchoolColumns & Omit<CandidateRow, 'email'> & { bookingId: string; reference: string; email: string | null }

/** One unit per booking: whoever gets its messages, then the school's own addresses. */
export const readBookers = async (db: SqlDatabase, audience: EventAudience, now: Date): Promise<Unit[]> => {
  const { event: code, who } = audience
  const booked = `FROM Booking b JOIN School s ON s.id = b.schoolId JOIN School r ON r.id = s.rootId`
  const where = `WHERE b.eventId = ${asked} AND EXISTS (SELECT 1 FROM Place pl WHERE pl.bookingId = b.id AND ${bookingsWho[who] ?? 'FALSE'} AND ${ofOnly}) AND ?2 <> ''`
  const values = [code.toUpperCase(), instant(now), ...onlyValues(audience)]
  const { bookings, addresses } = await readTogether(db, {
    bookings: all<BookerRow>(
      db
        .prepare(
          `SELECT b.id AS bookingId, b.reference, ${schoolColumns}, ${telephoneSql} AS telephone, a.id AS accountId, a.personId, a.email, ${nameOfNotified} AS name,
             ${fails('a.email')}, ${consents('a.email')}
           ${booked} ${joinNotified('LEFT JOIN')} ${where}
           ORDER BY r.name COLLATE NOCASE, r.id, b.createdAt, b.id`,
        )
        .bind(...values),
    ),
    addresses: all<AddressRow>(addressesOf(db, `SELECT r.id ${booked} ${where}`).bind(...values)),
  })
  const of = bySchool(addresses)
  return bookings.map((row) => ({
    ...schoolOf(row),
    telephone: row.telephone,
    name: '',
    bookingId: row.bookingId,
    reference: row.reference,
    placeId: null,
    candidates: [...(row.email ? [candidateOf({ ...row, email: row.email })] : []), ...(of.get(row.schoolId) ?? [])],
  }))
}
