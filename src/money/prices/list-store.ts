import { type Act, stamp } from '#base/act.ts'
import { instant } from '#base/dates.ts'
import { guard } from '#base/db/atomically.ts'
import { all, type Read, together } from '#base/db/read.ts'
import { insert, insertEach, pick, update } from '#base/db/write.ts'
import { selectCodes } from './code-store.ts'
import type { PriceFacts, PriceList } from './price.ts'
import { allPriceLists, listColumns, type PriceListRow } from './store.ts'
import type { KeptCode, KeptVatCode, ListedPrices, PricedEvent } from './stored-price-list.ts'
import { selectVatCodes } from './vat-store.ts'

const used = `(SELECT COUNT(*) FROM Event e WHERE e.priceId = l.id AND e.state = 'published'
     AND EXISTS (SELECT 1 FROM ActiveSession s WHERE s.eventId = e.id AND s.endsAt > ?1)) AS events,
  (SELECT COUNT(*) FROM BookingPayer b WHERE b.priceId = l.id AND b.supersededAt IS NULL) AS bookings`

type ListedRow = PriceListRow & Pick<ListedPrices, 'events' | 'bookings'>

/** All versions of all price lists, newest first, with where they are used. */
export const selectAllPrices = (db: SqlDatabase, now: Date): Read<ListedPrices[]> =>
  allPriceLists<ListedRow>(
    db
      .prepare(
        `SELECT ${listColumns}, ${used} FROM PriceList l WHERE l.forSession = 0 ORDER BY l.name COLLATE NOCASE, l.priceKey, l.version DESC`,
      )
      .bind(instant(now)),
  )

/** One list: versions, newest first, codes, future events that use it, and every VAT code. */
export const selectPrices = (
  db: SqlDatabase,
  key: string,
  now: Date,
): Read<{ versions: ListedPrices[]; codes: KeptCode[]; events: PricedEvent[]; vatCodes: KeptVatCode[] }> =>
  together({
    versions: allPriceLists<ListedRow>(
      db.prepare(`SELECT ${listColumns}, ${used} FROM PriceList l WHERE l.priceKey = ?2 ORDER BY l.version DESC`).bind(instant(now), key),
    ),
    codes: selectCodes(db, key),
    events: all<PricedEvent>(
      db
        .prepare(
          `SELECT e.code, e.title, l.version, MIN(s.startsAt) AS startsAt FROM PriceList l JOIN Event e ON e.priceId = l.id AND e.state <> 'cancelled'
           LEFT JOIN ActiveSession s ON s.eventId = e.id WHERE l.priceKey = ?2 GROUP BY e.id HAVING COALESCE(MAX(s.endsAt), '9999') > ?1
           ORDER BY startsAt, e.id LIMIT 100`,
        )
        .bind(instant(now), key),
    ),
    vatCodes: selectVatCodes(db),
  })

const newestIs = `(SELECT MAX(version) FROM PriceList WHERE priceKey = ?1) = ?2
  AND NOT EXISTS (SELECT 1 FROM PriceList WHERE priceKey = ?1 AND version = ?2 AND retiredAt IS NOT NULL)`

const vatStands = `NOT EXISTS (SELECT 1 FROM VatCode WHERE id IN (SELECT value FROM json_each(?1)) AND retiredAt IS NOT NULL)`

/** Guard: the version before it is the newest and not retired, nor are its VAT codes. */
export const insertPrices = (act: Act, list: PriceFacts & Pick<PriceList, 'id' | 'key' | 'version'>): SqlStatement[] => [
  ...(list.version > 1 ? [guard(act.db, newestIs, list.key, list.version - 1)] : []),
  guard(act.db, vatStands, JSON.stringify([list.vatCodeId, ...list.rows.map((row) => row.vatCodeId)])),
  insert(act.db, 'PriceList', {
    ...pick(list, ['id', 'version', 'name', 'defaultPence', 'defaultEarlyPence', 'vatCodeId', 'freePlaces', 'onlineLessPence', 'notes']),
    priceKey: list.key,
    ...stamp(act, 'created'),
  }),
  insertEach(act.db, 'PriceRow', list.rows, ['status', 'area', 'agreement', 'pence', 'earlyPence', 'vatCodeId'], { priceId: list.id }),
]

/** The agreed price of one session at a school. */
export const insertSessionPrice = (act: Act, list: Pick<PriceList, 'id' | 'name' | 'defaultPence' | 'vatCodeId'>): SqlStatement =>
  insert(act.db, 'PriceList', { ...list, priceKey: list.id, version: 1, forSession: 1, ...stamp(act, 'created') })

export const setPricesRetired = (act: Act, list: Pick<PriceList, 'id' | 'key' | 'version'>): SqlStatement[] => [
  guard(act.db, newestIs, list.key, list.version),
  update(act.db, 'PriceList', { retiredAt: instant(act.now) }, { id: list.id }),
]
