import { type Act, stamp } from '#base/act.ts'
import { selectCalendar } from '#base/council/calendar-store.ts'
import type { Calendar } from '#base/council/working-day.ts'
import { type Instant, instant } from '#base/dates.ts'
import { guard } from '#base/db/atomically.ts'
import { all, mapped, type Read, readTogether, together } from '#base/db/read.ts'
import { type Stored, storedAs } from '#base/db/stored-row.ts'
import { insert, pick, sql, update } from '#base/db/write.ts'
import type { BookingRules } from '#events/events/booking-rules.ts'
import type { Accepting, EventDetails } from '#events/events/event.ts'
import { selectEventByCode, takenAt } from '#events/events/store.ts'
import { selectLatestPriceLists, selectPriceListOfEvent } from '#money/prices/store.ts'
import { selectLatestTerms, selectTermsOfEvent } from '#money/terms/store.ts'
import type { HeldBack } from './held-back.ts'
import type { RulesGround } from './rules-forms.ts'

/** Guard: the event is the version that was read; raises it. */
const touched = (act: Act, event: Pick<EventDetails, 'id' | 'version'>): SqlStatement[] => [
  guard(act.db, `(SELECT version FROM Event WHERE id = ?1 AND state <> 'cancelled') = ?2`, event.id, event.version),
  update(act.db, 'Event', { version: sql('version + 1'), changedAt: instant(act.now) }, { id: event.id }),
]

/** Put after what raises the version. */
export const setRules = (act: Act, eventId: string, rules: Partial<BookingRules & Accepting>): SqlStatement =>
  update(act.db, 'Event', rules, { id: eventId })

/** Put after what raises the version: reserved places are released at another time. */
export const setReleases = (act: Act, eventId: string, releases: readonly { id: string; releaseAt: Instant }[]): SqlStatement =>
  act.db
    .prepare(
      `UPDATE HeldBack SET releaseAt = j.value ->> '$.releaseAt' FROM json_each(?2) j
       WHERE HeldBack.id = j.value ->> '$.id' AND eventId = ?1 AND withdrawnAt IS NULL`,
    )
    .bind(eventId, JSON.stringify(releases.map(({ id, releaseAt }) => ({ id, releaseAt }))))

export const updateRules = (act: Act, event: EventDetails, rules: Partial<BookingRules>, accepting: Accepting): SqlStatement[] => [
  ...touched(act, event),
  setRules(act, event.id, { ...rules, ...accepting }),
]

/** An event with its own and the newest terms and prices. */
export const selectRulesGround = (db: SqlDatabase, code: string, now: Date): Read<RulesGround | undefined> =>
  mapped(
    together({
      event: selectEventByCode(db, code, now),
      ownTerms: selectTermsOfEvent(db, code),
      terms: selectLatestTerms(db),
      ownPrices: selectPriceListOfEvent(db, code),
      prices: selectLatestPriceLists(db),
      calendar: selectCalendar(db),
    }),
    ({ event, ownTerms, terms, ownPrices, prices, calendar }) =>
      event && { event, terms: withOwn(ownTerms, terms), prices: withOwn(ownPrices, prices), calendar },
  )

const withOwn = <One extends { id: string }>(own: One | undefined, newest: readonly One[]): readonly One[] =>
  own && !newest.some((one) => one.id === own.id) ? [own, ...newest] : newest

/** With everything ever reserved; undefined: no such event. */
export const readHeldBacks = async (
  act: Act,
  code: string,
): Promise<{ event: EventDetails; heldBacks: HeldBack[]; calendar: Calendar } | undefined> => {
  const { event, calendar, heldBacks } = await readTogether(act.db, {
    event: selectEventByCode(act.db, code, act.now),
    calendar: selectCalendar(act.db),
    heldBacks: all<HeldBack>(
      act.db
        .prepare(
          `SELECT h.id, h.places, h.forWhom, h.releaseAt, h.createdAt, h.withdrawnAt,
             (SELECT COUNT(*) FROM Place p WHERE p.heldBackId = h.id AND ${takenAt('p')}) AS used,
             (SELECT json_group_array(json_object('name', r.name, 'town', r.town, 'urn', r.urn)) FROM HeldBackSchool x
              JOIN School s ON s.id = x.schoolId JOIN School r ON r.id = s.rootId WHERE x.heldBackId = h.id) AS schools
           FROM HeldBack h JOIN Event e ON e.id = h.eventId WHERE e.code = ?2 ORDER BY h.withdrawnAt IS NOT NULL, h.releaseAt, h.id`,
        )
        .bind(instant(act.now), code.toUpperCase()),
      { schools: 'json' },
    ),
  })
  return event && { event, calendar, heldBacks }
}

/** A trigger refuses more than is free. */
export const insertHeldBack = (
  act: Act,
  event: Pick<EventDetails, 'id' | 'version'>,
  heldBack: { id: string; places: number; forWhom: string; releaseAt: string; schoolIds: readonly string[] },
): SqlStatement[] => [
  ...touched(act, event),
  insert(act.db, 'HeldBack', { ...pick(heldBack, ['id', 'places', 'forWhom', 'releaseAt']), eventId: event.id, ...stamp(act, 'created') }),
  act.db
    .prepare('INSERT INTO HeldBackSchool (heldBackId, schoolId) SELECT ?1, value FROM json_each(?2)')
    .bind(heldBack.id, JSON.stringify(heldBack.schoolIds)),
]

export const setHeldBackWithdrawn = (act: Act, event: EventDetails, id: string): SqlStatement[] => [
  ...touched(act, event),
  update(act.db, 'HeldBack', stamp(act, 'withdrawn'), { id }),
]

/** The form has reserved the same, or something else. */
export const storedHeldBack = async (
  { db }: Act,
  { id: eventId }: EventDetails,
  { id, places, forWhom, releaseAt, schoolIds }: Parameters<typeof insertHeldBack>[2],
): Promise<Stored> => {
  const stored = await storedAs(db, 'HeldBack', id, { eventId, places, forWhom, releaseAt })
  if (stored !== 'same') return stored
  const { results } = await db.prepare('SELECT schoolId FROM HeldBackSchool WHERE heldBackId = ?1').bind(id).all<{ schoolId: string }>()
  const schools = new Set(results.map(({ schoolId }) => schoolId))
  return schools.size === schoolIds.length && schoolIds.every((one) => schools.has(one)) ? 'same' : 'otherwise'
}
