import type { Act, Moment } from '#base/act.ts'
import { selectCalendar } from '#base/council/calendar-store.ts'
import type { Calendar } from '#base/council/working-day.ts'
import { type Instant, instant } from '#base/dates.ts'
import { guard } from '#base/db/atomically.ts'
import { type Condition, exists } from '#base/db/condition.ts'
import { triable } from '#base/db/failed-job.ts'
import { all, mapped, one, type Read, readNow, readTogether, together } from '#base/db/read.ts'
import { insert, pick, update } from '#base/db/write.ts'
import { titleInSubject } from '#messages/outbox/subject-store.ts'
import { booksForRoot } from '#people/accounts/account-store.ts'
import { selectAsked } from '#people/claims/vouch-store.ts'
import type { AskedAbout } from '#people/claims/waiting-claim.ts'
import type { SchoolName } from '#schools/schools/school.ts'
import type { ListedRequest, OwnRequest, RequestEnd, RequestState, TypedRequest } from './request.ts'

export type NewRequest = {
  id: string
  eventId: string
  schoolId: string
  accountId: string
  formId: string
  places: number
  typed: TypedRequest
  asksSchool: 0 | 1
}

/** Stores a request; guard: the event is the version that was read. */
export const insertRequest = (act: Act, request: NewRequest, eventVersion: number): SqlStatement[] => [
  guard(act.db, '(SELECT version FROM Event WHERE id = ?1) = ?2', request.eventId, eventVersion),
  insert(act.db, 'BookingRequest', {
    ...pick(request, ['id', 'eventId', 'schoolId', 'accountId', 'formId', 'places', 'asksSchool']),
    typed: JSON.stringify(request.typed),
    requestedAt: instant(act.now),
    state: 'waiting',
  }),
]

/** Empties what was typed. A request is settled once. */
export const settleRequest = (
  act: Act,
  id: string,
  state: Exclude<RequestState, 'waiting'>,
  reason: RequestEnd | undefined,
): SqlStatement => update(act.db, 'BookingRequest', { state, reason: reason ?? null, settledAt: instant(act.now), typed: null }, { id })

type Flat = Omit<OwnRequest, 'school' | 'asksSchool'> & SchoolName & { asksSchool: number }

const own = `SELECT r.id, r.state, r.asksSchool, e.code AS eventCode, e.title AS eventTitle, (SELECT MIN(x.startsAt) FROM ActiveSession x WHERE x.eventId = e.id) AS startsAt,
    o.rootId AS schoolId, s.name, s.town, s.urn, r.places, r.requestedAt, r.settledAt, r.reason, b.reference
  FROM BookingRequest r JOIN Event e ON e.id = r.eventId JOIN School o ON o.id = r.schoolId JOIN School s ON s.id = o.rootId
    LEFT JOIN Booking b ON b.id = r.bookingId`

const ownOf = ({ name, town, urn, asksSchool, ...row }: Flat): OwnRequest => ({
  ...row,
  school: { name, town, urn },
  asksSchool: asksSchool === 1,
})

/** One of the reader's own requests; others are not found. */
export const ownRequest = async (act: Act, id: string): Promise<OwnRequest | undefined> => {
  const row = await act.db
    .prepare(`${own} WHERE r.id = ?1 AND r.accountId = ?2`)
    .bind(id, act.actor.accountId ?? '')
    .first<Flat>()
  return row ? ownOf(row) : undefined
}

/** The same with who was asked to confirm the reader, and the working days for an answer. */
export const ownRequestPage = async (
  act: Act,
  id: string,
): Promise<{ request: OwnRequest; asked: AskedAbout | undefined; calendar: Calendar } | undefined> => {
  const request = await ownRequest(act, id)
  if (!request) return undefined
  const { asked, calendar } = await readTogether(act.db, {
    asked: selectAsked(act.db, act.actor.accountId ?? '', request.schoolId),
    calendar: selectCalendar(act.db),
  })
  return { request, asked: request.state === 'waiting' ? asked : undefined, calendar }
}

