import { type Act, stamp } from '#base/act.ts'
import { instant } from '#base/dates.ts'
import { mapped, one, type Read } from '#base/db/read.ts'
import { insert, update } from '#base/db/write.ts'
import { newId } from '#base/id.ts'
import { type SecondPerson, secondPersonFrom } from './second-person.ts'
import { type Supplier, supplierFrom } from './supplier.ts'

export type SettingKey = 'journal' | 'invoice_request' | 'stripe_invoice' | 'card' | 'supplier' | 'second_person'

type Setting = { id: string; value: string }

const current = (db: SqlDatabase, key: SettingKey): SqlStatement =>
  db.prepare('SELECT id, value FROM MoneySetting WHERE key = ?1 AND supersededAt IS NULL').bind(key)

/** Finance's setting `key`; undefined when never set. */
export const selectSetting = (db: SqlDatabase, key: SettingKey): Read<Setting | undefined> => one<Setting>(current(db, key))

export const readSetting = async (db: SqlDatabase, key: SettingKey): Promise<Setting | undefined> =>
  (await current(db, key).first<Setting>()) ?? undefined

/** Statements that set `key`; the old value is superseded and kept. */
export const saveSetting = (act: Act, key: SettingKey, value: unknown): SqlStatement[] => [
  update(act.db, 'MoneySetting', { supersededAt: instant(act.now) }, { key, supersededAt: null }),
  insert(act.db, 'MoneySetting', { id: newId(act.now), key, value: JSON.stringify(value), ...stamp(act, 'created') }),
]

export const readSupplier = async (db: SqlDatabase): Promise<Supplier> => supplierFrom((await readSetting(db, 'supplier'))?.value)

export const selectSecondPerson = (db: SqlDatabase): Read<SecondPerson> =>
  mapped(selectSetting(db, 'second_person'), (setting) => secondPersonFrom(setting?.value))
