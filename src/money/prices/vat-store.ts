import type { Act } from '#base/act.ts'
import { instant } from '#base/dates.ts'
import { all, type Read } from '#base/db/read.ts'
import type { VatCode } from './price.ts'
import type { KeptVatCode } from './stored-price-list.ts'

export const selectVatCodes = (db: SqlDatabase): Read<KeptVatCode[]> =>
  all(
    db.prepare(
      `SELECT v.id, v.code, v.name, v.basisPoints, v.createdAt, v.retiredAt,
         (SELECT COUNT(*) FROM PriceList l WHERE l.retiredAt IS NULL
            AND l.version = (SELECT MAX(o.version) FROM PriceList o WHERE o.priceKey = l.priceKey)
            AND (l.vatCodeId = v.id OR EXISTS (SELECT 1 FROM PriceRow r WHERE r.priceId = l.id AND r.vatCodeId = v.id))) AS lists
       FROM VatCode v ORDER BY v.retiredAt IS NOT NULL, v.code COLLATE NOCASE, v.id`,
    ),
  )

export const insertVatCode = (act: Act, vat: VatCode): SqlStatement =>
  act.db
    .prepare('INSERT INTO VatCode (id, code, name, basisPoints, createdAt, createdById) VALUES (?1, ?2, ?3, ?4, ?5, ?6)')
    .bind(vat.id, vat.code, vat.name, vat.basisPoints, instant(act.now), act.actor.accountId ?? null)

/** The trigger refuses a retired one. */
export const setVatRetired = (act: Act, id: string): SqlStatement =>
  act.db
    .prepare('UPDATE VatCode SET retiredAt = ?2, retiredById = ?3 WHERE id = ?1')
    .bind(id, instant(act.now), act.actor.accountId ?? null)
