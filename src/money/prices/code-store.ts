import type { Act } from '#base/act.ts'
import { instant } from '#base/dates.ts'
import { all, type Read } from '#base/db/read.ts'
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
  act.db
    .prepare(
      `INSERT INTO PriceCode (id, priceKey, code, percentOff, penceOff, mostPlaces, validUntil, createdAt, createdById)
       VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)`,
    )
    .bind(
      code.id,
      key,
      code.code,
      code.percentOff,
      code.penceOff,
      code.mostPlaces,
      code.validUntil,
      instant(act.now),
      act.actor.accountId ?? null,
    )

/** The trigger refuses a code that has ended. */
export const setCodeEnded = (act: Act, id: string): SqlStatement =>
  act.db.prepare('UPDATE PriceCode SET endedAt = ?2, endedById = ?3 WHERE id = ?1').bind(id, instant(act.now), act.actor.accountId ?? null)
