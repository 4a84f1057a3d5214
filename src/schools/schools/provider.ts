// Nurseries, childminders and other settings on the early years register come from a list that the
// council loads. They have their own denominator and never count as schools. One that takes part
// books as an outside organisation, and an officer links the two.
import type { Day, Instant } from '#base/dates.ts'
import type { CsvRow } from '#base/web/csv.ts'
import { dayTyped } from './earlier-attendance.ts'
import { nameKey, type SchoolName } from './school.ts'

export const providerColumns = ['reference', 'name', 'kind', 'postcode', 'ward', 'registered', 'left'] as const

export const providerKinds = { nursery: 'Nursery or pre-school', childminder: 'Childminder', other: 'Other' } as const
type ProviderKind = keyof typeof providerKinds

/** As Ofsted's and councils' lists have it. */
const spellings: Readonly<Record<string, ProviderKind>> = {
  nursery: 'nursery',
  'pre-school': 'nursery',
  'nursery or pre-school': 'nursery',
  'childcare on non-domestic premises': 'nursery',
  childminder: 'childminder',
  'childcare on domestic premises': 'other',
  'home childcarer': 'other',
  other: 'other',
}

/** `reference`: such as Ofsted's; `untilDate`: the first day not on the list. */
export type Provider = {
  reference: string
  name: string
  kind: ProviderKind
  postcode: string
  wardName: string
  fromDate: Day | null
  untilDate: Day | null
}

export type ProviderRowRefusal =
  | 'reference_missing'
  | 'reference_wrong'
  | 'name_missing'
  | 'name_too_long'
  | 'kind_unknown'
  | 'place_too_long'
  | 'registered_wrong'
  | 'left_wrong'
  | 'left_before_registered'
  | 'twice_in_file'

export type PlannedProvider = { line: number; provider: Provider & { said: string } } & (
  | { outcome: 'refused'; reason: ProviderRowRefusal }
  | { outcome: 'added' | 'changed' | 'unchanged' }
)

const factsOf = ({ name, kind, postcode, wardName, fromDate, untilDate }: Provider): string =>
  JSON.stringify([name, kind, postcode, wardName, fromDate, untilDate])

/** What a file leaves out stays. */
export const planProviders = (rows: readonly CsvRow[], standing: readonly Provider[]): PlannedProvider[] => {
  const known = new Map(standing.map((one) => [one.reference, factsOf(one)]))
  const inFile = new Set<string>()
  return rows.map(({ line, cells }): PlannedProvider => {
    const cell = (name: (typeof providerColumns)[number]): string => (cells[name] ?? '').trim()
    const [reference, said, registered, left] = [
      cell('reference').replace(/\s/g, '').toUpperCase(),
      cell('kind'),
      cell('registered'),
      cell('left'),
    ]
    const kind = spellings[said.toLowerCase()]
    const [fromDate, untilDate] = [dayTyped(registered) ?? null, dayTyped(left) ?? null]
    const provider = {
      reference,
      said,
      kind: kind ?? 'other',
      fromDate,
      untilDate,
      name: cell('name'),
      postcode: cell('postcode').toUpperCase(),
      wardName: cell('ward'),
    }
    const wrong: readonly (false | ProviderRowRefusal)[] = [
      reference === '' && 'reference_missing',
      !/^[A-Z0-9/-]{3,20}$/.test(reference) && 'reference_wrong',
      provider.name === '' && 'name_missing',
      provider.name.length > 200 && 'name_too_long',
      !kind && 'kind_unknown',
      (provider.postcode.length > 10 || provider.wardName.length > 100) && 'place_too_long',
      registered !== '' && !fromDate && 'registered_wrong',
      left !== '' && !untilDate && 'left_wrong',
      fromDate !== null && untilDate !== null && untilDate <= fromDate && 'left_before_registered',
      inFile.has(reference) && 'twice_in_file',
    ]
    const reason = wrong.find((one) => one !== false)
    if (reason) return { line, provider, outcome: 'refused', reason }
    inFile.add(reference)
    const before = known.get(reference)
    return { line, provider, outcome: before === undefined ? 'added' : before === factsOf(provider) ? 'unchanged' : 'changed' }
  })
}

/** `isLast`: it can be undone. */
export type ProviderBatch = { batchId: string; source: string; loadedAt: Instant; rows: number; standing: number; isLast: number }

export type ListedProvider = Provider & { id: string; linkId: string | null; schoolId: string | null; schoolName: string | null }

/** The same name and postcode. */
export type ProviderMatch = { providerId: string; name: string; reference: string; postcode: string; school: SchoolName & { id: string } }

/** The query compared postcodes. */
export const isNamed = (one: string, other: string): boolean => nameKey(one) === nameKey(other)

/** As an organisation. */
export const organisationOf = ({ name, kind, postcode }: Pick<Provider, 'name' | 'kind' | 'postcode'>) => ({
  outsideKind: kind === 'other' ? 'partner_agency' : kind,
  name,
  town: '',
  postcode,
})
