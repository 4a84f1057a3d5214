import { instant } from '#base/dates.ts'
import { jsonOf, madeOnce } from '#base/db/made-once.ts'
import { allStored, mapped, one, only, type Read, readNow } from '#base/db/read.ts'
import type { PriceCode, PriceList } from './price.ts'
import type { StoredPriceList } from './stored-price-list.ts'

export type PriceListRow = Omit<StoredPriceList, 'rows' | 'vatCodes'> & { rows: string; vatCodes: string }

/** Columns of table `l`. */
export const listColumns = `l.id, l.priceKey AS key, l.version, l.name, l.defaultPence, l.defaultEarlyPence, l.vatCodeId, l.freePlaces, l.onlineLessPence, l.notes, l.forSession,
  l.createdAt, l.retiredAt,
  (SELECT json_group_array(json_object('status', r.status, 'area', r.area, 'agreement', r.agreement, 'pence', r.pence,
     'earlyPence', r.earlyPence, 'vatCodeId', r.vatCodeId)) FROM PriceRow r WHERE r.priceId = l.id) AS rows,
  (SELECT json_group_array(json_object('id', v.id, 'code', v.code, 'name', v.name, 'basisPoints', v.basisPoints)) FROM VatCode v
   WHERE v.id = l.vatCodeId OR v.id IN (SELECT r.vatCodeId FROM PriceRow r WHERE r.priceId = l.id)) AS vatCodes`

const listOf = <Row extends PriceListRow>(row: Row): Omit<Row, 'rows' | 'vatCodes'> & Pick<StoredPriceList, 'rows' | 'vatCodes'> => ({
  ...row,
  rows: JSON.parse(row.rows) as PriceList['rows'],
  vatCodes: JSON.parse(row.vatCodes) as PriceList['vatCodes'],
})

const onePriceList = (statement: SqlStatement): Read<StoredPriceList | undefined> =>
  mapped(one<PriceListRow>(statement), (row) => row && listOf(row))

/** Price lists of a statement that selects `listColumns`, and perhaps more. */
export const allPriceLists = <Row extends PriceListRow = PriceListRow>(statement: SqlStatement): Read<ReturnType<typeof listOf<Row>>[]> =>
  mapped(allStored<Row>(statement), (rows) => rows.map(listOf))

export const selectPriceList = (db: SqlDatabase, id: string): Read<StoredPriceList | undefined> =>
  onePriceList(db.prepare(`SELECT ${listColumns} FROM PriceList l WHERE l.id = ?1`).bind(id))

export const selectPriceListOfEvent = (db: SqlDatabase, code: string): Read<StoredPriceList | undefined> =>
  onePriceList(
    db.prepare(`SELECT ${listColumns} FROM Event e JOIN PriceList l ON l.id = e.priceId WHERE e.code = ?1`).bind(code.toUpperCase()),
  )

/** The versions whose ids a query gives, in which ?1 is `at`. */
export const selectPriceListsOf = (db: SqlDatabase, ids: string, at: string): Read<StoredPriceList[]> =>
  allPriceLists(db.prepare(`SELECT ${listColumns} FROM PriceList l WHERE l.id IN (${ids})`).bind(at))

/** SQL: codes of the list of version ?1. Places may move to a date with other prices. */
const codesOfList = `SELECT c.id, c.code, c.percentOff, c.penceOff,
    MAX(0, c.mostPlaces - (SELECT COUNT(*) FROM PlacePrice x WHERE x.codeId = c.id AND x.supersededAt IS NULL)) AS left
  FROM PriceList l JOIN PriceCode c ON c.priceKey = l.priceKey WHERE l.id = ?1`

/** `left`: how many more places it covers. */
type CodeLeft = PriceCode & { left: number }

/**
 * The typed code if it can be used at `now`.
 * @param priceId any version of the list, because codes belong to the list
 * @param code as typed
 */
export const selectCodeLeft = (db: SqlDatabase, priceId: string, code: string, now: Date): Read<CodeLeft | undefined> =>
  one(
    db
      .prepare(`${codesOfList} AND c.code = ?2 AND c.endedAt IS NULL AND (c.validUntil IS NULL OR c.validUntil >= ?3)`)
      .bind(priceId, code.trim().toUpperCase(), instant(now)),
  )

/** The code a booking accepted, valid even if it ended since. */
export const selectAcceptedCode = (db: SqlDatabase, priceId: string, codeId: string): Read<CodeLeft | undefined> =>
  one(db.prepare(`${codesOfList} AND c.id = ?2`).bind(priceId, codeId))

/** SQL: row l is the newest version of its list. */
const isNewest = 'l.version = (SELECT MAX(o.version) FROM PriceList o WHERE o.priceKey = l.priceKey)'

/** By name, without retired lists. */
export const selectLatestPriceLists = (db: SqlDatabase): Read<StoredPriceList[]> =>
  allPriceLists(
    db.prepare(
      `SELECT ${listColumns} FROM PriceList l WHERE l.retiredAt IS NULL AND l.forSession = 0 AND ${isNewest} ORDER BY l.name COLLATE NOCASE, l.id`,
    ),
  )

const listNames = `id key version name defaultPence defaultEarlyPence vatCodeId freePlaces onlineLessPence notes forSession createdAt retiredAt rows vatCodes`

/** SQL: every version used by an event that is not cancelled, as a text for `priceListsOf`. */
export const priceListsInUse = `(SELECT json_group_array(json(${jsonOf('p', listNames.split(' '))})) FROM (SELECT ${listColumns}
  FROM PriceList l WHERE l.id IN (SELECT e.priceId FROM Event e WHERE e.priceId IS NOT NULL AND e.state <> 'cancelled')) p)`

export const selectPriceListsInUse = (db: SqlDatabase): Read<readonly StoredPriceList[]> =>
  mapped(only<{ text: string }>(db.prepare(`SELECT ${priceListsInUse} AS text`)), ({ text }) => priceListsOf(text))

export const priceListsOf = madeOnce((text): readonly StoredPriceList[] =>
  (JSON.parse(text) as PriceListRow[][]).map((parts) => listOf(Object.assign({}, ...parts) as PriceListRow)),
)

export const latestPriceLists = (db: SqlDatabase): Promise<StoredPriceList[]> => readNow(db, selectLatestPriceLists(db))
