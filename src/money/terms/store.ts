import { type Act, stamp } from '#base/act.ts'
import { calendarFrom, calendarOf, selectCalendar } from '#base/council/calendar-store.ts'
import type { Calendar } from '#base/council/working-day.ts'
import { instant } from '#base/dates.ts'
import { guard } from '#base/db/atomically.ts'
import { decoded } from '#base/db/column.ts'
import { all, one, type Read, together } from '#base/db/read.ts'
import { insert, pick, update } from '#base/db/write.ts'
import type { Accepted, ListedTerms, Terms, TermsFacts, VatChoice } from './terms.ts'

type TermsRow = Omit<Terms, 'termTimeOnly'> & { termTimeOnly: number }

/** Columns of table `t`. */
const columns = `t.id, t.termsKey AS key, t.version, t.name, t.freeDays, t.partDays, t.partPence, t.fullPence, t.absentPence, t.termTimeOnly,
  t.notes, t.createdAt, t.retiredAt, t.vatCodeId, COALESCE((SELECT v.basisPoints FROM VatCode v WHERE v.id = t.vatCodeId), 0) AS vatBasisPoints`

const termsColumns = { termTimeOnly: 'flag' } as const

const theTerms = (statement: SqlStatement): Read<Terms | undefined> => one<Terms>(statement, termsColumns)

export const selectTermsOfEvent = (db: SqlDatabase, code: string): Read<Terms | undefined> =>
  theTerms(
    db.prepare(`SELECT ${columns} FROM Event e JOIN CancellationTerms t ON t.id = e.termsId WHERE e.code = ?1`).bind(code.toUpperCase()),
  )

const selectTermsOfBooking = (db: SqlDatabase, reference: string): Read<Terms | undefined> =>
  theTerms(
    db
      .prepare(`SELECT ${columns} FROM Booking b JOIN CancellationTerms t ON t.id = b.termsId WHERE b.reference = ?1`)
      .bind(reference.toUpperCase()),
  )

/** The terms of public events to come: few, however many events. */
export const selectTermsAhead = (db: SqlDatabase, now: Date): Read<Terms[]> =>
  all<Terms>(
    db
      .prepare(
        `SELECT ${columns} FROM CancellationTerms t WHERE t.id IN (
           SELECT e.termsId FROM ActiveSession x CROSS JOIN Event e ON e.id = x.eventId AND e.state = 'published' WHERE x.startsAt > ?1)`,
      )
      .bind(instant(now)),
    termsColumns,
  )

/** What a new booking of an event accepts. */
export const selectCancelling = (db: SqlDatabase, code: string): Read<Accepted> =>
  together({ terms: selectTermsOfEvent(db, code), calendar: selectCalendar(db) })

const newest = `t.version = (SELECT MAX(o.version) FROM CancellationTerms o WHERE o.termsKey = t.termsKey)`

/** The newest version of each of the terms not retired, by name. One round trip. */
export const selectLatestTerms = (db: SqlDatabase): Read<Terms[]> =>
  all<Terms>(
    db.prepare(`SELECT ${columns} FROM CancellationTerms t WHERE t.retiredAt IS NULL AND ${newest} ORDER BY t.name COLLATE NOCASE, t.id`),
    termsColumns,
  )

/** All versions of all terms, newest first, with where they are used; and the calendar. */
export const selectAllTerms = (db: SqlDatabase, now: Date): Read<{ terms: ListedTerms[]; calendar: Calendar }> =>
  together({
    terms: all<ListedTerms>(
      db
        .prepare(
          `SELECT ${columns},
               (SELECT COUNT(*) FROM Event e WHERE e.termsId = t.id AND e.state = 'published'
                  AND EXISTS (SELECT 1 FROM ActiveSession s WHERE s.eventId = e.id AND s.endsAt > ?1)) AS events,
               (SELECT COUNT(*) FROM Booking b WHERE b.termsId = t.id) AS bookings
             FROM CancellationTerms t ORDER BY t.name COLLATE NOCASE, t.termsKey, t.version DESC`,
        )
        .bind(instant(now)),
      termsColumns,
    ),
    calendar: selectCalendar(db),
  })

