// Rows of who pays for a booking and what its places cost; triggers write the ledger.

import { type Act, stamp } from '#base/act.ts'
import { type Day, type Instant, instant } from '#base/dates.ts'
import { guard } from '#base/db/atomically.ts'
import { all, allNow, each, mapped, one, only, type Read, readNow, readTogether, together } from '#base/db/read.ts'
import { insert, insertEach, pick, update } from '#base/db/write.ts'
import { newId } from '#base/id.ts'
import type { PayerDecision } from '#money/payers/payer.ts'
import { ensurePayer, payerIdOf, selectPayerGround, selectPayerGroundsAt } from '#money/payers/store.ts'
import type { Quote } from '#money/prices/price.ts'
import { selectAcceptedCode, selectCodeLeft, selectPriceList, selectPriceListOfEvent } from '#money/prices/store.ts'
import { type BookingPayer, type MoneyGround, type PlacePrice, pricedDay, routeOf } from './pricing.ts'

const selectCode = (act: Act, priceId: string, code: { text: string } | { id: string } | undefined) =>
  code !== undefined && 'id' in code
    ? selectAcceptedCode(act.db, priceId, code.id)
    : selectCodeLeft(act.db, priceId, code?.text ?? '', act.now)

type GroundAsk = { priceId: string | null; code?: { text: string } | { id: string } | undefined }

/** Free first places that a school has at an event. @param event SQL of its id, with ?1 as `of` */
const selectFreeUsed = (db: SqlDatabase, event: string, of: string, schoolId: string): Read<{ n: number }> =>
  only(
    db
      .prepare(
        `SELECT COUNT(*) AS n FROM PlacePrice x JOIN School s ON s.id = x.schoolId
         WHERE x.eventId = ${event} AND x.basis = 'first_free' AND x.supersededAt IS NULL AND s.rootId = ?2`,
      )
      .bind(of, schoolId),
  )

type Card = { atBooking: number } | undefined

const selectCard = (db: SqlDatabase): Read<Card> =>
  one(db.prepare(`SELECT value ->> '$.atBooking' AS atBooking FROM MoneySetting WHERE key = 'card' AND supersededAt IS NULL`))

const takesCard = (act: Act, card: Card): boolean => act.stripe !== undefined && card?.atBooking === 1

/**
 * Everything that decides a school's prices, in one round trip. @param schoolId a root @param
 * ask.priceId the accepted prices; null: free event @param ask.code as typed, or accepted earlier,
 * which holds even if it ended @param ask.leaving places ending in the same batch
 */
export const readMoneyGround = async (
  act: Act,
  event: { id: string; sessions: readonly { startsAt: Instant }[] },
  schoolId: string,
  ask: GroundAsk & { leaving?: readonly string[] | undefined },
): Promise<MoneyGround> => {
  const [ground] = await readMoneyGrounds(act, event, schoolId, [ask], ask.leaving ?? [])
  return ground as MoneyGround
}

/** The same for several bookings of the school at the event, in order; also one round trip. */
export const readMoneyGrounds = (...asked: Parameters<typeof selectMoneyGrounds>): Promise<MoneyGround[]> =>
  readNow(asked[0].db, selectMoneyGrounds(...asked))

export const selectMoneyGrounds = (
  act: Act,
  event: { id: string; sessions: readonly { startsAt: Instant }[] },
  schoolId: string,
  asks: readonly GroundAsk[],
  leavingIds: readonly string[],
): Read<MoneyGround[]> =>
  mapped(
    together({
      payer: selectPayerGround(act, schoolId, pricedDay(event, act.now)),
      used: selectFreeUsed(act.db, '?1', event.id, schoolId),
      card: selectCard(act.db),
      leaving: all<MoneyGround['leaving'][number] & { firstFree: number }>(
        act.db
          .prepare(
            `SELECT agreementId, codeId, pence, vatPence, basis = 'first_free' AND eventId = ?2 AS firstFree FROM PlacePrice
           WHERE supersededAt IS NULL AND placeId IN (SELECT value FROM json_each(?1))`,
          )
          .bind(JSON.stringify(leavingIds), event.id),
      ),
      accepted: each(
        asks.map((ask) =>
          together({ list: selectPriceList(act.db, ask.priceId ?? ''), code: selectCode(act, ask.priceId ?? '', ask.code) }),
        ),
      ),
    }),
    ({ payer, used, card, leaving, accepted }) => {
      const shared = {
        payer,
        freeUsed: used.n - leaving.filter(({ firstFree }) => firstFree === 1).length,
        cardAtBooking: takesCard(act, card),
        leaving,
      }
      return accepted.map((one) => ({ ...shared, ...one }))
    },
  )

