import { type Act, stamp } from '#base/act.ts'
import { all, type Read } from '#base/db/read.ts'
import { insert, update } from '#base/db/write.ts'
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
  insert(act.db, 'VatCode', { id: vat.id, code: vat.code, name: vat.name, basisPoints: vat.basisPoints, ...stamp(act, 'created') })

/** The trigger refuses a retired one. */
export const setVatRetired = (act: Act, id: string): SqlStatement => update(act.db, 'VatCode', stamp(act, 'retired'), { id })
