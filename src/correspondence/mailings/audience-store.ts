import { readChoices } from '#attendance/coverage/choices-store.ts'
import type { Choices, Dimension, Question } from '#attendance/coverage/coverage.ts'
import { questionOf, readAsked } from '#attendance/coverage/forms.ts'
import { readSchools } from '#attendance/coverage/store.ts'
import type { Act } from '#base/act.ts'
import { instant, londonDay } from '#base/dates.ts'
import { all, readTogether } from '#base/db/read.ts'
import type { EventDetails } from '#events/events/event.ts'
import { eventByCode } from '#events/events/store.ts'
import { joinNotified, nameOfNotified } from '#people/accounts/contact-store.ts'
import type { SchoolName } from '#schools/schools/school.ts'
import { type Audience, type Narrowing, narrowings, type SchoolAudience, sayAudience, type Who } from './audience.ts'
import type { Candidate, Unit } from './people.ts'

export type FoundSet = { units: Unit[]; words: string; event: EventDetails | undefined; ofPeople: boolean; every: boolean }

const fails = (email: string): string =>
  `EXISTS (SELECT 1 FROM AddressProblem t WHERE t.email = lower(${email}) AND t.solvedAt IS NULL) AS fails`
const consents = (email: string): string =>
  `EXISTS (SELECT 1 FROM CurrentConsent k WHERE k.email = lower(${email}) AND k.given = 1) AS consents`

/** SQL: the phone number of the school with root `r`: a contact's, else the register's. */
const telephone = `COALESCE(
  (SELECT c.telephone FROM SchoolContact c JOIN School m ON m.id = c.schoolId WHERE m.rootId = r.id AND c.endedAt IS NULL AND c.telephone <> ''
   ORDER BY c.learnedAt DESC LIMIT 1),
  (SELECT i.telephone FROM SchoolIdentity i JOIN School m ON m.id = i.schoolId WHERE m.rootId = r.id AND i.supersededAt IS NULL AND i.telephone <> ''
   ORDER BY i.validTo IS NOT NULL, i.validFrom DESC LIMIT 1), '')`

const schoolColumns = `r.id AS schoolId, r.name AS schoolName, r.town, r.urn`
type SchoolColumns = { schoolId: string; schoolName: string; town: string; urn: string | null; telephone: string }
type CandidateRow = {
  email: string
  name: string | null
  personId: string | null
  accountId: string | null
  fails: number
  consents: number
}

const schoolOf = (row: Omit<SchoolColumns, 'telephone' | 'schoolId'>): SchoolName => ({
  name: row.schoolName,
  town: row.town,
  urn: row.urn,
})
const candidateOf = (row: CandidateRow): Candidate => ({
  email: row.email.toLowerCase(),
  name: row.name ?? '',
  personId: row.personId,
  accountId: row.accountId,
  fails: row.fails === 1,
  consents: row.consents === 1,
})

const came = `EXISTS (SELECT 1 FROM CurrentMark k WHERE k.placeId = pl.id AND k.markType IN ('attended', 'part'))`
const placesWho: Partial<Record<Who, string>> = {
  delegates: `pl.state = 'confirmed'`,
  attended: came,
  absent: `EXISTS (SELECT 1 FROM CurrentMark k WHERE k.placeId = pl.id AND k.markType IN ('absent', 'apologies')) AND NOT ${came}`,
}

/** SQL: the id of the event with the code ?1. */
const asked = '(SELECT id FROM Event WHERE code = ?1)'

/** One unit per person: an event's places, and for attendance also people without a place. */
const readPeople = async (db: D1Database, code: string, who: Who): Promise<Unit[]> => {
  const { results } = await db
    .prepare(
      `SELECT q.*, p.name, p.email, p.telephone AS own, ${schoolColumns}, ${telephone} AS telephone, ${fails('p.email')}, ${consents('p.email')} FROM (
         SELECT pl.personId, pl.schoolId AS ofSchool, pl.id AS placeId, pl.bookingId FROM Place pl
         WHERE pl.eventId = ${asked} AND pl.personId IS NOT NULL AND ${placesWho[who] ?? 'FALSE'}
         UNION ALL
         SELECT w.personId, w.schoolId, NULL, NULL FROM WalkIn w WHERE w.eventId = ${asked} AND w.schoolId IS NOT NULL AND ?2 = 'attended'
           AND EXISTS (SELECT 1 FROM CurrentMark k WHERE k.walkInId = w.id AND k.markType IN ('attended', 'part'))) q
       JOIN Person p ON p.id = q.personId JOIN School s ON s.id = q.ofSchool JOIN School r ON r.id = s.rootId
       ORDER BY r.name COLLATE NOCASE, r.id, p.name COLLATE NOCASE, q.personId`,
    )
    .bind(code, who)
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
    schoolId: row.schoolId,
    school: schoolOf(row),
    telephone: row.own || row.telephone,
    name: row.name ?? '',
    bookingId: row.bookingId,
    reference: null,
    placeId: row.placeId,
    candidates: row.email ? [candidateOf({ ...row, email: row.email, accountId: null })] : [],
  }))
}

