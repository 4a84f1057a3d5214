// What is due from schools (roots, as JSON in ?1) at a moment (?2). Each kind of `due.ts` has one
// read here; all of them go in one round trip, for one school as for many.
import { selectHowSchoolsStand } from '#attendance/requirements/school-store.ts'
import { selectCalendar } from '#base/council/calendar-store.ts'
import { addMinutes, type Instant, instant, londonDay, sayDay, sayDeadline } from '#base/dates.ts'
import { all, given, mapped, type Read, together } from '#base/db/read.ts'
import { sayMoney } from '#base/money.ts'
import { counted } from '#base/words.ts'
import { moneyKinds } from '#money/ledger/store.ts'
import { type Due, type DueFact, type DueKind, duesOf } from './due.ts'
import { trainingDue } from './training.ts'

export type Asked = { rootIds: readonly string[]; now: Date }

const schools = 'json_each(?1) j CROSS JOIN School m ON m.rootId = j.value'
const begins = '(SELECT MIN(x.startsAt) FROM ActiveSession x WHERE x.eventId = e.id)'
const coming = `e.state = 'published' AND ${begins} > ?2`

const rowsOf =
  <Row>(sql: string, made: (row: Row, now: Date) => DueFact) =>
  (db: D1Database, { rootIds, now }: Asked): Read<DueFact[]> =>
    mapped(all<Row>(db.prepare(sql).bind(JSON.stringify(rootIds), instant(now))), (rows) => rows.map((row) => made(row, now)))

type OfBooking = { schoolId: string; reference: string; title: string; startsAt: Instant; n: number }

const days = (now: Date, n: number): Instant => instant(addMinutes(now, n * 24 * 60))

/**
 * Whether names are asked for in letters of their own: they go a week and a day before the date and
 * on it, so that no other letter says it in the week before or after one of them.
 */
const chased = (namesDueAt: Instant | null, isOn: number, now: Date): boolean =>
  isOn === 0 || (namesDueAt !== null && days(now, -7) < namesDueAt && namesDueAt <= days(now, 14))

const selectNames = rowsOf<OfBooking & { namesDueAt: Instant | null; namesRelease: number; isOn: number }>(
  `SELECT m.rootId AS schoolId, b.reference, e.title, ${begins} AS startsAt, e.namesDueAt, e.namesRelease, COUNT(*) AS n,
     COALESCE((SELECT o.isOn FROM EventMessage o WHERE o.eventId = e.id AND o.kind = 'names_due'), 1) AS isOn
   FROM ${schools} CROSS JOIN Place p ON p.schoolId = m.id AND p.state = 'confirmed' AND p.personId IS NULL
     CROSS JOIN Event e ON e.id = p.eventId JOIN Booking b ON b.id = p.bookingId
   WHERE ${coming} GROUP BY b.id`,
  ({ schoolId, reference, title, startsAt, namesDueAt, namesRelease, n, isOn }, now) => ({
    ...{ schoolId, kind: 'names', whom: '' },
    what: `Say who comes to “${title}”: ${counted(n, 'place has', 'places have')} no name`,
    why:
      namesDueAt === null
        ? `It is on ${sayDay(startsAt)}, and the organiser has not set a day for names.`
        : namesRelease === 1
          ? `Places without a name at ${sayDeadline(namesDueAt)} are given up.`
          : instant(now) < namesDueAt
            ? `The organiser asks for names by ${sayDeadline(namesDueAt)}.`
            : `The organiser asked for names by ${sayDeadline(namesDueAt)}; you can still give them.`,
    by: namesDueAt ?? instant(addMinutes(new Date(startsAt), -24 * 60)),
    press: { text: 'Name them', href: `/bookings/${reference}/names` },
    saidElsewhere: chased(namesDueAt, isOn, now),
  }),
)

const selectOffers = rowsOf<OfBooking & { expiresAt: Instant }>(
  `SELECT m.rootId AS schoolId, b.reference, e.title, ${begins} AS startsAt, o.places AS n, o.expiresAt
   FROM ${schools} CROSS JOIN Booking b ON b.schoolId = m.id CROSS JOIN Offer o ON o.bookingId = b.id AND o.state = 'open' AND o.expiresAt > ?2
     JOIN Event e ON e.id = o.eventId AND e.state = 'published'`,
  ({ schoolId, reference, title, n, expiresAt }) => ({
    ...{ schoolId, kind: 'offer', whom: '' },
    what: `Accept or decline ${counted(n, 'place')} on offer at “${title}”`,
    why: `${n === 1 ? 'It is' : 'They are'} kept for your school until ${sayDeadline(expiresAt)}.`,
    by: expiresAt,
    press: { text: 'Answer the offer', href: `/bookings/${reference}/offer` },
  }),
)

const isAnswered = (place: string): string =>
  `EXISTS (SELECT 1 FROM Answer a WHERE a.bookingId = b.id AND a.questionId = q.id AND a.placeId IS ${place} AND a.supersededAt IS NULL)`

