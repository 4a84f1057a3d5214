import { addDays, instant, midnight } from '#base/dates.ts'
import { all, mapped, only, type Read, readTogether, together } from '#base/db/read.ts'
import { answersOf } from '#calendars/invites/answer-store.ts'
import { searchWords } from '#events/events/list-scope.ts'
import type { Question } from '#events/questions/question.ts'
import { selectQuestions } from '#events/questions/store.ts'
import { courseLacked } from '#people/people/earlier-course-store.ts'
import { telephoneOfSchool } from '#schools/schools/identity-store.ts'
import type {
  BookingChoices,
  BookingFilter,
  BookingList,
  ExportedPlace,
  ListedPlace,
  Standing,
  StandingCounts,
  UnvouchedRequest,
} from './listed-place.ts'
import { everyPlace, pageSize } from './listed-place.ts'

/** SQL conditions for each state of a place at ?1. */
const holds: Record<Exclude<Standing, 'unvouched'>, string> = {
  live: `pl.state IN ('confirmed', 'held')`,
  confirmed: `pl.state = 'confirmed'`,
  unnamed: `(pl.state = 'confirmed' AND pl.personId IS NULL)`,
  overdue: `(pl.state = 'confirmed' AND pl.personId IS NULL AND ev.namesDueAt <= ?1)`,
  waiting: `(pl.state = 'held' AND pl.waitsFor = 'list' AND pl.heldUntil <= ?1)`,
  offered: `(pl.state = 'held' AND pl.waitsFor = 'list' AND pl.heldUntil > ?1)`,
  approval: `(pl.state = 'held' AND pl.waitsFor = 'approval')`,
  cancelled: `pl.state = 'cancelled'`,
  all: `pl.state IN ('confirmed', 'held', 'cancelled')`,
}
const conditionOf = (state: Standing): string => (state === 'unvouched' ? 'FALSE' : holds[state])

type Narrowed = { events: string; where: string; values: unknown[]; bound: (value: unknown) => string }

/** The filter's events as table `ev`, with conditions for words and channel; ?1: the instant. */
const narrowed = (filter: BookingFilter, now: Date, hay: string): Narrowed => {
  const values: unknown[] = [instant(now)]
  const bound = (value: unknown): string => `?${values.push(value)}`
  const of = [
    ...(filter.event ? [`x.code = ${bound(filter.event.toUpperCase())}`] : []),
    ...(filter.series ? [`x.seriesId = ${bound(filter.series)}`] : []),
  ]
  // A named event is shown whenever it takes place.
  const span = filter.event && filter.when === 'coming' ? 'any' : filter.when
  const on = [
    ...(span === 'coming' ? ['MAX(s.endsAt) > ?1'] : span === 'past' ? ['MAX(s.endsAt) <= ?1'] : []),
    ...(filter.from ? [`MIN(s.startsAt) >= ${bound(midnight(filter.from))}`] : []),
    ...(filter.to ? [`MIN(s.startsAt) < ${bound(midnight(addDays(filter.to, 1)))}`] : []),
  ]
  const where = searchWords(filter.q).map((word) => `instr(${hay}, ${bound(word)}) > 0`)
  return {
    events: `ev AS MATERIALIZED (SELECT x.id, x.code, x.title, x.namesDueAt, x.state, x.seriesId, MIN(s.startsAt) AS startsAt, MAX(s.endsAt) AS endsAt
      FROM Event x JOIN ActiveSession s ON s.eventId = x.id ${of.length > 0 ? `WHERE ${of.join(' AND ')}` : ''}
      GROUP BY x.id ${on.length > 0 ? `HAVING ${on.join(' AND ')}` : ''})`,
    where: where.length > 0 ? `AND ${where.join(' AND ')}` : '',
    values,
    bound,
  }
}

const spelled = (...parts: string[]): string =>
  `replace(lower(${parts.map((part) => `COALESCE(${part}, '')`).join(` || ' ' || `)}), '-', ' ')`