/** The reader's waiting request for a school (a root id) at an event. */
export const waitingRequest = async (act: Act, code: string, schoolId: string): Promise<OwnRequest | undefined> => {
  const row = await act.db
    .prepare(`${own} WHERE r.accountId = ?1 AND r.state = 'waiting' AND e.code = ?2 AND o.rootId = ?3`)
    .bind(act.actor.accountId ?? '', code.toUpperCase(), schoolId)
    .first<Flat>()
  return row ? ownOf(row) : undefined
}

/** With who was asked to confirm the reader for a school (a root id). */
export const requestOfForm = async (
  act: Act,
  formId: string,
  schoolId: string,
): Promise<{ made: string | undefined; asked: AskedAbout | undefined }> => {
  const accountId = act.actor.accountId ?? ''
  const { made, asked } = await readTogether(act.db, {
    made: one<{ id: string }>(act.db.prepare(`SELECT id FROM BookingRequest WHERE formId = ?1 AND accountId = ?2`).bind(formId, accountId)),
    asked: selectAsked(act.db, accountId, schoolId),
  })
  return { made: made?.id, asked }
}

/** An event and its waiting requests, oldest first. */
export const selectRequestsOfEvent = (
  db: SqlDatabase,
  code: string,
): Read<{ event: { code: string; title: string }; requests: ListedRequest[] } | undefined> => {
  const read = together({
    event: one<{ code: string; title: string }>(db.prepare(`SELECT code, title FROM Event WHERE code = ?1`).bind(code.toUpperCase())),
    requests: all<Omit<ListedRequest, 'school'> & { schoolName: string; town: string; urn: string | null }>(
      db
        .prepare(
          `SELECT r.id, (SELECT c.id FROM Claim c JOIN School m ON m.id = c.schoolId WHERE c.accountId = r.accountId AND m.rootId = o.rootId
               AND c.state IN ('requested', 'approved')) AS claimId,
             s.id AS schoolId, s.name AS schoolName, s.town, s.urn, a.email, p.name, r.places, r.requestedAt
           FROM BookingRequest r JOIN Event e ON e.id = r.eventId JOIN School o ON o.id = r.schoolId JOIN School s ON s.id = o.rootId
             JOIN Account a ON a.id = r.accountId LEFT JOIN Person p ON p.id = COALESCE(r.typed ->> '$.personId', a.personId)
           WHERE e.code = ?1 AND r.state = 'waiting' AND r.asksSchool = 0 ORDER BY r.requestedAt, r.id LIMIT 500`,
        )
        .bind(code.toUpperCase()),
    ),
  })
  return mapped(
    read,
    ({ event, requests }) =>
      event && {
        event,
        requests: requests.map(({ schoolName, town, urn, ...row }) => ({ ...row, school: { name: schoolName, town, urn } })),
      },
  )
}

const nothingTyped: TypedRequest = {
  delegates: [],
  unnamed: 0,
  acceptsFewer: false,
  termsId: null,
  answers: { booking: {}, rows: [] },
  personId: null,
}

export type DueRequest = {
  id: string
  eventId: string
  code: string
  eventTitle: string
  subjectTitle: string
  eventState: string
  startsAt: Instant | null
  contactEmail: string
  schoolId: string
  school: SchoolName
  accountId: string
  email: string
  personId: string | null
  name: string | null
  formId: string
  typed: TypedRequest
  requestedAt: Instant
  /** When its school was mailed about it; null: it was not. */
  mailedAt: Instant | null
  /** The requester now may book for the school. */
  vouched: boolean
  /** The school decides, whoever the requester is. */
  asksSchool: boolean
}

/** SQL: the instant at which booking of event `e` closes. */
const closes = `MIN(COALESCE(e.bookingClosedAt, '9999'), COALESCE(e.bookingClosesAt, '9999'))`

const whatItWaitsFor = `r.asksSchool, ${closes} AS closesAt, e.state AS eventState, (SELECT MIN(x.startsAt) FROM ActiveSession x WHERE x.eventId = e.id) AS startsAt, ${booksForRoot('r.accountId', 's.id')} AS vouched,
  EXISTS (SELECT 1 FROM Claim c JOIN School m ON m.id = c.schoolId WHERE c.accountId = r.accountId AND c.state = 'requested' AND m.rootId = s.id) AS asked`