const newestIs = `(SELECT MAX(version) FROM CancellationTerms WHERE termsKey = ?1) = ?2
  AND NOT EXISTS (SELECT 1 FROM CancellationTerms WHERE termsKey = ?1 AND version = ?2 AND retiredAt IS NOT NULL)`

/** Inserts a version. Guard: the one before it is the newest and not retired. */
export const insertTerms = (act: Act, terms: TermsFacts & Pick<Terms, 'id' | 'key' | 'version'>): SqlStatement[] => [
  ...(terms.version > 1 ? [guard(act.db, newestIs, terms.key, terms.version - 1)] : []),
  insert(act.db, 'CancellationTerms', {
    ...pick(terms, ['id', 'version', 'name', 'freeDays', 'partDays', 'partPence', 'fullPence', 'absentPence', 'termTimeOnly', 'notes']),
    termsKey: terms.key,
    ...stamp(act, 'created'),
    vatCodeId: terms.vatCodeId ?? null,
  }),
]

export const selectVatCodesForTerms = (db: SqlDatabase): Read<VatChoice[]> =>
  all(db.prepare('SELECT id, name, basisPoints FROM VatCode WHERE retiredAt IS NULL ORDER BY name COLLATE NOCASE'))

export const setRetired = (act: Act, terms: Terms): SqlStatement[] => [
  guard(act.db, newestIs, terms.key, terms.version),
  update(act.db, 'CancellationTerms', { retiredAt: instant(act.now) }, { id: terms.id }),
]

/** SQL: the days and terms known at an instant; null: those of now. */
export const calendarAsOf = (at: string): string => {
  const known = `(addedById IS NULL OR addedAt <= COALESCE(${at}, '9999'))`
  return `(SELECT json_group_array(day) FROM BankHoliday WHERE removedAt IS NULL AND ${known}) AS days,
    (SELECT json_group_array(json_object('name', name, 'firstDay', firstDay, 'lastDay', lastDay)) FROM TermDate WHERE removedAt IS NULL AND ${known}) AS terms`
}

/** Holidays entered after a booking accepted its terms take no day of notice from it. */
const selectCalendarOfBooking = (db: SqlDatabase, reference: string): Read<Calendar> =>
  calendarOf(
    db.prepare(`SELECT ${calendarAsOf('(SELECT termsAcceptedAt FROM Booking WHERE reference = ?1)')}`).bind(reference.toUpperCase()),
  )

/** SQL: what booking b accepted, of terms t. */
export const acceptedColumns = `${columns}, ${calendarAsOf('b.termsAcceptedAt')}`

export type AcceptedRow = TermsRow & { days: string; terms: string }

export const acceptedFrom = ({ days, terms, ...row }: AcceptedRow): Accepted => ({
  terms: decoded<Terms>(row, termsColumns),
  calendar: calendarFrom({ days, terms }),
})

/** What each booking of an event that is under terms accepted, by its id. */
export const acceptedOfEvent = async (db: SqlDatabase, eventId: string): Promise<Map<string, Accepted>> => {
  const { results } = await db
    .prepare(
      `SELECT b.id AS bookingId, ${acceptedColumns}
       FROM Booking b JOIN CancellationTerms t ON t.id = b.termsId WHERE b.eventId = ?1 AND b.cancelledAt IS NULL`,
    )
    .bind(eventId)
    .all<AcceptedRow & { bookingId: string }>()
  return new Map(results.map(({ bookingId, ...row }) => [bookingId, acceptedFrom(row)]))
}

export const selectAccepted = (db: SqlDatabase, reference: string): Read<Accepted> =>
  together({ terms: selectTermsOfBooking(db, reference), calendar: selectCalendarOfBooking(db, reference) })
