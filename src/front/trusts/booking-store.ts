// What booking for several schools of a trust is decided on. Trust ?1, account ?2, as in `store`.
import type { Act } from '#base/act.ts'
import { instant } from '#base/dates.ts'
import { all, each, given, mapped, type Read, readNow, readTogether } from '#base/db/read.ts'
import { pricedWays } from '#booking/bookings/attendance.ts'
import { selectGround, vocabularyDay } from '#booking/bookings/context-store.ts'
import { type MoneyGround, priceOf } from '#booking/bookings/pricing.ts'
import { selectMoneyGrounds } from '#booking/bookings/pricing-store.ts'
import { askedPeople, clashesOfNamed, namedPeople } from '#booking/placing/compose-booking.ts'
import type { EventDetails } from '#events/events/event.ts'
import { conditions, start } from '#events/events/list-store.ts'
import { allEvents, eventRow } from '#events/events/store.ts'
import type { Clash } from '#people/people/clash.ts'
import type { AskedPerson } from '#people/people/spelling.ts'
import { selectKnown } from '#people/people/spelling-store.ts'
import { ofTrust, selectTrust } from './store.ts'
import { type AskedSchool, meantAt, type SchoolPrice, type TrustBooking } from './trust-booking.ts'

/** Coming events, the soonest first. */
export const selectComing = (act: Act): Read<EventDetails[]> =>
  allEvents(act.db.prepare(`${eventRow} WHERE ${conditions.upcoming} ORDER BY ${start}, e.id LIMIT 200`).bind(instant(act.now)))

const selectBookings = (act: Act, trustUid: string, code: string): Read<TrustBooking[]> =>
  all<TrustBooking>(
    act.db
      .prepare(
        `SELECT b.reference, s.id AS schoolId, SUM(p.state = 'confirmed') AS confirmed, SUM(p.state = 'confirmed' AND p.personId IS NULL) AS unnamed,
           SUM(p.state = 'held' AND p.waitsFor IS NOT NULL) AS waiting, SUM(p.state = 'held' AND p.waitsFor IS NULL AND p.heldUntil > ?4) AS held
         FROM ${ofTrust.replace('WHERE', "CROSS JOIN School m ON m.rootId = s.id CROSS JOIN Place p ON p.schoolId = m.id JOIN Event e ON e.id = p.eventId JOIN Booking b ON b.id = p.bookingId WHERE e.code = ?3 AND p.state <> 'cancelled' AND")}
         GROUP BY b.id ORDER BY b.id`,
      )
      .bind(trustUid, act.actor.accountId ?? '', code.toUpperCase(), instant(act.now)),
  )

const selectOwnIds = (act: Act, trustUid: string): Read<ReadonlySet<string>> =>
  mapped(
    all<{ id: string }>(act.db.prepare(`SELECT s.id FROM ${ofTrust}`).bind(trustUid, act.actor.accountId ?? '')),
    (rows) => new Set(rows.map(({ id }) => id)),
  )

/** In one round trip; undefined unless the account acts for the trust and the event is public. */
export const readTrustGround = async (act: Act, trustUid: string, code: string) => {
  const { trust, ids, bookings, ground } = await readTogether(act.db, {
    trust: selectTrust(act, trustUid),
    ids: selectOwnIds(act, trustUid),
    bookings: selectBookings(act, trustUid, code),
    ground: selectGround(act, code, act.actor.schoolIds),
  })
  if (!trust || !ground) return undefined
  return {
    ...ground,
    trust,
    bookings,
    schools: ground.schools.filter(({ id }) => ids.has(id)),
    day: vocabularyDay(ground.event, act.now),
  }
}

export type TrustGround = NonNullable<Awaited<ReturnType<typeof readTrustGround>>>

/** What the schools before use of an agreement is no longer there for the ones after. */
const without = (ground: MoneyGround, used: ReadonlyMap<string, number>): MoneyGround => ({
  ...ground,
  payer: {
    ...ground.payer,
    agreements: ground.payer.agreements.map((one) => ({ ...one, left: one.left === null ? null : one.left - (used.get(one.id) ?? 0) })),
  },
})

/** Of whom it is unclear who is meant; by school each person's other places at that time. */
type NamedForSchools = { people: AskedPerson[]; clashes: Clash[][][] }

const selectNamed = (act: Act, event: EventDetails, schools: readonly AskedSchool[]): Read<NamedForSchools> =>
  mapped(
    each(
      schools.map(({ school, asked: { delegates } }) =>
        delegates.length === 0
          ? given([])
          : selectKnown(act.db, act.now, { schoolId: school.id, emails: delegates.map(({ email }) => email), eventId: event.id }),
      ),
    ),
    (known) => {
      const named = schools.map(({ asked: { delegates } }, index) =>
        namedPeople(act.now, delegates, known[index] ?? [], { own: act.actor.email }),
      )
      return {
        people: named.flatMap((one, index) => askedPeople(one, schools[index]?.school.name, (person) => meantAt(index + 1, person))),
        clashes: named.map(clashesOfNamed),
      }
    },
  )

export const readAsked = async (act: Act, event: EventDetails, schools: readonly AskedSchool[]): Promise<AskedPerson[]> =>
  (await readNow(act.db, selectNamed(act, event, schools))).people

/** In the order in which they are booked; prices undefined: a free event. One trip at most. */
export const readCheck = async (
  act: Act,
  event: EventDetails,
  schools: readonly AskedSchool[],
): Promise<{ prices: SchoolPrice[] | undefined } & NamedForSchools> => {
  const { priceId } = event
  const { grounds, named } = await readTogether(act.db, {
    grounds: priceId === null ? given([]) : each(schools.map(({ school }) => selectMoneyGrounds(act, event, school.id, [{ priceId }], []))),
    named: selectNamed(act, event, schools),
  })
  return { prices: priceId === null ? undefined : pricesOf(act, event, schools, grounds), ...named }
}

const pricesOf = (act: Act, event: EventDetails, schools: readonly AskedSchool[], grounds: MoneyGround[][]): SchoolPrice[] => {
  const used = new Map<string, number>()
  return schools.map(({ school, asked }, index) => {
    const ground = without(grounds[index]?.[0] as MoneyGround, used)
    const priced = priceOf(ground, event, school.id, pricedWays(event, asked), { asOf: instant(act.now), stripe: act.stripe !== undefined })
    for (const { agreementId } of priced.quotes) if (agreementId) used.set(agreementId, (used.get(agreementId) ?? 0) + 1)
    return { ...priced, ground }
  })
}
