import type { Act } from '#base/act.ts'
import type { Instant } from '#base/dates.ts'
import { guard } from '#base/db/atomically.ts'
import { all, one, readTogether } from '#base/db/read.ts'
import type { Outcomes } from '#messages/outbox/listed-message.ts'
import { deliveryStatusSql, replaced } from '#messages/outbox/message-list-store.ts'
import { joinNotified, nameOfNotified } from '#people/accounts/account-store.ts'
import { nameOfAccount } from '#people/ladder/contact-store.ts'
import { telephoneOfSchool } from '#schools/schools/identity-store.ts'
import { numbersOnce, type RingList, type Rung, reachOf, type ToRing } from './ring.ts'

/** SQL: a place that is current, or was when its event was cancelled. */
const stands = (p: string): string =>
  `(${p}.state = 'confirmed' OR (e.state = 'cancelled' AND ${p}.state = 'cancelled' AND ${p}.stateAt = e.cancelledAt))`

const sending = `(SELECT z.id FROM Sending z WHERE z.eventId = e.id AND z.kind IN ('change', 'cancellation') ORDER BY z.id DESC LIMIT 1)`

/** SQL: of the latest change. The plus stops SQLite from reading the whole sending for each. */
const outcomes = (
  whose: string,
): string => `(SELECT json_group_object(became, n) FROM (SELECT ${deliveryStatusSql} AS became, COUNT(*) AS n FROM Message m
   WHERE ${whose} AND (+m.sendingId = ${sending} OR (SELECT o.sendingId FROM Message o WHERE o.id = m.resendOfId) = ${sending}) AND NOT ${replaced} GROUP BY became))`

/** SQL: numbers that the council holds at an address, of the mailbox or of whoever has the name. */
const heldTelephones = (
  email: string,
  name: string,
): string => `(SELECT json_group_array(DISTINCT c.telephone) FROM SchoolContact c JOIN School o ON o.id = c.schoolId
   WHERE o.rootId = r.id AND c.endedAt IS NULL AND c.telephone <> '' AND lower(c.email) = lower(${email})
   AND (c.name = '' OR lower(c.name) = lower(${name})))`

type Row = {
  kind: ToRing['kind']
  id: string
  /** Who is phoned, perhaps about several bookings; null for a delegate. */
  contact: string | null
  name: string | null
  hasAddress: 0 | 1
  role: string | null
  schoolId: string
  schoolName: string
  town: string
  urn: string | null
  reference: string
  telephone: string | null
  held: string
  schoolTelephone: string | null
  outcomes: string
}

const school = `b.schoolId, r.name AS schoolName, r.town, r.urn, b.reference, ${telephoneOfSchool('r.id')} AS schoolTelephone`

const delegates = `SELECT 'delegate' AS kind, p.id, NULL AS contact, n.name, n.email IS NOT NULL AS hasAddress, q.label AS role, ${school}, n.telephone,
    ${heldTelephones('n.email', 'n.name')} AS held, ${outcomes('m.personId = p.personId')} AS outcomes
  FROM Event e JOIN Place p ON p.eventId = e.id AND ${stands('p')} JOIN Person n ON n.id = p.personId JOIN Booking b ON b.id = p.bookingId
    JOIN School s ON s.id = p.schoolId JOIN School r ON r.id = s.rootId LEFT JOIN Role q ON q.id = p.roleId
  WHERE e.code = ?1`

// Whoever booked only for themself is listed as a delegate.
const contacts = `SELECT 'contact' AS kind, b.id, COALESCE(a.id, b.bookerPersonId, b.id) AS contact, COALESCE(${nameOfNotified}, a.email, NULLIF(b.askedBy, '')) AS name, a.id IS NOT NULL AS hasAddress,
    (SELECT q.label FROM Claim c JOIN School o ON o.id = c.schoolId JOIN Role q ON q.id = c.roleId
     WHERE c.accountId = a.id AND c.state = 'approved' AND o.rootId = r.id LIMIT 1) AS role,
    ${school}, IIF(a.id IS b.bookedById, bp.telephone, ap.telephone) AS telephone, ${heldTelephones('a.email', nameOfNotified)} AS held,
    ${outcomes('m.bookingId = b.id AND m.personId IS NULL')} AS outcomes
  FROM Event e JOIN Booking b ON b.eventId = e.id JOIN School s ON s.id = b.schoolId JOIN School r ON r.id = s.rootId ${joinNotified('LEFT JOIN')}
  WHERE (a.id IS NOT NULL OR b.channel = 'organiser') AND e.code = ?1 AND EXISTS (SELECT 1 FROM Place p LEFT JOIN Person n ON n.id = p.personId WHERE p.bookingId = b.id
    AND (${stands('p')} OR (p.state = 'held' AND p.waitsFor IS NOT NULL)) AND NOT COALESCE((lower(n.email) = a.email AND lower(n.name) = lower(${nameOfNotified})) OR (a.id IS b.bookedById AND n.id = b.bookerPersonId), 0)) ORDER BY b.createdAt, b.id`