/**
 * What decides a school's prices at an event that is read in the same trip, by the day of
 * `pricedDay`; nothing where the event is free. @param schoolId a root
 */
export const selectMoneyAt = (act: Act, code: string, schoolId: string): Read<(day: Day) => MoneyGround | undefined> =>
  mapped(
    together({
      payers: selectPayerGroundsAt(act, schoolId, code),
      used: selectFreeUsed(act.db, '(SELECT id FROM Event WHERE code = ?1)', code.toUpperCase(), schoolId),
      card: selectCard(act.db),
      list: selectPriceListOfEvent(act.db, code),
    }),
    ({ payers, used, card, list }) =>
      (day) => {
        const payer = payers.find(({ standing }) => standing.day === day)
        return payer && { payer, list, freeUsed: used.n, cardAtBooking: takesCard(act, card), leaving: [], code: undefined }
      },
  )

/** Guard: the school uses as many free first places as when read. */
export const sameFreeUsed = (db: SqlDatabase, eventId: string, schoolId: string, { freeUsed, list }: MoneyGround): SqlStatement[] =>
  list && list.freePlaces > 0
    ? [
        guard(
          db,
          `(SELECT COUNT(*) FROM PlacePrice x JOIN School s ON s.id = x.schoolId
            WHERE x.eventId = ?1 AND x.basis = 'first_free' AND x.supersededAt IS NULL AND s.rootId = ?2) = ?3`,
          eventId,
          schoolId,
          freeUsed,
        ),
      ]
    : []

const selectPayers = `SELECT p.id, p.bookingId, b.schoolId, p.payerId, p.route, p.priceId, p.codeId, p.poNumber, p.costCentre, p.subjectiveCode, p.billingEmail,
    p.pricedAsOf, p.agreedAt, p.agreedById, p.rule,
    COALESCE((SELECT n.name FROM Person n WHERE n.id = b.bookerPersonId AND b.bookedById = p.agreedById),
      (SELECT COALESCE(n.name, a.email) FROM Account a LEFT JOIN Person n ON n.id = a.personId WHERE a.id = p.agreedById)) AS agreedBy
  FROM Booking b JOIN BookingPayer p ON p.bookingId = b.id AND p.supersededAt IS NULL`

const payerFromColumns = { rule: 'json' } as const

export const selectBookingPayer = (db: SqlDatabase, of: { reference: string } | { id: string }): Read<BookingPayer | undefined> =>
  one<BookingPayer>(
    'id' in of
      ? db.prepare(`${selectPayers} WHERE b.id = ?1`).bind(of.id)
      : db.prepare(`${selectPayers} WHERE b.reference = ?1`).bind(of.reference.toUpperCase()),
    payerFromColumns,
  )

/** The payers of many. @param bookings SQL for booking ids, of which ?1 is `of` */
export const selectBookingPayers = (db: SqlDatabase, bookings: string, of: string): Read<BookingPayer[]> =>
  all<BookingPayer>(db.prepare(`${selectPayers} WHERE b.id IN (${bookings})`).bind(of), payerFromColumns)

/** A booking's payer, its school (a root), its instant and its places online; one round trip. */
export const readBookingPayer = (db: SqlDatabase, bookingId: string) =>
  readTogether(db, {
    payer: selectBookingPayer(db, { id: bookingId }),
    booking: only<{
      rootId: string
      schoolId: string
      createdAt: Instant
      termsAcceptedAt: Instant | null
      online: string
      bookedById: string | null
      channel: 'school' | 'organiser'
    }>(
      db
        .prepare(
          `SELECT s.rootId, b.schoolId, b.createdAt, b.termsAcceptedAt, b.bookedById, b.channel,
             (SELECT json_group_array(p.id) FROM Place p WHERE p.bookingId = b.id AND p.attendance = 'online') AS online FROM Booking b JOIN School s ON s.id = b.schoolId WHERE b.id = ?1`,
        )
        .bind(bookingId),
    ),
  })

export type NewBookingPayer = Omit<BookingPayer, 'id' | 'payerId' | 'route' | 'rule' | 'schoolId'> & { decision: PayerDecision }

/** Put after the booking's row and before its places. */
export const insertBookingPayer = (act: Act, row: NewBookingPayer): SqlStatement[] => [
  ensurePayer(act, row.decision.payer),
  insert(act.db, 'BookingPayer', {
    id: newId(act.now),
    ...pick(row, [
      'bookingId',
      'priceId',
      'codeId',
      'poNumber',
      'costCentre',
      'subjectiveCode',
      'billingEmail',
      'pricedAsOf',
      'agreedAt',
      'agreedById',
    ]),
    payerId: payerIdOf(row.decision.payer),
    route: row.decision.route,
    rule: JSON.stringify(row.decision.rule),
    ...stamp(act, 'created'),
  }),
]

