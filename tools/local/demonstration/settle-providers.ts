import type { Act } from '#base/act.ts'
import { londonDay } from '#base/dates.ts'
import { readNow } from '#base/db/read.ts'
import { newId } from '#base/id.ts'
import { toCsv } from '#base/web/csv.ts'
import { importProviders, planProviderImport } from '#schools/schools/import-providers.ts'
import { linkProvider } from '#schools/schools/link-provider.ts'
import { providerColumns } from '#schools/schools/provider.ts'
import { selectProviderMatches } from '#schools/schools/provider-store.ts'
import { must } from './time.ts'

/** Settings on the early years register of the county, of which two are known here. */
export const settleProviders = async (act: Act): Promise<number> => {
  const rows = [
    ...[['Bumblebees Childminding', 'childminder', 'AK4 2HJ'] as const, ['Little Acorns Nursery', 'nursery', 'AK1 2BD'] as const],
    ...[['Puddleducks Pre-school', 'nursery', 'AK2 5RT'] as const, ['Stoke Fenley Village Nursery', 'nursery', 'AK4 1QP'] as const],
    ...[['Hedgehogs at the Old Forge', 'nursery', 'AK3 7LN'] as const, ['Tiny Steps Childminding', 'childminder', 'AK1 9WS'] as const],
    ...[['Marlbury Playbarn', 'other', 'AK2 3YU'] as const, ['Sunny Corner Childminding', 'childminder', 'AK5 4GB'] as const],
  ].map(([name, kind, postcode], n) => [`EY9990${n + 11}`, name, kind, postcode, '', '2019-09-01', ''])
  const text = toCsv(providerColumns, rows)
  const { state } = must(await planProviderImport(act, text), 'early years list')
  const { added } = must(
    await importProviders(act, { text, state, source: 'Early years team, list of the summer', batchId: newId(act.now) }),
    'early years list',
  )
  for (const { providerId, school } of await readNow(act.db, selectProviderMatches(act.db, londonDay(act.now))))
    must(await linkProvider(act, { providerId, schoolId: school.id }), 'early years setting')
  return added
}
