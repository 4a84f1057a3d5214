// What is due of a school's bookings: places to pay for, to accept, to name and to fill in.

import { calendarFrom } from '#base/council/calendar-store.ts'
import { addMinutes, type Instant, instant, sayBeginning, sayDay, sayDeadline } from '#base/dates.ts'
import { all, mapped, type Read } from '#base/db/read.ts'
import { sayMoney } from '#base/money.ts'
import { counted } from '#base/words.ts'
import { namesDueOf } from '#booking/bookings/booking.ts'
import { type AcceptedRow, acceptedColumns, acceptedFrom, calendarAsOf } from '#money/terms/store.ts'
import { freeAfter } from '#money/terms/words.ts'
import type { Asked, DueFact } from './due.ts'

/** SQL: schools `m` that became the roots ?1. */
export const schools = 'json_each(?1) j CROSS JOIN School m ON m.rootId = j.value'
const begins = '(SELECT MIN(x.startsAt) FROM ActiveSession x WHERE x.eventId = e.id)'
const coming = `e.state = 'published' AND ${begins} > ?2`

/** What ?1 and ?2 are. */
export const valuesOf = ({ rootIds, now }: Pick<Asked, 'rootIds' | 'now'>): [string, Instant] => [JSON.stringify(rootIds), instant(now)]

type OfBooking = { schoolId: string; reference: string; title: string; startsAt: Instant; n: number }

/** The moment so many days later. */
export const days = (now: Date, n: number): Instant => instant(addMinutes(now, n * 24 * 60))

/** Letters of their own go a week and a day before the date and on it: no other says it then. */
const chased = (namesDueAt: Instant | null, isOn: number, now: Date): boolean =>
  isOn === 0 || (namesDueAt !== null && days(now, -7) < namesDueAt && namesDueAt <= days(now, 14))

export const selectNames = (db: SqlDatabase, asked: Asked): Read<DueFact[]> =>
  mapped(
    all<OfBooking & { organisersDay: Instant | null; namesRelease: number; isOn: number; since: Instant; days: string; terms: string }>(
      db
        .prepare(`SELECT m.rootId AS schoolId, b.reference, e.title, ${begins} AS startsAt, e.namesDueAt AS organisersDay, e.namesRelease, COUNT(*) AS n, MIN(p.stateAt) AS since, ${calendarAsOf('b.termsAcceptedAt')},
     COALESCE((SELECT o.isOn FROM EventMessage o WHERE o.eventId = e.id AND o.kind = 'names_due'), 1) AS isOn
   FROM ${schools} CROSS JOIN Place p ON p.schoolId = m.id AND p.state = 'confirmed' AND p.personId IS NULL
     CROSS JOIN Event e ON e.id = p.eventId JOIN Booking b ON b.id = p.bookingId
   WHERE ${coming} AND e.publishedAt IS NOT NULL GROUP BY b.id`)
        .bind(...valuesOf(asked)),
    ),
    (rows) =>
      rows.map(({ schoolId, reference, title, startsAt, organisersDay, namesRelease, n, isOn, since, ...row }) => {
        const event = { rules: { namesDueAt: organisersDay }, sessions: [{ startsAt }] }
        const due = namesDueOf(event, since, calendarFrom(row))
        return {
          schoolId,
          kind: 'names',
          whom: '',
          what: `Say who comes to “${title}”: ${counted(n, 'place has', 'places have')} no name`,
          why:
            due === undefined
              ? `It is on ${sayDay(startsAt)}, and the organiser has not set a day for names.`
              : namesRelease === 1
                ? `Places without a name at ${sayDeadline(due)} are given up.`
                : instant(asked.now) < due
                  ? `The organiser asks for names by ${sayDeadline(due)}.`
                  : `The organiser asked for names by ${sayDeadline(due)}; you can still give them.`,
          by: due ?? instant(addMinutes(new Date(startsAt), -24 * 60)),
          press: { text: 'Name them', href: `/bookings/${reference}/names` },
          saidElsewhere: chased(organisersDay, isOn, asked.now),
        }
      }),
  )