/** Guard: this is still the booking's payer; undefined: it has none. */
export const samePayer = (act: Act, bookingId: string, payer: { id: string } | undefined): SqlStatement =>
  guard(act.db, '(SELECT id FROM BookingPayer WHERE bookingId = ?1 AND supersededAt IS NULL) IS ?2', bookingId, payer?.id ?? null)

export const supersedePayer = (act: Act, payer: { id: string }): SqlStatement =>
  update(act.db, 'BookingPayer', { supersededAt: instant(act.now) }, { id: payer.id, supersededAt: null })

/** The same payer with changed references or the school's agreement; prices stay. */
export const replacePayer = (act: Act, payer: BookingPayer, changes: Partial<BookingPayer>): SqlStatement[] => {
  const to = { ...payer, ...changes }
  return [
    samePayer(act, payer.bookingId, payer),
    supersedePayer(act, payer),
    act.db
      .prepare(
        `INSERT INTO BookingPayer (id, bookingId, payerId, route, priceId, codeId, poNumber, costCentre, subjectiveCode, billingEmail, pricedAsOf, agreedAt,
           agreedById, rule, createdAt, createdById)
         SELECT ?2, bookingId, payerId, route, priceId, codeId, ?3, ?4, ?5, ?6, pricedAsOf, ?7, ?8, rule, ?9, ?10 FROM BookingPayer WHERE id = ?1`,
      )
      .bind(
        payer.id,
        newId(act.now),
        to.poNumber,
        to.costCentre,
        to.subjectiveCode,
        to.billingEmail,
        to.agreedAt,
        to.agreedById,
        instant(act.now),
        act.actor.accountId ?? null,
      ),
  ]
}

/** Guard: no line of the booking is in a file for finance or on an invoice. */
export const stillUnbilled = (act: Act, bookingId: string): SqlStatement => guard(act.db, notBilled, bookingId)

/** What places cost, or last cost if ended, in the order of the ids. */
export const readPlacePrices = (db: SqlDatabase, placeIds: readonly string[]): Promise<PlacePrice[]> =>
  allNow<PlacePrice>(
    db
      .prepare(
        `SELECT x.placeId, x.route, x.pence, x.vatPence, x.basis, x.rule FROM json_each(?1) j JOIN PlacePrice x ON x.id = (
           SELECT o.id FROM PlacePrice o WHERE o.placeId = j.value ORDER BY o.supersededAt IS NOT NULL, o.createdAt DESC, o.id DESC LIMIT 1)
         ORDER BY j.key`,
      )
      .bind(JSON.stringify(placeIds)),
    { rule: 'json' },
  )

/** In the order of `quotes`. Put before they are confirmed, or after the old price ended. */
export const insertPlacePrices = (
  act: Act,
  of: { bookingId: string; eventId: string; schoolId: string; priceId: string; decision: PayerDecision },
  placeIds: readonly string[],
  quotes: readonly Quote[],
): SqlStatement[] => {
  const prices = placeIds.flatMap((placeId, index) => {
    const quote = quotes[index]
    if (!quote) return []
    const { basis, pence, vatPence, agreement, agreementId, codeId, rule, vat } = quote
    const route = routeOf(quote, of.decision)
    return [{ id: newId(act.now), placeId, route, basis, pence, vatPence, vatCodeId: vat.id, agreement, agreementId, codeId, rule }]
  })
  if (prices.length === 0) return []
  const { status, area } = of.decision.rule
  return [
    insertEach(
      act.db,
      'PlacePrice',
      prices,
      ['id', 'placeId', 'route', 'agreement', 'basis', 'pence', 'vatPence', 'vatCodeId', 'agreementId', 'codeId', 'rule'],
      {
        ...pick(of, ['bookingId', 'eventId', 'schoolId', 'priceId']),
        payerId: payerIdOf(of.decision.payer),
        status,
        area,
        ...stamp(act, 'created'),
      },
    ),
  ]
}

export const billed = (booking: string): string => `EXISTS (SELECT 1 FROM LedgerLine l WHERE l.bookingId = ${booking} AND (
  EXISTS (SELECT 1 FROM FinanceFileLine x WHERE x.lineNumber = l.number AND x.returnedAt IS NULL)
  OR EXISTS (SELECT 1 FROM InvoiceLine x JOIN Invoice i ON i.id = x.invoiceId WHERE x.lineNumber = l.number AND i.state <> 'void')))`

/** SQL: booking ?1 is not billed, so its references may change. */
const notBilled = `NOT ${billed('?1')}`
