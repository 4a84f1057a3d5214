import { type Act, actsFor, hasRole } from '#base/act.ts'
import { instant, londonDay } from '#base/dates.ts'
import { guard } from '#base/db/atomically.ts'
import { all, given, mapped, only, type Read, readNow, together } from '#base/db/read.ts'
import { type EventDetails, isShownTo } from '#events/events/event.ts'
import { selectEventByCode, takenAt } from '#events/events/store.ts'
import type { Question } from '#events/questions/question.ts'
import { selectQuestions } from '#events/questions/store.ts'
import { selectCancelling } from '#money/terms/store.ts'
import type { Accepted } from '#money/terms/terms.ts'
import type { KnownPerson } from '#people/people/spelling.ts'
import { sameKnown, selectKnown } from '#people/people/spelling-store.ts'
import type { SchoolOption } from '#schools/schools/school.ts'
import type { BookingSchool, RoleOption } from './booking.ts'
import { type AskerAccount, selectAsker } from './store.ts'

/** What a booking form needs, with the terms that a booking accepts now. */
export type Ground = { event: EventDetails; schools: BookingSchool[]; roles: RoleOption[]; questions: Question[]; cancelling: Accepted }

/** SQL: places of school `s` at event ?2 that are open until their hour at ?1. */
const openOf = (
  which: string,
): string => `(SELECT COUNT(*) FROM School o CROSS JOIN Place p ON p.schoolId = o.id AND p.state = 'held' JOIN Event e ON e.id = p.eventId
              WHERE o.rootId = s.id AND e.code = ?2 AND p.heldUntil > ?1 AND ${which})`

// CROSS JOIN makes SQLite read the school's few places by index, not all the event's.
const selectSchools = (db: SqlDatabase, now: Date, code: string, schoolIds: readonly string[]): Read<FoundSchool[]> =>
  mapped(
    all<SchoolRow>(
      db
        .prepare(
          `SELECT s.id, s.name, s.town, s.urn, s.kind, s.origin, s.trustName,
             (SELECT COUNT(*) FROM School o CROSS JOIN Place p ON p.schoolId = o.id JOIN Event e ON e.id = p.eventId
              WHERE o.rootId = s.id AND e.code = ?2 AND ${takenAt('p')}) AS taken,
             (SELECT COUNT(*) FROM School o CROSS JOIN Place p ON p.schoolId = o.id JOIN Event e ON e.id = p.eventId
              WHERE o.rootId = s.id AND e.code = ?2 AND p.state = 'held' AND p.waitsFor IS NOT NULL AND p.offerId IS NULL AND p.heldUntil <= ?1) AS waiting,
             ${openOf(`p.waitsFor = 'list'`)} AS offered, ${openOf('p.waitsFor IS NULL')} AS held,
             CASE WHEN s.trustUid IS NULL THEN 0 ELSE
               (SELECT COUNT(*) FROM School r CROSS JOIN School o ON o.rootId = r.id CROSS JOIN Place p ON p.schoolId = o.id JOIN Event e ON e.id = p.eventId
                WHERE r.trustUid = s.trustUid AND e.code = ?2 AND ${takenAt('p')}) END AS trustTaken,
             (SELECT json_group_array(json_object('id', b.id, 'left', b.left)) FROM (
                SELECT h.id, h.places - (SELECT COUNT(*) FROM Place p WHERE p.heldBackId = h.id AND ${takenAt('p')}) AS left
                FROM HeldBack h JOIN Event e ON e.id = h.eventId JOIN HeldBackEntitled x ON x.heldBackId = h.id AND x.rootId = s.id
                WHERE e.code = ?2 AND h.withdrawnAt IS NULL AND h.releaseAt > ?1 ORDER BY h.releaseAt, h.id) b) AS heldBacks
           FROM School s WHERE s.rootId = s.id AND s.id IN (SELECT value FROM json_each(?3)) ORDER BY s.name COLLATE NOCASE, s.town`,
        )
        .bind(instant(now), code.toUpperCase(), JSON.stringify(schoolIds)),
    ),
    (rows) =>
      rows.map((row) => {
        const heldBacks = JSON.parse(row.heldBacks) as BookingContext['heldBacks']
        return { ...row, heldBacks, heldBack: heldBacks.reduce((sum, { left }) => sum + left, 0) }
      }),
  )

/** `heldBacks`: reserved for the school, with how many are left, the ones released first first. */
type SchoolRow = Omit<BookingSchool, 'heldBack'> & { heldBacks: string }

type FoundSchool = BookingSchool & Pick<BookingContext, 'heldBacks'>

const selectRoles = (db: SqlDatabase): Read<RoleOption[]> =>
  all(db.prepare('SELECT id, label, fromDate, toDate FROM Role ORDER BY position'))

/** Of one school’s own event nobody else learns anything by its code, but who works on bookings. */
const mayKnow = ({ actor }: Act, event: EventDetails, schools: readonly BookingSchool[]): boolean =>
  isShownTo(
    event,
    schools.flatMap(({ id }) => (actsFor(actor, id) ? id : [])),
  ) ||
  (event.state !== 'draft' && hasRole(actor, 'organiser', 'administrator'))