const placeHay = spelled(
  'p.name',
  'p.email',
  'r.name',
  'r.town',
  'r.urn',
  's.name',
  's.urn',
  'b.reference',
  'ev.title',
  'a.email',
  'bp.name',
)

// CROSS JOIN fixes the order of loops: few events, and each one's places by Place_event.
const from = (filter: BookingFilter, words: string): string => `FROM ev CROSS JOIN Place pl ON pl.eventId = ev.id
    JOIN Booking b ON b.id = pl.bookingId JOIN School s ON s.id = pl.schoolId JOIN School r ON r.id = s.rootId
    LEFT JOIN Person p ON p.id = pl.personId LEFT JOIN Account a ON a.id = b.bookedById LEFT JOIN Person bp ON bp.id = b.bookerPersonId
  WHERE TRUE ${filter.behalf ? `AND b.channel = 'organiser'` : ''} ${words}`

const order: Record<BookingFilter['sort'], string> = {
  newest: 'pl.createdAt DESC, pl.id DESC',
  school: 'r.name COLLATE NOCASE, r.town, r.urn, p.name COLLATE NOCASE, pl.id',
  person: 'p.name IS NULL, p.name COLLATE NOCASE, r.name COLLATE NOCASE, pl.id',
  event: 'ev.startsAt, ev.title, r.name COLLATE NOCASE, r.town, r.urn, p.name COLLATE NOCASE, pl.id',
}

// Chooses places first, and then reads what is shown of them.
const chosen = (filter: BookingFilter, part: Narrowed, limit: string, more = ''): string => `WITH ${part.events},
  chosen AS MATERIALIZED (SELECT pl.id AS id, row_number() OVER (ORDER BY ${order[filter.sort]}) AS place ${from(filter, part.where)}
    AND ${conditionOf(filter.state)} ORDER BY ${order[filter.sort]} ${limit})
  SELECT pl.id AS placeId, pl.bookingId, r.id AS schoolId, pl.state, pl.waitsFor, pl.heldUntil, pl.personId, pl.attendance, b.reference, p.name, p.email,
    ro.label AS role, r.name AS school, r.town, r.urn, pl.createdAt AS bookedAt, b.channel, a.email AS booker,
    ev.code AS eventCode, ev.title AS eventTitle, ev.state AS eventState, ev.seriesId,
    ev.startsAt, ev.endsAt, ev.namesDueAt, (SELECT COUNT(*) FROM PlaceRepresents pr WHERE pr.placeId = pl.id) AS represents,
    (SELECT group_concat(y.name, '; ') FROM PlaceRepresents pr JOIN School o ON o.id = pr.schoolId JOIN School y ON y.id = o.rootId
     WHERE pr.placeId = pl.id) AS representsNames,
    (SELECT m.state FROM Message m WHERE m.bookingId = b.id AND m.placeId = pl.id AND m.personId = pl.personId ORDER BY m.rowid DESC LIMIT 1) AS invited,
    EXISTS (SELECT 1 FROM AddressProblem t WHERE t.email = p.email AND t.solvedAt IS NULL) AS unreached,
    pl.reason, IIF(pl.state = 'cancelled', NULL, ${courseLacked('pl.personId', 'ev.id')}) AS lacks,
    ${answersOf('pl.id', 'pl.personId')} AS answers${more}
  FROM chosen CROSS JOIN Place pl ON pl.id = chosen.id JOIN ev ON ev.id = pl.eventId JOIN Booking b ON b.id = pl.bookingId
    JOIN School s ON s.id = pl.schoolId JOIN School r ON r.id = s.rootId LEFT JOIN Person p ON p.id = pl.personId
    LEFT JOIN Role ro ON ro.id = pl.roleId LEFT JOIN Account a ON a.id = b.bookedById
  ORDER BY chosen.place`