type MarkRow = { subjectId: string; at: Instant; how: Rung; by: string | null }

/** Whom to phone about an event, in one round trip; undefined for an unknown event or a draft. */
export const readRingList = async (db: SqlDatabase, code: string): Promise<RingList | undefined> => {
  const of = (sql: string): SqlStatement => db.prepare(sql).bind(code.toUpperCase())
  const { head, people, others, marks } = await readTogether(db, {
    head: one<{
      id: string
      code: string
      title: string
      state: string
      startsAt: string | null
      sendingId: string | null
      createdAt: string
      kind: string
    }>(
      of(
        `SELECT e.id, e.code, e.title, e.state, (SELECT MIN(x.startsAt) FROM ActiveSession x WHERE x.eventId = e.id) AS startsAt,
         z.id AS sendingId, z.createdAt, z.kind FROM Event e LEFT JOIN Sending z ON z.id = ${sending} WHERE e.code = ?1 AND e.state <> 'draft'`,
      ),
    ),
    people: all<Row>(of(delegates)),
    others: all<Row>(of(contacts)),
    marks: all<MarkRow>(
      of(
        `SELECT COALESCE(t.placeId, t.bookingId) AS subjectId, t.happenedAt AS at, t.result AS how, ${nameOfAccount('t.byId')} AS "by"
         FROM Event e JOIN CurrentContact t ON t.matter = 'event' AND t.subjectId = e.id
         WHERE e.code = ?1 AND t.happenedAt >= COALESCE((SELECT createdAt FROM Sending WHERE id = ${sending}), '') ORDER BY t.happenedAt, t.id`,
      ),
    ),
  })
  if (!head) return undefined
  const rung = Map.groupBy(marks, (mark) => mark.subjectId)
  const { id, title, startsAt, sendingId } = head
  return {
    event: { id, code: head.code, title, startsAt, cancelled: head.state === 'cancelled' },
    sending: sendingId ? { id: sendingId, createdAt: head.createdAt, kind: head.kind === 'change' ? 'change' : 'cancellation' } : undefined,
    people: [
      ...people.map((row) => toRing([row], rung)),
      ...[...Map.groupBy(others, ({ contact }) => contact).values()].map((rows) => toRing(rows, rung)),
    ],
  }
}

/** One person to phone, from a delegate's row or all of a contact's bookings. */
const toRing = (rows: readonly Row[], rung: Map<string, MarkRow[]>): ToRing => {
  const [first] = rows as [Row]
  const numbers = rows.flatMap(({ telephone, held }) => [telephone ?? '', ...(JSON.parse(held) as string[])])
  const outcomes = rows.map((row) => JSON.parse(row.outcomes) as Partial<Outcomes>)
  const schoolOf = (row: Row) => ({ name: row.schoolName, town: row.town, urn: row.urn })
  return {
    kind: first.kind,
    id: first.id,
    schoolId: first.schoolId,
    name: first.name ?? '',
    role: first.role ?? '',
    school: schoolOf(first),
    bookings: rows.map((row) => ({ reference: row.reference, school: schoolOf(row) })),
    telephones: numbersOnce(numbers, first.schoolTelephone ?? ''),
    schoolTelephone: first.schoolTelephone ?? '',
    reach: reachOf(sumOf(outcomes), first.hasAddress === 1),
    rung: rows
      .flatMap(({ id }) => rung.get(id) ?? [])
      .toSorted((a, b) => (a.at < b.at ? -1 : 1))
      .map(({ how, at, by }) => ({ how, at, by: by ?? '' })),
  }
}

const sumOf = (all: readonly Partial<Outcomes>[]): Partial<Outcomes> => {
  const sum: Partial<Outcomes> = {}
  for (const outcomes of all)
    for (const [became, n] of Object.entries(outcomes) as [keyof Outcomes, number][]) sum[became] = (sum[became] ?? 0) + n
  return sum
}

/** Guard: the place or booking is of the event. */
export const isOfEvent = (act: Act, eventId: string, kind: ToRing['kind'], id: string): SqlStatement =>
  guard(act.db, `EXISTS (SELECT 1 FROM ${kind === 'delegate' ? 'Place' : 'Booking'} WHERE id = ?1 AND eventId = ?2)`, id, eventId)
