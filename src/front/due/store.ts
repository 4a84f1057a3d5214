// What is due from schools (roots, as JSON in ?1) at a moment (?2). Each kind of `due.ts` has one
// read here; all of them go in one round trip, for one school as for many.

import { selectHowSchoolsStand } from '#attendance/requirements/school-store.ts'
import { selectCalendar } from '#base/council/calendar-store.ts'
import type { Calendar } from '#base/council/working-day.ts'
import { addMinutes, type Day, type Instant, instant, londonDay, sayDay, sayDeadline } from '#base/dates.ts'
import { all, each, given, mapped, type Read, together } from '#base/db/read.ts'
import { sayMoney } from '#base/money.ts'
import { counted, listed } from '#base/words.ts'
import { isOpen } from '#guidance/answers/asked-store.ts'
import { moneyKinds } from '#money/ledger/store.ts'
import { schoolsAsked } from '#people/roles/asked.ts'
import { selectToConfirm } from '#people/roles/asking-store.ts'
import { selectProposals } from '#people/roles/proposal-store.ts'
import { sayConfirm } from '#people/roles/school-roles.ts'
import { type Asked, type Due, type DueFact, type DueKind, duesOf } from './due.ts'
import { selectAfterReturns, selectReturns } from './return-store.ts'
import { type HowStands, trainingDue } from './training.ts'

const schools = 'json_each(?1) j CROSS JOIN School m ON m.rootId = j.value'
const begins = '(SELECT MIN(x.startsAt) FROM ActiveSession x WHERE x.eventId = e.id)'
const coming = `e.state = 'published' AND ${begins} > ?2`

const valuesOf = ({ rootIds, now }: Asked): [string, Instant] => [JSON.stringify(rootIds), instant(now)]

type OfBooking = { schoolId: string; reference: string; title: string; startsAt: Instant; n: number }

const days = (now: Date, n: number): Instant => instant(addMinutes(now, n * 24 * 60))

/**
 * Whether names are asked for in letters of their own: they go a week and a day before the date and
 * on it, so that no other letter says it in the week before or after one of them.
 */
const chased = (namesDueAt: Instant | null, isOn: number, now: Date): boolean =>
  isOn === 0 || (namesDueAt !== null && days(now, -7) < namesDueAt && namesDueAt <= days(now, 14))

const selectNames = (db: D1Database, asked: Asked): Read<DueFact[]> =>
  mapped(
    all<OfBooking & { namesDueAt: Instant | null; namesRelease: number; isOn: number }>(
      db
        .prepare(`SELECT m.rootId AS schoolId, b.reference, e.title, ${begins} AS startsAt, e.namesDueAt, e.namesRelease, COUNT(*) AS n,
     COALESCE((SELECT o.isOn FROM EventMessage o WHERE o.eventId = e.id AND o.kind = 'names_due'), 1) AS isOn
   FROM ${schools} CROSS JOIN Place p ON p.schoolId = m.id AND p.state = 'confirmed' AND p.personId IS NULL
     CROSS JOIN Event e ON e.id = p.eventId JOIN Booking b ON b.id = p.bookingId
   WHERE ${coming} GROUP BY b.id`)
        .bind(...valuesOf(asked)),
    ),
    (rows) =>
      rows.map(({ schoolId, reference, title, startsAt, namesDueAt, namesRelease, n, isOn }) => ({
        ...{ schoolId, kind: 'names', whom: '' },
        what: `Say who comes to “${title}”: ${counted(n, 'place has', 'places have')} no name`,
        why:
          namesDueAt === null
            ? `It is on ${sayDay(startsAt)}, and the organiser has not set a day for names.`
            : namesRelease === 1
              ? `Places without a name at ${sayDeadline(namesDueAt)} are given up.`
              : instant(asked.now) < namesDueAt
                ? `The organiser asks for names by ${sayDeadline(namesDueAt)}.`
                : `The organiser asked for names by ${sayDeadline(namesDueAt)}; you can still give them.`,
        by: namesDueAt ?? instant(addMinutes(new Date(startsAt), -24 * 60)),
        press: { text: 'Name them', href: `/bookings/${reference}/names` },
        saidElsewhere: chased(namesDueAt, isOn, asked.now),
      })),
  )