const selectPage = (db: SqlDatabase, filter: BookingFilter, now: Date, limit: number, offset: number): Read<ListedPlace[]> => {
  const part = narrowed(filter, now, placeHay)
  const sql = chosen(filter, part, `LIMIT ${part.bound(limit)} OFFSET ${part.bound(offset)}`)
  return all(db.prepare(sql).bind(...part.values))
}

type Counts = Omit<StandingCounts, 'unvouched'> & { bookings: number; schools: number }

const selectCounts = (db: SqlDatabase, filter: BookingFilter, now: Date): Read<Counts> => {
  const part = narrowed(filter, now, placeHay)
  const sums = Object.entries(holds).map(([name, condition]) => `COALESCE(SUM(${condition}), 0) AS "${name}"`)
  const mine = conditionOf(filter.state)
  return only(
    db
      .prepare(
        `WITH ${part.events} SELECT ${sums.join(', ')}, COUNT(DISTINCT CASE WHEN ${mine} THEN b.id END) AS bookings,
         COUNT(DISTINCT CASE WHEN ${mine} THEN r.id END) AS schools ${from(filter, part.where)}`,
      )
      .bind(...part.values),
  )
}

const requestHay = spelled('q.email', 'q.name', 'r.name', 'r.town', 'r.urn', 's.name', 's.urn', 'ev.title')

type RequestRow = UnvouchedRequest & { total: number }

const selectRequests = (db: SqlDatabase, filter: BookingFilter, now: Date, limit: number, offset: number): Read<RequestRow[]> => {
  const part = narrowed(filter, now, requestHay)
  const sql = `WITH ${part.events} SELECT q.id, q.requestedAt, q.places, ev.code AS eventCode, ev.title AS eventTitle, ev.startsAt, r.name AS school, r.town,
      r.urn, q.name, q.email, q.claimId, COUNT(*) OVER () AS total
    FROM ev CROSS JOIN (SELECT z.id, z.eventId, z.schoolId, z.requestedAt, z.places, a.email, n.name,
          (SELECT c.id FROM Claim c JOIN School m ON m.id = c.schoolId JOIN School o ON o.id = z.schoolId
           WHERE c.accountId = z.accountId AND m.rootId = o.rootId AND c.state IN ('requested', 'approved')) AS claimId
        FROM BookingRequest z JOIN Account a ON a.id = z.accountId LEFT JOIN Person n ON n.id = COALESCE(z.typed ->> '$.personId', a.personId) WHERE z.state = 'waiting' AND z.asksSchool = 0) q ON q.eventId = ev.id
      JOIN School s ON s.id = q.schoolId JOIN School r ON r.id = s.rootId
    WHERE ${filter.behalf ? 'FALSE' : 'TRUE'} ${part.where} ORDER BY q.requestedAt, q.id LIMIT ${part.bound(limit)} OFFSET ${part.bound(offset)}`
  return all(db.prepare(sql).bind(...part.values))
}

const selectList = (
  db: SqlDatabase,
  filter: BookingFilter,
  page: number,
  now: Date,
): Read<BookingList & { requests: UnvouchedRequest[] }> => {
  const offset = (page - 1) * pageSize
  const asksRequests = filter.state === 'unvouched'
  return mapped(
    together({
      places: selectPage(db, filter, now, pageSize, offset),
      counts: selectCounts(db, filter, now),
      requests: selectRequests(db, filter, now, asksRequests ? pageSize : 1, asksRequests ? offset : 0),
    }),
    ({ places, counts: { bookings, schools, ...byState }, requests }) => ({
      places,
      counts: { ...byState, unvouched: requests[0]?.total ?? 0 },
      bookings,
      schools,
      requests: asksRequests ? requests.map(({ total: _total, ...request }) => request) : [],
    }),
  )
}