/** undefined for an unknown event, a draft or another school’s own. */
export const selectGround = (act: Act, code: string, schoolIds: readonly string[]): Read<Ground | undefined> =>
  mapped(
    together({
      event: selectEventByCode(act.db, code, act.now),
      schools: selectSchools(act.db, act.now, code, schoolIds),
      roles: selectRoles(act.db),
      questions: selectQuestions(act.db, { code }),
      cancelling: selectCancelling(act.db, code),
    }),
    ({ event, ...ground }) => (event && mayKnow(act, event, ground.schools) ? { event, ...ground } : undefined),
  )

export const readGround = (...asked: Parameters<typeof selectGround>): Promise<Ground | undefined> =>
  readNow(asked[0].db, selectGround(...asked))

/** The booking this form has made already. `schoolId`: a root. */
type Made = { reference: string; schoolId: string; waiting: number }

export type BookingContext = Ground & {
  made: Made | undefined
  known: KnownPerson[]
  /** The represented schools that exist. */
  representable: SchoolOption[]
  heldBacks: { id: string; left: number }[]
  /** Bookings on the waiting list. */
  waitingBookings: number
  asker: AskerAccount | undefined
}

const selectMade = `SELECT b.reference, s.rootId AS schoolId,
    (SELECT COUNT(*) FROM Place p WHERE p.bookingId = b.id AND p.state = 'held' AND p.waitsFor IS NOT NULL) AS waiting
  FROM Booking b JOIN School s ON s.id = b.schoolId WHERE b.formId = ?1`

export type PlacingAsk = {
  code: string
  schoolId: string
  formId: string
  emails: readonly string[]
  represents: readonly string[]
  asker?: { email: string } | undefined
}

/** What `readBookingContext` reads depends on what is asked, not on who asks. */
export const selectBookingContext = (db: SqlDatabase, now: Date, { code, schoolId, formId, emails, represents, asker }: PlacingAsk) =>
  together({
    event: selectEventByCode(db, code, now),
    schools: selectSchools(db, now, code, [schoolId]),
    roles: selectRoles(db),
    questions: selectQuestions(db, { code }),
    besides: only<{ made: string | null; waitingBookings: number }>(
      db
        .prepare(
          `SELECT (SELECT json_object('reference', m.reference, 'schoolId', m.schoolId, 'waiting', m.waiting) FROM (${selectMade}) m) AS made,
           (SELECT COUNT(DISTINCT p.bookingId) FROM Event e CROSS JOIN Place p ON p.eventId = e.id
            WHERE e.code = ?3 AND p.state = 'held' AND p.waitsFor = 'list' AND p.offerId IS NULL AND p.heldUntil <= ?2) AS waitingBookings`,
        )
        .bind(formId, instant(now), code.toUpperCase()),
    ),
    known: selectKnown(db, now, { schoolId, emails, eventId: code }),
    cancelling: selectCancelling(db, code),
    asker: asker ? selectAsker(db, asker.email) : given(undefined),
    representable:
      represents.length > 0
        ? all<SchoolOption>(
            db
              .prepare('SELECT id, name, town, urn FROM School WHERE rootId = id AND id IN (SELECT value FROM json_each(?1))')
              .bind(JSON.stringify(represents)),
          )
        : given([]),
  })

/** Everything that decides a booking, in one round trip. */
export const readBookingContext = async (act: Act, ask: PlacingAsk): Promise<BookingContext | undefined> => {
  const { event, besides, known, ...ground } = await readNow(act.db, selectBookingContext(act.db, act.now, ask))
  if (!event || !mayKnow(act, event, ground.schools)) return undefined
  return {
    event,
    ...ground,
    waitingBookings: besides.waitingBookings,
    made: besides.made === null ? undefined : (JSON.parse(besides.made) as Made),
    // The booker before others with the same name and address.
    known: known.sort((a, b) => Number(b.id === act.actor.personId) - Number(a.id === act.actor.personId)),
    heldBacks: ground.schools[0]?.heldBacks ?? [],
  }
}

/** Guards: the event's version and the people who may be meant are as read. */
export const sameGround = (
  act: Act,
  event: EventDetails,
  ask: { schoolId: string; emails: readonly string[]; names: readonly string[] },
  known: readonly KnownPerson[],
): SqlStatement[] => [
  guard(act.db, '(SELECT version FROM Event WHERE id = ?1) = ?2', event.id, event.version),
  sameKnown(act, ask, ask.names, known),
]

export const bookingOfForm = async (db: SqlDatabase, formId: string): Promise<Made | undefined> =>
  (await db.prepare(selectMade).bind(formId).first<Made>()) ?? undefined

/** The day whose roles apply to an event: its first. */
export const vocabularyDay = (event: EventDetails, now: Date): string => londonDay(event.sessions[0]?.startsAt ?? now)