const selectOffers = (db: D1Database, asked: Asked): Read<DueFact[]> =>
  mapped(
    all<OfBooking & { expiresAt: Instant }>(
      db
        .prepare(`SELECT m.rootId AS schoolId, b.reference, e.title, ${begins} AS startsAt, o.places AS n, o.expiresAt
   FROM ${schools} CROSS JOIN Booking b ON b.schoolId = m.id CROSS JOIN Offer o ON o.bookingId = b.id AND o.state = 'open' AND o.expiresAt > ?2
     JOIN Event e ON e.id = o.eventId AND e.state = 'published'`)
        .bind(...valuesOf(asked)),
    ),
    (rows) =>
      rows.map(({ schoolId, reference, title, n, expiresAt }) => ({
        ...{ schoolId, kind: 'offer', whom: '' },
        what: `Accept or decline ${counted(n, 'place')} on offer at “${title}”`,
        why: `${n === 1 ? 'It is' : 'They are'} kept for your school until ${sayDeadline(expiresAt)}.`,
        by: expiresAt,
        press: { text: 'Answer the offer', href: `/bookings/${reference}/offer` },
      })),
  )

/** Delegates whose last word on their own page is that they cannot come. */
const selectAbsences = (db: D1Database, asked: Asked): Read<DueFact[]> =>
  mapped(
    all<Omit<OfBooking, 'n'> & { name: string | null }>(
      db
        .prepare(`SELECT m.rootId AS schoolId, b.reference, e.title, ${begins} AS startsAt, n.name
   FROM ${schools} CROSS JOIN Place p ON p.schoolId = m.id AND p.state = 'confirmed' CROSS JOIN Event e ON e.id = p.eventId
     JOIN Booking b ON b.id = p.bookingId JOIN Person n ON n.id = p.personId
   WHERE ${coming} AND 'cannot_come' = (SELECT w.statement FROM PlaceLink l JOIN DelegateStatement w ON w.linkId = l.id
     WHERE l.placeId = p.id AND l.personId = p.personId AND l.endedAt IS NULL ORDER BY w.rowid DESC LIMIT 1)`)
        .bind(...valuesOf(asked)),
    ),
    (rows) =>
      rows.map(({ schoolId, reference, title, startsAt, name }) => ({
        ...{ schoolId, kind: 'absence', whom: name ?? '' },
        what: `Say who comes to “${title}” instead of ${name ?? 'somebody'}, or cancel the place`,
        why: `${name ?? 'Whoever has the place'} says that they cannot come. It is on ${sayDay(startsAt)}.`,
        by: instant(addMinutes(new Date(startsAt), -24 * 60)),
        press: { text: 'See the booking', href: `/bookings/${reference}` },
      })),
  )

const answered = 'SELECT 1 FROM Answer a WHERE a.bookingId = b.id AND a.questionId = q.id AND a.supersededAt IS NULL'

/** Questions that must be answered: of a booking once, of each of its places once. */
const selectQuestions = (db: D1Database, asked: Asked): Read<DueFact[]> =>
  mapped(
    all<OfBooking>(
      db
        .prepare(`SELECT m.rootId AS schoolId, b.reference, e.title, ${begins} AS startsAt, COUNT(DISTINCT q.id) AS n
   FROM ${schools} CROSS JOIN Place p ON p.schoolId = m.id AND p.state = 'confirmed' CROSS JOIN Event e ON e.id = p.eventId
     CROSS JOIN EventQuestion q ON q.eventId = e.id AND q.retiredAt IS NULL AND q.required = 1 JOIN Booking b ON b.id = p.bookingId
   WHERE ${coming} AND NOT CASE q.scope WHEN 'booking' THEN EXISTS (${answered} AND a.placeId IS NULL) ELSE EXISTS (${answered} AND a.placeId = p.id) END
   GROUP BY b.id`)
        .bind(...valuesOf(asked)),
    ),
    (rows) =>
      rows.map(({ schoolId, reference, title, startsAt, n }) => ({
        ...{ schoolId, kind: 'questions', whom: '' },
        what: `Answer ${counted(n, 'question')} about your places at “${title}”`,
        why: `The organiser needs the ${n === 1 ? 'answer' : 'answers'} before the event on ${sayDay(startsAt)}.`,
        by: instant(addMinutes(new Date(startsAt), -24 * 60)),
        press: { text: n === 1 ? 'Answer it' : 'Answer them', href: `/bookings/${reference}/answers` },
      })),
  )