/**
 * Contacts, then confirmed accounts, of the schools whose roots `set` selects: safeguarding lead,
 * head, others.
 */
const addressesOf = (db: D1Database, set: string): D1PreparedStatement =>
  db.prepare(
    `SELECT q.*, ${fails('q.email')}, ${consents('q.email')} FROM (
         SELECT m.rootId, c.email, c.name, NULL AS personId, NULL AS accountId, c.roleId, 0 AS later, c.id
         FROM SchoolContact c JOIN School m ON m.id = c.schoolId
         WHERE c.endedAt IS NULL AND c.email <> '' AND m.rootId IN (${set})
         UNION ALL
         SELECT m.rootId, a.email, p.name, a.personId, a.id, c.roleId, 1, c.id FROM Claim c JOIN School m ON m.id = c.schoolId
           JOIN Account a ON a.id = c.accountId LEFT JOIN Person p ON p.id = a.personId
         WHERE c.state = 'approved' AND m.rootId IN (${set})) q LEFT JOIN Role o ON o.id = q.roleId
       ORDER BY CASE q.roleId WHEN 'dsl' THEN 0 WHEN 'head' THEN 1 ELSE 2 END, q.later, COALESCE(o.position, 1000), q.id`,
  )

type AddressRow = CandidateRow & { rootId: string }
const bySchool = (rows: readonly AddressRow[]): Map<string, Candidate[]> => {
  const found = new Map<string, Candidate[]>()
  for (const row of rows) found.set(row.rootId, [...(found.get(row.rootId) ?? []), candidateOf(row)])
  return found
}

const bookingsWho: Partial<Record<Who, string>> = {
  contacts: `pl.state = 'confirmed'`,
  unnamed: `pl.state = 'confirmed' AND pl.personId IS NULL`,
  waiting: `pl.state = 'held' AND (pl.waitsFor = 'approval' OR (pl.waitsFor = 'list' AND pl.heldUntil <= ?2))`,
}

type BookerRow = SchoolColumns & Omit<CandidateRow, 'email'> & { bookingId: string; reference: string; email: string | null }

