// Payers, routes and agreements as a test needs them, made directly in the database.

import { newReference } from '#base/id.ts'
import type { Route, WhoPays } from '#money/payers/payer.ts'
import { ensurePayer, payerIdOf } from '#money/payers/store.ts'
import { anAct, db, tick } from '#test/support/factories.ts'

const id = () => crypto.randomUUID()

export const aRoute = async (payer: WhoPays, route: Route, fromDay: string, toDay: string | null = null): Promise<string> => {
  const routeId = id()
  await db.batch([
    ensurePayer(anAct(), payer),
    db
      .prepare('INSERT INTO PayerRoute (id, payerId, route, fromDay, toDay, createdAt) VALUES (?1, ?2, ?3, ?4, ?5, ?6)')
      .bind(routeId, payerIdOf(payer), route, fromDay, toDay, tick().toISOString()),
  ])
  return routeId
}

export const aCentralPayer = (trustUid: string, fromDay: string, toDay: string | null = null): Promise<unknown> =>
  db
    .prepare('INSERT INTO CentralPayer (id, trustUid, fromDay, toDay, createdAt) VALUES (?1, ?2, ?3, ?4, ?5)')
    .bind(id(), trustUid, fromDay, toDay, tick().toISOString())
    .run()

/** From 1 April 2026, five places, unless told otherwise. */
export const anAgreement = async (facts: {
  schoolId?: string
  trustUid?: string
  name?: string
  fromDay?: string
  toDay?: string | null
  places?: number | null
}): Promise<string> => {
  const agreementId = id()
  await db
    .prepare(
      'INSERT INTO Agreement (id, schoolId, trustUid, name, fromDay, toDay, places, createdAt) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)',
    )
    .bind(
      agreementId,
      facts.schoolId ?? null,
      facts.trustUid ?? null,
      facts.name ?? 'Safeguarding package',
      facts.fromDay ?? '2026-04-01',
      facts.toDay ?? null,
      facts.places === undefined ? 5 : facts.places,
      tick().toISOString(),
    )
    .run()
  return agreementId
}

export const supersedeIdentities = (schoolId: string): Promise<unknown> =>
  db
    .prepare('UPDATE SchoolIdentity SET supersededAt = ?2 WHERE schoolId = ?1 AND supersededAt IS NULL')
    .bind(schoolId, tick().toISOString())
    .run()

/** What the register says of the school for a span of days. */
export const anIdentity = (
  school: { id: string; urn: string; name: string },
  facts: { sector: string; trustUid?: string; trustName?: string; validFrom?: string; validTo?: string; laCode?: string },
): Promise<unknown> =>
  db
    .prepare(
      `INSERT INTO SchoolIdentity (id, schoolId, urn, name, laCode, statusCode, sector, kind, town, trustUid, trustName, validFrom, validTo, learnedAt)
       VALUES (?1, ?2, ?3, ?4, ?5, '1', ?6, 'primary', 'Leominster', ?7, ?8, ?9, ?10, ?11)`,
    )
    .bind(
      id(),
      school.id,
      school.urn,
      school.name,
      facts.laCode ?? '884',
      facts.sector,
      facts.trustUid ?? null,
      facts.trustName ?? null,
      facts.validFrom ?? null,
      facts.validTo ?? null,
      tick().toISOString(),
    )
    .run()

const at = () => tick().toISOString()

/** A booking of the school whose payer is the school itself; its places are inserted by `aCoveredPlace`. */
export const aPaidBooking = async (event: { id: string }, schoolId: string): Promise<{ id: string; reference: string }> => {
  const booking = { id: id(), reference: newReference() }
  const payer = { kind: 'school', schoolId } as const
  await db.batch([
    ensurePayer(anAct(), payer),
    db
      .prepare(
        `INSERT INTO Booking (id, reference, eventId, schoolId, channel, formId, createdAt) VALUES (?1, ?2, ?3, ?4, 'school', ?1, ?5)`,
      )
      .bind(booking.id, booking.reference, event.id, schoolId, at()),
    db
      .prepare(
        `INSERT INTO BookingPayer (id, bookingId, payerId, route, pricedAsOf, rule, createdAt) VALUES (?1, ?2, ?3, 'invoice', ?4, '{}', ?4)`,
      )
      .bind(id(), booking.id, payerIdOf(payer), at()),
  ])
  return booking
}

/** The price of a place that a service agreement covers, as booking writes it. */
export const coveredPrice = (
  of: { placeId: string; bookingId: string; eventId: string; schoolId: string; priceId: string; vatCodeId: string },
  agreementId: string,
): SqlStatement =>
  db
    .prepare(
      `INSERT INTO PlacePrice (id, placeId, bookingId, eventId, schoolId, payerId, route, priceId, status, area, agreement, basis, pence, vatPence, vatCodeId, agreementId, rule, createdAt)
       VALUES (?1, ?2, ?3, ?4, ?5, ?6, 'invoice', ?7, 'maintained', 'inside', 'with', 'agreement', 0, 0, ?8, ?9, '{}', ?10)`,
    )
    .bind(
      id(),
      of.placeId,
      of.bookingId,
      of.eventId,
      of.schoolId,
      payerIdOf({ kind: 'school', schoolId: of.schoolId }),
      of.priceId,
      of.vatCodeId,
      agreementId,
      at(),
    )

/** A place that is certain, covered by the service agreement. */
export const aCoveredPlace = async (of: Omit<Parameters<typeof coveredPrice>[0], 'placeId'>, agreementId: string): Promise<string> => {
  const placeId = id()
  await db.batch([
    coveredPrice({ ...of, placeId }, agreementId),
    db
      .prepare(
        `INSERT INTO Place (id, bookingId, eventId, schoolId, roleId, state, stateAt, createdAt) VALUES (?1, ?2, ?3, ?4, 'dsl', 'confirmed', ?5, ?5)`,
      )
      .bind(placeId, of.bookingId, of.eventId, of.schoolId, at()),
  ])
  return placeId
}