const selectColleagues = (db: D1Database, asked: Asked): Read<DueFact[]> =>
  mapped(
    all<{ schoolId: string; n: number }>(
      db
        .prepare(`SELECT m.rootId AS schoolId, COUNT(*) AS n FROM ${schools} CROSS JOIN Claim c ON c.schoolId = m.id AND c.state = 'requested'
   WHERE c.requestedAt <= ?2 GROUP BY m.rootId`)
        .bind(...valuesOf(asked)),
    ),
    (rows) =>
      rows.map(({ schoolId, n }) => ({
        ...{ schoolId, kind: 'colleagues', whom: '' },
        what: `Say whether ${counted(n, 'person', 'people')} may act for your school`,
        why: 'Until you or the council answer, they can only ask for places.',
        press: { text: n === 1 ? 'See who asks' : 'See who they are', href: `/school/${schoolId}/people` },
      })),
  )

/** What the school itself has to pay: invoices that went out, and what is paid by card. */
const selectMoney = (db: D1Database, asked: Asked): Read<DueFact[]> =>
  mapped(
    all<{ schoolId: string; pence: number; dueOn: string | null; n: number }>(
      db
        .prepare(`SELECT schoolId, SUM(owed) AS pence, MIN(dueOn) AS dueOn, COUNT(*) AS n FROM (
     SELECT m.rootId AS schoolId, SUM(l.pence + l.vatPence) AS owed, COALESCE(w.route, MAX(IIF(l.kind IN ${moneyKinds}, NULL, l.route))) AS route,
       (SELECT MIN(i.dueOn) FROM Invoice i WHERE i.bookingId = b.id AND i.payerId = l.payerId AND i.state IN ('sent', 'overdue')) AS dueOn
     FROM ${schools} CROSS JOIN Booking b ON b.schoolId = m.id AND b.createdAt <= ?2 CROSS JOIN LedgerLine l ON l.bookingId = b.id
       JOIN Payer y ON y.id = l.payerId AND y.kind = 'school'
       LEFT JOIN BookingPayer w ON w.bookingId = b.id AND w.payerId = l.payerId AND w.supersededAt IS NULL
     GROUP BY b.id, l.payerId HAVING SUM(l.pence + l.vatPence) > 0)
   WHERE dueOn IS NOT NULL OR route = 'card' GROUP BY schoolId`)
        .bind(...valuesOf(asked)),
    ),
    (rows) =>
      rows.map(({ schoolId, pence, dueOn, n }) => ({
        ...{ schoolId, kind: 'money', whom: '' },
        what: `Pay ${sayMoney(pence)} for ${counted(n, 'booking')}`,
        why: dueOn === null ? 'It is owed by card.' : 'An invoice has been sent to your school.',
        by: dueOn ?? undefined,
        press: { text: 'See what is owed', href: `/school/${schoolId}/money` },
      })),
  )

/** Lines of reports that the school was shown and may still answer. */
const selectReplies = (db: D1Database, asked: Asked): Read<DueFact[]> =>
  mapped(
    all<{ schoolId: string; number: number; replyBy: Day; shownAt: Instant }>(
      db
        .prepare(
          `SELECT m.rootId AS schoolId, f.number, MAX(r.replyBy) AS replyBy, MAX(r.shownAt) AS shownAt
           FROM ${schools} CROSS JOIN ReportReply r ON r.schoolId = m.id AND r.replyBy >= ?2 AND r.answer IS NULL JOIN FrozenReport f ON f.id = r.reportId
           GROUP BY m.rootId, f.number`,
        )
        .bind(JSON.stringify(asked.rootIds), londonDay(asked.now)),
    ),
    (rows) =>
      rows.map(({ schoolId, number, replyBy, shownAt }) => ({
        ...{ schoolId, kind: 'reply', whom: '', by: replyBy },
        what: `Look at what report ${number} says of your school`,
        why: `You can say until ${sayDay(replyBy)} that it is right, or what is not, before any paper names your school.`,
        press: { text: 'Look at it and answer', href: `/school/${schoolId}/reports/${number}` },
        // The message that showed it is no week old.
        saidElsewhere: shownAt > days(asked.now, -7),
      })),
  )