const waitingRequests = `FROM BookingRequest r JOIN Event e ON e.id = r.eventId JOIN School o ON o.id = r.schoolId JOIN School s ON s.id = o.rootId
  WHERE r.state = 'waiting'`
const settledNow = `((q.asksSchool = 0 AND (q.vouched = 1 OR q.asked = 0)) OR (q.asksSchool = 1 AND q.closesAt <= ?1) OR q.eventState = 'cancelled' OR q.startsAt <= ?1) AND ${triable('settleRequests', 'q.id')}`

/** Uses the index of waiting requests. */
export const requestsDue = ({ now }: Moment): Condition[] => [
  exists(`SELECT 1 FROM (SELECT r.id, ${whatItWaitsFor} ${waitingRequests}) q WHERE ${settledNow}`, instant(now)),
]

type DueRow = Omit<DueRequest, 'school' | 'typed'> & { schoolName: string; town: string; urn: string | null; typed: Partial<TypedRequest> }

const dueRequests = (db: SqlDatabase, condition: string, ...values: unknown[]): Read<DueRequest[]> =>
  mapped(
    all<DueRow>(
      db
        .prepare(
          `SELECT q.*, a.email, p.id AS personId, p.name FROM (
             SELECT r.id, r.eventId, e.code, e.title AS eventTitle, ${titleInSubject} AS subjectTitle, e.contactEmail,
               s.id AS schoolId, s.name AS schoolName, s.town, s.urn, r.accountId, r.formId, r.typed, r.requestedAt, r.mailedAt, ${whatItWaitsFor}
             ${waitingRequests}) q
             JOIN Account a ON a.id = q.accountId LEFT JOIN Person p ON p.id = COALESCE(q.typed ->> '$.personId', a.personId)
           WHERE ${condition}`,
        )
        .bind(...values),
      { typed: 'json', vouched: 'flag', asksSchool: 'flag' },
    ),
    (rows) =>
      rows.map(({ schoolName, town, urn, typed, ...row }) => ({
        ...row,
        school: { name: schoolName, town, urn },
        typed: { ...nothingTyped, ...typed },
      })),
  )

/** Oldest first; one round trip, and one small index when there are none. */
export const requestsToSettle = ({ db, now }: Act, limit: number): Promise<DueRequest[]> =>
  readNow(db, dueRequests(db, `${settledNow} ORDER BY q.requestedAt, q.id LIMIT ?2`, instant(now), limit))

/** What a school (a root) is asked and has not answered, oldest first. */
export const requestsOfSchool = (db: SqlDatabase, schoolId: string): Read<DueRequest[]> =>
  dueRequests(db, `q.asksSchool = 1 AND q.schoolId = ?1 ORDER BY q.requestedAt, q.id LIMIT 100`, schoolId)

/** What the mail to a contact of a school asked, while they may answer and nobody has. */
export const requestsOfLink = (db: SqlDatabase, tokenHash: string): Read<DueRequest[]> =>
  dueRequests(
    db,
    `q.id IN (SELECT k.requestId FROM AskedLink k WHERE k.tokenHash = ?1 AND ${booksForRoot('k.accountId', 'q.schoolId')}) ORDER BY q.requestedAt, q.id`,
    tokenHash,
  )

/** To whom a link was mailed, without a person for a shared mailbox. undefined: no such link. */
export const selectAccountOfLink = (
  db: SqlDatabase,
  tokenHash: string,
): Read<Pick<Act['actor'], 'accountId' | 'email' | 'personId' | 'name'> | undefined> =>
  mapped(
    one<{ accountId: string; email: string; personId: string | null; name: string | null }>(
      db
        .prepare(
          `SELECT a.id AS accountId, a.email, w.id AS personId, w.name FROM AskedLink k JOIN Account a ON a.id = k.accountId AND a.erasedAt IS NULL
           LEFT JOIN Person w ON w.id = a.personId AND a.shared = 0 WHERE k.tokenHash = ?1 LIMIT 1`,
        )
        .bind(tokenHash),
    ),
    (row) => row && { ...row, personId: row.personId ?? undefined, name: row.name ?? undefined },
  )
