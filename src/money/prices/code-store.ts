import { type Act, stamp } from '#base/act.ts'
import { all, type Read } from '#base/db/read.ts'
import { insert, pick, update } from '#base/db/write.ts'
import type { CodeFacts } from './price.ts'
import type { KeptCode } from './stored-price-list.ts'

/** Every code of a list, usable ones first. */
export const selectCodes = (db: SqlDatabase, key: string): Read<KeptCode[]> =>
  all(
    db
      .prepare(
        `SELECT c.id, c.code, c.percentOff, c.penceOff, c.mostPlaces, c.validUntil, c.createdAt, c.endedAt,
           (SELECT COUNT(*) FROM PlacePrice x WHERE x.codeId = c.id AND x.supersededAt IS NULL) AS used
         FROM PriceCode c WHERE c.priceKey = ?1 ORDER BY c.endedAt IS NOT NULL, c.code, c.createdAt DESC`,
      )
      .bind(key),
  )

export const insertCode = (act: Act, key: string, code: CodeFacts & { id: string }): SqlStatement =>
  insert(act.db, 'PriceCode', {
    ...pick(code, ['id', 'code', 'percentOff', 'penceOff', 'mostPlaces', 'validUntil']),
    priceKey: key,
    ...stamp(act, 'created'),
  })

/** The trigger refuses a code that has ended. */
export const setCodeEnded = (act: Act, id: string): SqlStatement => update(act.db, 'PriceCode', stamp(act, 'ended'), { id })