/** Guidance of which what is asked is still to be done. */
const selectGuidance = (db: D1Database, { rootIds, now }: Asked): Read<DueFact[]> =>
  mapped(
    all<{ schoolId: string; issueId: string; title: string; asked: string; dueOn: Day; toldAt: Instant | null }>(
      db
        .prepare(
          `SELECT m.rootId AS schoolId, i.id AS issueId, d.title, d.asked, v.dueOn, MAX(i.toldAt) AS toldAt
           FROM ${schools} CROSS JOIN GuidanceIssue i ON i.schoolId = m.id JOIN CurrentGuidance v ON v.id = i.versionId
             JOIN GuidanceDocument d ON d.id = v.documentId AND d.asked <> 'nothing'
           WHERE i.recordedAt <= ?2 AND ${isOpen('?2')} GROUP BY m.rootId, d.id`,
        )
        .bind(...valuesOf({ rootIds, now })),
    ),
    (rows) =>
      rows.map(({ schoolId, issueId, title, asked, dueOn, toldAt }) => {
        const isAnswered = asked !== 'tell_staff'
        return {
          ...{ schoolId, kind: 'guidance' as const, whom: '', by: dueOn },
          what: isAnswered ? `Say what your school does with “${title}”` : `Tell your staff of “${title}”, and say that you have it`,
          why: isAnswered
            ? 'The council has issued it, and asks what your governors, trust or proprietor decide.'
            : 'The council has issued it, and nobody at your school has said that they have it.',
          press: { text: 'Read it', href: `/school/${schoolId}/guidance/${issueId}` },
          // The mail that brought it is no week old.
          saidElsewhere: toldAt !== null && toldAt > days(now, -7),
        }
      }),
  )

/** Roles that the school has still to say who holds, of which somebody there was asked. */
const selectRoles = (db: D1Database, { rootIds, now }: Asked): Read<DueFact[]> =>
  mapped(together({ rows: selectToConfirm(db, londonDay(now), rootIds), proposals: selectProposals(db, rootIds) }), ({ rows, proposals }) =>
    schoolsAsked(rows).map(({ schoolId, roles, dueOn }) => {
      const waiting = proposals.get(schoolId) ?? 0
      const named = [...new Set(roles.map(({ role }) => role))]
      return {
        ...{ schoolId, kind: 'roles' as const, whom: '', by: dueOn },
        what: `Say who holds ${counted(named.length, 'role')} at your school, or that nothing has changed`,
        why: `Asked of your school: ${listed(named)}.`,
        press:
          waiting > 0
            ? { text: sayConfirm(waiting), href: `/school/${schoolId}/roles/confirm` }
            : { text: 'Look through the roles', href: `/school/${schoolId}/roles` },
      }
    }),
  )

// Training is read with how schools stand, from which it follows.
const reads: Record<Exclude<DueKind, 'training'>, (db: D1Database, asked: Asked) => Read<DueFact[]>> = {
  offer: selectOffers,
  absence: selectAbsences,
  names: selectNames,
  questions: selectQuestions,
  colleagues: selectColleagues,
  reply: selectReplies,
  return: selectReturns,
  plan: selectAfterReturns,
  guidance: selectGuidance,
  roles: selectRoles,
  money: selectMoney,
}

type DueAndStands = { dues: Due[]; stands: HowStands[]; calendar: Calendar }

/** Everything that is due from these schools, and how they stand, in one round trip. */
export const selectDueAndStands = (db: D1Database, asked: Asked): Read<DueAndStands> =>
  mapped(
    together({
      facts: each(Object.values(reads).map((read) => read(db, asked))),
      stands: selectHowSchoolsStand(db, asked.rootIds, londonDay(asked.now), asked.now),
      calendar: selectCalendar(db),
    }),
    ({ facts, stands, calendar }) => ({ dues: duesOf([...facts.flat(), ...stands.flatMap(trainingDue)], calendar), stands, calendar }),
  )

/** Everything that is due from these schools, soonest first. */
export const selectDue = (db: D1Database, asked: Asked): Read<Due[]> =>
  asked.rootIds.length === 0 ? given([]) : mapped(selectDueAndStands(db, asked), ({ dues }) => dues)