/** Places that are held while somebody pays for them by card. */
export const selectHeld = (db: SqlDatabase, asked: Asked): Read<DueFact[]> =>
  mapped(
    all<OfBooking & { heldUntil: Instant; pence: number }>(
      db
        .prepare(`SELECT m.rootId AS schoolId, b.reference, e.title, ${begins} AS startsAt, COUNT(*) AS n, MIN(p.heldUntil) AS heldUntil,
     COALESCE(SUM(x.pence + x.vatPence), 0) AS pence
   FROM ${schools} CROSS JOIN Place p ON p.schoolId = m.id AND p.state = 'held' AND p.waitsFor IS NULL AND p.heldUntil > ?2
     CROSS JOIN Event e ON e.id = p.eventId JOIN Booking b ON b.id = p.bookingId LEFT JOIN PlacePrice x ON x.placeId = p.id AND x.supersededAt IS NULL
   WHERE ${coming} GROUP BY b.id`)
        .bind(...valuesOf(asked)),
    ),
    (rows) =>
      rows.map(({ schoolId, reference, title, n, heldUntil, pence }) => ({
        schoolId,
        kind: 'pay',
        whom: '',
        what: `Pay ${sayMoney(pence)} for ${counted(n, 'place')} held at “${title}”`,
        why: `${n === 1 ? 'It is' : 'They are'} held until ${sayDeadline(heldUntil)}. Nobody has a place before it is paid for.`,
        by: heldUntil,
        press: { text: 'Pay by card', href: `/bookings/${reference}/pay` },
      })),
  )

export const selectOffers = (db: SqlDatabase, asked: Asked): Read<DueFact[]> =>
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
        schoolId,
        kind: 'offer',
        whom: '',
        what: `Accept or decline ${counted(n, 'place')} on offer at “${title}”`,
        why: `${n === 1 ? 'It is' : 'They are'} kept for you until ${sayDeadline(expiresAt)}.`,
        by: expiresAt,
        press: { text: 'Answer the offer', href: `/bookings/${reference}/offer` },
      })),
  )

/** What the council offers to hold at the school, until it would begin. */
export const selectSessionOffers = (db: SqlDatabase, asked: Asked): Read<DueFact[]> =>
  mapped(
    all<{ schoolId: string; id: string; title: string; startsAt: Instant }>(
      db
        .prepare(`SELECT m.rootId AS schoolId, x.id, x.title, x.startsAt
   FROM ${schools} CROSS JOIN AskedSession x ON x.schoolId = m.id AND x.state = 'offered' AND x.startsAt > ?2`)
        .bind(...valuesOf(asked)),
    ),
    (rows) =>
      rows.map(({ schoolId, id, title, startsAt }) => ({
        schoolId,
        kind: 'session',
        whom: '',
        what: `Accept or decline “${title}” at your school`,
        why: `The council can hold it on ${sayBeginning(startsAt)}.`,
        by: startsAt,
        press: { text: 'Answer the offer', href: `/school/${schoolId}/sessions/${id}` },
      })),
  )

/** Who asks the school for a place, until booking closes. */
export const selectAsks = (db: SqlDatabase, asked: Asked): Read<DueFact[]> =>
  mapped(
    all<{ schoolId: string; n: number; title: string; closesAt: Instant }>(
      db
        .prepare(`SELECT m.rootId AS schoolId, SUM(r.places) AS n, e.title, MIN(COALESCE(e.bookingClosesAt, '9999'), ${begins}) AS closesAt
   FROM ${schools} CROSS JOIN BookingRequest r ON r.schoolId = m.id AND r.asksSchool = 1 AND r.state = 'waiting' JOIN Event e ON e.id = r.eventId
   WHERE ${coming} AND MIN(COALESCE(e.bookingClosedAt, '9999'), COALESCE(e.bookingClosesAt, '9999')) > ?2 GROUP BY m.rootId, e.id`)
        .bind(...valuesOf(asked)),
    ),
    (rows) =>
      rows.map(({ schoolId, n, title, closesAt }) => ({
        schoolId,
        kind: 'asks',
        whom: '',
        what: `Answer ${n === 1 ? 'who asks' : `${n} people who ask`} for a place at “${title}”`,
        why: `Booking is open until ${sayDeadline(closesAt)}. We tell ${n === 1 ? 'them' : 'each of them'} what you answer.`,
        by: closesAt,
        press: { text: 'See who asks', href: `/school/${schoolId}/asked` },
      })),
  )

/** `accepted`: null where the booking is under no terms, and what it accepted is empty. */
type Absent = Omit<OfBooking, 'n'> & { delegate: string | null; freeUntil: Instant | null; accepted: string | null }

