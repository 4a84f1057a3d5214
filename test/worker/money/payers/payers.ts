// Payers, routes and agreements as a test needs them, made directly in the database.

import { newReference } from '#base/id.ts'
import type { Route, WhoPays } from '#money/payers/payer.ts'
import { ensurePayer, payerIdOf } from '#money/payers/store.ts'
import { anAct, db, run, tick } from '#test/support/factories.ts'
import { add, insert } from '#test/support/rows.ts'

const id = () => crypto.randomUUID()

export const aRoute = async (payer: WhoPays, route: Route, fromDay: string, toDay: string | null = null): Promise<string> => {
  const routeId = id()
  await db.batch([ensurePayer(anAct(), payer), insert('PayerRoute', { id: routeId, payerId: payerIdOf(payer), route, fromDay, toDay })])
  return routeId
}

export const aCentralPayer = (trustUid: string, fromDay: string, toDay: string | null = null): Promise<unknown> =>
  add('CentralPayer', { id: id(), trustUid, fromDay, toDay })

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
  await add('Agreement', {
    id: agreementId,
    schoolId: facts.schoolId ?? null,
    trustUid: facts.trustUid ?? null,
    name: facts.name ?? 'Safeguarding package',
    fromDay: facts.fromDay ?? '2026-04-01',
    toDay: facts.toDay ?? null,
    places: facts.places === undefined ? 5 : facts.places,
  })
  return agreementId
}

export const supersedeIdentities = (schoolId: string): Promise<unknown> =>
  run('UPDATE SchoolIdentity SET supersededAt = ?2 WHERE schoolId = ?1 AND supersededAt IS NULL', schoolId, tick().toISOString())

/** What the register says of the school for a span of days. */
export const anIdentity = (
  school: { id: string; urn: string; name: string },
  facts: { sector: string; trustUid?: string; trustName?: string; validFrom?: string; validTo?: string; laCode?: string },
): Promise<unknown> =>
  add('SchoolIdentity', {
    id: id(),
    schoolId: school.id,
    urn: school.urn,
    name: school.name,
    laCode: facts.laCode ?? '884',
    statusCode: '1',
    sector: facts.sector,
    town: 'Leominster',
    trustUid: facts.trustUid ?? null,
    trustName: facts.trustName ?? null,
    validFrom: facts.validFrom ?? null,
    validTo: facts.validTo ?? null,
  })

const at = () => tick().toISOString()

/**
 * A booking of the school whose payer is the school itself; its places are inserted by
 * `aCoveredPlace`.
 */
export const aPaidBooking = async (event: { id: string }, schoolId: string): Promise<{ id: string; reference: string }> => {
  const booking = { id: id(), reference: newReference() }
  const payer = { kind: 'school', schoolId } as const
  await db.batch([
    ensurePayer(anAct(), payer),
    insert('Booking', {
      id: booking.id,
      reference: booking.reference,
      eventId: event.id,
      schoolId,
      channel: 'school',
      formId: booking.id,
      createdAt: at(),
    }),
    insert('BookingPayer', {
      bookingId: booking.id,
      payerId: payerIdOf(payer),
      route: 'invoice',
      pricedAsOf: at(),
      rule: '{}',
      createdAt: at(),
    }),
  ])
  return booking
}

/** The price of a place that a service agreement covers, as booking writes it. */
export const coveredPrice = (
  of: { placeId: string; bookingId: string; eventId: string; schoolId: string; priceId: string; vatCodeId: string },
  agreementId: string,
): SqlStatement =>
  insert('PlacePrice', {
    id: id(),
    placeId: of.placeId,
    bookingId: of.bookingId,
    eventId: of.eventId,
    schoolId: of.schoolId,
    payerId: payerIdOf({ kind: 'school', schoolId: of.schoolId }),
    route: 'invoice',
    priceId: of.priceId,
    agreement: 'with',
    basis: 'agreement',
    pence: 0,
    vatPence: 0,
    vatCodeId: of.vatCodeId,
    agreementId,
    rule: '{}',
    createdAt: at(),
  })

/** A place that is certain, covered by the service agreement. */
export const aCoveredPlace = async (of: Omit<Parameters<typeof coveredPrice>[0], 'placeId'>, agreementId: string): Promise<string> => {
  const placeId = id()
  await db.batch([
    coveredPrice({ ...of, placeId }, agreementId),
    insert('Place', {
      id: placeId,
      bookingId: of.bookingId,
      eventId: of.eventId,
      schoolId: of.schoolId,
      roleId: 'dsl',
      stateAt: at(),
      createdAt: at(),
    }),
  ])
  return placeId
}