/** One unit per booking: whoever gets its messages, then the school's own addresses. */
const readBookers = async (db: D1Database, code: string, who: Who, now: Date): Promise<Unit[]> => {
  const booked = `FROM Booking b JOIN School s ON s.id = b.schoolId JOIN School r ON r.id = s.rootId`
  const where = `WHERE b.eventId = ${asked} AND EXISTS (SELECT 1 FROM Place pl WHERE pl.bookingId = b.id AND ${bookingsWho[who] ?? 'FALSE'}) AND ?2 <> ''`
  const values = [code, instant(now)]
  const { bookings, addresses } = await readTogether(db, {
    bookings: all<BookerRow>(
      db
        .prepare(
          `SELECT b.id AS bookingId, b.reference, ${schoolColumns}, ${telephone} AS telephone, a.id AS accountId, a.personId, a.email, ${nameOfNotified} AS name,
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
    schoolId: row.schoolId,
    school: schoolOf(row),
    telephone: row.telephone,
    name: '',
    bookingId: row.bookingId,
    reference: row.reference,
    placeId: null,
    candidates: [...(row.email ? [candidateOf({ ...row, email: row.email })] : []), ...(of.get(row.schoolId) ?? [])],
  }))
}

/** The coverage query behind a choice of schools. */
const questionFor = (audience: SchoolAudience, choices: Choices, laCodes: readonly string[], now: Date): Question => {
  const { topic, event, from, to } = audience
  return questionOf(readAsked({ topic, event, from, to }), choices, laCodes, londonDay(now)).question
}

/**
 * The chosen schools, read from coverage's own store once per narrowing, so that its numbers agree
 * with ours.
 */
const coveredSchools = async (act: Act, audience: SchoolAudience, question: Question) => {
  const used = narrowings.filter((by) => audience[by] !== '')
  const { answer } = audience
  const lists = await Promise.all(
    (used.length > 0 ? used : (['sector'] as const)).map((by) =>
      readSchools(act.db, question, { dimension: by satisfies Dimension, category: used.includes(by) ? audience[by] : undefined, answer }),
    ),
  )
  const [first = { schools: [], total: 0 }, ...others] = lists
  const inAll = others.map((list) => new Set(list.schools.map((school) => school.id)))
  const narrowed: Partial<Record<Narrowing, string>> = {}
  used.forEach((by, at) => {
    narrowed[by] = lists[at]?.schools[0]?.category ?? audience[by]
  })
  const schools = first.schools.filter((school) => inAll.every((ids) => ids.has(school.id)))
  return { ids: schools.map((school) => school.id), narrowed }
}

/**
 * One unit per school, in the given order, without those with or waiting for places at
 * `notBookedId`, and those whose chase is over that the draft `sendingId` was prepared for.
 */
const readSchoolUnits = async (
  db: D1Database,
  ids: readonly string[],
  notBookedId: string | undefined,
  sendingId?: string,
): Promise<Unit[]> => {
  const { schools, addresses } = await readTogether(db, {
    schools: all<SchoolColumns>(
      db
        .prepare(
          `SELECT ${schoolColumns}, ${telephone} AS telephone FROM json_each(?1) j JOIN School r ON r.id = j.value
           WHERE (?2 IS NULL OR NOT EXISTS (SELECT 1 FROM Place pl JOIN School m ON m.id = pl.schoolId
             WHERE pl.eventId = ?2 AND pl.state IN ('confirmed', 'held') AND m.rootId = r.id))
             AND NOT EXISTS (SELECT 1 FROM ChaseSending z JOIN Chase c ON c.id = z.chaseId AND c.endedAt IS NOT NULL JOIN School m ON m.id = c.schoolId
               WHERE z.sendingId = ?3 AND m.rootId = r.id)
           ORDER BY j.key`,
        )
        .bind(JSON.stringify(ids), notBookedId ?? null, sendingId ?? null),
    ),
    addresses: all<AddressRow>(addressesOf(db, 'SELECT value FROM json_each(?1)').bind(JSON.stringify(ids))),
  })
  const of = bySchool(addresses)
  return schools.map((row) => ({
    schoolId: row.schoolId,
    school: schoolOf(row),
    telephone: row.telephone,
    name: '',
    bookingId: null,
    reference: null,
    placeId: null,
    candidates: of.get(row.schoolId) ?? [],
  }))
}

/**
 * Reads an audience as of now, with every usable address. People of an event take one round trip;
 * schools two, and one more unless the choices were read with the mailing.
 */
export const readSet = async (act: Act, audience: Audience, read?: Choices, sendingId?: string): Promise<FoundSet> => {
  if (audience.of === 'event') {
    const code = audience.event.toUpperCase()
    const ofPeople = audience.who in placesWho
    const [event, units] = await Promise.all([
      eventByCode(act.db, code, act.now),
      ofPeople ? readPeople(act.db, code, audience.who) : readBookers(act.db, code, audience.who, act.now),
    ])
    const words = sayAudience(audience, { eventTitle: event?.title, question: undefined, narrowed: {}, notBookedTitle: undefined })
    return { units, words, event, ofPeople, every: false }
  }
  if (audience.of === 'named') {
    const units = await readSchoolUnits(act.db, audience.schools, undefined, sendingId)
    const words = sayAudience(audience, { eventTitle: undefined, question: undefined, narrowed: {}, notBookedTitle: undefined })
    return { units, words, event: undefined, ofPeople: false, every: false }
  }
  const choices = read ?? (await readChoices(act.db, londonDay(act.now)))
  const question = questionFor(audience, choices, act.laCodes, act.now)
  const notBooked = choices.events.find((one) => one.code === audience.notBooked)
  const { ids, narrowed } = await coveredSchools(act, audience, question)
  const units = await readSchoolUnits(act.db, ids, notBooked?.id)
  const words = sayAudience(audience, { eventTitle: undefined, question, narrowed, notBookedTitle: notBooked?.title })
  return { units, words, event: undefined, ofPeople: false, every: audience.reach === 'every' }
}