/** One page of places (or requests), counts by state, and choices; one round trip. */
export const listPlaces = async (
  db: SqlDatabase,
  filter: BookingFilter,
  page: number,
  now: Date,
): Promise<BookingList & { requests: UnvouchedRequest[]; choices: BookingChoices }> => {
  const { list, ...choices } = await readTogether(db, {
    events: all<BookingChoices['events'][number]>(
      db.prepare(
        `SELECT e.code, e.title, MIN(s.startsAt) AS startsAt FROM Event e JOIN ActiveSession s ON s.eventId = e.id WHERE e.publishedAt IS NOT NULL OR e.state = 'published'
         GROUP BY e.id ORDER BY startsAt DESC LIMIT 300`,
      ),
    ),
    series: all<BookingChoices['series'][number]>(
      db.prepare('SELECT id, title FROM Series ORDER BY title COLLATE NOCASE, createdAt LIMIT 300'),
    ),
    list: selectList(db, filter, page, now),
  })
  return { ...list, choices }
}

/** The filtered places in the list's order, for an export. */
export const placesForExport = async (db: SqlDatabase, filter: BookingFilter, now: Date, limit: number): Promise<ListedPlace[]> => {
  const part = narrowed(filter, now, placeHay)
  const sql = chosen(filter, part, `LIMIT ${part.bound(limit)}`)
  return (
    await db
      .prepare(sql)
      .bind(...part.values)
      .all<ListedPlace>()
  ).results
}

/** SQL: what a file says besides. What was answered is of the place, or of its booking. */
const besides = `, p.telephone, ${telephoneOfSchool('r.id')} AS schoolTelephone,
    (SELECT json_group_array(w.title) FROM (SELECT x.title FROM PlaceSession c JOIN ActiveSession x ON x.id = c.sessionId
     WHERE c.placeId = pl.id AND x.block <> '' ORDER BY x.startsAt, x.title) w) AS workshops,
    (SELECT json_group_array(json_object('questionId', y.questionId, 'label', q.label, 'kind', q.kind, 'settings', json(q.settings), 'value', y.value, 'placeId', y.placeId))
     FROM Answer y JOIN EventQuestion q ON q.id = y.questionId
     WHERE y.bookingId = b.id AND (y.placeId = pl.id OR y.placeId IS NULL) AND y.supersededAt IS NULL) AS answered`

type ExportedRow = ListedPlace & { telephone: string | null; schoolTelephone: string | null; workshops: string; answered: string }

export const readExported = async (
  db: SqlDatabase,
  filter: BookingFilter,
  now: Date,
  limit: number,
): Promise<{ places: ExportedPlace[]; questions: Question[] }> => {
  const part = narrowed(filter, now, placeHay)
  const { rows, questions } = await readTogether(db, {
    rows: all<ExportedRow>(db.prepare(chosen(filter, part, `LIMIT ${part.bound(limit)}`, besides)).bind(...part.values)),
    questions: selectQuestions(db, { code: filter.event }),
  })
  // An answer of a whole booking is said once, so that numbers add up.
  const first = new Map(rows.toReversed().map(({ bookingId, placeId }) => [bookingId, placeId]))
  const places = rows.map(({ workshops, answered, ...row }) => ({
    ...row,
    workshops: JSON.parse(workshops) as string[],
    answered: (JSON.parse(answered) as (ExportedPlace['answered'][number] & { placeId: string | null })[]).filter(
      ({ placeId }) => placeId !== null || first.get(row.bookingId) === row.placeId,
    ),
  }))
  return { places, questions }
}

/** These places, by booking; unknown ids are skipped. */
export const placesByIds = async (db: SqlDatabase, ids: readonly string[], now: Date): Promise<ListedPlace[]> => {
  const filter: BookingFilter = { ...everyPlace, state: 'all', when: 'any', sort: 'school' }
  const part = narrowed(filter, now, placeHay)
  const where = `AND pl.id IN (SELECT value FROM json_each(${part.bound(JSON.stringify(ids))}))`
  return (
    await db
      .prepare(chosen(filter, { ...part, where }, ''))
      .bind(...part.values)
      .all<ListedPlace>()
  ).results
}
