// Prices, agreements and what finance has said, made directly in the database.
import type { PriceRow } from '#money/prices/price.ts'
import { anEvent, db, rows, tick } from './factories.ts'

/** `basisPoints` 2000 is 20 %. */
export const aVatCode = async (basisPoints = 2000) => {
  const id = crypto.randomUUID()
  await db
    .prepare('INSERT INTO VatCode (id, code, name, basisPoints, createdAt) VALUES (?1, ?2, ?3, ?4, ?5)')
    .bind(id, id.slice(0, 8), `VAT at ${basisPoints / 100} %`, basisPoints, tick().toISOString())
    .run()
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
    db
      .prepare(
        `INSERT INTO PriceList (id, priceKey, version, name, defaultPence, defaultEarlyPence, vatCodeId, freePlaces, createdAt, onlineLessPence)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)`,
      )
      .bind(
        id,
        key,
        facts.version ?? 1,
        facts.name ?? 'Paid conferences',
        facts.defaultPence ?? 10_000,
        facts.defaultEarlyPence ?? null,
        vatCodeId,
        facts.freePlaces ?? 0,
        tick().toISOString(),
        facts.onlineLessPence ?? 0,
      ),
    ...(facts.rows ?? []).map((row) =>
      db
        .prepare(
          'INSERT INTO PriceRow (priceId, status, area, agreement, pence, earlyPence, vatCodeId) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)',
        )
        .bind(
          id,
          row.status ?? 'maintained',
          row.area ?? 'inside',
          row.agreement ?? 'without',
          row.pence ?? null,
          row.earlyPence ?? null,
          row.vatCodeId ?? null,
        ),
    ),
  ])
  return { id, key, vatCodeId }
}

export const setPrice = (eventId: string, priceId: string | null, earlyUntil: string | null = null) =>
  db.prepare('UPDATE Event SET priceId = ?2, earlyUntil = ?3, version = version + 1 WHERE id = ?1').bind(eventId, priceId, earlyUntil).run()

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
  await db
    .prepare('INSERT INTO PriceCode (id, priceKey, code, percentOff, penceOff, mostPlaces, createdAt) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)')
    .bind(
      id,
      priceKey,
      code,
      facts.percentOff ?? (facts.penceOff === undefined ? 50 : null),
      facts.penceOff ?? null,
      facts.mostPlaces ?? 10,
      tick().toISOString(),
    )
    .run()
  return { id, code }
}

/** A service agreement of a school, or of a trust; places null: any number. */
export const anAgreement = async (
  of: { schoolId: string } | { trustUid: string },
  facts: { places?: number | null; fromDay?: string } = {},
) => {
  const id = crypto.randomUUID()
  await db
    .prepare('INSERT INTO Agreement (id, schoolId, trustUid, name, fromDay, places, createdAt) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)')
    .bind(
      id,
      'schoolId' in of ? of.schoolId : null,
      'trustUid' in of ? of.trustUid : null,
      'Safeguarding package',
      facts.fromDay ?? '2025-09-01',
      facts.places === undefined ? 2 : facts.places,
      tick().toISOString(),
    )
    .run()
  return id
}

/** The ledger of an event (or of one booking of it) in the order of its lines, as it is asserted whole. */
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
    db
      .prepare(`INSERT INTO Payer (id, kind, schoolId, createdAt) VALUES (?1, 'school', ?2, ?3) ON CONFLICT DO NOTHING`)
      .bind(payerId, schoolId, at),
    db.prepare('UPDATE PayerRoute SET supersededAt = ?2 WHERE payerId = ?1 AND supersededAt IS NULL').bind(payerId, at),
    db
      .prepare(`INSERT INTO PayerRoute (id, payerId, route, fromDay, createdAt) VALUES (?1, ?2, ?3, '2020-01-01', ?4)`)
      .bind(crypto.randomUUID(), payerId, route, at),
  ])
}

/** A trust pays for its schools, for all days. */
export const setCentral = (trustUid: string) =>
  db
    .prepare(`INSERT INTO CentralPayer (id, trustUid, fromDay, createdAt) VALUES (?1, ?2, '2020-01-01', ?3)`)
    .bind(crypto.randomUUID(), trustUid, tick().toISOString())
    .run()