/** Questions that must be answered: of a booking once, of each of its places once. */
const selectQuestions = rowsOf<OfBooking>(
  `SELECT m.rootId AS schoolId, b.reference, e.title, ${begins} AS startsAt, COUNT(DISTINCT q.id) AS n
   FROM ${schools} CROSS JOIN Place p ON p.schoolId = m.id AND p.state = 'confirmed' CROSS JOIN Event e ON e.id = p.eventId
     CROSS JOIN EventQuestion q ON q.eventId = e.id AND q.retiredAt IS NULL AND q.required = 1 JOIN Booking b ON b.id = p.bookingId
   WHERE ${coming} AND NOT CASE q.scope WHEN 'booking' THEN ${isAnswered('NULL')} ELSE ${isAnswered('p.id')} END
   GROUP BY b.id`,
  ({ schoolId, reference, title, startsAt, n }) => ({
    ...{ schoolId, kind: 'questions', whom: '' },
    what: `Answer ${counted(n, 'question')} about your places at “${title}”`,
    why: `The organiser needs the ${n === 1 ? 'answer' : 'answers'} before the event on ${sayDay(startsAt)}.`,
    by: instant(addMinutes(new Date(startsAt), -24 * 60)),
    press: { text: n === 1 ? 'Answer it' : 'Answer them', href: `/bookings/${reference}/answers` },
  }),
)

const selectColleagues = rowsOf<{ schoolId: string; n: number }>(
  `SELECT m.rootId AS schoolId, COUNT(*) AS n FROM ${schools} CROSS JOIN Claim c ON c.schoolId = m.id AND c.state = 'requested'
   WHERE c.requestedAt <= ?2 GROUP BY m.rootId`,
  ({ schoolId, n }) => ({
    ...{ schoolId, kind: 'colleagues', whom: '' },
    what: `Say whether ${counted(n, 'person', 'people')} may act for your school`,
    why: 'Until you or the council answer, they can only ask for places.',
    press: { text: n === 1 ? 'See who asks' : 'See who they are', href: `/school/${schoolId}/people` },
  }),
)

/** What the school itself has to pay: invoices that went out, and what is paid by card. */
const selectMoney = rowsOf<{ schoolId: string; pence: number; dueOn: string | null; n: number }>(
  `SELECT schoolId, SUM(owed) AS pence, MIN(dueOn) AS dueOn, COUNT(*) AS n FROM (
     SELECT m.rootId AS schoolId, SUM(l.pence + l.vatPence) AS owed, COALESCE(w.route, MAX(IIF(l.kind IN ${moneyKinds}, NULL, l.route))) AS route,
       (SELECT MIN(i.dueOn) FROM Invoice i WHERE i.bookingId = b.id AND i.payerId = l.payerId AND i.state IN ('sent', 'overdue')) AS dueOn
     FROM ${schools} CROSS JOIN Booking b ON b.schoolId = m.id AND b.createdAt <= ?2 CROSS JOIN LedgerLine l ON l.bookingId = b.id
       JOIN Payer y ON y.id = l.payerId AND y.kind = 'school'
       LEFT JOIN BookingPayer w ON w.bookingId = b.id AND w.payerId = l.payerId AND w.supersededAt IS NULL
     GROUP BY b.id, l.payerId HAVING SUM(l.pence + l.vatPence) > 0)
   WHERE dueOn IS NOT NULL OR route = 'card' GROUP BY schoolId`,
  ({ schoolId, pence, dueOn, n }) => ({
    ...{ schoolId, kind: 'money', whom: '' },
    what: `Pay ${sayMoney(pence)} for ${counted(n, 'booking')}`,
    why: dueOn === null ? 'It is owed by card.' : 'An invoice has been sent to your school.',
    by: dueOn ?? undefined,
    press: { text: 'See what is owed', href: `/school/${schoolId}/money` },
  }),
)

const selectTraining = (db: D1Database, { rootIds, now }: Asked): Read<DueFact[]> =>
  mapped(selectHowSchoolsStand(db, rootIds, londonDay(now), now), (stand) => stand.flatMap(trainingDue))

const reads: Record<DueKind, (db: D1Database, asked: Asked) => Read<DueFact[]>> = {
  offer: selectOffers,
  names: selectNames,
  questions: selectQuestions,
  colleagues: selectColleagues,
  training: selectTraining,
  money: selectMoney,
}

/** Everything that is due from these schools, soonest first, in one round trip. */
export const selectDue = (db: D1Database, asked: Asked): Read<Due[]> =>
  asked.rootIds.length === 0
    ? given([])
    : mapped(
        together({
          ...Object.fromEntries(Object.entries(reads).map(([kind, read]) => [kind, read(db, asked)])),
          calendar: selectCalendar(db),
        } as { calendar: ReturnType<typeof selectCalendar> } & Record<DueKind, Read<DueFact[]>>),
        ({ calendar, ...facts }) => duesOf(Object.values(facts).flat(), calendar),
      )
