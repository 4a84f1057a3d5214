import type { Act } from '#base/act.ts'
import { atomically, guardBroken } from '#base/db/atomically.ts'
import { eachApart } from '#base/db/failed-job.ts'
import { logged } from '#base/log/store.ts'
import { leftAddresses, resolveAddressProblem, stillLeft } from './correction-store.ts'

/** Job: nobody has the address any more, so missed mail can go to the new one. */
export const resolveCorrectedAddresses = async (act: Act): Promise<boolean> => {
  await eachApart(
    act,
    'resolveCorrectedAddresses',
    await leftAddresses(act),
    (id) => id,
    async (id) => {
      const result = await atomically(
        act.db,
        [
          stillLeft(act, id),
          resolveAddressProblem(act, id, 'corrected'),
          logged(act, { act: 'address.corrected', subject: ['address', id] }),
        ],
        { [guardBroken]: 'changed' } as const,
      )
      return result.ok
    },
  )
  return false
}
