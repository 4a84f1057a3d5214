import type { Act } from '#base/act.ts'
import { atomically, guardBroken } from '#base/db/atomically.ts'
import { logged } from '#base/log/store.ts'
import { ok, type Result } from '#base/result.ts'
import { hasPrices, insertPrices, setPricesRetired } from './list-store.ts'
import type { PriceFacts, PriceList } from './price.ts'

const changed = 'changed_meanwhile' as const

/**
 * Saves a new price list or version; events and bookings keep the version they have.
 * @param ask.of the newest version, which this one follows; 'changed_meanwhile' when it is not the
 * newest or is retired, or when a VAT code is retired
 */
export const savePrices = async (
  act: Act,
  ask: { id: string; facts: PriceFacts; of?: Pick<PriceList, 'key' | 'version'> | undefined },
): Promise<Result<{ key: string }, typeof changed>> => {
  const key = ask.of?.key ?? ask.id
  const version = (ask.of?.version ?? 0) + 1
  const { notes, ...facts } = ask.facts
  const written = await atomically(
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
  if (written.ok) return ok({ key })
  // The same form was sent before and has made these prices.
  return (await hasPrices(act.db, ask.id)) ? ok({ key }) : written
}

/** Retires a list: no event can choose it any more; events and bookings that have it keep it. */
export const retirePrices = async (act: Act, list: Pick<PriceList, 'id' | 'key' | 'version'>): Promise<Result<true, typeof changed>> => {
  const written = await atomically(
    act.db,
    [...setPricesRetired(act, list), logged(act, { act: 'prices.retired', subject: ['prices', list.id], after: { key: list.key } })],
    { [guardBroken]: changed, price_list_stands: changed },
  )
  return written.ok ? ok(true) : written
}
