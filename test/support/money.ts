// Prices, agreements and what finance has said, made directly in the database.

import type { PriceRow } from '#money/prices/price.ts'
import { anEvent, db, rows, run, tick } from './factories.ts'
import { add, insert, insertOnce } from './rows.ts'

/** `basisPoints` 2000 is 20 %. */
export const aVatCode = async (basisPoints = 2000) => {
  const id = crypto.randomUUID()
  await add('VatCode', { id, code: id.slice(0, 8), name: `VAT at ${basisPoints / 100} %`, basisPoints })
  return id
}

/** £100 a place with VAT at 20 %, unless told otherwise; `rows` say only what differs. */
export const aPriceList = async (
  facts: Partial<{
    key: string
    version: number
    name: string
    defaultPence: number
    defaultEarlyPence: number | null
    vatCodeId: string
    basisPoints: number
    freePlaces: number
    onlineLessPence: number
    rows: Partial<PriceRow>[]
  }> = {},
) => {
  const id = crypto.randomUUID()
  const key = facts.key ?? id
  const vatCodeId = facts.vatCodeId ?? (await aVatCode(facts.basisPoints))
  await db.batch([
    insert('PriceList', {
      id,
      priceKey: key,
      version: facts.version ?? 1,
      name: facts.name ?? 'Paid conferences',
      defaultPence: facts.defaultPence ?? 10_000,
      defaultEarlyPence: facts.defaultEarlyPence ?? null,
      vatCodeId,
      freePlaces: facts.freePlaces ?? 0,
      onlineLessPence: facts.onlineLessPence ?? 0,
    }),
    ...(facts.rows ?? []).map((row) =>
      insert('PriceRow', {
        priceId: id,
        status: row.status ?? 'maintained',
        area: row.area ?? 'inside',
        agreement: row.agreement ?? 'without',
        pence: row.pence ?? null,
        earlyPence: row.earlyPence ?? null,
        vatCodeId: row.vatCodeId ?? null,
      }),
    ),
  ])
  return { id, key, vatCodeId }
}

export const setPrice = (eventId: string, priceId: string | null, earlyUntil: string | null = null) =>
  run('UPDATE Event SET priceId = ?2, earlyUntil = ?3, version = version + 1 WHERE id = ?1', eventId, priceId, earlyUntil)

/** An event of the factory that costs what the list says; any number of places a school. */
export const aPricedEvent = async (
  facts: { event?: Parameters<typeof anEvent>[0]; list?: Parameters<typeof aPriceList>[0]; priceId?: string; earlyUntil?: string } = {},
) => {
  const event = await anEvent({ placesPerSchool: null, ...facts.event })
  const priceId = facts.priceId ?? (await aPriceList(facts.list)).id
  await setPrice(event.id, priceId, facts.earlyUntil ?? null)
  return { ...event, priceId }
}

/** A code of a list that takes something off so many places. */
export const aPriceCode = async (priceKey: string, facts: { percentOff?: number; penceOff?: number; mostPlaces?: number } = {}) => {
  const id = crypto.randomUUID()
  const code = `CODE${id.slice(0, 6).toUpperCase()}`
  await add('PriceCode', {
    id,
    priceKey,
    code,
    percentOff: facts.percentOff ?? (facts.penceOff === undefined ? 50 : null),
    penceOff: facts.penceOff ?? null,
    mostPlaces: facts.mostPlaces ?? 10,
  })
  return { id, code }
}

/** A service agreement of a school, or of a trust; places null: any number. */
export const anAgreement = async (
  of: { schoolId: string } | { trustUid: string },
  facts: { places?: number | null; fromDay?: string } = {},
) => {
  const id = await add('Agreement', {
    schoolId: 'schoolId' in of ? of.schoolId : null,
    trustUid: 'trustUid' in of ? of.trustUid : null,
    name: 'Safeguarding package',
    fromDay: facts.fromDay ?? '2025-09-01',
    places: facts.places === undefined ? 2 : facts.places,
  })
  return id
}

/**
 * The ledger of an event (or of one booking of it) in the order of its lines, as it is asserted
 * whole.
 */
export const ledgerOf = (eventId: string) =>
  rows<{ kind: string; payerId: string; route: string; placeId: string | null; pence: number; vatPence: number }>(
    'SELECT kind, payerId, route, placeId, pence, vatPence FROM LedgerLine WHERE eventId = ?1 ORDER BY number',
    eventId,
  )

/** What all of the lines of an event come to, with VAT. */
export const balanceOf = async (eventId: string): Promise<number> =>
  (await rows<{ sum: number }>('SELECT COALESCE(SUM(pence + vatPence), 0) AS sum FROM LedgerLine WHERE eventId = ?1', eventId))[0]?.sum ?? 0

export const someStripe = { secretKey: 'sk_test_x', webhookSecret: 'whsec_x', apiBase: undefined }

/** What finance says of how a school pays, for all days. */
export const setRoute = async (schoolId: string, route: string) => {
  const payerId = `payer-of-${schoolId}`
  const at = tick().toISOString()
  await db.batch([
    insertOnce('Payer', { id: payerId, schoolId, createdAt: at }),
    db.prepare('UPDATE PayerRoute SET supersededAt = ?2 WHERE payerId = ?1 AND supersededAt IS NULL').bind(payerId, at),
    insert('PayerRoute', { payerId, route, fromDay: '2020-01-01', createdAt: at }),
  ])
}

/** A trust pays for its schools, for all days. */
export const setCentral = (trustUid: string) => add('CentralPayer', { trustUid, fromDay: '2020-01-01' })
