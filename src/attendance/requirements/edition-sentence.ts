// What an edition of a requirement asks, in one plain sentence and field by field.
import { addDays, type Day, sayDay } from '#base/dates.ts'
import { counted, listed } from '#base/words.ts'
import { kinds, sectors } from '#schools/schools/school.ts'
import type { EditionFacts } from './edition-change.ts'
import { isOfSettings, type Purpose, type Strength, settingKinds, type Whose } from './requirement.ts'

/** Roles and topics by their ids, in their order. */
export type Names = { roles: ReadonlyMap<string, string>; topics: ReadonlyMap<string, string> }

export const whoseNames: Record<Whose, string> = {
  every_holder: 'Everybody who holds one of the roles',
  one_holder: 'At least one person who holds one of the roles',
  statement: 'All staff: the school states how many',
}

export const purposeNames: Record<Purpose, string> = { training: 'Training', update: 'Update', briefing: 'Briefing' }

export const strengthNames: Record<Strength, string> = { law: 'Law', guidance: 'Guidance', local: 'Local rule' }

/** `KCSIE 2026, Annex C, published 1 July 2026` */
export const sayPublished = (source: string, publishedOn: Day | undefined): string =>
  publishedOn === undefined ? source : `${source}, published ${sayDay(publishedOn)}`

export type Basis = Pick<EditionFacts, 'strength' | 'source' | 'publishedOn'>

/** What asks it, and where: `Guidance: KCSIE 2026, Annex C`. */
export const sayBasis = ({ strength, source, publishedOn }: Basis): string =>
  `${strengthNames[strength]}: ${sayPublished(source, publishedOn)}`

const either = new Intl.ListFormat('en-GB', { type: 'disjunction' })

const namesOf = (ids: readonly string[], names: ReadonlyMap<string, string>): string[] =>
  ids.map((id) => names.get(id) ?? id).toSorted((a, b) => [...names.values()].indexOf(a) - [...names.values()].indexOf(b))

/** `a year`, `two years`, `18 months` */
export const sayMonths = (months: number): string => {
  if (months % 12 > 0) return months === 1 ? 'a month' : `${months} months`
  return months === 12 ? 'a year' : months === 24 ? 'two years' : `${months / 12} years`
}

const sayOften = (months: number | undefined): string => (months === undefined ? 'once' : `every ${sayMonths(months).replace(/^a /, '')}`)

const kindNames: Readonly<Record<string, string>> = { ...kinds, ...settingKinds }

const saySchools = ({ kinds: ofKinds, sectors: ofSectors, underFives }: EditionFacts): string => {
  const namedKinds = ofKinds.map((one) => kindNames[one] ?? one)
  if (isOfSettings({ kinds: ofKinds })) return `of settings that are no school (${namedKinds.join(', ')})`
  const named = [ofSectors.map((one) => sectors[one as keyof typeof sectors]).join(', '), namedKinds.join(', ')].filter(Boolean)
  if (named.length === 0 && !underFives) return 'of every school'
  return `of schools${underFives ? ' with children under five' : ''}${named.length > 0 ? ` (${named.join('; ')})` : ''}`
}

const whom = (edition: EditionFacts, names: Names): string => {
  const schools = saySchools(edition)
  if (edition.whose === 'statement') return `All staff ${schools}`
  const roles = either.format(namesOf(edition.roleIds, names.roles))
  return `${edition.whose === 'every_holder' ? 'Everybody' : 'At least one person'} in the role ${roles}, ${schools}`
}

const what = ({ purposes: ofPurposes, topicIds, level, leastMinutes }: EditionFacts, names: Names): string =>
  [
    either.format(ofPurposes.map((purpose) => purposeNames[purpose].toLowerCase())),
    ...(topicIds.length > 0 ? [`on ${either.format(namesOf(topicIds, names.topics))}`] : []),
    ...(level ? [`at the level ${level}`] : []),
    ...(leastMinutes === undefined ? [] : [`of at least ${counted(leastMinutes, 'minute')}`]),
  ].join(' ')

const first = ({ beforeInRole, inductionDays }: EditionFacts): string =>
  beforeInRole
    ? ', the first before the role begins'
    : inductionDays > 0
      ? `, the first within ${counted(inductionDays, 'day')} of its start`
      : ''

/** `Everybody in the role Headteacher, of every school: training, every two years.` */
export const sayEdition = (edition: EditionFacts, names: Names): string => {
  const grace = edition.graceDays > 0 ? ` Nobody is followed up until ${counted(edition.graceDays, 'day')} after it has run out.` : ''
  return `${whom(edition, names)}: ${what(edition, names)}, ${sayOften(edition.everyMonths)}${first(edition)}.${grace}`
}

/** `From 1 September 2026`, `From 2 September 2019, until 31 August 2026` */
export const sayDaysInForce = ({ validFrom, validTo }: Pick<EditionFacts, 'validFrom' | 'validTo'>): string =>
  `From ${sayDay(validFrom)}${validTo === undefined ? '' : `, until ${sayDay(addDays(validTo, -1))}`}`

/** Every fact of an edition with its name, as people read it. */
export const factsOf = (edition: EditionFacts, names: Names): [name: string, said: string][] => {
  const list = (said: readonly string[], none: string): string => (said.length > 0 ? listed(said) : none)
  return [
    ['Called', edition.label],
    ['Whose', whoseNames[edition.whose]],
    ['Roles', list(namesOf(edition.roleIds, names.roles), 'None')],
    [
      'Sectors',
      list(
        edition.sectors.map((one) => sectors[one as keyof typeof sectors]),
        'All',
      ),
    ],
    [
      'Kinds of school or setting',
      list(
        edition.kinds.map((one) => kindNames[one] ?? one),
        'All schools',
      ),
    ],
    ['Only with children under five', edition.underFives ? 'Yes' : 'No'],
    [
      'What counts',
      list(
        edition.purposes.map((purpose) => purposeNames[purpose]),
        'Nothing',
      ),
    ],
    ['Topics', list(namesOf(edition.topicIds, names.topics), 'Any')],
    ['Level', edition.level || 'Any'],
    ['Shortest', edition.leastMinutes === undefined ? 'Any length' : counted(edition.leastMinutes, 'minute')],
    ['How often', sayOften(edition.everyMonths)],
    ['Before the role begins', edition.beforeInRole ? 'Yes' : 'No'],
    ['Induction', edition.inductionDays === 0 ? 'None' : counted(edition.inductionDays, 'day')],
    ['Grace', edition.graceDays === 0 ? 'None' : counted(edition.graceDays, 'day')],
    ['What asks it', strengthNames[edition.strength]],
    ['Source', edition.source],
    ['Where it says so', edition.citation || 'Not given'],
    ['Compared with the text in force', edition.toCheck ? 'Not yet' : 'Yes'],
    ['Published', edition.publishedOn === undefined ? 'Not given' : sayDay(edition.publishedOn)],
    ['In force', sayDaysInForce(edition)],
  ]
}

/** Where two editions say something different. */
export const differencesOf = (before: EditionFacts, after: EditionFacts, names: Names): [name: string, before: string, after: string][] => {
  const was = factsOf(before, names)
  return factsOf(after, names).flatMap(([name, said], n) => (was[n]?.[1] === said ? [] : [[name, was[n]?.[1] ?? '', said]]))
}
