import type { Act } from '#base/act.ts'
import { readNow } from '#base/db/read.ts'
import { type FoundPair, keepPairs, selectBeside, selectToCompare } from './likely-pair-store.ts'
import { likePairs } from './pair.ts'

/** People of one batch, whose schools' people are all read, and batches of one run. */
const [mostAtOnce, mostBatches] = [50, 20]

const compareSome = async ({ db }: Act): Promise<boolean> => {
  const asked = await readNow(db, selectToCompare(db, mostAtOnce))
  if (asked.length === 0) return false
  const ids = new Set(asked.map(({ personId }) => personId))
  const beside = await readNow(db, selectBeside(db, [...ids]))
  const pairs = [...Map.groupBy(beside, ({ at }) => at).values()].flatMap((people) =>
    likePairs(people).flatMap(([one, other]): FoundPair[] => {
      const of = ids.has(one.id) ? one.id : ids.has(other.id) ? other.id : undefined
      const why = one.email !== null && one.email === other.email ? 'same_address' : 'same_school'
      return of ? [{ one: one.id, other: other.id, why, of }] : []
    }),
  )
  await db.batch(keepPairs(db, asked, pairs))
  return asked.length === mostAtOnce
}

/** Job: compares those whose name, address or schools have changed with the others there. */
export const comparePeople = async (act: Act): Promise<boolean> => {
  for (let batch = 0; batch < mostBatches; batch += 1) if (!(await compareSome(act))) break
  return false
}