/** Their last word on their own page is that they cannot come; cancelling is free of charge. */
export const selectAbsences = (db: SqlDatabase, asked: Asked): Read<DueFact[]> =>
  mapped(
    all<Absent & AcceptedRow>(
      db
        .prepare(`SELECT m.rootId AS schoolId, b.reference, e.title, ${begins} AS startsAt, n.name AS delegate, e.freeUntil, b.termsId AS accepted, ${acceptedColumns}
   FROM ${schools} CROSS JOIN Place p ON p.schoolId = m.id AND p.state = 'confirmed' CROSS JOIN Event e ON e.id = p.eventId
     JOIN Booking b ON b.id = p.bookingId JOIN Person n ON n.id = p.personId LEFT JOIN CancellationTerms t ON t.id = b.termsId
   WHERE ${coming} AND 'cannot_come' = (SELECT w.statement FROM PlaceLink l JOIN DelegateStatement w ON w.linkId = l.id
     WHERE l.placeId = p.id AND l.personId = p.personId AND l.endedAt IS NULL ORDER BY w.rowid DESC LIMIT 1)`)
        .bind(...valuesOf(asked)),
    ),
    (rows) =>
      rows.map((row) => {
        const { schoolId, reference, title, startsAt, delegate, freeUntil, accepted } = row
        const free = accepted === null ? undefined : freeAfter(acceptedFrom(row), { sessions: [{ startsAt }], freeUntil }, asked.now)
        return {
          schoolId,
          kind: 'absence',
          whom: delegate ?? '',
          what: `Say who comes to “${title}” instead of ${delegate ?? 'somebody'}, or cancel the place`,
          why: `${delegate ?? 'The person who has the place'} says that they cannot come. It is on ${sayDay(startsAt)}.${free ? ` Cancelling is free of charge ${free.until}.` : ''}`,
          by: free?.at ?? instant(addMinutes(new Date(startsAt), -24 * 60)),
          press: { text: 'See the booking', href: `/bookings/${reference}` },
        }
      }),
  )

const answered = 'SELECT 1 FROM Answer a WHERE a.bookingId = b.id AND a.questionId = q.id AND a.supersededAt IS NULL'

/** Questions that must be answered: of a booking once, of each of its places once. */
export const selectQuestions = (db: SqlDatabase, asked: Asked): Read<DueFact[]> =>
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
        schoolId,
        kind: 'questions',
        whom: '',
        what: `Answer ${counted(n, 'question')} about your places at “${title}”`,
        why: `The organiser needs the ${n === 1 ? 'answer' : 'answers'} before the event on ${sayDay(startsAt)}.`,
        by: instant(addMinutes(new Date(startsAt), -24 * 60)),
        press: { text: n === 1 ? 'Answer it' : 'Answer them', href: `/bookings/${reference}/answers` },
      })),
  )

export const selectWorkshops = (db: SqlDatabase, asked: Asked): Read<DueFact[]> =>
  mapped(
    all<OfBooking & { choicesCloseAt: Instant | null }>(
      db
        .prepare(`SELECT m.rootId AS schoolId, b.reference, e.title, ${begins} AS startsAt, e.choicesCloseAt, COUNT(*) AS n
   FROM ${schools} CROSS JOIN Place p ON p.schoolId = m.id AND p.state = 'confirmed' CROSS JOIN Event e ON e.id = p.eventId
     JOIN Booking b ON b.id = p.bookingId
   WHERE ${coming} AND COALESCE(e.choicesCloseAt, '9999') > ?2 AND EXISTS (SELECT 1 FROM ActiveSession x WHERE x.eventId = e.id AND x.block <> ''
     AND NOT EXISTS (SELECT 1 FROM PlaceSession c JOIN ActiveSession o ON o.id = c.sessionId WHERE c.placeId = p.id AND o.block = x.block))
   GROUP BY b.id`)
        .bind(...valuesOf(asked)),
    ),
    (rows) =>
      rows.map(({ schoolId, reference, title, startsAt, n, choicesCloseAt }) => ({
        schoolId,
        kind: 'workshops',
        whom: '',
        what: `Choose workshops at “${title}” for ${counted(n, 'place')}`,
        why: choicesCloseAt
          ? `Workshops fill up, and can be chosen until ${sayDeadline(choicesCloseAt)}.`
          : `Workshops fill up. The event is on ${sayDay(startsAt)}.`,
        by: choicesCloseAt ?? instant(addMinutes(new Date(startsAt), -24 * 60)),
        press: { text: 'Choose workshops', href: `/bookings/${reference}/workshops` },
      })),
  )
