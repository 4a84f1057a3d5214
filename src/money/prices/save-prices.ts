import type { Act } from '#base/act.ts'
import { atomically, guardBroken } from '#base/db/atomically.ts'
import { readNow } from '#base/db/read.ts'
import { logged } from '#base/log/store.ts'
import { ok, type Result, refuse } from '#base/result.ts'
import { insertPrices, setPricesRetired } from './list-store.ts'
import type { PriceFacts, PriceList } from './price.ts'
import { selectPriceList } from './store.ts'

const changed = 'changed_meanwhile' as const

/** The same prices, in whatever order their rows are. */
const isSame = (a: PriceFacts, b: PriceFacts): boolean => {
  const textOf = ({ name, defaultPence, defaultEarlyPence, vatCodeId, freePlaces, onlineLessPence, notes, rows }: PriceFacts): string =>
    JSON.stringify([
      name,
      defaultPence,
      defaultEarlyPence,
      vatCodeId,
      freePlaces,
      onlineLessPence,
      notes,
      rows.map((row) => [row.status, row.area, row.agreement, row.pence, row.earlyPence, row.vatCodeId].join()).sort(),
    ])
  return textOf(a) === textOf(b)
}

/**
 * Saves a new price list or version; events and bookings keep the version they have.
 * 'changed_meanwhile': `ask.of` is not the newest, or it or a VAT code is retired;
 * 'saved_otherwise': the same form has made prices that say something else.
 */
export const savePrices = async (
  act: Act,
  ask: { id: string; facts: PriceFacts; of?: Pick<PriceList, 'key' | 'version'> | undefined },
): Promise<Result<{ key: string }, typeof changed | 'saved_otherwise'>> => {
  const key = ask.of?.key ?? ask.id
  const version = (ask.of?.version ?? 0) + 1
  const { notes, ...facts } = ask.facts
  const result = await atomically(
    act.db,
    [
      ...insertPrices(act, { ...ask.facts, id: ask.id, key, version }),
      logged(act, {
        act: version === 1 ? 'prices.created' : 'prices.changed',
        subject: ['prices', ask.id],
        after: { ...facts, key, version },
      }),
    ],
    { [guardBroken]: changed, 'PriceList.id': changed, 'PriceList.priceKey': changed },
  )
  if (result.ok) return ok({ key })
  const stored = await readNow(act.db, selectPriceList(act.db, ask.id))
  if (!stored) return result
  return isSame(stored, ask.facts) ? ok({ key }) : refuse('saved_otherwise')
}

/** Retires a list: no event can choose it any more; events and bookings that have it keep it. */
export const retirePrices = async (act: Act, list: Pick<PriceList, 'id' | 'key' | 'version'>): Promise<Result<true, typeof changed>> => {
  const result = await atomically(
    act.db,
    [...setPricesRetired(act, list), logged(act, { act: 'prices.retired', subject: ['prices', list.id], after: { key: list.key } })],
    { [guardBroken]: changed, price_list_stands: changed },
  )
  return result.ok ? ok(true) : result
}
